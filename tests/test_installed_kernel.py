"""A kernel that is installed for a whole machine, and students who cannot write where it lies."""

from __future__ import annotations

import os
import shutil
import stat
import time
from pathlib import Path

import pytest

import labs
from benchmarks.other_users import folder_for, home_of
from cells import DEPENDENCY, PRELUDE
from descent_lab.environment import ROOT, Environment
from descent_lab.lab import Lab
from kernels import Kernel
from lessons.canonical import load
from lessons.document import source_of
from students import (
    AS_STUDENT,
    AT_ONCE,
    STUDENT,
    needs_root,
    student,
    sysroot,
    with_toolchain_for_all,
)
from test_kernel import NO_NETWORK

pytestmark = pytest.mark.skipif(os.name == "nt", reason="written for the users and folders of Unix")

COMPILING = "Compiling your changed crates: about a minute."
MOST_IN_TEMPORARY_FOLDER = 2_000_000


@pytest.fixture
def hub(installed_lab: Lab) -> Path:
    """The kernel of an installed lab, whose crates are compiled."""
    return installed_lab.kernel


def lesson_02() -> list[str]:
    """The cells of a lesson."""
    cells = load(ROOT / "notebooks" / "02_gradient_descent.ipynb")["cells"]
    return [source_of(cell) for cell in cells if cell["cell_type"] == "code"]


def test_what_is_compiled_is_looked_at_and_left(hub: Path) -> None:
    begin = time.monotonic()
    assert labs.prebuild(hub) == ""
    assert time.monotonic() - begin < 1


@needs_root
def test_a_student_without_a_cargo_of_her_own_and_without_a_network_has_all_at_once(
    everybodys: Path, hub: Path
) -> None:
    cells = lesson_02()
    owners_kernel = labs.spec_of(hub, everybodys / "owner")
    with Kernel(everybodys / "own", owners_kernel) as owner:
        for cell in cells:
            owner.run(cell)
    before = labs.owners(hub.parent)
    home = home_of(everybodys / "home", STUDENT)
    with student(hub, everybodys, home | NO_NETWORK) as k:
        first = k.run(cells[0])
        assert (first.status, first.results) == ("ok", []), first
        assert first.seconds < AT_ONCE
        (folder,) = k.folders()
        own = Path(home["XDG_CACHE_HOME"]) / "descent-lab"
        for cell in cells[1:]:
            k.run(cell)
        assert labs.size_of(folder) < MOST_IN_TEMPORARY_FOLDER
        assert list(own.glob("*/cells/*")) == [], "the lesson's cells were compiled before"
        assert k.run("let mine = 42; mine + 1").results == ["43"]
        assert list(own.glob("*/cells/*")) != []
        assert stat.S_IMODE(own.stat().st_mode) == 0o700
        assert {path.stat().st_uid for path in own.rglob("*")} == {STUDENT}
    assert not (Path(home["CARGO_HOME"]) / "registry").exists()
    assert labs.owners(hub.parent) == before


@needs_root
def test_a_crate_that_is_not_at_hand_comes_from_the_students_own_source(
    everybodys: Path, hub: Path
) -> None:
    home = home_of(everybodys / "home", STUDENT)
    crate = everybodys / "vendor" / "tiny"
    (crate / "src").mkdir(parents=True)
    manifest = '[package]\nname = "tiny"\nversion = "1.0.0"\nedition = "2024"\n'
    (crate / "Cargo.toml").write_text(manifest, encoding="utf-8")
    (crate / "src" / "lib.rs").write_text("pub fn answer() -> u8 { 42 }\n", encoding="utf-8")
    (crate / ".cargo-checksum.json").write_text('{"files": {}}', encoding="utf-8")
    own = folder_for(Path(home["CARGO_HOME"]), STUDENT)
    (own / "config.toml").write_text(
        f'[source.crates-io]\nreplace-with = "own"\n[source.own]\ndirectory = "{crate.parent}"\n',
        encoding="utf-8",
    )
    with student(hub, everybodys, home | NO_NETWORK) as k:
        missing = k.run(':dep no_such_crate = "1"')
        assert "no crate `no_such_crate` was found" in missing.error
        # What is not to be had anywhere changes nothing.
        assert k.run(PRELUDE).seconds < AT_ONCE
    shutil.rmtree(everybodys / "tmp")
    shutil.rmtree(everybodys / "spec")
    with student(hub, everybodys, home | NO_NETWORK) as k:
        shown = k.run(':dep tiny = "1"\ntiny::answer()')
        assert shown.results == ["42"], shown


@needs_root
def test_nothing_is_loaded_from_a_folder_that_others_can_write(everybodys: Path, hub: Path) -> None:
    cells = hub.parent / "prebuilt" / "cells"
    cells.mkdir(exist_ok=True)
    cells.chmod(0o777)
    home = home_of(everybodys / "home", STUDENT)
    try:
        with student(hub, everybodys, home) as k:
            variables = k.process.environ()
        assert str(cells) not in variables["DESCENT_KERNEL_CELLS"]
        assert home["HOME"] in variables["DESCENT_KERNEL_CELLS"]
    finally:
        cells.chmod(0o755)


@needs_root
def test_a_student_compiles_for_herself_where_the_kernels_folder_cannot_be_written(
    everybodys: Path,
) -> None:
    lab = labs.small_checkout(everybodys / "class")
    shutil.rmtree(lab.kernel.parent / "prebuilt")
    start = [*with_toolchain_for_all(everybodys / "before"), *AS_STUDENT]
    home = home_of(everybodys / "home", STUDENT)
    # Past rustup, which would look for the toolchain in the student's home.
    home["PATH"] = f"{sysroot() / 'bin'}{os.pathsep}{os.environ['PATH']}"
    assert "that has not been done yet" in labs.prebuild(lab.kernel, home, *start)
    assert labs.prebuild(lab.kernel, home, *start) == ""
    assert not (lab.kernel.parent / "prebuilt").exists()
    (made,) = Path(home["XDG_CACHE_HOME"]).glob("descent-lab/*/prebuilt")
    assert made.stat().st_uid == STUDENT
    with student(lab.kernel, everybodys, home) as k:
        assert k.run(f"{DEPENDENCY}\ndescent_notebook::lesson()").results == ["1"]
        assert "slowly" not in k.said()


def test_why_crates_are_compiled_is_said_in_a_sentence(tmp_path: Path) -> None:
    lab = labs.small_checkout(tmp_path / "before")
    lab.root.rename(tmp_path / "after")
    moved = Environment(tmp_path / "after")
    expected = f"about a minute: the folder was moved here from '{tmp_path / 'before'}'.\n"
    assert expected in labs.prebuild(moved.kernel)
    source = moved.root / "crates" / "descent-notebook" / "src" / "lib.rs"
    source.write_text("pub fn lesson() -> u8 { 2 }\n", encoding="utf-8")
    assert "sources of the crates have changed" in labs.prebuild(moved.kernel)
    with (moved.root / "Cargo.toml").open("a", encoding="utf-8") as manifest:
        manifest.write("# another\n")
    assert "a Cargo.toml or the Cargo.lock has changed" in labs.prebuild(moved.kernel)


def test_a_clone_is_compiled_only_if_it_differs_and_then_once(tmp_path: Path, hub: Path) -> None:
    clone = tmp_path / "clone"
    labs.installed(clone)
    notebooks = folder_for(clone / "notebooks")
    spec = labs.spec_of(hub, tmp_path / "spec")
    home = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    source = clone / "crates" / "descent" / "src" / "lib.rs"
    before = labs.owners(hub.parent / "prebuilt" / "work")

    def first_cell(name: str, value: str, expected: str) -> tuple[float, list[str]]:
        with Kernel(tmp_path / name, spec, notebooks, home) as k:
            shown = k.run(PRELUDE)
            assert shown.status == "ok", shown.error
            assert k.run(value).results == [expected]
            return shown.seconds, shown.results

    seconds, shown = first_cell("same", "array![3.0, 4.0].sum()", "7.0")
    assert shown == []
    assert seconds < AT_ONCE
    with source.open("a", encoding="utf-8") as text:
        text.write("\n/// The answer.\npub fn answer() -> u8 { 42 }\n")
    _, shown = first_cell("first", "descent_notebook::descent::answer()", "42")
    assert shown == [COMPILING]
    # The same contents, written anew.
    source.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    seconds, shown = first_cell("second", "descent_notebook::descent::answer()", "42")
    assert shown == []
    assert seconds < AT_ONCE
    assert labs.owners(hub.parent / "prebuilt" / "work") == before
