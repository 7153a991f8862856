"""The table of terms: one term of English has one of the other language, everywhere."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from translation.sources import NOTEBOOKS


@dataclass(frozen=True)
class Term:
    """A term and its translation."""

    english: str
    """Words in the singular, and others for the same after `|`."""
    translation: str
    also: tuple[str, ...]
    """What else may stand for the English word, where it is not the term."""
    never: tuple[str, ...]
    """What the term is not called."""
    longer: tuple[str, ...] = ()
    """The terms that hold this one, with translations of their own."""

    def problems(self, source: str, text: str, is_code: bool = False) -> Iterator[str]:
        """Where the English has the term, and the translation has not.

        In what a program says, the word may be a name in code, which stays.
        """
        for other in self.longer:
            source = _pattern(other).sub(" ", source)
        accepted = (self.translation, *self.also)
        match = _pattern(self.english).search(source)
        stays = match and is_code and _pattern(self.english).search(text)
        if match and not stays and not any(one.casefold() in text.casefold() for one in accepted):
            yield f"{match[0]!r} is {self.translation!r} here"
        for wrong in self.never:
            if wrong in text:
                yield f"{wrong!r} stands for {self.english!r}: it is {self.translation!r} here"


def path(language: str, folder: Path = NOTEBOOKS.folder) -> Path:
    """The table of a language."""
    return folder / f"terms.{language}.csv"


def read(file: Path) -> list[Term]:
    """The terms in a table, none where there is no table."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    every = [row["english"] for row in rows]
    return [
        Term(
            row["english"],
            row["translation"],
            tuple(row["also"].split("|")) if row["also"] else (),
            tuple(row["never"].split("|")) if row["never"] else (),
            tuple(
                other
                for other in every
                if other != row["english"] and _pattern(row["english"]).search(other)
            ),
        )
        for row in rows
    ]


def _pattern(english: str) -> re.Pattern[str]:
    """Finds a term, in the plural as well."""
    forms = [
        rf"{re.escape(form[:-1])}(?:y|ies)" if form.endswith("y") else f"{re.escape(form)}(?:e?s)?"
        for form in english.split("|")
    ]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)
