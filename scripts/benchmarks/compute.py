"""The mathematics: our crate, the original's NumPy code, and loops written by hand as the limit."""

from __future__ import annotations

import json
import os
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.report import Part, Ratio, Row, Tell
from descent_lab import rust
from descent_lab.environment import ROOT, Environment

OURS, NUMPY, BY_HAND = "ours", "NumPy", "by hand"

TITLE = "compute: the mathematics, without a kernel"
PACKAGE, BENCH = "descent", "compute"

# Criterion's own times are for a single run; here its short runs alternate with NumPy's.
CRITERION = ("--noplot", "--warm-up-time", "0.5", "--measurement-time", "1")

# How long a repetition takes, and compiling the benches before the first.
ROUND_SECONDS, BUILD_SECONDS = 50, 40


@dataclass(frozen=True)
class Case:
    """One computation in its two or three forms."""

    name: str
    ours: str
    """Criterion's name of it."""
    numpy: str
    by_hand: str | None = None
    """Criterion's name of the hand-written loop."""
    against_numpy: float | None = None
    against_by_hand: float | None = None


CASES = (
    Case(
        "function_2, 100 steps",
        "function_2_100_steps/descent",
        "function_2",
        "function_2_100_steps/by_hand",
        against_numpy=1 / 200,
        against_by_hand=1.5,
    ),
    Case(
        "SimpleNet 2×3, 100 steps",
        "simple_net_100_steps/descent",
        "simple_net",
        "simple_net_100_steps/by_hand",
        against_numpy=1 / 300,
        against_by_hand=2.5,
    ),
    Case(
        "… with the original's swapped loss",
        "simple_net_swapped_100_steps/descent",
        "simple_net_swapped",
        "simple_net_swapped_100_steps/by_hand",
        against_numpy=1 / 300,
        against_by_hand=2.5,
    ),
    Case("gradient, 2 variables", "numerical_gradient/2_variables", "gradient_2"),
    Case("gradient, 100 variables", "numerical_gradient/100_variables", "gradient_100"),
    Case(
        "gradient, 10 000 variables",
        "numerical_gradient/10000_variables",
        "gradient_10000",
        against_numpy=1 / 2,
    ),
    Case("SimpleNet 64×10, loss", "simple_net_64x10/loss", "loss_64x10"),
    Case("SimpleNet 64×10, gradient", "simple_net_64x10/gradient", "gradient_64x10"),
)


def expected_seconds(rounds: int) -> int:
    """About how long `measure` takes on two free cores."""
    return BUILD_SECONDS + rounds * ROUND_SECONDS


def measure(environment: Environment, rounds: int, tell: Tell) -> Part:
    """Time every form of every case `rounds` times, the forms of a case one after the other."""
    bench = ["bench", "--no-run", "--package", PACKAGE, "--bench", BENCH]
    program = rust.build(bench, ROOT)[BENCH]
    samples: dict[tuple[str, str], list[float]] = defaultdict(list)
    failures: list[str] = []
    for number in range(rounds):
        for case in CASES:
            try:
                samples[case.name, OURS].append(_criterion(program, case.ours))
                samples[case.name, NUMPY].append(_numpy(environment, case.numpy))
                if case.by_hand:
                    samples[case.name, BY_HAND].append(_criterion(program, case.by_hand))
            except (OSError, ValueError, KeyError, subprocess.CalledProcessError) as error:
                failures.append(f"{case.name}: {error}")
        tell(f"compute {number + 1}/{rounds}")
    return Part(
        TITLE,
        [_row(case, samples) for case in CASES],
        failures=failures,
        notes=["by hand: loops that know the function and the sizes when they are compiled."],
    )


def _row(case: Case, samples: dict[tuple[str, str], list[float]]) -> Row:
    ratios = [Ratio(OURS, NUMPY, case.against_numpy)]
    forms = [OURS, NUMPY, BY_HAND]
    if case.by_hand:
        ratios.append(Ratio(OURS, BY_HAND, case.against_by_hand))
    return Row(case.name, "s", {form: samples.get((case.name, form), []) for form in forms}, ratios)


def _criterion(program: Path, name: str) -> float:
    """The median of one of criterion's benchmarks, in seconds."""
    home = ROOT / "target" / "criterion"
    estimates = home / Path(name) / "new" / "estimates.json"
    estimates.unlink(missing_ok=True)  # that of an earlier run must not pass for this one's
    subprocess.run(
        [str(program), "--bench", *CRITERION, "--exact", name],
        cwd=ROOT,
        env={**os.environ, "CRITERION_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    return median_seconds(estimates.read_text(encoding="utf-8"))


def median_seconds(estimates: str) -> float:
    """The median that criterion's `estimates.json` states, which is in nanoseconds."""
    return float(json.loads(estimates)["median"]["point_estimate"]) * 1e-9


def _numpy(environment: Environment, case: str) -> float:
    """The time of the original's code, in seconds; in a process of its own, like criterion's."""
    answer = subprocess.run(
        [str(environment.python), "-m", "benchmarks.numpy_original", case],
        cwd=ROOT / "scripts",
        env=environment.env(),
        capture_output=True,
        text=True,
        check=True,
    )
    return float(answer.stdout)
