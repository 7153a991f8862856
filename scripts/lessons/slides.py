"""Which cells share a slide: the rule that `scripts/notebooks.py slides` writes into the lessons.

A heading begins a slide. What does not fit below it goes to sub-slides, packed by what hangs
together: code with the prose before it, a picture with its code and with the prose after it, and
each picture as large as can be. Metadata say so in nbconvert's words, `slideshow.slide_type`, with
one word of ours: `slideshow.output` is `subslide` where a cell's output begins one.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from lessons.canonical import Cell, Notebook, text_of
from lessons.document import headings, is_label, source_of

# As in the template's stylesheet: the slide without its padding, and the gap between cells.
PADDING = 20 + 36
HEIGHT = 720 - PADDING
GAP = 14
# Widths at which pictures are measured, as shares of their own: at 1 their smallest letters have 14
# pixels of a slide's 720, and at 1.3 18.
SCALES = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3)

# What a packing costs. Only their order matters: rather one more slide than a picture smaller than
# it is in the notebook, rather a picture without its code than prose without either.
SLIDE = 10.0
BREAK_IN_PROSE = 3.0
BREAK_BEFORE_CODE = 8.0
BREAK_BEFORE_PICTURE = 3.0
BREAK_BEFORE_TEXT_OUTPUT = 30.0
BREAK_AFTER_OUTPUT = 6.0
SMALLER_PICTURE = 25.0
# Besides, of a picture that is smaller than in the notebook.
SHRUNK_PICTURE = 100.0
OVERFLOW = 1000.0

# Cells that a teacher has taken out of the slides, which stay out.
LEFT_OUT = ("skip", "notes")


@dataclass(frozen=True)
class Part:
    """What is never divided: a cell of prose, Python beside Rust, a cell's code, or its output."""

    place: int
    """The cell's place in the notebook, the first one of two."""
    cells: tuple[Cell, ...]
    """The cells as they are measured."""
    is_output: bool = False
    has_figure: bool = False


@dataclass(frozen=True)
class Measured:
    """A part with its height on a slide."""

    part: Part
    heights: tuple[int, ...]
    """In pixels: one, or for a figure one for each of `SCALES`."""
    break_before: float
    """The cost of a slide that begins here."""

    def least(self) -> int:
        """The height that it needs."""
        return min(self.heights)


def divided_at_headings(notebook: Notebook) -> Notebook:
    """The notebook with a cell for each heading and what is below it, since slides begin with
    cells."""
    cells: list[Cell] = []
    for cell in notebook["cells"]:
        pieces = _pieces(cell)
        cells.append({**cell, "source": pieces[0]})
        cells += [{**cell, "source": piece, "metadata": {}} for piece in pieces[1:]]
    return {**notebook, "cells": cells}


def _pieces(cell: Cell) -> list[str]:
    """A Markdown cell's text, cut before each heading but the first line's."""
    text = source_of(cell)
    begins = [f"{'#' * level} {words}" for level, words in headings(cell)]
    pieces: list[list[str]] = [[]]
    for line in text.splitlines():
        if begins and line.strip() == begins[0]:
            begins.pop(0)
            if any(one.strip() for one in pieces[-1]):
                pieces.append([])
        pieces[-1].append(line)
    return ["\n".join(piece).strip("\n") for piece in pieces]


def parts(notebook: Notebook) -> list[list[Part]]:
    """The parts of a notebook, from heading to heading."""
    sections: list[list[Part]] = []
    cells: list[Cell] = notebook["cells"]
    beside: set[int] = set()
    for place, cell in enumerate(cells):
        if slideshow(cell).get("slide_type") in LEFT_OUT or place in beside:
            continue
        if headings(cell) or not sections:
            sections.append([])
        if cell["cell_type"] != "code":
            following = cells[place + 1 : place + 2]
            if following and following[0]["cell_type"] == "code" and is_label(cell):
                beside.add(place + 1)
                sections[-1].append(Part(place, (cell, _code(following[0]))))
                sections[-1] += _output(place + 1, following[0])
            else:
                sections[-1].append(Part(place, (cell,)))
        else:
            sections[-1].append(Part(place, (_code(cell),)))
            sections[-1] += _output(place, cell)
    return sections


def _code(cell: Cell) -> Cell:
    return {**cell, "outputs": []}


def _output(place: int, cell: Cell) -> list[Part]:
    """A code cell's output, if it has one."""
    if not cell["outputs"]:
        return []
    alone = copy.deepcopy(cell)
    alone["metadata"]["transient"] = {"remove_source": True}
    html = "".join(
        text_of(output.get("data", {}).get("text/html", "")) for output in cell["outputs"]
    )
    return [Part(place, (alone,), is_output=True, has_figure="<figure" in html)]


def packed(measured: Sequence[Measured], height: int = HEIGHT) -> list[int]:
    """The places in `measured`, parts below one heading, at which slides begin; the first is 0.

    Of all ways the cheapest. A part that is too high for any slide has one to itself.
    """

    @cache
    def best(begin: int) -> tuple[float, tuple[int, ...]]:
        """The cost of all from `begin` on, and where the slides after it begin."""
        if begin == len(measured):
            return 0.0, ()
        found: list[tuple[float, tuple[int, ...]]] = []
        for end in range(begin + 1, len(measured) + 1):
            cost = _cost(measured[begin:end], height)
            if cost >= OVERFLOW and end > begin + 1:
                break
            rest, begins = best(end)
            if end < len(measured):
                rest += measured[end].break_before
                begins = (end, *begins)
            found.append((cost + rest, begins))
        return min(found)

    return [0, *best(0)[1]]


def _cost(slide: Sequence[Measured], height: int) -> float:
    """What a slide of these parts costs."""
    gaps = sum(GAP for one in slide[1:] if not one.part.is_output)
    free = height - gaps - sum(one.least() for one in slide)
    if free < 0:
        return OVERFLOW - free
    pictures = [one for one in slide if one.part.has_figure]
    return SLIDE + sum(_smaller(one, free // len(pictures)) for one in pictures)


def _smaller(picture: Measured, free: int) -> float:
    """What it costs that a picture has only so much height to grow."""
    fitting = [
        scale
        for scale, height in zip(SCALES, picture.heights, strict=True)
        if height <= picture.least() + free
    ]
    scale = max(fitting)
    return SMALLER_PICTURE * (SCALES[-1] - scale) + SHRUNK_PICTURE * max(0.0, 1.0 - scale)


def break_costs(section: Sequence[Part]) -> list[float]:
    """What a slide that begins with each part of a section costs."""
    costs = [0.0]
    for before, part in pairwise(section):
        if part.is_output:
            cost = BREAK_BEFORE_PICTURE if part.has_figure else BREAK_BEFORE_TEXT_OUTPUT
        elif before.is_output:
            cost = BREAK_AFTER_OUTPUT
        elif part.cells[-1]["cell_type"] == "code":
            cost = BREAK_BEFORE_CODE
        else:
            cost = BREAK_IN_PROSE
        costs.append(cost)
    return costs


def with_slides(notebook: Notebook, begins: Iterable[Sequence[Part]]) -> Notebook:
    """The notebook with the metadata of its slides: `begins` has, for each heading, the first part
    of each slide."""
    cells = copy.deepcopy(notebook["cells"])
    for cell in cells:
        if slideshow(cell).get("slide_type") not in LEFT_OUT:
            cell["metadata"].pop("slideshow", None)
    for section in begins:
        for position, part in enumerate(section):
            metadata = cells[part.place]["metadata"].setdefault("slideshow", {})
            if part.is_output:
                metadata["output"] = "subslide"
            else:
                metadata["slide_type"] = "subslide" if position else "slide"
    return {**notebook, "cells": cells}


def slideshow(cell: Cell) -> dict[str, str]:
    """What the cell's metadata say of slides."""
    return dict(cell.get("metadata", {}).get("slideshow", {}))
