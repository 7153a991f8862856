"""Temporary folders that will not do, and what a kernel says that cannot start."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

import labs
from benchmarks.other_users import IS_ROOT, folder_for, home_of
from kernels import LAB, Kernel
from students import AS_STUDENT, GIVEN_AWAY, STUDENT, needs_root

pytestmark = pytest.mark.skipif(os.name == "nt", reason="written for the folders of Unix")


def mounted_noexec(folder: Path) -> list[str]:
    """The start of a command that sees `folder` mounted so that no program in it may run."""
    mount = 'mount -t tmpfs -o noexec,mode=1777 tmpfs "$0" && exec "$@"'
    command = ["unshare", "--mount", "sh", "-c", mount, str(folder)]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("nobody may mount here")
    return command


@needs_root
def test_a_temporary_folder_that_forbids_programs_is_passed_by(tmp_path: Path) -> None:
    temporary, other = folder_for(tmp_path / "tmp"), folder_for(tmp_path / "run")
    spec = labs.spec_of(LAB.kernel, tmp_path / "spec", *mounted_noexec(temporary))
    with Kernel(temporary, spec, variables={"XDG_RUNTIME_DIR": str(other)}) as k:
        assert k.run("1 + 1").results == ["2"]
        assert [path for path in other.glob("descent-kernel-*/*") if path.is_dir()]


def refused(kernel: Kernel) -> str:
    """The reason that a kernel gives in every cell."""
    first, second = kernel.run("1 + 1"), kernel.run("2 + 2")
    assert (first.status, second.status) == ("error", "error")
    assert first.error == second.error
    return first.error


@needs_root
def test_where_every_temporary_folder_forbids_programs_each_cell_says_so(tmp_path: Path) -> None:
    temporary = folder_for(tmp_path / "tmp")
    spec = labs.spec_of(LAB.kernel, tmp_path / "spec", *mounted_noexec(temporary))
    nowhere = {"XDG_RUNTIME_DIR": "", "XDG_CACHE_HOME": str(temporary)}
    with Kernel(temporary, spec, variables=nowhere) as k:
        reason = refused(k)
    assert f"'{temporary}' forbids programs (it is mounted 'noexec')" in reason
    assert "set TMPDIR to a folder of your own" in reason


def test_a_kernel_without_a_temporary_folder_says_so_and_ends_when_asked(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    nowhere = {"TMPDIR": str(file), "XDG_RUNTIME_DIR": "", "XDG_CACHE_HOME": f"{file}/cache"}
    with Kernel(tmp_path / "tmp", variables=nowhere) as k:
        reason = refused(k)
        process = k.process
    assert reason.startswith("The Rust kernel cannot make its working folder: ")
    assert f"'{file}' cannot be written (not a directory)" in reason
    assert not process.is_running()


def test_without_a_c_compiler_each_cell_says_so(tmp_path: Path) -> None:
    # Only what set-up found; and no kept cell, so that there is something to link.
    bare = {"PATH": str(tmp_path), "DESCENT_KERNEL_CELLS": ""}
    with Kernel(tmp_path / "tmp", variables=bare) as k:
        assert "there is no C compiler" in refused(k)


def test_with_kept_cells_alone_a_new_one_misses_the_c_compiler(tmp_path: Path) -> None:
    cells = {"DESCENT_KERNEL_CELLS": str(tmp_path / "cells")}
    with Kernel(tmp_path / "tmp", variables=cells) as k:
        assert k.run("1 + 1").results == ["2"]
    with Kernel(tmp_path / "tmp", variables=cells | {"PATH": str(tmp_path)}) as k:
        assert k.run("1 + 1").results == ["2"]
        assert "there is no C compiler" in k.run("1 + 2").error


def test_a_toolchain_that_is_closed_is_named_with_whom_to_ask() -> None:
    if labs.has_rust_for_everybody():
        pytest.skip("this machine has a Rust for everybody")
    base = Path(tempfile.mkdtemp(prefix="descent-closed-"))
    base.chmod(0o755)
    try:
        kernel, rustc = labs.with_closed_toolchain(base)
        owner = STUDENT if IS_ROOT else None
        home = home_of(base / "home", owner) | {"PATH": labs.SYSTEM_PATH}
        start = [*GIVEN_AWAY, *AS_STUDENT] if IS_ROOT else []
        spec = labs.spec_of(kernel, base / "spec", *start)
        temporary = folder_for(base / "tmp", owner)
        with Kernel(temporary, spec, base, home, base / "connection.json") as k:
            reason = refused(k)
        assert f"'{rustc}' cannot be read (permission denied)" in reason
        expected = "Ask whoever runs this hub" if IS_ROOT else "Install Rust"
        assert expected in reason
    finally:
        rustc.parents[2].chmod(0o700)
        shutil.rmtree(base)
