"""A notebook's file as its checks read it: what it is for, its cells, what they show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from descent_lab.environment import ROOT
from lessons.canonical import Cell, Notebook, tags_of, text_of

FOLDER = ROOT / "notebooks"
# The folders beside the lessons; any other is an edition of all of them in another language.
PARTS = ("exercises", "solutions")

# A cell with this tag prints times: its numbers differ from run to run, its words do not.
MEASURES = "measures-time"
# A label in italics and a block of code below it: what stands beside the next cell.
LABELLED = re.compile(r"^\*[^*\n]+[:：]\*\n\n```", re.MULTILINE)
# How the text of a progress bar, which measures as well, ends in each language.
BAR = re.compile(r" (?:it/s|次/秒)\]")


class Kind(Enum):
    """What a notebook is for; each habit says which kinds keep it."""

    LESSON = auto()
    GUIDE = auto()
    GALLERY = auto()
    EXERCISES = auto()
    SOLUTIONS = auto()


# What a teacher shows; the others are worked on.
HAVE_SLIDES = frozenset({Kind.LESSON, Kind.GUIDE, Kind.GALLERY})


@dataclass(frozen=True)
class Document:
    """A notebook with what its habits depend on."""

    path: Path
    kind: Kind
    notebook: Notebook
    size: int

    @property
    def cells(self) -> list[Cell]:
        """Its cells."""
        cells: list[Cell] = self.notebook["cells"]
        return cells

    @property
    def code(self) -> list[Cell]:
        """Its code cells."""
        return [cell for cell in self.cells if cell["cell_type"] == "code"]


@dataclass(frozen=True)
class Result:
    """One habit checked: what and where, and what is wrong with it, if anything."""

    name: str
    problems: tuple[str, ...]


def notebooks_in(folder: Path) -> list[Path]:
    """The notebooks in a folder, exercises and solutions included, other editions not."""
    return sorted(path for part in ("", *PARTS) for path in (folder / part).glob("*.ipynb"))


def editions_in(folder: Path) -> list[Path]:
    """The folders of the notebooks in other languages."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.name not in PARTS and not path.name.startswith(".") and notebooks_in(path)
    )


def kind_of(path: Path) -> Kind:
    """What the notebook is for, told by its name and folder."""
    by_folder = {"exercises": Kind.EXERCISES, "solutions": Kind.SOLUTIONS}
    by_name = {
        "00_read_me_first": Kind.GUIDE,
        "figures": Kind.GALLERY,
        "rust_for_python_readers": Kind.GUIDE,
    }
    return by_folder.get(path.parent.name) or by_name.get(path.stem) or Kind.LESSON


def headings(cell: Cell) -> list[tuple[int, str]]:
    """The headings of a Markdown cell, with their levels; what stands in code fences is none."""
    if cell["cell_type"] != "markdown":
        return []
    found = []
    fenced = False
    for line in source_of(cell).splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        match = re.match(r"(#{1,6})\s+(.*)", line)
        if match and not fenced:
            found.append((len(match[1]), match[2].strip()))
    return found


def is_label(cell: Cell) -> bool:
    """Whether the cell's code stands beside that of the next one."""
    return cell["cell_type"] == "markdown" and LABELLED.search(source_of(cell)) is not None


def bundles(cells: Iterable[Cell]) -> list[tuple[Cell, dict[str, str | list[str]]]]:
    """Each MIME bundle among the outputs of cells, with its cell."""
    return [
        (cell, output["data"])
        for cell in cells
        for output in cell.get("outputs", [])
        if "data" in output
    ]


def output_texts(cell: Cell) -> list[str]:
    """The texts among a cell's outputs."""
    texts = []
    for output in cell.get("outputs", []):
        if output["output_type"] == "stream":
            texts.append(text_of(output["text"]))
        elif output["output_type"] == "error":
            texts.append("\n".join(output["traceback"]))
        else:
            texts.append(text_of(output["data"].get("text/plain", "")))
    return texts


def stable_texts(cell: Cell) -> list[str]:
    """The texts among a cell's outputs whose numbers are the same in every run."""
    if MEASURES not in tags_of(cell):
        return output_texts(cell)
    return [
        text
        for _, data in bundles([cell])
        if not BAR.search(text := text_of(data.get("text/plain", "")))
    ]


def source_of(cell: Cell) -> str:
    """The cell's source as one text."""
    return text_of(cell["source"])


def name_of(cell: Cell) -> str:
    """How a person finds the cell: its id and the beginning of its text."""
    return f"{cell.get('id', 'a cell')} ({first_line(source_of(cell))!r})"


def first_line(text: str) -> str:
    """The first line that says something, shortened."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 60 else line[:59] + "…"
