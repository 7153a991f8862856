"""nbgrader with a course of ours: what students get, and the marks for what they hand in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from browser.server import variables
from conftest import Foreign, borrowing
from descent_lab import course
from descent_lab.environment import ROOT, Environment
from lessons.canonical import Notebook, load
from lessons.document import source_of

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="written for the folders of Unix"),
    pytest.mark.skipif(sys.version_info < (3, 11), reason="nbgrader needs Python 3.11"),
]

LESSON = "02_gradient_descent"
CHECKS = {
    "my_step": "gradient_step",
    "my_descent": "gradient_descent",
    "my_values": "values_on_the_way",
    "my_bound": "largest_learning_rate",
    "my_gap": "gap_above",
}
ALL = set(CHECKS.values())
# So long may a cell take that is stuck.
CELL_SECONDS = 12
MARKS = f"""
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as gradebook:
    for submission in gradebook.assignment_submissions("{LESSON}"):
        for grade in submission.notebooks[0].grades:
            assert not grade.needs_manual_grade, grade
            print(submission.student.id, grade.name, grade.score, grade.max_score)
"""


@dataclass(frozen=True)
class Course:
    """A course's folder, and the environment that has nbgrader."""

    folder: Path
    python: Path

    def run(self, *arguments: str) -> str:
        """Runs that environment's Python in the folder, and returns what it prints."""
        environment = variables(self.folder.parent) | {
            # nbgrader finds the kernel of the checkout, nothing of the user's, and calls alembic.
            "JUPYTER_PATH": str(Environment(ROOT).kernelspecs.parent),
            "PATH": f"{self.python.parent}{os.pathsep}{os.environ['PATH']}",
        }
        answer = subprocess.run(
            [str(self.python), *arguments],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert answer.returncode == 0, answer.stdout[-8000:]
        return answer.stdout

    def nbgrader(self, *arguments: str) -> str:
        """Runs nbgrader."""
        return self.run("-m", "nbgrader", *arguments)

    def released(self) -> Notebook:
        """The lesson's exercises as students get them."""
        return load(self.folder / "release" / LESSON / f"{LESSON}.ipynb")

    def hand_in(self, student: str, change: Callable[[Notebook], None] | None = None) -> None:
        """Hands in the exercises, with what a student has changed."""
        notebook = self.released()
        if change is not None:
            change(notebook)
        target = self.folder / "submitted" / student / LESSON / f"{LESSON}.ipynb"
        target.parent.mkdir(parents=True)
        target.write_text(json.dumps(notebook), encoding="utf-8")


def named(notebook: Notebook, name: str) -> dict[str, Any]:
    """The cell that nbgrader knows by this name."""
    cells: list[dict[str, Any]] = notebook["cells"]
    return next(one for one in cells if one["metadata"].get("nbgrader", {}).get("grade_id") == name)


def solve(notebook: Notebook, **bodies: str) -> None:
    """Writes the solutions into the exercises, but other bodies into some functions."""
    solutions = load(ROOT / "notebooks" / "solutions" / f"{LESSON}.ipynb")["cells"]
    for function in CHECKS:
        cell = named(notebook, function)
        if function in bodies:
            cell["source"] = source_of(cell).replace(course.STUB, bodies[function])
        else:
            (cell["source"],) = (
                source_of(one) for one in solutions if f"fn {function}(" in source_of(one)
            )


def usual_mistakes(notebook: Notebook) -> None:
    """Wrong, panicking, not compiling, endless, and at last right."""
    solve(
        notebook,
        my_step="x + learning_rate * gradient",
        my_descent="let none: Vec<Array1<f64>> = vec![]; none[steps].clone()",
        my_values="vec![f(start); stepz]",
        my_bound="loop {}",
    )


def worse(notebook: Notebook) -> None:
    """What ends the process, what fills the output, and a cell of the student's own that is stuck;
    a check that is made easier, and a `:dep` line that is broken."""
    solve(
        notebook,
        my_step="std::process::exit(0)",
        my_values='loop { println!("still here"); }',
    )
    stuck: dict[str, Any] = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    place = notebook["cells"].index(named(notebook, "my_descent"))
    notebook["cells"].insert(place, stuck | {"id": "mine", "source": 'loop { println!("mine"); }'})
    named(notebook, "gradient_step")["source"] = "1 + 1"
    named(notebook, "02-gradient-descent-02")["source"] = ":dep nothing"


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course whose assignments are made and that nobody has handed anything in to."""
    folder = tmp_path_factory.mktemp("course")
    foreign: Foreign = borrowing(folder / "venv")
    requirements = ROOT / "scripts" / "requirements-nbgrader.txt"
    foreign.install("--no-deps", "--require-hashes", "--requirement", str(requirements))
    # nbgrader calls it as a program; the project's own, its hub's, would not know nbgrader.
    alembic = foreign.python.with_name("alembic")
    alembic.write_text(f"#!{foreign.python}\nimport alembic.config\n\nalembic.config.main()\n")
    alembic.chmod(0o755)
    for name in ("home", "temporary"):
        (folder / name).mkdir()
    course.write(Environment(ROOT), folder / "course")
    made = Course(folder / "course", foreign.python)
    made.nbgrader("generate_assignment", "--assignment=*")
    return made


@pytest.fixture(scope="module")
def marks(classroom: Course) -> dict[str, set[str]]:
    """The checks for which each student got the point."""
    classroom.hand_in("right", solve)
    classroom.hand_in("untouched")
    classroom.hand_in("usual", usual_mistakes)
    classroom.hand_in("worse", worse)
    classroom.nbgrader("autograde", LESSON, f"--Execute.timeout={CELL_SECONDS}")
    found: dict[str, set[str]] = {}
    for line in classroom.run("-c", MARKS).splitlines():
        student, check, score, most = line.split()
        assert float(most) == course.POINTS
        assert float(score) in (0, course.POINTS)
        found.setdefault(student, set()).update([check] if float(score) else [])
    return found


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks" / "exercises").glob("*.ipynb")))
def test_students_get_the_exercises_with_checks_that_must_pass(
    classroom: Course, path: Path
) -> None:
    exercises = load(path)["cells"]
    released = load(classroom.folder / "release" / path.stem / path.name)["cells"]
    for ours, theirs in zip(exercises[1:], released[1:], strict=True):
        expected = source_of(ours)
        if theirs["metadata"].get("nbgrader", {}).get("grade"):
            expected += ".must_pass()?;"
        if theirs["cell_type"] == "markdown":
            expected = course.RELATIVE_LINK.sub(r"\1", expected)
        assert source_of(theirs) == expected
    assert "solutions" not in source_of(released[0])


def test_right_answers_have_all_points(marks: dict[str, set[str]]) -> None:
    assert marks["right"] == ALL


def test_what_is_not_written_has_none(marks: dict[str, set[str]]) -> None:
    assert marks["untouched"] == set()


def test_wrong_panicking_endless_and_not_compiling_answers_cost_their_own_points_alone(
    marks: dict[str, set[str]],
) -> None:
    assert marks["usual"] == {"gap_above"}


def test_what_stops_a_kernel_or_changes_its_checks_costs_its_own_points_alone(
    marks: dict[str, set[str]],
) -> None:
    assert marks["worse"] == ALL - {"gradient_step", "values_on_the_way"}


def test_feedback_says_what_was_tried_and_what_came_out(
    classroom: Course, marks: dict[str, set[str]]
) -> None:
    assert marks
    classroom.nbgrader("generate_feedback", LESSON, "--student=usual")
    page = classroom.folder / "feedback" / "usual" / LESSON / f"{LESSON}.html"
    text = page.read_text(encoding="utf-8")
    assert "check::gradient_step has to pass here and did not" in text
    assert "this steps uphill: the gradient points up" in text
