"""The course that is written for nbgrader: complete, and never over what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from descent_lab import course
from descent_lab.environment import ROOT, Environment
from descent_lab.log import SetUpError
from lessons.canonical import load
from lessons.document import source_of

EXERCISES = sorted((ROOT / "notebooks" / "exercises").glob("*.ipynb"))
LAB = Environment(ROOT)


def test_each_notebook_of_exercises_is_an_assignment(tmp_path: Path) -> None:
    written = course.write(LAB, tmp_path)
    sources = [tmp_path / "source" / path.stem / path.name for path in EXERCISES]
    assert written.new == [tmp_path / course.CONFIGURATION, *sources]
    assert all(path.is_file() for path in written.new)


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_each_function_has_its_solution_and_each_check_a_point(path: Path, tmp_path: Path) -> None:
    course.write(LAB, tmp_path)
    cells = load(tmp_path / "source" / path.stem / path.name)["cells"]
    known = [cell["metadata"]["nbgrader"] for cell in cells if cell["cell_type"] == "code"]
    stubs = [cell for cell in load(path)["cells"] if course.STUB in source_of(cell)]
    functions = [cell for cell in stubs if cell["cell_type"] == "code"]
    assert sum(one["solution"] for one in known) == len(functions) > 3
    assert sum(one.get("points", 0) for one in known) == len(functions) * course.POINTS
    assert len({one["grade_id"] for one in known}) == len(known)
    # The `:dep` line.
    assert sum(one["locked"] and not one["grade"] for one in known) == 1
    assert all(course.STUB not in source_of(cell) for cell in cells if cell["cell_type"] == "code")


def test_nothing_is_written_over_what_is_there(tmp_path: Path) -> None:
    course.write(LAB, tmp_path)
    assert course.write(LAB, tmp_path) == course.Written()
    settings = tmp_path / course.CONFIGURATION
    settings.write_text("c = get_config()\n", encoding="utf-8")
    assert course.write(LAB, tmp_path) == course.Written(left=[settings])
    assert settings.read_text(encoding="utf-8") == "c = get_config()\n"


def test_a_solution_that_changes_more_than_the_stub_is_refused() -> None:
    def notebook(function: str) -> course.Notebook:
        title = {"cell_type": "markdown", "id": "a", "source": "# Exercises"}
        return {"cells": [title, {"cell_type": "code", "id": "b", "source": function}]}

    asked, solved = notebook("fn f() {\n    todo!()\n}"), notebook("fn g() {\n    1\n}")
    with pytest.raises(ValueError, match="more than its exercise"):
        course.assignment(asked, solved)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    with pytest.raises(SetUpError, match="name a folder that you can write to"):
        course.write(LAB, file)
