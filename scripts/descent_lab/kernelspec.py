"""How Jupyter starts the kernel, and what it calls it."""

from __future__ import annotations

import shutil
from pathlib import Path

from descent_lab import files

# Stock evcxr calls its own `rust`. Where only that one is installed, JupyterLab takes it for our
# notebooks: it is the one kernel of their language.
NAME = "descent-rust"
DISPLAY_NAME = "Rust (descent)"
LANGUAGE = "rust"
# The folder of the crates' documentation. Jupyter serves what lies beside a kernelspec, and the
# kernel names it in JupyterLab's Help menu.
DOCS = "doc"
DOCS_PAGE = "descent_notebook/index.html"


def write(kernels: Path, executable: str, logos: Path) -> Path:
    """Writes the kernelspec into the folder `kernels`, with the pictures of `logos`, and returns
    its folder."""
    folder = kernels / NAME
    spec = {
        "argv": [executable, "--control_file", "{connection_file}"],
        "display_name": DISPLAY_NAME,
        "language": LANGUAGE,
        "interrupt_mode": "message",
    }
    files.write_json(folder / "kernel.json", spec)
    for logo in sorted(logos.glob("logo-*")):
        if not (folder / logo.name).is_file():
            shutil.copyfile(logo, folder / logo.name)
    return folder


def copy_docs(docs: Path, folder: Path) -> None:
    """Copies the crates' documentation, where there is one, into a kernelspec's folder, unless it
    is there. A link would not do: Jupyter serves no file that lies elsewhere."""
    made, copied = docs / DOCS_PAGE, folder / DOCS / DOCS_PAGE
    if made.is_file() and not (copied.is_file() and copied.stat().st_mtime == made.stat().st_mtime):
        shutil.rmtree(folder / DOCS, ignore_errors=True)
        shutil.copytree(docs, folder / DOCS)
