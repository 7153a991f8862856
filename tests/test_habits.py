"""Each habit of the notebooks passes what is right and is shown to catch what is wrong."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cells import (
    DEPENDENCY,
    code,
    document,
    error,
    figure,
    good_lesson,
    markdown,
    png,
    result,
    stream,
)
from descent_lab.environment import ROOT
from lessons import checks, habits
from lessons.canonical import Cell
from lessons.document import Document, Kind, kind_of


def broken(of: Document) -> set[str]:
    """The names of the habits that the document breaks."""
    prefix = f"{of.path.name}: "
    return {found.name.removeprefix(prefix) for found in habits.check(of) if found.problems}


def test_a_good_lesson_breaks_no_habit() -> None:
    assert broken(document(good_lesson())) == set()


def change(place: int, **fields: Any) -> Callable[[dict[str, Any]], None]:
    """A violation: other fields for one cell."""
    return lambda content: content["cells"][place].update(fields)


def put(place: int, *cells: Cell) -> Callable[[dict[str, Any]], None]:
    """A violation: more cells."""

    def insert(content: dict[str, Any]) -> None:
        content["cells"][place:place] = [copy.deepcopy(cell) for cell in cells]

    return insert


def several(*violations: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
    """Violations one after the other."""

    def apply(content: dict[str, Any]) -> None:
        for violation in violations:
            violation(content)

    return apply


def html(text: str) -> list[dict[str, Any]]:
    """The outputs of a cell whose figure has more HTML."""
    output = figure(png())
    output["data"]["text/html"] += text
    return [output]


SEVEN_LINES = "\n".join(["f();"] * 7)

VIOLATIONS: list[tuple[str, Callable[[dict[str, Any]], None]]] = [
    ("title first", change(0, source="No heading")),
    ("title first", change(0, source="## Level 2")),
    ("title first", put(0, markdown("Before the title"))),
    ("title first", change(0, source="# 3 · Gradients")),
    ("title first", change(0, source="# Solutions 14 · Gradients")),
    ("prose before code", put(4, code("1", result(text_plain="1")))),
    ("short cells", change(3, source="\n".join(["f();"] * 21))),
    ("short cells", several(*(change(place, source=SEVEN_LINES) for place in (3, 5, 7)))),
    ("narrow lines", change(3, source="f(); // " + 73 * "é")),
    ("one :dep", change(1, source="1")),
    ("one :dep", put(4, markdown("Another"), code(DEPENDENCY))),
    ("one :dep", change(1, source=f'{DEPENDENCY}\n:dep rand = "0.10"')),
    ("one :dep", change(1, source=':dep descent-notebook = "0.1"')),
    ("one :dep", change(1, source=DEPENDENCY.replace("../", "../../"))),
    ("summary and exercises at the end", change(8, source="It falls.")),
    ("summary and exercises at the end", change(9, source="## Further reading")),
    ("summary and exercises at the end", put(10, markdown("## Notes"))),
    ("summary and exercises at the end", put(10, code("1", result(text_plain="1")))),
    ("executed", change(3, execution_count=None)),
    ("failures declared", change(5, metadata={})),
    ("failures declared", change(7, outputs=[error("boom"), stream("a warning\n", "stderr")])),
    ("failures declared", change(7, metadata={})),
    ("failures declared", change(5, outputs=[])),
    ("failures declared", change(7, outputs=[stream("fine\n")])),
    ("no empty cell", put(9, markdown(" \n"))),
    ("figures described", change(3, outputs=[figure(png(), alt=" ")])),
    ("figures described", change(3, outputs=[result(image_png=png(), text_plain="a line")])),
    ("figures described", change(3, outputs=[result(text_html="<p>5</p>")])),
    ("figures described", change(3, outputs=html("<img src='data:,'>"))),
    ("outputs portable", change(3, outputs=html("<svg></svg>"))),
    ("outputs portable", change(3, outputs=html("<script src='plot.js'></script>"))),
    ("outputs portable", change(3, outputs=html("<script>load('https://a.org/b')</script>"))),
    ("outputs portable", change(3, outputs=html("<style>@import 'x.css'</style>"))),
    ("outputs portable", change(3, outputs=html("<b style='background:url(http://a.b/c)'>"))),
    ("outputs portable", change(3, outputs=[result(text_plain=str(ROOT / "crates"))])),
    (
        "outputs portable",
        change(3, outputs=[{**figure(png()), "data": {"text/plain": "x", "image/svg+xml": "<"}}]),
    ),
    ("seeds fixed", change(3, source="let mut rng = rand::rng();")),
    ("headings begin slides", change(8, source="It fell.\n\n## Summary\n\nIt falls.")),
    ("headings begin slides", change(9, source="## Exercises\n\n### 1\n\nTry it.")),
    ("headings begin slides", change(9, metadata={})),
    ("headings begin slides", change(4, metadata={"slideshow": {"slide_type": "slide"}})),
]


@pytest.mark.parametrize(("habit", "violate"), VIOLATIONS)
def test_a_broken_habit_is_caught(habit: str, violate: Callable[[dict[str, Any]], None]) -> None:
    content = good_lesson()
    violate(content)
    assert habit in broken(document(content))


@pytest.mark.parametrize("title", ["# 4 · Gradients", "# Exercises 4 · Gradients", "# 7 gradients"])
def test_a_title_with_the_files_number_or_none_is_right(title: str) -> None:
    content = good_lesson()
    change(0, source=title)(content)
    assert broken(document(content)) == set()


def test_a_large_file_is_caught() -> None:
    assert broken(document(good_lesson(), size=habits.LARGEST_FILE)) == {"small file"}


def test_every_habit_has_a_violation_here() -> None:
    caught = {habit for habit, _ in VIOLATIONS} | {"small file"}
    assert caught == {name for name, _, _ in habits.HABITS}


def test_code_after_the_summary_heading_is_not_hidden_by_prose_before_it() -> None:
    content = good_lesson()
    put(9, code("1", result(text_plain="1")))(content)
    assert broken(document(content)) == {"summary and exercises at the end"}


def test_an_svg_that_a_players_script_holds_is_allowed() -> None:
    content = good_lesson()
    script = "<script>draw(\"<svg xmlns='http://www.w3.org/2000/svg'></svg>\")</script>"
    change(3, outputs=html(script))(content)
    assert broken(document(content)) == set()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("02_gradient_descent.ipynb", Kind.LESSON),
        ("00_read_me_first.ipynb", Kind.GUIDE),
        ("figures.ipynb", Kind.GALLERY),
        ("exercises/01_numerical_gradient.ipynb", Kind.EXERCISES),
        ("solutions/01_numerical_gradient.ipynb", Kind.SOLUTIONS),
    ],
)
def test_the_kind_of_a_notebook_is_told_by_its_path(name: str, kind: Kind) -> None:
    assert kind_of(ROOT / "notebooks" / name) is kind


def test_the_gallery_needs_no_summary_but_shorter_cells() -> None:
    content = good_lesson()
    del content["cells"][8:]
    assert broken(document(content, "figures.ipynb")) == set()
    change(3, source=SEVEN_LINES)(content)
    assert broken(document(content, "figures.ipynb")) == {"short cells"}


def test_the_guide_needs_no_dependency() -> None:
    content = good_lesson()
    del content["cells"][8:]
    change(1, source="1 + 1", outputs=[result(text_plain="2")])(content)
    assert broken(document(content, "00_read_me_first.ipynb")) == set()


def test_exercises_name_the_crate_from_their_own_folder() -> None:
    content = good_lesson()
    name = "exercises/01_numerical_gradient.ipynb"
    assert broken(document(content, name)) == {"one :dep"}
    change(1, source=DEPENDENCY.replace("../", "../../"))(content)
    assert broken(document(content, name)) == set()


def test_a_file_that_is_no_notebook_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "01_broken.ipynb"
    path.write_text("{")
    assert any("is not a notebook" in found.problems[0] for found in checks.check([path])[:1])
