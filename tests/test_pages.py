"""What `lab.py slides` and `lab.py handout` say of lessons that they cannot make pages of."""

from __future__ import annotations

import io
import json
from pathlib import Path

import nbformat
import pytest

from descent_lab import chromium, exporters, pages
from descent_lab.environment import ROOT, Environment
from descent_lab.log import Log, SetUpError

LAB = Environment(ROOT)


def refused(kind: str, *arguments: str) -> str:
    """The sentence with which a command ends."""
    options = pages.parser(kind).parse_args([*arguments, "--no-browser"])
    with pytest.raises(SetUpError) as caught:
        pages.make(kind, LAB, options, Log(io.StringIO()))
    return str(caught.value)


def test_names_stand_for_lessons_exercises_and_files(tmp_path: Path) -> None:
    own = tmp_path / "own.ipynb"
    own.touch()
    names = [path.stem for path in pages.named(LAB, ["02", "exercises/03", str(own), "02_g"])]
    assert names == ["02_gradient_descent", "03_simple_net", "own"]


def test_a_name_that_no_lesson_has_is_answered_with_those_that_there_are() -> None:
    told = refused("handout", "12")
    assert told.startswith("No lesson is called '12'")
    assert "02_gradient_descent" in told


def test_a_notebook_without_slides_is_refused() -> None:
    assert "is not divided into slides" in refused("slides", "exercises/02")


@pytest.mark.parametrize("text", ["no notebook", "[]", "{}", json.dumps({"cells": [{}]})])
def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "own.ipynb"
    file.write_text(text, encoding="utf-8")
    assert "is not a notebook" in refused("slides", str(file))


@pytest.mark.parametrize("cells", [[], [""], ['# A "title" </style> \\', "$x^2$ and $\\frac{$"]])
def test_any_notebook_has_a_handout(tmp_path: Path, cells: list[str]) -> None:
    file = tmp_path / "own.ipynb"
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_markdown_cell, cells)))
    nbformat.write(notebook, file)
    html, _ = exporters.exporter(pages.HANDOUT).from_filename(str(file))
    assert html.count("</style>") == html.count("<style")
    assert html.count("<math") == ("$x^2$" in "".join(cells))


def test_where_no_browser_prints_the_page_itself_is_the_handout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromium, "executable", lambda: None)
    told = io.StringIO()
    options = pages.parser("handout").parse_args(["01", "--no-browser", f"--output={tmp_path}"])
    pages.make("handout", LAB, options, Log(told))
    (page,) = tmp_path.iterdir()
    assert page.name == "01_numerical_gradient.html"
    assert "print the page from your own browser" in told.getvalue()
    assert told.getvalue().splitlines()[-1] == str(page)
