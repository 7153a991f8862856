"""The answers to the lessons' questions: one for each, with numbers that NumPy finds as well."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest

from descent_lab.environment import ROOT
from lessons.canonical import load
from lessons.document import FOLDER, source_of

Vector = numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.float64]]
Function = Callable[[Vector], float]

LESSONS = sorted(path for path in FOLDER.glob("0[1-9]_*.ipynb"))
W = numpy.array([[-1.06577896, 0.3928238, 0.47935903], [0.3361168, 0.07822983, 0.5225732]])
RANDOM = numpy.array(
    [[0.06942792, 0.13293812, 0.26257636], [-0.22530088, -0.66422485, -0.21539021]]
)
X = numpy.array([0.6, 0.9])


def questions(name: str) -> list[str]:
    """The questions at the end of a lesson."""
    last = source_of(load(FOLDER / name)["cells"][-1])
    return re.findall(r"^\d+\. (.*)$", last, re.MULTILINE)


def answered(name: str) -> list[tuple[str, str]]:
    """The questions that the solutions repeat, and their answers."""
    texts = [source_of(cell) for cell in load(FOLDER / "solutions" / name)["cells"]]
    text = "\n".join(texts)
    found = re.findall(
        r"^\*\*\d+\.\*\* (.*?)$.*?<summary>Answer</summary>\n\n(.*?)\n\n</details>",
        text,
        re.MULTILINE | re.DOTALL,
    )
    return [(question.replace("](../", "]("), answer) for question, answer in found]


def answer(lesson: str, question: int) -> str:
    """An answer, without its markers."""
    (name,) = [path.name for path in LESSONS if path.name.startswith(lesson)]
    return re.sub(r"<!--.*?-->", "", answered(name)[question - 1][1])


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_each_question_of_a_lesson_has_an_answer(path: Path) -> None:
    asked = questions(path.name)
    assert len(asked) >= 4
    assert [question for question, _ in answered(path.name)] == asked


def gradient(f: Function, x: Vector, h: float = 1e-4) -> Vector:
    """The numerical gradient, as the original has it."""
    slopes = numpy.zeros_like(x)
    for i in range(x.size):
        moved = x.copy()
        moved[i] = x[i] + h
        above = f(moved)
        moved[i] = x[i] - h
        slopes[i] = (above - f(moved)) / (2 * h)
    return slopes


def bowl(x: Vector) -> float:
    """x₀² + x₁²."""
    return float(x[0] ** 2 + x[1] ** 2)


def ravine(x: Vector) -> float:
    """x₀²/20 + x₁²."""
    return float(x[0] ** 2 / 20 + x[1] ** 2)


def test_a_far_too_small_h_gives_nonsense() -> None:
    slope = gradient(bowl, numpy.array([3.0, 4.0]), 1e-15)
    assert f"({slope[0]:.1f}, {slope[1]:.1f})" in answer("01", 4)


def test_the_learning_rate_1_1_ends_in_a_cycle() -> None:
    points = [numpy.array([-3.0, 4.0])]
    for _ in range(200):
        points.append(points[-1] - 1.1 * gradient(bowl, points[-1]))
    begin = next(k for k in range(200) if (points[k] == points[k + 2]).all())
    said = answer("02", 3)
    assert f"step {begin}" in said
    ends = sorted(float(point[0]) for point in points[begin : begin + 2])
    assert [round(end / 1e11) for end in ends] == [-6, 9]
    assert "near $9 \\cdot 10^{11}$ and $-6 \\cdot 10^{11}$" in said


def probabilities(w: Vector) -> Vector:
    """What the net of lesson 3 makes of its input."""
    logits = X @ w
    exponentials = numpy.exp(logits - logits.max())
    return numpy.asarray(exponentials / exponentials.sum())


def trained(w: Vector, label: int, rate: float, steps: int) -> list[float]:
    """The probability of the right class at each step of training with the book's loss."""
    target = numpy.eye(3)[label]
    shares = []
    for _ in range(steps + 1):
        y = probabilities(w)
        shares.append(float(y[label]))
        w = w - rate * numpy.outer(X, y - target)
    return shares


def test_training_for_class_0_does_what_is_said() -> None:
    shares, said = trained(W, 0, 0.01, 100), answer("03", 1)
    assert f"loss is {-numpy.log(shares[0]):.2f}" in said
    assert f"from {shares[0]:.2f} to {shares[-1]:.2f}" in said


def test_three_learning_rates_reach_the_losses_that_are_said() -> None:
    losses = [-numpy.log(trained(W, 2, rate, 100)[-1]) for rate in (0.1, 1.0, 10.0)]
    assert "is {:.3f}, {:.4f} and {:.5f}.".format(*losses) in answer("03", 3)


def test_the_random_net_takes_as_many_steps_as_is_said() -> None:
    first = [
        next(step for step, share in enumerate(trained(RANDOM, 2, rate, 1000)) if share > 0.9)
        for rate in (0.01, 0.5)
    ]
    assert "after {} steps of the book's loss, with 0.5 after {}.".format(*first) in answer("03", 4)


# Hubble's table, from the crate.
NEBULAE = ROOT / "crates" / "descent" / "src" / "nebulae.rs"
ROWS = re.findall(r"^ +\(([\d.]+), ([-\d.]+)\),", NEBULAE.read_text("utf-8"), re.MULTILINE)
DISTANCE, VELOCITY = numpy.array(ROWS, dtype=numpy.float64).T


def descended(x: Vector, rate: float, steps: int) -> Vector:
    """Intercept and slope after a descent on the mean squared error from (0, 0)."""
    line = numpy.zeros(2)
    for _ in range(steps):
        error = line[0] + line[1] * x - VELOCITY
        line -= rate * 2 * numpy.array([error.mean(), (error * x).mean()])
    return line


def test_the_intercept_learns_as_little_as_is_said() -> None:
    x, said = 1000 * DISTANCE, answer("04", 3)
    learnt, least = descended(x, 8e-7, 1000)[0], numpy.polyfit(x, VELOCITY, 1)[1]
    assert f"gets to {learnt:.2f} on its way to {least:.0f}.".replace("-", "−") in said
    assert abs(descended(x, 9e-7, 1000)[1]) > 1e9
    assert "With $9 \\cdot 10^{-7}$ the slope already diverges." in said


def test_the_correlation_is_the_slope_that_is_said() -> None:
    correlation = numpy.corrcoef(DISTANCE, VELOCITY)[0, 1]
    assert f"$(0, {correlation:.2f})$" in answer("04", 4)


def test_a_slip_of_the_pen_costs_what_is_said() -> None:
    slipped = VELOCITY.copy()
    slipped[-1] *= 10
    slopes = [numpy.polyfit(DISTANCE, y, 1)[0] for y in (VELOCITY, slipped)]
    assert "rises from {:.0f} to {:.0f}:".format(*slopes) in answer("04", 5)


def momentum(alpha: float, rate: float = 0.1) -> list[Vector]:
    """300 steps of momentum in the ravine."""
    x, v = numpy.array([-7.0, 2.0]), numpy.zeros(2)
    points = [x]
    for _ in range(300):
        v = alpha * v - rate * gradient(ravine, x)
        x = x + v
        points.append(x)
    return points


def test_momentum_rolls_as_is_said() -> None:
    said = answer("07", 1)
    assert f"only at $−{-momentum(0.5)[30][0]:.1f}$".replace("−", "-") in said
    far = momentum(0.99)
    assert f"side to {max(point[0] for point in far):.1f}" in said
    assert f"still {ravine(far[-1]):.2f}" in said


def test_momentum_at_its_best_goes_as_far_as_is_said() -> None:
    flat, steep = numpy.sqrt(0.1), numpy.sqrt(2.0)
    path = momentum(((steep - flat) / (steep + flat)) ** 2, (2 / (flat + steep)) ** 2)
    digits, exponent = f"{ravine(path[30]):.1e}".split("e")
    assert f"value is ${digits} \\cdot 10^{{{int(exponent)}}}$" in answer("07", 5)
    assert f"it was {ravine(momentum(0.9)[30]):.3f}" in answer("07", 5)


def rms_prop(rate: float) -> list[float]:
    """The values of 600 steps of RMSProp in the ravine."""
    x, h = numpy.array([-7.0, 2.0]), numpy.zeros(2)
    values = [ravine(x)]
    for _ in range(600):
        slope = gradient(ravine, x)
        h = 0.9 * h + 0.1 * slope**2
        x = x - rate * slope / (numpy.sqrt(h) + 1e-7)
        values.append(ravine(x))
    return values


def test_rms_prop_dances_as_is_said() -> None:
    slow, fast = rms_prop(0.03), rms_prop(0.3)
    said = answer("07", 2)
    assert f"up to {max(slow[400:]):.4f} and not to {max(fast[400:]):.2f}." in said
    first = [next(k for k, value in enumerate(run) if value < 0.01) for run in (slow, fast)]
    assert "takes {} steps instead of {}.".format(*first) in said


def test_beales_starts_fly_off_as_is_said() -> None:
    x, y = numpy.meshgrid(numpy.linspace(-4.5, 4.5, 60), numpy.linspace(-4.5, 4.5, 50))

    def beale(x: Vector, y: Vector) -> Vector:
        c = zip((1.5, 2.25, 2.625), (1, 2, 3), strict=True)
        return numpy.asarray(sum((a - x + x * y**k) ** 2 for a, k in c))

    with numpy.errstate(all="ignore"):
        for _ in range(300):
            across = (beale(x + 1e-4, y) - beale(x - 1e-4, y)) / 2e-4
            along = (beale(x, y + 1e-4) - beale(x, y - 1e-4)) / 2e-4
            x, y = x - 0.01 * across, y - 0.01 * along
        gone = ~(numpy.hypot(x, y) < 100)
        there = numpy.hypot(x - 3, y - 0.5) < 0.1
    assert gone.mean() == pytest.approx(2 / 3, abs=0.02)
    assert there.mean() < 0.05
    assert "two thirds of the starts" in answer("07", 4)
