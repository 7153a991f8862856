"""One kernel at a time executes notebook 02: what one person waits for, and the memory it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks import contestants
from benchmarks.contestants import Stock
from benchmarks.forms import Cell
from benchmarks.kernel import Run, run_one
from benchmarks.report import Part, Row, Tell
from benchmarks.samples import median, quantile
from descent_lab.environment import Environment

TITLE = "notebook: notebook 02, one kernel at a time"

# How long a repetition takes on two cores with nothing else to do.
OUR_SECONDS, STOCK_SECONDS, PYTHON_SECONDS = 25, 60, 5


def expected_seconds(rounds: int, stock: bool) -> int:
    """About how long `measure` takes on two free cores."""
    return rounds * (OUR_SECONDS + PYTHON_SECONDS + (STOCK_SECONDS if stock else 0))


def measure(
    environment: Environment, scratch: Path, rounds: int, stock: Stock | None, tell: Tell
) -> Part:
    """Let each kernel execute the notebook `rounds` times, in turns."""
    run_before(environment)
    everyone = contestants.in_rust(environment, stock)
    everyone.append(contestants.python(environment, scratch))
    runs: list[Run] = []
    for number, contestant in contestants.in_turns(everyone, rounds):
        run = asyncio.run(run_one(contestant))
        runs.append(run)
        end = "failed" if run.failures or run.end is None else f"{run.end:.1f} s"
        tell(f"notebook {number}/{rounds} {contestant.name}: {end}")
        if stock:
            stock.clean()
    lessons = {contestant.name: contestant.lesson for contestant in everyone}
    part = contestants.part(TITLE, rows(runs, lessons), runs)
    if stock:
        part.notes.append(f"stock: {stock.versions}, plotters with its default features.")
    return part


def run_before(environment: Environment) -> None:
    """Let our kernel see the notebook once, so that its cells are kept."""
    asyncio.run(run_one(contestants.ours(environment)))


def rows(runs: Sequence[Run], lessons: Mapping[str, Sequence[Cell]]) -> list[Row]:
    """One sample of each row for each run in which nothing failed."""
    good = [run for run in runs if not run.failures and run.end is not None]

    def row(
        name: str,
        value: Callable[[Run], float | None],
        bound: float | None = None,
        unit: str = "s",
    ) -> Row:
        samples = {who: [value(run) for run in good if run.contestant == who] for who in lessons}
        return contestants.row(name, unit, samples, bound)

    def later(run: Run, draws: bool) -> list[float]:
        return later_cells(lessons[run.contestant], run.cells, draws=draws)

    def loading(run: Run) -> float:
        cells = zip(lessons[run.contestant], run.cells, strict=True)
        return sum(seconds for cell, seconds in cells if cell.loads)

    return [
        row("kernel ready", lambda run: run.ready),
        row("dependencies", loading),
        row("first plot since launch", lambda run: run.first_plot, 1 / 12),
        row("later cell with a plot, median", lambda run: median(later(run, True)), 1 / 3),
        row("… 95th percentile", lambda run: quantile(later(run, True), 0.95)),
        row("later cell without, median", lambda run: median(later(run, False)), 0.9),
        row("… 95th percentile", lambda run: quantile(later(run, False), 0.95)),
        row("restart and run all", restart_and_run_all),
        row("memory after the notebook", lambda run: run.memory, 0.6, "B"),
    ]


def later_cells(lesson: Sequence[Cell], seconds: Sequence[float], *, draws: bool) -> list[float]:
    """The times of the cells after the first that draws: those that draw, or those that do not."""
    first = next(place for place, cell in enumerate(lesson) if cell.draws)
    after = list(zip(lesson, seconds, strict=True))[first + 1 :]
    return [time_taken for cell, time_taken in after if cell.draws == draws]


def restart_and_run_all(run: Run) -> float | None:
    """A restart ends the kernel that executed the notebook and launches another, which then
    executes it: both were measured, here in the other order."""
    return None if run.ending is None or run.end is None else run.ending + run.end
