"""The Rust kernel: built, installed in `.lab/`, its crates compiled ahead, and registered."""

from __future__ import annotations

import filecmp
import hashlib
import shutil
import subprocess
from pathlib import Path

from set_up import files, rust
from set_up.environment import Environment
from set_up.log import Log, SetUpError

CRATE = "descent-kernel"
# The kernel, and a small program that stands in for cargo and rustc when the kernel calls them.
PROGRAMS = ("descent-kernel", "descent-tool")


def install(environment: Environment, log: Log) -> None:
    """Builds, installs, prebuilds for and registers the kernel, as far as that is not done."""
    _install_library_sources(environment.root, log)
    install_programs(environment, log)
    with log.step("Notebook crates"):
        _run([str(environment.kernel), "--prebuild"], environment.root, environment.env())
    register(environment)


def _install_library_sources(root: Path, log: Log) -> None:
    """The standard library's sources, from which the kernel knows the types of variables."""
    if _library_sources(root).is_dir():
        return
    rustup = rust.tool("rustup")
    if rustup is None:
        raise SetUpError(
            "The standard library's sources are missing: install the package that holds them, on "
            "Debian 'sudo apt install rust-src', or install Rust as https://rustup.rs says."
        )
    with log.step("Standard library sources (rustup component add rust-src)"):
        # In the checkout, for whose toolchain they are.
        _run([rustup, "component", "add", "rust-src"], root)


def _library_sources(root: Path) -> Path:
    answer = subprocess.run(
        [rust.tool("rustc") or "rustc", "--print", "sysroot"],
        cwd=root,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    sysroot = Path(answer.stdout.strip())
    return sysroot / "lib" / "rustlib" / "src" / "rust" / "library" / "core"


def install_programs(environment: Environment, log: Log) -> None:
    """Lets cargo build the programs if something of theirs has changed, and installs them."""
    programs = {name: environment.program(name) for name in PROGRAMS}
    stamp = environment.kernel.with_name("built-from")
    wanted = built_from(environment.root)
    if files.read(stamp) == wanted and all(path.exists() for path in programs.values()):
        return
    expect = "about 6 minutes the first time on two cores; the lines below are cargo's"
    with log.step("Rust kernel", expect):
        built = rust.build(["build", "--release", "--package", CRATE], environment.root)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        for name, target in programs.items():
            if not target.exists() or not filecmp.cmp(built[name], target, shallow=False):
                # Copied under a new name: a half-written file is never started.
                part = target.with_name(target.name + ".part")
                shutil.copy2(built[name], part)
                files.replace(target, part)
        files.write(stamp, wanted)


def built_from(root: Path) -> str:
    """Names everything that the kernel is built from: while it stays the same, cargo need not be
    asked. Cargo itself decides what of it has to be compiled anew."""
    crate = root / "crates" / CRATE
    digest = hashlib.sha256()
    for file in (
        *(root / name for name in ("Cargo.lock", "Cargo.toml", "rust-toolchain.toml")),
        crate / "Cargo.toml",
        *sorted(crate.rglob("*.rs")),
    ):
        digest.update(f"{file.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest() + "\n"


def register(environment: Environment) -> None:
    """Writes the kernelspec `rust`, with its logos, in the project's own Jupyter folder."""
    spec = {
        "argv": [str(environment.kernel), "--control_file", "{connection_file}"],
        "display_name": "Rust",
        "language": "rust",
        "interrupt_mode": "message",
    }
    folder = environment.lab / "jupyter" / "data" / "kernels" / "rust"
    files.write_json(folder / "kernel.json", spec)
    for logo in sorted((environment.root / "crates" / CRATE / "logo").glob("logo-*")):
        shutil.copyfile(logo, folder / logo.name)


def _run(command: list[str], root: Path, variables: dict[str, str] | None = None) -> None:
    if subprocess.run(command, cwd=root, env=variables, check=False).returncode != 0:
        raise SetUpError(f"'{' '.join(command)}' failed; the lines above say why.")
