"""A JupyterLab of the tests' own, started by `scripts/lab.py` as a newcomer starts it.

It serves a copy of the notebooks, with settings and working folders of its own, so that nothing of
the checkout's or of the user's changes.
"""

from __future__ import annotations

import contextlib
import http
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from descent_lab.environment import ROOT, Environment
from kernels import kill, processes_with
from lessons.execution import FIXED_CHECKS

# `lab.py` may have to compile the notebooks' crates again before it starts the server.
START_SECONDS = 400
END_SECONDS = 30


@dataclass
class JupyterLab:
    """A running server."""

    process: subprocess.Popen[bytes]
    url: str
    token: str
    folder: Path
    """Holds `notebooks`, the server's root; `home`, an empty home folder; and `temporary`."""

    @property
    def notebooks(self) -> Path:
        """The copy of the notebooks."""
        return self.folder / "notebooks"

    def request(self, path: str, method: str = "GET", token: str | None = None) -> Any:
        """Asks the server's REST interface; returns what it answers, decoded."""
        request = urllib.request.Request(self.url + path, method=method)
        request.add_header("Authorization", f"token {self.token if token is None else token}")
        with urllib.request.urlopen(request, timeout=END_SECONDS) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def kernels(self) -> list[dict[str, Any]]:
        """The kernels that the server knows."""
        try:
            known: list[dict[str, Any]] = self.request("api/kernels")
        except urllib.error.HTTPError as error:
            # The server answers so while one of them is just ending.
            if error.code != http.HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
            return []
        return known

    def end_kernels(self) -> None:
        """Ends every kernel, so that the next test starts its own."""
        for session in self.request("api/sessions"):
            self.request(f"api/sessions/{session['id']}", "DELETE")

    def sockets(self) -> list[str]:
        """The addresses at which the server and its kernels listen."""
        listening = []
        for process in self.processes():
            # The kernel's helpers come and go; one that has gone does not listen.
            with contextlib.suppress(psutil.NoSuchProcess):
                for connection in process.net_connections(kind="inet"):
                    if connection.status == psutil.CONN_LISTEN:
                        listening.append(connection.laddr.ip)
        return listening

    def processes(self) -> list[psutil.Process]:
        """Every process that was started by the server, orphans included."""
        return processes_with(self.folder / "temporary")

    def end(self) -> list[psutil.Process]:
        """Ends the server; returns the processes that outlived it, after killing them."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        end = time.monotonic() + END_SECONDS
        while self.processes() and time.monotonic() < end:
            time.sleep(0.2)
        left = self.processes()
        kill(left)
        self.process.wait(END_SECONDS)
        return left


def start(folder: Path, language: str = "C") -> JupyterLab:
    """Starts a server in the folder, which has to be empty, on a system of the language, and waits
    until it answers."""
    for name in ("home", "temporary", "settings", "workspaces"):
        (folder / name).mkdir()
    (folder / "crates").symlink_to(ROOT / "crates")
    port = free_port()
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [base_python(), str(ROOT / "scripts" / "lab.py"), "--no-browser"]
            + [f"--lessons={folder / 'notebooks'}", "--solutions"]
            + [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
            + [f"--LabApp.user_settings_dir={folder / 'settings'}"]
            + [f"--LabApp.workspaces_dir={folder / 'workspaces'}"]
            # Only root needs it; what is served is the same.
            + (["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
            env=variables(folder) | {"LC_ALL": f"{language}.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    lab = JupyterLab(process, f"http://localhost:{port}/", "", folder)
    end = time.monotonic() + START_SECONDS
    while not answers(lab, port):
        if process.poll() is not None or time.monotonic() > end:
            lab.end()
            raise AssertionError(f"JupyterLab does not start:\n{log.read_text()[-4000:]}")
        time.sleep(0.2)
    return lab


def answers(lab: JupyterLab, port: int) -> bool:
    """Whether the server answers; learns its token from the file that it writes for its user."""
    runtime = Path(Environment(ROOT).env()["JUPYTER_RUNTIME_DIR"])
    for file in runtime.glob("jpserver-*.json"):
        try:
            server = json.loads(file.read_text())
        except (OSError, json.JSONDecodeError):
            continue
        if server["port"] == port and psutil.pid_exists(server["pid"]):
            lab.token = server["token"]
            try:
                lab.request("api/status")
            except (urllib.error.URLError, ConnectionError):
                return False
            return True
    return False


def base_python() -> str:
    """The Python that made the environment: another one would make it anew."""
    lines = (Environment(ROOT).lab / "venv" / "pyvenv.cfg").read_text().splitlines()
    settings = dict(line.split(" = ", 1) for line in lines if " = " in line)
    command = settings.get("command", "")
    return command.partition(" -m ")[0] or settings["executable"]


def variables(folder: Path) -> dict[str, str]:
    """The user's environment with a home folder that is empty; Rust stays where it is."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    home = Path.home()
    kept.setdefault("CARGO_HOME", str(home / ".cargo"))
    kept.setdefault("RUSTUP_HOME", str(home / ".rustup"))
    folders = {"HOME": str(folder / "home"), "TMPDIR": str(folder / "temporary")}
    return {**kept, **folders, **FIXED_CHECKS}


def free_port() -> int:
    """A port at which nothing listens."""
    with socket.socket() as one:
        one.bind(("localhost", 0))
        port: int = one.getsockname()[1]
        return port
