"""How much memory a kernel holds, its child processes included."""

from __future__ import annotations

import re
from pathlib import Path

PROC = Path("/proc")


def pss_of_session(leader: int) -> int | None:
    """The proportional set size, in bytes, of a session's processes: memory that several of them
    share is counted once. None where the system does not tell (all but Linux).

    Jupyter starts each kernel as the leader of a session of its own, so the session holds the
    kernel, the process that runs the cells and whatever else they started, even a process whose
    parent has ended.
    """
    found = [pss for process in processes_of_session(leader) if (pss := _pss(process)) is not None]
    return sum(found) if found else None


def processes_of_session(leader: int) -> list[int]:
    """The ids of the session's processes."""
    if not PROC.is_dir():
        return []
    return [
        int(folder.name)
        for folder in PROC.iterdir()
        if folder.name.isdigit() and _session(int(folder.name)) == leader
    ]


def _session(process: int) -> int | None:
    try:
        stat = (PROC / str(process) / "stat").read_text()
    except OSError:  # it has ended meanwhile
        return None
    # The name, in parentheses, may hold spaces; the session is the fourth field after it.
    return int(stat.rpartition(")")[2].split()[3])


def _pss(process: int) -> int | None:
    try:
        memory = (PROC / str(process) / "smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(r"^Pss:\s+(\d+) kB$", memory, re.MULTILINE)
    return int(found[1]) * 1024 if found else None
