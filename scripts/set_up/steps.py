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

from set_up import jupyter_packages, notebook_trust, prerequisites, rust_kernel
from set_up.environment import ROOT, Environment
from set_up.log import Log, SetUpError


def set_up(log: Log, *, benchmarks: bool = False) -> Environment:
    """Makes or repairs what is missing and returns the environment.

    It can be run again at any time and after any interruption. `benchmarks` adds what the
    benchmarks' Python original needs. Raises `SetUpError` with a sentence that says what is wrong
    and how to mend it.
    """
    environment = Environment(ROOT)
    environment.lab.mkdir(exist_ok=True)
    with one_at_a_time(environment.lab / "lock", log):
        with log.step("Python, Rust, C compiler, disk space"):
            prerequisites.check(environment.root, log)
        jupyter_packages.install(environment, log, benchmarks=benchmarks)
        jupyter_packages.configure(environment)
        rust_kernel.install(environment, log)
        notebook_trust.trust(environment, log)
    return environment


def run_inside(script: str, arguments: Sequence[str], *, benchmarks: bool = False) -> int | None:
    """Sets up what is missing and runs `script` again in the environment; returns its exit code.

    None means that this process is the one that runs inside, and is to do the work.
    """
    environment = Environment(ROOT)
    variables = environment.env()
    here = Path(sys.prefix) == environment.lab / "venv"
    if here and os.environ.get("JUPYTER_DATA_DIR") == variables["JUPYTER_DATA_DIR"]:
        return None
    try:
        set_up(Log(), benchmarks=benchmarks)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    command = [str(environment.python), script, *arguments]
    if os.name != "nt":  # where exec returns to the shell before the new program ends
        os.execve(command[0], command, variables)
    return subprocess.run(command, env=variables, check=False).returncode


@contextmanager
def one_at_a_time(path: Path, log: Log) -> Iterator[None]:
    """Holds a lock, so that two set-ups of one checkout do not mix their files."""
    with path.open("a+b") as file:
        if not _lock(file):
            log.tell("Another set-up of this checkout is running; waiting for it to end.")
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
