"""The prose as it is read: no marker shows, answers stay folded, Python stands beside its Rust."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.contrast import assert_legible
from browser.notebook_page import NotebookPage, untrusted
from browser.server import JupyterLab
from lessons.bound_numbers import MARKER
from lessons.canonical import Notebook, load
from lessons.document import FOLDER, is_label, notebooks_in, source_of

WIDE, NARROW = 1400, 700
# JupyterLab's page and nbconvert's.
CELL = ".jp-Notebook .jp-Cell"
# Pixels of two boxes that touch.
TOLERANCE = 2


def markers(notebook: Notebook) -> list[str]:
    """The markers behind the numbers of its prose."""
    prose = [source_of(cell) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    return [marker for text in prose for marker in MARKER.findall(text)]


def pairs(notebook: Notebook) -> list[int]:
    """The places of the cells that stand left of the one that follows."""
    return [
        place
        for place, (cell, following) in enumerate(pairwise(notebook["cells"]))
        if following["cell_type"] == "code" and is_label(cell)
    ]


NOTEBOOKS = {path.relative_to(FOLDER).as_posix(): load(path) for path in notebooks_in(FOLDER)}
PAIRED = [name for name, notebook in NOTEBOOKS.items() if pairs(notebook)]
REPRODUCTIONS = [name for name in PAIRED if name.startswith(("01", "02", "03"))]
ANSWERED = "solutions/02_gradient_descent.ipynb"
# Of the exercises and solutions, which have few, one stands for all.
MARKED = [name for name, notebook in NOTEBOOKS.items() if markers(notebook) and "/" not in name]
MARKED.append(ANSWERED)


@pytest.fixture(autouse=True)
def no_kernel_stays(lab: JupyterLab) -> Iterator[None]:
    """JupyterLab starts a kernel for each notebook that is opened."""
    yield
    lab.end_kernels()


def opened(page: Page, lab: JupyterLab, name: str, *, trusted: bool = True) -> NotebookPage:
    """A notebook, or an untrusted copy of it, with all of its prose rendered."""
    notebook = NOTEBOOKS[name]
    shown = name if trusted else untrusted(lab, notebook, name)
    opened = NotebookPage(page, lab, shown, len(notebook["cells"]))
    prose = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    rendered = opened.panel.locator(".jp-MarkdownCell .jp-RenderedMarkdown:not(:empty)")
    expect(rendered).to_have_count(len(prose))
    return opened


@pytest.fixture
def exported(browser: Browser, lab: JupyterLab) -> Iterator[Page]:
    """A window for the pages that JupyterLab saves; what they ask of the network is refused."""
    context = browser.new_context()
    context.route(lambda url: not url.startswith(lab.url), lambda route: route.abort())
    yield context.new_page()
    context.close()


def export(page: Page, lab: JupyterLab, name: str) -> None:
    """Opens the page that *File → Save and Export Notebook As → HTML* saves."""
    page.goto(f"{lab.url}nbconvert/html/{name}?token={lab.token}", wait_until="domcontentloaded")
    expect(page.locator(CELL)).to_have_count(len(NOTEBOOKS[name]["cells"]))


def assert_no_marker_shows(prose: Locator, name: str) -> None:
    """Nothing of a marker is among the text."""
    text = " ".join(prose.all_text_contents())
    assert len(text) > 1000
    for sign in ("<!--", "-->", *markers(NOTEBOOKS[name])):
        # A marker of a single word, `given`, may be a word of the prose as well.
        if not sign.isalpha():
            assert sign not in text, sign


@pytest.mark.parametrize("name", MARKED)
def test_no_marker_shows(page: Page, exported: Page, lab: JupyterLab, name: str) -> None:
    notebook = opened(page, lab, name)
    assert_no_marker_shows(notebook.panel.locator(".jp-RenderedMarkdown"), name)
    export(exported, lab, name)
    assert_no_marker_shows(exported.locator(".jp-RenderedMarkdown"), name)


@pytest.mark.parametrize("trusted", [True, False], ids=["trusted", "untrusted"])
def test_answers_are_folded_until_they_are_clicked(
    page: Page, lab: JupyterLab, trusted: bool
) -> None:
    notebook = opened(page, lab, ANSWERED, trusted=trusted)
    folded = notebook.panel.locator("details")
    count = sum(source_of(cell).count("<details>") for cell in NOTEBOOKS[ANSWERED]["cells"])
    assert count >= 4
    expect(folded).to_have_count(count)
    for answer in folded.all():
        answer.scroll_into_view_if_needed()
        expect(answer.locator("p").first).to_be_hidden()
    second = folded.nth(1)
    second.locator("summary").click()
    expect(second.locator("p").first).to_be_visible()
    expect(notebook.panel.locator("details[open]")).to_have_count(1)
    second.locator("summary").click()
    expect(second.locator("p").first).to_be_hidden()


def boxes(page: Page) -> list[dict[str, Any]]:
    """Where each cell lies."""
    found: list[dict[str, Any]] = page.locator(CELL).evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().toJSON())"
    )
    return found


def assert_side_by_side(page: Page, places: list[int]) -> None:
    """Each of the cells is left of the next one, at its height; the rest follows below both."""
    found = boxes(page)
    for place in places:
        left, right, *below = found[place : place + 3]
        assert left["right"] <= right["left"] + TOLERANCE, place
        assert left["top"] == pytest.approx(right["top"], abs=TOLERANCE), place
        assert left["width"] == pytest.approx(right["width"], rel=0.1), place
        for one in below:
            assert one["top"] >= max(left["bottom"], right["bottom"]) - TOLERANCE, place


def assert_one_below_the_other(page: Page, places: list[int]) -> None:
    """Each of the cells is above the next one, as wide."""
    found = boxes(page)
    for place in places:
        upper, lower = found[place : place + 2]
        assert upper["bottom"] <= lower["top"] + TOLERANCE, place
        assert upper["width"] == pytest.approx(lower["width"], abs=TOLERANCE), place


def assert_columns_where_it_is_wide(page: Page, places: list[int]) -> None:
    """The pairs of a shown page are columns on a wide screen, and neither on a narrow one nor on
    paper."""
    assert_side_by_side(page, places)
    page.set_viewport_size({"width": NARROW, "height": 900})
    assert_one_below_the_other(page, places)
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.emulate_media(media="print")
    assert_one_below_the_other(page, places)


@pytest.mark.parametrize("name", PAIRED)
def test_python_stands_beside_its_rust_where_the_page_is_wide(
    page: Page, lab: JupyterLab, name: str
) -> None:
    page.set_viewport_size({"width": WIDE, "height": 900})
    opened(page, lab, name)
    assert_columns_where_it_is_wide(page, pairs(NOTEBOOKS[name]))


def test_an_untrusted_copy_has_the_same_columns(page: Page, lab: JupyterLab) -> None:
    name = REPRODUCTIONS[-1]
    page.set_viewport_size({"width": WIDE, "height": 900})
    opened(page, lab, name, trusted=False)
    assert_side_by_side(page, pairs(NOTEBOOKS[name]))


@pytest.mark.usefixtures("dark")
def test_python_is_legible_in_the_dark(page: Page, lab: JupyterLab) -> None:
    assert_python_is_legible(page, lab)
    expect(page.locator("body[data-jp-theme-light=false]")).to_be_attached()


def test_python_is_legible_in_the_light(page: Page, lab: JupyterLab) -> None:
    assert_python_is_legible(page, lab)
    expect(page.locator("body[data-jp-theme-light=true]")).to_be_attached()


def assert_python_is_legible(page: Page, lab: JupyterLab) -> None:
    """Each block of the original's longest comments keeps its contrast."""
    name = REPRODUCTIONS[-1]
    blocks = opened(page, lab, name).panel.locator(".jp-RenderedMarkdown pre")
    assert blocks.count() == len(pairs(NOTEBOOKS[name])) > 0
    for block in blocks.all():
        assert_legible(block)


@pytest.mark.parametrize("name", PAIRED)
def test_a_page_that_jupyterlab_saves_has_the_same_columns(
    exported: Page, lab: JupyterLab, name: str
) -> None:
    exported.set_viewport_size({"width": WIDE, "height": 900})
    export(exported, lab, name)
    assert_columns_where_it_is_wide(exported, pairs(NOTEBOOKS[name]))
