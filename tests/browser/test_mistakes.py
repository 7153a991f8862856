"""Thirty mistakes of one session, stepped through in JupyterLab in its light and its dark theme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.contrast import LEAST_CONTRAST, texts_in
from browser.notebook_page import NotebookPage, write_notebook
from browser.server import JupyterLab
from cells import PRELUDE
from mistakes import FIRST, MISTAKES, Mistake, Told

MADE = "let kept: i32 = 7;\nfn kept_too() -> i32 { 11 }"
GONE = Mistake("a variable that is gone", ("kept",), "All variables went when cell [")
# What only evcxr has written, and the student never saw.
NOT_HERS = re.compile(r"evcxr|src/lib\.rs|code we generated|command_\d|run_user_code|/rustc/")

# The red frame in which JupyterLab shows errors and what goes to standard error.
RED = '[data-mime-type="application/vnd.jupyter.stderr"]'
COLOUR_OF_TEXT = """
() => {
  const probe = document.createElement("span");
  probe.style.color = "var(--jp-content-font-color1)";
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
"""


@dataclass(frozen=True)
class Step:
    """A cell, and what has to stand below it."""

    source: str
    mistake: Mistake | None = None
    shows: str = ""


def session() -> list[Step]:
    """All cells in order: every mistake, and between them whether everything is still there."""
    steps = []
    for mistake in MISTAKES:
        *before, last = mistake.cells
        if mistake.costs_variables:
            steps.append(Step("kept", shows="7"))
        steps += [Step(source) for source in before]
        steps.append(Step(last, mistake))
        if mistake.costs_variables:
            steps += [Step("kept_too()", shows="11"), Step("kept", GONE), Step(MADE)]
        elif mistake is FIRST:
            steps += [Step(PRELUDE), Step(MADE)]
    return steps


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    """JupyterLab's theme."""
    name: str = request.param
    if name == "dark":
        request.getfixturevalue("dark")
    return name


@pytest.fixture(autouse=True)
def no_kernel_stays(lab: JupyterLab) -> Iterator[None]:
    """Two kernels at once are as many as a small machine runs well."""
    yield
    lab.end_kernels()


def test_a_session_of_mistakes_is_told_in_plain_words_that_can_be_read(
    page: Page, lab: JupyterLab, theme: str
) -> None:
    steps = session()
    assert sum(step.mistake is not None for step in steps) >= 30
    name = f"mistakes_{theme}.ipynb"
    write_notebook(lab.notebooks / name, [step.source for step in steps])
    notebook = NotebookPage(page, lab, name, len(steps))
    is_light = "true" if theme == "light" else "false"
    expect(page.locator(f"body[data-jp-theme-light={is_light}]")).to_be_attached()
    notebook.wait_for_kernel()
    kernels = [kernel["id"] for kernel in lab.kernels()]
    notebook.cell(0).click()
    page.keyboard.press("Escape")
    wrong = []
    for place, step in enumerate(steps):
        outputs = take(notebook, place, step)
        found = outputs_that_are_wrong(outputs, step, place + 1)
        wrong += [f"cell {place + 1}, {step.source!r}: {one}" for one in found]
    assert not wrong, "\n".join(wrong)
    assert [kernel["id"] for kernel in lab.kernels()] == kernels


def take(notebook: NotebookPage, place: int, step: Step) -> Locator:
    """Runs the selected cell; returns its outputs."""
    outputs = notebook.cell(place).locator(".jp-OutputArea-output")
    if step.mistake and step.mistake.stopped:
        notebook.page.keyboard.press("Shift+Enter")
        expect(outputs.first).to_be_visible()
        notebook.panel.locator('[data-command="notebook:interrupt-kernel"]').first.click()
        notebook.wait_for_cell(place)
    else:
        notebook.step(place, is_code=True)
    return outputs


def outputs_that_are_wrong(outputs: Locator, step: Step, count: int) -> list[str]:
    """What is wrong with what stands below cell `[count]`."""
    mistake = step.mistake
    says = mistake.says if mistake else step.shows
    if says:
        try:
            expect(outputs.filter(has_text=says)).not_to_have_count(0)
        except AssertionError:
            return [f"does not say {says!r}: {outputs.all_inner_texts()}"]
    shown = "\n".join(outputs.all_inner_texts())
    wrong = [f"says {found!r}: {shown}" for found in NOT_HERS.findall(shown)]
    red = outputs.and_(outputs.page.locator(RED))
    if red.count() != (mistake is not None):
        wrong.append(f"shows {red.count()} errors: {shown}")
    elif mistake and mistake.told is Told.REFUSED:
        where = f"--> cell [{count}], line {mistake.line}\n"
        wrong += [] if where in shown else [f"does not say {where!r}: {shown}"]
        second = red.inner_text().split("\n")[1]
        wrong += [] if second.startswith("→ ") else [f"explains itself late: {shown}"]
        wrong += code_that_is_pale(red, mistake)
    for output in outputs.all():
        pale = [text for text in texts_in(output) if text.contrast < LEAST_CONTRAST]
        wrong += [f"{text.words!r} has a contrast of {text.contrast:.2f}" for text in pale]
    return wrong


def code_that_is_pale(error: Locator, mistake: Mistake) -> list[str]:
    """What is wrong with the line of the student's that an error shows: it keeps the colour of
    plain text."""
    code = mistake.cells[-1].splitlines()[mistake.line - 1]
    plain = error.page.evaluate(COLOUR_OF_TEXT)
    colours = {text.colour for text in texts_in(error) if code in text.words}
    return [] if colours == {plain} else [f"shows {code!r} in {colours}, and not in {plain}"]
