"""The habits that every committed notebook keeps, as checks of its file alone.

They need no kernel, so that a wrong one is told in a second. What the outputs say is judged here
only as far as the table of the original's cells goes; whether they are still what the cells
produce is the matter of `notebooks.py check`.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from html.parser import HTMLParser
from pathlib import Path

from lessons.canonical import ROOT, Cell, Notebook, load, tags_of, text_of

FOLDER = ROOT / "notebooks"
CRATE = ROOT / "crates" / "descent-notebook"

MEDIAN_LINES = 6
LONGEST_CELL = 20
LONGEST_GALLERY_CELL = 6
LARGEST_FILE = 2_000_000

RAISES = "raises-exception"
PANICS = "shows-panic"

# The MIME types that show in every front end, in trusted and untrusted notebooks.
MIME_TYPES = {"text/plain", "text/html", "image/png"}

DEPENDENCY = re.compile(r"^\s*:dep\b.*$", re.MULTILINE)
DEPENDENCY_LINE = re.compile(r'\s*:dep descent-notebook = \{ path = "([^"]*)" \}\s*')
# Names only: an XML namespace is never loaded.
NAMESPACES = re.compile(r"http://www\.w3\.org/[\w/]*")
ADDRESS = re.compile(r"https?://[^\s\"'<>)]*|@import\b")
UNSEEDED = re.compile(r"\b(thread_rng|from_os_rng|from_entropy|from_rng|rand::rng|rand::random)\b")
NUMBER = re.compile(r"[-\u2212]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+\u2212]?[0-9]+)?")


class Kind(Enum):
    """What a notebook is for; each habit says which kinds keep it."""

    LESSON = auto()
    GUIDE = auto()
    GALLERY = auto()
    EXERCISES = auto()
    SOLUTIONS = auto()


EVERY = frozenset(Kind)


@dataclass(frozen=True)
class Document:
    """A notebook with what its habits depend on."""

    path: Path
    kind: Kind
    notebook: Notebook
    size: int

    @property
    def cells(self) -> list[Cell]:
        """Its cells."""
        cells: list[Cell] = self.notebook["cells"]
        return cells

    @property
    def code(self) -> list[Cell]:
        """Its code cells."""
        return [cell for cell in self.cells if cell["cell_type"] == "code"]


@dataclass(frozen=True)
class Result:
    """One habit checked: what and where, and what is wrong with it, if anything."""

    name: str
    problems: tuple[str, ...]


def notebooks_in(folder: Path) -> list[Path]:
    """The notebooks in a folder and its subfolders, Jupyter's checkpoints left out."""
    return sorted(
        path for path in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
    )


def kind_of(path: Path) -> Kind:
    """What the notebook is for, told by its name and folder."""
    by_folder = {"exercises": Kind.EXERCISES, "solutions": Kind.SOLUTIONS}
    by_name = {"00_read_me_first": Kind.GUIDE, "figures": Kind.GALLERY}
    return by_folder.get(path.parent.name) or by_name.get(path.stem) or Kind.LESSON


def check(paths: Iterable[Path]) -> list[Result]:
    """Every habit of every notebook, and the original's cells over all of them."""
    results: list[Result] = []
    documents: list[Document] = []
    for path in paths:
        try:
            notebook = load(path)
        except ValueError as error:
            results.append(Result(f"{path.name}: readable", (str(error),)))
            continue
        documents.append(Document(path, kind_of(path), notebook, path.stat().st_size))
    for document in documents:
        results += check_document(document)
    return results + check_original(documents)


def check_document(document: Document) -> list[Result]:
    """The habits that the document's kind keeps."""
    return [
        Result(f"{document.path.name}: {name}", tuple(rule(document)))
        for name, kinds, rule in HABITS
        if document.kind in kinds
    ]


def title(document: Document) -> list[str]:
    """A reader, and the page that nbconvert makes, knows first of all what this is."""
    first = document.cells[0] if document.cells else None
    if first and first["cell_type"] == "markdown" and re.match(r"# \S", text_of(first["source"])):
        return []
    return ["the first cell is not a Markdown cell that begins with a level-1 heading"]


def prose_before_code(document: Document) -> list[str]:
    """Nobody meets code without having read what it is to show."""
    before = [None, *document.cells]
    return [
        f"{_name(cell)}: no Markdown cell stands before it"
        for previous, cell in zip(before, document.cells, strict=False)
        if cell["cell_type"] == "code" and (previous is None or previous["cell_type"] != "markdown")
    ]


def short_cells(document: Document) -> list[str]:
    """A cell is read on a projector, from the last row."""
    longest = LONGEST_GALLERY_CELL if document.kind is Kind.GALLERY else LONGEST_CELL
    lengths = [len(_source(cell).splitlines()) for cell in document.code]
    problems = [
        f"{_name(cell)}: {length} lines of code, at most {longest} are allowed"
        for cell, length in zip(document.code, lengths, strict=True)
        if length > longest
    ]
    median = statistics.median(lengths) if lengths else 0
    if median > MEDIAN_LINES:
        problems.append(f"the median code cell has {median:g} lines, at most {MEDIAN_LINES}")
    return problems


def one_dependency(document: Document) -> list[str]:
    """A second `:dep` line would shrink the lock that keeps every class on the same versions."""
    lines = [line for cell in document.code for line in DEPENDENCY.findall(_source(cell))]
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
        f"{_name(cell)}: code after the summary"
        for cell in document.cells[places[-2][0] :]
        if cell["cell_type"] == "code"
    ]


def executed(document: Document) -> list[str]:
    """A reader on the web, who has no kernel, sees every result."""
    return [
        f"{_name(cell)}: not executed"
        for cell in document.code
        if cell.get("execution_count") is None
    ]


def failures_declared(document: Document) -> list[str]:
    """No failure is committed unless the lesson means it."""
    return [
        f"{_name(cell)}: {what}" for cell in document.code for what in undeclared_failures(cell)
    ]


def undeclared_failures(cell: Cell) -> list[str]:
    """Where a cell's failures and the tags that declare them disagree.

    evcxr reports a panic and a failing `?` as success: they tell themselves by writing to stderr,
    where nothing else of a lesson has any business.
    """
    outputs, tags = cell.get("outputs", []), tags_of(cell)
    errors = [output["evalue"] for output in outputs if output["output_type"] == "error"]
    stderr = "".join(
        text_of(output["text"])
        for output in outputs
        if output["output_type"] == "stream" and output["name"] == "stderr"
    )
    problems = []
    if errors and RAISES not in tags:
        problems.append(f"an error that no tag `{RAISES}` declares: {_first_line(errors[0])}")
    if stderr and PANICS not in tags:
        problems.append(
            f"a panic, a failing `?` or other output to stderr that no tag `{PANICS}` declares: "
            + _first_line(stderr)
        )
    if RAISES in tags and not errors:
        problems.append(f"the tag `{RAISES}` declares an error, but there is none")
    if PANICS in tags and not stderr:
        problems.append(f"the tag `{PANICS}` declares a panic or a failing `?`, but there is none")
    return problems


def no_empty_cell(document: Document) -> list[str]:
    """An empty cell is a slip of the keyboard."""
    return [f"{_name(cell)}: empty" for cell in document.cells if not _source(cell).strip()]


def described_figures(document: Document) -> list[str]:
    """Every picture says in words what it shows, for those who cannot see it."""
    problems = []
    for cell, data in _bundles(document):
        page = Page(text_of(data.get("text/html", "")))
        if not page.alternatives and "image/png" in data:
            problems.append(f"{_name(cell)}: a picture without `text/html` that holds an `<img>`")
        if any(not alternative.strip() for alternative in page.alternatives):
            problems.append(f"{_name(cell)}: an `<img>` without alternative text")
        if not text_of(data.get("text/plain", "")).strip():
            problems.append(f"{_name(cell)}: an output without `text/plain`")
    return problems


def portable_outputs(document: Document) -> list[str]:
    """Outputs show offline, in untrusted notebooks, and say nothing about the machine."""
    problems = []
    for cell, data in _bundles(document):
        page = Page(text_of(data.get("text/html", "")))
        for mime in sorted(data.keys() - MIME_TYPES):
            problems.append(f"{_name(cell)}: an output of type {mime}")
        if page.has_svg:
            problems.append(f"{_name(cell)}: an `<svg>` that untrusted notebooks do not show")
        for address in page.addresses:
            problems.append(f"{_name(cell)}: an output that loads {address}")
    for cell in document.code:
        text = "\n".join(output_texts(cell))
        for place in {str(ROOT), str(Path.home())} - {"/"}:
            if place in text:
                problems.append(f"{_name(cell)}: an output names {place}, a path of this machine")
    return problems


def small_file(document: Document) -> list[str]:
    """Larger files open slowly, and GitHub does not show them."""
    if document.size < LARGEST_FILE:
        return []
    return [f"the file has {document.size} bytes, less than {LARGEST_FILE} are allowed"]


def fixed_seeds(document: Document) -> list[str]:
    """The numbers in the prose are those on the screen, in every run."""
    return [
        f"{_name(cell)}: `{match[0]}` has no fixed seed"
        for cell in document.code
        for match in UNSEEDED.finditer(_source(cell))
    ]


Rule = Callable[[Document], list[str]]

# Which kinds of notebook keep which habit. The guide, the gallery and the exercises are not
# lessons: they end where they end.
HABITS: tuple[tuple[str, frozenset[Kind], Rule], ...] = (
    ("title first", EVERY, title),
    ("prose before code", EVERY, prose_before_code),
    ("short cells", EVERY, short_cells),
    ("one :dep", EVERY, one_dependency),
    ("summary and exercises at the end", frozenset({Kind.LESSON}), ending),
    ("executed", EVERY, executed),
    ("failures declared", EVERY, failures_declared),
    ("no empty cell", EVERY, no_empty_cell),
    ("figures described", EVERY, described_figures),
    ("outputs portable", EVERY, portable_outputs),
    ("small file", EVERY, small_file),
    ("seeds fixed", EVERY, fixed_seeds),
)


@dataclass(frozen=True)
class Original:
    """A cell of the original notebook, and how to recognise that it is reproduced.

    Numbers are written with the digits that the original printed; a group of them must appear
    together, in this order.
    """

    number: int
    what: str
    notebook: str = ""
    heading: str = ""
    source: tuple[str, ...] = ()
    numbers: tuple[tuple[str, ...], ...] = ()

    @property
    def tag(self) -> str:
        """The tag of the cell that reproduces it."""
        return f"original-{self.number:02}"


LR_10 = ("-2.58983747e13", "-1.29524862e12")
WEIGHTS = ("-1.06577896", "0.39282380", "0.47935903", "0.33611680", "0.07822983", "0.52257320")
GRADIENT = ("0.71393168", "1.35794886", "-2.07188054", "1.07089752", "2.03692329", "-3.10782082")

ORIGINAL = (
    Original(1, "In [1] import", source=(r"^\s*:dep\b",)),
    Original(2, "梯度", notebook="01", heading="梯度(?!法)"),
    Original(3, "In [2] numerical_gradient, 1-D", source=(r"\bfn numerical_gradient\b",)),
    Original(
        4,
        "In [3] three gradients",
        source=("function_2",),
        numbers=(
            ("6.00000000", "8.00000000"),
            ("0.00000000", "4.00000000"),
            ("6.00000000", "0.00000000"),
        ),
    ),
    Original(5, "梯度法", notebook="02", heading="梯度法"),
    Original(6, "In [4] gradient_descend", source=(r"\bfn gradient_descend\b", r"&mut\b")),
    Original(7, "In [5] lr = 0.01", numbers=(("-0.39785867", "0.53047822"),)),
    Original(8, "In [6] lr = 10", numbers=(LR_10,)),
    Original(9, "In [7] init_x after it", source=(r"\binit_x\b",), numbers=(LR_10,)),
    Original(10, "In [8] lr = 1e-10", numbers=(("-2.99999994", "3.99999992"),)),
    Original(
        11,
        "In [9] softmax, cross-entropy, simpleNet",
        source=(r"\bfn softmax\b", r"\bfn cross_entropy_error\b", r"\bstruct [sS]impleNet\b"),
    ),
    Original(12, "In [10] W", numbers=(WEIGHTS,)),
    Original(13, "In [11] p", numbers=(("-0.33696226", "0.30610112", "0.75793129"),)),
    Original(14, "In [12] argmax and loss", numbers=(("2",), ("6.8062518",))),
    Original(15, "In [ ] f and the n-D gradient", source=(r"\bnumerical_gradient\b",)),
    Original(16, "In [ ] dW and loss", numbers=(GRADIENT, ("6.80639463",))),
    Original(17, "In [53] descent and loss", numbers=(("0.0241582",), ("0.690482",))),
)

# The notebooks that reproduce the original, by the beginning of their names.
REPRODUCTIONS = ("01_", "02_", "03_")


def check_original(documents: Iterable[Document]) -> list[Result]:
    """Each of the original's cells is reproduced once, with its numbers."""
    tagged: dict[str, list[tuple[Document, Cell]]] = {}
    for document in documents:
        if document.kind is Kind.LESSON and document.path.name.startswith(REPRODUCTIONS):
            for cell in document.cells:
                for tag in tags_of(cell):
                    tagged.setdefault(tag, []).append((document, cell))
    results = [
        Result(f"{original.tag}: {original.what}", tuple(_reproduced(original, tagged)))
        for original in ORIGINAL
    ]
    known = {original.tag for original in ORIGINAL}
    unknown = sorted(tag for tag in tagged if tag.startswith("original-") and tag not in known)
    return results + [Result(f"{tag}: not a cell of the original", (tag,)) for tag in unknown]


def _reproduced(original: Original, tagged: dict[str, list[tuple[Document, Cell]]]) -> list[str]:
    """What is missing of one of the original's cells."""
    found = tagged.get(original.tag, [])
    if len(found) != 1:
        return [f"{len(found)} cells carry the tag `{original.tag}`, exactly one is expected"]
    document, cell = found[0]
    problems = []
    expected = "markdown" if original.heading else "code"
    if cell["cell_type"] != expected:
        problems.append(f"a {cell['cell_type']} cell, a {expected} cell is expected")
    if not document.path.name.startswith(original.notebook):
        problems.append(f"it stands in {document.path.name}, not in {original.notebook}")
    words = [words for _, words in headings(cell)]
    if original.heading and not any(re.search(original.heading, line) for line in words):
        problems.append(f"no heading holds {original.what!r}")
    for pattern in original.source:
        if not re.search(pattern, _source(cell), re.MULTILINE):
            problems.append(f"nothing in the code matches {pattern!r}")
    for numbers in original.numbers:
        if not shows("\n".join(output_texts(cell)), numbers):
            problems.append(f"its output does not show {', '.join(numbers)}")
    return [f"{_name(cell)}: {problem}" for problem in problems]


def shows(text: str, numbers: tuple[str, ...]) -> bool:
    """Whether the numbers follow each other in the text, to the digits that they are given with.

    A number may be off by one unit of its last digit, since one program rounds what another
    truncates. One given without a decimal point must be met exactly.
    """
    found = [Decimal(match.replace("\u2212", "-")) for match in NUMBER.findall(text)]
    wanted = [Decimal(number) for number in numbers]
    return any(
        all(map(_agree, wanted, found[start:])) for start in range(len(found) - len(wanted) + 1)
    )


def _agree(wanted: Decimal, found: Decimal) -> bool:
    """Whether two numbers agree to the digits of the first."""
    exponent = wanted.as_tuple().exponent
    if not isinstance(exponent, int) or exponent == 0:
        return wanted == found
    return abs(wanted - found) <= Decimal(1).scaleb(exponent)


def headings(cell: Cell) -> list[tuple[int, str]]:
    """The headings of a Markdown cell, with their levels; what stands in code fences is none."""
    if cell["cell_type"] != "markdown":
        return []
    found = []
    fenced = False
    for line in _source(cell).splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        match = re.match(r"(#{1,6})\s+(.*)", line)
        if match and not fenced:
            found.append((len(match[1]), match[2].strip()))
    return found


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


def _bundles(document: Document) -> list[tuple[Cell, dict[str, str | list[str]]]]:
    """Each MIME bundle among the outputs, with its cell."""
    return [
        (cell, output["data"])
        for cell in document.code
        for output in cell.get("outputs", [])
        if "data" in output
    ]


def output_texts(cell: Cell) -> list[str]:
    """The texts among a cell's outputs."""
    texts = []
    for output in cell.get("outputs", []):
        if output["output_type"] == "stream":
            texts.append(text_of(output["text"]))
        elif output["output_type"] == "error":
            texts.append("\n".join(output["traceback"]))
        else:
            texts.append(text_of(output["data"].get("text/plain", "")))
    return texts


def _source(cell: Cell) -> str:
    """The cell's source as one text."""
    return text_of(cell["source"])


def _name(cell: Cell) -> str:
    """How a person finds the cell: its id and the beginning of its text."""
    return f"{cell.get('id', 'a cell')} ({_first_line(_source(cell))!r})"


def _first_line(text: str) -> str:
    """The first line that says something, shortened."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 60 else line[:59] + "…"
