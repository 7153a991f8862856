"""A notebook in another language, made of the English one and a catalogue."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path

import polib

from descent_lab.kernelspec import of_language
from lessons.canonical import Cell, Notebook, canonical, load, metadata
from lessons.document import FOLDER, headings, source_of
from lessons.links import LINK, anchor
from translation import markdown, rust
from translation.catalogue import FUZZY, Source
from translation.sources import is_of_the_original, of_notebooks, once, originals

DEPENDENCY_PATH = re.compile(r'^(\s*:dep\b.*\bpath = ")(?=\.\./)', re.MULTILINE)


@dataclass(frozen=True)
class Edition:
    """The notebooks of one language: where they lie, and what their texts are."""

    language: str
    catalogue: polib.POFile
    english: Path = FOLDER
    """The folder of the English notebooks, in which the folder of this edition lies."""

    @property
    def folder(self) -> Path:
        """Where its notebooks lie: `zh` for `zh_CN`."""
        return self.english / folder_name(self.language)

    def sources(self) -> list[Source]:
        """The English texts of today."""
        return once(of_notebooks(self.language, self.english))

    def notebooks(self) -> Iterator[tuple[Path, Notebook]]:
        """Each notebook in canonical form, and its file.

        Outputs are those of the file that is there, for cells whose code is still the same.
        """
        every = {path: load(path) for path in originals(self.english)}
        led_to = {place for path, notebook in every.items() for place in _led_to(path, notebook)}
        for path, english in every.items():
            notebook = self._translated(english, path.stem)
            for cell, original in zip(notebook["cells"], english["cells"], strict=True):
                if cell["cell_type"] == "markdown":
                    names = [anchor(title) for _, title in headings(original)]
                    wanted = [name if (path, name) in led_to else "" for name in names]
                    cell["source"] = _with_anchors(_linked(cell["source"], path, every), wanted)
            target = self.folder / path.relative_to(self.english)
            if target.exists():
                _keep_outputs(notebook, load(target))
            yield target, canonical(notebook, path.stem)

    def _translated(self, notebook: Notebook, stem: str) -> Notebook:
        """The notebook with its texts translated, its links as they are, without outputs.

        A text without a translation, or with a fuzzy one, is in English.
        """
        texts = {
            (entry.msgctxt or "", entry.msgid): entry.msgstr
            for entry in self.catalogue
            if entry.msgstr and not entry.obsolete and FUZZY not in entry.flags
        }

        def said(text: str) -> str:
            return texts.get((stem, text)) or texts.get(("", text)) or text

        cells: list[Cell] = []
        for cell in notebook["cells"]:
            source = source_of(cell)
            if cell["cell_type"] == "code":
                code = DEPENDENCY_PATH.sub(r"\1../", rust.translated(source, said))
                fresh: Cell = {"execution_count": None, "outputs": []}
                cells.append({**cell, "source": code, **fresh})
            else:
                drops = is_of_the_original(self.language)
                cells.append({**cell, "source": markdown.translated(source, said, drops)})
        kernel = metadata(of_language(folder_name(self.language)))
        return {**notebook, "cells": cells, "metadata": kernel}


def folder_name(language: str) -> str:
    """The folder of a language's notebooks, and its code for the kernel: `zh` for `zh_CN`."""
    return re.split("[_-]", language)[0]


def _led_to(path: Path, notebook: Notebook) -> Iterator[tuple[Path, str]]:
    """The headings to which a notebook's links lead, each with its notebook."""
    for cell in notebook["cells"]:
        for name, heading in LINK.findall(source_of(cell)):
            if heading:
                yield Path(normpath(path.parent / name)) if name else path, heading


def _linked(source: str, path: Path, translated: Container[Path]) -> str:
    """A cell's text with its links to what is not translated, one folder further up."""

    def link(match: re.Match[str]) -> str:
        name, heading = match[1], f"#{match[2]}" if match[2] else ""
        if name and Path(normpath(path.parent / name)) not in translated:
            return f"](../{name}{heading})"
        return match[0]

    return LINK.sub(link, source)


def _with_anchors(source: str, names: Sequence[str]) -> str:
    """A cell's text whose headings can be reached by the names that the English ones have.

    JupyterLab finds no heading by a name in other than Latin letters: it looks for the letters as
    a browser writes them in an address.
    """
    names, lines, fenced = list(names), [], False
    for line in source.splitlines(keepends=True):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        marks, blank, title = line.partition(" ")
        if not fenced and blank and marks.strip("#") == "" and marks and names:
            name = names.pop(0)
            if name and name != anchor(title.strip()):
                lines += [marks, f' <a id="{name}"></a>', title]
                continue
        lines.append(line)
    return "".join(lines)


def _keep_outputs(notebook: Notebook, before: Notebook) -> None:
    """Gives code cells the outputs that they had, as long as all before them are the same."""
    pairs: Iterable[tuple[Cell, Cell]] = zip(
        [cell for cell in notebook["cells"] if cell["cell_type"] == "code"],
        [cell for cell in before["cells"] if cell["cell_type"] == "code"],
        strict=False,
    )
    for cell, old in pairs:
        if source_of(cell) != source_of(old):
            return
        cell["execution_count"], cell["outputs"] = old["execution_count"], old["outputs"]
