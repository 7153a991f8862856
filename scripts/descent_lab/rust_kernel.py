"""The Rust kernel: built, installed in `.lab/`, registered, and its crates compiled ahead."""

from __future__ import annotations

import filecmp
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

from descent_lab import files, kernelspec, rust
from descent_lab.environment import Environment
from descent_lab.lab import Lab
from descent_lab.log import SetUpError, Step

CRATE = "descent-kernel"
# What it is built on, in folders beside its own.
BELOW = ("descent-language",)
# The kernel, and a small program that stands in for cargo and rustc when the kernel calls them.
PROGRAMS = ("descent-kernel", "descent-tool")


def steps(environment: Environment) -> list[Step]:
    """Builds and registers the kernel, and compiles ahead for it."""
    return [
        library_sources(environment),
        Step(
            "Rust kernel",
            lambda: install_programs(environment),
            lambda: is_built(environment),
            "about 9 minutes the first time on two cores, 26 MB from the network; the lines below "
            "are cargo's",
        ),
        Step("Kernelspecs", lambda: register(environment), lambda: is_registered(environment)),
        notebook_crates(environment),
    ]


def library_sources(lab: Lab) -> Step:
    """The standard library's sources, from which the kernel knows the types of variables."""

    def is_done() -> bool:
        sysroot = rust.sysroot(lab.preparing_env(), lab.workplace)
        return (sysroot / "lib" / "rustlib" / "src" / "rust" / "library" / "core").is_dir()

    def run() -> None:
        rustup = rust.tool("rustup")
        if rustup is None:
            raise SetUpError(
                "The standard library's sources are missing: install the package that holds them, "
                "on Debian 'sudo apt install rust-src', or install Rust as https://rustup.rs says."
            )
        _run([rustup, "component", "add", "rust-src"], lab)

    return Step("Standard library sources", run, is_done, "a few seconds, 3 MB from the network")


def notebook_crates(lab: Lab) -> Step:
    """What notebooks use, compiled ahead; the kernel says why it has to, and if it does not have to
    it ends at once."""

    def run() -> None:
        _run([str(lab.kernel), "--prebuild"], lab)
        if isinstance(lab, Environment):
            kernelspec.copy_docs(lab.docs, lab.kernelspecs / kernelspec.NAME)

    return Step("Notebook crates", run)


def install_programs(environment: Environment) -> None:
    """Lets cargo build the programs if something of theirs has changed, and installs them."""
    if is_built(environment):
        return
    wanted = built_from(environment.root)
    built = rust.build(["build", "--release", "--package", CRATE], environment.root)
    environment.kernel_folder.mkdir(parents=True, exist_ok=True)
    for name in PROGRAMS:
        target = environment.program(name)
        if not target.exists() or not filecmp.cmp(built[name], target, shallow=False):
            # Copied under a new name: a half-written file is never started.
            part = target.with_name(target.name + ".part")
            shutil.copy2(built[name], part)
            files.replace(target, part)
    files.write(_stamp(environment), wanted)


def is_built(environment: Environment) -> bool:
    """Whether the programs are built from what lies in the checkout now."""
    programs = all(environment.program(name).exists() for name in PROGRAMS)
    return programs and files.read(_stamp(environment)) == built_from(environment.root)


def _stamp(environment: Environment) -> Path:
    return environment.kernel_folder / "built-from"


def built_from(root: Path) -> str:
    """Names everything that the kernel is built from: while it stays the same, cargo need not be
    asked. Cargo itself decides what of it has to be compiled anew."""
    digest = hashlib.sha256()
    sources = [root / name for name in ("Cargo.lock", "Cargo.toml", "rust-toolchain.toml")]
    for crate in (root / "crates" / name for name in (CRATE, *BELOW)):
        sources.append(crate / "Cargo.toml")
        sources += sorted(path for path in crate.rglob("*") if path.suffix in (".rs", ".po"))
    for file in sources:
        digest.update(f"{file.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest() + "\n"


def register(environment: Environment) -> None:
    """Writes the kernelspecs into the project's own virtual environment."""
    kernelspec.write(environment.kernelspecs, str(environment.kernel), environment.logos)


def is_registered(environment: Environment) -> bool:
    """Whether each kernelspec names the kernel where it lies now."""
    specs = [
        files.read(environment.kernelspecs / kernel.name / "kernel.json")
        for kernel in kernelspec.KERNELS
    ]
    return all(json.dumps(str(environment.kernel)) in (spec or "") for spec in specs)


def _run(command: list[str], lab: Lab) -> None:
    if (
        subprocess.run(command, cwd=lab.workplace, env=lab.preparing_env(), check=False).returncode
        != 0
    ):
        raise SetUpError(f"'{' '.join(command)}' failed; the lines above say why.")
