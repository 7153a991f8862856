r"""Formulas in TeX as MathML, which a browser sets by itself: no script, no network.

The font comes with the page, because few systems have one with a `MATH` table, without which
fractions, roots and braces do not fit. It is of one family with the letters in our figures, and its
roots are of nearly one width: where they are not, Chromium leaves a gap behind `\sqrt{h}`.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

from math_core import LatexError, LatexToMathML

FONT = Path(__file__).parent / "fonts" / "DejaVuMathTeXGyre-subset.woff2"
# Which characters FONT has, for whoever makes it anew (CONTRIBUTING.md).
CHARACTERS = FONT.with_name("characters.txt")

# A browser raises primes twice: the glyph is high already, and it stands as an exponent.
PRIME = re.compile(r"<msup>(<mi[^>]*>[^<]*</mi>)<mo>([\u2032-\u2034\u2057])</mo></msup>")

# A formula within a line, and what belongs to its end.
FOLLOWED = re.compile(r"(<math>(?:(?!</math>).)*</math>[,.;:!?)]+)", re.DOTALL)


def mathml(tex: str, *, display: bool) -> str:
    """A formula, without its dollar signs, as an element `<math>`; `display` gives it a line of
    its own.

    Raises `ValueError` where the TeX has a command that is not known, or an open brace.

    >>> mathml("x^2", display=False)
    '<math><msup><mi>x</mi><mn>2</mn></msup></math>'
    """
    try:
        made = _converter().convert_with_local_state(tex.strip(), displaystyle=display)
    except LatexError as error:
        raise ValueError(f"The formula '{tex.strip()}' cannot be set: {error}") from error
    return PRIME.sub(r'<mrow>\1<mo lspace="0" rspace="0">\2</mo></mrow>', made)


def with_punctuation(page: str) -> str:
    """HTML in which no line ends between a formula and the comma behind it, where browsers let one
    end, even before a word joiner.

    >>> with_punctuation("Of <math><mi>x</mi></math>, too")
    'Of <span class="formula"><math><mi>x</mi></math>,</span> too'
    """
    return FOLLOWED.sub(r'<span class="formula">\1</span>', page)


@cache
def stylesheet() -> str:
    """The style of formulas, with the font in it."""
    font = base64.b64encode(FONT.read_bytes()).decode("ascii")
    return f"""\
@font-face {{
  font-family: "DejaVu Math TeX Gyre";
  src: url("data:font/woff2;base64,{font}") format("woff2");
}}
math {{
  font-family: "DejaVu Math TeX Gyre", math;
  font-size: 1em;
}}
.formula {{
  white-space: nowrap;
}}
/* A formula that is wider than a narrow screen can be moved, the page cannot. */
math[display="block"] {{
  overflow-x: auto;
  overflow-y: hidden;
  padding-block: 0.25em;
}}
"""


@cache
def _converter() -> LatexToMathML:
    """One for all formulas."""
    return LatexToMathML(fancy_error=False)
