"""A Rust kernel of the tests' own, asked as Jupyter asks it."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import subprocess
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from descent_lab import kernelspec
from descent_lab.environment import ROOT, Environment

LAB = Environment(ROOT)

START_SECONDS = 180
CELL_SECONDS = 120
# From the interrupt, or from the end of a kernel, to the time when everything has to be over.
PATIENCE = 20
COLOURS = re.compile(r"\x1b\[[0-9;]*m")

Message = dict[str, Any]


@dataclass
class Shown:
    """What a cell showed."""

    status: str = ""
    stdout: str = ""
    stderr: str = ""
    error: str = ""
    results: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def text(self) -> str:
        """Everything that stands below the cell."""
        return "\n".join((self.stdout, self.stderr, self.error, *self.results))

    def take(self, message: Message) -> None:
        """Adds what a message shows."""
        content = message["content"]
        match message["msg_type"]:
            case "stream" if content["name"] == "stdout":
                self.stdout += content["text"]
            case "stream":
                self.stderr += content["text"]
            case "error":
                self.error += COLOURS.sub("", "\n".join(content["traceback"]))
            case "execute_result" | "display_data":
                self.results.append(content["data"].get("text/plain", ""))


class Kernel:
    """A running kernel whose private folders lie in a temporary folder of its own.

    It is the registered kernel of `lab`, started in the folder of a notebook, with `variables` in
    its environment and a connection file of Jupyter's or of its own. As a context it is shut down
    at its end.
    """

    def __init__(
        self,
        temporary: Path,
        lab: Environment = LAB,
        notebooks: Path | None = None,
        variables: dict[str, str] | None = None,
        connection_file: Path | None = None,
    ) -> None:
        temporary.mkdir(exist_ok=True)
        self.temporary = temporary
        self.log = temporary.with_name(f"{temporary.name}.log")
        specs = KernelSpecManager(kernel_dirs=[str(lab.kernelspecs)], ensure_native_kernel=False)
        self.manager = KernelManager(kernel_name=kernelspec.NAME, kernel_spec_manager=specs)
        if connection_file is not None:
            self.manager.connection_file = str(connection_file)
        self._aside: deque[Message] = deque()
        self._written = self.log.open("w", encoding="utf-8")  # open for a restart, too
        self.manager.start_kernel(
            cwd=str(notebooks or lab.notebooks),
            env=LAB.env() | {"TMPDIR": str(temporary)} | (variables or {}),
            stdout=self._written,
            stderr=subprocess.STDOUT,
            # Python ignores SIGXFSZ; the kernel shall too, see `test_a_full_disk`.
            restore_signals=False,
        )
        try:
            self.connect()
        except BaseException:
            self.end(now=True)
            raise

    def connect(self) -> None:
        """Listens to the kernel that is running now."""
        self.client = self.manager.client()
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=START_SECONDS)
        except RuntimeError as error:
            raise AssertionError(f"{error}\n{self.said()}") from error
        self.client.allow_stdin = False

    def __enter__(self) -> Kernel:
        """The kernel itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Shuts the kernel down."""
        self.end(now=not self.manager.is_alive())

    def end(self, *, now: bool = False) -> None:
        """Shuts the kernel down as JupyterLab does, or kills it."""
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=now)
        self.manager.cleanup_resources()
        self._written.close()

    def said(self) -> str:
        """What it wrote outside of any cell."""
        return self.log.read_text(encoding="utf-8")

    @property
    def pid(self) -> int:
        """The number of the kernel's process."""
        provisioner = self.manager.provisioner
        assert isinstance(provisioner, LocalProvisioner)
        assert provisioner.pid is not None
        return provisioner.pid

    @property
    def process(self) -> psutil.Process:
        """The kernel's process."""
        return psutil.Process(self.pid)

    @property
    def folder(self) -> Path:
        """The kernel's private folder."""
        return self.temporary / f"descent-kernel-{os.getuid()}" / str(self.pid)

    def folders(self) -> list[Path]:
        """The private folders that lie in its temporary folder."""
        return [path for path in self.temporary.glob("descent-kernel-*/*") if path.is_dir()]

    def processes(self) -> list[psutil.Process]:
        """The processes of this kernel, orphans included."""
        return processes_with(self.temporary)

    def assert_nothing_is_left(self) -> None:
        """Waits until no process and no private folder is left; fails if one stays."""
        assert soon(lambda: not self.processes() and not self.folders()), (
            f"left after {PATIENCE} s: {self.processes()}, {self.folders()}"
        )

    def run(self, source: str, interrupt_after: float | None = None) -> Shown:
        """Runs a cell to its end."""
        return self.wait(self.send(source), interrupt_after)

    def send(self, source: str) -> str:
        """Sends a cell and returns the name of the request."""
        return str(self.client.execute(source))

    def wait(self, request: str, interrupt_after: float | None = None) -> Shown:
        """What the cell shows until it has ended."""
        shown = Shown()
        begin = time.monotonic()
        while True:
            passed = time.monotonic() - begin
            if interrupt_after is not None and passed > interrupt_after:
                self.manager.interrupt_kernel()
                interrupt_after = None
            assert passed < CELL_SECONDS, f"a cell still runs after {passed} s; it showed {shown}"
            message = self._message_of(request, 0.2)
            if message is None:
                assert self.process.is_running(), "the kernel is gone"
                continue
            shown.take(message)
            if message["content"].get("execution_state") == "idle":
                break
        shown.status = self._status(request)
        shown.seconds = time.monotonic() - begin
        return shown

    def wait_until_it_prints(self, request: str) -> None:
        """Waits for the first thing that a running cell prints, however long it is compiled."""
        seen: list[Message] = []
        while not seen or seen[-1]["msg_type"] != "stream":
            message = self._message_of(request, CELL_SECONDS)
            assert message is not None, f"a cell prints nothing in {CELL_SECONDS} s"
            seen.append(message)
        self._aside.extend(seen)

    def _message_of(self, request: str, timeout: float) -> Message | None:
        """The next message of a request, if one comes; those of others are laid aside."""
        for message in self._aside:
            if message["parent_header"].get("msg_id") == request:
                self._aside.remove(message)
                return message
        end = time.monotonic() + timeout
        while (left := end - time.monotonic()) > 0:
            try:
                message = self.client.get_iopub_msg(timeout=left)
            except queue.Empty:
                return None
            if message["parent_header"].get("msg_id") == request:
                return message
            self._aside.append(message)
        return None

    def _status(self, request: str) -> str:
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == request:
                return str(reply["content"]["status"])


def processes_with(temporary: Path) -> list[psutil.Process]:
    """The processes that have `temporary` as their temporary folder."""
    found = []
    for process in psutil.process_iter():
        # Any of them may end between two questions.
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            ours = process.environ().get("TMPDIR") == str(temporary)
            if ours and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def kill(processes: list[psutil.Process]) -> None:
    """Kills those of the processes that still run."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def soon(condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Whether the condition holds within some seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
