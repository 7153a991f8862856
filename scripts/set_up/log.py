"""What set-up tells the person who waits for it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class SetUpError(Exception):
    """What is wrong and how to mend it, in a sentence."""


class Log:
    """Prints each step and how long it took."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr

    def tell(self, sentence: str) -> None:
        """Prints a sentence."""
        print(sentence, file=self._stream, flush=True)

    @contextmanager
    def step(self, name: str, expect: str = "") -> Iterator[None]:
        """Prints `name` before a step, with what to `expect` of one that takes long, and the time
        that it took after it."""
        if expect:
            self.tell(f"{name} … ({expect})")
        start = time.monotonic()
        yield
        self.tell(f"{name}: {time.monotonic() - start:.1f} s")
