"""The cells of the original notebook, and where the lessons reproduce them with their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path

from lessons.canonical import Cell, tags_of
from lessons.document import Document, Kind, Result, headings, name_of, output_texts, source_of

NUMBER = re.compile(r"[-\u2212]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+\u2212]?[0-9]+)?")
# The original's Python, letter by letter; each cell below a line that says where it stands.
PYTHON_FILE = Path(__file__).with_name("original_python.txt")
HEADER = re.compile(r"^## (original-\d\d) · (.*)\n", re.MULTILINE)
# How a lesson shows it: in a Markdown cell of its own, which `descent_lab/columns` knows by this
# form and puts beside the Rust below.
SHOWN = re.compile(r"\*The original, ([^*\n]*):\*\n\n```python\n(.*)```", re.DOTALL)
# Each of its comments in Chinese is followed by an English one in brackets.
CHINESE = re.compile("[\u4e00-\u9fff]")
GLOSS = re.compile(r" *# \(.*\)\n")


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
    Original(
        3,
        "In [2] numerical_gradient, 1-D",
        source=(r"\bfn numerical_gradient\b",),
    ),
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
    Original(
        6,
        "In [4] gradient_descend",
        source=(r"\bfn gradient_descend\b", r"&mut\b"),
    ),
    Original(
        7,
        "In [5] lr = 0.01",
        numbers=(("-0.39785867", "0.53047822"),),
    ),
    Original(
        8,
        "In [6] lr = 10",
        numbers=(LR_10,),
    ),
    Original(
        9,
        "In [7] init_x after it",
        source=(r"\binit_x\b",),
        numbers=(LR_10,),
    ),
    Original(
        10,
        "In [8] lr = 1e-10",
        numbers=(("-2.99999994", "3.99999992"),),
    ),
    Original(
        11,
        "In [9] softmax, cross-entropy, simpleNet",
        source=(r"\bfn softmax\b", r"\bfn cross_entropy_error\b", r"\bstruct [sS]impleNet\b"),
    ),
    Original(12, "In [10] W", numbers=(WEIGHTS,)),
    Original(
        13,
        "In [11] p",
        numbers=(("-0.33696226", "0.30610112", "0.75793129"),),
    ),
    Original(14, "In [12] argmax and loss", numbers=(("2",), ("6.8062518",))),
    Original(
        15,
        "In [ ] f and the n-D gradient",
        source=(r"\bnumerical_gradient\b",),
    ),
    Original(
        16,
        "In [ ] dW and loss",
        numbers=(GRADIENT, ("6.80639463",)),
    ),
    Original(
        17,
        "In [53] descent and loss",
        numbers=(("0.0241582",), ("0.690482",)),
    ),
)

# The notebooks that reproduce the original, by the beginning of their names.
REPRODUCTIONS = ("01_", "02_", "03_")


def check(documents: Iterable[Document]) -> list[Result]:
    """Each of the original's cells is reproduced once, with its numbers."""
    tagged: dict[str, list[tuple[Document, int]]] = {}
    for document in documents:
        if document.kind is Kind.LESSON and document.path.name.startswith(REPRODUCTIONS):
            for place, cell in enumerate(document.cells):
                for tag in tags_of(cell):
                    tagged.setdefault(tag, []).append((document, place))
    results = [
        Result(f"{original.tag}: {original.what}", tuple(_reproduced(original, tagged)))
        for original in ORIGINAL
    ]
    known = {original.tag for original in ORIGINAL}
    unknown = sorted(tag for tag in tagged if tag.startswith("original-") and tag not in known)
    return results + [Result(f"{tag}: not a cell of the original", (tag,)) for tag in unknown]


def _reproduced(original: Original, tagged: dict[str, list[tuple[Document, int]]]) -> list[str]:
    """What is missing of one of the original's cells."""
    found = tagged.get(original.tag, [])
    if len(found) != 1:
        return [f"{len(found)} cells carry the tag `{original.tag}`, exactly one is expected"]
    document, place = found[0]
    cell, above = document.cells[place], document.cells[place - 1] if place else None
    problems = [] if original.heading else list(_differences(original, above))
    expected = "markdown" if original.heading else "code"
    if cell["cell_type"] != expected:
        problems.append(f"a {cell['cell_type']} cell, a {expected} cell is expected")
    if not document.path.name.startswith(original.notebook):
        problems.append(f"it stands in {document.path.name}, not in {original.notebook}")
    words = [words for _, words in headings(cell)]
    if original.heading and not any(re.search(original.heading, line) for line in words):
        problems.append(f"no heading holds {original.what!r}")
    for pattern in original.source:
        if not re.search(pattern, source_of(cell), re.MULTILINE):
            problems.append(f"nothing in the code matches {pattern!r}")
    for numbers in original.numbers:
        if not shows("\n".join(output_texts(cell)), numbers):
            problems.append(f"its output does not show {', '.join(numbers)}")
    return [f"{name_of(cell)}: {problem}" for problem in problems]


def texts() -> dict[str, tuple[str, str]]:
    """Where each of the original's code cells stands, and its Python, by its tag here."""
    _, *parts = HEADER.split(PYTHON_FILE.read_text(encoding="utf-8"))
    return {
        tag: (where, f"{text.strip()}\n")
        for tag, where, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }


def _differences(original: Original, above: Cell | None) -> Iterator[str]:
    """Where the Markdown cell above the Rust is not the original's Python, comments glossed."""
    where, text = texts()[original.tag]
    shown = SHOWN.fullmatch(source_of(above).strip()) if above else None
    if shown is None or shown[1] != where:
        yield f"the cell above is not `*The original, {where}:*` and its Python, and nothing else"
        return
    lines = shown[2].splitlines(keepends=True)
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        if CHINESE.search(line) and not GLOSS.fullmatch(following):
            yield f"no English in brackets, `# (…)`, stands below {line.strip()!r}"
    own = [line for line in lines if not GLOSS.fullmatch(line)]
    for line, expected in zip_longest(own, text.splitlines(keepends=True), fillvalue=""):
        if line != expected:
            yield f"the original has {expected.rstrip()!r}, not {line.rstrip()!r}"
            return


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
