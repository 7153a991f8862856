#!/usr/bin/env python3
"""Sets up what is missing, then opens JupyterLab on the notebooks.

    python3 scripts/lab.py                   set up and open
    python3 scripts/lab.py --setup-only      set up and stop
    python3 scripts/lab.py slides 02         make slides of a lesson and open them
    python3 scripts/lab.py handout 02        make a handout of a lesson and open it
    python3 scripts/lab.py install --user    install the kernel for other programs, too

Any other argument goes to JupyterLab, such as --no-browser.
"""

from __future__ import annotations

import sys

# Before the imports below, which older versions cannot read.
if sys.version_info < (3, 10):  # noqa: UP036 - whoever has one reads here what to do
    sys.exit(
        f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old: install Python 3.10 or "
        "newer and run this script with it."
    )

from descent_lab.command import main

if __name__ == "__main__":
    sys.exit(main())
