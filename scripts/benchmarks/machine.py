"""On what the benchmarks ran: the machine and the versions."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

from descent_lab import rust
from descent_lab.environment import ROOT

PYTHON_PACKAGES = ("ipykernel", "jupyter_client", "matplotlib", "numpy")
CRATES = ("criterion", "evcxr_jupyter", "ndarray", "plotters", "rand")


def facts() -> dict[str, str]:
    """What a reader needs in order to compare the figures with those of another machine."""
    processor = _line_of("/proc/cpuinfo", "model name") or platform.processor() or "unknown"
    memory = int((_line_of("/proc/meminfo", "MemTotal") or "0").split()[0]) * 1024
    changed = ", changed" if _said("git", "status", "--porcelain") else ""
    return {
        "processor": f"{processor}, {cores()} cores",
        "memory": f"{memory / 1e9:.0f} GB" if memory else "unknown",
        "system": f"{_system()}, {platform.system()} {platform.release()}",
        "rustc": _said(rust.tool("rustc") or "rustc", "--version").removeprefix("rustc "),
        "cargo": _said(rust.cargo(), "--version").removeprefix("cargo "),
        "linker": next((name for name in ("mold", "lld") if shutil.which(name)), "rustc's own"),
        "crates": ", ".join(f"{name} {version}" for name, version in locked_crates(CRATES)),
        "Python": platform.python_version(),
        "packages": ", ".join(f"{name} {metadata.version(name)}" for name in PYTHON_PACKAGES),
        "checkout": (_said("git", "rev-parse", "--short", "HEAD") or "unknown") + changed,
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


def _line_of(file: str, key: str) -> str:
    """What stands behind `key:` in a file of the system's, empty where there is none."""
    try:
        text = Path(file).read_text(encoding="utf-8")
    except OSError:
        return ""
    found = re.search(rf"^{key}\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else ""


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.platform()


def _said(*command: str) -> str:
    """What a command prints, empty where there is none or it fails."""
    try:
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""
