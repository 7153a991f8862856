"""This checkout's lab, installed for every user of the machine as `lab.py install` does it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.other_users import IS_ROOT, opened, rust_folders
from descent_lab.environment import ROOT, Environment
from descent_lab.installation import in_prefix
from descent_lab.lab import Lab
from descent_lab.log import SetUpError

PREFIX = "prefix"


def for_everybody(folder: Path, *others: Path) -> list[str]:
    """The start of a command that sees a machine on which every user can read this checkout, its
    Python, Rust, and the folders `others`. `folder` is taken for what it makes."""
    return opened([ROOT, Path(sys.base_prefix), *rust_folders(), *others], folder / "aside")


def is_possible(start: list[str]) -> bool:
    """Whether other users can be made to see what `start` shows them."""
    if not IS_ROOT:
        return False
    return subprocess.run([*start, "true"], capture_output=True, check=False).returncode == 0


def install(folder: Path) -> tuple[Lab, str]:
    """Installs the lab in a prefix below `folder`, which is opened to everybody if other users can
    be made to read what it needs; returns it and what was said.

    No lesson is run. Raises `SetUpError` with what was said if it fails.
    """
    start = for_everybody(folder)
    if is_possible(start):
        folder.chmod(0o755)
    else:
        # Where nobody else can enter, nobody else has to read the toolchain.
        folder.chmod(0o700)
        start = []
    prefix = folder / PREFIX
    python = str(Environment(ROOT).python)
    command = [python, str(ROOT / "scripts" / "lab.py"), "install", "--no-lessons"]
    answer = subprocess.run(
        [*start, *command, "--prefix", str(prefix)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if answer.returncode != 0:
        raise SetUpError(f"The lab cannot be installed in '{prefix}':\n{answer.stdout}")
    return Lab(in_prefix(prefix).root), answer.stdout
