"""The Rust tools: where they are, which version this project pins, how cargo is called."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from descent_lab.log import SetUpError


def tools_folder() -> Path:
    """Where rustup puts the Rust tools, for shells that have not noticed yet."""
    home = os.environ.get("CARGO_HOME")
    return (Path(home) if home else Path.home() / ".cargo") / "bin"


def tool(name: str) -> str | None:
    """The path of `cargo`, `rustc` or `rustup`, or None."""
    return shutil.which(name) or shutil.which(name, path=str(tools_folder()))


def cargo() -> str:
    """The command cargo."""
    return tool("cargo") or "cargo"


def pinned(root: Path) -> str:
    """The version that `rust-toolchain.toml` pins, such as 1.95.0.

    Read with a pattern, because Python has had a reader of TOML only since 3.11.
    """
    text = (root / "rust-toolchain.toml").read_text(encoding="utf-8")
    found = re.search(r'^channel = "(.+)"$', text, re.MULTILINE)
    if found is None:
        raise SetUpError("rust-toolchain.toml names no channel: restore it from git.")
    return found[1]


def has(version: str) -> bool:
    """Whether rustup has installed the toolchain of this version."""
    rustup = tool("rustup")
    if rustup is None:
        return False
    command = [rustup, "toolchain", "list", "--quiet"]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return any(line.split("-")[0] == version for line in answer.stdout.splitlines())


def sysroot(variables: dict[str, str], folder: Path) -> Path:
    """The toolchain's folder, for who compiles in `folder` under these variables."""
    answer = subprocess.run(
        [tool("rustc") or "rustc", "--print", "sysroot"],
        cwd=folder,
        env=variables,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return Path(answer.stdout.strip())


def variables_for_cargo() -> dict[str, str]:
    """The environment for cargo, the same whoever calls it.

    A crate below rust-analyzer reads `CI` when it is compiled: with it in one call and without it
    in the next, the kernel would be compiled anew each time.
    """
    return {name: value for name, value in os.environ.items() if name != "CI"}


def build(arguments: list[str], root: Path) -> dict[str, Path]:
    """Compiles in the checkout with `cargo ARGUMENTS`; returns where cargo put each program."""
    command = [cargo(), *arguments, "--locked", "--target-dir", str(root / "target")]
    command += ["--message-format", "json-render-diagnostics"]
    answer = subprocess.run(
        command,
        cwd=root,
        env=variables_for_cargo(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    if answer.returncode != 0:
        raise SetUpError(
            f"'{' '.join(command)}' failed; the lines above say why. If the network failed, run "
            "this again when it is back: what is compiled stays compiled."
        )
    messages = [json.loads(line) for line in answer.stdout.splitlines() if line.startswith("{")]
    return {
        message["target"]["name"]: Path(message["executable"])
        for message in messages
        if message.get("executable")
    }
