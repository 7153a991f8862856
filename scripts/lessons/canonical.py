"""The one form in which notebooks are committed.

Saving a notebook in JupyterLab leaves random cell ids, execution counts and metadata behind, and
text arrives in pieces that differ from run to run. A diff would be full of them. The canonical form
keeps what a reader sees and fixes the rest, in the layout of nbformat's own writer, so that opening
a notebook in JupyterLab and saving it changes as little as can be.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from descent_lab import kernelspec
from descent_lab.environment import ROOT

Notebook = dict[str, Any]
Cell = dict[str, Any]
Output = dict[str, Any]

# nbconvert's word on slides, and ours.
SLIDESHOW = ("slide_type", "output")
# nbformat allows 64 characters in a cell's id; the position takes up to 4.
LONGEST_SLUG = 60

# A panic names the number of the system's thread, which differs in every run.
THREAD_NUMBER = re.compile(r"^(thread '[^']*') \(\d+\)", re.MULTILINE)
# The backtrace names the toolchain's own files and says nothing about the lesson.
BACKTRACE = re.compile(
    r"^stack backtrace:\n(?:.*\n)*?note: [Ss]ome details are omitted[^\n]*\n?", re.MULTILINE
)


def metadata(kernel: kernelspec.Kernel) -> dict[str, Any]:
    """A notebook's metadata: what the kernel reports, as JupyterLab writes it when it saves."""
    return {
        "kernelspec": {
            "display_name": kernel.display_name,
            "language": kernel.language,
            "name": kernel.name,
        },
        "language_info": {
            "codemirror_mode": "rust",
            "file_extension": ".rs",
            "mimetype": "text/x-rustsrc",
            "name": "rust",
            "nbconvert_exporter": "script",
            "pygments_lexer": "rust",
            "version": "",
        },
    }


def text_of(value: str | list[str]) -> str:
    """A text of the notebook format, which may be stored as a list of lines."""
    return value if isinstance(value, str) else "".join(value)


def tags_of(cell: Cell) -> list[str]:
    """The cell's tags."""
    return list(cell.get("metadata", {}).get("tags", []))


def load(path: Path) -> Notebook:
    """The notebook in a file; a ValueError says what is wrong with it."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} is not a notebook: {error}") from error
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4:
        raise ValueError(
            f"{path.name} is not a notebook of format 4: open and save it in JupyterLab"
        )
    return notebook


def canonical(notebook: Notebook, stem: str) -> Notebook:
    """The notebook in canonical form; `stem` is its file's name without `.ipynb`.

    Cells are named by their place (`01-numerical-gradient-03`), so that no random id enters and
    a check can tell the right id without a memory of earlier versions. Executed code cells are
    numbered from 1, however often somebody ran them.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:LONGEST_SLUG]
    cells = []
    executed = 0
    for position, cell in enumerate(notebook["cells"]):
        kept = {
            "cell_type": cell["cell_type"],
            "id": f"{slug}-{position:02}",
            "metadata": _cell_metadata(cell),
            "source": text_of(cell["source"]).rstrip("\n").splitlines(keepends=True),
        }
        if cell.get("attachments"):
            kept["attachments"] = cell["attachments"]
        if cell["cell_type"] == "code":
            count = None
            if cell.get("execution_count") is not None:
                executed += 1
                count = executed
            kept["execution_count"] = count
            kept["outputs"] = _outputs(cell.get("outputs", []), count)
        cells.append(kept)
    named = notebook.get("metadata", {}).get("kernelspec", {}).get("name")
    kernel = next((one for one in kernelspec.KERNELS if one.name == named), kernelspec.ENGLISH)
    return {"cells": cells, "metadata": metadata(kernel), "nbformat": 4, "nbformat_minor": 5}


def dumps(notebook: Notebook) -> str:
    """The file's text, laid out as nbformat's writer does it."""
    text = json.dumps(
        notebook, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": ")
    )
    return text + "\n"


def _cell_metadata(cell: Cell) -> dict[str, Any]:
    """Of a cell's metadata tags and slides are the lesson's; the rest is the editor's state."""
    metadata = cell.get("metadata", {})
    kept: dict[str, Any] = {}
    if tags := sorted(set(tags_of(cell))):
        kept["tags"] = tags
    slideshow = metadata.get("slideshow", {})
    if slides := {key: slideshow[key] for key in SLIDESHOW if key in slideshow}:
        kept["slideshow"] = slides
    return kept


def _outputs(outputs: list[Output], count: int | None) -> list[Output]:
    """The outputs in the order in which they came, with pieces of the same text joined."""
    kept: list[Output] = []
    for output in outputs:
        kind = output["output_type"]
        if kind == "stream":
            name, text = output["name"], text_of(output["text"])
            if kept and kept[-1].get("name") == name:
                kept[-1]["text"] += text
            else:
                kept.append({"name": name, "output_type": kind, "text": text})
        elif kind == "error":
            kept.append(
                {
                    "ename": output["ename"],
                    "evalue": _portable(output["evalue"]),
                    "output_type": kind,
                    "traceback": [_portable(line) for line in output["traceback"]],
                }
            )
        else:
            metadata = output.get("metadata", {})
            result = {"data": _data(output["data"]), "metadata": metadata, "output_type": kind}
            if kind == "execute_result":
                result["execution_count"] = count
            kept.append(result)
    for output in kept:
        if output["output_type"] == "stream":
            output["text"] = _portable(output["text"]).splitlines(keepends=True)
    return kept


def _portable(text: str) -> str:
    """An error's text without what differs between two runs or two machines."""
    text = BACKTRACE.sub("", THREAD_NUMBER.sub(r"\1", text))
    return text.replace(f"{ROOT}/", "").replace(f"{ROOT}\\", "")


def _data(data: dict[str, Any]) -> dict[str, Any]:
    """A MIME bundle: texts as lines, base64 without line ends, JSON as it is."""
    kept: dict[str, Any] = {}
    for mime, value in data.items():
        if mime.endswith("json"):
            kept[mime] = value
        elif mime == "image/png":
            kept[mime] = "".join(text_of(value).split())
        else:
            kept[mime] = text_of(value).splitlines(keepends=True)
    return kept
