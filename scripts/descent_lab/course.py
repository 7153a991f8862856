"""A course for nbgrader, which hands out assignments, collects them and marks them.

nbgrader makes what students get from what a teacher has: an assignment of ours is an exercise with
its solution in the place of `todo!()`. It is written on demand, and not kept in the notebooks: in a
JupyterLab without nbgrader its metadata says nothing, and an exercise that costs no points shall
not end in an error.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from descent_lab import files
from descent_lab.lab import Lab
from descent_lab.log import SetUpError

Notebook = dict[str, Any]

CONFIGURATION = "nbgrader_config.py"
STUB = "todo!()"
BEGIN = "// BEGIN SOLUTION"
END = "// END SOLUTION"
SETTINGS = f'''\
# What nbgrader has to know of notebooks in Rust; `nbgrader --help-all` lists the rest.
c = get_config()

c.CourseDirectory.course_id = "descent"

# What takes the place of a solution, by language.
c.ClearSolutions.code_stub = {{
    "rust": "{STUB}",
    "python": "# YOUR CODE HERE\\nraise NotImplementedError()",
}}
c.ClearSolutions.begin_solution_delimeter = "{BEGIN}"
c.ClearSolutions.end_solution_delimeter = "{END}"

# Code that prints without end has filled more than what is waited for after it has been stopped.
c.Execute.raise_on_iopub_timeout = False
'''
# As nbgrader 0.8 and 0.9 write it.
SCHEMA = 3
POINTS = 1

FUNCTION = re.compile(r"\bfn (\w+)")
CHECK = re.compile(r"check::(\w+)\(.*\)")
# To the lessons and the solutions, which do not lie beside an assignment.
RELATIVE_LINK = re.compile(r"\[([^\]]*)\]\(\.\.?/[^)]*\)")
SOLUTIONS = "](../solutions/"
NOTE = (
    "When your work is marked, each check tries new numbers once more, and is worth a point. One "
    "that does not pass ends in an error, here too."
)


@dataclass
class Written:
    """What became of the files of a course."""

    new: list[Path] = field(default_factory=list)
    """The files that were not there before."""
    left: list[Path] = field(default_factory=list)
    """The files that read differently from what would be written."""


def write(lab: Lab, folder: Path) -> Written:
    """Writes nbgrader's settings and an assignment for each notebook of exercises into a course's
    folder, never over a file that is there.

    Raises `SetUpError` where the folder cannot be written to.
    """
    texts = {folder / CONFIGURATION: SETTINGS}
    for path in sorted((lab.notebooks / "exercises").glob("*.ipynb")):
        exercises, solutions = _load(path), _load(lab.notebooks / "solutions" / path.name)
        target = folder / "source" / path.stem / path.name
        notebook = assignment(exercises, solutions)
        text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
        texts[target] = text + "\n"
    written = Written()
    try:
        for target, text in texts.items():
            found = files.read(target)
            if found is None:
                files.write(target, text)
                written.new.append(target)
            elif found != text:
                written.left.append(target)
    except OSError as error:
        raise SetUpError(
            f"The course cannot be written to '{folder}' ({error.strerror}): name a folder that "
            "you can write to."
        ) from error
    return written


def assignment(exercises: Notebook, solutions: Notebook) -> Notebook:
    """A teacher's version of an assignment: the exercises' prose, the solutions' functions, and
    check cells that fail unless the check passes, each with nbgrader's metadata.

    Raises `ValueError` where a solution is not its exercise with something else for `todo!()`.
    """
    cells = [
        _cell(_text(asked), _text(solved), asked) for asked, solved in pairs(exercises, solutions)
    ]
    first = cells[0]
    first["source"] = "\n\n".join([*_without_solutions(first["source"]), NOTE])
    for cell in cells:
        if cell["cell_type"] == "markdown":
            cell["source"] = RELATIVE_LINK.sub(r"\1", cell["source"])
        cell["source"] = cell["source"].splitlines(keepends=True)
    return {**exercises, "cells": cells}


def pairs(exercises: Notebook, solutions: Notebook) -> list[tuple[Notebook, Notebook]]:
    """Each cell of the exercises with the one that stands for it in the solutions.

    Behind these the solutions answer the questions of the lesson.
    """
    return list(zip(exercises["cells"], solutions["cells"], strict=False))


def _cell(asked: str, solved: str, cell: dict[str, Any]) -> dict[str, Any]:
    """A cell of the assignment, made of the same one in the exercises and in the solutions."""
    kind = cell["cell_type"]
    made = {"cell_type": kind, "id": cell["id"], "metadata": {}, "source": asked}
    if kind != "code":
        return made
    made |= {"execution_count": None, "outputs": []}
    check, function = CHECK.fullmatch(asked), FUNCTION.search(asked)
    if check:
        made["source"] = f"{asked}.must_pass()?;"
        made["metadata"] = _metadata(check[1], grade=True, locked=True, points=POINTS)
    elif function and STUB in asked:
        made["source"] = _marked(asked, solved)
        made["metadata"] = _metadata(function[1], solution=True)
    else:
        # The `:dep` line: what a student has made of it is written anew before marks are given.
        made["metadata"] = _metadata(cell["id"], locked=True)
    return made


def _marked(asked: str, solved: str) -> str:
    """The solution, with nbgrader's marks around what stands in place of the stub."""
    before, _, after = asked.partition(STUB)
    if not (solved.startswith(before) and solved.endswith(after)):
        raise ValueError(f"a solution is more than its exercise with another {STUB}: {solved}")
    indent = before[before.rindex("\n") + 1 :]
    answer = solved[len(before) : len(solved) - len(after)]
    return f"{before}{BEGIN}\n{indent}{answer}\n{indent}{END}{after}"


def _metadata(name: str, **flags: object) -> dict[str, Any]:
    """nbgrader's metadata of a cell."""
    unset = {"grade": False, "locked": False, "solution": False, "task": False}
    return {"nbgrader": {**unset, "grade_id": name, "schema_version": SCHEMA, **flags}}


def _without_solutions(text: str) -> list[str]:
    """The paragraphs of a text save those that show the way to the solutions."""
    return [paragraph for paragraph in text.split("\n\n") if SOLUTIONS not in paragraph]


def _load(path: Path) -> Notebook:
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def _text(cell: dict[str, Any]) -> str:
    """The text of a cell, which may be stored as a list of lines."""
    return "".join(cell["source"])
