"""How long a lesson takes in front of a class: words, code, pictures and pauses, by one formula.

The rates are published where somebody has measured them:

- words: lectures in English are spoken at 140 a minute (S. Tauroza and D. Allison, *Speech rates in
  British English*, Applied Linguistics 11, 1990);
- code: who reads faster than 200 lines an hour misses what is wrong in it (C. F. Kemerer and M. C.
  Paulk, *The Impact of Design and Code Reviews on Software Quality*, IEEE Transactions on Software
  Engineering 35, 2009), which is 18 seconds a line;
- questions to the class: a minute or two to think, and two to four to discuss with a neighbour
  (C. H. Crouch and E. Mazur, *Peer Instruction: Ten years of experience and results*, American
  Journal of Physics 69, 2001), of which we take the least.

For a picture, and for a result in numbers, we have found none, and take a minute and 10 seconds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from lessons.canonical import Cell, text_of
from lessons.document import bundles, headings, source_of

WORDS_A_MINUTE = 140
SECONDS_A_LINE = 18
SECONDS_A_PICTURE = 60
SECONDS_A_RESULT = 10
SECONDS_A_QUESTION = 180

# Not read aloud: Python beside its Rust is taken in with it, and a link is its text.
SILENT = re.compile(r"^```.*?^```$|<!--.*?-->|\]\([^)]*\)", re.DOTALL | re.MULTILINE)
FORMULA = re.compile(r"\$\$?(.+?)\$\$?", re.DOTALL)
# A formula is read sign by sign.
SIGN = re.compile(r"\\[a-zA-Z]+|[\d.]+|[a-zA-Z]|[-+=<>/!]")
WORD = re.compile(r"[^\W_]+(?:['.\-][^\W_]+)*")


def minutes(cells: Sequence[Cell], questions: int) -> int:
    """The minutes that cells take with a number of questions to the class, rounded up.

    >>> minutes([{"cell_type": "markdown", "source": "word " * 280}], 1)
    5
    """
    seconds = sum(map(_seconds, cells)) + SECONDS_A_QUESTION * questions
    return math.ceil(seconds / 60)


def shown(cells: Sequence[Cell]) -> list[Cell]:
    """The cells of a lesson that a class goes through together: those before its exercises."""
    for place, cell in enumerate(cells):
        if any(words.casefold().startswith("exercises") for _, words in headings(cell)):
            return list(cells[:place])
    return list(cells)


def _seconds(cell: Cell) -> float:
    if cell["cell_type"] != "code":
        return words(source_of(cell)) * 60 / WORDS_A_MINUTE
    lines = sum(1 for line in source_of(cell).splitlines() if line.strip())
    pictures = sum("<figure" in text_of(data.get("text/html", "")) for _, data in bundles([cell]))
    results = len(cell["outputs"]) - pictures
    return lines * SECONDS_A_LINE + pictures * SECONDS_A_PICTURE + results * SECONDS_A_RESULT


def words(markdown: str) -> int:
    """How many words somebody speaks who reads a Markdown cell aloud."""
    text = SILENT.sub(" ", markdown)
    signs = sum(len(SIGN.findall(formula)) for formula in FORMULA.findall(text))
    return len(WORD.findall(FORMULA.sub(" ", text))) + signs
