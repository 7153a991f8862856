"""Numbers in prose are bound to outputs, and each way to get one wrong is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cells import code, document, figure, markdown, notebook, png, result, stream
from lessons import bound_numbers
from lessons.canonical import Cell
from lessons.document import FOLDER, MEASURES, notebooks_in
from lessons.expressions import evaluate
from lessons.numbers import numbers, words

MOMENTUM = "Figure: 30 steps from (−7, 2) to (0.896, 0.0881), where the value is 0.0479."
CELLS = [
    code("momentum()", figure(png(), MOMENTUM), tags=("momentum",)),
    code("gap()", result(text_plain="0.00390625"), tags=("gap",)),
    code("wild()", stream("[-2.58983747e+13, -1.29524862e+12]\n"), tags=("wild",)),
    code("share()", stream("96.7% of 360 are\n  read right\n"), tags=("share",)),
    code("clock()", stream("took 41.7 s\n"), figure(png(), "lowest 75"), tags=("clock", MEASURES)),
    code(
        "clock()", result(text_plain="100%|██| 220/220 [00:00, 5017 it/s]"), tags=("bar", MEASURES)
    ),
    code("f(0.125)", result(text_plain="7"), tags=("twice",)),
    code("f(0.125)", result(text_plain="7"), tags=("twice",)),
]


def problems(prose: str, *more: Cell, name: str = "04_more.ipynb") -> list[str]:
    """What is wrong with the numbers of a lesson with this prose."""
    lesson = document(notebook(*CELLS, *more, markdown(prose)), name)
    other = document(notebook(*CELLS), "02_other.ipynb")
    return [
        problem
        for found in bound_numbers.check([lesson, other])
        if found.name.startswith(name.split("/")[-1])
        for problem in found.problems
    ]


@pytest.mark.parametrize(
    "prose",
    [
        "Its value is 0.048<!-- momentum: the value is 0.0479 -->.",
        "Its value is $0.0479$<!-- momentum: 0.0479 -->, as before: 0.0479.",
        "It is at **0.90**<!-- momentum: (0.896 -->.",
        "About −26 trillion<!-- wild: -2.58983747e+13 -->,",
        "$-2.6 \\cdot 10^{13}$<!-- wild: -2.58983747e+13 -->",
        "about $-10^{13}$<!-- wild: -2.58983747e+13 -->",
        "39<!-- {gap: 0.00390625} / 1e-4 --> times",
        "near $10^{-2}$<!-- {gap: 0.00390625} -->",
        "**96.7%**<!-- share: 96.7% --> of 360<!-- share: 96.7% of 360 -->",
        "a share of 0.97<!-- share: 96.7% -->",
        "read 360<!-- share: of 360 --> digits",
        "3.3% wrong<!-- 1 - {share: 96.7%} = 0.033 -->",
        "Twenty of those, four<!-- 360 / 90 --> at a time",
        "$(2.4, 3.2)$<!-- 3 - 0.6 --><!-- 4 - 0.8 -->",
        "the factor $19/21 = 0.905$<!-- 19 / 21 -->",
        "75<!-- clock: lowest 75 --> steps",
        "costs 5 \\$ and `a`, $$x$$ and $y$: 12<!-- given -->",
        "27,000<!-- 27075 --> descents",
        "3.5 billion<!-- 3465735902 --> steps",
        "−27.4<!-- {02/wild: -2.58983747e+13} / 9.45170863e11 --> in notebook 2",
        "written by 13<!-- given --> people in 1998<!-- given: the authors -->",
        "Half of 0.125 is in the code, 7 of one digit; 100 and 5000 may be round numbers.",
        "An index $w_{12}$, an exponent $2^{40}$, a power $10^{-9}$ and the 3. of a list",
        "$\\frac{13}{20}$<!-- 26 / 2 --><!-- 40 / 2 --> of them",
        "In [53], section 6.1.7, (Polyak, 1964) and `41.5` and\n\n```\n41.5\n```\n$$41.5$$",
        "## Exercises\n\nTry 0.95 and 1.05.",
    ],
)
def test_a_number_that_is_bound_or_needs_no_binding_passes(prose: str) -> None:
    assert problems(prose) == []


@pytest.mark.parametrize(
    ("prose", "told"),
    [
        ("It is 0.049<!-- momentum: the value is 0.0479 -->.", "the prose says 0.049, but"),
        ("It is 0.0478<!-- momentum: value is 0.0479 -->.", "tagged `momentum`, says 0.0479"),
        ("It is 26 trillion<!-- wild: -2.58983747e+13 -->", "says -2.58983747e+13"),
        ("about $10^{12}$<!-- wild: -2.58983747e+13 -->", "the prose says 10^{12}"),
        ("40<!-- {gap: 0.00390625} / 1e-4 -->", "the prose says 40, but"),
        ("five<!-- 2 + 2 -->", "the prose says five, but `2 + 2` says 4"),
        ("half of it<!-- 1 / 3 = 0.5 -->", "the prose says 0.5"),
        ("0.05<!-- momentum: the value is 0.05 -->", "the nearest number that it says is 0.0479"),
        ("0.04<!-- momentum: the value is 0.04 -->", "no output of c, tagged `momentum`, says"),
        ("0.896<!-- gap: 0.896 -->", "no output of c, tagged `gap`"),
        ("1.29e12<!-- wild: 1.29524862e+12 -->", "no output of c, tagged `wild`"),
        ("41.7<!-- clock: took 41.7 -->", "no output of c, tagged `clock`"),
        ("5017<!-- bar: 5017 -->", "it says no number"),
        ("7<!-- twice: 7 -->", "2 code cells of 04_more.ipynb carry the tag `twice`"),
        ("7<!-- missing: 7 -->", "0 code cells of 04_more.ipynb carry the tag `missing`"),
        ("7<!-- 09/wild: 7 -->", "there is no lesson 09"),
        ("0.05<!-- momentum: where the value -->", "does not end with a number"),
        ("so $x = 7<!-- given -->$, or so", "shows, for it stands inside a formula"),
        ("a `step 7<!-- given -->` of", "shows, for it stands inside a formula or code"),
        ("some<!-- gap: 0.00390625 -->", "stands behind no number"),
        ("some<!-- given -->", "stands behind no number"),
        ("2.4 3.2 <!-- 3 - 0.6 --><!-- 4 - 0.8 --><!-- 4 -->", "stands behind no number"),
        ("0.5<!-- TODO -->", "`TODO` is not understood"),
        ("0.5<!-- {gap 0.00390625} -->", "write `tag of the cell: piece of its output`"),
        ("0.5<!-- 1 / 0 -->", "has no value"),
        ("0.5<!-- 1 / (2 -->", "is no arithmetic"),
        ("0.5<!-- open('x') -->", "is not understood"),
        ("The value is 0.048.", "nothing says where 0.048 comes from"),
        ("The value is $0.048$.", "nothing says where 0.048 comes from"),
        ("In 1998 it was 0.125.", "nothing says where 1998 comes from"),
        ("The factor is 0.8.", "nothing says where 0.8 comes from"),
        ("It is off by 4%.", "nothing says where 4% comes from"),
        ("It is $6 \\cdot 10^{-6}$.", "nothing says where 6 \\cdot 10^{-6} comes from"),
        ("It takes 3 million steps.", "nothing says where 3 million comes from"),
        ("The factor $\\frac{19}{x}$ is small.", "nothing says where 19 comes from"),
        ("It is $\\mathbf{0.93}$.", "nothing says where 0.93 comes from"),
    ],
)
def test_what_is_wrong_with_a_number_is_told(prose: str, told: str) -> None:
    found = problems(prose)
    assert len(found) >= 1
    assert told in found[0]


def test_a_number_that_was_bound_and_is_so_no_longer_is_told_everywhere() -> None:
    prose = "It is 0.05<!-- momentum: the value is 0.0479 -->. Remember 0.048."
    assert "nothing says where 0.048 comes from" in problems(prose)[-1]


@pytest.mark.parametrize(
    ("text", "value", "significant"),
    [
        ("−13.8", "-13.8", 3),
        ("1,797", "1797", 4),
        ("96.7%", "0.967", 3),
        ("$50 \\%$", "0.5", 1),
        ("8.576×10⁻⁴²", "8.576e-42", 4),
        ("2.6 \\cdot 10^{13}", "2.6e13", 2),
        ("10⁻⁶", "1e-6", 1),
        ("-2.58983747e+13", "-2.58983747e13", 9),
        ("6.", "6", 1),
        ("0.050", "0.050", 2),
        ("2400", "2400", 2),
    ],
)
def test_a_number_is_read_as_it_is_written(text: str, value: str, significant: int) -> None:
    (number,) = numbers(text)
    assert (number.value, number.significant) == (Decimal(value), significant)


@pytest.mark.parametrize("text", ["x_2", "E0502", "x2", "x^2", "W_{12}", "x^{20}", "f32"])
def test_a_digit_in_a_name_or_an_exponent_is_no_number(text: str) -> None:
    assert list(numbers(text)) == []


def test_a_hyphen_between_two_numbers_is_no_sign() -> None:
    assert [number.value for number in numbers("3-4, 0.935–0.945, x[-1] and (-2)")] == [
        *map(Decimal, ("3", "4", "0.935", "0.945", "-1", "-2"))
    ]


def test_small_numbers_are_read_as_words() -> None:
    assert [number.value for number in words("Twelve of two, none of a dozen")] == [12, 2]


def test_arithmetic_has_powers_and_functions() -> None:
    assert evaluate("-ln(1 / 10) + 2 ** 3 - sqrt(abs(−4)) + log10(100) * exp(0)") == (
        pytest.approx(2.302585 + 8 - 2 + 2)
    )


def test_the_lessons_bind_their_numbers() -> None:
    lessons = [path for path in notebooks_in(FOLDER) if path.parent == FOLDER]
    markers = sum(path.read_text(encoding="utf-8").count("<!-- ") for path in lessons)
    assert markers > 80
