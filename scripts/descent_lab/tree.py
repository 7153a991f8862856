"""The files of an installed lab, assembled from a checkout in which the kernel is built."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from descent_lab import files, rust, rust_kernel
from descent_lab.environment import Environment
from descent_lab.lab import PREBUILT, Lab
from descent_lab.lessons import shipped
from descent_lab.log import SetUpError

CRATES = ("descent", "descent-language", "descent-notebook")
# The manifests name these; tests are left out, with their pictures.
PARTS = ("Cargo.toml", "benches", "data", "fonts", "po", "src")
PLAIN_FILES = ("LICENSE-APACHE", "LICENSE-MIT", "rust-toolchain.toml")
# `directory` is looked up from the folder that holds the folder of this file.
CARGO_CONFIG = """\
# The sources of the crates lie beside this folder: no network is needed to compile them.
[source.crates-io]
replace-with = "vendor"

[source.vendor]
directory = "vendor"
"""


def assemble(checkout: Environment, root: Path) -> Lab:
    """Makes an installed lab's files in the folder `root`, in which nothing of another lies.

    Raises `SetUpError` if a tool fails.
    """
    lab = Lab(root)
    for crate in CRATES:
        for part in PARTS:
            _copy(checkout.root / "crates" / crate / part, root / "crates" / crate / part)
    for name in (*PLAIN_FILES, "Cargo.lock"):
        _copy(checkout.root / name, root / name)
    manifest = (checkout.root / "Cargo.toml").read_text(encoding="utf-8")
    files.write(root / "Cargo.toml", workspace_of_lessons(manifest))
    # The versions stay; what belongs to the other crates alone goes.
    _cargo(["update", "--quiet", "--workspace", "--offline"], root)
    vendor(root)
    files.write(lab.cargo_home / "config.toml", CARGO_CONFIG)
    for notebook in shipped(checkout, solutions=True):
        _copy(notebook, lab.notebooks / notebook.relative_to(checkout.notebooks))
    _copy(checkout.logos, lab.logos)
    _copy(checkout.compiled, lab.compiled)
    for name in rust_kernel.PROGRAMS:
        _copy(checkout.program(name), lab.program(name))
        _strip(lab.program(name))
    return lab


def copy(lab: Lab, root: Path) -> None:
    """Copies an installed lab to another place, without what was compiled where it lies."""
    shutil.copytree(
        lab.root, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(f"{PREBUILT}*", "*.pyc")
    )


def workspace_of_lessons(manifest: str) -> str:
    """The workspace's manifest with the notebooks' crates as its only members."""
    members = ", ".join(f'"crates/{crate}"' for crate in CRATES)
    shared = manifest[manifest.index("[workspace.package]") :]
    return f'[workspace]\nresolver = "3"\nmembers = [{members}]\n\n{shared}'


def vendor(root: Path) -> None:
    """Puts the sources of all crates below ours into `root/vendor`.

    Of a crate that this machine's target does not compile cargo wants to see the manifest only; the
    rest, most of it for other systems, is left out.
    """
    _cargo(["vendor", "--quiet", "--locked", "--versioned-dirs", "vendor"], root)
    tree = _cargo(
        ["tree", "--locked", "--offline", "--edges=normal,build", "--prefix=none", "--format={p}"],
        root,
    )
    compiled = {_folder_name(line) for line in tree.splitlines() if line}
    for folder in (root / "vendor").iterdir():
        if folder.name not in compiled:
            _reduce_to_manifest(folder)


def _folder_name(line: str) -> str:
    """`ndarray v0.17.2 …` is in the folder `ndarray-0.17.2`."""
    name, version = line.split()[:2]
    return f"{name}-{version.removeprefix('v')}"


def _reduce_to_manifest(folder: Path) -> None:
    checksum = json.loads((folder / ".cargo-checksum.json").read_text(encoding="utf-8"))
    manifest = (folder / "Cargo.toml").read_text(encoding="utf-8")
    shutil.rmtree(folder)
    files.write(folder / "Cargo.toml", manifest)
    files.write(folder / "src" / "lib.rs", "")
    files.write_json(folder / ".cargo-checksum.json", {"files": {}, "package": checksum["package"]})


def _strip(program: Path) -> None:
    """Leaves out of a program what only a debugger reads: half of it."""
    # Windows keeps that in a file of its own.
    if os.name != "nt" and shutil.which("strip"):
        subprocess.run(["strip", str(program)], check=True)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.exists():
        shutil.copy2(source, target)


def _cargo(arguments: Iterable[str], root: Path) -> str:
    command = [rust.cargo(), *arguments]
    answer = subprocess.run(
        command, cwd=root, stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    if answer.returncode != 0:
        raise SetUpError(f"'{' '.join(command)}' failed; the lines above say why.")
    return answer.stdout
