"""The step-through players, with mouse and keyboard, inside a notebook that has keys of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.notebook_page import NotebookPage, copy_of, screenshot
from browser.server import JupyterLab
from descent_lab.environment import ROOT
from lessons.canonical import load

LESSON = ROOT / "notebooks" / "02_gradient_descent.ipynb"
CELLS = len(load(LESSON)["cells"])
STEP = re.compile(r"(\d+) of (\d+)")


class Player:
    """A player on the page."""

    def __init__(self, figure: Locator) -> None:
        self.figure = figure
        self.slider = figure.get_by_label("step", exact=True)
        self.runs = figure.get_by_label("run", exact=True)
        self.back = figure.get_by_role("button", name="one step back")
        self.on = figure.get_by_role("button", name="one step on")
        self.play = figure.get_by_role("button", name="play")
        self.pause = figure.get_by_role("button", name="pause")
        self.reading = figure.locator("dd.step")

    def step(self) -> tuple[int, int]:
        """The step that it shows, and the last one."""
        # Not the inner text: that of a cell out of sight is empty.
        match = STEP.fullmatch(self.reading.text_content() or "")
        assert match is not None, self.reading.text_content()
        return int(match[1]), int(match[2])

    def expect_step(self, step: int) -> None:
        """Waits until it shows this step."""
        expect(self.reading).to_have_text(re.compile(rf"^{step} of "))

    def drag_to(self, share: float) -> None:
        """Drags the slider's thumb, from the right end, with the mouse."""
        self.slider.scroll_into_view_if_needed()
        box = self.slider.bounding_box()
        assert box is not None
        middle = box["y"] + box["height"] / 2
        mouse = self.figure.page.mouse
        mouse.move(box["x"] + box["width"] - 8, middle)
        mouse.down()
        mouse.move(box["x"] + box["width"] * share, middle, steps=5)
        mouse.up()


@pytest.fixture
def notebook(page: Page, lab: JupyterLab) -> Iterator[NotebookPage]:
    """A trusted copy of a lesson with two players."""
    copy_of(LESSON, "players.ipynb", lab.notebooks)
    notebook = NotebookPage(page, lab, "players.ipynb", CELLS)
    expect(notebook.players).to_have_count(2)
    yield notebook
    lab.end_kernels()


def test_mouse_buttons_and_keys_move_one_player_and_not_the_other(
    notebook: NotebookPage,
) -> None:
    one, other = (Player(notebook.players.nth(place)) for place in range(2))
    _, last = one.step()
    untouched = other.step()
    assert one.step() == (last, last)
    end = screenshot(one.figure.locator("svg"))

    one.drag_to(0.3)
    dragged, _ = one.step()
    assert 0 < dragged < last * 0.6
    assert screenshot(one.figure.locator("svg")) != end

    one.back.click()
    one.expect_step(dragged - 1)
    one.on.click()
    one.expect_step(dragged)
    one.slider.focus()
    for key, step in (("ArrowRight", dragged + 1), ("ArrowLeft", dragged), ("Home", 0)):
        notebook.page.keyboard.press(key)
        one.expect_step(step)
    one.back.click()
    one.expect_step(0)
    notebook.page.keyboard.press("Tab")
    one.slider.focus()
    notebook.page.keyboard.press("End")
    one.expect_step(last)
    one.on.click()
    one.expect_step(last)
    assert screenshot(one.figure.locator("svg")) == end
    assert other.step() == untouched


def test_play_goes_to_the_end_and_stops(notebook: NotebookPage) -> None:
    player = Player(notebook.players.first)
    _, last = player.step()
    player.play.click()
    # At once: a busy machine may show only some of the steps.
    player.pause.click()
    halted, _ = player.step()
    notebook.page.wait_for_timeout(1000)
    assert player.step() == (halted, last)
    player.play.click()
    expect(player.play).to_be_visible(timeout=30_000)
    assert player.step() == (last, last)


def test_the_run_is_chosen_with_a_slider_of_its_own(notebook: NotebookPage) -> None:
    player = Player(notebook.players.nth(1))
    label = player.figure.locator("output")
    before = label.inner_text()
    picture = screenshot(player.figure.locator("svg"))
    player.runs.focus()
    notebook.page.keyboard.press("ArrowRight")
    expect(label).not_to_have_text(before)
    assert screenshot(player.figure.locator("svg")) != picture
    # Read aloud, the sliders say what they show.
    assert player.runs.get_attribute("aria-valuetext") == label.inner_text()
    assert "value" in (player.slider.get_attribute("aria-valuetext") or "")


def test_a_new_view_of_the_output_holds_a_player_of_its_own(notebook: NotebookPage) -> None:
    page = notebook.page
    first = Player(notebook.players.first)
    notebook.players.first.locator("figcaption").click(button="right")
    page.get_by_role("menuitem", name="Create New View for Cell Output").click()
    view = page.locator(".jp-LinkedOutputView figure.descent-figure")
    expect(view.locator("input[type=range]").first).to_be_visible()
    second = Player(view)
    second.back.click()
    step, last = second.step()
    assert step == last - 1
    assert first.step() == (last, last)


def test_keys_in_a_player_are_the_players(notebook: NotebookPage) -> None:
    page = notebook.page
    player = Player(notebook.players.first)
    for control in (player.slider, player.back):
        control.focus()
        for key in ("d", "d", "a", "b", "x", "ArrowUp", "ArrowDown", "m"):
            page.keyboard.press(key)
    page.wait_for_timeout(500)
    expect(notebook.cells).to_have_count(CELLS)
    expect(notebook.players).to_have_count(2)

    # After Esc they are the notebook's again: `b` makes a cell, `d d` deletes it.
    player.slider.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    expect(notebook.cells).to_have_count(CELLS + 1)
    page.keyboard.press("d")
    page.keyboard.press("d")
    expect(notebook.cells).to_have_count(CELLS)


def test_a_focused_player_lets_the_notebook_be_saved(notebook: NotebookPage) -> None:
    page = notebook.page
    notebook.cell(0).click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    expect(notebook.cells).to_have_count(CELLS + 1)
    Player(notebook.players.first).slider.focus()
    page.keyboard.press("ArrowLeft")
    notebook.save()
    assert len(load(notebook.path)["cells"]) == CELLS + 1
