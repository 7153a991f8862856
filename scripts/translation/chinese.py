"""How Chinese is set: full-width punctuation, and a space beside Latin letters and digits.

Source: Requirements for Chinese Text Layout (W3C, CLREQ), sections 3.1.3 and 3.2.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

HAN = "[\u3400-\u9fff\u3007]"
# Western letters, digits, and what goes with them: signs in front, degrees and per cent behind.
FIRST = "[A-Za-z0-9\u0370-\u03ff\u2212+|~]"
LAST = "[A-Za-z0-9\u0370-\u03ff%°′+|\u2070-\u209f²³¹]"
FULL = "，。：；？！、（）“”‘’《》"

RULES = (
    (re.compile(rf"{HAN}{FIRST}"), "a space is missing between {!r}"),
    (re.compile(rf"{LAST}{HAN}"), "a space is missing between {!r}"),
    (re.compile(rf"{HAN} +{HAN}"), "no space stands between Chinese characters, {!r}"),
    (re.compile(rf"[{FULL}][ ](?=\S)|(?<=\S)[ ][{FULL}]"), "no space stands beside {!r}"),
    (re.compile(rf"{HAN}[,;:?!.](?!\w)|{HAN}\(|\){HAN}|\({HAN}|{HAN}\)"), "full-width: {!r}"),
    (re.compile(rf"[{FULL}][,;:?!.](?!\w)|[,;:?!][{FULL}]"), "full-width: {!r}"),
    (re.compile(rf"{HAN}['\"]|['\"]{HAN}"), "quotes are “ and ”, not {!r}"),
    (re.compile("您"), "the reader is 你, not {!r}"),
    (re.compile(rf"\S(?<![{FULL}]) +\n|\t"), "a blank at the end of a line, {!r}"),
)
ENDS = {".": "。", ":": "：", "?": "？", "!": "！"}
CLOSERS = "）”》"


def problems(source: str, text: str) -> Iterator[str]:
    """What is wrong with the punctuation and the spaces of a text, given its English."""
    for pattern, says in RULES:
        yield from (says.format(match[0]) for match in pattern.finditer(text))
    last, own = source.rstrip()[-1:], text.rstrip().rstrip(CLOSERS)[-1:]
    if last in ENDS and re.search(HAN, text) and own not in ENDS.values():
        yield f"it ends with {text.rstrip()[-1:]!r}, {ENDS[last]!r} is expected"
