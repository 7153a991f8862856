"""A checkout: where set-up puts things, and how to start things in it.

Everything lies in the checkout's folder `.lab`, except what cargo compiles (`target/`) and
downloads.
"""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from descent_lab import rust
from descent_lab.lab import COMPILED, PREBUILT, Lab, with_rust

# The checkout that this file belongs to; meaningless where pip has installed it.
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
class Environment(Lab):
    """A checkout that is set up."""

    @property
    def lab(self) -> Path:
        """The folder that set-up writes into."""
        return self.root / ".lab"

    @property
    def kernel_folder(self) -> Path:
        """The kernel's programs, and what they compile ahead."""
        return self.lab / "kernel"

    @property
    def compiled(self) -> Path:
        """What rustc made of the crates when they were compiled ahead."""
        return self.kernel_folder / PREBUILT / COMPILED

    @property
    def docs(self) -> Path:
        """The documentation of the two crates, as they were compiled ahead."""
        return self.kernel_folder / PREBUILT / "doc"

    @property
    def workplace(self) -> Path:
        """Where the Rust tools are called: where rustup sees `rust-toolchain.toml`."""
        return self.root

    @property
    def venv(self) -> Path:
        """The virtual environment."""
        return self.lab / "venv"

    @property
    def python(self) -> Path:
        """The Python that has JupyterLab and the test tools."""
        folder = self.venv / ("Scripts" if os.name == "nt" else "bin")
        return folder / ("python.exe" if os.name == "nt" else "python")

    @property
    def logos(self) -> Path:
        """The kernel's pictures."""
        return self.root / "crates" / "descent-kernel" / "logo"

    @property
    def kernelspecs(self) -> Path:
        """Where Jupyter finds the kernel, from the virtual environment."""
        return self.venv / "share" / "jupyter" / "kernels"

    @property
    def state(self) -> Path:
        """Where Jupyter writes: the checkout, or else the user's cache."""
        if is_writable(self.lab):
            return self.lab
        name = hashlib.sha256(str(self.root).encode()).hexdigest()[:16]
        return user_cache() / "descent-lab" / f"checkout-{name}"

    def env(self) -> dict[str, str]:
        """Environment variables under which Jupyter finds the project's settings and kernel only,
        and kernels compile with the pinned Rust."""
        variables = {k: v for k, v in os.environ.items() if k not in FOREIGN_VARIABLES}
        state = self.state
        jupyter = state / "jupyter"
        variables.update(
            JUPYTER_PATH=str(jupyter / "data"),
            JUPYTER_DATA_DIR=str(jupyter / "data"),
            JUPYTER_CONFIG_DIR=str(jupyter / "config"),
            JUPYTER_RUNTIME_DIR=str(jupyter / "runtime"),
            JUPYTER_PREFER_ENV_PATH="1",
            JUPYTER_PLATFORM_DIRS="0",
            IPYTHONDIR=str(state / "ipython"),
            MPLCONFIGDIR=str(state / "matplotlib"),
            # Where there is an npm, JupyterLab asks it for its registry, and npm keeps logs.
            npm_config_cache=str(state / "npm"),
            PYTHONNOUSERSITE="1",
            VIRTUAL_ENV=str(self.venv),
        )
        # A cell is compiled outside the checkout, where rustup does not see rust-toolchain.toml.
        # Who names a toolchain in this way means it, as rustup itself has it.
        variables.setdefault("RUSTUP_TOOLCHAIN", rust.pinned(self.root))
        folders = [str(self.python.parent), variables.get("PATH", os.defpath)]
        variables["PATH"] = os.pathsep.join(folders)
        return with_rust(variables)

    def preparing_env(self) -> dict[str, str]:
        """The same: cargo downloads into its own folder."""
        return self.env()


def is_writable(folder: Path) -> bool:
    """Whether this user can make files in a folder, or make the folder itself."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK)


def user_cache() -> Path:
    """The folder in which programs keep what they can make again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    named = os.environ.get("XDG_CACHE_HOME", "")
    if Path(named).is_absolute():
        return Path(named)
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
