"""Links between the notebooks: each leads somewhere, and a lesson leads on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from lessons.canonical import load
from lessons.document import Document, Kind, Result, headings, name_of, source_of

LINK = re.compile(r"\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]*))?\)")

NAME = re.compile(r'<a id="([^"]+)"></a>')


def check(documents: Iterable[Document]) -> list[Result]:
    """The links of each notebook."""
    documents = list(documents)
    lessons = sorted(d.path for d in documents if d.kind is Kind.LESSON)
    following = dict(pairwise(lessons))
    return [
        Result(
            f"{document.path.name}: links",
            (*_broken(document), *_missing(document, following.get(document.path))),
        )
        for document in documents
    ]


def _broken(document: Document) -> Iterator[str]:
    """The links that lead nowhere."""
    for cell in document.cells:
        if cell["cell_type"] != "markdown":
            continue
        for name, heading in LINK.findall(source_of(cell)):
            path = (document.path.parent / name).resolve() if name else document.path
            if not path.exists():
                yield f"{name_of(cell)}: a link to {name}, which does not exist"
            elif not heading.isascii():
                yield (
                    f"{name_of(cell)}: a link to the heading #{heading}, which JupyterLab does not "
                    'find: put `<a id="…"></a>` with a name in Latin letters into the heading'
                )
            elif heading and heading not in _anchors(path):
                yield f"{name_of(cell)}: a link to the heading #{heading}, which {name} has not"


def _anchors(path: Path) -> set[str]:
    """What JupyterLab calls the headings of a notebook, and the names that stand in them."""
    if path.suffix != ".ipynb":
        return set()
    titles = [title for cell in load(path)["cells"] for _, title in headings(cell)]
    return {anchor(title) for title in titles} | set(NAME.findall("\n".join(titles)))


def anchor(title: str) -> str:
    """What JupyterLab calls a heading, in a link to it."""
    return title.replace(" ", "-")


def _missing(document: Document, following: Path | None) -> Iterator[str]:
    """The links at the end of a lesson that are not there: to its exercises, to the next one."""
    if document.kind is not Kind.LESSON or not document.cells:
        return
    last = document.cells[-1]
    found = {name for name, _ in LINK.findall(source_of(last))}
    exercises = document.path.parent / "exercises" / document.path.name
    if exercises.exists() and f"exercises/{exercises.name}" not in found:
        yield f"{name_of(last)}: no link to exercises/{exercises.name}"
    if following and following.name not in found:
        yield f"{name_of(last)}: no link to the next lesson, {following.name}"
