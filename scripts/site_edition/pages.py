"""Notebooks as pages of the web edition: the same cells, with what a reader needs around them."""

from __future__ import annotations

import copy
import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from nbconvert.filters import ansi2html

from descent_lab import course
from descent_lab.environment import ROOT
from lessons.bound_numbers import MARKER
from lessons.canonical import Cell, Notebook, Output, load, text_of
from lessons.document import LABELLED, Kind, headings, kind_of, notebooks_in, source_of
from site_edition.editions import Edition

# A link to something in the repository: its text, its target, the heading there.
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?![a-z]+:)([^)#\s]*)(#[^)\s]*)?\)")
FENCED = re.compile(r"(^```.*?^```)", re.DOTALL | re.MULTILINE)
# A row of the table that says what each notebook shows: its file, the words.
ROW = re.compile(
    r"^\| \[[^\]]*\]\((?:notebooks/)?(?:zh/)?([^)/]*\.ipynb)\) \| (.*?) \|", re.MULTILINE
)
# A translated heading: its mark, the English name by which links know it, its words.
NAMED = re.compile(r'^(#+ )<a id="([^"]*)"></a>(.*)$', re.MULTILINE)
# A document's way to itself in the other language, for which pages have a place of their own.
OTHER_LANGUAGE = re.compile(r"^\[[^\]]*\]\((?:zh|\.\.)/README\.md\)\n\n", re.MULTILINE)
EMPTY_HEADING = re.compile(r"<th[^>]*></th>")
# Pages that are no notebooks: the front page, and the teachers' plan, whose file is another.
FRONT = "index.md"
TEACHING = "teaching.md"
PLAN = "README.md"


@dataclass(frozen=True)
class Site:
    """What all pages of an edition share."""

    edition: Edition
    repository: str | None
    """The address of the project, if it is known."""

    @property
    def lessons(self) -> list[str]:
        """The numbered notebooks, which are taken one after the other."""
        return [name for name in self._names(Kind.GUIDE, Kind.LESSON) if name[0].isdigit()]

    @property
    def further(self) -> list[str]:
        """What stands beside them."""
        return [name for name in self._names(Kind.GUIDE, Kind.GALLERY) if not name[0].isdigit()]

    @property
    def exercises(self) -> list[str]:
        """The exercises, and the solutions that have none."""
        return self._names(Kind.EXERCISES, Kind.SOLUTIONS)

    def _names(self, *kinds: Kind) -> list[str]:
        """The pages that are notebooks of these kinds, in this order."""
        folder = self.edition.notebooks
        # Those of another language may lie in a folder beside them.
        places = (folder, folder / "exercises", folder / "solutions")
        paths = sorted(
            (p for p in notebooks_in(folder) if p.parent in places and kind_of(p) in kinds),
            key=lambda path: (kinds.index(kind_of(path)), path),
        )
        names = [path.relative_to(folder).as_posix() for path in paths]
        return [name for name in names if self.without_solutions(name) == name]

    def without_solutions(self, name: str) -> str:
        """The page on which a notebook stands: solutions stand on that of their exercises."""
        path = PurePosixPath(name)
        exercises = PurePosixPath("exercises") / path.name
        if path.parent.name == "solutions" and (self.edition.notebooks / exercises).is_file():
            return exercises.as_posix()
        return name

    def file(self, name: str) -> str:
        """Where a file, named from the notebooks' folder, lies in the repository."""
        return Path(os.path.relpath(self.edition.notebooks / name, ROOT)).as_posix()

    def commands(self) -> str:
        """What a reader types to open the notebooks."""
        if self.repository is None:
            return self.edition.start
        folder = self.repository.rstrip("/").rpartition("/")[2].removesuffix(".git")
        return f"git clone {self.repository}\ncd {folder}\n{self.edition.start}"

    def text(self, name: str, **words: str) -> str:
        """A text of the edition, with the commands filled in."""
        edition = self.edition
        get = edition.in_folder if self.repository is None else edition.in_terminal
        return edition.text(name, get=get, commands=self.commands(), **words)


def page(site: Site, name: str) -> Notebook:
    """A notebook as a page; exercises with their solutions folded."""
    folder = site.edition.notebooks
    notebook = load(folder / name)
    cells: list[Cell] = notebook["cells"]
    if kind_of(folder / name) is Kind.EXERCISES:
        solutions = load(folder / "solutions" / PurePosixPath(name).name)
        cells = list(with_solutions(notebook, solutions, site.edition.solution))
    front = f"../{FRONT}" if "/" in name else FRONT
    note = markdown(site.text("open.md", file=site.file(name), front=front))
    cells = [cells[0], note, *side_by_side(cells[1:])]
    for cell in cells:
        if cell["cell_type"] == "markdown":
            cell["source"] = prose(site, name, source_of(cell))
        else:
            cell["outputs"] = [shown(output) for output in cell["outputs"]]
    for place, cell in enumerate(cells):
        cell["id"] = f"cell-{place}"
    return {**notebook, "cells": cells}


def prose(site: Site, name: str, text: str) -> str:
    """The text of a page: without the marks behind its numbers, its links leading to pages."""
    parts = FENCED.split(text)
    for place, part in list(enumerate(parts))[::2]:
        parts[place] = relinked(site, name, NAMED.sub(r"\1\3", MARKER.sub("", part)))
    return "".join(parts)


def relinked(site: Site, name: str, text: str) -> str:
    """A text whose links lead to the pages on which notebooks stand. One to a file that is no page
    leads to the repository, and is mere text where that is not known."""
    here = PurePosixPath(name).parent

    def lead(link: re.Match[str]) -> str:
        words, target, heading = link[1], link[2], link[3] or ""
        path = posixpath.normpath(here / target)
        if not target or path == FRONT:
            return link[0]
        up = "../" * len(here.parts)
        if path == PLAN:
            return f"[{words}]({up}{TEACHING}{heading})"
        stands_on = site.without_solutions(path)
        if stands_on == name:
            return words
        heading = _slug(site, path, heading)
        if stands_on in site.lessons + site.further + site.exercises:
            heading = heading if stands_on == path else f"#{_answers(site, path)}"
            return f"[{words}]({up}{stands_on}{heading})"
        if site.repository is None:
            return words
        return f"[{words}]({site.repository}/blob/HEAD/{site.file(path)})"

    return LINK.sub(lead, text)


def _slug(site: Site, name: str, heading: str) -> str:
    """A link's `#Heading` on a page, where headings have their own words for names."""
    path = site.edition.notebooks / name
    if not heading or path.suffix != ".ipynb" or not path.is_file():
        return heading
    title = _named(path).get(unquote(heading[1:]), heading[1:])
    return "#" + title.strip().replace(" ", "-")


@cache
def _named(path: Path) -> dict[str, str]:
    """The headings of a notebook that have an English name, by it."""
    texts = [source_of(cell) for cell in load(path)["cells"] if cell["cell_type"] == "markdown"]
    found = (match for text in texts for match in NAMED.finditer(text))
    return {match[2]: match[3] for match in found}


def _answers(site: Site, solutions: str) -> str:
    """The heading under which solutions answer the lesson's questions: their last one."""
    found = [
        title
        for cell in load(site.edition.notebooks / solutions)["cells"]
        for _, title in headings(cell)
    ]
    return found[-1].replace(" ", "-")


def with_solutions(exercises: Notebook, solutions: Notebook, word: str) -> Iterator[Cell]:
    """The cells of exercises. Below each exercise, what its solution says otherwise is folded;
    behind all follow the answers to the lesson's questions."""
    pairs = course.pairs(exercises, solutions)
    told: list[Cell] = []
    for asked, solved in pairs:
        # A text with a heading is what is asked, or speaks of the notebook as a whole.
        is_asked = bool(headings(asked))
        if is_asked:
            yield from folded(told, word)
            told = []
        yield asked
        if not is_asked and asked != {**solved, "id": asked["id"]}:
            told.append(copy.deepcopy(solved))
    yield from folded(told, word)
    yield from solutions["cells"][len(pairs) :]


def folded(cells: list[Cell], word: str) -> Iterator[Cell]:
    """Cells that are seen after a click on a word."""
    if cells:
        yield markdown(f'<details class="solution">\n<summary>{word}</summary>\n')
        yield from cells
        yield markdown("</details>")


def side_by_side(cells: list[Cell]) -> Iterator[Cell]:
    """The cells, with each label and block of code in Python in a pair with the Rust below it."""
    paired = False
    for place, cell in enumerate(cells):
        following = cells[place + 1]["cell_type"] if place + 1 < len(cells) else None
        label = LABELLED.search(source_of(cell)) if cell["cell_type"] == "markdown" else None
        if label and following == "code":
            text = source_of(cell)
            before, left = text[: label.start()], text[label.start() :]
            paired = True
            yield markdown(f'{before}<div class="pair"><div>\n\n{left}\n\n</div>')
        elif paired:
            paired = False
            yield cell
            yield markdown("</div>")
        else:
            yield cell


def shown(output: Output) -> Output:
    """An output as the page has it: an error as HTML, since of its letters myst-nb would make plain
    ones, and a table whose corner is no heading, since it has no text."""
    if output["output_type"] != "error":
        if "text/html" in output.get("data", {}):
            html = text_of(output["data"]["text/html"])
            output["data"]["text/html"] = EMPTY_HEADING.sub("<td></td>", html)
        return output
    told = ansi2html("\n".join(output["traceback"]))
    data = {"text/html": f'<pre class="traceback">{told}</pre>'}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def markdown(text: str) -> Cell:
    """A cell of text."""
    return {"cell_type": "markdown", "id": "", "metadata": {}, "source": text}


def listed(site: Site, names: list[str]) -> str:
    """A list of notebooks, with what each shows."""
    table = dict(ROW.findall(site.edition.summaries.read_text(encoding="utf-8")))
    return "\n".join(f"- [{_title(site, name)}]({name}): {table[name]}" for name in names)


def _title(site: Site, name: str) -> str:
    """What a notebook calls itself."""
    first: Cell = load(site.edition.notebooks / name)["cells"][0]
    return headings(first)[0][1]
