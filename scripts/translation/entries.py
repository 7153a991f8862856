"""What a translation keeps of its text: numbers, formulas, links, code, and the form of it all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

import polib

from lessons.numbers import Number, numbers, words
from translation import chinese
from translation.catalogue import FUZZY
from translation.sources import A_MESSAGE, IN_CODE, is_of_the_original
from translation.terms import Term

LINK = re.compile(r"(?<=\])\([^()\s]*\)")
MARKER = re.compile(r"<!--.*?-->", re.DOTALL)
FORMULA = re.compile(r"\$\$.*?\$\$|(?<!\\)\$[^$]*(?<!\\)\$", re.DOTALL)
CODE = re.compile(r"`[^`]*`")
# A link whose text is a sign, `[?](…)`.
SIGN = re.compile(r"\[[^\w\[\]]+\](?=\()")
TAG = re.compile(r"<(?!!--)[^<>]*>")
PLACE = re.compile(r"\{[^{}]*\}")
# At the beginning of a line: a heading, a list, a numbered one, a table.
LINE = re.compile(r"^[ ]*(?:#+ |[-*] |\d+\. |\|)", re.MULTILINE)
# The parts that are the same in every language, and what they are called.
KEPT = (
    (MARKER, "marker"),
    (FORMULA, "formula"),
    (CODE, "code"),
    (LINK, "link"),
    (TAG, "tag"),
)
# Stands for what may be a word of any language.
ANYTHING = "\ufffc"
# Up to here a number may be written in words in one language and in digits in the other.
LARGEST_IN_WORDS = 12
# What a closing `**` may not stand between: it would show instead of ending the bold text.
UNCLOSED = re.compile(r"(?<=[^\w\s*])\*\*(?=\w)")


def problems(entry: polib.POEntry, language: str, terms: list[Term]) -> list[str]:
    """What is wrong with a translation, in sentences; nothing is said of a missing or fuzzy one."""
    if not entry.msgstr or FUZZY in entry.flags or entry.obsolete:
        return []
    source, text = entry.msgid, entry.msgstr
    is_code = entry.comment in (IN_CODE, A_MESSAGE)
    kept = ((PLACE, "placeholder"), (CODE, "code")) if is_code else KEPT
    found = [line for pattern, what in kept for line in _lost(pattern, what, source, text)]
    said = plain(source, entry.comment), plain(text, entry.comment)
    found += differing_numbers(*said)
    found += _differing_form(source, text, is_code)
    if is_of_the_original(language):
        found += chinese.problems(*said)
    found += [problem for term in terms for problem in term.problems(*said, is_code)]
    return found


def plain(text: str, comment: str = "") -> str:
    """A text as it is read: a letter for each formula, code or placeholder, no markers, no tags.

    What a lesson's code fills in are numbers, what a message does may be words as well.
    """
    if comment:
        return CODE.sub("x", PLACE.sub("x" if comment == IN_CODE else ANYTHING, text))
    text = MARKER.sub("", text)
    for pattern, instead in ((CODE, "x"), (FORMULA, "x"), (SIGN, "[x]"), (TAG, ""), (LINK, "")):
        text = pattern.sub(instead, text)
    return text.replace("[", "").replace("]", "").replace("**", "").replace("*", "")


def _lost(pattern: re.Pattern[str], what: str, source: str, text: str) -> Iterator[str]:
    """What is in the one text and not in the other."""
    own, others = Counter(pattern.findall(source)), Counter(pattern.findall(text))
    for piece in own - others:
        yield f"the {what} {piece!r} is missing"
    for piece in others - own:
        yield f"the {what} {piece!r} is not in the English"


def differing_numbers(source: str, text: str) -> Iterator[str]:
    """The numbers that only one of the two says."""
    own, others = (Counter(_values(one, numbers)) for one in (source, text))
    own_words, other_words = (Counter(_values(one, words)) for one in (source, text))
    for number in own - others:
        if number > LARGEST_IN_WORDS or number not in other_words:
            yield f"the number {number:f} is missing"
    for number in others - own:
        if number > LARGEST_IN_WORDS or number not in own_words:
            yield f"the number {number:f} is not in the English"


def _values(text: str, those: Callable[[str], Iterator[Number]]) -> Iterator[Decimal]:
    """The values of a text's numbers."""
    return (number.value.normalize() for number in those(text))


def _differing_form(source: str, text: str, is_code: bool) -> Iterator[str]:
    """Where headings, lists, lines and emphasis are not those of the English."""
    if text.strip() != text and source.strip() == source:
        yield "blanks stand at its beginning or end"
    if is_code:
        if source.count("\n") != text.count("\n"):
            yield f"it has {text.count(chr(10)) + 1} lines, the English {source.count(chr(10)) + 1}"
        return
    if [mark.strip() for mark in LINE.findall(source)] != [
        mark.strip() for mark in LINE.findall(text)
    ]:
        yield "its headings, lists or tables are not marked as in the English"
    if source.count("**") != text.count("**"):
        yield f"it has {text.count('**')} times `**`, the English {source.count('**')} times"
    for match in UNCLOSED.finditer(text):
        if text.count("**", 0, match.start()) % 2:
            yield (
                f"the bold text does not end at {text[match.start() - 1 : match.end() + 1]!r}: "
                "take the punctuation out of it"
            )
