"""A number in prose is bound to the output that it comes from, by a marker that nobody sees.

The marker is an HTML comment right behind the number. It names the cell by a tag of it, and quotes
a piece of its output that ends with the number:

    Its value is 0.048<!-- momentum: the value is 0.0479 -->.

So the check can tell when the output changes, or when the prose rounds wrongly. Besides, a marker
can be

- computed, with the quotes in braces: `39<!-- {gap: 0.00390625} / 1e-4 -->` or, without any output,
  `0.905<!-- 19 / 21 -->`;
- for a number in words, with its value at the end: `half of it<!-- {a: 12} / {b: 24} = 0.5 -->`;
- a quote of another lesson's output, named by the beginning of its file: `<!-- 02/wild: 6.7 -->`;
- `<!-- given -->` for a number that no output shows, a date or a setting; what gives it can be
  named, `<!-- given: crates/descent/tests/digits.rs -->`.

Behind several numbers stand as many markers: `(2.4, 3.2)<!-- 3 - 0.6 --><!-- 4 - 0.8 -->`.

A number of two digits or more needs one of them, and so does one that is no count, such as 0.8, 4%
or 6·10⁻⁶, unless the lesson's code has it, or it is bound elsewhere in the lesson, or is one to
try: those of the exercises at its end, and of a question in the solutions, `**1.** What comes out
with 0.25?`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from lessons.canonical import Cell, tags_of
from lessons.document import (
    Document,
    Kind,
    Result,
    headings,
    name_of,
    source_of,
    stable_texts,
)
from lessons.expressions import evaluate
from lessons.numbers import Number, numbers, words

MARKER = re.compile(r"<!--\s*(.*?)\s*-->", re.DOTALL)
ROW = re.compile(r"(?:<!--.*?-->)+", re.DOTALL)
QUOTE = re.compile(r"(?:(?P<file>\d\d)/)?(?P<tag>[a-z][a-z0-9-]*):\s+(?P<piece>\S.*)", re.DOTALL)
QUESTION = re.compile(r"^\*\*\d+\.\*\* .*", re.MULTILINE)
BRACES = re.compile(r"\{([^{}]*)\}")
GIVEN = "given"

# What may stand between a number and its marker.
CLOSERS = "$*`)]} \\"
# Before a quote that begins with a number, and behind its end, the number would go on.
GOES_ON_BEFORE = r"(?<![\w.,\u2212-])"
GOES_ON_BEHIND = r"(?![\d⁰¹²³⁴⁵⁶⁷⁸⁹⁻]|[.,]\d|[eE][-+\u2212]?\d|×10|%)"

# Of fewer digits a whole number can be a count of something in sight.
TELLING_DIGITS = 2

# Blanked out before numbers are looked for: code, links, formulas on lines of their own, the year
# of a source, which stands at the end of it, (Polyak, 1964), cells of the original and sections.
NO_PROSE = (
    re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE),
    re.compile(r"\$\$.*?\$\$", re.DOTALL),
    re.compile(r"`[^`\n]*`"),
    re.compile(r"\]\([^)\s]*\)"),
    re.compile(r"(?:(?<=, )|(?<=，))(?:19|20)\d\d(?=[;)；）（]| \()"),
    re.compile(r"In \[\d+\]|\d+(?:\.\d+){2,}"),
)


@dataclass(frozen=True)
class Marker:
    """A marker in a Markdown cell, and the number before it."""

    text: str
    number: Number | None
    is_seen: bool
    """Whether it stands inside a formula or code, which show it."""


def check(documents: Iterable[Document]) -> list[Result]:
    """The numbers in the prose of each notebook, against the outputs that they come from."""
    documents = list(documents)
    return [
        Result(f"{document.path.name}: numbers bound", tuple(_problems(document, documents)))
        for document in documents
    ]


def check_edition(
    pairs: Iterable[tuple[Document, Document]], documents: Iterable[Document]
) -> list[Result]:
    """The numbers in the prose of translated notebooks, each paired with the English one.

    Markers quote the English outputs: what a program prints may be translated, too. That the
    outputs of both say the same numbers is another check.
    """
    documents = list(documents)
    return [
        Result(
            f"{document.path.parent.name}/{document.path.name}: numbers bound",
            tuple(_problems(document, documents, english)),
        )
        for document, english in pairs
    ]


def _problems(
    document: Document, documents: list[Document], english: Document | None = None
) -> Iterator[str]:
    """The markers that are wrong, and the numbers that need one."""
    quoted = english or document
    prose = [
        (cell, list(_markers(source_of(cell))))
        for cell in document.cells
        if cell["cell_type"] == "markdown"
    ]
    for cell, markers in prose:
        for marker in markers:
            try:
                _compare(marker, quoted, documents)
            except ValueError as error:
                yield f"{name_of(cell)}: {error}"
    code = "\n".join(source_of(cell) for cell in quoted.code)
    known = {abs(number.value) for number in numbers(code.replace("_", ""))}
    for _, markers in prose:
        for marker in markers:
            known |= {abs(number.value) for number in numbers(marker.text)}
            known |= {abs(marker.number.value)} if marker.number else set()
    for cell in quoted.cells:
        if cell["cell_type"] == "markdown":
            known |= {abs(number.value) for number in numbers(_question(cell))}
    for cell, _ in prose:
        for number in numbers(_prose(cell)):
            if _tells(number) and abs(number.value) not in known:
                yield (
                    f"{name_of(cell)}: nothing says where {number.text} comes from: quote the "
                    f"output behind it, `{number.text}<!-- tag of the cell: … -->`, or write "
                    f"`<!-- {GIVEN} -->`"
                )


def _tells(number: Number) -> bool:
    """Whether a number says more than a count of something in sight, or an order of magnitude."""
    return number.significant >= TELLING_DIGITS or (number.unit != 1 and not number.is_power)


def _question(cell: Cell) -> str:
    """The questions in a cell: the exercises at the end of a lesson, or one with its answer."""
    source = source_of(cell)
    if any(title.startswith("Exercises") for level, title in headings(cell) if level == 2):
        return source
    return "\n".join(QUESTION.findall(source))


def _markers(source: str) -> Iterator[Marker]:
    """The markers of a cell, each with its number: the one that ends right before it.

    Markers in a row belong to as many numbers: `(2.4, 3.2)<!-- … --><!-- … -->`.
    """
    blank = _blanked(source, MARKER)
    found = sorted([*numbers(blank), *words(blank)], key=lambda number: number.end)
    for row in ROW.finditer(source):
        before = [number for number in found if number.end <= row.start()]
        attached = before and not blank[before[-1].end : row.start()].strip(CLOSERS)
        texts = MARKER.findall(row[0])
        own = before[-len(texts) :] if attached else []
        opened = blank[: row.start()].replace("\\$", "")
        is_seen = opened.count("$") % 2 == 1 or opened.count("`") % 2 == 1
        for text, number in zip_longest(texts, own):
            yield Marker(text, number, is_seen)


def _compare(marker: Marker, document: Document, documents: list[Document]) -> None:
    """Checks one marker; a ValueError says what is wrong, and what to do."""
    if marker.is_seen:
        raise ValueError(
            f"`<!-- {marker.text} -->` shows, for it stands inside a formula or code: write it "
            "behind the closing `$` or backtick"
        )
    is_given = re.fullmatch(rf"{GIVEN}(:.*)?", marker.text)
    expression, _, said = marker.text.partition(" = ")
    number = next(numbers(said), None) if said else marker.number
    if number is None:
        raise ValueError(
            f"`<!-- {marker.text} -->` stands behind no number: write it right behind one, or end "
            "it with the value of the words before it, ` = 0.5`"
        )
    if is_given:
        return
    value, source = _value(expression, document, documents)
    if not number.rounds(value):
        raise ValueError(
            f"the prose says {number.text}, but {source} says {float(value):.10g}: correct the "
            "one that is wrong"
        )


def _value(text: str, document: Document, documents: list[Document]) -> tuple[Decimal, str]:
    """The value that a marker names, and where it comes from, in words."""
    if QUOTE.fullmatch(text):
        return _quoted(text, document, documents)
    filled = BRACES.sub(
        lambda quote: f"({_quoted(quote[1].strip(), document, documents)[0]})", text
    )
    return Decimal(repr(evaluate(filled))), f"`{text}`"


def _quoted(text: str, document: Document, documents: list[Document]) -> tuple[Decimal, str]:
    """The number at the end of a piece of a cell's output."""
    match = QUOTE.fullmatch(text)
    if match is None:
        raise ValueError(
            f"`{text}` is not understood: write `tag of the cell: piece of its output`"
        )
    tag, piece = match["tag"], " ".join(match["piece"].split())
    cell = _cell(match["file"], tag, document, documents)
    *_, last = [None, *numbers(piece)]
    if last is None or last.end != len(piece):
        raise ValueError(f"`{piece}`, quoted from `{tag}`, does not end with a number")
    pattern = re.escape(piece) + GOES_ON_BEHIND
    if re.match(r"[\d.\u2212-]", piece):
        pattern = GOES_ON_BEFORE + pattern
    output = " ".join(" ".join(stable_texts(cell)).split())
    if not re.search(pattern, output):
        raise ValueError(
            f"no output of {cell.get('id')}, tagged `{tag}`, says `{piece}`; "
            f"{_nearest(last, output)}"
        )
    return last.value, f"the output of {cell.get('id')}, tagged `{tag}`,"


def _cell(file: str | None, tag: str, document: Document, documents: list[Document]) -> Cell:
    """The cell that a quote names."""
    if file:
        found = [d for d in documents if d.kind is Kind.LESSON and d.path.name.startswith(file)]
        if not found:
            raise ValueError(f"there is no lesson {file}, named in `{file}/{tag}`")
        document = found[0]
    cells = [cell for cell in document.code if tag in tags_of(cell)]
    if len(cells) != 1:
        raise ValueError(
            f"{len(cells)} code cells of {document.path.name} carry the tag `{tag}`, exactly one "
            "is expected: give the cell that the number comes from a tag of its own"
        )
    return cells[0]


def _nearest(wanted: Number, output: str) -> str:
    """What the output says instead, in words."""
    said = {number.text: abs(number.value - wanted.value) for number in numbers(output)}
    if not said:
        return "it says no number"
    return f"the nearest number that it says is {min(said, key=lambda text: said[text])}"


def _prose(cell: Cell) -> str:
    """The text of a cell with all that is no prose blanked out, each character in its place."""
    source = _blanked(source_of(cell), MARKER)
    for pattern in NO_PROSE:
        source = _blanked(source, pattern)
    return source


def _blanked(text: str, pattern: re.Pattern[str]) -> str:
    """The text with spaces instead of whatever matches."""
    return pattern.sub(lambda match: " " * len(match[0]), text)
