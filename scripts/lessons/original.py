"""The cells of the original notebook, and where the lessons reproduce them with their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from lessons.canonical import tags_of
from lessons.document import Document, Kind, Result, headings, name_of, output_texts, source_of

NUMBER = re.compile(r"[-\u2212]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+\u2212]?[0-9]+)?")
PYTHON = re.compile(
    r"^\*The original, [^*\n]*:\*\n\n```python\n(.*?)^```", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True)
class Original:
    """A cell of the original notebook, and how to recognise that it is reproduced.

    `python` is a line of it, which stands in the Markdown cell above. Numbers are written with the
    digits that the original printed; a group of them must appear together, in this order.
    """

    number: int
    what: str
    python: str = ""
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
    Original(1, "In [1] import", python="import numpy as np", source=(r"^\s*:dep\b",)),
    Original(2, "梯度", notebook="01", heading="梯度(?!法)"),
    Original(
        3,
        "In [2] numerical_gradient, 1-D",
        python="grad[idx] = (fxh1 - fxh2) / (2 * h)",
        source=(r"\bfn numerical_gradient\b",),
    ),
    Original(
        4,
        "In [3] three gradients",
        python="print(numerical_gradient(function_2, np.array([0.0, 2.0])))",
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
        python='# print(f"step: {i}, x = {x}")',
        source=(r"\bfn gradient_descend\b", r"&mut\b"),
    ),
    Original(
        7,
        "In [5] lr = 0.01",
        python="gradient_descend(function_2, init_x)",
        numbers=(("-0.39785867", "0.53047822"),),
    ),
    Original(
        8,
        "In [6] lr = 10",
        python="gradient_descend(function_2, init_x, lr=10.0)",
        numbers=(LR_10,),
    ),
    Original(
        9,
        "In [7] init_x after it",
        python="print(init_x)",
        source=(r"\binit_x\b",),
        numbers=(LR_10,),
    ),
    Original(
        10,
        "In [8] lr = 1e-10",
        python="gradient_descend(function_2, init_x, lr=1e-10)",
        numbers=(("-2.99999994", "3.99999992"),),
    ),
    Original(
        11,
        "In [9] softmax, cross-entropy, simpleNet",
        python="class simpleNet:",
        source=(r"\bfn softmax\b", r"\bfn cross_entropy_error\b", r"\bstruct [sS]impleNet\b"),
    ),
    Original(12, "In [10] W", python="print(net.W)", numbers=(WEIGHTS,)),
    Original(
        13,
        "In [11] p",
        python="p = net.predict(x)",
        numbers=(("-0.33696226", "0.30610112", "0.75793129"),),
    ),
    Original(
        14, "In [12] argmax and loss", python="np.argmax(p)", numbers=(("2",), ("6.8062518",))
    ),
    Original(
        15,
        "In [ ] f and the n-D gradient",
        python="f = lambda w: net.loss(x, t)",
        source=(r"\bnumerical_gradient\b",),
    ),
    Original(
        16,
        "In [ ] dW and loss",
        python="dW = numerical_gradient(f, net.W)",
        numbers=(GRADIENT, ("6.80639463",)),
    ),
    Original(
        17,
        "In [53] descent and loss",
        python="gradient_descend(f, net.W)",
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
    problems = []
    fences = PYTHON.findall(source_of(above)) if above else []
    if original.python and not any(original.python in fence for fence in fences):
        problems.append(f"the cell above does not show the original's `{original.python}`")
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
