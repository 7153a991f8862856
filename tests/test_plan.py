"""The minutes of the teacher's plan, and what is said where they cannot be right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cells import code, figure, markdown, png, result
from lessons import minutes, plan
from lessons.canonical import Cell, load
from lessons.document import FOLDER, Document, Kind

LESSON: list[Cell] = [
    markdown("# 1 · Slopes\n\n" + "word " * 140),
    code("let x = 1;\n\ncurve(f)", figure(png())),
    markdown("So it *falls*<!-- x: 3 -->."),
    code("f(1.0)", result(text_plain="0.5")),
    markdown("## Exercises\n\n" + "word " * 1400),
]
ROW = "| 1 | [01 Slopes](01_slopes.ipynb) | 0 | [5](exercises/01_slopes.ipynb), 40 min |"
ROUTE = """\
### In 3 minutes

| lesson | from | to | questions | minutes |
| --- | --- | --- | --- | --- |
| [01](01_slopes.ipynb) | 1 · Slopes | `curve(` | 0 | 0 |
| [01](01_slopes.ipynb) | So it falls | `f(1.0)` | 1 | 0 |
| together | | | 0 | 0 |
"""
ASKED = "**01.** Before it: *where?* It *falls*."


def test_words_code_pictures_results_and_questions_take_their_time() -> None:
    prose, picture, _, number, _ = LESSON
    assert minutes.minutes([prose], 0) == 2  # 140 words and those of the heading
    assert minutes.minutes([picture] * 10, 0) == (10 * (2 * 18 + 60)) / 60
    assert minutes.minutes([number] * 15, 0) == 15 * (18 + 10) / 60
    assert minutes.minutes([], 2) == 6
    assert minutes.minutes(minutes.shown(LESSON), 0) < 5


@pytest.mark.parametrize(
    ("markdown", "spoken"),
    [
        ("It's [the *Rust*](rust.ipynb#Lending) of `x += 1`.", 6),
        ("three<!-- a: 3 --> steps", 2),
        ("```python\nimport numpy as np\n```\nand", 1),
        (r"$x \leftarrow x - 2$ and $$\frac{a}{b}$$", 9),
    ],
)
def test_what_is_spoken_of_a_text_is_counted(markdown: str, spoken: int) -> None:
    assert minutes.words(markdown) == spoken


def test_lessons_and_routes_get_their_minutes() -> None:
    route = ROUTE.replace("`curve(`", "`let x`")
    written = plan.rewritten(f"{ROW}\n\n{route}\n{ASKED}\n", {"01": LESSON})
    assert "| 1 | [01 Slopes](01_slopes.ipynb) | 7 | [5]" in written
    assert "| 1 · Slopes | `let x` | 0 | 3 |" in written
    assert "| So it falls | `f(1.0)` | 1 | 4 |" in written
    assert "| together | | | 1 | 7 |" in written


def test_a_cell_that_is_not_there_is_told() -> None:
    with pytest.raises(ValueError, match=r"No cell of lesson 01 begins with '`curve\(`'"):
        plan.rewritten(ROUTE, {"01": LESSON})


@pytest.mark.parametrize(
    ("found", "instead", "told"),
    [
        (r"(01_numerical_gradient.ipynb\) \|) \d+", r"\1 1", "scripts/notebooks.py minutes"),
        ("### In 45 minutes", "### In 30 minutes", "the route of 30 minutes takes"),
        ("Nearer, but not there", "Nearer, but not here", "No cell of lesson 02"),
        (r"\| together \|", "| in all |", "no row 'together'"),
    ],
)
def test_a_plan_that_is_not_right_is_told(
    found: str, instead: str, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = plan.PLAN.read_text(encoding="utf-8")
    changed = tmp_path / "README.md"
    changed.write_text(re.sub(found, instead, text), encoding="utf-8")
    documents = [
        Document(path, Kind.LESSON, load(path), 0) for path in sorted(FOLDER.glob("0[1-9]*.ipynb"))
    ]
    assert [one.problems for one in plan.check(documents)] == [()]
    monkeypatch.setattr(plan, "PLAN", changed)
    (result,) = plan.check(documents)
    assert told in " ".join(result.problems)


def test_the_plan_says_the_rates_that_the_formula_has() -> None:
    text = plan.PLAN.read_text(encoding="utf-8")
    assert f"{minutes.WORDS_A_MINUTE} words a minute" in text
    assert f"a line of Rust takes {minutes.SECONDS_A_LINE} seconds" in text
    assert f"a question to the class {minutes.SECONDS_A_QUESTION // 60} minutes" in text
    assert f"the {minutes.SECONDS_A_RESULT} seconds for another result" in text
    assert minutes.SECONDS_A_PICTURE == 60
