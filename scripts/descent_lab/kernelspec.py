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
