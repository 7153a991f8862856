"""Runs notebooks once, so that the kernel keeps their compiled cells.

    python -m descent_lab.first_run KERNELSPECS NOTEBOOK …

KERNELSPECS is the folder that holds the kernelspec. The notebooks' files stay as they are. The exit
status is 1 if a cell fails that does not carry the tag `raises-exception`.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from descent_lab.kernelspec import NAME

# A cell that is compiled fills a core for most of its time.
AT_ONCE = 2
CELL_SECONDS = 600


def main(arguments: list[str]) -> int:
    """Runs the notebooks that the command line names and returns the exit status."""
    kernels, *notebooks = map(Path, arguments)
    return asyncio.run(_run_all(kernels, notebooks))


async def _run_all(kernels: Path, notebooks: list[Path]) -> int:
    free = asyncio.Semaphore(AT_ONCE)

    async def one(path: Path) -> bool:
        async with free:
            return await _succeeds(path, kernels)

    return 0 if all(await asyncio.gather(*map(one, notebooks))) else 1


async def _succeeds(path: Path, kernels: Path) -> bool:
    specs = KernelSpecManager(kernel_dirs=[str(kernels)], ensure_native_kernel=False)
    client = NotebookClient(
        nbformat.read(path, as_version=4),
        km=AsyncKernelManager(kernel_name=NAME, kernel_spec_manager=specs),
        resources={"metadata": {"path": str(path.parent)}},
        timeout=CELL_SECONDS,
        startup_timeout=CELL_SECONDS,
        record_timing=False,
    )
    try:
        await client.async_execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError, RuntimeError) as error:
        print(f"{path.name}: {error}", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
