"""A lab: the kernel with the crates that it compiles and the lessons, wherever they lie."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from descent_lab import kernelspec, rust
from descent_lab.log import SetUpError

# Where the kernel's programs look for it, too.
KERNEL_FOLDER = "kernel"
PREBUILT = "prebuilt"
COMPILED = "compiled"
# As in `pyproject.toml`.
DISTRIBUTION = "descent-lab"


@dataclass(frozen=True)
class Lab:
    """An installed lab, which lies in `PREFIX/share/descent-lab`.

    Its root holds `Cargo.toml`, `Cargo.lock`, `rust-toolchain.toml`, `crates`, `notebooks` and
    `vendor`, the sources of all crates below ours.
    """

    root: Path

    @property
    def kernel_folder(self) -> Path:
        """The kernel's programs, and what they compile ahead."""
        return self.root / KERNEL_FOLDER

    @property
    def is_prebuilt(self) -> bool:
        """Whether crates were compiled ahead here, be it for what lies here now or not."""
        return (self.kernel_folder / PREBUILT / "key").exists()

    @property
    def compiled(self) -> Path:
        """What rustc made of the crates, for kernels of other places to begin with."""
        return self.kernel_folder / COMPILED

    @property
    def docs(self) -> Path:
        """The documentation of the two crates, where Jupyter serves it."""
        return self.root.parent / "jupyter" / "kernels" / kernelspec.NAME / kernelspec.DOCS

    @property
    def cargo_home(self) -> Path:
        """cargo's configuration, which makes it take the sources in `vendor`."""
        return self.root / "cargo"

    @property
    def notebooks(self) -> Path:
        """The folder of the lessons."""
        return self.root / "notebooks"

    @property
    def python(self) -> Path:
        """The Python that has Jupyter."""
        return Path(sys.executable)

    @property
    def workplace(self) -> Path:
        """Where the Rust tools are called: not where `rust-toolchain.toml` insists on its version.

        A machine without a network has what it has; lessons run with any that is new enough.
        """
        return Path.home()

    @property
    def kernel(self) -> Path:
        """The kernel's executable."""
        return self.program("descent-kernel")

    def program(self, name: str) -> Path:
        """One of the kernel's executables."""
        return self.kernel_folder / (name + (".exe" if os.name == "nt" else ""))

    @property
    def version(self) -> str:
        """The version of everything in here."""
        text = (self.root / "Cargo.toml").read_text(encoding="utf-8")
        found = re.search(r'^version = "(.+)"$', text, re.MULTILINE)
        if found is None:
            raise SetUpError(f"'{self.root / 'Cargo.toml'}' names no version: install it again.")
        return found[1]

    @property
    def logos(self) -> Path:
        """The kernel's pictures."""
        return self.root / "logo"

    def env(self) -> dict[str, str]:
        """Environment variables of Jupyter: the user's own."""
        return with_rust(dict(os.environ))

    def preparing_env(self) -> dict[str, str]:
        """Environment variables under which crates are compiled ahead: with the pinned Rust where
        it is to be had, from the sources that lie here."""
        variables = self.env()
        variables["CARGO_HOME"] = str(self.cargo_home)
        if "RUSTUP_TOOLCHAIN" not in variables and rust.has(rust.pinned(self.root)):
            variables["RUSTUP_TOOLCHAIN"] = rust.pinned(self.root)
        return variables


def with_rust(variables: dict[str, str]) -> dict[str, str]:
    """The variables with the Rust tools on the PATH, also right after rustup has put them there."""
    if shutil.which("cargo", path=variables.get("PATH")) is None:
        folders = [variables.get("PATH", os.defpath), str(rust.tools_folder())]
        variables["PATH"] = os.pathsep.join(folders)
    return variables


def installed() -> Lab:
    """The lab that pip has installed with this package."""
    for file in metadata.distribution(DISTRIBUTION).files or ():
        if file.parts[-2:] == ("descent-lab", "Cargo.toml"):
            return Lab(Path(str(file.locate())).resolve().parent)
    raise SetUpError(
        f"The files of {DISTRIBUTION} are missing: install it again, with 'pip install "
        f"--force-reinstall {DISTRIBUTION}'."
    )
