"""The environment where VS Code looks for one."""

from __future__ import annotations

import os

from descent_lab.environment import Environment
from descent_lab.log import Step


def step(environment: Environment) -> Step:
    """Links the environment to `.venv` in the checkout, where VS Code's Python extension finds it,
    and its Jupyter extension the kernel in it.

    Windows lets only administrators make links: there the interpreter is chosen by hand.
    """
    link = environment.root / ".venv"

    def run() -> None:
        link.symlink_to(environment.venv.relative_to(environment.root), target_is_directory=True)

    # A `.venv` of the user's own stays as it is.
    return Step("VS Code", run, lambda: os.name == "nt" or os.path.lexists(link))
