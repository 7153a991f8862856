"""Kernels of another user than the one who has installed them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import labs
from benchmarks.other_users import (
    IS_ROOT,
    as_user,
    folder_for,
    given_away,
    opened,
    rust_folders,
)
from kernels import LAB, Kernel

# No account needs to have this number.
STUDENT = 65533
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root can start another user's kernel")
# What a kernel's first cell takes when everything is compiled, with room for a busy machine.
AT_ONCE = 8.0
AS_STUDENT = as_user(STUDENT)
GIVEN_AWAY = given_away(STUDENT)


def sysroot() -> Path:
    """The folder of the toolchain."""
    command = ["rustc", "--print", "sysroot"]
    answer = subprocess.run(command, env=LAB.env(), stdout=subprocess.PIPE, text=True, check=True)
    return Path(answer.stdout.strip())


def with_toolchain_for_all(aside: Path) -> list[str]:
    """The start of a command that sees a machine on which everybody can read the toolchain."""
    command = opened([sysroot(), *rust_folders()], aside)
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("the toolchain is closed to others, and nobody may mount here")
    return command


def student(kernel: Path, folder: Path, variables: dict[str, str]) -> Kernel:
    """A student's kernel, whose files lie in `folder`."""
    start = [*with_toolchain_for_all(folder / "aside"), *GIVEN_AWAY, *AS_STUDENT]
    spec = labs.spec_of(kernel, folder / "spec", *start)
    temporary = folder_for(folder / "tmp", STUDENT)
    return Kernel(temporary, spec, variables=variables, connection_file=folder / "connection.json")
