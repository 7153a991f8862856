"""Kernels of another user than the one who has installed them."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

import labs
from kernels import LAB, Kernel

IS_ROOT = os.name != "nt" and os.geteuid() == 0
# No account needs to have this number.
STUDENT = 65533
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root can start another user's kernel")
# What a kernel's first cell takes when everything is compiled, with room for a busy machine.
AT_ONCE = 8.0
AS_STUDENT = ["setpriv", f"--reuid={STUDENT}", f"--regid={STUDENT}", "--clear-groups", "--"]
# Jupyter closes the connection file to others; it is the last argument.
GIVEN_AWAY = ["sh", "-c", f'for last; do :; done; chown {STUDENT} "$last" && exec "$@"', "sh"]
# Lets everybody enter a home, as if the toolchain had been installed elsewhere: in there are then
# only the toolchain and cargo's folder.
OPENED = """
home="$1" toolchain="$2" cargo="$3" aside="$4"; shift 4
mount --bind "$toolchain" "$aside/toolchain" && mount --bind "$cargo" "$aside/cargo" &&
mount -t tmpfs -o mode=755 tmpfs "$home" && mkdir -p "$toolchain" "$cargo" &&
mount --bind "$aside/toolchain" "$toolchain" && mount --bind "$aside/cargo" "$cargo" && exec "$@"
"""


def sysroot() -> Path:
    """The folder of the toolchain."""
    command = ["rustc", "--print", "sysroot"]
    answer = subprocess.run(command, env=LAB.env(), stdout=subprocess.PIPE, text=True, check=True)
    return Path(answer.stdout.strip())


def with_toolchain_for_all(aside: Path) -> list[str]:
    """The start of a command that sees a machine on which everybody can read the toolchain."""
    home = Path.home()
    if home.stat().st_mode & stat.S_IXOTH:
        return []
    for name in ("toolchain", "cargo"):
        (aside / name).mkdir(parents=True, exist_ok=True)
    cargo = os.environ.get("CARGO_HOME", str(home / ".cargo"))
    places = [str(home), str(sysroot()), cargo, str(aside)]
    command = ["unshare", "--mount", "sh", "-c", OPENED, "sh", *places]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("the toolchain is closed to others, and nobody may mount here")
    return command


def folder_for(path: Path, owner: int | None = None) -> Path:
    """Makes a folder, for another user if one is named."""
    path.mkdir()
    if owner is not None:
        os.chown(path, owner, owner)
    return path


def home_of(path: Path, owner: int | None = None) -> dict[str, str]:
    """Makes an empty home, and returns the environment of a user who lives there."""
    home = str(folder_for(path, owner))
    xdg = {"XDG_CACHE_HOME": f"{home}/.cache", "XDG_RUNTIME_DIR": ""}
    return {"HOME": home, "CARGO_HOME": f"{home}/.cargo"} | xdg


def student(kernel: Path, folder: Path, variables: dict[str, str]) -> Kernel:
    """A student's kernel, whose files lie in `folder`."""
    start = [*with_toolchain_for_all(folder / "aside"), *GIVEN_AWAY, *AS_STUDENT]
    spec = labs.spec_of(kernel, folder / "spec", *start)
    temporary = folder_for(folder / "tmp", STUDENT)
    return Kernel(temporary, spec, variables=variables, connection_file=folder / "connection.json")
