"""What must be on the machine before set-up can start."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from set_up import rust
from set_up.log import Log, SetUpError

PYTHON = (3, 10)
RUST = (1, 95)
# The first set-up fills about 2.5 GB: the kernel's build, JupyterLab, the compiled crates.
NEEDED_BYTES = 4_000_000_000


def check(root: Path, log: Log) -> None:
    """Raises `SetUpError` if something that set-up cannot install itself is missing."""
    _check_python()
    _check_rust(root, log)
    _check_c_compiler()
    _check_disk(root)


def _check_python() -> None:
    if sys.version_info < PYTHON:
        raise SetUpError(
            f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old: install Python "
            f"{PYTHON[0]}.{PYTHON[1]} or newer and run this script with it."
        )
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise SetUpError(
            "Python's modules 'venv' and 'ensurepip' are missing: install them, on Debian or "
            "Ubuntu with 'sudo apt install python3-venv'."
        )


def _check_rust(root: Path, log: Log) -> None:
    rustc, cargo = rust.tool("rustc"), rust.tool("cargo")
    if rustc is None or cargo is None:
        raise SetUpError(
            "Rust is missing: install it as https://rustup.rs says, then run this again."
        )
    pinned = rust.pinned(root)
    # In the checkout rustup takes, and if need be downloads, the pinned version; it says so itself.
    answer = subprocess.run(
        [rustc, "--version"], cwd=root, stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    found = re.match(r"rustc ((\d+)\.(\d+)\.\S+)", answer.stdout)
    if answer.returncode != 0 or found is None:
        raise SetUpError(
            f"Rust {pinned}, which this project is pinned to, does not start; the lines above say "
            f"why: with a network, run 'rustup toolchain install {pinned}', then run this again."
        )
    if (int(found[2]), int(found[3])) < RUST:
        raise SetUpError(
            f"Rust {found[1]} is too old, {RUST[0]}.{RUST[1]} or newer is needed: install it as "
            "https://rustup.rs says."
        )
    if found[1] != pinned:
        log.tell(
            f"Rust {found[1]} is used. Lessons quote messages of Rust {pinned}, which may read "
            "differently."
        )


def _check_c_compiler() -> None:
    # On Windows rustc finds Microsoft's linker by itself and says so if it is missing.
    if os.name == "nt" or shutil.which("cc"):
        return
    mend = "xcode-select --install" if sys.platform == "darwin" else "sudo apt install gcc"
    raise SetUpError(
        f"The C compiler 'cc', which Rust links with, is missing: install it, with '{mend}' "
        "or what your system has for it."
    )


def _check_disk(root: Path) -> None:
    if (root / ".lab" / "kernel" / "prebuilt" / "key").exists():
        return
    free = shutil.disk_usage(root).free
    if free < NEEDED_BYTES:
        raise SetUpError(
            f"Only {free / 1e9:.1f} GB are free on the disk of '{root}', and the first set-up "
            f"needs {NEEDED_BYTES / 1e9:.0f} GB: remove something, or move the checkout."
        )
