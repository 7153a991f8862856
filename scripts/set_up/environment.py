"""The project's own environment: where set-up puts things, and how to start things in it.

Everything lies in the checkout's folder `.lab`, except what cargo compiles (`target/`) and
downloads.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from set_up import rust

ROOT = Path(__file__).resolve().parents[2]

# Variables of the user's that would lead Python, pip or Jupyter out of the checkout.
FOREIGN_VARIABLES = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "JUPYTER_CONFIG_PATH",
    "JUPYTER_NO_CONFIG",
    "JUPYTERLAB_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "EVCXR_CONFIG_DIR",
    "EVCXR_TMPDIR",
)


@dataclass(frozen=True)
class Environment:
    """A checkout that is set up."""

    root: Path

    @property
    def lab(self) -> Path:
        """The folder that set-up writes into."""
        return self.root / ".lab"

    @property
    def python(self) -> Path:
        """The Python that has JupyterLab and the test tools."""
        folder = self.lab / "venv" / ("Scripts" if os.name == "nt" else "bin")
        return folder / ("python.exe" if os.name == "nt" else "python")

    @property
    def notebooks(self) -> Path:
        """The folder of the lessons."""
        return self.root / "notebooks"

    @property
    def kernel(self) -> Path:
        """The kernel's executable."""
        return self.program("descent-kernel")

    def program(self, name: str) -> Path:
        """One of the kernel's executables."""
        return self.lab / "kernel" / (name + (".exe" if os.name == "nt" else ""))

    def env(self) -> dict[str, str]:
        """Environment variables under which Jupyter finds the project's settings only, the
        kernelspec `rust` is the project's, and kernels compile with the pinned Rust."""
        variables = {k: v for k, v in os.environ.items() if k not in FOREIGN_VARIABLES}
        jupyter = self.lab / "jupyter"
        variables.update(
            JUPYTER_PATH=str(jupyter / "data"),
            JUPYTER_DATA_DIR=str(jupyter / "data"),
            JUPYTER_CONFIG_DIR=str(jupyter / "config"),
            JUPYTER_RUNTIME_DIR=str(jupyter / "runtime"),
            JUPYTER_PREFER_ENV_PATH="1",
            JUPYTER_PLATFORM_DIRS="0",
            IPYTHONDIR=str(self.lab / "ipython"),
            MPLCONFIGDIR=str(self.lab / "matplotlib"),
            # Where there is an npm, JupyterLab asks it for its registry, and npm keeps logs.
            npm_config_cache=str(self.lab / "npm"),
            PYTHONNOUSERSITE="1",
            VIRTUAL_ENV=str(self.lab / "venv"),
        )
        # A cell is compiled outside the checkout, where rustup does not see rust-toolchain.toml.
        # Who names a toolchain in this way means it, as rustup itself has it.
        variables.setdefault("RUSTUP_TOOLCHAIN", rust.pinned(self.root))
        folders = [str(self.python.parent), variables.get("PATH", os.defpath)]
        if shutil.which("cargo") is None:
            folders.append(str(rust.tools_folder()))
        variables["PATH"] = os.pathsep.join(folders)
        return variables
