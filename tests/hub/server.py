"""A JupyterHub of the tests' own, with its proxy, on this machine's loopback device.

Its students are users of this machine as the hub sees it: they have accounts in a passwd file that
stands in for the system's where the hub runs, and nowhere else.
"""

from __future__ import annotations

import http.client
import json
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

import labs
from benchmarks.installed import for_everybody
from benchmarks.other_users import folder_for
from browser.server import free_port
from kernels import kill, processes_with, soon

START_SECONDS = 60
END_SECONDS = 30
# Below the number of `students.STUDENT`.
FIRST_NUMBER = 65530
# What the tests themselves may do, by the hub's REST interface: as an administrator does it.
SERVICE = "tests"
SCOPES = ("admin:users", "admin:servers", "tokens")


@dataclass
class Hub:
    """A running hub."""

    process: subprocess.Popen[bytes]
    url: str
    """The proxy's, at which a browser would ask for everything; it ends with a slash."""
    token: str
    """What the tests themselves show to the hub."""
    folder: Path
    students: dict[str, int]
    """The number of each user."""

    @property
    def temporary(self) -> Path:
        """The folder for temporary files that all students share."""
        return self.folder / "tmp"

    def home(self, student: str) -> Path:
        """The home of a student."""
        return self.folder / "homes" / student

    def said(self) -> str:
        """The last words of its log."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")[-6000:]

    def processes(self, student: str) -> list[psutil.Process]:
        """The processes of a student."""
        number = self.students[student]
        return [one for one in processes_with(self.temporary) if one.uids().real == number]

    def answers(self) -> bool:
        """Whether the hub answers through the proxy."""
        try:
            with urllib.request.urlopen(f"{self.url}hub/api/", timeout=END_SECONDS) as answer:
                return bool(answer.status == http.HTTPStatus.OK)
        except (urllib.error.URLError, ConnectionError):
            return False

    def end(self) -> list[psutil.Process]:
        """Ends hub, proxy and servers; returns the processes that outlived it, after killing
        them."""
        self.process.terminate()
        soon(lambda: not processes_with(self.temporary), END_SECONDS)
        left = processes_with(self.temporary)
        kill(left)
        self.process.wait(END_SECONDS)
        return left


def start(
    folder: Path, students: Sequence[str], proxy: Sequence[str], variables: dict[str, str]
) -> Hub:
    """Starts a hub whose files lie in `folder`, which everybody can enter, with `variables` in the
    environment of the students' servers, and waits until it answers."""
    numbers = {name: FIRST_NUMBER + place for place, name in enumerate(students)}
    url, token = f"http://127.0.0.1:{free_port()}/", secrets.token_hex()
    for name in ("homes", "tmp", "hub"):
        (folder / name).mkdir()
    temporary = folder / "tmp"
    temporary.chmod(0o1777)
    for name, number in numbers.items():
        folder_for(folder / "homes" / name, number).chmod(0o700)
    system = Path("/etc/passwd").read_text(encoding="utf-8")
    accounts = [
        f"{name}:x:{number}:{number}::{folder / 'homes' / name}:/bin/sh\n"
        for name, number in numbers.items()
    ]
    (folder / "passwd").write_text(system + "".join(accounts), encoding="utf-8")
    of_students = {"TMPDIR": str(temporary), **variables}
    configuration = folder / "hub" / "configuration.json"
    settings = _settings(url, token, proxy, students, of_students)
    configuration.write_text(json.dumps(settings), encoding="utf-8")
    path = f"{Path(sys.executable).parent}:{labs.SYSTEM_PATH}"
    # Node.js, too, may lie in a home.
    start_of_all = for_everybody(folder, Path(proxy[0]).parents[1])
    command = [sys.executable, "-m", "jupyterhub", "--config", str(configuration)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*start_of_all, *_with_accounts(folder / "passwd"), *command],
            cwd=folder / "hub",
            env={"PATH": path, "HOME": str(folder / "hub"), "TMPDIR": str(temporary)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    hub = Hub(process, url, token, folder, numbers)
    end = time.monotonic() + START_SECONDS
    while not hub.answers():
        if process.poll() is not None or time.monotonic() > end:
            hub.end()
            raise AssertionError(f"JupyterHub does not start:\n{hub.said()}")
        time.sleep(0.2)
    return hub


def _settings(
    url: str,
    token: str,
    proxy: Sequence[str],
    students: Sequence[str],
    variables: dict[str, str],
) -> dict[str, object]:
    """The hub's configuration; what is not named is as an administrator gets it."""
    return {
        "JupyterHub": {
            "bind_url": url,
            "hub_bind_url": f"http://127.0.0.1:{free_port()}",
            "authenticator_class": "dummy",
            "db_url": "sqlite:///hub.sqlite",
            "services": [{"name": SERVICE, "api_token": token}],
            "load_roles": [{"name": SERVICE, "scopes": SCOPES, "services": [SERVICE]}],
        },
        "ConfigurableHTTPProxy": {
            "command": list(proxy),
            "api_url": f"http://127.0.0.1:{free_port()}",
        },
        "Authenticator": {"allowed_users": list(students)},
        "Spawner": {
            "cmd": [sys.executable, "-m", "jupyterhub.singleuser"],
            "environment": variables,
        },
    }


def _with_accounts(passwd: Path) -> list[str]:
    """The start of a command that sees other accounts than this system's."""
    mount = 'mount --bind "$0" /etc/passwd && exec "$@"'
    return ["unshare", "--mount", "sh", "-c", mount, str(passwd)]
