"""Executing notebooks with the real kernel, each in a kernel process of its own.

nbclient does the work. Added here is that no kernel outlives the run, whatever ends it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from lessons.canonical import Notebook, dumps

# The classes that this is written for sit at two-core machines; a compiling cell fills one core.
KERNELS_AT_ONCE = 2

# The kernel's start and its first `:dep` cell may have to compile.
START_SECONDS = 180

# Checks of exercises try other numbers in every run, unless this names their seed.
FIXED_CHECKS = {"DESCENT_CHECK_SEED": "1"}

# How much a report quotes of what a failed kernel wrote.
KERNEL_LINES = 8


@dataclass
class Execution:
    """What came of executing a notebook."""

    notebook: Notebook
    """The notebook with its new outputs, complete only without a `problem`."""
    seconds: float = 0.0
    """How long it took, the kernel's start included."""
    cell_seconds: dict[int, float] = field(default_factory=dict)
    """How long each code cell took, by its place in the notebook."""
    problem: str | None = None
    """Why the execution ended early: a cell that took too long, a kernel that died."""
    last_cell: int | None = None
    """The place of the cell that was being executed last."""


def execute_all(
    notebooks: dict[Path, Notebook],
    timeout: int,
    done: Callable[[Path, Execution], None],
) -> None:
    """Execute canonical notebooks, KERNELS_AT_ONCE at a time, and call `done` as each one ends.

    A cell that takes more than `timeout` seconds ends its notebook's execution. Ctrl-C and
    SIGTERM, too, end every kernel before they end this process.
    """

    async def everything() -> None:
        task = asyncio.current_task()
        if task is not None and os.name != "nt":
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        free = asyncio.Semaphore(KERNELS_AT_ONCE)

        async def one(path: Path, notebook: Notebook) -> None:
            async with free:
                done(path, await _execute(path, notebook, timeout))

        await asyncio.gather(*(one(path, notebook) for path, notebook in notebooks.items()))

    try:
        asyncio.run(everything())
    except asyncio.CancelledError:
        raise SystemExit(128 + signal.SIGTERM) from None


async def _execute(path: Path, notebook: Notebook, timeout: int) -> Execution:
    """Execute one notebook in its own folder, in a kernel of its own, and end the kernel.

    The kernel's life is managed here and not by nbclient, which would install signal handlers
    for the whole process, and closes the sockets under a thread that still listens to them.
    """
    node: NotebookNode = nbformat.reads(dumps(notebook), as_version=4)
    execution = Execution(node)
    started: dict[int, float] = {}

    def on_execute(cell_index: int, **_: object) -> None:
        execution.last_cell = cell_index
        started[cell_index] = time.monotonic()

    def on_executed(cell_index: int, **_: object) -> None:
        execution.cell_seconds[cell_index] = time.monotonic() - started[cell_index]

    log = silent_log()
    manager = AsyncKernelManager(kernel_name=notebook["metadata"]["kernelspec"]["name"], log=log)
    client = NotebookClient(
        node,
        km=manager,
        # Every cell is executed, so that one report names all that is wrong.
        allow_errors=True,
        timeout=timeout,
        record_timing=False,
        on_cell_execute=on_execute,
        on_cell_executed=on_executed,
        log=log,
    )
    begin = time.monotonic()
    finished = False
    with tempfile.TemporaryFile() as said:
        try:
            await manager.start_kernel(
                cwd=str(path.parent), env={**os.environ, **FIXED_CHECKS}, stdout=said, stderr=said
            )
            client.kc = manager.client()
            client.kc.start_channels()
            await client.kc.wait_for_ready(timeout=START_SECONDS)
            client.kc.allow_stdin = False
            client.reset_execution_trackers()
            for place, cell in enumerate(node.cells):
                await client.async_execute_cell(cell, place)
            finished = True
        except CellTimeoutError:
            execution.problem = f"took more than {timeout} s: its kernel was stopped"
        except DeadKernelError:
            # nbclient reports a cancellation in the same way; then the kernel is alive.
            if await manager.is_alive():
                raise asyncio.CancelledError from None
            execution.problem = "its kernel died" + last_words(said)
        except RuntimeError as error:
            execution.problem = f"the kernel does not start: {error}" + last_words(said)
        finally:
            if client.kc is not None:
                client.kc.stop_channels()
            if manager.has_kernel:
                await manager.shutdown_kernel(now=not finished)
    execution.seconds = time.monotonic() - begin
    return execution


def last_words(said: IO[bytes]) -> str:
    """The last lines that a kernel wrote outside of any cell: why it died, if it could tell."""
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").splitlines()[-KERNEL_LINES:]
    return "".join(f"\n    {line}" for line in lines)


def silent_log() -> logging.Logger:
    """nbclient and jupyter_client log what they raise as well; the caller reports it once, in
    words of its own."""
    log = logging.getLogger("kernels")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    return log
