"""Files that set-up writes."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path


def read(path: Path) -> str | None:
    """The text of a file, None where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def write(path: Path, text: str) -> None:
    """Writes a text into a file, unless it is there."""
    if read(path) != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def write_json(path: Path, value: object) -> None:
    """Writes a value as JSON into a file, unless it is there."""
    write(path, json.dumps(value, indent=2) + "\n")


def replace(target: Path, new: Path) -> None:
    """Puts `new` in the place of the program `target`, which may be running.

    On Windows a running program's file can be neither replaced nor removed, but renamed: then it
    is moved aside, and removed by the first call after its end.
    """
    for aside in target.parent.glob(f"{target.name}.*.old"):
        with contextlib.suppress(PermissionError):
            aside.unlink()
    try:
        new.replace(target)
    except PermissionError:
        target.rename(target.with_name(f"{target.name}.{time.time_ns()}.old"))
        new.replace(target)
