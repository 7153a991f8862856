"""How Jupyter starts the kernel, and what it calls it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from descent_lab import files

# Stock evcxr calls its own `rust`. Where only that one is installed, JupyterLab takes it for our
# notebooks: it is the one kernel of their language.
NAME = "descent-rust"
DISPLAY_NAME = "Rust (descent)"
LANGUAGE = "rust"
# The kernel's environment says in which language it and the crates speak.
LANGUAGE_VARIABLE = "DESCENT_LANGUAGE"
# The folder of the crates' documentation. Jupyter serves what lies beside a kernelspec, and the
# kernel names it in JupyterLab's Help menu.
DOCS = "doc"
DOCS_PAGE = "descent_notebook/index.html"


@dataclass(frozen=True)
class Kernel:
    """The kernel, speaking one language."""

    name: str
    display_name: str
    language: str
    """The programming language, as Jupyter compares it: letter by letter."""
    speaks: str
    """The language of its messages, as the folder of its notebooks is called; empty for English."""

    @property
    def env(self) -> dict[str, str]:
        """What its environment has besides."""
        return {LANGUAGE_VARIABLE: self.speaks} if self.speaks else {}


ENGLISH = Kernel(NAME, DISPLAY_NAME, LANGUAGE, "")
# JupyterLab opens a notebook of another kernel, stock evcxr's say, with the one kernel of the
# notebook's language, `rust`, and asks if there are several: this one does not count.
CHINESE = Kernel("descent-rust-zh", "Rust (descent, 中文)", "Rust", "zh")
KERNELS = (ENGLISH, CHINESE)


def of_language(code: str) -> Kernel:
    """The kernel that speaks a language, such as `zh`; the English one if none does."""
    return next((kernel for kernel in KERNELS if kernel.speaks == code), ENGLISH)


def write(kernels: Path, executable: str, logos: Path) -> Path:
    """Writes a kernelspec for each language into the folder `kernels`, with the pictures of
    `logos`, and returns the folder of the English one, which has the documentation."""
    for kernel in KERNELS:
        folder = kernels / kernel.name
        spec = {
            "argv": [executable, "--control_file", "{connection_file}"],
            "display_name": kernel.display_name,
            "language": kernel.language,
            "interrupt_mode": "message",
            "env": kernel.env,
        }
        files.write_json(folder / "kernel.json", spec)
        for logo in sorted(logos.glob("logo-*")):
            if not (folder / logo.name).is_file():
                shutil.copyfile(logo, folder / logo.name)
    return kernels / NAME


def copy_docs(docs: Path, folder: Path) -> None:
    """Copies the crates' documentation, where there is one, into a kernelspec's folder, unless it
    is there. A link would not do: Jupyter serves no file that lies elsewhere."""
    made, copied = docs / DOCS_PAGE, folder / DOCS / DOCS_PAGE
    if made.is_file() and not (copied.is_file() and copied.stat().st_mtime == made.stat().st_mtime):
        shutil.rmtree(folder / DOCS, ignore_errors=True)
        shutil.copytree(docs, folder / DOCS)
