"""Everything that is checked of the notebooks' files.

Their habits, the numbers in their prose, their links, the original's cells, and the minutes that
the plan gives them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lessons import bound_numbers, habits, links, original, plan
from lessons.canonical import load
from lessons.document import Document, Result, kind_of


def check(paths: Iterable[Path]) -> list[Result]:
    """Every habit of every notebook, and what is checked over all of them."""
    results: list[Result] = []
    documents: list[Document] = []
    for path in paths:
        try:
            notebook = load(path)
        except ValueError as error:
            results.append(Result(f"{path.name}: readable", (str(error),)))
            continue
        documents.append(Document(path, kind_of(path), notebook, path.stat().st_size))
    for document in documents:
        results += habits.check(document)
    for every in (bound_numbers, links, original, plan):
        results += every.check(documents)
    return results
