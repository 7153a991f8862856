"""The lessons in a folder of the user's own."""

from __future__ import annotations

import hashlib
import json
import locale
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from descent_lab import files
from descent_lab.kernelspec import KERNELS
from descent_lab.lab import Lab

FIRST = "00_read_me_first.ipynb"
DEFAULT_FOLDER = Path("descent-lessons")
# What was copied, so that a later version tells what the user has changed since.
RECORD = ".descent-lessons.json"
# Not lying beside what a student is to solve.
SOLUTIONS = "solutions"
# The folders of the lessons in each language; those in English lie above the others.
EDITIONS = tuple(kernel.speaks for kernel in KERNELS)


@dataclass
class Copied:
    """What became of the lessons."""

    written: list[Path] = field(default_factory=list)
    """The files that are new, or were as an older version had left them."""
    left: list[Path] = field(default_factory=list)
    """The files that the user has changed and of which there is a newer version."""
    beside: list[Path] = field(default_factory=list)
    """The newer versions that were put beside those."""


def copy(lab: Lab, folder: Path, *, solutions: bool, beside: bool, edition: str = "") -> Copied:
    """Copies the lessons into a folder, never over what was changed there.

    Those in another language are an `edition`, and go to a folder of its name. `solutions` adds
    what is a teacher's. `beside` puts a new version of a changed file beside it, under a name with
    the version.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record = _record(folder)
    copied = Copied()
    for source in shipped(lab, solutions=solutions, editions=(edition,)):
        name = source.relative_to(lab.notebooks)
        target, new = folder / name, _digest(source)
        found = _digest(target) if target.exists() else None
        if found in (None, record.get(name.as_posix())) and found != new:
            _copy(source, target)
            copied.written.append(target)
        elif found != new and record.get(name.as_posix()) != new:
            copied.left.append(target)
            another = target.with_name(f"{target.stem}.{lab.version}{target.suffix}")
            if beside and not another.exists():
                _copy(source, another)
                copied.beside.append(another)
            if not beside:
                continue  # told again next time
        record[name.as_posix()] = new
    files.write_json(folder / RECORD, record)
    return copied


def shipped(lab: Lab, *, solutions: bool, editions: Iterable[str] = EDITIONS) -> list[Path]:
    """The files that belong to the lessons; those of a teacher are the solutions and the plan."""
    parts = ("", "exercises", *([SOLUTIONS] if solutions else []))
    suffixes = (".ipynb", *([".md"] if solutions else []))
    return sorted(
        path
        for edition in editions
        for part in parts
        for path in (lab.notebooks / edition / part).glob("*")
        if path.suffix in suffixes
    )


def spoken() -> str:
    """The edition in the language of the system, as its environment names it; else English."""
    names = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    language = next(filter(None, names), None) or locale.getlocale()[0] or ""
    # `zh_CN.UTF-8`; on Windows `Chinese (Simplified)_China`.
    return "zh" if language.lower().startswith(("zh", "chinese")) else ""


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # Under a new name first: an interruption leaves no half of a lesson behind.
    part = target.with_name(target.name + ".part")
    shutil.copyfile(source, part)
    part.replace(target)


def _record(folder: Path) -> dict[str, str]:
    """What was copied before; of a file that nobody wrote here nothing is known."""
    try:
        known = json.loads(files.read(folder / RECORD) or "{}")
    except ValueError:
        return {}
    if not isinstance(known, dict):
        return {}
    return {str(name): str(digest) for name, digest in known.items()}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
