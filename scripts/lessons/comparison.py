"""Do the outputs of a fresh run say what the committed notebook says?

Texts must agree character by character. Pictures are compared by what is seen: their decoded
pixels, with a tolerance for the last digits of another machine's mathematical library, which may
change the shade of a line's edge. A changed digit in a label is far beyond that tolerance.
"""

from __future__ import annotations

import base64
import binascii
import difflib
import io
import re
from dataclasses import dataclass
from typing import Any

import numpy
from PIL import Image, UnidentifiedImageError

from lessons.canonical import Cell, Notebook, Output, tags_of, text_of
from lessons.document import BAR, MEASURES

# A pixel counts as different when a channel differs by more than this, of 255: rounding changes a
# shade by one or two.
CHANNEL_TOLERANCE = 24
# A picture differs when more pixels than this do. Another digit of a label, in the smallest type
# of a figure, changes some twenty.
PIXEL_TOLERANCE = 4

NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")

DATA_URI = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]*)")
ANSI = re.compile(r"\x1b\[[0-9;]*m")

LONGEST_DIFF = 12
LONGEST_LINE = 160


@dataclass(frozen=True)
class Difference:
    """One disagreement: the cell's id, what differs and a short diff."""

    cell: str
    what: str


def differences(committed: Notebook, found: Notebook) -> list[Difference]:
    """Every disagreement between two canonical notebooks with the same cells."""
    return [
        Difference(old["id"], what)
        for old, new in zip(committed["cells"], found["cells"], strict=True)
        if old["cell_type"] == "code"
        for what in _cell_differences(old, new)
    ]


def _cell_differences(committed: Cell, found: Cell) -> list[str]:
    """The disagreements of one cell, output by output."""
    if MEASURES in tags_of(committed):
        committed, found = _without_numbers(committed), _without_numbers(found)
    kinds = [_kind(output) for output in committed["outputs"]]
    found_kinds = [_kind(output) for output in found["outputs"]]
    if kinds != found_kinds:
        texts = "\n".join(filter(None, map(_shown_text, found["outputs"])))
        shown = "\n" + _quoted(texts.splitlines()) if texts else ""
        return [
            f"expected {_listed(kinds)}, found {_listed(found_kinds)}{shown}",
        ]
    return [
        what
        for old, new in zip(committed["outputs"], found["outputs"], strict=True)
        for what in _output_differences(old, new)
    ]


def _without_numbers(cell: Cell) -> Cell:
    """The cell with a placeholder for each number that it prints, or that a progress bar shows."""
    return {**cell, "outputs": [_output_without_numbers(output) for output in cell["outputs"]]}


def _output_without_numbers(output: Output) -> Output:
    if "text" in output:
        return {**output, "text": NUMBER.sub("…", text_of(output["text"]))}
    data = output.get("data", {})
    if not BAR.search(text_of(data.get("text/plain", ""))):
        return output
    return {**output, "data": {mime: NUMBER.sub("…", text_of(text)) for mime, text in data.items()}}


def _kind(output: Output) -> str:
    """What kind of output it is, in words."""
    if output["output_type"] == "stream":
        return str(output["name"])
    return "an error" if output["output_type"] == "error" else "a result"


def _listed(kinds: list[str]) -> str:
    return " and ".join(kinds) if kinds else "no output"


def _shown_text(output: Output) -> str:
    """What a reader would see of an output, as far as it is text."""
    if output["output_type"] == "stream":
        return text_of(output["text"])
    if output["output_type"] == "error":
        return ANSI.sub("", "\n".join(output["traceback"]))
    return text_of(output["data"].get("text/plain", ""))


def _output_differences(committed: Output, found: Output) -> list[str]:
    """The disagreements of two outputs of one kind."""
    if "data" in committed:
        return _bundle_differences(committed["data"], found["data"])
    return _text_differences(_kind(committed), _shown_text(committed), _shown_text(found))


def _bundle_differences(committed: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """The disagreements of two MIME bundles."""
    if committed.keys() != found.keys():
        return [f"expected {_listed(sorted(committed))}, found {_listed(sorted(found))}"]
    result: list[str] = []
    for mime in sorted(committed):
        old, new = committed[mime], found[mime]
        if mime == "image/png":
            result += _picture_differences(mime, text_of(old), text_of(new))
        elif mime == "text/html":
            result += _html_differences(text_of(old), text_of(new))
        elif mime.endswith("json"):
            result += [] if old == new else [f"{mime} differs"]
        else:
            result += _text_differences(mime, text_of(old), text_of(new))
    return result


def _html_differences(committed: str, found: str) -> list[str]:
    """HTML is compared as text, the pictures in it by their pixels."""
    placeholder = "data:image/png;base64,…"
    result = _text_differences(
        "text/html", DATA_URI.sub(placeholder, committed), DATA_URI.sub(placeholder, found)
    )
    if result:
        return result
    pairs = zip(DATA_URI.findall(committed), DATA_URI.findall(found), strict=True)
    return [
        what
        for number, (old, new) in enumerate(pairs, start=1)
        for what in _picture_differences(f"picture {number} of text/html", old, new)
    ]


def _picture_differences(what: str, committed: str, found: str) -> list[str]:
    """Whether two PNGs in base64 look alike."""
    if committed == found:
        return []
    try:
        old, new = _pixels(committed), _pixels(found)
    except (binascii.Error, UnidentifiedImageError, OSError) as error:
        return [f"{what} cannot be decoded: {error}"]
    if old.shape != new.shape:
        return [f"{what}: expected {_size(old)}, found {_size(new)} pixels"]
    different = numpy.abs(old - new).max(axis=2) > CHANNEL_TOLERANCE
    count = int(different.sum())
    if count <= PIXEL_TOLERANCE:
        return []
    rows, columns = numpy.nonzero(different)
    return [
        f"{what}: {count} of {different.size} pixels differ by more than {CHANNEL_TOLERANCE} "
        f"of 255, between ({columns.min()}, {rows.min()}) and ({columns.max()}, {rows.max()})"
    ]


def _pixels(encoded: str) -> numpy.ndarray[Any, Any]:
    """The decoded picture as rows × columns × RGBA, signed so that differences fit."""
    with Image.open(io.BytesIO(base64.b64decode(encoded, validate=False))) as picture:
        return numpy.asarray(picture.convert("RGBA")).astype(numpy.int16)


def _size(pixels: numpy.ndarray[Any, Any]) -> str:
    return f"{pixels.shape[1]}×{pixels.shape[0]}"


def _text_differences(what: str, committed: str, found: str) -> list[str]:
    """Whether two texts are the same, with a diff when they are not."""
    if committed == found:
        return []
    old, new = committed.splitlines(), found.splitlines()
    if max(map(len, old + new), default=0) > LONGEST_LINE:
        # A figure's HTML is a single line: only the place where it differs tells something.
        pairs = enumerate(zip(committed, found, strict=False))
        shorter = min(len(committed), len(found))
        at = next((place for place, (one, other) in pairs if one != other), shorter)
        part = slice(max(0, at - 40), at + 80)
        return [
            f"{what} differs from character {at}\n"
            f"    expected …{committed[part]!r}\n    found    …{found[part]!r}"
        ]
    lines = difflib.unified_diff(old, new, "expected", "found", n=1, lineterm="")
    diff = [line for line in lines if not line.startswith("@@")]
    if not diff:
        return [f"{what}: the line ends differ"]
    return [f"{what} differs\n{_quoted(diff)}"]


def _quoted(lines: list[str]) -> str:
    """At most LONGEST_DIFF lines, each at most LONGEST_LINE characters, indented."""
    short = [
        line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"
        for line in lines[:LONGEST_DIFF]
    ]
    if len(lines) > LONGEST_DIFF:
        short.append(f"… and {len(lines) - LONGEST_DIFF} lines more")
    return "\n".join(f"    {line}" for line in short)
