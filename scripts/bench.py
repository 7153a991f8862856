"""Compare the lessons here with stock evcxr and with the Python original, side by side.

    python3 scripts/bench.py                              everything
    python3 scripts/bench.py notebook classroom 4         only these parts
    python3 scripts/bench.py --rounds 1 --no-stock        a quick look
    python3 scripts/bench.py classroom 30 --installed     as on a JupyterHub, too

Prints a table for each part, with what is to be reached beside it, and with `--json FILE` writes
every single sample. The figures are worth something on a machine with nothing else to do. The
exit code is 1 if something failed, and 0 when a bound is merely not reached.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from descent_lab.environment import ROOT, Environment
from descent_lab.log import Log, SetUpError
from descent_lab.packages import BENCHMARKS
from descent_lab.steps import run_inside

if TYPE_CHECKING:
    from benchmarks.report import Part

PARTS = {
    "notebook": "one kernel executes notebook 02: stock evcxr, ours, Python",
    "compute": "the mathematics: ours, NumPy, loops written by hand",
    "classroom": "several kernels at once (8, or the number behind it): stock evcxr, ours",
}
KERNELS = 8
ROUNDS = 5
# A machine with more than this share of its cores taken is too busy to measure on.
BUSY = 0.25

# Progress, apart from the tables.
tell = Log().tell


@dataclass(frozen=True)
class Plan:
    """What the command line asks for."""

    parts: tuple[str, ...]
    kernels: int
    rounds: int
    stock: bool
    installed: bool
    json: Path | None


def main(arguments: list[str]) -> int:
    """Set up what is missing, then measure what the command line asks for."""
    plan = planned(arguments)
    if (status := run_inside(__file__, arguments, BENCHMARKS)) is not None:
        return status
    # Ended from outside, the kernels are ended first, as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _measure(plan, Environment(ROOT))
    except (SetUpError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1


def planned(arguments: list[str]) -> Plan:
    """The plan that the command line describes; exits with a message if it describes none."""
    listed = "\n".join(f"  {name:<10} {what}" for name, what in PARTS.items())
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog=f"parts:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART")
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help=f"repetitions of everything ({ROUNDS})"
    )
    parser.add_argument(
        "--stock",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="measure stock evcxr too, which takes most of the time",
    )
    parser.add_argument(
        "--installed",
        action="store_true",
        help="measure a class on an installed lab too, each kernel that of another user; as root",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample there")
    options = parser.parse_args(arguments)
    if options.rounds < 1:
        parser.error("--rounds takes a number from 1 on")
    parts, kernels = [], KERNELS
    previous = ""
    for word in options.parts:
        if word in PARTS:
            parts.append(word)
        elif previous == "classroom" and word.isdecimal() and int(word) > 0:
            kernels = int(word)
        else:
            parser.error(f"there is no part {word!r}; the parts are {', '.join(PARTS)}")
        previous = word
    chosen = tuple(name for name in PARTS if not parts or name in parts)
    return Plan(chosen, kernels, options.rounds, options.stock, options.installed, options.json)


def _measure(plan: Plan, environment: Environment) -> int:
    """Measure, print and write; returns the exit code."""
    # Only the project's own environment has jupyter_client and NumPy.
    from benchmarks import machine, report

    tell(f"This takes about {minutes(plan)} minutes on two free cores, longer on busy ones.")
    load = machine.load()
    if load is not None and load > BUSY * machine.cores():
        tell(f"The machine is busy (load {load:.1f}): these figures will say little.")
    facts = machine.facts()
    print("\n".join(f"{name:<10} {value}" for name, value in facts.items()), flush=True)
    done: list[Part] = []
    with tempfile.TemporaryDirectory(prefix="descent-bench-") as folder:
        measures = _measures(plan, environment, Path(folder))
        for name in plan.parts:
            begin, load = time.monotonic(), machine.load()
            part = measures[name]()
            part.seconds, part.load_before = time.monotonic() - begin, load
            done.append(part)
            print(f"\n{report.table(part)}", flush=True)
            if plan.json:  # after each part: an interrupt loses only the one that is running
                report.write_json(plan.json, facts, done)
    return 1 if any(part.failures for part in done) else 0


def _measures(plan: Plan, environment: Environment, scratch: Path) -> dict[str, Callable[[], Part]]:
    """What measures each part."""
    from benchmarks import classroom, compute, contestants, notebook

    stock = None
    if plan.stock and {"notebook", "classroom"} & set(plan.parts):
        stock = contestants.Stock(environment, scratch)
    rounds = plan.rounds
    installed = scratch / "installed" if plan.installed else None
    return {
        "notebook": lambda: notebook.measure(environment, scratch, rounds, stock, tell),
        "compute": lambda: compute.measure(environment, rounds, tell),
        "classroom": lambda: classroom.measure(
            environment, plan.kernels, rounds, stock, installed, tell
        ),
    }


def minutes(plan: Plan) -> int:
    """About how long the plan takes."""
    from benchmarks import classroom, compute, notebook

    seconds = {
        "notebook": notebook.expected_seconds(plan.rounds, plan.stock),
        "compute": compute.expected_seconds(plan.rounds),
        "classroom": classroom.expected_seconds(
            plan.kernels, plan.rounds, plan.stock, plan.installed
        ),
    }
    return max(1, round(sum(seconds[name] for name in plan.parts) / 60))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
