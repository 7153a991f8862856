"""The wheel: what is in it, and that pip alone makes Jupyter find a kernel that runs lessons."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from browser.server import base_python, variables
from conftest import Foreign
from descent_lab import kernelspec, rust_kernel
from descent_lab.environment import ROOT
from lessons.canonical import load
from lessons.document import bundles

pytestmark = pytest.mark.skipif(os.name == "nt", reason="written for the folders of Unix")

# With `descent-lab` to be imported from nowhere but the wheel.
RUN_A_LESSON = """
import sys, nbformat, nbclient
notebook = nbformat.read(sys.argv[1], as_version=4)
del notebook.cells[int(sys.argv[3]) if sys.argv[3:] else len(notebook.cells):]
resources = {"metadata": {"path": sys.argv[2]}}
nbclient.NotebookClient(notebook, timeout=300, startup_timeout=300, resources=resources).execute()
pictures = [
    output for cell in notebook.cells for output in cell.get("outputs", [])
    if "image/png" in output.get("data", {})
]
print(notebook.metadata.kernelspec.name, len(pictures))
"""


# From a wheelhouse to the first plot of a lesson, on two cores.
LONGEST = 90
# Where this checkout lies, and where cargo has the sources of the crates that it compiles.
PLACES = (str(ROOT).encode(), b"/registry/src/")


def assert_ran(told: str, least: int = 4) -> None:
    """The last line tells of our kernel and several pictures."""
    name, pictures = told.splitlines()[-1].split()
    assert name == kernelspec.NAME
    assert int(pictures) >= least


def until_first_plot() -> int:
    """How many cells of lesson 02 it takes."""
    cells = load(ROOT / "notebooks" / "02_gradient_descent.ipynb")["cells"]
    draws = [any("image/png" in data for _, data in bundles([cell])) for cell in cells]
    return draws.index(True) + 1


def names(wheel: Path) -> list[str]:
    """The files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_is_for_this_platform_and_every_python(wheel: Path) -> None:
    assert re.fullmatch(r"descent_lab-[\d.]+-py3-none-(?!any)\w+\.whl", wheel.name)


def test_the_wheel_holds_no_path_of_this_machine_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if "/vendor/" not in name and not name.endswith(rust_kernel.PROGRAMS):
                content = archive.read(name)
                assert not [place for place in PLACES if place in content], name
    assert not [name for name in names(wheel) if "/descent-notebook/tests/" in name]


def test_every_lesson_is_in_the_wheel(wheel: Path) -> None:
    found = {name.partition("/notebooks/")[2] for name in names(wheel)}
    lessons = {
        path.relative_to(ROOT / "notebooks").as_posix()
        for path in (ROOT / "notebooks").rglob("*.ipynb")
        if ".ipynb_checkpoints" not in path.parts
    }
    assert len(lessons) > 20
    assert lessons <= found


def test_the_programs_are_executable_and_stripped(foreign: Foreign) -> None:
    for name in rust_kernel.PROGRAMS:
        program = foreign.kernel_folder / name
        assert program.stat().st_mode & stat.S_IXOTH
        assert program.stat().st_size < (ROOT / ".lab" / "kernel" / name).stat().st_size


def test_pip_is_enough_for_jupyter_to_find_the_kernel(foreign: Foreign) -> None:
    listed = foreign.run("-m", "jupyter_client.kernelspecapp", "list", "--json").stdout
    specs = json.loads(listed)["kernelspecs"]
    assert specs[kernelspec.CHINESE.name]["spec"]["env"] == {"DESCENT_LANGUAGE": "zh"}
    assert Path(specs[kernelspec.CHINESE.name]["resource_dir"]).is_relative_to(foreign.folder)
    found = specs[kernelspec.NAME]
    assert Path(found["resource_dir"]).is_relative_to(foreign.folder)
    assert found["spec"]["display_name"] == kernelspec.DISPLAY_NAME
    assert {path.name for path in Path(found["resource_dir"]).iterdir()} == {
        "doc",
        "kernel.json",
        "logo-32x32.png",
        "logo-64x64.png",
        "logo-svg.svg",
    }


def test_the_lock_file_fits_and_is_a_part_of_the_workspaces(foreign: Foreign) -> None:
    command = ["cargo", "metadata", "--locked", "--offline", "--format-version=1"]
    home = {"CARGO_HOME": str(foreign.root / "cargo")}
    answer = subprocess.run(
        command, cwd=foreign.root, env=os.environ | home, capture_output=True, check=False
    )
    assert answer.returncode == 0, answer.stderr.decode()
    # Every crate comes from the wheel.
    packages = json.loads(answer.stdout)["packages"]
    assert all(one["manifest_path"].startswith(str(foreign.root)) for one in packages)
    part, whole = (
        set((root / "Cargo.lock").read_text().split("[[package]]")[1:])
        for root in (foreign.root, ROOT)
    )
    versions = re.compile(r'name = "(.+)"\nversion = "(.+)"')
    assert {versions.search(one)[0] for one in part} < {versions.search(one)[0] for one in whole}  # type: ignore[index]


def test_after_the_command_a_lesson_runs_where_no_setting_of_the_projects_is(
    foreign: Foreign, tmp_path: Path
) -> None:
    told = foreign.command("--setup-only").stderr
    assert re.search(r"\[3/3\] Notebook crates: \d", told), told
    assert "are put in place, some seconds" in told
    again = foreign.command("--setup-only").stderr
    assert re.search(r"\[3/3\] Notebook crates: [0-2]\.\d s", again), again
    lesson = foreign.root / "notebooks" / "02_gradient_descent.ipynb"
    script = tmp_path / "run.py"
    script.write_text(RUN_A_LESSON, encoding="utf-8")
    told = foreign.run(str(script), str(lesson), str(lesson.parent)).stdout
    assert_ran(told)


def test_the_wheels_command_makes_slides_in_one_file(foreign: Foreign, tmp_path: Path) -> None:
    told = foreign.command("slides", "02", "--no-browser", "--output", str(tmp_path)).stderr
    (page,) = tmp_path.iterdir()
    assert told.splitlines() == [str(page)]
    text = page.read_text(encoding="utf-8")
    assert text.count("<figure class=") > 5
    assert "Reveal.initialize" in text
    assert not re.search(r"(?:src|href)=.https?://[^\"]*\.(?:js|css)", text)


@pytest.fixture(scope="module")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheelhouse, which takes a network to make."""
    folder = tmp_path_factory.mktemp("wheelhouse")
    command = [base_python(), str(ROOT / "scripts" / "package.py"), "--wheelhouse", str(folder)]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert answer.returncode == 0, answer.stderr
    return folder


def without_network(*command: str) -> list[str]:
    """The command, run where there is nothing but the machine itself."""
    quoted = 'ip link set lo up && exec "$@"'
    return ["unshare", "--map-root-user", "--net", "sh", "-c", quoted, "sh", *command]


def can_take_the_network_away() -> bool:
    """Whether this system lets a user do that."""
    if shutil.which("unshare") is None:
        return False
    command = without_network("true")
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_wheelhouse_needs_no_network_until_the_first_plot(
    wheelhouse: Path, tmp_path: Path
) -> None:
    if not can_take_the_network_away():
        pytest.skip("this system does not let a test take the network away")
    for name in ("home", "temporary"):
        (tmp_path / name).mkdir()
    python = tmp_path / "venv" / "bin" / "python"
    lesson = tmp_path / "venv/share/descent-lab/notebooks/02_gradient_descent.ipynb"
    script = tmp_path / "run.py"
    script.write_text(RUN_A_LESSON, encoding="utf-8")
    pip = (str(python), "-m", "pip", "install", "--quiet", "--no-index", "--find-links")
    told = []
    start = time.monotonic()
    # Nothing of what this user has downloaded before is there.
    home = variables(tmp_path) | {"CARGO_HOME": str(tmp_path / "cargo")}
    for command in (
        (base_python(), "-m", "venv", str(tmp_path / "venv")),
        (*pip, str(wheelhouse), "descent-lab"),
        (str(python.with_name("descent-lab")), "--setup-only"),
        (str(python), str(script), str(lesson), str(lesson.parent), str(until_first_plot())),
    ):
        answer = subprocess.run(
            without_network(*command),
            env=home,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        told.append(answer.stdout + answer.stderr)
    seconds = time.monotonic() - start
    assert "are put in place, some seconds" in told[2]
    assert_ran(told[3], least=1)
    assert seconds < LONGEST, f"{seconds:.0f} s from the wheelhouse to the first plot"
