"""Markdown as a translator meets it: paragraph by paragraph, code and formulas apart."""

from __future__ import annotations

import re
from collections.abc import Callable

from lessons.original import SHOWN

# A block of code, or a paragraph: lines that are not empty, a list or a table among them.
PIECE = re.compile(
    r"^(?P<fence>```|~~~)[^\n]*\n.*?^(?P=fence)[ \t]*$"
    r"|^[^\n]*\S[^\n]*(?:\n(?!```|~~~)[^\n]*\S[^\n]*)*",
    re.DOTALL | re.MULTILINE,
)
COMMENT = re.compile(r"(?<=# )[^\n]+")
# Below a comment in Chinese of the original's, what it says in English; with its line.
GLOSS = re.compile(r"^ *# (\([^\n]*\))\n", re.MULTILINE)

# What is no prose: formulas on lines of their own, HTML, code, what a format string fills in.
NO_PROSE = re.compile(r"\$\$.*?\$\$|<!--.*?-->|<[^<>]*>|`[^`]*`|\{[^{}]*\}", re.DOTALL)
WORD = re.compile(r"[^\W\d_\u2070-\u209f²³¹]{2,}|[\u4e00-\u9fff]")

Translate = Callable[[str], str]


def translated(source: str, translate: Translate, drops_gloss: bool = False) -> str:
    """A Markdown cell with each of its texts translated, and all else as it is.

    A text is a paragraph, or a comment in a block of code. In the original's Python the comments
    are the original's own, and the text is the English below them: with `drops_gloss`, for those
    who read the original's language, it is left out, line and all.
    """
    is_original = SHOWN.fullmatch(source.strip()) is not None

    def piece(match: re.Match[str]) -> str:
        text = match[0]
        if not match["fence"]:
            return translate(text) if has_words(text) else text
        if not is_original:
            return COMMENT.sub(lambda it: translate(it[0]) if has_words(it[0]) else it[0], text)
        if drops_gloss:
            return GLOSS.sub("", text)
        return GLOSS.sub(lambda it: it[0].replace(it[1], translate(it[1])), text)

    return PIECE.sub(piece, source)


def has_words(text: str) -> bool:
    """Whether a text holds a word, besides code, formulas and tags."""
    return WORD.search(NO_PROSE.sub(" ", text)) is not None
