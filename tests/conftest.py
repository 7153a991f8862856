"""The wheel, and environments that it is installed in: built once for all tests of a run."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from browser.server import base_python, variables
from descent_lab.environment import ROOT
from descent_lab.lab import KERNEL_FOLDER


@dataclass(frozen=True)
class Foreign:
    """A Python environment that is not the project's, with Jupyter."""

    folder: Path
    python: Path

    @property
    def share(self) -> Path:
        """Where wheels put what is no package."""
        return self.folder / "share"

    @property
    def root(self) -> Path:
        """The installed lab."""
        return self.share / "descent-lab"

    @property
    def kernel_folder(self) -> Path:
        """The kernel's programs."""
        return self.root / KERNEL_FOLDER

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs its Python with an empty home folder."""
        home = self.folder.parent
        for name in ("home", "temporary"):
            (home / name).mkdir(exist_ok=True)
        answer = subprocess.run(
            [str(self.python), *arguments],
            env=variables(home),
            cwd=home,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert not check or answer.returncode == 0, answer.stdout + answer.stderr
        return answer

    def command(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs `descent-lab`."""
        return self.run(str(self.python.with_name("descent-lab")), *arguments, check=check)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="session")
def foreign(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Foreign:
    """An environment in which the wheel is installed, and nothing is prepared.

    It borrows Jupyter from the project's own, which spares downloads.
    """
    folder = tmp_path_factory.mktemp("foreign") / "venv"
    subprocess.run([base_python(), "-m", "venv", "--without-pip", folder], check=True)
    foreign = Foreign(folder, folder / "bin" / "python")
    packages = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    (own,) = folder.glob("lib/*/site-packages")
    (own / "borrowed.pth").write_text(f"{packages}\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(foreign.python), "install", "--quiet"]
    subprocess.run([*pip, "--no-index", "--no-deps", str(wheel)], check=True)
    return foreign
