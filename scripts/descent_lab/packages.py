"""JupyterLab and the test tools, in a virtual environment of the checkout."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from descent_lab import files
from descent_lab.environment import Environment
from descent_lab.log import SetUpError, Step

# pip settings of the user's that would install somewhere else.
FOREIGN_VARIABLES = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PYTHONPATH", "PYTHONHOME")


@dataclass(frozen=True)
class Group:
    """Packages that are installed together, pinned in one file beside this package."""

    name: str
    requirements: str
    expect: str


CLASS = Group("JupyterLab", "requirements.txt", "half a minute, 46 MB from the network")
TESTS = Group(
    "What the tests need", "requirements-dev.txt", "half a minute, 80 MB from the network"
)
HUB = Group("JupyterHub, for its tests", "requirements-hub.txt", "30 MB from the network")
SITE = Group("Sphinx, for the web edition", "requirements-site.txt", "23 MB from the network")
BENCHMARKS = Group(
    "Matplotlib, for the benchmarks", "requirements-bench.txt", "12 MB from the network"
)


def steps(environment: Environment, extras: tuple[Group, ...]) -> list[Step]:
    """Installs the pinned packages, unless they are installed."""
    return [_step(environment, group) for group in (CLASS, *extras)]


def _step(environment: Environment, group: Group) -> Step:
    requirements = environment.root / "scripts" / group.requirements
    installed = environment.venv / f"installed-{group.requirements}"
    wanted = stamp(environment.venv, requirements)

    def is_done() -> bool:
        return files.read(installed) == wanted and environment.python.exists()

    def why() -> str:
        place = (files.read(installed) or "").strip().rpartition("\t")[2]
        if group is not CLASS or place in ("", str(environment.venv)):
            return ""
        return (
            f"The checkout was moved here from '{Path(place).parents[1]}': its Python packages "
            "know their place and are installed again."
        )

    def run() -> None:
        if group is CLASS:
            # Not the environment's own Python, even if that runs this script.
            python = getattr(sys, "_base_executable", sys.executable)
            command = [python, "-m", "venv", "--clear", str(environment.venv)]
            _run(command, "make an environment")
        _pip_install(environment, requirements)
        files.write(installed, wanted)

    return Step(group.name, run, is_done, group.expect, why)


def stamp(folder: Path, requirements: Path) -> str:
    """Names everything that an environment depends on, its own place included: the scripts in it
    hold absolute paths."""
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    return f"{digest}\t{platform.python_version()}\t{sys.base_prefix}\t{folder}\n"


def _pip_install(environment: Environment, requirements: Path) -> None:
    pip = [str(environment.python), "-m", "pip", "install", "--quiet", "--no-input"]
    variables = {k: v for k, v in os.environ.items() if k not in FOREIGN_VARIABLES}
    variables.update(
        PIP_USER="0",
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        PIP_CACHE_DIR=str(environment.lab / "pip-cache"),
    )
    command = [*pip, "--require-hashes", "--requirement", str(requirements)]
    _run(command, "install the Python packages", variables)
    shutil.rmtree(environment.lab / "pip-cache", ignore_errors=True)


def _run(command: list[str], purpose: str, variables: dict[str, str] | None = None) -> None:
    if subprocess.run(command, env=variables, check=False).returncode != 0:
        raise SetUpError(
            f"Could not {purpose}; the lines above say why. If the network failed, run this again "
            "when it is back: what is done stays done."
        )
