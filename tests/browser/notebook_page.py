"""A notebook in JupyterLab's window, as a person uses it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from pathlib import Path

import numpy
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from browser.server import JupyterLab
from descent_lab import kernelspec
from lessons.canonical import Cell, Notebook, dumps, metadata, text_of
from lessons.document import bundles

# A cell's number, once it has run.
DONE = re.compile(r"\[\d+\]:")
CELL_SECONDS = 90
# Everything of one notebook, on a machine that does other things as well.
NOTEBOOK_SECONDS = 240


class NotebookPage:
    """An open notebook."""

    def __init__(self, page: Page, lab: JupyterLab, name: str, cells: int | None = None) -> None:
        self.page = page
        self.lab = lab
        self.path = lab.notebooks / name
        page.goto(f"{lab.url}lab/tree/{name}?reset&token={lab.token}")
        self.panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        self.cells = self.panel.locator(".jp-Notebook .jp-Cell")
        expect(self.cells.first).to_be_visible(timeout=60_000)
        if cells is not None:
            expect(self.cells).to_have_count(cells)

    def cell(self, place: int) -> Locator:
        """The cell at a place, counted from 0."""
        return self.panel.locator(f'.jp-Cell[data-windowed-list-index="{place}"]')

    @property
    def figures(self) -> Locator:
        """Every figure, players included."""
        return self.panel.locator("figure.descent-figure")

    @property
    def players(self) -> Locator:
        """The figures that a script has turned into players."""
        return self.panel.locator("figure[data-descent-player]:has(input[type=range])")

    @property
    def explorers(self) -> Locator:
        """The figures that a script has turned into explorers."""
        return self.panel.locator("figure[data-descent-explorer]:has(input[type=range])")

    def wait_for_kernel(self) -> None:
        """Waits until the kernel is there and has nothing to do."""
        for _ in range(NOTEBOOK_SECONDS * 5):
            if any(
                one["execution_state"] == "idle" and one["connections"]
                for one in self.lab.kernels()
            ):
                break
            self.page.wait_for_timeout(200)
        idle = self.panel.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
        try:
            expect(idle).to_be_attached()
        except AssertionError:
            # A page that missed the kernel's first status shows it as unknown until it is loaded
            # again, or until a cell runs.
            self.page.reload()
            expect(idle).to_be_attached()

    def step(self, place: int, is_code: bool) -> None:
        """Runs the selected cell with Shift+Enter and waits for its end."""
        expect(self.cell(place)).to_have_class(re.compile(r"\bjp-mod-active\b"))
        self.page.keyboard.press("Shift+Enter")
        if is_code:
            self.wait_for_cell(place)

    def wait_for_cell(self, place: int) -> None:
        """Waits until a cell that was run has ended."""
        prompt = self.cell(place).locator(".jp-InputPrompt")
        expect(prompt).to_have_text(DONE, timeout=CELL_SECONDS * 1000)

    def restart_and_run_all(self) -> None:
        """Presses the toolbar's button, confirms, and waits for the end."""
        waiting = self.panel.locator(".jp-InputPrompt", has_text="[*]")
        code = self.panel.locator(".jp-CodeCell")
        done = code.locator(".jp-InputPrompt", has_text=DONE)
        count = code.count()
        self.panel.locator(
            '[data-command="notebook:restart-run-all"], '
            'jp-button[title^="Restart the kernel and run all"]'
        ).first.click()
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        expect(waiting.first).to_be_attached(timeout=NOTEBOOK_SECONDS * 1000)
        expect(done).to_have_count(count, timeout=NOTEBOOK_SECONDS * 1000)

    def save(self) -> None:
        """Presses Ctrl+S and waits until the file is written."""
        before = self.path.stat().st_mtime_ns
        self.page.keyboard.press("Control+s")
        self.wait_until_written(before)

    def wait_until_written(self, before: int) -> None:
        """Waits until the file is newer than `before`."""
        for _ in range(100):
            # Its new content appears some time after its new date.
            if self.path.stat().st_mtime_ns != before and is_whole(self.path):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{self.path.name} was not saved")


def is_whole(path: Path) -> bool:
    """Whether a file holds JSON from its beginning to its end."""
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return False
    return True


def assert_figures_are_seen(figures: Locator, expected: int) -> None:
    """Each figure is decoded, described in words, and shows something."""
    expect(figures).to_have_count(expected, timeout=30_000)
    for place in range(expected):
        figure = figures.nth(place)
        picture = figure.locator("img, svg").first
        words = picture.get_attribute("alt") or picture.get_attribute("aria-label") or ""
        assert len(words) > 20, f"figure {place} is described by {words!r}"
        figure.scroll_into_view_if_needed()
        if picture.evaluate("element => element.tagName") == "IMG":
            width = picture.evaluate("img => img.decode().then(() => img.naturalWidth)")
            assert width > 100, f"figure {place} is not decoded: {words}"
        assert_shows_something(screenshot(picture), words)


def screenshot(element: Locator) -> Image.Image:
    """What is seen of an element."""
    return Image.open(io.BytesIO(element.screenshot())).convert("RGB")


def assert_shows_something(picture: Image.Image, words: str) -> None:
    """A figure is white paper with ink on it, of several colours."""
    assert min(picture.size) > 100, f"only {picture.size} pixels: {words}"
    colours = picture.getcolors(picture.width * picture.height) or []
    ink = int((numpy.asarray(picture).min(axis=2) < 200).sum())
    assert len(colours) > 8, f"{len(colours)} colours: {words}"
    assert ink > 0.002 * picture.width * picture.height, f"{ink} pixels of ink: {words}"


def figures_in(notebook: Notebook) -> int:
    """How many figures a notebook's file holds."""
    return sum("image/png" in data for _, data in bundles(notebook["cells"]))


def players_in(notebook: Notebook) -> int:
    """How many of its figures are players."""
    return _of_kind(notebook, "player")


def explorers_in(notebook: Notebook) -> int:
    """How many of its figures are explorers."""
    return _of_kind(notebook, "explorer")


def _of_kind(notebook: Notebook, kind: str) -> int:
    return sum(
        f"data-descent-{kind}" in text_of(data.get("text/html", ""))
        for _, data in bundles(notebook["cells"])
    )


def without_outputs(notebook: Notebook) -> Notebook:
    """The notebook as before it was first run."""
    cells = []
    for cell in notebook["cells"]:
        fresh: Cell = (
            {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
        )
        cells.append({**cell, **fresh})
    return {**notebook, "cells": cells}


def write_notebook(path: Path, sources: Iterable[str]) -> None:
    """Writes a notebook of code cells that have not been run."""
    cells: list[Cell] = [
        {"cell_type": "code", "id": f"c{place}", "metadata": {}, "source": source}
        | {"outputs": [], "execution_count": None}
        for place, source in enumerate(sources)
    ]
    kernel = metadata(kernelspec.ENGLISH)
    content = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content), encoding="utf-8")


def copy_of(path: Path, name: str, folder: Path) -> Path:
    """A copy of a notebook in the server's folder, for a test that changes it."""
    target = folder / name
    target.write_bytes(path.read_bytes())
    return target


def untrusted(lab: JupyterLab, committed: Notebook, name: str) -> str:
    """A copy that nobody has signed, because its title differs."""
    content = json.loads(dumps(committed))
    content["cells"][0]["source"] += [" (handed on)"]
    copy = str(Path(name).with_name("handed_on_" + Path(name).name))
    (lab.notebooks / copy).write_text(dumps(content), encoding="utf-8")
    return copy
