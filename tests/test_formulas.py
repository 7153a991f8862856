"""Formulas as MathML: those of the notebooks, and what is refused."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

import pytest

from descent_lab import formulas
from lessons.canonical import load
from lessons.document import FOLDER, notebooks_in, source_of

CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", re.DOTALL)
# A browser draws the letter of a lone variable as the italic one of mathematics.
VARIABLE = re.compile(r"<mi>(.)</mi>")
ITALIC = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for first, last in ((0x1D434, 0x1D467), (0x210E, 0x210E), (0x1D6E2, 0x1D71B))
    for code in range(last, first - 1, -1)
    if unicodedata.name(chr(code), "")
}


def written() -> Iterator[tuple[str, str, bool]]:
    """Each formula of the notebooks: the notebook's name, its TeX, whether it has its own line."""
    for path in notebooks_in(FOLDER):
        for cell in load(path)["cells"]:
            if cell["cell_type"] == "markdown":
                for own_line, inline in FORMULA.findall(CODE.sub("", source_of(cell))):
                    yield path.name, own_line or inline, bool(own_line)


def drawn_by_the_font() -> set[str]:
    """The characters that the subset has."""
    listed = re.sub("#.*", "", formulas.CHARACTERS.read_text(encoding="utf-8"))
    ranges = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", listed)
    return {
        chr(code)
        for first, last in ranges
        for code in range(int(first, 16), int(last or first, 16) + 1)
    }


def test_each_formula_of_the_notebooks_is_set_in_the_font_that_comes_with_the_page() -> None:
    found = list(written())
    assert len(found) > 500
    font = drawn_by_the_font()
    for name, tex, display in found:
        made = formulas.mathml(tex, display=display)
        shown = VARIABLE.sub(lambda one: ITALIC.get(one[1], one[1]), made)
        missing = set(html.unescape(re.sub("<[^>]*>", "", shown))) - font
        assert not missing, f"{name}: {tex}: the font has no {missing}"
        assert "$" not in made, name


def test_a_prime_stands_at_its_letter_and_no_higher() -> None:
    assert formulas.mathml("f''", display=False) == (
        '<math><mrow><mi>f</mi><mo lspace="0" rspace="0">″</mo></mrow></math>'
    )


@pytest.mark.parametrize("tex", [r"\frac{1", r"\nosuch x", "a & b", r"\begin{foo}", "x^^2", "}"])
def test_tex_with_a_mistake_is_refused_with_the_formula_in_the_sentence(tex: str) -> None:
    with pytest.raises(ValueError, match=rf"^The formula '{re.escape(tex)}' cannot be set: "):
        formulas.mathml(tex, display=True)


@pytest.mark.parametrize("tex", ["a < b", "<b>", r"\text{<script>alert(1)</script>}"])
def test_no_tex_becomes_html(tex: str) -> None:
    tags = set(re.findall(r"</?(\w+)", formulas.mathml(tex, display=False)))
    assert tags <= {"math", "mi", "mo", "mtext", "mrow"}


def test_the_font_is_part_of_the_style() -> None:
    style = formulas.stylesheet()
    assert "data:font/woff2;base64,d09GMg" in style
    assert "http" not in style


@pytest.mark.parametrize("behind", [",", ".", ");", ":"])
def test_a_formula_and_its_comma_are_on_one_line(behind: str) -> None:
    one, other = (formulas.mathml(tex, display=False) for tex in ("a_2", "b"))
    assert formulas.with_punctuation(f"{one} and {other}{behind} so") == (
        f'{one} and <span class="formula">{other}{behind}</span> so'
    )


def test_a_formula_on_its_own_line_stays_as_it_is() -> None:
    page = f"<p>{formulas.mathml('x', display=True)}.</p>"
    assert formulas.with_punctuation(page) == page
