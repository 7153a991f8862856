"""Slides and handouts of lessons, made and opened: `slides 02` and `handout 02`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import webbrowser
from collections.abc import Iterable
from pathlib import Path

from descent_lab import chromium, lessons
from descent_lab.environment import Environment
from descent_lab.lab import Lab
from descent_lab.log import Log, SetUpError

SLIDES, HANDOUT = "slides", "handout"
PURPOSES = {
    SLIDES: "Make slides of lessons and open them: a page each, which needs no network.",
    HANDOUT: "Make handouts of lessons and open them: a PDF each where Chromium, Chrome or Edge is "
    "installed, else a page to print.",
}


def parser(kind: str) -> argparse.ArgumentParser:
    """The command line of a kind of page."""
    parser = argparse.ArgumentParser(
        prog=f"{Path(sys.argv[0]).name} {kind}", description=PURPOSES[kind], allow_abbrev=False
    )
    parser.add_argument(
        "lessons",
        nargs="+",
        metavar="LESSON",
        help="the beginning of a lesson's name, such as 02, or a notebook's file"
        + ("; exercises/02 are its exercises" if kind == HANDOUT else ""),
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FOLDER",
        help=f"where they go (a checkout: target/{kind}; pip's command: "
        f"~/{lessons.DEFAULT_FOLDER}/{kind})",
    )
    parser.add_argument("--no-browser", action="store_true", help="make them and open none")
    return parser


def make(kind: str, lab: Lab, options: argparse.Namespace, log: Log) -> None:
    """Makes pages of a kind as `parser` has read it, says where they are, and opens them.

    Raises `SetUpError` with a sentence where a lesson is not known or a page cannot be written.
    """
    notebooks = named(lab, options.lessons)
    if kind == SLIDES:
        for notebook in notebooks:
            _check_slides(notebook)
    made = _export(kind, lab, notebooks, options.output or _folder(kind, lab))
    if kind == HANDOUT:
        made = [_printed(page, log) for page in made]
    for page in made:
        log.tell(str(page))
        if not options.no_browser:
            webbrowser.open(page.as_uri())


def named(lab: Lab, names: Iterable[str]) -> list[Path]:
    """The notebooks that the names stand for, each once."""
    every = {
        path.relative_to(lab.notebooks).as_posix(): path
        for path in lessons.shipped(lab, solutions=True)
        if path.suffix == ".ipynb"
    }
    found: list[Path] = []
    for name in names:
        if Path(name).is_file():
            paths = [Path(name).resolve()]
        else:
            paths = [path for known, path in every.items() if known.startswith(name)]
        if not paths:
            known = ", ".join(Path(one).stem for one in every if "/" not in one)
            raise SetUpError(f"No lesson is called '{name}': name a notebook's file, or {known}.")
        found += [path for path in paths if path not in found]
    return found


def _check_slides(notebook: Path) -> None:
    """Raises `SetUpError` if no cell begins a slide: all would be one, of many screens."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        types = [cell["metadata"].get("slideshow", {}).get("slide_type") for cell in cells]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SetUpError(f"'{notebook}' is not a notebook: save it in JupyterLab again.") from error
    if "slide" not in types:
        raise SetUpError(
            f"'{notebook}' is not divided into slides: lessons are; for a notebook of your own say "
            "in JupyterLab which cells begin one (Property Inspector → Slide Type)."
        )


def _folder(kind: str, lab: Lab) -> Path:
    """Where pages go: not into a hidden folder, which a browser from a snap cannot read."""
    if isinstance(lab, Environment):
        return lab.root / "target" / kind
    return Path.home() / lessons.DEFAULT_FOLDER / kind


def _export(kind: str, lab: Lab, notebooks: list[Path], folder: Path) -> list[Path]:
    """Writes the pages in the Python that has nbconvert."""
    made = [folder.absolute() / f"{_name(lab, notebook)}.html" for notebook in notebooks]
    pairs = [str(path) for pair in zip(notebooks, made, strict=True) for path in pair]
    variables = lab.env() | {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONUTF8": "1"}
    command = [str(lab.python), "-m", "descent_lab.exporters", kind, *pairs]
    if subprocess.run(command, env=variables, check=False).returncode != 0:
        raise SetUpError("A page could not be made; the line above says why.")
    return made


def _name(lab: Lab, notebook: Path) -> str:
    """A page's name: an exercise has the name of its lesson, `exercises_02_gradient_descent`."""
    if notebook.is_relative_to(lab.notebooks):
        return "_".join(notebook.relative_to(lab.notebooks).with_suffix("").parts)
    return notebook.stem


def _printed(page: Path, log: Log) -> Path:
    """The PDF of a page, or the page itself where no browser prints it."""
    pdf = page.with_suffix(".pdf")
    if chromium.print_pdf(page, pdf):
        page.unlink()
        return pdf
    log.tell(
        "No Chromium, Chrome or Edge has made a PDF: print the page from your own browser, without "
        "its headers and footers."
    )
    return page
