"""The image of binder/ and .devcontainer/: its lines are run in a bare root, a lesson in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.other_users import IS_ROOT
from descent_lab.environment import ROOT, Environment
from images import NAMESPACES, Image, debootstrap, instructions, pip_settings
from students import sysroot

# With those that build the wheel, which one process does once.

DOCKERFILE = ROOT / "binder" / "Dockerfile"
# Where the Dockerfile has rustup put cargo.
RUST = "/opt/rust/cargo"
# What the image takes, and as much again.
ROOT_BYTES = 2_500_000_000
# The lesson up to the first cell whose output has a picture.
FIRST_PLOT = """
import getpass, sys, nbformat, nbclient
notebook = nbformat.read("02_gradient_descent.ipynb", as_version=4)
def pictures(cell):
    return [one for one in cell.get("outputs", []) if "image/png" in one.get("data", {})]
last = next(place for place, cell in enumerate(notebook.cells) if pictures(cell))
notebook.cells = notebook.cells[: last + 1]
for cell in notebook.cells:
    if cell.cell_type == "code":
        cell.outputs = []
nbclient.NotebookClient(notebook, timeout=60, startup_timeout=60).execute()
print(getpass.getuser(), len(pictures(notebook.cells[-1])), sys.prefix)
"""


def cannot_build() -> str | None:
    """Why no root can be made here."""
    if not IS_ROOT:
        return "only root can make a root of its own"
    missing = [name for name in ("debootstrap", "apt-get", "chroot") if not shutil.which(name)]
    if missing:
        return f"{', '.join(missing)} is missing; `.ci/run` installs debootstrap"
    if subprocess.run([*NAMESPACES, "true"], capture_output=True, check=False).returncode != 0:
        return "nobody may mount here"
    return None


def in_memory() -> str | None:
    """Where forty thousand files are written and removed within seconds, if there is room."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or os.statvfs(memory).f_flag & os.ST_NOEXEC:
        return None
    return str(memory) if shutil.disk_usage(memory).free > ROOT_BYTES else None


@pytest.fixture(scope="module")
def image(wheel: Path) -> Iterator[Image]:
    """The image as the Dockerfile makes it, with the wheel of this checkout."""
    if (reason := cannot_build()) is not None:
        pytest.skip(reason)
    root = Path(tempfile.mkdtemp(prefix="descent-image-", dir=in_memory()))
    try:
        root.chmod(0o755)
        debootstrap(root)
        shutil.copy2(wheel, root / "srv")
        image = Image(root, sysroot(), RUST, pip_settings(root))
        # Each lesson once, as an image for a class has it, takes minutes and is tested elsewhere.
        options = {"WHEELS": "/srv", "INSTALL_OPTIONS": "--no-lessons"}
        image.build(DOCKERFILE, ROOT, options)
        yield image
    finally:
        shutil.rmtree(root)


def test_a_student_of_the_image_has_the_first_plot(image: Image) -> None:
    (image.root / "srv" / "first_plot.py").write_text(FIRST_PLOT, encoding="utf-8")
    told = image.run("python3 /srv/first_plot.py").splitlines()[-1]
    assert told.split() == ["jovyan", "1", "/opt/descent"]


def test_a_student_of_the_image_can_write_to_no_part_of_it(image: Image) -> None:
    found = image.run("find /opt -xdev -writable ! -type l").split()
    assert found == []


def test_a_teacher_has_a_course_for_nbgrader_made_in_the_image(image: Image) -> None:
    image.run("descent-lab nbgrader course")
    made = image.root / "home" / "jovyan" / "course" / "source"
    exercises = (ROOT / "notebooks" / "exercises").glob("*.ipynb")
    assert {path.name for path in made.iterdir()} == {path.stem for path in exercises}


def install(folder: Path, origin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the script, its commands shown, beside what the image copies from a clone of `origin`;
    it ends where it would make an environment."""
    for file in (ROOT / "binder" / "install", ROOT / "Cargo.toml", ROOT / "rust-toolchain.toml"):
        shutil.copy2(file, folder)
    if origin is not None:
        config = f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {origin}\n\tfetch = +refs/*\n'
        (folder / "config").write_text(config, encoding="utf-8")
    tools = folder / "tools"
    tools.mkdir()
    for name in ("cargo", "python3"):
        (tools / name).write_text("#!/bin/sh\nexit 7\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    command = ["sh", "-x", str(folder / "install")]
    return subprocess.run(
        command, env=os.environ | {"PATH": path}, capture_output=True, encoding="utf-8", check=False
    )


def test_without_a_release_the_build_says_what_to_name(tmp_path: Path) -> None:
    answer = install(tmp_path)
    assert answer.returncode == 1
    assert "name a folder or a page that has the wheel of version" in answer.stderr


@pytest.mark.parametrize(
    "origin", ["https://github.com/school/lessons", "git@github.com:school/lessons.git"]
)
def test_the_release_is_that_of_the_repository_which_was_cloned(
    origin: str, tmp_path: Path
) -> None:
    answer = install(tmp_path, origin)
    page = "https://github.com/school/lessons/releases/expanded_assets/v"
    assert f"wheels={page}{Environment(ROOT).version}\n" in answer.stderr
    assert answer.returncode == 7


def test_the_dev_container_is_built_from_the_same_lines() -> None:
    folder = ROOT / ".devcontainer"
    settings = json.loads((folder / "devcontainer.json").read_text(encoding="utf-8"))
    assert (folder / settings["build"]["dockerfile"]).resolve() == DOCKERFILE
    assert (folder / settings["build"]["context"]).resolve() == ROOT
    user = next(rest for word, rest in instructions(DOCKERFILE.read_text()) if "NB_USER" in rest)
    assert user == f"NB_USER={settings['remoteUser']}"
    assert os.access(ROOT / "binder" / "install", os.X_OK)
