"""The web edition, served from this machine: each page as it is seen, and the ways between them."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, expect

from browser.notebook_page import (
    assert_figures_are_seen,
    explorers_in,
    figures_in,
    players_in,
)
from browser.test_explore import Explorer, use
from browser.test_players import Player
from descent_lab.course import STUB
from lessons.canonical import Notebook
from lessons.document import source_of
from site_edition import pages
from site_edition.build import build
from site_edition.editions import EDITIONS
from site_edition.pages import Site

EDITION, CHINESE = (Site(edition, None) for edition in EDITIONS)
# How pages are looked at: their language, the scheme of their colours, and the width.
VIEWS = {
    "light": (EDITION, "light", 1280),
    "dark": (EDITION, "dark", 1280),
    "narrow": (EDITION, "light", 390),
    "chinese": (CHINESE, "light", 1280),
}
NOTEBOOKS = EDITION.lessons + EDITION.further + EDITION.exercises
ORDER = ["index", *(name.removesuffix(".ipynb") for name in NOTEBOOKS), "teaching"]
# What axe-core looks for: everything, and in the dark what differs there, the colours.
ALL: dict[str, object] = {"resultTypes": ["violations"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RULES = {"light": ALL, "dark": ALL | {"runOnly": COLOURS}}
# What is left of a formula that nobody has set.
TEX = re.compile(r"\$|\\[a-z]+\b|\\\(")


@dataclass(frozen=True)
class Served:
    """The built site."""

    folder: Path
    url: str

    def page(self, name: str) -> str:
        """The address of a page."""
        return f"{self.url}{name}.html"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site, built and served once for all tests."""
    folder = tmp_path_factory.mktemp("site") / "pages"
    build(folder, None)
    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Served(folder, f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without telling each."""

    def log_message(self, *_: object) -> None:
        """Tells nothing."""


def notebook_of(edition: Site, name: str) -> Notebook:
    """What a page was made of; a page without a notebook is an empty one."""
    if f"{name}.ipynb" not in NOTEBOOKS:
        return {"cells": []}
    return pages.page(edition, f"{name}.ipynb")


@pytest.mark.parametrize("view", VIEWS)
def test_each_page_is_whole_and_serves_everybody(page: Page, site: Served, view: str) -> None:
    edition, scheme, width = VIEWS[view]
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    missing: list[str] = []

    def on_response(response: Response) -> None:
        if response.status >= 400:
            missing.append(response.url)

    page.on("response", on_response)
    background = {"light": "rgb(255, 255, 255)", "dark": "rgb(19, 20, 22)"}[scheme]
    axe = Axe()
    for name in [*ORDER, "search"]:
        page.goto(site.page(f"{edition.edition.place}/{name}".lstrip("/")))
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == background
        made = notebook_of(edition, name)
        answering = page.locator("figure.descent-figure:has(input[type=range])")
        expect(answering).to_have_count(players_in(made) + explorers_in(made))
        # Those of a solution are seen once it is unfolded.
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert page.evaluate(DRAWN) == [True] * figures_in(made), name
        if view == "light":
            # As in the other views, since figures are painted on white.
            assert_figures_are_seen(page.locator("figure.descent-figure"), figures_in(made))
        text = page.evaluate(PROSE)
        assert not TEX.search(text), (name, TEX.findall(text))
        assert "<!--" not in text, name
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} pixels wide"
        found = axe.run(page, options=RULES[scheme])
        assert not found.violations_count, f"{name}: {found.generate_report()}"
    assert not missing


# Which figures are drawn: as a picture, or in a player's own tree.
DRAWN = """
() => Promise.all([...document.querySelectorAll("figure.descent-figure")].map(async (figure) => {
  const picture = figure.querySelector("img");
  if (picture) await picture.decode();
  const trees = [...figure.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean);
  const drawn = picture ?? trees.map((tree) => tree.querySelector("svg")).find(Boolean);
  return drawn.getBoundingClientRect().width > 100;
}))
"""
# The text of a page, code apart.
PROSE = """
() => {
  const copy = document.querySelector("article").cloneNode(true);
  copy.querySelectorAll("pre, code, script, .descent-figure").forEach((one) => one.remove());
  return copy.textContent;
}
"""


def test_next_leads_through_all_pages_and_previous_back(page: Page, site: Served) -> None:
    page.goto(site.page(ORDER[0]))
    for before, name in pairwise(ORDER):
        page.locator("a.next-page").click()
        page.wait_for_url(site.page(name))
        back = page.locator("a.prev-page").evaluate("link => link.href")
        assert back == site.page(before)
    expect(page.locator("a.next-page")).to_have_count(0)
    page.locator("a.prev-page").click()
    page.wait_for_url(site.page(ORDER[-2]))


def test_search_finds_the_lesson_on_momentum(page: Page, site: Served) -> None:
    page.goto(site.page("index"))
    box = page.get_by_role("textbox", name="Search")
    box.fill("momentum")
    box.press("Enter")
    found = page.locator("#search-results li a")
    expect(found.first).to_be_visible()
    assert "7 · Optimizers" in found.all_inner_texts()
    page.get_by_role("link", name="7 · Optimizers").last.click()
    expect(page.locator("article h1")).to_contain_text("Optimizers")


def test_a_player_is_stepped_with_mouse_and_keyboard(page: Page, site: Served) -> None:
    page.goto(site.page("02_gradient_descent"))
    player = Player(page.locator("figure.descent-figure:has(input[type=range])").first)
    _, last = player.step()
    player.drag_to(0.3)
    dragged, _ = player.step()
    assert 0 < dragged < last * 0.6
    player.back.click()
    player.expect_step(dragged - 1)
    player.slider.focus()
    page.keyboard.press("ArrowRight")
    player.expect_step(dragged)
    page.keyboard.press("Home")
    player.expect_step(0)


def test_an_explorer_answers_mouse_keys_and_finger(touched: Page, site: Served) -> None:
    touched.goto(site.page("02_gradient_descent"))
    use(Explorer(touched.locator("figure[data-descent-explorer]:has(input)").first))


def test_each_page_leads_to_itself_in_the_other_language_and_back(page: Page, site: Served) -> None:
    for name in ORDER:
        page.goto(site.page(name))
        for address in (site.page(f"zh/{name}"), site.page(name)):
            page.locator("nav.languages a").click()
            page.wait_for_url(address)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(site.page("zh/index"))
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.locator("input[name=q]").fill("动量")
    page.locator("input[name=q]").press("Enter")
    expect(page.locator("#search-results li a").filter(has_text="7 · 优化器").first).to_be_visible()


def test_each_exercise_has_its_solution_folded_below_it(page: Page, site: Served) -> None:
    for name in EDITION.exercises:
        made = pages.page(EDITION, name)
        stubs = sum(
            STUB in source_of(cell) for cell in made["cells"] if cell["cell_type"] == "code"
        )
        page.goto(site.page(name.removesuffix(".ipynb")))
        solutions = page.locator("details.solution")
        expect(solutions).to_have_count(stubs)
        expect(page.locator("details[open]")).to_have_count(0)
        if name.startswith("solutions/"):
            continue
        assert stubs >= 3
        for solution in solutions.all():
            code = solution.locator(".cell_input pre")
            expect(code.first).to_be_hidden()
            solution.locator("summary").click()
            expect(code.first).to_be_visible()
            assert STUB not in " ".join(code.all_inner_texts())
            # What the check then says.
            expect(solution.locator(".descent-check")).to_be_visible()


def test_python_stands_beside_its_rust_where_the_page_is_wide(page: Page, site: Served) -> None:
    for width, is_wide in ((1280, True), (390, False)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(site.page("02_gradient_descent"))
        pairs = page.locator(".pair")
        assert pairs.count() > 3
        for pair in pairs.all():
            left, right = (pair.locator("pre").nth(place).bounding_box() for place in (0, 1))
            assert left is not None
            assert right is not None
            if is_wide:
                assert left["x"] + left["width"] <= right["x"]
                assert left["y"] == pytest.approx(right["y"], abs=4)
            else:
                assert left["y"] + left["height"] <= right["y"]


class Links(HTMLParser):
    """What a page refers to, and what in it can be referred to."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, _tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Called for each tag."""
        for key, value in attributes:
            if key == "id" and value:
                self.names.add(value)
            elif key in ("href", "src") and value is not None:
                self.targets.append(value)


def test_each_link_leads_to_a_page_and_a_place_in_it(site: Served) -> None:
    read: dict[Path, Links] = {}
    for path in site.folder.rglob("*.html"):
        read[path] = Links()
        read[path].feed(path.read_text(encoding="utf-8"))
    assert len(read) == len(EDITIONS) * (len(ORDER) + 1)
    for path, links in read.items():
        for target in links.targets:
            parts = urlsplit(target)
            if parts.scheme:
                assert parts.scheme in ("https", "data"), (path.name, target)
                continue
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert there.is_file(), (path.name, target)
            if parts.fragment and not target.startswith(("#svg", "#furo")):
                assert unquote(parts.fragment) in read[there].names, (path.name, target)
