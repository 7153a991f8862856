"""Every notebook with figures as a newcomer finds it; untrusted copies; light, dark, narrow."""

from __future__ import annotations

from collections.abc import Iterator

import numpy
import pytest
from playwright.sync_api import Page, expect

from browser.contrast import assert_legible
from browser.notebook_page import (
    NotebookPage,
    assert_figures_are_seen,
    figures_in,
    players_in,
    screenshot,
    untrusted,
)
from browser.server import JupyterLab
from lessons.canonical import load
from lessons.document import FOLDER, notebooks_in

NAMES = [
    str(path.relative_to(FOLDER)) for path in notebooks_in(FOLDER) if figures_in(load(path)) > 0
]
PICTURES = "02_gradient_descent.ipynb"
EVERY_KIND = "figures.ipynb"


@pytest.fixture(autouse=True)
def no_kernel_stays(lab: JupyterLab) -> Iterator[None]:
    """JupyterLab starts a kernel for each notebook that is opened."""
    yield
    lab.end_kernels()


@pytest.mark.parametrize("name", NAMES)
def test_a_newcomer_sees_every_figure(page: Page, lab: JupyterLab, name: str) -> None:
    committed = load(FOLDER / name)
    notebook = NotebookPage(page, lab, name, len(committed["cells"]))
    expect(notebook.players).to_have_count(players_in(committed))
    assert_figures_are_seen(notebook.figures, figures_in(committed))


@pytest.mark.parametrize("name", [PICTURES, EVERY_KIND])
def test_an_untrusted_copy_shows_every_figure_as_a_picture(
    page: Page, lab: JupyterLab, name: str
) -> None:
    committed = load(FOLDER / name)
    copy = untrusted(lab, committed, name)
    notebook = NotebookPage(page, lab, copy, len(committed["cells"]))
    assert_figures_are_seen(notebook.figures, figures_in(committed))
    expect(notebook.players).to_have_count(0)


@pytest.mark.usefixtures("dark")
def test_the_pictures_are_the_same_in_the_dark(page: Page, lab: JupyterLab) -> None:
    committed = load(FOLDER / PICTURES)
    notebook = NotebookPage(page, lab, PICTURES, len(committed["cells"]))
    expect(page.locator("body[data-jp-theme-light=false]")).to_be_attached()
    assert_figures_are_seen(notebook.figures, figures_in(committed))
    for place in range(figures_in(committed)):
        figure = notebook.figures.nth(place)
        picture = screenshot(figure.locator("img, svg").first)
        # White paper, in a window that is dark around it.
        assert picture.getpixel((2, 2)) == (255, 255, 255)
        assert numpy.asarray(screenshot(notebook.panel))[400, 5].sum() < 3 * 80
    for caption in notebook.figures.locator("figcaption").all():
        assert_legible(caption)
    for text in notebook.players.first.locator("button, label, dt, dd").all():
        assert_legible(text)


def test_captions_and_controls_are_legible_in_the_light(page: Page, lab: JupyterLab) -> None:
    notebook = NotebookPage(page, lab, PICTURES, len(load(FOLDER / PICTURES)["cells"]))
    expect(notebook.players.first).to_be_visible()
    for text in notebook.figures.locator("figcaption").all():
        assert_legible(text)
    for text in notebook.players.first.locator("button, label, dt, dd").all():
        assert_legible(text)


def test_a_narrow_window_shows_whole_pictures(page: Page, lab: JupyterLab) -> None:
    page.set_viewport_size({"width": 600, "height": 800})
    committed = load(FOLDER / PICTURES)
    notebook = NotebookPage(page, lab, PICTURES, len(committed["cells"]))
    expect(notebook.figures).to_have_count(figures_in(committed))
    page.keyboard.press("Control+b")  # JupyterLab's key for the side bar
    expect(page.locator("#jp-left-stack")).to_be_hidden()
    for place in range(figures_in(committed)):
        picture = notebook.figures.nth(place).locator("img, svg").first
        picture.scroll_into_view_if_needed()
        box = picture.bounding_box()
        assert box is not None
        assert box["width"] > 200, box
        assert box["x"] + box["width"] <= 600, box
        ratio = picture.evaluate(
            "one => one.tagName === 'IMG' ? one.naturalWidth / one.naturalHeight"
            " : one.viewBox.baseVal.width / one.viewBox.baseVal.height"
        )
        assert box["width"] / box["height"] == pytest.approx(ratio, rel=0.02)
    player = notebook.players.first
    for control in player.locator("button, input").all():
        box = control.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 600, box
