"""The proxy in front of a JupyterHub, which npm installs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from descent_lab.environment import ROOT

NAME = "configurable-http-proxy"
# As in its package.json.
OLDEST_NODE = 18
PINNED = Path(__file__).parent
PLACE = ROOT / ".lab" / "hub-proxy"
FILES = ("package.json", "package-lock.json")


def command() -> list[str]:
    """The command that starts the proxy, which is installed in `.lab/` unless it is there already.

    Skips the test where there is no Node.js for it.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip(f"{NAME} needs node and npm, which are not installed")
    answer = subprocess.run([node, "--version"], stdout=subprocess.PIPE, text=True, check=True)
    if int(answer.stdout.lstrip("v").split(".")[0]) < OLDEST_NODE:
        pytest.skip(f"{NAME} needs Node.js {OLDEST_NODE} or newer, found {answer.stdout.strip()}")
    if not _is_installed():
        _install(npm)
    return [str(Path(node).resolve()), str(PLACE / "node_modules" / NAME / "bin" / NAME)]


def _is_installed() -> bool:
    # npm writes the second file when it has installed everything.
    done = (PLACE / "node_modules" / ".package-lock.json").exists()
    return done and all((PLACE / one).read_bytes() == (PINNED / one).read_bytes() for one in FILES)


def _install(npm: str) -> None:
    PLACE.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(PINNED / name, PLACE / name)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    answer = subprocess.run(
        [npm, "ci", *quiet], cwd=PLACE, capture_output=True, encoding="utf-8", check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
