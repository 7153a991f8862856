"""Many kernels on one machine are launched at once and execute notebook 02: a class begins."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import contestants, students
from benchmarks.contestants import Stock
from benchmarks.kernel import Contestant, Kernel, Run
from benchmarks.notebook import run_before
from benchmarks.report import Part, Row, Tell
from benchmarks.samples import median
from descent_lab.environment import Environment

# How long one of several kernels takes on two cores with nothing else to do.
OUR_SECONDS, STOCK_SECONDS = 6, 50

# The bound on the worst first plot was set for this many kernels.
KERNELS = 8
WORST_FIRST_PLOT = 1 / 15


@dataclass(frozen=True)
class Class:
    """What came of kernels that were launched at once."""

    contestant: str
    runs: Sequence[Run]

    @property
    def failed(self) -> int:
        """How many kernels did not come to the end of the notebook."""
        return sum(bool(run.failures) or run.end is None for run in self.runs)

    def times(self, moment: str) -> list[float]:
        """Of each kernel the time of a moment of its run."""
        return [seconds for run in self.runs if (seconds := getattr(run, moment)) is not None]

    @property
    def memory(self) -> float | None:
        """Of all kernels together, measured while all were alive; memory that several share is
        counted once."""
        known = [run.memory for run in self.runs if run.memory is not None]
        return float(sum(known)) if len(known) == len(self.runs) else None


def expected_seconds(kernels: int, rounds: int, stock: bool, installed: bool) -> int:
    """About how long `measure` takes on two free cores."""
    others = (STOCK_SECONDS if stock else 0) + (OUR_SECONDS if installed else 0)
    before = students.INSTALL_SECONDS if installed else 0
    return before + rounds * kernels * (OUR_SECONDS + others)


def measure(
    environment: Environment,
    kernels: int,
    rounds: int,
    stock: Stock | None,
    installed: Path | None,
    tell: Tell,
) -> Part:
    """Launch `kernels` kernels at once, `rounds` times for each contestant, in turns.

    With a folder for an `installed` lab, as many students of a hub are a contestant, too.
    """
    run_before(environment)
    everyone = [[one] * kernels for one in contestants.in_rust(environment, stock)]
    notes = []
    if installed is not None:
        tell("A lab is installed, which takes a minute.")
        hub = students.of_hub(installed, kernels)
        everyone.append(hub.contestants)
        notes.append(hub.note)
    classes: list[Class] = []
    for number, together in contestants.in_turns(everyone, rounds):
        found = asyncio.run(_together(together))
        classes.append(found)
        ends = found.times("end")
        last = f"the last after {max(ends):.1f} s" if ends else "none came to the end"
        tell(f"classroom {number}/{rounds} {found.contestant}: {last}")
        if stock:
            stock.clean()
    runs = [run for found in classes for run in found.runs]
    title = f"classroom: {kernels} kernels launched at once, each with notebook 02"
    part = contestants.part(title, rows(classes, kernels), runs)
    part.notes += notes
    return part


async def _together(everyone: Sequence[Contestant]) -> Class:
    """Launch a kernel of each, let all come to the end, measure their memory, end them."""
    every = [Kernel(contestant) for contestant in everyone]

    async def one(kernel: Kernel) -> None:
        if await kernel.start():
            await kernel.execute_lesson()

    try:
        await asyncio.gather(*map(one, every))
        for kernel in every:
            kernel.measure_memory()
    finally:
        await asyncio.gather(*(kernel.shut_down() for kernel in every))
    return Class(everyone[0].name, [kernel.run for kernel in every])


def rows(classes: Sequence[Class], kernels: int) -> list[Row]:
    """One sample of each row for each class; times only of classes in which no kernel failed."""
    names = dict.fromkeys(found.contestant for found in classes)

    def row(
        name: str,
        value: Callable[[Class], float | None],
        bound: float | None = None,
        unit: str = "s",
    ) -> Row:
        samples = {
            who: [value(found) for found in classes if found.contestant == who and not found.failed]
            for who in names
        }
        return contestants.row(name, unit, samples, bound)

    failed = {who: [one.failed for one in classes if one.contestant == who] for who in names}
    bound = WORST_FIRST_PLOT if kernels == KERNELS else None
    return [
        row("kernel ready, worst", lambda found: max(found.times("ready"))),
        row("first plot since launch, median", lambda found: median(found.times("first_plot"))),
        row("first plot since launch, worst", lambda found: max(found.times("first_plot")), bound),
        row("end of the notebook, median", lambda found: median(found.times("end"))),
        row("end of the notebook, worst", lambda found: max(found.times("end"))),
        row("memory in all", lambda found: found.memory, None, "B"),
        Row("kernels that failed", "", failed),
    ]
