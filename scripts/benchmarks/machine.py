"""On what the benchmarks ran: the machine and the versions."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

from set_up import rust
from set_up.environment import ROOT

PYTHON_PACKAGES = ("ipykernel", "jupyter_client", "matplotlib", "numpy")
CRATES = ("criterion", "evcxr_jupyter", "ndarray", "plotters", "rand")


def facts() -> dict[str, str]:
    """What a reader needs in order to compare the figures with those of another machine."""
    return {
        "processor": f"{_processor()}, {cores()} cores",
        "memory": _memory(),
        "system": f"{_system()}, {platform.system()} {platform.release()}",
        "rustc": _version("rustc"),
        "cargo": _version("cargo"),
        "linker": next((name for name in ("mold", "lld") if shutil.which(name)), "the system's"),
        "crates": ", ".join(f"{name} {version}" for name, version in locked_crates(CRATES)),
        "Python": platform.python_version(),
        "packages": ", ".join(f"{name} {metadata.version(name)}" for name in PYTHON_PACKAGES),
        "checkout": _checkout(),
    }


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def load() -> float | None:
    """How many processes wanted a core in the last minute, where the system tells."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def locked_crates(
    names: tuple[str, ...], lock: Path = ROOT / "Cargo.lock"
) -> list[tuple[str, str]]:
    """The versions that a lock file states of some crates; of each its newest."""
    text = lock.read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for name, version in re.findall(r'^name = "(.+)"\nversion = "(.+)"$', text, re.MULTILINE):
        if name in names and _numbers(version) >= _numbers(found.get(name, "0")):
            found[name] = version
    return sorted(found.items())


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def _processor() -> str:
    return _line_of(Path("/proc/cpuinfo"), "model name") or platform.processor() or "unknown"


def _memory() -> str:
    total = _line_of(Path("/proc/meminfo"), "MemTotal")
    return f"{int(total.split()[0]) * 1024 / 1e9:.0f} GB" if total else "unknown"


def _line_of(path: Path, key: str) -> str:
    """What stands behind `key:` in a file of the system's, empty where there is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return ""
    found = re.search(rf"^{key}\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else ""


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.platform()


def _version(tool: str) -> str:
    return _said([rust.tool(tool) or tool, "--version"]).removeprefix(f"{tool} ")


def _checkout() -> str:
    commit = _said(["git", "rev-parse", "--short", "HEAD"])
    changed = _said(["git", "status", "--porcelain"])
    return commit + (" with changes" if changed and commit != "unknown" else "")


def _said(command: list[str]) -> str:
    try:
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return "unknown"
    return answer.stdout.strip() if answer.returncode == 0 else "unknown"
