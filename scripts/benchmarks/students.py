"""A class on a JupyterHub: each kernel is that of another user, and belongs to a lab that is
installed where none of them can write."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import contestants
from benchmarks.installed import for_everybody, install, is_possible
from benchmarks.kernel import Contestant, run_one
from benchmarks.other_users import as_user, given_away, home_of
from descent_lab.log import SetUpError

# What installing takes on two free cores.
INSTALL_SECONDS = 90
# Nobody's numbers from here on; none of them needs an account.
FIRST_NUMBER = 70000


@dataclass(frozen=True)
class Students:
    """The users of an installed lab."""

    contestants: list[Contestant]
    note: str


def of_hub(folder: Path, number: int) -> Students:
    """Installs a lab below `folder`, which is made, runs the notebook there once as its owner, and
    makes homes for so many students.

    Raises `SetUpError` where kernels cannot be started as other users, or the lab fails.
    """
    folder.mkdir()
    # The folder for all that is measured.
    folder.parent.chmod(0o755)
    start = for_everybody(folder)
    if not is_possible(start):
        raise SetUpError(
            "A class on an installed lab cannot be measured here: leave '--installed' out, or run "
            "this as root, who may start kernels as other users, and may mount if Rust is closed "
            "to them."
        )
    lab, _ = install(folder)
    temporary = folder / "tmp"
    temporary.mkdir()
    temporary.chmod(0o1777)
    ours = contestants.ours(lab)
    variables = {**ours.variables, "TMPDIR": str(temporary)}
    owner = replace(ours, name=contestants.HUB, variables=variables)
    kept = asyncio.run(run_one(owner))
    if kept.failures:
        raise SetUpError(f"The installed lab does not run the notebook: {kept.failures[0]}")
    users = range(FIRST_NUMBER, FIRST_NUMBER + number)
    return Students(
        [_student(owner, user, folder / str(user), start) for user in users],
        f"hub: {number} users of an installed lab that none of them can write; its owner has run "
        "the notebook once.",
    )


def _student(owner: Contestant, user: int, home: Path, start: list[str]) -> Contestant:
    return replace(
        owner,
        command=(*start, *given_away(user), *as_user(user), *owner.command),
        variables={**owner.variables, **home_of(home, user)},
        folder=home,
        connections=home,
    )
