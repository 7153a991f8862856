"""Each notebook run cell by cell as in class, and all at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.notebook_page import (
    NotebookPage,
    assert_figures_are_seen,
    figures_in,
    players_in,
    without_outputs,
)
from browser.server import JupyterLab
from descent_lab.environment import ROOT
from lessons.canonical import Notebook, canonical, dumps, load
from lessons.comparison import differences
from lessons.document import Kind, kind_of, notebooks_in

FOLDER = ROOT / "notebooks"
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in notebooks_in(FOLDER))


@pytest.fixture(autouse=True)
def no_kernel_stays(lab: JupyterLab) -> Iterator[None]:
    """Two kernels at once are as many as a small machine runs well."""
    lab.end_kernels()
    yield
    lab.end_kernels()


@pytest.mark.parametrize("original", NAMES)
def test_a_notebook_stepped_through_says_what_the_committed_one_says(
    page: Page, lab: JupyterLab, original: str
) -> None:
    committed = load(FOLDER / original)
    stem = Path(original).stem
    name = str(Path(original).with_name(f"stepped_{stem}.ipynb"))
    (lab.notebooks / name).write_text(dumps(without_outputs(committed)), encoding="utf-8")
    notebook = NotebookPage(page, lab, name, len(committed["cells"]))
    expect(notebook.figures).to_have_count(0)
    notebook.wait_for_kernel()
    notebook.cell(0).click()
    page.keyboard.press("Escape")
    figures = 0
    for place, cell in enumerate(committed["cells"]):
        notebook.step(place, cell["cell_type"] == "code")
        figures += figures_in({"cells": [cell]})
        expect(notebook.figures).to_have_count(figures)
    # Shift+Enter in the last cell has made a new one below, and waits for text in it.
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("d")
    expect(notebook.cells).to_have_count(len(committed["cells"]))
    assert_says_the_same(notebook, committed, stem)
    assert_figures_are_seen(notebook.figures, figures)

    if kind_of(FOLDER / original) in (Kind.EXERCISES, Kind.SOLUTIONS):
        # Nobody runs these at once; the step that executes all notebooks does.
        return

    notebook.restart_and_run_all()
    assert_says_the_same(notebook, committed, stem)

    again = NotebookPage(page, lab, name, len(committed["cells"]))
    expect(again.players).to_have_count(players_in(committed))
    assert_figures_are_seen(again.figures, figures)


def assert_says_the_same(notebook: NotebookPage, committed: Notebook, stem: str) -> None:
    """Saves, and compares the file with the committed one: texts by words, figures by pixels."""
    # evcxr passes the last lines of a cell on after it has reported the cell as done.
    notebook.page.wait_for_timeout(500)
    notebook.save()
    found = differences(canonical(committed, stem), canonical(load(notebook.path), stem))
    assert not found, "\n".join(f"{one.cell}: {one.what}" for one in found)
