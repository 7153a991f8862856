"""The Rust kernel: built, installed in `.lab/`, its crates compiled ahead, and registered."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from set_up import prerequisites
from set_up.log import Log, SetUpError

if TYPE_CHECKING:
    from set_up.environment import Environment

NAME = "descent-kernel"
# The kernel, and a small program that stands in for cargo and rustc when the kernel calls them.
PROGRAMS = (NAME, "descent-tool")


def executable(lab: Path, program: str = NAME) -> Path:
    """An installed program."""
    return lab / "kernel" / (program + (".exe" if os.name == "nt" else ""))


def install(environment: Environment, log: Log) -> None:
    """Builds, installs, prepares and registers the kernel, as far as that is not done."""
    _install_library_sources(environment.root, log)
    _install_executables(environment, log)
    _prepare(environment, log)
    _register(environment)


def _install_library_sources(root: Path, log: Log) -> None:
    """The standard library's sources, from which the kernel knows the types of variables."""
    if _library_sources(root).is_dir():
        return
    rustup = prerequisites.tool("rustup")
    if rustup is None:
        raise SetUpError(
            "The standard library's sources are missing: install the package that holds them, on "
            "Debian 'sudo apt install rust-src', or install Rust as "
            f"{prerequisites.RUSTUP} says."
        )
    with log.step("Standard library sources (rustup component add rust-src)"):
        _run([rustup, "component", "add", "rust-src"], root)


def _library_sources(root: Path) -> Path:
    answer = subprocess.run(
        [prerequisites.tool("rustc") or "rustc", "--print", "sysroot"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    sysroot = Path(answer.stdout.strip())
    return sysroot / "lib" / "rustlib" / "src" / "rust" / "library" / "core"


def _install_executables(environment: Environment, log: Log) -> None:
    folder = executable(environment.lab).parent
    stamp = folder / "built-from"
    wanted = _sources_digest(environment.root)
    programs = {name: executable(environment.lab, name) for name in PROGRAMS}
    installed = all(path.exists() for path in programs.values())
    if installed and stamp.exists() and stamp.read_text() == wanted:
        return
    expect = "about 6 minutes the first time on two cores; the lines below are cargo's"
    with log.step("Rust kernel", expect):
        built = _build(environment.root)
        folder.mkdir(parents=True, exist_ok=True)
        for name, target in programs.items():
            # Under a new name first: a running kernel keeps the old file, and a half-written one
            # is never started.
            part = target.with_name(target.name + ".part")
            shutil.copy2(built[name], part)
            part.replace(target)
        stamp.write_text(wanted)


def _build(root: Path) -> dict[str, Path]:
    """Builds the programs and returns where cargo put them."""
    command = [prerequisites.tool("cargo") or "cargo", "build", "--release", "--locked"]
    command += ["--package", NAME, "--target-dir", str(root / "target")]
    command += ["--message-format", "json-render-diagnostics"]
    variables = prerequisites.variables_for_cargo()
    answer = subprocess.run(
        command, cwd=root, env=variables, stdout=subprocess.PIPE, text=True, check=False
    )
    if answer.returncode != 0:
        raise SetUpError(
            "The Rust kernel could not be built; the lines above say why. If the network failed, "
            "run this again when it is back: what is compiled stays compiled."
        )
    built = {}
    for line in answer.stdout.splitlines():
        message = json.loads(line) if line.startswith("{") else {}
        if message.get("executable"):
            built[message["target"]["name"]] = Path(message["executable"])
    if not built.keys() >= set(PROGRAMS):
        raise SetUpError(f"cargo did not say where it built the kernel: run '{' '.join(command)}'.")
    return built


def _sources_digest(root: Path) -> str:
    """Names everything that the executable is built from."""
    digest = hashlib.sha256()
    crate = root / "crates" / NAME
    files = [root / "Cargo.lock", crate / "Cargo.toml", *sorted((crate / "src").rglob("*.rs"))]
    for file in files:
        digest.update(f"{file.relative_to(root)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest() + "\n"


def _prepare(environment: Environment, log: Log) -> None:
    with log.step("Notebook crates"):
        _run([str(executable(environment.lab)), "--prepare"], environment.root, environment.env())


def _register(environment: Environment) -> None:
    """Writes the kernelspec `rust`, in the project's own Jupyter folder."""
    spec = {
        "argv": [str(executable(environment.lab)), "--control_file", "{connection_file}"],
        "display_name": "Rust",
        "language": "rust",
        "interrupt_mode": "message",
    }
    path = environment.lab / "jupyter" / "data" / "kernels" / "rust" / "kernel.json"
    text = json.dumps(spec, indent=2) + "\n"
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _run(command: list[str], root: Path, variables: dict[str, str] | None = None) -> None:
    if subprocess.run(command, cwd=root, env=variables, check=False).returncode != 0:
        raise SetUpError(f"'{' '.join(command)}' failed; the lines above say why.")
