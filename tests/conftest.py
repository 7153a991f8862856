"""How tests are shared out; and the wheel, environments that it is installed in, and a lab that is
installed for everybody: built once for all tests of a run."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from benchmarks.installed import install
from browser.server import base_python, variables
from descent_lab.environment import ROOT
from descent_lab.lab import KERNEL_FOLDER, Lab
from kernels import soon

# Tests of several files that share what takes a minute to make.
TOGETHER = {
    "test_package.py": "wheel",
    "test_install.py": "wheel",
    "test_image.py": "wheel",
    "test_installed_kernel.py": "installed",
    "test_hub.py": "installed",
}
# What begins first, so that no worker is left alone with it at the end.
LONG = (*TOGETHER, "test_nbgrader.py", "test_site.py", "test_exports.py", "test_first_look.py")
# Tests that share nothing but the server, in a file that takes minutes.
INDEPENDENT = ("test_stepping.py", "test_mistakes.py", "test_players.py", "test_opening.py")


class OneWorkerForAFile(LoadScopeScheduling):
    """Starts once what a file's tests share: a kernel, or an installed lab.

    pytest-xdist's groups, which would say it beside the tests, are without effect in pytest 9.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0].rpartition("/")[2]
        return nodeid if file in INDEPENDENT else TOGETHER.get(file, file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneWorkerForAFile:
    """Called by pytest-xdist."""
    config.option.loadscopereorder = False
    return OneWorkerForAFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Called by pytest on each worker."""
    items.sort(key=lambda item: item.path.name not in LONG)


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

    def install(self, *arguments: str) -> None:
        """Installs packages with the project's own pip."""
        pip = [sys.executable, "-m", "pip", "--python", str(self.python), "install", "--quiet"]
        subprocess.run([*pip, *arguments], check=True)

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
    foreign = borrowing(tmp_path_factory.mktemp("foreign") / "venv")
    # Where pip puts what is no module of nbconvert's.
    templates = Path("jupyter", "nbconvert")
    (foreign.share / templates.parent).mkdir(parents=True)
    (foreign.share / templates).symlink_to(Path(sys.prefix) / "share" / templates)
    foreign.install("--no-index", "--no-deps", str(wheel))
    return foreign


def borrowing(folder: Path) -> Foreign:
    """Makes an environment that finds the packages of the project's own."""
    subprocess.run([base_python(), "-m", "venv", "--without-pip", folder], check=True)
    packages = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    (own,) = folder.glob("lib/*/site-packages")
    (own / "borrowed.pth").write_text(f"{packages}\n", encoding="utf-8")
    return Foreign(folder, folder / "bin" / "python")


@pytest.fixture
def everybodys() -> Iterator[Path]:
    """A temporary folder that every user can enter, other than pytest's."""
    folder = Path(tempfile.mkdtemp(prefix="descent-students-"))
    folder.chmod(0o755)
    yield folder

    def is_gone() -> bool:
        # A kernel that has just ended may still be removing its own folder in there.
        shutil.rmtree(folder, ignore_errors=True)
        return not folder.exists()

    assert soon(is_gone)


@pytest.fixture(scope="session")
def installed_lab() -> Iterator[Lab]:
    """A lab whose crates are compiled, installed where other users can read it if there can be any.

    What uses it runs on one worker, so that it is made once.
    """
    folder = Path(tempfile.mkdtemp(prefix="descent-installed-"))
    try:
        lab, said = install(folder)
        assert "put in place, some seconds: that has not been done yet." in said
        yield lab
    finally:
        shutil.rmtree(folder)
