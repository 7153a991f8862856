"""Labs of the tests' own: a small checkout, and one as it is installed for a whole machine."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

from descent_lab import kernelspec, rust_kernel
from descent_lab.environment import ROOT, Environment
from descent_lab.lab import Lab
from kernels import LAB

CRATES = ("descent", "descent-language", "descent-notebook")
# Where no user has put anything.
SYSTEM_PATH = "/usr/bin:/bin"


def small_checkout(root: Path) -> Environment:
    """A checkout that is set up, whose notebook crate compiles in a second."""
    crate = root / "crates" / "descent-notebook"
    (crate / "src").mkdir(parents=True)
    (root / "notebooks").mkdir()
    (root / "Cargo.toml").write_text(
        '[workspace]\nresolver = "3"\nmembers = ["crates/*"]\nexclude = [".lab"]\n'
    )
    (crate / "Cargo.toml").write_text(
        '[package]\nname = "descent-notebook"\nversion = "0.1.0"\nedition = "2024"\n'
    )
    (crate / "src" / "lib.rs").write_text("pub fn lesson() -> u8 { 1 }\n")
    lab = Environment(root)
    install_programs(lab.kernel.parent)
    subprocess.run(["cargo", "generate-lockfile", "--offline"], cwd=root, env=LAB.env(), check=True)
    prebuild(lab.kernel)
    rust_kernel.register(lab)
    return lab


def installed(root: Path) -> Path:
    """Installs kernel and crates at `root` as for a whole machine, and returns the kernel."""
    root.mkdir(parents=True)
    for crate in CRATES:
        shutil.copytree(ROOT / "crates" / crate, root / "crates" / crate)
    members = ", ".join(f'"crates/{crate}"' for crate in CRATES)
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    manifest = re.sub(r"^members = \[.*?\]", f"members = [{members}]", manifest, flags=re.M | re.S)
    manifest = re.sub(r"^(default-members|exclude) = \[.*?\]\n", "", manifest, flags=re.M | re.S)
    (root / "Cargo.toml").write_text(manifest, encoding="utf-8")
    for name in ("Cargo.lock", "rust-toolchain.toml"):
        shutil.copy2(ROOT / name, root / name)
    # The lock file keeps what these crates need.
    metadata = ["cargo", "metadata", "--offline", "--format-version=1"]
    subprocess.run(metadata, cwd=root, env=LAB.env(), stdout=subprocess.DEVNULL, check=True)
    install_programs(root / "kernel")
    shutil.copytree(LAB.compiled, Lab(root).compiled)
    return root / "kernel" / LAB.kernel.name


def with_closed_toolchain(base: Path) -> tuple[Path, Path]:
    """Installs a kernel below `base` that knows a toolchain in a folder that is closed to others;
    returns it and the path of its rustc."""
    kernel = installed(base / "share" / "descent-lab")
    toolchain = base / "closed" / "toolchain"
    toolchain.mkdir(parents=True)
    prebuilt = kernel.parent / "prebuilt"
    for name in ("work", "toolchain"):
        (prebuilt / name).mkdir(parents=True)
    (prebuilt / "sysroot").write_text(str(toolchain), encoding="utf-8")
    (prebuilt / "key").touch()
    toolchain.parent.chmod(0)
    return kernel, toolchain / "bin" / "rustc"


def has_rust_for_everybody() -> bool:
    """Whether the system itself has a Rust."""
    return shutil.which("rustc", path=SYSTEM_PATH) is not None


def install_programs(folder: Path) -> None:
    """Copies the kernel's programs."""
    folder.mkdir(parents=True)
    for name in rust_kernel.PROGRAMS:
        program = LAB.program(name)
        shutil.copy2(program, folder / program.name)


def prebuild(kernel: Path, variables: dict[str, str] | None = None, *before: str) -> str:
    """Has a kernel compile its crates, and returns what it says; `before` starts it."""
    done = subprocess.run(
        [*before, str(kernel), "--prebuild"],
        env=LAB.env() | (variables or {}),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def spec_of(kernel: Path, folder: Path, *before: str) -> Environment:
    """Registers `kernel`, started by the command `before`, for `Kernel` to find in `folder`, where
    its notebooks lie, too."""
    spec = {
        "argv": [*before, str(kernel), "--control_file", "{connection_file}"],
        "display_name": kernelspec.DISPLAY_NAME,
        "language": kernelspec.LANGUAGE,
        "interrupt_mode": "message",
    }
    lab = Environment(folder)
    place = lab.kernelspecs / kernelspec.NAME
    place.mkdir(parents=True)
    lab.notebooks.mkdir()
    (place / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    return lab


def size_of(folder: Path) -> int:
    """The bytes that a folder's files take on the disk, links counted as links."""
    files = [path for path in folder.rglob("*") if path.is_symlink() or path.is_file()]
    # A file with other names takes no room of its own.
    return sum(path.lstat().st_blocks * 512 for path in files if path.lstat().st_nlink == 1)


def owners(folder: Path) -> set[tuple[str, int, int, int]]:
    """Each file's name, size, owner and time of change."""
    found = [(path, path.lstat()) for path in (folder, *folder.rglob("*"))]
    return {(str(path), one.st_size, one.st_uid, one.st_mtime_ns) for path, one in found}
