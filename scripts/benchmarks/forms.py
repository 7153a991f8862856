"""The lesson of notebook 02 in the three forms that are compared, cell by cell.

Our form is the notebook itself. The other two are files of cells beside this one, each cell under
a line `// %% NAME` or `# %% NAME`; NAME is the number of the notebook's cell that it stands for,
and `draws` after it marks a cell that shows a picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lessons.canonical import load, text_of

FOLDER = Path(__file__).resolve().parent
STOCK = FOLDER / "form_stock.rs"
PYTHON = FOLDER / "form_python.txt"

HEADER = re.compile(r"^(?://|#) %% (.+)$", re.MULTILINE)
# The others have nothing that answers the hand.
EXPLORER = re.compile(r"^explore\(", re.MULTILINE)
DRAWS = "draws"
DEPENDENCIES = "dependencies"


@dataclass(frozen=True)
class Cell:
    """A code cell."""

    name: str
    """The number of the notebook's cell, and what distinguishes several for one."""
    source: str
    draws: bool
    """Whether it shows a picture."""

    @property
    def loads(self) -> bool:
        """Whether it makes packages available."""
        return self.name.endswith(DEPENDENCIES)


def from_notebook(path: Path) -> list[Cell]:
    """The code cells of a committed notebook that can be compared; its outputs say which of them
    draw.

    Raises ValueError when it is not executed.
    """
    cells = []
    for position, cell in enumerate(load(path)["cells"]):
        if cell["cell_type"] == "code":
            source = text_of(cell["source"])
            if EXPLORER.search(source):
                continue
            name = f"{position:02}"
            if re.search(r"^:dep\b", source, re.MULTILINE):
                name += f" {DEPENDENCIES}"
            shown = [mime for output in cell["outputs"] for mime in output.get("data", {})]
            draws = any(mime.startswith("image/") for mime in shown)
            cells.append(Cell(name, source, draws))
    if not any(cell.draws for cell in cells):
        raise ValueError(
            f"{path.name} shows no picture: execute it first, with "
            f"'python3 scripts/notebooks.py run {path.stem}'."
        )
    return cells


def from_file(path: Path) -> list[Cell]:
    """The cells of a file of cells."""
    parts = HEADER.split(path.read_text(encoding="utf-8"))
    cells = []
    for header, source in zip(parts[1::2], parts[2::2], strict=True):
        words = header.split()
        draws = DRAWS in words
        name = " ".join(word for word in words if word != DRAWS)
        cells.append(Cell(name, source.strip("\n"), draws))
    return cells
