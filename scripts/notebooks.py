"""Execute the notebooks with the project's own kernel, divide them into slides, and time them.

    python3 scripts/notebooks.py run [NOTEBOOK …]      execute, write outputs in canonical form
    python3 scripts/notebooks.py check [NOTEBOOK …]    execute, compare with what is committed
    python3 scripts/notebooks.py slides [NOTEBOOK …]   write which cells share a slide
    python3 scripts/notebooks.py minutes               write how long lessons take into their plan

A NOTEBOOK is a file or the beginning of a name (`02`, in another language `zh/02`); without any,
all are meant. The first two fail on a failure that no tag declares: a cell that shall show an
error, a panic or a failing `?` carries the tag `raises-exception`. `slides` measures in a browser,
and fails on a cell that is too high for a slide.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from descent_lab.environment import ROOT
from descent_lab.steps import run_inside
from lessons import plan
from lessons.canonical import Notebook, canonical, dumps, load
from lessons.document import FOLDER, HAVE_SLIDES, Kind, editions_in, kind_of, notebooks_in
from lessons.habits import undeclared_failures

if TYPE_CHECKING:
    from lessons.execution import Execution
    from lessons.measuring import Divided

CELL_SECONDS = 120


def main(arguments: list[str]) -> int:
    """Set up what is missing, then do what the command line asks for."""
    options = _parser().parse_args(arguments)
    try:
        paths = chosen(options.notebooks)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if options.command == "minutes":
        return _minutes()
    if (status := run_inside(__file__, arguments)) is not None:
        return status

    if options.command == "slides":
        return _slides(paths)
    # Only the project's own environment has nbclient and Pillow.
    from lessons import execution

    report = Report(options.command == "run", options.timings)
    notebooks: dict[Path, Notebook] = {}
    for path in paths:
        try:
            notebooks[path] = canonical(load(path), path.stem)
        except ValueError as error:
            report.fail(path, [str(error)])
    execution.execute_all(notebooks, options.timeout, report.add)
    return 1 if report.failed else 0


def _parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["run", "check", "slides", "minutes"])
    parser.add_argument("notebooks", nargs="*", metavar="NOTEBOOK")
    parser.add_argument(
        "--timeout", type=int, default=CELL_SECONDS, help="seconds that a cell may take (120)"
    )
    parser.add_argument("--timings", action="store_true", help="show each cell's time")
    return parser


def chosen(names: Iterable[str]) -> list[Path]:
    """The notebooks that the names stand for; a ValueError when one stands for none."""
    names = list(names)
    own = notebooks_in(FOLDER)
    every = own + [path for edition in editions_in(FOLDER) for path in notebooks_in(edition)]
    if not names and not every:
        raise ValueError(f"There is no notebook in {_shown(FOLDER)}.")
    if not names:
        return every
    paths: list[Path] = []
    for name in names:
        found = [Path(name).resolve()] if Path(name).is_file() else []
        found = found or [path for path in own if path.name.startswith(name)]
        found = found or [path for path in every if _shown(path).startswith(f"notebooks/{name}")]
        if not found:
            known = ", ".join(path.stem for path in own) or "none yet"
            raise ValueError(f"No notebook is called {name!r}. There are: {known}.")
        paths += [path for path in found if path not in paths]
    return paths


def _minutes() -> int:
    """Writes the minutes of lessons and routes into the plan."""
    lessons = {
        path.name[:2]: load(path)["cells"]
        for path in notebooks_in(FOLDER)
        if path.parent == FOLDER and kind_of(path) is Kind.LESSON
    }
    try:
        text = plan.rewritten(plan.PLAN.read_text(encoding="utf-8"), lessons)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{_write(plan.PLAN, text):<9} {_shown(plan.PLAN)}")
    return 0


def _slides(paths: Iterable[Path]) -> int:
    """Divides lessons into slides and says how it went."""
    from lessons import measuring

    report = Report(write=True, timings=False)
    try:
        with measuring.browser_page() as page:
            for path in paths:
                if kind_of(path) in HAVE_SLIDES:
                    divided = measuring.divided(page, canonical(load(path), path.stem))
                    report.add_slides(path, divided)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if report.failed else 0


class Report:
    """Says for each notebook how it went, and writes it when it is to be written."""

    def __init__(self, write: bool, timings: bool) -> None:
        self.write = write
        self.timings = timings
        self.failed = 0

    def add(self, path: Path, execution: Execution) -> None:
        """Judge an executed notebook and print the verdict."""
        found = canonical(execution.notebook, path.stem)
        problems = _problems(found, execution)
        verdict = "ok"
        if self.write:
            if not problems:
                verdict = _write(path, dumps(found))
        else:
            problems += _disagreements(path, found, complete=execution.problem is None)
        if problems:
            self.fail(path, problems)
        else:
            count = len(execution.cell_seconds)
            print(f"{verdict:<9} {_shown(path)}  {count} cells, {execution.seconds:.1f} s")
        if self.timings:
            for place, seconds in execution.cell_seconds.items():
                print(f"    {found['cells'][place]['id']}  {seconds:6.2f} s")
        sys.stdout.flush()

    def add_slides(self, path: Path, divided: Divided) -> None:
        """Write a notebook that is divided into slides, and print what is too high for one."""
        if divided.too_high:
            self.fail(path, divided.too_high)
        else:
            verdict = _write(path, dumps(canonical(divided.notebook, path.stem)))
            print(f"{verdict:<9} {_shown(path)}  {divided.count} slides", flush=True)

    def fail(self, path: Path, problems: list[str]) -> None:
        """Print a notebook's problems."""
        self.failed += 1
        print(f"{'FAILED':<9} {_shown(path)}")
        for problem in problems:
            print("    " + problem.replace("\n", "\n    "))
        sys.stdout.flush()


def _problems(found: Notebook, execution: Execution) -> list[str]:
    """What went wrong while the notebook was executed, committed outputs aside."""
    cells, last = found["cells"], execution.last_cell
    executed = len(cells) if execution.problem is None else last or 0
    problems = [
        f"{cell['id']}: {what}" for cell in cells[:executed] for what in undeclared_failures(cell)
    ]
    if execution.problem:
        where = "the start" if last is None else cells[last]["id"]
        problems.append(f"{where}: {execution.problem}")
    return problems


def _disagreements(path: Path, found: Notebook, complete: bool) -> list[str]:
    """Where the committed file is not canonical or says something else than the fresh run."""
    from lessons.comparison import differences

    committed = load(path)
    expected = canonical(committed, path.stem)
    problems = []
    if path.read_text(encoding="utf-8") != dumps(expected):
        problems.append(
            "the file is not in canonical form: "
            f"execute and write it with `python3 scripts/notebooks.py run {path.stem}`"
        )
    if complete:
        problems += [f"{one.cell}: {one.what}" for one in differences(expected, found)]
    return problems


def _write(path: Path, text: str) -> str:
    """Put the text in the file, whole or not at all; returns what was done in a word."""
    if path.read_text(encoding="utf-8") == text:
        return "unchanged"
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(text, encoding="utf-8", newline="\n")
    Path(draft).replace(path)
    return "written"


def _shown(path: Path) -> str:
    """The path as a person in the checkout would write it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
