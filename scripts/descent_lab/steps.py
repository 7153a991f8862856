"""The steps of set-up in their order."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from descent_lab import (
    nbconvert_settings,
    notebook_trust,
    packages,
    prerequisites,
    rust_kernel,
    vscode,
)
from descent_lab.environment import ROOT, Environment, user_cache
from descent_lab.lab import Lab
from descent_lab.log import Log, SetUpError
from descent_lab.packages import Group


def set_up(log: Log, *extras: Group, kernel: bool = True) -> Environment:
    """Makes or repairs what is missing in the checkout and returns it.

    It can be run again at any time and after any interruption. `extras` are packages besides those
    of a class; without the `kernel` no Rust is needed, and no notebook can be run. Raises
    `SetUpError` with a sentence that says what is wrong and how to mend it.
    """
    environment = Environment(ROOT)
    try:
        environment.lab.mkdir(exist_ok=True)
        lock = (environment.lab / "lock").open("a+b")
    except OSError:
        _check_read_only(environment, extras, kernel=kernel)
        return environment
    steps = packages.steps(environment, extras)
    if kernel:
        steps = [
            prerequisites.step(environment, log),
            *steps,
            *rust_kernel.steps(environment),
            notebook_trust.step(environment),
            vscode.step(environment),
            nbconvert_settings.step(environment),
        ]
    with one_at_a_time(lock, log):
        log.run(steps)
    return environment


def _check_read_only(environment: Environment, extras: Sequence[Group], *, kernel: bool) -> None:
    """Raises `SetUpError` if a checkout in which this user cannot write is not set up."""
    steps = packages.steps(environment, tuple(extras))
    if kernel:
        steps += rust_kernel.steps(environment)[:-1]
    missing = [step.name for step in steps if not step.is_done()]
    if kernel and not environment.is_prebuilt:
        missing.append("Notebook crates")
    if missing:
        raise SetUpError(
            f"The checkout '{environment.root}' cannot be written to, and it is not set up "
            f"({', '.join(missing)}): let its owner run 'python3 scripts/lab.py --setup-only' in "
            "it, or copy it to a folder of your own."
        )


def prepare(lab: Lab, log: Log) -> None:
    """Makes what is missing in an installed lab. Raises `SetUpError` as [set_up] does."""
    path = user_cache() / "descent-lab" / "lock"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with one_at_a_time(path.open("a+b"), log):
        log.run(
            [
                prerequisites.step(lab, log),
                rust_kernel.library_sources(lab),
                rust_kernel.notebook_crates(lab),
            ]
        )


def run_inside(
    script: str, arguments: Sequence[str], *extras: Group, kernel: bool = True
) -> int | None:
    """Sets up what is missing and runs `script` again in the environment; returns its exit code.

    None means that this process is the one that runs inside, and is to do the work.
    """
    environment = Environment(ROOT)
    variables = environment.env()
    here = Path(sys.prefix) == environment.venv
    if here and os.environ.get("JUPYTER_DATA_DIR") == variables["JUPYTER_DATA_DIR"]:
        return None
    try:
        set_up(Log(), packages.TESTS, *extras, kernel=kernel)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    command = [str(environment.python), script, *arguments]
    if os.name != "nt":  # where exec returns to the shell before the new program ends
        os.execve(command[0], command, variables)
    return subprocess.run(command, env=variables, check=False).returncode


@contextmanager
def one_at_a_time(lock: IO[bytes], log: Log) -> Iterator[None]:
    """Locks a file and closes it at the end, so that two set-ups do not mix what they write."""
    with lock as file:
        if not _lock(file):
            log.tell("Another set-up is running; waiting for it to end.")
            while not _lock(file):
                time.sleep(0.5)
        yield


def _lock(file: IO[bytes]) -> bool:
    """Locks the file until it is closed, unless another process has locked it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
