"""Slides as a class sees them: each fits, nothing is loaded, players work in them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from browser.notebook_page import explorers_in, figures_in, players_in
from browser.test_players import Player
from descent_lab import exporters, pages
from descent_lab.environment import ROOT, Environment
from lessons.canonical import load
from lessons.document import FOLDER, HAVE_SLIDES, kind_of, notebooks_in

LESSONS = [
    path
    for folder in (FOLDER, FOLDER / "zh")
    for path in notebooks_in(folder)
    if kind_of(path) in HAVE_SLIDES
]
PLAYED = FOLDER / "02_gradient_descent.ipynb"
SIZE = ViewportSize(width=1280, height=720)
# In pixels of a slide: from the last row of a classroom smaller letters cannot be read.
SMALLEST_LETTERS = 20
UPGRADED = "() => !document.querySelector('figure.descent-figure:has(+ script) > img')"
# What is seen of each slide, one after the other as a teacher turns them.
LOOK = """() => {
  const seen = [];
  Reveal.slide(0, 0);
  for (let more = true; more; Reveal.next()) {
    const slide = Reveal.getCurrentSlide();
    const boxes = [...slide.querySelectorAll(".jp-Cell, img, pre, math, svg, figcaption")]
      .filter((one) => one.getClientRects().length).map((one) => one.getBoundingClientRect());
    const letters = [...slide.querySelectorAll("p, li, td, pre, figcaption, code")];
    seen.push({
      name: slide.textContent.trim().slice(0, 60),
      scale: Reveal.getScale(),
      zoom: slide.style.zoom,
      height: slide.scrollHeight,
      bottom: Math.max(...boxes.map((box) => box.bottom)),
      right: Math.max(...boxes.map((box) => box.right)),
      top: Math.min(...boxes.map((box) => box.top)),
      cells: slide.querySelectorAll(".jp-Cell").length,
      headings: [...slide.querySelectorAll("h1, h2, h3, h4, h5, h6")]
        .map((one) => !!one.closest(".jp-Cell:first-child") && !one.previousElementSibling),
      isFirst: Reveal.getIndices().v === 0,
      letters: Math.min(...letters.map((one) => parseFloat(getComputedStyle(one).fontSize))),
    });
    more = !Reveal.isLastSlide();
  }
  return seen;
}"""


def opened(page: Page, lesson: Path, folder: Path, size: ViewportSize = SIZE) -> None:
    """Opens the slides of a lesson from a file."""
    html, _ = exporters.exporter(pages.SLIDES).from_filename(str(lesson))
    file = folder / "slides.html"
    file.write_text(html, encoding="utf-8")
    page.set_viewport_size(size)
    page.goto(file.as_uri())
    page.wait_for_function("() => Reveal.isReady()")
    page.wait_for_function(UPGRADED)


@pytest.mark.parametrize(
    "lesson", LESSONS, ids=lambda lesson: f"{lesson.parent.name}/{lesson.stem}"
)
def test_each_slide_is_seen_whole_and_begins_with_at_most_one_heading(
    page: Page, tmp_path: Path, lesson: Path
) -> None:
    opened(page, lesson, tmp_path)
    committed = load(lesson)
    slides: list[dict[str, Any]] = page.evaluate(LOOK)
    mend = f"mend it with `python3 scripts/notebooks.py slides {lesson.stem}`"
    for slide in slides:
        assert (slide["scale"], slide["zoom"]) == (1, ""), f"{slide}; {mend}"
        assert slide["height"] <= SIZE["height"], f"{slide}; {mend}"
        assert slide["top"] >= 0, slide
        assert slide["bottom"] <= SIZE["height"], f"{slide}; {mend}"
        assert slide["right"] <= SIZE["width"], slide
        assert slide["letters"] >= SMALLEST_LETTERS, slide
        assert slide["headings"] == ([True] if slide["isFirst"] else []), slide
    outputs_alone = sum(
        cell["metadata"].get("slideshow", {}).get("output") == "subslide"
        for cell in committed["cells"]
    )
    assert sum(slide["cells"] for slide in slides) == len(committed["cells"]) + outputs_alone
    figures = page.locator("figure.descent-figure")
    assert figures.count() == figures_in(committed)
    answering = page.locator("figure.descent-figure:has(input[type=range])")
    assert answering.count() == players_in(committed) + explorers_in(committed)
    prose = page.locator(".jp-RenderedMarkdown :not(code, code *, pre *)", has_text="$")
    assert prose.count() == 0


# A window in which the slide is scaled, and its pointer with it.
@pytest.mark.parametrize("size", [SIZE, ViewportSize(width=900, height=600)])
def test_a_player_has_its_mouse_and_its_keys_and_the_slide_its_own(
    page: Page, tmp_path: Path, size: ViewportSize
) -> None:
    opened(page, PLAYED, tmp_path, size)
    figure = page.locator("figure.descent-figure:has(input[type=range])").first
    here = figure.evaluate(
        "(one) => { const to = Reveal.getIndices(one.closest('section'));"
        "Reveal.slide(to.h, to.v); return [to.h, to.v]; }"
    )
    place = "() => { const at = Reveal.getIndices(); return [at.h, at.v]; }"
    player = Player(figure)
    expect(player.slider).to_be_visible()
    _, last = player.step()
    player.drag_to(0.3)
    dragged, _ = player.step()
    # The readings stand left of the slider; its thumb has some width.
    assert 0.2 * last <= dragged <= 0.4 * last
    for key, step in (("ArrowRight", dragged + 1), ("ArrowLeft", dragged), ("Home", 0)):
        page.keyboard.press(key)
        player.expect_step(step)
    player.on.click()
    player.expect_step(1)
    page.keyboard.press(" ")
    player.expect_step(2)
    player.play.click()
    player.pause.click()
    assert page.evaluate(place) == here
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(place) != here


def test_nbconvert_of_the_environment_makes_the_same_slides(tmp_path: Path) -> None:
    environment = Environment(ROOT)
    command = [str(environment.python), "-m", "nbconvert", "--to=slides", "--log-level=ERROR"]
    subprocess.run([*command, f"--output-dir={tmp_path}", str(PLAYED)], check=True)
    html, _ = exporters.exporter(pages.SLIDES).from_filename(str(PLAYED))
    made = (tmp_path / f"{PLAYED.stem}.slides.html").read_text(encoding="utf-8")
    assert made == html
