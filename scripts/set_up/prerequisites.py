"""What must be on the machine before set-up can start."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from set_up.log import Log, SetUpError

PYTHON = (3, 10)
RUST = (1, 95)
# The first set-up fills about 2.5 GB: the kernel's build, JupyterLab, the compiled crates.
NEEDED_BYTES = 4_000_000_000
RUSTUP = "https://rustup.rs"


def cargo_folder() -> Path:
    """Where rustup puts the Rust tools, for shells that have not noticed yet."""
    home = os.environ.get("CARGO_HOME")
    return (Path(home) if home else Path.home() / ".cargo") / "bin"


def tool(name: str) -> str | None:
    """The path of `cargo`, `rustc` or `rustup`, or None."""
    return shutil.which(name) or shutil.which(name, path=str(cargo_folder()))


def check(root: Path, log: Log) -> None:
    """Raises `SetUpError` if something that set-up cannot install itself is missing."""
    _check_python()
    _check_rust()
    _check_c_compiler()
    _check_disk(root)
    if sys.platform != "darwin" and not (shutil.which("mold") or shutil.which("lld")):
        log.tell(
            "Neither mold nor lld is on the PATH. Everything works without; with one of them "
            "(for example 'sudo apt install mold') each cell is linked a little faster."
        )


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


def _check_rust() -> None:
    rustc, cargo = tool("rustc"), tool("cargo")
    if rustc is None or cargo is None:
        raise SetUpError(f"Rust is missing: install it as {RUSTUP} says, then run this again.")
    answer = subprocess.run([rustc, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"(\d+)\.(\d+)", answer.stdout)
    if answer.returncode != 0 or found is None:
        raise SetUpError(
            f"'{rustc} --version' failed ({answer.stderr.strip() or 'no answer'}): run "
            f"'rustup default stable', or install Rust as {RUSTUP} says."
        )
    if (int(found[1]), int(found[2])) < RUST:
        raise SetUpError(
            f"Rust {found[0]} is too old, {RUST[0]}.{RUST[1]} or newer is needed: run "
            "'rustup update stable'."
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
    if (root / ".lab" / "kernel" / "warm" / "key").exists():
        return
    free = shutil.disk_usage(root).free
    if free < NEEDED_BYTES:
        raise SetUpError(
            f"Only {free / 1e9:.1f} GB are free on the disk of '{root}', and the first set-up "
            f"needs {NEEDED_BYTES / 1e9:.0f} GB: remove something, or move the checkout."
        )


def variables_for_cargo() -> dict[str, str]:
    """The environment for cargo, the same whoever calls it.

    A crate below rust-analyzer reads `CI` when it is compiled: with it in one call and without it
    in the next, the kernel would be compiled anew each time.
    """
    return {name: value for name, value in os.environ.items() if name != "CI"}
