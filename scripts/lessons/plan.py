"""The minutes in the teacher's plan, `notebooks/README.md`: of each lesson, and of each route.

A route is a table below a heading such as 'In 45 minutes'. A row names a lesson, the words with
which its first and its last cell begin, and how many of the lesson's questions are asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lessons.canonical import Cell
from lessons.document import FOLDER, Document, Kind, Result, source_of
from lessons.minutes import minutes, shown

PLAN = FOLDER / "README.md"

# | 1 | [01 The numerical gradient](01_numerical_gradient.ipynb) | 23 | …
LESSON = re.compile(r"^(\| \d+ \| \[[^\]]*\]\((\d\d)_\w+\.ipynb\) \| )(\d*)( \|)", re.MULTILINE)
# | [01](01_numerical_gradient.ipynb) | The slope of a curve | `curve(f)` | 2 | 23 |
PART = re.compile(
    r"^(\| \[\d+\]\((\d\d)_\w+\.ipynb\) \| (.+?) \| (.+?) \| (\d+) \| )(\d*)( \|)$", re.MULTILINE
)
# | together | | | 3 | 43 |
SUM = re.compile(r"^(\| together \| \| \| )(\d*)( \| )(\d*)( \|)$", re.MULTILINE)
ROUTE = re.compile(r"^### In (\d+) minutes$(.*?)(?=^#|\Z)", re.DOTALL | re.MULTILINE)
# **02.** Before learning rate 10: *infinity, zero, or something else?*
ASKED = re.compile(r"^\*\*(\d\d)\.\*\* (.*)$", re.MULTILINE)
QUESTION = re.compile(r"\*[^*]+\?\*")
UNSEEN = re.compile(r"<!--.*?-->|^#+ |[*`]", re.DOTALL | re.MULTILINE)


def check(documents: Iterable[Document]) -> list[Result]:
    """Whether the plan has the minutes that the lessons take, where all lessons are at hand."""
    lessons = {
        document.path.name[:2]: document.cells
        for document in documents
        if document.kind is Kind.LESSON and document.path.parent == FOLDER
    }
    text = PLAN.read_text(encoding="utf-8")
    if {match[2] for match in LESSON.finditer(text)} - lessons.keys():
        return []
    return [Result(f"{PLAN.name}: minutes", tuple(_problems(text, lessons)))]


def _problems(text: str, lessons: dict[str, list[Cell]]) -> list[str]:
    try:
        right = rewritten(text, lessons)
    except ValueError as error:
        return [str(error)]
    problems = [
        f"{found!r} should be {line!r}: `python3 scripts/notebooks.py minutes` writes it"
        for found, line in zip(text.splitlines(), right.splitlines(), strict=True)
        if found != line
    ]
    for route in ROUTE.finditer(right):
        total = SUM.search(route[2])
        if total is None:
            problems.append(
                f"the route of {route[1]} minutes has no row 'together' that adds it up"
            )
        elif int(total[4]) > int(route[1]):
            problems.append(f"the route of {route[1]} minutes takes {total[4]}: shorten it")
    return problems


def rewritten(text: str, lessons: dict[str, list[Cell]]) -> str:
    """The plan with the minutes that the formula gives; `lessons` has the cells of each lesson by
    its number.

    Raises `ValueError` where a part of a route begins or ends with a cell that is not there.
    """
    asked = {match[1]: len(QUESTION.findall(match[2])) for match in ASKED.finditer(text)}

    def of_lesson(row: re.Match[str]) -> str:
        taken = minutes(shown(lessons[row[2]]), asked.get(row[2], 0))
        return f"{row[1]}{taken}{row[4]}"

    def of_part(row: re.Match[str]) -> str:
        cells = lessons[row[2]]
        first, last = _place(row[3], cells, row[2]), _place(row[4], cells, row[2])
        if last < first:
            raise ValueError(f"In lesson {row[2]}, {row[4]!r} stands before {row[3]!r}.")
        return f"{row[1]}{minutes(cells[first : last + 1], int(row[5]))}{row[7]}"

    def of_route(route: re.Match[str]) -> str:
        body = PART.sub(of_part, route[0])
        parts = list(PART.finditer(body))
        questions, taken = (sum(int(part[group]) for part in parts) for group in (5, 6))
        return SUM.sub(rf"\g<1>{questions}\g<3>{taken}\g<5>", body)

    return ROUTE.sub(of_route, LESSON.sub(of_lesson, text))


def _place(words: str, cells: Sequence[Cell], lesson: str) -> int:
    """The place of the cell that begins with these words."""
    wanted = UNSEEN.sub("", words)
    for place, cell in enumerate(cells):
        if UNSEEN.sub("", source_of(cell)).lstrip().startswith(wanted):
            return place
    raise ValueError(f"No cell of lesson {lesson} begins with {words!r}, which a route names.")
