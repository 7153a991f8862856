#!/usr/bin/env python3
"""Sets up what is missing, then opens JupyterLab on the notebooks.

    python3 scripts/lab.py                 set up and open
    python3 scripts/lab.py --setup-only    set up and stop

Any other argument goes to JupyterLab, such as --no-browser.
"""

from __future__ import annotations

import subprocess
import sys

# Before the imports below, which older versions cannot read.
if sys.version_info < (3, 10):  # noqa: UP036 - whoever has one reads here what to do
    sys.exit(
        f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old: install Python 3.10 or "
        "newer and run this script with it."
    )

import argparse
import time

from set_up.environment import Environment
from set_up.log import Log, SetUpError
from set_up.steps import set_up


def main(arguments: list[str]) -> int:
    """Runs the command line and returns the exit status."""
    parser = argparse.ArgumentParser(
        description="Set up what is missing, then open JupyterLab on the notebooks.",
        epilog="Any other argument goes to JupyterLab.",
        allow_abbrev=False,
    )
    parser.add_argument("--setup-only", action="store_true", help="stop before JupyterLab")
    options, for_jupyterlab = parser.parse_known_args(arguments)
    log = Log()
    start = time.monotonic()
    try:
        environment = set_up(log)
    except SetUpError as error:
        log.tell(str(error))
        return 1
    except KeyboardInterrupt:
        log.tell("Interrupted. Run this again to go on: what is done stays done.")
        return 130
    log.tell(f"Everything is set up ({time.monotonic() - start:.1f} s).")
    return 0 if options.setup_only else open_jupyterlab(environment, for_jupyterlab)


def open_jupyterlab(environment: Environment, arguments: list[str]) -> int:
    """Runs JupyterLab until it is closed."""
    command = [str(environment.python), "-m", "jupyterlab", "--ServerApp.ip=localhost"]
    command.append(f"--ServerApp.root_dir={environment.notebooks}")
    try:
        return subprocess.run([*command, *arguments], env=environment.env(), check=False).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
