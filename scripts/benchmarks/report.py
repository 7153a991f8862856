"""What the benchmarks found: on the screen as tables, in a file as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.samples import Summary, summary

# How a benchmark says how far it is.
Tell = Callable[[str], None]

ENOUGH = 5

# The units of a value, the largest first, and their sizes.
UNITS = {
    "s": {"s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9},
    "B": {"GB": 1e9, "MB": 1e6, "B": 1.0},
}


@dataclass(frozen=True)
class Ratio:
    """One contestant's median divided by another's, and the bound that it has to reach."""

    of: str
    to: str
    at_most: float | None = None

    @property
    def name(self) -> str:
        """What heads its column."""
        return f"{self.of} / {self.to}"


@dataclass(frozen=True)
class Row:
    """One thing that was measured of every contestant."""

    name: str
    unit: str
    """`s` for seconds, `B` for bytes, empty for a count."""
    samples: Mapping[str, Sequence[float]]
    """One sample for each repetition, by contestant."""
    ratios: Sequence[Ratio] = ()

    def summaries(self) -> dict[str, Summary]:
        """By contestant, as far as there is a sample."""
        return {name: summary(samples) for name, samples in self.samples.items() if samples}

    def ratio(self, ratio: Ratio) -> float | None:
        """The ratio's value, if both sides were measured."""
        found = self.summaries()
        if ratio.of not in found or ratio.to not in found or found[ratio.to].median == 0:
            return None
        return found[ratio.of].median / found[ratio.to].median

    def reached(self, ratio: Ratio) -> bool | None:
        """Whether the ratio is within its bound; None where there is none or no value."""
        value = self.ratio(ratio)
        return None if value is None or ratio.at_most is None else value <= ratio.at_most


@dataclass
class Part:
    """One of the benchmarks."""

    title: str
    rows: list[Row]
    failures: list[str] = field(default_factory=list)
    """What went wrong; a repetition in which something did is not in the rows."""
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    load_before: float | None = None
    """Processes that wanted a core in the minute before."""


def table(part: Part) -> str:
    """The part as text: a line for each row, and below it the failures and notes."""
    contestants = list(dict.fromkeys(name for row in part.rows for name in row.samples))
    ratios: dict[str, bool] = {}  # by name, and whether a bound is set for it
    for row in part.rows:
        for ratio in row.ratios:
            ratios[ratio.name] = ratios.get(ratio.name, False) or ratio.at_most is not None
    head = ["", *contestants]
    for name, bounded in ratios.items():
        head += [name, "to reach"] if bounded else [name]
    lines = [head]
    for row in part.rows:
        found = row.summaries()
        line = [row.name, *(_shown(found.get(name), row.unit) for name in contestants)]
        for name, bounded in ratios.items():
            shown = next(
                (_shown_ratio(row, one) for one in row.ratios if one.name == name), ["", ""]
            )
            line += shown if bounded else shown[:1]
        lines.append(line)
    text = [part.title, *_aligned(lines)]
    counts = {s.count for row in part.rows for s in row.summaries().values()}
    if counts:
        text.append(f"Medians of {_repetitions(counts)}, quartiles in brackets.")
        if min(counts) < ENOUGH:
            text.append(f"Fewer than {ENOUGH} repetitions prove little.")
    load = f"; load before: {part.load_before:.1f}" if part.load_before is not None else ""
    text.append(f"Took {_duration(part.seconds)}{load}.")
    text += part.notes
    text += [f"FAILED: {failure}" for failure in part.failures]
    return "\n".join(text)


def write_json(path: Path, machine: Mapping[str, Any], parts: Sequence[Part]) -> None:
    """Everything, the single samples included. Times in seconds, memory in bytes."""
    content = {"machine": machine, "parts": [_as_json(part) for part in parts]}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _as_json(part: Part) -> dict[str, Any]:
    content = asdict(part)
    content["rows"] = [
        {
            "name": row.name,
            "unit": row.unit,
            "contestants": {
                name: {**asdict(found), "samples": list(row.samples[name])}
                for name, found in row.summaries().items()
            },
            "ratios": [
                {**asdict(ratio), "ratio": row.ratio(ratio), "reached": row.reached(ratio)}
                for ratio in row.ratios
            ],
        }
        for row in part.rows
    ]
    return content


def _shown(found: Summary | None, unit: str) -> str:
    """A median and its quartiles in the unit that fits the median."""
    if found is None:
        return "–"
    if not unit:
        return f"{found.median:g}"
    units = UNITS[unit]
    shown = next((name for name, size in units.items() if found.median >= size), list(units)[-1])
    median, lower, upper = (
        _three_digits(value / units[shown]) for value in (found.median, found.lower, found.upper)
    )
    spread = f" [{lower}–{upper}]" if found.count > 1 else ""
    return f"{median} {shown}{spread}"


def _three_digits(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _shown_ratio(row: Row, ratio: Ratio) -> list[str]:
    value, reached = row.ratio(ratio), row.reached(ratio)
    verdict = "" if reached is None else "  reached" if reached else "  NOT REACHED"
    bound = "" if ratio.at_most is None else f"≤ {_fraction(ratio.at_most)}{verdict}"
    return ["–" if value is None else _fraction(value), bound]


def _fraction(value: float) -> str:
    """1/12 says more than 0.083."""
    return f"1/{_significant(1 / value)}" if 0 < value < 0.5 else _significant(value)


def _significant(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _repetitions(counts: set[int]) -> str:
    least, most = min(counts), max(counts)
    several = f"{least} to {most}" if least < most else f"{least}"
    return "one repetition" if counts == {1} else f"{several} repetitions"


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def _aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    """The lines with their columns below one another and a rule below the first."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    shown = ["  ".join(map(str.ljust, line, widths)) for line in lines]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    return [shown[0].rstrip(), rule, *(line.rstrip() for line in shown[1:])]
