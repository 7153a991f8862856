"""Handouts as they come out of the printer: whole figures, text, the lesson's title."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from browser.notebook_page import figures_in
from descent_lab.environment import ROOT
from lessons.canonical import load
from lessons.document import FOLDER

LESSONS = ("02_gradient_descent", "07_optimizers")
A4 = (595, 842)


@pytest.fixture(scope="module")
def handouts(
    browser: Browser,  # noqa: ARG001 - without one there are no PDFs
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A folder with handouts of two lessons and of the first one's exercises."""
    folder = tmp_path_factory.mktemp("handouts")
    names = [*LESSONS, f"exercises/{LESSONS[0]}"]
    command = [sys.executable, str(ROOT / "scripts" / "lab.py"), "handout", *names]
    subprocess.run([*command, "--no-browser", "--output", str(folder)], check=True)
    return folder


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_printed_with_whole_figures_and_text(handouts: Path, name: str) -> None:
    pdf = PdfReader(handouts / f"{name}.pdf")
    notebook = load(FOLDER / f"{name}.ipynb")
    title = notebook["cells"][0]["source"][0].lstrip("# ").strip()
    texts = [page.extract_text() for page in pdf.pages]
    assert len(texts) > 5
    assert all(
        (round(page.mediabox.width), round(page.mediabox.height)) == A4 for page in pdf.pages
    )
    # A figure that is cut would be drawn on two pages.
    assert sum(len(page.images) for page in pdf.pages) == figures_in(notebook)
    assert title in texts[0].splitlines()
    for number, text in enumerate(texts, 1):
        assert f"{number} / {len(texts)}" in text
        assert number == 1 or title in text
    whole = "\n".join(texts)
    assert "use descent_notebook::prelude::*;" in whole
    assert "Exercises" in whole
    assert "$" not in whole


def test_exercises_have_a_handout_beside_that_of_their_lesson(handouts: Path) -> None:
    names = {path.name for path in handouts.iterdir()}
    assert names == {f"{name}.pdf" for name in (*LESSONS, f"exercises_{LESSONS[0]}")}
