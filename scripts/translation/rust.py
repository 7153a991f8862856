"""Rust as a translator meets it: the string literals and the comments that a person reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lessons.habits import WIDEST_LINE
from translation.markdown import Translate, has_words

TOKEN = re.compile(
    r"(?P<command>^[ \t]*:[a-z]+\b[^\n]*)"
    r"|//[/!]?(?P<comment>[^\n]*)"
    r"|/\*.*?\*/"
    r'|b?r(?P<hashes>#*)".*?"(?P=hashes)'
    r'|b"(?:\\.|[^"\\])*"'
    r'|(?<!\w)"(?P<string>(?:\\.|[^"\\])*)"'
    r"|'(?:\\[^\n']+|\\'|[^'\\\n])'",
    re.DOTALL | re.MULTILINE,
)
# Strings that nobody reads, by what stands before or behind them.
UNSEEN_BEFORE = re.compile(r"\.(?:expect|join|split|parse)\(\s*\Z")
UNSEEN_BEHIND = re.compile(r"\s*\.(?:parse|split\w*)\b")

ESCAPE = re.compile(r"\\(?:\n\s*|u\{([0-9a-fA-F_]+)\}|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
NAMED = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "\\": "\\", '"': '"', "'": "'"}

# What stays together where a literal is broken, with the blanks behind it: a word, a place for a
# value, an escape, a character of a script without blanks.
UNBROKEN = re.compile(r"(?:\{[^{}]*\}|\\u\{\w+\}|\\.|[A-Za-z0-9\u00c0-\u024f]+|.) *", re.DOTALL)
INDENT = "    "


@dataclass(frozen=True)
class Text:
    """A text in Rust code: a string literal or the words of a comment."""

    value: str
    start: int
    end: int
    is_string: bool


def texts(source: str) -> Iterator[Text]:
    """The strings and comments with words that a reader of a cell sees, in order."""
    for match in TOKEN.finditer(source):
        if match["string"] is not None:
            value = unescaped(match["string"])
            if (
                has_words(value)
                and not UNSEEN_BEFORE.search(source, 0, match.start())
                and not UNSEEN_BEHIND.match(source, match.end())
            ):
                yield Text(value, match.start("string"), match.end("string"), True)
        elif match["comment"] is not None and has_words(match["comment"]):
            value = match["comment"].strip()
            start = match.start("comment") + match["comment"].index(value)
            yield Text(value, start, start + len(value), False)


def translated(source: str, translate: Translate) -> str:
    """A cell's code with its texts translated, and all else as it is."""
    result, end = "", 0
    for text in texts(source):
        result += source[end : text.start]
        new = translate(text.value)
        if new == text.value:
            result += source[text.start : text.end]
        elif text.is_string:
            behind = source[text.end :].partition("\n")[0]
            result += _broken(escaped(new), len(result.rpartition("\n")[2]), len(behind))
        else:
            result += new
        end = text.end
    return result + source[end:]


def _broken(literal: str, before: int, behind: int) -> str:
    """A literal, in lines that end with a backslash where it is too wide for what stands before
    and behind it: Rust leaves out the blanks at the beginning of the next line."""
    if before + len(literal) + behind <= WIDEST_LINE:
        return literal
    lines, room = [""], WIDEST_LINE - before - 1
    for piece in UNBROKEN.findall(literal):
        if len(lines[-1]) + len(piece) > room and lines[-1]:
            lines.append("")
            room = WIDEST_LINE - len(INDENT) - max(1, behind)
        lines[-1] += piece
    return f"\\\n{INDENT}".join(lines)


def masked(source: str) -> str:
    """The code with its texts taken out: what is the same in every language."""
    parts, end = [], 0
    for text in texts(source):
        parts.append(source[end : text.start])
        end = text.end
    return "".join([*parts, source[end:]])


def unescaped(literal: str) -> str:
    """What a string literal says, given what stands between its quotes."""

    def character(match: re.Match[str]) -> str:
        if code := match[1] or match[2]:
            return chr(int(code.replace("_", ""), 16))
        return NAMED.get(match[3], match[0]) if match[3] else ""

    return ESCAPE.sub(character, literal)


def escaped(text: str) -> str:
    """What stands between the quotes of a string literal that says a text."""
    for plain, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(plain, written)
    return text
