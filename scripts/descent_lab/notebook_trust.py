"""Trust in the project's notebooks, so that JupyterLab runs the scripts in their outputs."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

from descent_lab import files
from descent_lab.environment import Environment
from descent_lab.lab import Lab
from descent_lab.log import Step

SIGN = """
import sys, nbformat
from nbformat.sign import NotebookNotary
notary = NotebookNotary()
for path in sys.argv[1:]:
    notary.sign(nbformat.read(path, as_version=4))
"""


def step(environment: Environment) -> Step:
    """Signs the notebooks that belong to the project, as far as they are not signed.

    A notebook that somebody put beside them stays untrusted.
    """
    notebooks = _project_notebooks(environment)
    digest = hashlib.sha256()
    for path in notebooks:
        digest.update(f"{path}\0".encode())
        digest.update(path.read_bytes())
    stamp = environment.state / "jupyter" / "trusted"

    def run() -> None:
        sign(environment, notebooks)
        files.write(stamp, digest.hexdigest())

    return Step(
        f"Trust in {len(notebooks)} notebooks", run, lambda: files.read(stamp) == digest.hexdigest()
    )


def sign(lab: Lab, notebooks: list[Path]) -> None:
    """Signs notebooks for this user."""
    if notebooks:
        command = [str(lab.python), "-c", SIGN, *map(str, notebooks)]
        subprocess.run(command, env=lab.env(), check=True)


def _project_notebooks(environment: Environment) -> list[Path]:
    """The notebooks that git knows; in a copy without git, all that are there."""
    folder = environment.notebooks
    try:
        answer = subprocess.run(
            ["git", "ls-files", "-z", "*.ipynb"], cwd=folder, capture_output=True, check=False
        )
        known = [folder / name.decode() for name in answer.stdout.split(b"\0") if name]
    except FileNotFoundError:
        known = []
    if not known:
        known = [p for p in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts]
    return sorted(path for path in known if path.exists())
