"""The habits that every committed notebook keeps, as checks of its file alone.

They need no kernel, so that a wrong one is told in a second. Whether the outputs are still what
the cells produce is the matter of `notebooks.py check`.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

from descent_lab.environment import ROOT
from lessons.canonical import Cell, tags_of, text_of
from lessons.document import (
    HAVE_SLIDES,
    Document,
    Kind,
    Result,
    bundles,
    first_line,
    headings,
    name_of,
    output_texts,
    source_of,
)
from lessons.slides import LEFT_OUT, slideshow

CRATE = ROOT / "crates" / "descent-notebook"

MEDIAN_LINES = 6
LONGEST_CELL = 20
LONGEST_GALLERY_CELL = 6
WIDEST_LINE = 80
LARGEST_FILE = 2_000_000

RAISES = "raises-exception"

# The MIME types that show in every front end, in trusted and untrusted notebooks.
MIME_TYPES = {"text/plain", "text/html", "image/png"}

# `# 5 · Checking a gradient`, `# Solutions 5 · Checking a gradient`.
NUMBERED_TITLE = re.compile(r"# (?:\w+ )?(\d+) · ")
NUMBERED_FILE = re.compile(r"(\d\d)_")

DEPENDENCY = re.compile(r"^\s*:dep\b.*$", re.MULTILINE)
DEPENDENCY_LINE = re.compile(r'\s*:dep descent-notebook = \{ path = "([^"]*)" \}\s*')
# Names only: an XML namespace is never loaded.
NAMESPACES = re.compile(r"http://www\.w3\.org/[\w/]*")
ADDRESS = re.compile(r"https?://[^\s\"'<>)]*|@import\b")
UNSEEDED = re.compile(r"\b(thread_rng|from_os_rng|from_entropy|from_rng|rand::rng|rand::random)\b")

EVERY = frozenset(Kind)


def check(document: Document) -> list[Result]:
    """The habits that the document's kind keeps."""
    return [
        Result(f"{document.path.name}: {name}", tuple(rule(document)))
        for name, kinds, rule in HABITS
        if document.kind in kinds
    ]


def title(document: Document) -> list[str]:
    """A reader, and the page that nbconvert makes, knows first of all what this is."""
    first = document.cells[0] if document.cells else None
    text = text_of(first["source"]) if first and first["cell_type"] == "markdown" else ""
    if not re.match(r"# \S", text):
        return ["the first cell is not a Markdown cell that begins with a level-1 heading"]
    said, named = NUMBERED_TITLE.match(text), NUMBERED_FILE.match(document.path.name)
    if said and named and int(said[1]) != int(named[1]):
        return [f"the title says {said[1]}, the file's name {named[1]}: lessons are cited by both"]
    return []


def prose_before_code(document: Document) -> list[str]:
    """Nobody meets code without having read what it is to show."""
    before = [None, *document.cells]
    return [
        f"{name_of(cell)}: no Markdown cell stands before it"
        for previous, cell in zip(before, document.cells, strict=False)
        if cell["cell_type"] == "code" and (previous is None or previous["cell_type"] != "markdown")
    ]


def short_cells(document: Document) -> list[str]:
    """A cell is read on a projector, from the last row."""
    longest = LONGEST_GALLERY_CELL if document.kind is Kind.GALLERY else LONGEST_CELL
    lengths = [len(source_of(cell).splitlines()) for cell in document.code]
    problems = [
        f"{name_of(cell)}: {length} lines of code, at most {longest} are allowed"
        for cell, length in zip(document.code, lengths, strict=True)
        if length > longest
    ]
    median = statistics.median(lengths) if lengths else 0
    if median > MEDIAN_LINES:
        problems.append(f"the median code cell has {median:g} lines, at most {MEDIAN_LINES}")
    return problems


def narrow_lines(document: Document) -> list[str]:
    """A longer line is cut on paper, and runs off the screen under a projector."""
    return [
        f"{name_of(cell)}: a line of {len(line)} characters, at most {WIDEST_LINE} are allowed"
        for cell in document.code
        for line in source_of(cell).splitlines()
        if len(line) > WIDEST_LINE
    ]


def one_dependency(document: Document) -> list[str]:
    """A second `:dep` line would shrink the lock that keeps every class on the same versions."""
    lines = [line for cell in document.code for line in DEPENDENCY.findall(source_of(cell))]
    if document.kind is Kind.GUIDE and not lines:
        return []
    if len(lines) != 1:
        return [f"there are {len(lines)} `:dep` lines, exactly one is expected"]
    match = DEPENDENCY_LINE.fullmatch(lines[0])
    if match is None:
        return [f'{lines[0]!r} is not `:dep descent-notebook = {{ path = "…" }}`']
    if (document.path.parent / match[1]).resolve() != CRATE:
        return [f"{match[1]!r} does not lead from the notebook's folder to crates/{CRATE.name}"]
    return []


def ending(document: Document) -> list[str]:
    """What was learnt, and what to try now: the end of each lesson."""
    places = [
        (place, words)
        for place, cell in enumerate(document.cells)
        for level, words in headings(cell)
        if level <= 2
    ]
    ends = [words.casefold() for _, words in places[-2:]]
    if len(ends) < 2 or not (ends[0].startswith("summary") and ends[1].startswith("exercises")):
        return ["the last two headings of level 2 are not 'Summary' and 'Exercises'"]
    return [
        f"{name_of(cell)}: code after the summary"
        for cell in document.cells[places[-2][0] :]
        if cell["cell_type"] == "code"
    ]


def executed(document: Document) -> list[str]:
    """A reader on the web, who has no kernel, sees every result."""
    return [
        f"{name_of(cell)}: not executed"
        for cell in document.code
        if cell.get("execution_count") is None
    ]


def failures_declared(document: Document) -> list[str]:
    """No failure is committed unless the lesson means it."""
    return [
        f"{name_of(cell)}: {what}" for cell in document.code for what in undeclared_failures(cell)
    ]


def undeclared_failures(cell: Cell) -> list[str]:
    """Where a cell's failures and the tag that declares them disagree.

    Warnings go to stderr, where nothing of a lesson has any business.
    """
    outputs, is_declared = cell.get("outputs", []), RAISES in tags_of(cell)
    errors = [output["evalue"] for output in outputs if output["output_type"] == "error"]
    stderr = "".join(
        text_of(output["text"])
        for output in outputs
        if output["output_type"] == "stream" and output["name"] == "stderr"
    )
    problems = []
    if errors and not is_declared:
        problems.append(f"an error that no tag `{RAISES}` declares: {first_line(errors[0])}")
    if is_declared and not errors:
        problems.append(f"the tag `{RAISES}` declares an error, but there is none")
    if stderr:
        problems.append(f"output to stderr: {first_line(stderr)}")
    return problems


def no_empty_cell(document: Document) -> list[str]:
    """An empty cell is a slip of the keyboard."""
    return [f"{name_of(cell)}: empty" for cell in document.cells if not source_of(cell).strip()]


def described_figures(document: Document) -> list[str]:
    """Every picture says in words what it shows, for those who cannot see it."""
    problems = []
    for cell, data in bundles(document.code):
        page = Page(text_of(data.get("text/html", "")))
        if not page.alternatives and "image/png" in data:
            problems.append(f"{name_of(cell)}: a picture without `text/html` that holds an `<img>`")
        if any(not alternative.strip() for alternative in page.alternatives):
            problems.append(f"{name_of(cell)}: an `<img>` without alternative text")
        if not text_of(data.get("text/plain", "")).strip():
            problems.append(f"{name_of(cell)}: an output without `text/plain`")
    return problems


def portable_outputs(document: Document) -> list[str]:
    """Outputs show offline, in untrusted notebooks, and say nothing about the machine."""
    problems = []
    for cell, data in bundles(document.code):
        page = Page(text_of(data.get("text/html", "")))
        for mime in sorted(data.keys() - MIME_TYPES):
            problems.append(f"{name_of(cell)}: an output of type {mime}")
        if page.has_svg:
            problems.append(f"{name_of(cell)}: an `<svg>` that untrusted notebooks do not show")
        for address in page.addresses:
            problems.append(f"{name_of(cell)}: an output that loads {address}")
    for cell in document.code:
        text = "\n".join(output_texts(cell))
        for place in {str(ROOT), str(Path.home())} - {"/"}:
            if place in text:
                problems.append(f"{name_of(cell)}: an output names {place}, a path of this machine")
    return problems


def small_file(document: Document) -> list[str]:
    """Larger files open slowly, and GitHub does not show them."""
    if document.size < LARGEST_FILE:
        return []
    return [f"the file has {document.size} bytes, less than {LARGEST_FILE} are allowed"]


def fixed_seeds(document: Document) -> list[str]:
    """The numbers in the prose are those on the screen, in every run."""
    return [
        f"{name_of(cell)}: `{match[0]}` has no fixed seed"
        for cell in document.code
        for match in UNSEEDED.finditer(source_of(cell))
    ]


def headings_begin_slides(document: Document) -> list[str]:
    """A slide has one heading, which begins it; the first cell begins one anyway."""
    mend = f"run `python3 scripts/notebooks.py slides {document.path.stem}`, which mends it"
    problems = []
    for place, cell in enumerate(document.cells):
        found, kind = headings(cell), slideshow(cell).get("slide_type")
        if kind in LEFT_OUT:
            continue
        if len(found) > 1 or (found and not source_of(cell).startswith("#")):
            problems.append(f"{name_of(cell)}: a heading within the cell; {mend}")
        elif (place == 0 or bool(found)) != (kind == "slide"):
            what = "no slide begins with the heading" if found else "a slide without a heading"
            problems.append(f"{name_of(cell)}: {what}; {mend}")
    return problems


Rule = Callable[[Document], list[str]]

# Which kinds of notebook keep which habit. The guide, the gallery and the exercises are not
# lessons: they end where they end.
HABITS: tuple[tuple[str, frozenset[Kind], Rule], ...] = (
    ("title first", EVERY, title),
    ("prose before code", EVERY, prose_before_code),
    ("short cells", EVERY, short_cells),
    ("narrow lines", EVERY, narrow_lines),
    ("one :dep", EVERY, one_dependency),
    ("summary and exercises at the end", frozenset({Kind.LESSON}), ending),
    ("executed", EVERY, executed),
    ("failures declared", EVERY, failures_declared),
    ("no empty cell", EVERY, no_empty_cell),
    ("figures described", EVERY, described_figures),
    ("outputs portable", EVERY, portable_outputs),
    ("small file", EVERY, small_file),
    ("seeds fixed", EVERY, fixed_seeds),
    ("headings begin slides", HAVE_SLIDES, headings_begin_slides),
)


class Page(HTMLParser):
    """What matters of an output's HTML: its pictures, and what it would load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.alternatives: list[str] = []
        self.has_svg = False
        self.addresses: list[str] = ADDRESS.findall(NAMESPACES.sub("", html))
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called for each tag outside of scripts: a player's script may hold an SVG."""
        attributes = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.alternatives.append(attributes.get("alt", ""))
        self.has_svg = self.has_svg or tag == "svg"
        source = attributes.get("src", "data:")
        if not source.startswith("data:") and source not in self.addresses:
            self.addresses.append(source)
