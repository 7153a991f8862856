"""Medians and their spread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Summary:
    """What is told of repeated measurements."""

    count: int
    median: float
    lower: float
    """The lower quartile."""
    upper: float
    """The upper quartile."""


def summary(samples: Sequence[float]) -> Summary:
    """The median and the quartiles of at least one sample."""
    return Summary(len(samples), median(samples), quantile(samples, 0.25), quantile(samples, 0.75))


def median(samples: Sequence[float]) -> float:
    """The value in the middle, or between the two in the middle."""
    return quantile(samples, 0.5)


def quantile(samples: Sequence[float], share: float) -> float:
    """The value below which a share of the samples lies, interpolated between neighbours (as
    NumPy does without being told otherwise). `share` is from 0 to 1."""
    if not samples:
        raise ValueError("there is no sample to take a quantile of")
    ordered = sorted(samples)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
