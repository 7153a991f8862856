"""The project's own environment: what set-up makes in `.lab/`, and how to start things in it.

`set_up(log)` makes or repairs whatever is missing and returns an `Environment`. It can be run
again at any time and after any interruption. Everything lies in the checkout's folder `.lab`,
except what cargo compiles (`target/`) and downloads.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from set_up import jupyter_packages
from set_up import notebook_trust
from set_up import prerequisites
from set_up import rust_kernel
from set_up.log import Log

ROOT = Path(__file__).resolve().parents[2]

# Variables of the user's that would lead Python, pip or Jupyter out of the checkout.
FOREIGN_VARIABLES = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "JUPYTER_CONFIG_PATH",
    "JUPYTER_NO_CONFIG",
    "JUPYTERLAB_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "EVCXR_CONFIG_DIR",
    "EVCXR_TMPDIR",
)


@dataclass(frozen=True)
class Environment:
    """A checkout that is set up."""

    root: Path

    @property
    def lab(self) -> Path:
        """The folder that set-up writes into."""
        return self.root / ".lab"

    @property
    def python(self) -> Path:
        """The Python that has JupyterLab and the test tools."""
        folder = self.lab / "venv" / ("Scripts" if os.name == "nt" else "bin")
        return folder / ("python.exe" if os.name == "nt" else "python")

    @property
    def notebooks(self) -> Path:
        """The folder of the lessons."""
        return self.root / "notebooks"

    @property
    def kernel(self) -> Path:
        """The kernel's executable."""
        return rust_kernel.executable(self.lab)

    def env(self) -> dict[str, str]:
        """Environment variables under which Jupyter finds the project's settings only, and the
        kernelspec `rust` is the project's."""
        variables = {k: v for k, v in os.environ.items() if k not in FOREIGN_VARIABLES}
        jupyter = self.lab / "jupyter"
        variables.update(
            JUPYTER_PATH=str(jupyter / "data"),
            JUPYTER_DATA_DIR=str(jupyter / "data"),
            JUPYTER_CONFIG_DIR=str(jupyter / "config"),
            JUPYTER_RUNTIME_DIR=str(jupyter / "runtime"),
            JUPYTER_PREFER_ENV_PATH="1",
            JUPYTER_PLATFORM_DIRS="0",
            IPYTHONDIR=str(self.lab / "ipython"),
            MPLCONFIGDIR=str(self.lab / "matplotlib"),
            # Where there is an npm, JupyterLab asks it for its registry, and npm keeps logs.
            npm_config_cache=str(self.lab / "npm"),
            PYTHONNOUSERSITE="1",
            VIRTUAL_ENV=str(self.lab / "venv"),
        )
        folders = [str(self.python.parent), variables.get("PATH", os.defpath)]
        if shutil.which("cargo") is None:
            folders.append(str(prerequisites.cargo_folder()))
        variables["PATH"] = os.pathsep.join(folders)
        return variables


def set_up(log: Log, *, benchmarks: bool = False) -> Environment:
    """Makes what is missing and returns the environment.

    `benchmarks` adds what the benchmarks' Python original needs. Raises `SetUpError` with a
    sentence that says what is wrong and how to mend it.
    """
    environment = Environment(ROOT)
    environment.lab.mkdir(exist_ok=True)
    with _one_at_a_time(environment.lab / "lock", log):
        with log.step("Python, Rust, C compiler, disk space"):
            prerequisites.check(environment.root, log)
        jupyter_packages.install(environment, log, benchmarks=benchmarks)
        jupyter_packages.configure(environment)
        rust_kernel.install(environment, log)
        notebook_trust.trust(environment, log)
    return environment


@contextmanager
def _one_at_a_time(path: Path, log: Log) -> Iterator[None]:
    """Holds a lock, so that two set-ups of one checkout do not mix their files."""
    with open(path, "a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                log.tell("Another set-up of this checkout is running; waiting for it to end.")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield
