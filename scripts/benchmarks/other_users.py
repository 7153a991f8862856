"""Commands that run as another user of this machine, who can read what they need."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from descent_lab import rust
from descent_lab.installation import closed_to_others

IS_ROOT = os.name != "nt" and os.geteuid() == 0


def as_user(number: int) -> list[str]:
    """The start of a command that runs as the user of this number, who needs no account. Only root
    may do that."""
    return ["setpriv", f"--reuid={number}", f"--regid={number}", "--clear-groups", "--"]


def given_away(number: int) -> list[str]:
    """The start of a kernel's command line, by which the connection file, its last argument, is
    given to another user: Jupyter closes it to others."""
    return ["sh", "-c", f'for last; do :; done; chown {number} "$last" && exec "$@"', "sh"]


def folder_for(path: Path, owner: int | None = None) -> Path:
    """Makes a folder, for another user if one is named."""
    path.mkdir()
    if owner is not None:
        os.chown(path, owner, owner)
    return path


def home_of(path: Path, owner: int | None = None) -> dict[str, str]:
    """Makes an empty home, and returns the environment of a user who lives there."""
    home = str(folder_for(path, owner))
    xdg = {"XDG_CACHE_HOME": f"{home}/.cache", "XDG_RUNTIME_DIR": ""}
    return {"HOME": home, "CARGO_HOME": f"{home}/.cargo"} | xdg


def rust_folders() -> list[Path]:
    """The folders of rustup and cargo, as far as there are any."""
    home = Path.home()
    rustup = Path(os.environ.get("RUSTUP_HOME") or home / ".rustup")
    return [folder for folder in (rustup, rust.tools_folder().parent) if folder.is_dir()]


def opened(needed: Sequence[Path], aside: Path) -> list[str]:
    """The start of a command that sees a machine on which every user can enter the folders
    `needed`; empty if they can anyhow. Only root, where it may mount, can run it.

    A folder above them that is closed to others, such as root's home, is there an open one that
    holds nothing else. They are laid into `aside`, a folder that is made, while that is done.
    """
    closed = {path: above for path in needed if (above := closed_to_others(path)) is not None}
    if not closed:
        return []
    places = {path: aside / str(number) for number, path in enumerate(closed)}
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True)
    lines = [
        *(shlex.join(["mount", "--bind", str(path), str(places[path])]) for path in closed),
        *(
            shlex.join(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", str(folder)])
            for folder in sorted(set(closed.values()))
        ),
    ]
    for path, place in places.items():
        lines.append(f"(umask 022; {shlex.join(['mkdir', '-p', str(path)])})")
        lines.append(shlex.join(["mount", "--bind", str(place), str(path)]))
    return ["unshare", "--mount", "sh", "-e", "-c", "\n".join([*lines, 'exec "$@"']), "sh"]
