"""The original's NumPy code, timed. Run as a script it measures one case and prints seconds."""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.samples import median

Array = np.ndarray[Any, np.dtype[np.float64]]
Function = Callable[[Array], Any]

# How long a repetition lasts at least, so that the clock's grain does not matter.
LEAST_SECONDS = 0.1
REPETITIONS = 7

# The weights that the original's random generator happened to draw.
WEIGHTS = [[-1.06577896, 0.3928238, 0.47935903], [0.3361168, 0.07822983, 0.5225732]]


def numerical_gradient_1d(f: Function, x: Array) -> Array:
    """The original's first version, for one dimension."""
    h = 1e-4
    grad = np.zeros_like(x)
    for idx in range(x.size):
        tmp_val = x[idx]
        x[idx] = tmp_val + h
        fxh1 = f(x)
        x[idx] = tmp_val - h
        fxh2 = f(x)
        grad[idx] = (fxh1 - fxh2) / (2 * h)
        x[idx] = tmp_val
    return grad


def numerical_gradient(f: Function, x: Array) -> Array:
    """The original's second version, for any number of dimensions."""
    h = 1e-4
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        idx = it.multi_index
        tmp_val = x[idx]
        x[idx] = tmp_val + h
        fxh1 = f(x)
        x[idx] = tmp_val - h
        fxh2 = f(x)
        grad[idx] = (fxh1 - fxh2) / (2 * h)
        x[idx] = tmp_val
        it.iternext()
    return grad


def gradient_descend(
    gradient: Callable[[Function, Array], Array],
    f: Function,
    init_x: Array,
    lr: float = 0.01,
    step_num: int = 100,
) -> Array:
    """The original's descent; its gradient, redefined half-way there, is an argument here."""
    x = init_x
    for _ in range(step_num):
        grad = gradient(f, x)
        x -= lr * grad
    return x


def function_2(x: Array) -> Any:
    """The sum of two squares."""
    return x[0] ** 2 + x[1] ** 2


def sum_of_squares(x: Array) -> Any:
    """The same of any number of variables."""
    return np.sum(x**2)


def softmax(a: Array) -> Any:
    """The original's softmax."""
    c = np.max(a)
    return np.exp(a - c) / np.sum(np.exp(a - c))


def cross_entropy_error(y: Array, t: Array) -> Any:
    """The cross entropy, as the book has it."""
    return -np.sum(t * np.log(y + 1e-7))


def swapped_cross_entropy_error(y: Array, t: Array) -> Any:
    """The original's, which takes the logarithm of the label."""
    return -np.sum(y * np.log(t + 1e-6))


class SimpleNet:
    """The original's net, with given weights and loss."""

    def __init__(self, w: Array, error: Callable[[Array, Array], Any]) -> None:
        self.W = w
        self.error = error

    def predict(self, x: Array) -> Any:
        """The scores."""
        return np.dot(x, self.W)

    def loss(self, x: Array, t: Array) -> Any:
        """The loss for an input and its label."""
        return self.error(softmax(self.predict(x)), t)


def descend_function_2() -> Array:
    """100 steps down function_2 from the original's start."""
    return gradient_descend(numerical_gradient_1d, function_2, np.array([-3.0, 4.0]))


def train(error: Callable[[Array, Array], Any]) -> SimpleNet:
    """100 steps of the 2×3 net."""
    net = SimpleNet(np.array(WEIGHTS), error)
    x, t = np.array([0.6, 0.9]), np.array([0, 0, 1])
    gradient_descend(numerical_gradient, lambda _: net.loss(x, t), net.W)
    return net


def _large_net() -> tuple[SimpleNet, Array, Array]:
    net = SimpleNet(np.random.default_rng(1).standard_normal((64, 10)), cross_entropy_error)
    return net, np.linspace(0.0, 1.0, 64), np.eye(10)[3]


def _gradient_of_large_net() -> Callable[[], Any]:
    net, x, t = _large_net()
    return lambda: numerical_gradient(lambda _: net.loss(x, t), net.W)


def _loss_of_large_net() -> Callable[[], Any]:
    net, x, t = _large_net()
    return lambda: net.loss(x, t)


def _gradient_of(variables: int) -> Callable[[], Any]:
    x = np.linspace(-1.0, 1.0, variables)
    return lambda: numerical_gradient_1d(sum_of_squares, x)


# What each case prepares, and returns to be timed.
CASES: dict[str, Callable[[], Callable[[], Any]]] = {
    "function_2": lambda: descend_function_2,
    "simple_net": lambda: lambda: train(cross_entropy_error),
    "simple_net_swapped": lambda: lambda: train(swapped_cross_entropy_error),
    "gradient_2": lambda: _gradient_of(2),
    "gradient_100": lambda: _gradient_of(100),
    "gradient_10000": lambda: _gradient_of(10_000),
    "loss_64x10": _loss_of_large_net,
    "gradient_64x10": _gradient_of_large_net,
}


def seconds(case: str) -> float:
    """How long a call takes: the median of repetitions of many calls."""
    timer = timeit.Timer(CASES[case]())
    calls = 1
    while timer.timeit(calls) < LEAST_SECONDS:
        calls *= 2
    return median(timer.repeat(REPETITIONS, calls)) / calls


if __name__ == "__main__":
    print(seconds(sys.argv[1]))
