"""JupyterLab and the test tools, in a virtual environment of the checkout."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from set_up import files
from set_up.environment import Environment
from set_up.log import Log, SetUpError

# No pop-ups about news or updates, and no other request to the network, in front of a class.
LAB_CONFIG = {
    "LabApp": {
        "check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "news_url": None,
        "extension_manager": "readonly",
    }
}
LAB_PAGE = {"buildAvailable": False, "buildCheck": False}
LAB_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"}
}
# pip settings of the user's that would install somewhere else.
FOREIGN_VARIABLES = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PYTHONPATH", "PYTHONHOME")


def install(environment: Environment, log: Log, *, benchmarks: bool) -> None:
    """Installs the pinned packages, unless they are installed."""
    folder = environment.lab / "venv"
    scripts = environment.root / "scripts"
    base = scripts / "requirements.txt"
    stamp = folder / "installed"
    wanted = _stamp(folder, base)
    if files.read(stamp) != wanted or not environment.python.exists():
        with log.step("JupyterLab and test tools", "about a minute, 200 MB from the network"):
            # Not the environment's own Python, even if that runs this script.
            python = getattr(sys, "_base_executable", sys.executable)
            _run([python, "-m", "venv", "--clear", str(folder)], "make an environment")
            _pip_install(environment, base)
            files.write(stamp, wanted)
    extra = scripts / "requirements-bench.txt"
    extra_stamp = folder / "installed-benchmarks"
    if benchmarks and files.read(extra_stamp) != _stamp(folder, extra):
        with log.step("Matplotlib, for the benchmarks"):
            _pip_install(environment, extra)
            files.write(extra_stamp, _stamp(folder, extra))


def configure(environment: Environment) -> None:
    """Writes the settings for class."""
    config = environment.lab / "jupyter" / "config"
    files.write_json(config / "jupyter_lab_config.json", LAB_CONFIG)
    files.write_json(config / "labconfig" / "page_config.json", LAB_PAGE)
    share = environment.lab / "venv" / "share" / "jupyter" / "lab"
    files.write_json(share / "settings" / "overrides.json", LAB_SETTINGS)


def _stamp(folder: Path, requirements: Path) -> str:
    """Names everything that an environment depends on, its own place included: the scripts in it
    hold absolute paths."""
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    return f"{digest} {platform.python_version()} {sys.base_prefix} {folder}\n"


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
