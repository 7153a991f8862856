"""How high the parts of lessons are on a slide, measured in a browser."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from playwright.sync_api import Page, sync_playwright

from descent_lab import chromium, exporters, kernelspec, pages
from lessons.canonical import Cell, Notebook, metadata
from lessons.document import name_of
from lessons.slides import (
    HEIGHT,
    PADDING,
    SCALES,
    Measured,
    Part,
    break_costs,
    divided_at_headings,
    packed,
    parts,
    with_slides,
)

# A picture that a script turns into a player does so soon after the page is there.
UPGRADED = "() => !document.querySelector('figure.descent-figure:has(+ script) > img')"
# Each slide's height, or with figures its heights at several widths of theirs.
HEIGHTS = """(scales) => [...document.querySelectorAll(".slides section section")].map((slide) => {
  const figures = [...slide.querySelectorAll("figure.descent-figure")];
  slide.classList.add("measured");
  slide.style.zoom = "";
  const heights = (figures.length ? scales : [1]).map((scale) => {
    figures.forEach((one) => one.style.setProperty(
      "--width", `${scale * parseFloat(one.style.maxWidth)}px`));
    // Rounded up, since the heights of several parts are added.
    return Math.ceil(slide.getBoundingClientRect().height);
  });
  slide.classList.remove("measured");
  return heights;
})"""


@dataclass(frozen=True)
class Divided:
    """A notebook that is divided into slides."""

    notebook: Notebook
    count: int
    """The number of its slides, sub-slides included."""
    too_high: list[str]
    """What does not fit on a slide, by how much, and what to do, in sentences."""


def divided(page: Page, notebook: Notebook) -> Divided:
    """Divides a notebook into slides, by the heights that the page shows."""
    notebook = divided_at_headings(notebook)
    sections = measured(page, parts(notebook))
    begins = [[section[place].part for place in packed(section)] for section in sections]
    too_high = [
        f"{name_of(one.part.cells[0])}: {one.least() - HEIGHT} px too high for a slide: shorten "
        "it, or divide the cell"
        for section in sections
        for one in section
        if one.least() > HEIGHT
    ]
    return Divided(with_slides(notebook, begins), sum(map(len, begins)), too_high)


@contextmanager
def browser_page() -> Iterator[Page]:
    """A window of a slide's size. Raises `ValueError` where no browser is installed."""
    program = chromium.executable()
    if program is None:
        raise ValueError(
            "Slides are measured in a browser, and none is installed: install Chromium, Chrome or "
            "Edge, and run this again."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=chromium.arguments())
        yield browser.new_page(viewport={"width": 1280, "height": 720})
        browser.close()


def measured(page: Page, sections: Sequence[Sequence[Part]]) -> list[list[Measured]]:
    """The parts with their heights.

    Python and Rust that do not fit side by side become two parts.
    """
    heights = iter(_heights(page, [part.cells for section in sections for part in section]))
    found = [[(part, next(heights)) for part in section] for section in sections]
    if not any(_is_high_pair(part, high) for section in found for part, high in section):
        return [
            [
                Measured(part, high, cost)
                for (part, high), cost in zip(section, break_costs(parts), strict=True)
            ]
            for section, parts in zip(found, sections, strict=True)
        ]
    return measured(
        page,
        [[half for part, high in section for half in _halves(part, high)] for section in found],
    )


def _is_high_pair(part: Part, heights: Sequence[int]) -> bool:
    return len(part.cells) == 2 and min(heights) > HEIGHT


def _halves(part: Part, heights: Sequence[int]) -> list[Part]:
    if not _is_high_pair(part, heights):
        return [part]
    python, rust = part.cells
    return [Part(part.place, (python,)), Part(part.place + 1, (rust,))]


def _heights(page: Page, slides: Sequence[Sequence[Cell]]) -> list[tuple[int, ...]]:
    """The heights of slides that hold these cells, without their padding."""
    cells: list[Cell] = []
    for slide in slides:
        for position, cell in enumerate(slide):
            kept = {key: value for key, value in cell["metadata"].items() if key != "slideshow"}
            if position == 0:
                kept["slideshow"] = {"slide_type": "slide"}
            cells.append({**cell, "id": f"c{len(cells)}", "metadata": kept})
    kernel = metadata(kernelspec.ENGLISH)
    content = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    # As if from a file: what is stored as lines is then one text.
    notebook = nbformat.reads(json.dumps(content), as_version=4)
    html, _ = exporters.exporter(pages.SLIDES).from_notebook_node(notebook)
    with tempfile.TemporaryDirectory(prefix="descent-slides-") as folder:
        file = Path(folder) / "slides.html"
        file.write_text(html, encoding="utf-8")
        page.goto(file.as_uri())
        page.wait_for_function(UPGRADED)
        page.wait_for_function("() => Reveal.isReady()")
        found: list[list[int]] = page.evaluate(HEIGHTS, list(SCALES))
    return [tuple(height - PADDING for height in one) for one in found]
