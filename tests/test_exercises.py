"""Each lesson's exercises and solutions: mirrored, kind to whoever has not begun, and right.

The outputs that are read here are the committed ones. `scripts/notebooks.py check` executes every
notebook and compares them, so that they are also what a kernel says.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from descent_lab.environment import ROOT
from lessons.canonical import Cell, Notebook, load, text_of

NOTEBOOKS = ROOT / "notebooks"
EXERCISES = sorted((NOTEBOOKS / "exercises").glob("*.ipynb"))
QUESTIONS_ALONE = "08_train_on_digits.ipynb"
LESSONS = [
    path.name for path in sorted(NOTEBOOKS.glob("0[1-9]_*.ipynb")) if path.name != QUESTIONS_ALONE
]
FEWEST = 4
CHECK = re.compile(r"\bcheck::\w+\(")


def source(cell: Cell) -> str:
    """The cell's text."""
    return text_of(cell["source"])


def is_stub(cell: Cell) -> bool:
    """Whether the cell leaves a function to write."""
    return cell["cell_type"] == "code" and "todo!()" in source(cell)


def checks(notebook: Notebook) -> list[Cell]:
    """The cells that check an answer."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [cell for cell in code if CHECK.search(source(cell))]


def answer(cell: Cell) -> str:
    """What a check says."""
    [output] = cell["outputs"]
    return text_of(output["data"]["text/plain"])


def test_each_lesson_has_exercises_and_solutions() -> None:
    assert [path.name for path in EXERCISES] == LESSONS
    solutions = [path.name for path in sorted((NOTEBOOKS / "solutions").glob("*.ipynb"))]
    assert solutions == sorted([*LESSONS, QUESTIONS_ALONE])


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_a_solution_mirrors_its_exercise_and_differs_in_the_answers_alone(path: Path) -> None:
    exercise = load(path)["cells"]
    solution = load(NOTEBOOKS / "solutions" / path.name)["cells"]
    # The answers to the lesson's questions come after the exercises.
    mirrored, answers = solution[: len(exercise)], solution[len(exercise) :]
    assert source(answers[0]).startswith("## The lesson's questions")
    assert {cell["cell_type"] for cell in answers} == {"markdown"}
    for asked, answered in zip(exercise[1:], mirrored[1:], strict=True):
        assert asked["cell_type"] == answered["cell_type"]
        if is_stub(asked):
            assert "todo!()" not in source(answered)
            # The function to write keeps its name and its arguments.
            assert source(asked).partition("{")[0] == source(answered).partition("{")[0]
        elif asked["cell_type"] == "code":
            assert source(asked) == source(answered)


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_a_stub_is_told_kindly_that_it_is_one(path: Path) -> None:
    notebook = load(path)
    stubs = [cell for cell in notebook["cells"] if is_stub(cell)]
    assert len(stubs) == len(checks(notebook)) >= FEWEST
    for cell in checks(notebook):
        said = answer(cell)
        assert "Not written yet" in said, said
        assert "Hint: " in said, said
        assert "panicked" not in said


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_every_solution_passes(path: Path) -> None:
    notebook = load(NOTEBOOKS / "solutions" / path.name)
    assert len(checks(notebook)) >= FEWEST
    for cell in checks(notebook):
        assert answer(cell).startswith("✓ Passed"), answer(cell)
