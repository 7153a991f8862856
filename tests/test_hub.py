"""A class on a JupyterHub: students with accounts of their own, and a kernel that is installed
where they cannot write.

Each asks through hub and proxy as a browser does. The kernel is that of a lab that its owner has
installed, with lesson 02 run once.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import labs
from benchmarks.installed import for_everybody, is_possible
from benchmarks.other_users import IS_ROOT
from cells import PRELUDE
from descent_lab import kernelspec
from descent_lab.environment import ROOT
from descent_lab.installation import in_prefix
from descent_lab.lab import Lab
from hub import proxy, server
from hub.server import Hub
from hub.student import Notebook, Ran, Student, log_in
from kernels import soon
from lessons.canonical import canonical, load
from lessons.comparison import differences
from lessons.document import source_of
from students import AT_ONCE
from test_installed_kernel import MOST_IN_TEMPORARY_FOLDER
from test_kernel import NO_NETWORK

pytestmark = [
    pytest.mark.skipif(not IS_ROOT, reason="only root can start servers of other users"),
    pytest.mark.skipif(
        importlib.util.find_spec("jupyterhub") is None, reason="JupyterHub is not installed"
    ),
]

STUDENTS = ("student-1", "student-2", "student-3")
LESSON = ROOT / "notebooks" / "02_gradient_descent.ipynb"
# Another kernel on the same hub, whose toolchain is closed to the students.
CLOSED = "descent-rust-closed"
# Three kernels at once on two cores, with room for a busy machine; where every cell is compiled it
# takes twice as long.
LESSON_SECONDS = 45.0


@pytest.fixture(scope="module")
def hub(installed_lab: Lab) -> Iterator[Hub]:
    """A hub on which the installed lab's kernel is found, and one that cannot start."""
    command = proxy.command()
    folder = Path(tempfile.mkdtemp(prefix="descent-hub-"))
    try:
        if not is_possible(for_everybody(folder)):
            pytest.skip("Rust or this checkout is closed to others, and nobody may mount here")
        folder.chmod(0o755)
        kernels = installed_lab.root.parent / "jupyter" / "kernels"
        run_as_its_owner(LESSON, kernels, folder / "owner" / "tmp")
        closed, _ = labs.with_closed_toolchain(folder / "closed")
        place = in_prefix(folder / "closed")
        kernelspec.write(place.kernels, str(closed), Lab(place.root).logos).rename(
            place.kernels / CLOSED
        )
        shares = (kernels.parent, place.kernels.parent)
        variables = NO_NETWORK | {"JUPYTER_PATH": os.pathsep.join(map(str, shares))}
        running = server.start(folder, STUDENTS, command, variables)
        try:
            yield running
        finally:
            assert running.end() == []
    finally:
        shutil.rmtree(folder)


def run_as_its_owner(notebook: Path, kernels: Path, temporary: Path) -> None:
    """Runs a notebook once, as installing does with all of them.

    Its owner's folder for temporary files need not be as deep as the students'.
    """
    temporary.mkdir(parents=True)
    command = [sys.executable, "-m", "descent_lab.first_run", str(kernels), str(notebook)]
    folders = {"PYTHONPATH": str(ROOT / "scripts"), "TMPDIR": str(temporary)}
    subprocess.run(command, env=os.environ | folders, check=True)


def code_of(notebook: Path) -> list[str]:
    """The code cells of a notebook."""
    return [source_of(cell) for cell in load(notebook)["cells"] if cell["cell_type"] == "code"]


def differences_from(notebook: Path, ran: list[Ran]) -> list[str]:
    """What cells showed otherwise than the committed notebook says."""
    committed = canonical(load(notebook), notebook.stem)
    cells = iter(ran)
    found = [
        {**cell, "outputs": next(cells).outputs} if cell["cell_type"] == "code" else cell
        for cell in committed["cells"]
    ]
    new = canonical({**committed, "cells": found}, notebook.stem)
    return [f"{one.cell}: {one.what}" for one in differences(committed, new)]


async def log_in_and_start(hub: Hub, *names: str) -> list[Student]:
    """Students whose servers run, started at once."""
    students = [await log_in(hub, name) for name in names]
    await asyncio.gather(*(student.start_server() for student in students))
    return students


async def run_lesson(notebook: Notebook) -> list[Ran]:
    """Every cell of the lesson, one after the other."""
    return [await notebook.run(source) for source in code_of(LESSON)]


def test_three_students_at_once_run_a_lesson_and_leave_nothing(
    hub: Hub, installed_lab: Lab
) -> None:
    prefix = installed_lab.root.parents[1]
    before = labs.owners(prefix)

    async def lesson() -> None:
        students = await log_in_and_start(hub, *STUDENTS)
        for student in students:
            spec = await student.spec()
            assert spec["argv"][0] == str(installed_lab.kernel)
            await student.upload(LESSON)
        begin = time.monotonic()
        notebooks = await asyncio.gather(*(one.open(LESSON.name) for one in students))
        everybodys = await asyncio.gather(*map(run_lesson, notebooks))
        assert time.monotonic() - begin < LESSON_SECONDS
        for ran in everybodys:
            assert ran[0].seconds < AT_ONCE
            assert differences_from(LESSON, ran) == []
        assert_private_and_small(hub)
        for name in STUDENTS:
            own = hub.home(name) / ".cache" / "descent-lab"
            assert list(own.glob("*/cells/*")) == [], "the lesson's cells were compiled before"
            assert not (hub.home(name) / ".cargo").exists(), "nothing was downloaded"
        for notebook, name in zip(notebooks, STUDENTS, strict=True):
            assert (await notebook.run("let mine = 42; mine + 1")).text == "43"
            own = hub.home(name) / ".cache" / "descent-lab"
            assert list(own.glob("*/cells/*")) != []
            assert stat.S_IMODE(own.stat().st_mode) == 0o700
            assert {path.stat().st_uid for path in own.rglob("*")} == {hub.students[name]}
        await asyncio.gather(*(student.stop_server() for student in students))

    asyncio.run(lesson())
    assert_nothing_is_left(hub)
    assert labs.owners(prefix) == before


def assert_private_and_small(hub: Hub) -> None:
    """Each student's kernel has a folder that nobody else can enter, and takes little room."""
    folders = {path.stat().st_uid: path for path in hub.temporary.glob("descent-kernel-*")}
    assert folders.keys() == set(hub.students.values())
    for number, folder in folders.items():
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (kernel,) = (path for path in folder.iterdir() if path.is_dir())
        assert {path.lstat().st_uid for path in kernel.rglob("*")} == {number}
    assert labs.size_of(hub.temporary) < len(folders) * MOST_IN_TEMPORARY_FOLDER


def assert_nothing_is_left(hub: Hub) -> None:
    """No process of a student's is left, and no kernel's folder."""

    def left() -> list[object]:
        folders = [path for path in hub.temporary.glob("descent-kernel-*/*") if path.is_dir()]
        return [*folders, *(one for name in hub.students for one in hub.processes(name))]

    assert soon(lambda: left() == []), left()


def test_a_clone_of_a_students_own_is_not_compiled(hub: Hub) -> None:
    """What nbgitpuller makes: all that the repository holds, in the student's home."""
    (name, *_) = STUDENTS
    clone = hub.home(name) / "clone"
    ignored = shutil.ignore_patterns(".git", ".lab", ".venv", "target", "__pycache__")
    shutil.copytree(ROOT, clone, ignore=ignored)
    for path in (clone, *clone.rglob("*")):
        os.chown(path, hub.students[name], hub.students[name])

    async def starts() -> None:
        (student,) = await log_in_and_start(hub, name)
        for _ in range(2):
            notebook = await student.open(f"clone/notebooks/{LESSON.name}")
            first = await notebook.run(PRELUDE)
            assert (first.status, first.outputs) == ("ok", []), first
            assert first.seconds < AT_ONCE
            assert (await notebook.run("array![3.0, 4.0].sum()")).text == "7.0"
            await student.close(notebook)
        await student.stop_server()

    asyncio.run(starts())
    assert list((hub.home(name) / ".cache" / "descent-lab").glob("*/crates")) == []
    assert not (clone / "target").exists()


def test_a_toolchain_that_is_closed_is_told_to_the_student_and_not_to_the_log_alone(
    hub: Hub,
) -> None:
    if labs.has_rust_for_everybody():
        pytest.skip("this machine has a Rust for everybody")

    async def cells() -> list[Ran]:
        (student,) = await log_in_and_start(hub, STUDENTS[-1])
        notebook = await student.open("Untitled.ipynb", CLOSED)
        ran = [await notebook.run("1 + 1") for _ in range(2)]
        await student.stop_server()
        return ran

    for ran in asyncio.run(cells()):
        assert ran.status == "error"
        assert "toolchain/bin/rustc' cannot be read (permission denied)" in ran.text
        assert "Ask whoever runs this hub" in ran.text
    assert_nothing_is_left(hub)
