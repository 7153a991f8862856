"""The kernels that are compared, each with the lesson in its own words.

`stock` is evcxr's own kernel, linked from the very libraries that ours is built of and started as
its documentation says: plain working folder, no configuration, and the packages that a lesson
without our crate names. `ours` is the registered kernel, in a checkout in which the notebook has
run before; `new cells` is the same with every cell compiled, as where it has not. `hub` is ours in
an installed lab, see `students`. `Python` is ipykernel.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from benchmarks import forms
from benchmarks.forms import Cell
from benchmarks.kernel import Contestant, Run
from benchmarks.machine import locked_crates
from benchmarks.report import Part, Ratio, Row
from descent_lab import rust
from descent_lab.environment import ROOT, Environment
from descent_lab.lab import Lab
from descent_lab.log import SetUpError

NEW_CELLS_NOTE = (
    "ours: the checkout has run the notebook before and kept its cells; new cells: it has not."
)
STOCK, OURS, NEW_CELLS, HUB, PYTHON = "stock", "ours", "new cells", "hub", "Python"
# Names the folder in which our kernel keeps compiled cells; an empty name turns that off.
KEPT_CELLS = "DESCENT_KERNEL_CELLS"
NOTEBOOK = "02_gradient_descent.ipynb"
EXAMPLE = "stock"

CRATES = ("ndarray", "plotters", "rand")

# A contestant, or several that are launched at once.
Turn = TypeVar("Turn")


def ours(lab: Lab) -> Contestant:
    """The kernel of a lab with the notebook as it is."""
    return Contestant(
        OURS,
        (str(lab.kernel), "--control_file", "{connection_file}"),
        lab.env(),
        lab.notebooks,
        forms.from_notebook(lab.notebooks / NOTEBOOK),
    )


def new_cells(environment: Environment) -> Contestant:
    """The registered kernel, as if nobody had run the notebook before."""
    contestant = ours(environment)
    variables = {**contestant.variables, KEPT_CELLS: ""}
    return replace(contestant, name=NEW_CELLS, variables=variables)


def python(environment: Environment, scratch: Path) -> Contestant:
    """ipykernel with NumPy and matplotlib."""
    return Contestant(
        PYTHON,
        (str(environment.python), "-m", "ipykernel_launcher", "-f", "{connection_file}"),
        environment.env(),
        scratch,
        forms.from_file(forms.PYTHON),
    )


class Stock:
    """Stock evcxr, in folders below `scratch`."""

    def __init__(self, environment: Environment, scratch: Path) -> None:
        self._work = scratch / "stock-work"
        empty = scratch / "stock-configuration"
        empty.mkdir()
        self._work.mkdir()
        self.contestant = Contestant(
            STOCK,
            (str(_built()), "--control_file", "{connection_file}"),
            {
                **environment.env(),
                # evcxr makes a working folder of its own in here.
                "TMPDIR": str(self._work),
                # No configuration, and no kernelspec that evcxr would put its own path into.
                "EVCXR_CONFIG_DIR": str(empty),
                "JUPYTER_PATH": str(empty),
            },
            scratch,
            forms.from_file(forms.STOCK),
        )
        self.versions = self._download(scratch / "stock-download", environment.env())
        """The versions of its packages that cargo chooses today."""

    def clean(self) -> None:
        """Remove what ended kernels left in their working folders."""
        shutil.rmtree(self._work)
        self._work.mkdir()

    def _download(self, folder: Path, variables: dict[str, str]) -> str:
        """Fetch the packages ahead: the network's speed is not what is compared."""
        (folder / "src").mkdir(parents=True)
        (folder / "src" / "lib.rs").touch()
        wanted = "\n".join(dependencies(self.contestant.lesson))
        (folder / "Cargo.toml").write_text(
            f'[package]\nname = "download"\nedition = "2024"\n[dependencies]\n{wanted}\n'
        )
        command = [rust.cargo(), "fetch", "--quiet"]
        # Outside the checkout, where no file names the toolchain.
        if subprocess.run(command, cwd=folder, env=variables, check=False).returncode != 0:
            raise SetUpError(f"'{' '.join(command)}' failed; the lines above say why.")
        found = locked_crates(CRATES, folder / "Cargo.lock")
        return ", ".join(f"{name} {version}" for name, version in found)


def _built() -> Path:
    """Stock evcxr, linked; what it is made of was compiled with our kernel."""
    package = ["--package", "descent-kernel", "--example", EXAMPLE]
    return rust.build(["build", "--release", *package], ROOT)[EXAMPLE]


def dependencies(lesson: Sequence[Cell]) -> list[str]:
    """The `:dep` lines of a lesson as a manifest has them."""
    lines = re.findall(r"^:dep (.+)$", "\n".join(cell.source for cell in lesson), re.MULTILINE)
    return [line if "=" in line else f'{line.strip()} = "*"' for line in lines]


def in_rust(environment: Environment, stock: Stock | None) -> list[Contestant]:
    """The Rust kernels, with stock evcxr if it is to be measured."""
    others = [stock.contestant] if stock else []
    return [*others, ours(environment), new_cells(environment)]


def in_turns(everyone: Sequence[Turn], rounds: int) -> Iterator[tuple[int, Turn]]:
    """Each contestant once a round, with the round's number from 1 on; another one begins each
    round: nobody always has the warm, or the tired, machine."""
    for number in range(rounds):
        turn = number % len(everyone)
        for contestant in (*everyone[turn:], *everyone[:turn]):
            yield number + 1, contestant


def part(title: str, rows: list[Row], runs: Sequence[Run]) -> Part:
    """A part of the benchmarks, with what failed and what our kernel said of itself."""
    notes = [NEW_CELLS_NOTE, *dict.fromkeys(note for run in runs for note in run.warnings)]
    return Part(title, rows, [failure for run in runs for failure in run.failures], notes)


def row(
    name: str,
    unit: str,
    samples: Mapping[str, Iterable[float | None]],
    bound: float | None = None,
) -> Row:
    """A row with the ratios that are told of contestants; `bound` is on ours against stock."""
    known = {who: [one for one in found if one is not None] for who, found in samples.items()}
    ratios = [
        Ratio(OURS, STOCK, bound),
        Ratio(NEW_CELLS, STOCK),
        Ratio(HUB, OURS),
        Ratio(OURS, PYTHON),
    ]
    return Row(name, unit, known, [one for one in ratios if {one.of, one.to} <= known.keys()])
