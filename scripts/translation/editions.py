"""What is checked of the committed notebooks in another language, beside their catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from lessons import bound_numbers, habits, links, original
from lessons.canonical import Cell, Notebook, load, tags_of
from lessons.document import (
    MEASURES,
    Document,
    Result,
    headings,
    kind_of,
    name_of,
    notebooks_in,
    output_texts,
    source_of,
)
from translation.catalogue import counts, updated
from translation.entries import differing_numbers
from translation.notebook import Edition
from translation.sources import is_of_the_original

# What the English notebooks keep for all.
ENGLISH_HABITS = (habits.ending,)


def check(edition: Edition) -> list[Result]:
    """What is wrong with the notebooks of an edition, if it has any."""
    committed = {path: load(path) for path in notebooks_in(edition.folder)}
    if not committed:
        return []
    made = dict(edition.notebooks())
    behind = _behind(edition)
    results = [
        Result(f"{_name(path)}: there, as in English", () if path in made else ("no English one",))
        for path in committed
    ]
    documents = {path: _document(path, notebook) for path, notebook in committed.items()}
    english = {path: _english(edition, path) for path in made}
    for path, notebook in made.items():
        if path in behind:
            continue
        found = committed.get(path)
        results.append(Result(f"{_name(path)}: as built", tuple(_differences(found, notebook))))
    pairs = [
        (documents[path], english[path])
        for path in made
        if path in committed and path not in behind
    ]
    for document, source in pairs:
        results += _of_pair(document, source, is_of_the_original(edition.language))
    results += bound_numbers.check_edition(pairs, english.values())
    return results + links.check(documents.values())


def _of_pair(document: Document, source: Document, is_original: bool) -> Iterator[Result]:
    """What is checked of one notebook, beside the English one."""
    name = _name(document.path)
    for habit, kinds, rule in habits.HABITS:
        if document.kind in kinds and rule not in ENGLISH_HABITS:
            yield Result(f"{name}: {habit}", tuple(rule(document)))
    same = tuple(_different_numbers(document, source))
    yield Result(f"{name}: the numbers that English shows", same)
    if is_original:
        yield Result(f"{name}: the original's Python", tuple(_altered(document, source)))


def _behind(edition: Edition) -> set[Path]:
    """The notebooks of which the English has changed since the catalogue was updated.

    Who edits the English need not know the other language: what has changed is told, by the counts
    of the catalogue, and nothing of these notebooks fails.
    """
    known = {entry.msgid for entry in edition.catalogue if not entry.obsolete}
    return {
        edition.folder / place.removeprefix("notebooks/")
        for source in edition.sources()
        if source.text not in known
        for place in source.places
    }


def to_come(edition: Edition) -> str:
    """What an update of the catalogue would change, in words; empty if nothing."""
    now = counts(edition.catalogue)
    new = counts(updated(edition.catalogue, edition.sources()))
    if (new.fuzzy, new.missing) == (now.fuzzy, now.missing):
        return ""
    return (
        f"the English has changed: {new.fuzzy - now.fuzzy} entries become fuzzy and "
        f"{new.missing - now.missing} missing with `python3 scripts/translate.py update`"
    )


def _differences(found: Notebook | None, made: Notebook) -> Iterator[str]:
    """Where a committed notebook is not the one that is built, its outputs aside."""
    mend = "run `python3 scripts/translate.py build`, then `python3 scripts/notebooks.py run zh/…`"
    if found is None:
        yield f"it is missing: {mend}"
        return
    for own, cell in zip_longest(found["cells"], made["cells"]):
        if own is None or cell is None:
            yield f"it has {len(found['cells'])} cells, not {len(made['cells'])}: {mend}"
            return
        if _without_outputs(own) != _without_outputs(cell):
            yield f"{name_of(own)}: not what is built of the catalogue: {mend}"
    if found["metadata"] != made["metadata"]:
        yield f"its metadata name another kernel: {mend}"


def _without_outputs(cell: Cell) -> Cell:
    kept = {key: cell[key] for key in ("cell_type", "id", "metadata")}
    return {**kept, "source": source_of(cell)}


def _different_numbers(document: Document, source: Document) -> Iterator[str]:
    """The code cells whose outputs do not say the numbers that the English ones say."""
    for cell, other in zip(document.code, source.code, strict=False):
        if {MEASURES, habits.RAISES} & set(tags_of(cell)) or cell["execution_count"] is None:
            continue
        own, expected = ("\n".join(output_texts(one)) for one in (cell, other))
        for problem in differing_numbers(expected, own):
            yield f"{name_of(cell)}: in its output {problem}"


def _altered(document: Document, source: Document) -> Iterator[str]:
    """Where the original's Python and headings are not word for word those of the original."""
    known = {text for _, text in original.texts().values()}
    for cell, other in zip(document.cells, source.cells, strict=False):
        if other["cell_type"] == "markdown" and original.SHOWN.fullmatch(source_of(other).strip()):
            shown = source_of(cell).partition("```python\n")[2].rpartition("```")[0]
            if shown not in known:
                yield f"{name_of(cell)}: not the Python of {original.PYTHON_FILE.name}"
        for own in original.ORIGINAL:
            titles = [title for _, title in headings(cell)]
            if own.heading and own.tag in tags_of(other) and own.what not in titles:
                yield f"{name_of(cell)}: its heading is not the original's, {own.what!r}"


def _document(path: Path, notebook: Notebook) -> Document:
    return Document(path, kind_of(path), notebook, path.stat().st_size)


def _english(edition: Edition, path: Path) -> Document:
    own = edition.english / path.relative_to(edition.folder)
    return _document(own, load(own))


def _name(path: Path) -> str:
    """`zh/exercises/02_….ipynb`."""
    return "/".join(path.parts[path.parts.index("notebooks") + 1 :])
