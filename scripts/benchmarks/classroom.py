"""Many kernels on one machine are launched at once and execute notebook 02: a class begins."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks import contestants, machine
from benchmarks.contestants import NEW_CELLS, OURS, STOCK, Stock
from benchmarks.kernel import Contestant, Kernel, Run
from benchmarks.notebook import NEW_CELLS_NOTE, run_before
from benchmarks.report import Part, Ratio, Row, Tell
from benchmarks.samples import median
from set_up.environment import Environment

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

    @property
    def memory(self) -> float | None:
        """Of all kernels together, measured while all were alive; memory that several share is
        counted once."""
        known = [run.memory for run in self.runs if run.memory is not None]
        return float(sum(known)) if len(known) == len(self.runs) else None


def expected_seconds(kernels: int, rounds: int, stock: bool) -> int:
    """About how long `measure` takes on two free cores."""
    return rounds * kernels * (OUR_SECONDS + (STOCK_SECONDS if stock else 0))


def measure(
    environment: Environment, kernels: int, rounds: int, stock: Stock | None, tell: Tell
) -> Part:
    """Launch `kernels` kernels at once, `rounds` times for each contestant, in turns."""
    begin, load = time.monotonic(), machine.load()
    run_before(environment)
    everyone = ([stock.contestant] if stock else []) + [
        contestants.ours(environment),
        contestants.new_cells(environment),
    ]
    classes: list[Class] = []
    for number, contestant in contestants.in_turns(everyone, rounds):
        found = asyncio.run(_together(contestant, kernels))
        classes.append(found)
        ends = [run.end for run in found.runs if run.end is not None]
        last = f"the last after {max(ends):.1f} s" if ends else "none came to the end"
        tell(f"classroom {number}/{rounds} {contestant.name}: {last}")
        if stock:
            stock.clean()
    runs = [run for found in classes for run in found.runs]
    return Part(
        f"classroom: {kernels} kernels launched at once, each with notebook 02",
        rows(classes, kernels),
        failures=[failure for run in runs for failure in run.failures],
        notes=[NEW_CELLS_NOTE, *dict.fromkeys(note for run in runs for note in run.warnings)],
        seconds=time.monotonic() - begin,
        load_before=load,
    )


async def _together(contestant: Contestant, kernels: int) -> Class:
    """Launch the kernels, let all come to the end, measure their memory, end them."""
    every = [Kernel(contestant) for _ in range(kernels)]

    async def one(kernel: Kernel) -> None:
        if await kernel.start():
            await kernel.execute_lesson()

    try:
        await asyncio.gather(*map(one, every))
        for kernel in every:
            kernel.measure_memory()
    finally:
        await asyncio.gather(*(kernel.shut_down() for kernel in every))
    return Class(contestant.name, [kernel.run for kernel in every])


def rows(classes: Sequence[Class], kernels: int) -> list[Row]:
    """One sample of each row for each class; times only of classes in which no kernel failed."""
    names = list(dict.fromkeys(found.contestant for found in classes))

    def row(
        name: str,
        value: Callable[[Class], float | None],
        bound: float | None = None,
        unit: str = "s",
        with_failures: bool = False,
    ) -> Row:
        samples = {
            contestant: [
                sample
                for found in classes
                if found.contestant == contestant
                and (with_failures or not found.failed)
                and (sample := value(found)) is not None
            ]
            for contestant in names
        }
        ratios = []
        if STOCK in names and unit:
            ratios = [Ratio(OURS, STOCK, bound)]
            ratios += [Ratio(NEW_CELLS, STOCK)] if NEW_CELLS in names else []
        return Row(name, unit, samples, ratios)

    def times(of: Callable[[Run], float | None], found: Class) -> list[float]:
        return [seconds for run in found.runs if (seconds := of(run)) is not None]

    def ready(found: Class) -> list[float]:
        return times(lambda run: run.ready, found)

    def first_plot(found: Class) -> list[float]:
        return times(lambda run: run.first_plot, found)

    def end(found: Class) -> list[float]:
        return times(lambda run: run.end, found)

    bound = WORST_FIRST_PLOT if kernels == KERNELS else None
    return [
        row("kernel ready, worst", lambda found: max(ready(found))),
        row("first plot since launch, median", lambda found: median(first_plot(found))),
        row("first plot since launch, worst", lambda found: max(first_plot(found)), bound),
        row("end of the notebook, median", lambda found: median(end(found))),
        row("end of the notebook, worst", lambda found: max(end(found))),
        row("memory in all", lambda found: found.memory, None, "B"),
        row("kernels that failed", lambda found: found.failed, None, "", with_failures=True),
    ]
