"""One kernel's life with a stop-watch: started, asked for its info, cells executed, ended."""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import signal
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from benchmarks.forms import Cell
from benchmarks.memory import processes_of_session, pss_of_session
from lessons.execution import last_words, silent_log

# A stock kernel compiles plotters in its first cell: minutes, when eight do it at once.
START_SECONDS = 300.0
CELL_SECONDS = 1200.0

# Until a subscriber is connected nothing tells it what the kernel publishes: ask until it hears.
NUDGE_SECONDS = 0.05
# evcxr sends a cell's output from another thread than the end of the cell, so it may come later.
PICTURE_SECONDS = 5.0
# What such late output says, when nothing more is awaited.
QUIET_SECONDS = 0.05

# How long a kernel's processes may outlive it.
LEFTOVER_SECONDS = 3.0

PANIC = "panicked at"
# How the sentences begin in which our kernel speaks of itself.
OUR_VOICE = "The Rust kernel"


@dataclass(frozen=True)
class Contestant:
    """A kernel that takes part: how it is started and the lesson in its language."""

    name: str
    command: tuple[str, ...]
    """The kernel's command line, with `{connection_file}` in it."""
    variables: Mapping[str, str]
    """All environment variables of the kernel."""
    folder: Path
    """Where the notebook lies: the kernel's current folder."""
    lesson: Sequence[Cell]
    connections: Path | None = None
    """Where its connection file lies, if the kernel cannot read Jupyter's own folder for them."""


@dataclass
class Run:
    """What was measured from a kernel's launch to its end. Times in seconds, memory in bytes."""

    contestant: str
    ready: float | None = None
    """From launch to the answer to kernel_info."""
    first_plot: float | None = None
    """From launch to the first picture."""
    end: float | None = None
    """From launch to the end of the last cell."""
    ending: float | None = None
    """How long the kernel, asked to end, took to do so."""
    memory: int | None = None
    """After the last cell: the proportional set size of the kernel and its processes."""
    cells: list[float] = field(default_factory=list)
    """How long each cell took, its outputs included."""
    failures: list[str] = field(default_factory=list)
    """What went wrong, in words."""
    warnings: list[str] = field(default_factory=list)
    """What our kernel said about itself, such as that it is not set up and starts slowly."""


class OwnSpec(KernelSpecManager):
    """A kernelspec that only this process knows."""

    def __init__(self, command: Sequence[str]) -> None:
        super().__init__()
        self._spec = KernelSpec(argv=list(command), interrupt_mode="message")

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002
        """The only one there is."""
        return self._spec


class Kernel:
    """A running kernel and what was measured of it."""

    def __init__(self, contestant: Contestant) -> None:
        self.contestant = contestant
        self.run = Run(contestant.name)
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - shut_down closes it
        self._manager = AsyncKernelManager(
            kernel_name=contestant.name,
            kernel_spec_manager=OwnSpec(contestant.command),
            log=silent_log(),
        )
        if contestant.connections is not None:
            self._manager.connection_file = str(contestant.connections / "connection.json")
        self._client: AsyncKernelClient | None = None
        self._launched = 0.0
        self._process: int | None = None

    async def start(self) -> bool:
        """Launch it and wait for its first answer; whether it came."""
        self._launched = time.perf_counter()
        try:
            await self._manager.start_kernel(
                cwd=str(self.contestant.folder),
                # What our kernel says of itself is known by its English words.
                env={**self.contestant.variables, "DESCENT_LANGUAGE": "en"},
                stdout=self._said,
                stderr=self._said,
            )
            provisioner = self._manager.provisioner
            assert isinstance(provisioner, LocalProvisioner)
            self._process = provisioner.pid
            self._client = self._manager.client()
            self._client.start_channels(hb=False, stdin=False)
            await asyncio.wait_for(self._wait_until_ready(), START_SECONDS)
        except (RuntimeError, OSError, asyncio.TimeoutError) as error:
            self._fail(f"does not start: {error or 'no answer'}{last_words(self._said)}")
            return False
        return True

    async def execute_lesson(self) -> None:
        """Execute the cells one after the other, up to one that fails."""
        for cell in self.contestant.lesson:
            begin = time.perf_counter()
            try:
                await asyncio.wait_for(self._execute(cell), CELL_SECONDS)
            except (RuntimeError, asyncio.TimeoutError) as error:
                self._fail(f"cell {cell.name}: {error or f'took more than {CELL_SECONDS:.0f} s'}")
                return
            self.run.cells.append(time.perf_counter() - begin)
        self.run.end = time.perf_counter() - self._launched

    def measure_memory(self) -> None:
        """Look how much memory the kernel and its processes hold now."""
        if self._process is not None:
            self.run.memory = pss_of_session(self._process)

    async def shut_down(self) -> None:
        """End the kernel as a restart does: by asking, then by force."""
        begin = time.perf_counter()
        if self._client is not None:
            self._client.stop_channels()
        with contextlib.suppress(RuntimeError):
            if self._manager.has_kernel:
                await self._manager.shutdown_kernel(now=self.run.end is None)
        self.run.ending = time.perf_counter() - begin
        if self._process is not None:
            await _end_session(self._process)
        self._said.seek(0)
        said = self._said.read().decode("utf-8", "replace").splitlines()
        self.run.warnings = [line for line in said if line.startswith(OUR_VOICE)]
        self._said.close()

    async def _wait_until_ready(self) -> None:
        assert self._client is not None
        wanted = {self._client.kernel_info()}
        while self.run.ready is None:
            with contextlib.suppress(queue.Empty):
                message = await self._client.get_shell_msg(timeout=1)
                if message["parent_header"].get("msg_id") in wanted:
                    self.run.ready = time.perf_counter() - self._launched
            if not await self._manager.is_alive():
                raise RuntimeError("the process has ended")
        while True:
            with contextlib.suppress(queue.Empty):
                await self._client.get_iopub_msg(timeout=NUDGE_SECONDS)
                break
            self._client.kernel_info()
        # What the nudges left behind.
        for get in (self._client.get_iopub_msg, self._client.get_shell_msg):
            with contextlib.suppress(queue.Empty):
                while True:
                    await get(timeout=QUIET_SECONDS)

    async def _execute(self, cell: Cell) -> None:
        """Execute a cell. Raises RuntimeError when it failed.

        Returns as soon as the cell has ended and its picture, if it draws one, has arrived.
        """
        assert self._client is not None
        request = self._client.execute(cell.source, allow_stdin=False)
        pictured = idle = False
        said = ""
        awaited = time.perf_counter() + CELL_SECONDS
        while not idle or (cell.draws and not pictured):
            if time.perf_counter() > awaited:
                raise RuntimeError("shows no picture")
            try:
                message = await self._client.get_iopub_msg(timeout=1)
            except queue.Empty:
                if not await self._manager.is_alive():
                    raise RuntimeError(f"the kernel died{last_words(self._said)}") from None
                continue
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "error":
                raise RuntimeError(f"{content['ename']}: {content['evalue']}")
            if kind == "stream" and content["name"] == "stderr":
                said += content["text"]
            if kind in ("display_data", "execute_result"):
                pictured = pictured or _is_picture(content["data"])
                if pictured and self.run.first_plot is None:
                    self.run.first_plot = time.perf_counter() - self._launched
            if kind == "status" and content["execution_state"] == "idle":
                idle = True
                awaited = time.perf_counter() + PICTURE_SECONDS
            if PANIC in said:
                raise RuntimeError(said.splitlines()[0])
        await self._reply_to(request)

    async def _reply_to(self, request: str) -> None:
        """The end of a cell is told on another channel too; it belongs to its time."""
        assert self._client is not None
        while True:
            message = await self._client.get_shell_msg(timeout=CELL_SECONDS)
            if message["parent_header"].get("msg_id") == request:
                if message["content"]["status"] != "ok":
                    raise RuntimeError(f"ended with {message['content']['status']}")
                return

    def _fail(self, what: str) -> None:
        self.run.failures.append(f"{self.contestant.name}: {what}")


def _is_picture(data: Mapping[str, Any]) -> bool:
    """Whether a MIME bundle is a figure: an image, or HTML that holds one."""
    html = data.get("text/html", "")
    return any(mime.startswith("image/") for mime in data) or "<svg" in html or "<img" in html


async def _end_session(leader: int) -> None:
    """Wait until every process of a kernel has ended; after a while end those that are left."""
    awaited = time.perf_counter() + LEFTOVER_SECONDS
    while processes_of_session(leader):
        if time.perf_counter() > awaited:
            for process in processes_of_session(leader):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
        await asyncio.sleep(QUIET_SECONDS)


async def run_one(contestant: Contestant) -> Run:
    """A kernel's whole life with nothing beside it."""
    kernel = Kernel(contestant)
    try:
        if await kernel.start():
            await kernel.execute_lesson()
            kernel.measure_memory()
    finally:
        await kernel.shut_down()
    return kernel.run
