"""A catalogue: the texts of one language, in a file of GNU gettext's form.

It is written without breaking lines and without line numbers, in the order in which the texts are
read, so that a change of one text changes its own lines only.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polib

from descent_lab import files
from lessons.document import first_line

# How much of a text must be the same for it to count as changed rather than as new.
ALIKE = 0.6
FUZZY = "fuzzy"
UNBROKEN = 0
# A line with a text, and one that is well quoted: of any other polib loses a letter.
QUOTED = re.compile(r'(?:#~ |#\| )*(?:msg\w+(?:\[\d+\])? +)?"')
WELL_QUOTED = re.compile(QUOTED.pattern + r'(?:[^"\\]|\\.)*"\s*')


@dataclass
class Source:
    """An English text, and where it stands."""

    text: str
    places: list[str] = field(default_factory=list)
    comment: str = ""


@dataclass(frozen=True)
class Counts:
    """How far a translation has come."""

    translated: int
    fuzzy: int
    missing: int
    obsolete: int

    def __str__(self) -> str:
        """In words."""
        return (
            f"{self.translated} translated, {self.fuzzy} fuzzy, {self.missing} missing, "
            f"{self.obsolete} obsolete"
        )


def read(path: Path) -> polib.POFile:
    """The catalogue in a file; a ValueError says what is wrong with it."""
    if not path.is_file():  # polib would take its name for what it says
        raise ValueError(f"there is no catalogue '{path}': name a file that ends in '.po'")
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if QUOTED.match(line) and not WELL_QUOTED.fullmatch(line):
                raise ValueError(f"line {number} is not well quoted")
        return polib.pofile(
            str(path), encoding="utf-8", wrapwidth=UNBROKEN, check_for_duplicates=True
        )
    except (OSError, ValueError) as error:
        raise ValueError(
            f"'{path}' is not a catalogue of gettext's form, or has a text twice ({error}): mend "
            "it there"
        ) from error


def new(language: str, title: str = "") -> polib.POFile:
    """An empty catalogue; its title stands above it."""
    catalogue = polib.POFile(encoding="utf-8", wrapwidth=UNBROKEN)
    catalogue.header = title
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return catalogue


def dumps(catalogue: polib.POFile) -> str:
    """The catalogue's file."""
    return f"{str(catalogue).rstrip()}\n"


def write(path: Path, catalogue: polib.POFile) -> None:
    """Put the catalogue in its file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, dumps(catalogue))


def updated(old: polib.POFile, sources: Iterable[Source]) -> polib.POFile:
    """The catalogue for the English of today, in its order.

    A text that stayed keeps its translation. One that is new, but like one that has gone, takes
    over its translation, marked fuzzy, with the previous English. What has gone and was translated
    is kept as obsolete. An entry with a context, which a translator makes where one English text
    needs two translations, stays behind the one without.
    """
    sources = list(sources)
    wanted = {source.text for source in sources}
    known = {entry.msgid: entry for entry in old if not entry.obsolete and not entry.msgctxt}
    revived = {entry.msgid: entry for entry in old if entry.obsolete and not entry.msgctxt}
    gone = {
        entry.msgid: entry
        for entry in old
        if entry.msgid not in wanted and entry.msgstr and not entry.msgctxt
    }
    result = new(old.metadata.get("Language", ""))
    result.header, result.metadata = old.header, dict(old.metadata)
    taken: set[str] = set()
    for source in sources:
        entry = polib.POEntry(
            msgid=source.text,
            occurrences=[(place, "") for place in source.places],
            comment=source.comment,
        )
        before = known.get(source.text) or revived.get(source.text)
        if before:
            entry.msgstr, entry.tcomment = before.msgstr, before.tcomment
            entry.flags, entry.previous_msgid = list(before.flags), before.previous_msgid
        elif like := difflib.get_close_matches(source.text, gone.keys() - taken, 1, ALIKE):
            before = gone[like[0]]
            taken.add(like[0])
            entry.msgstr, entry.tcomment = before.msgstr, before.tcomment
            entry.flags, entry.previous_msgid = [FUZZY], before.previous_msgid or before.msgid
        result.append(entry)
        result.extend(
            other
            for other in old
            if other.msgctxt and other.msgid == source.text and not other.obsolete
        )
    for entry in old:
        is_kept = entry.msgid in wanted or entry.msgid in taken or not entry.msgstr
        if not is_kept:
            entry.obsolete, entry.occurrences, entry.comment = True, [], ""
            result.append(entry)
    return result


def merged(whole: list[polib.POFile], part: polib.POFile, replaces: bool) -> list[str]:
    """Take the translations of a part over; returns what stands in its way, in sentences.

    A part is a file of the same form with some of the entries. What is translated otherwise
    already, and not fuzzy, stays unless the part `replaces` it.
    """
    own = {(entry.msgctxt or "", entry.msgid): entry for one in whole for entry in one}
    problems = []
    for entry in part:
        if not entry.msgstr or entry.obsolete:
            continue
        target, general = own.get((entry.msgctxt or "", entry.msgid)), own.get(("", entry.msgid))
        if target is None and general is not None:
            one = next(one for one in whole if general in one)
            one.insert(one.index(general) + 1, entry)
        elif target is None or target.obsolete:
            problems.append(f"{beginning(entry.msgid)} is no text of the English")
        elif target.msgstr in ("", entry.msgstr) or FUZZY in target.flags or replaces:
            target.msgstr, target.flags = entry.msgstr, list(entry.flags)
            target.previous_msgid = entry.previous_msgid
            target.tcomment = entry.tcomment or target.tcomment
        else:
            problems.append(
                f"{beginning(entry.msgid)} is translated already, and otherwise: correct one of "
                "them, or take this one with --replace"
            )
    return problems


def beginning(text: str) -> str:
    """How a person finds a text."""
    return repr(first_line(text))


def counts(catalogue: polib.POFile) -> Counts:
    """How far the translation has come."""
    entries = [entry for entry in catalogue if not entry.obsolete]
    fuzzy = sum(FUZZY in entry.flags for entry in entries)
    missing = sum(not entry.msgstr for entry in entries)
    return Counts(len(entries) - fuzzy - missing, fuzzy, missing, len(catalogue) - len(entries))
