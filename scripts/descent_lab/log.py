"""What set-up tells the person who waits for it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO


class SetUpError(Exception):
    """What is wrong and how to mend it, in a sentence."""


@dataclass(frozen=True)
class Step:
    """One thing that set-up does."""

    name: str
    run: Callable[[], None]
    is_done: Callable[[], bool] = lambda: False
    """Whether there is nothing to do. A step that cannot tell does what is left of it at once."""
    expect: str = ""
    """How long it takes and what it downloads, if that is worth a word."""
    why: Callable[[], str] = lambda: ""
    """Why what was done before has to be done again, in a sentence."""


class Log:
    """Prints each step and how long it took."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr

    def tell(self, sentence: str) -> None:
        """Prints a sentence."""
        print(sentence, file=self._stream, flush=True)

    def run(self, steps: Sequence[Step]) -> None:
        """Does what is not done yet, with the number of each step and that of all."""
        for number, step in enumerate(steps, 1):
            if step.is_done():
                continue
            name = f"[{number}/{len(steps)}] {step.name}"
            if why := step.why():
                self.tell(why)
            with self.step(name, step.expect):
                step.run()

    @contextmanager
    def step(self, name: str, expect: str = "") -> Iterator[None]:
        """Prints `name` before a step, with what to `expect` of one that takes long, and the time
        that it took after it."""
        if expect:
            self.tell(f"{name} … ({expect})")
        start = time.monotonic()
        yield
        self.tell(f"{name}: {time.monotonic() - start:.1f} s")
