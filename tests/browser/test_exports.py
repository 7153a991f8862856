"""What a teacher hands out: each notebook exported, with its figures, without a network."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.notebook_page import assert_figures_are_seen, figures_in, players_in
from descent_lab.environment import ROOT, Environment
from lessons.canonical import dumps, load

# The exports are made once, for all tests of one process.
FOLDER = ROOT / "notebooks"
LESSONS = [*sorted(FOLDER.glob("0[1-9]*.ipynb")), FOLDER / "figures.ipynb"]
# Exporters and the ending of what they write.
FIGURE = re.compile(r'<figure class="?descent-figure\b')
FORMATS = {"html": ".html", "slides": ".slides.html", "latex": ".tex", "markdown": ".md"}


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every lesson in every format."""
    folder = tmp_path_factory.mktemp("exports")
    code = tmp_path_factory.mktemp("code")
    environment = Environment(ROOT)
    for name in FORMATS:
        lessons = LESSONS
        if name == "latex":
            # Prose becomes LaTeX through pandoc, which need not be installed; figures do not.
            lessons = [without_prose(lesson, code) for lesson in LESSONS]
        options = [f"--to={name}", f"--output-dir={folder}", *map(str, lessons)]
        subprocess.run(
            [str(environment.python), "-m", "nbconvert", "--log-level=ERROR", *options],
            env=environment.env(),
            check=True,
        )
    return folder


def without_prose(lesson: Path, folder: Path) -> Path:
    """A copy of the notebook with its code and figures only."""
    notebook = load(lesson)
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    copy = folder / lesson.name
    copy.write_text(dumps(notebook), encoding="utf-8")
    return copy


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
@pytest.mark.parametrize("name", ["html", "slides"])
def test_a_page_holds_every_figure(exports: Path, name: str, lesson: Path) -> None:
    page = (exports / (lesson.stem + FORMATS[name])).read_text(encoding="utf-8")
    committed = load(lesson)
    assert len(FIGURE.findall(page)) == figures_in(committed)
    assert page.count("data:image/png;base64,") >= figures_in(committed)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_markdown_and_latex_name_a_picture_file_for_every_figure(
    exports: Path, lesson: Path
) -> None:
    expected = figures_in(load(lesson))
    text = (exports / (lesson.stem + FORMATS["latex"])).read_text(encoding="utf-8")
    files = re.findall(r"\\(?:adjustimage|includegraphics)[^\n]*\{([^{}]*\.png)\}", text)
    assert len(files) == expected
    assert all((exports / file).read_bytes().startswith(b"\x89PNG") for file in files)
    text = (exports / (lesson.stem + FORMATS["markdown"])).read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]*\]\([^)]*\.png\)", text)
    shown = len(pictures) + len(FIGURE.findall(text))
    assert shown == expected


def test_an_exported_page_shows_and_plays_from_a_file_with_the_network_off(
    browser: Browser, exports: Path
) -> None:
    lesson = FOLDER / "02_gradient_descent.ipynb"
    committed = load(lesson)
    # A window of its own: nbconvert's page asks the network for MathJax. No figure does.
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((exports / (lesson.stem + ".html")).as_uri(), wait_until="domcontentloaded")
    players = page.locator("figure[data-descent-player]:has(input[type=range])")
    expect(players).to_have_count(players_in(committed))
    assert_figures_are_seen(page.locator("figure.descent-figure"), figures_in(committed))
    reading = players.first.locator("dd.step")
    before = reading.text_content()
    players.first.get_by_role("button", name="one step back").click()
    expect(reading).not_to_have_text(before or "")
    context.close()
