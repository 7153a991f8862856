"""What must be on the machine before set-up can start."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys

from descent_lab import rust
from descent_lab.environment import Environment
from descent_lab.lab import Lab
from descent_lab.log import Log, SetUpError, Step

PYTHON = (3, 10)
RUST = (1, 95)
# A checkout fills about 2.5 GB: the kernel's build, JupyterLab, the compiled crates.
CHECKOUT_BYTES = 4_000_000_000
# An installed lab has all but the compiled crates and cells.
INSTALLED_BYTES = 1_000_000_000


def step(lab: Lab, log: Log) -> Step:
    """Checks everything that set-up cannot install itself."""
    return Step("Python, Rust, C compiler, disk space", lambda: check(lab, log))


def check(lab: Lab, log: Log) -> None:
    """Raises `SetUpError` if something that set-up cannot install itself is missing."""
    is_checkout = isinstance(lab, Environment)
    _check_python(needs_venv=is_checkout)
    _check_rust(lab, log)
    _check_c_compiler()
    _check_disk(lab, CHECKOUT_BYTES if is_checkout else INSTALLED_BYTES)


def _check_python(*, needs_venv: bool) -> None:
    if sys.version_info < PYTHON:
        raise SetUpError(
            f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old: install Python "
            f"{PYTHON[0]}.{PYTHON[1]} or newer and run this script with it."
        )
    modules = ("ensurepip", "venv") if needs_venv else ()
    if any(importlib.util.find_spec(name) is None for name in modules):
        raise SetUpError(
            "Python's modules 'venv' and 'ensurepip' are missing: install them, on Debian or "
            "Ubuntu with 'sudo apt install python3-venv'."
        )


def _check_rust(lab: Lab, log: Log) -> None:
    rustc, cargo = rust.tool("rustc"), rust.tool("cargo")
    if rustc is None or cargo is None:
        raise SetUpError(
            "Rust is missing: install it as https://rustup.rs says, then run this again."
        )
    pinned = rust.pinned(lab.root)
    # In a checkout rustup takes, and if need be downloads, the pinned version; it says so itself.
    answer = subprocess.run(
        [rustc, "--version"],
        cwd=lab.workplace,
        env=None if isinstance(lab, Environment) else lab.preparing_env(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    found = re.match(r"rustc ((\d+)\.(\d+)\.\S+)", answer.stdout)
    if answer.returncode != 0 or found is None:
        raise SetUpError(
            f"Rust {pinned}, which this project is pinned to, does not start; the lines above say "
            f"why: with a network, run 'rustup toolchain install {pinned}', then run this again."
        )
    if (int(found[2]), int(found[3])) < RUST:
        raise SetUpError(
            f"Rust {found[1]} is too old, {RUST[0]}.{RUST[1]} or newer is needed: run 'rustup "
            f"toolchain install {pinned}', or install Rust as https://rustup.rs says."
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


def _check_disk(lab: Lab, needed: int) -> None:
    if lab.is_prebuilt:
        return
    free = shutil.disk_usage(lab.root).free
    if free < needed:
        raise SetUpError(
            f"Only {free / 1e9:.1f} GB are free on the disk of '{lab.root}', and the first set-up "
            f"needs {needed / 1e9:.0f} GB: remove something, or take another disk."
        )
