"""The explorers: a start that follows mouse, finger and arrow keys, and the descent with it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, Position, expect

from browser.notebook_page import NotebookPage, copy_of, write_notebook
from browser.server import JupyterLab
from descent_lab.environment import ROOT, Environment
from lessons.canonical import load

LESSON = ROOT / "notebooks" / "02_gradient_descent.ipynb"
CELLS = len(load(LESSON)["cells"])
POINT = re.compile(r"\(([^,]+), ([^)]+)\)")
DEPENDENCY = ':dep descent-notebook = { path = "../crates/descent-notebook" }\n'

# A function, its map, a start, a learning rate and a number of steps.
DESCENTS = {
    "function_2": ("(-4.0, 4.0)", "(-4.0, 4.0)", "(-3.0, 3.5)", "0.1", 100),
    "ravine": ("(-8.0, 8.0)", "(-4.0, 4.0)", "(-7.0, 2.0)", "0.9", 200),
    "rosenbrock": ("(-2.2, 2.2)", "(-0.5, 3.7)", "(-1.5, 2.0)", "0.001", 200),
    "himmelblau": ("(-6.0, 6.0)", "(-6.0, 6.0)", "(0.5, 4.5)", "0.01", 200),
    "beale": ("(-1.0, 4.5)", "(-1.5, 2.5)", "(1.0, 1.5)", "0.01", 200),
}
# The most that a page may differ from the crate, as a share of the map's width.
APART = 6e-4


class Explorer:
    """An explorer on the page."""

    def __init__(self, figure: Locator) -> None:
        self.figure = figure
        self.page = figure.page
        self.handle = figure.get_by_role("slider", name="start", exact=True)
        self.rate = figure.get_by_role("slider", name="learning rate η", exact=True)
        self.momentum = figure.get_by_role("slider", name="momentum α", exact=True)
        self.reset = figure.get_by_role("button")
        self.map = figure.locator("rect.map")
        self.status = figure.locator("p.status")

    def start(self) -> tuple[float, float]:
        """Where the descent starts, as it is read aloud."""
        match = POINT.fullmatch(self.handle.get_attribute("aria-valuetext") or "")
        assert match is not None, self.handle.get_attribute("aria-valuetext")
        return float(match[1].replace("−", "-")), float(match[2].replace("−", "-"))

    def middle(self) -> tuple[float, float]:
        """The middle of the ring on the page."""
        box = self.handle.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def on_map(self, across: float, down: float) -> tuple[float, float]:
        """A place on the map, as shares of its width and height, on the page."""
        box = self.map.bounding_box()
        assert box is not None
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def at(self, across: float, down: float) -> Position:
        """A place on the map, as shares of its width and height, from its upper left corner."""
        box = self.map.bounding_box()
        assert box is not None
        return {"x": across * box["width"], "y": down * box["height"]}

    def drag(self, across: float, down: float) -> None:
        """Drags the ring to a place on the map with the mouse."""
        # It waits until the page above it has found its height.
        self.handle.hover()
        mouse = self.page.mouse
        mouse.down()
        mouse.move(*self.on_map(across, down), steps=5)
        mouse.up()

    def path(self) -> str:
        """The line on the map, in units of the picture."""
        return self.lines()[0]

    def lines(self) -> list[str]:
        """The line on the map, and that of the values."""
        lines = self.figure.locator("svg svg > path:nth-child(2)")
        return [line.get_attribute("d") or "" for line in lines.all()]


@pytest.fixture
def notebook(page: Page, lab: JupyterLab) -> Iterator[NotebookPage]:
    """A trusted copy of a lesson with an explorer."""
    copy_of(LESSON, "explorer.ipynb", lab.notebooks)
    notebook = NotebookPage(page, lab, "explorer.ipynb", CELLS)
    expect(notebook.explorers).to_have_count(1)
    yield notebook
    lab.end_kernels()


def test_the_start_follows_the_mouse_and_the_sliders_the_keys(notebook: NotebookPage) -> None:
    explorer = Explorer(notebook.explorers.first)
    first, path = explorer.start(), explorer.path()
    assert first == (-3.0, 4.0)

    explorer.drag(0.75, 0.75)
    x, y = explorer.start()
    assert x == pytest.approx(3.0, abs=0.1)
    assert y == pytest.approx(-3.0, abs=0.1)
    assert explorer.path() != path
    # Anywhere on the map, the start comes to the mouse; beyond the edge it stays on the map.
    explorer.map.click(position=explorer.at(0.25, 0.5))
    x, y = explorer.start()
    assert x == pytest.approx(-3.0, abs=0.1)
    assert y == pytest.approx(0.0, abs=0.1)
    explorer.drag(1.2, -0.1)
    assert explorer.start() == (6.0, 6.0)

    values = explorer.lines()[1]
    explorer.rate.focus()
    notebook.page.keyboard.press("ArrowRight")
    expect(explorer.rate).to_have_attribute("aria-valuetext", "0.11")
    assert explorer.lines()[1] != values
    notebook.page.keyboard.press("End")
    expect(explorer.rate).to_have_attribute("aria-valuetext", "10")
    expect(explorer.status).to_have_text("Step 1 leaves the map.")
    notebook.page.keyboard.press("Home")
    expect(explorer.rate).to_have_attribute("aria-valuetext", "10⁻⁴")
    expect(explorer.status).to_have_text("30 steps.")
    explorer.momentum.focus()
    notebook.page.keyboard.press("ArrowRight")
    expect(explorer.momentum).to_have_attribute("aria-valuetext", "0.01")

    explorer.reset.click()
    assert (explorer.start(), explorer.path()) == (first, path)


def test_keys_in_an_explorer_are_the_explorers(notebook: NotebookPage) -> None:
    page = notebook.page
    explorer = Explorer(notebook.explorers.first)
    explorer.handle.focus()
    for key, start in [
        ("ArrowRight", (-2.88, 4.0)),
        ("ArrowDown", (-2.88, 3.88)),
        ("Shift+ArrowLeft", (-2.892, 3.88)),
        ("Shift+ArrowUp", (-2.892, 3.892)),
        ("Home", (-3.0, 4.0)),
    ]:
        page.keyboard.press(key)
        assert explorer.start() == pytest.approx(start)
    for control in (explorer.handle, explorer.rate, explorer.momentum, explorer.reset):
        control.focus()
        for key in ("d", "d", "a", "b", "x", "m"):
            page.keyboard.press(key)
    page.wait_for_timeout(500)
    expect(notebook.cells).to_have_count(CELLS)
    # After Esc they are the notebook's again.
    explorer.handle.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    expect(notebook.cells).to_have_count(CELLS + 1)
    explorer.handle.focus()
    notebook.save()
    assert len(load(notebook.path)["cells"]) == CELLS + 1


def touch(session: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    """What a finger does."""
    touched = [{"x": x, "y": y} for x, y in points]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})


def swipe(session: CDPSession, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A finger that goes down, moves and is lifted."""
    touch(session, "touchStart", start)
    for share in (0.2, 0.4, 0.6, 0.8, 1.0):
        x, y = (a + share * (b - a) for a, b in zip(start, end, strict=True))
        touch(session, "touchMove", (x, y))
    touch(session, "touchEnd")


def assert_starts_at(explorer: Explorer, x: float, y: float) -> None:
    """A place that a hand has reached, to a pixel or two."""
    assert explorer.start() == pytest.approx((x, y), abs=0.2)


def use(explorer: Explorer) -> None:
    """Uses the explorer of lesson 2 with mouse, keys and a finger, on a page that knows touch."""
    page = explorer.page
    explorer.drag(0.5, 0.25)
    assert_starts_at(explorer, 0.0, 3.0)
    y = explorer.start()[1]
    for key in ("ArrowUp", "d", "d"):
        page.keyboard.press(key)
    assert explorer.start()[1] == pytest.approx(y + 0.12)
    explorer.rate.focus()
    page.keyboard.press("ArrowRight")
    expect(explorer.rate).to_have_attribute("aria-valuetext", "0.11")
    explorer.handle.hover()
    swipe(page.context.new_cdp_session(page), explorer.middle(), explorer.on_map(0.75, 0.75))
    assert_starts_at(explorer, 3.0, -3.0)
    dragged = explorer.handle.get_attribute("aria-valuetext") or ""
    explorer.map.tap(position=explorer.at(0.5, 0.25))
    expect(explorer.handle).not_to_have_attribute("aria-valuetext", dragged)
    assert_starts_at(explorer, 0.0, 3.0)


@pytest.mark.parametrize("address", ["lab/tree", "notebooks"])
def test_it_answers_mouse_keys_and_finger_in_jupyterlab_and_in_notebook_7(
    touched: Page, lab: JupyterLab, address: str
) -> None:
    name = f"explorer_{address.partition('/')[0]}.ipynb"
    copy_of(LESSON, name, lab.notebooks)
    touched.goto(f"{lab.url}{address}/{name}?reset&token={lab.token}")
    figures = touched.locator("figure[data-descent-explorer]:has(input)")
    expect(figures).to_have_count(1, timeout=60_000)
    use(Explorer(figures.first))
    expect(touched.locator(".jp-Notebook .jp-Cell")).to_have_count(CELLS)
    lab.end_kernels()


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lesson as a page."""
    folder = tmp_path_factory.mktemp("exported")
    environment = Environment(ROOT)
    command = [str(environment.python), "-m", "nbconvert", "--log-level=ERROR", "--to=html"]
    subprocess.run(
        [*command, f"--output-dir={folder}", str(LESSON)], env=environment.env(), check=True
    )
    return folder / f"{LESSON.stem}.html"


def test_it_answers_mouse_keys_and_finger_in_an_exported_page_without_a_network(
    touched: Page, exported: Path
) -> None:
    touched.context.set_offline(True)
    touched.goto(exported.as_uri(), wait_until="domcontentloaded")
    use(Explorer(touched.locator("figure[data-descent-explorer]:has(input)").first))


def test_a_finger_on_the_map_still_scrolls_a_telephones_page(
    browser: Browser, exported: Path
) -> None:
    context = browser.new_context(
        viewport={"width": 800, "height": 900}, has_touch=True, is_mobile=True, offline=True
    )
    page = context.new_page()
    page.goto(exported.as_uri(), wait_until="domcontentloaded")
    explorer = Explorer(page.locator("figure[data-descent-explorer]:has(input)").first)
    explorer.figure.scroll_into_view_if_needed()
    session = context.new_cdp_session(page)
    place = page.evaluate("scrollY")
    swipe(session, explorer.middle(), explorer.on_map(0.75, 0.75))
    assert_starts_at(explorer, 3.0, -3.0)
    assert page.evaluate("scrollY") == place
    start = explorer.start()
    swipe(session, explorer.on_map(0.3, 0.9), explorer.on_map(0.3, 0.2))
    page.wait_for_function("place => scrollY !== place", arg=place)
    assert explorer.start() == start
    context.close()


@pytest.fixture
def functions(page: Page, lab: JupyterLab) -> Iterator[NotebookPage]:
    """A notebook that has descended with the crate, with the explorer of each descent."""
    cells = [DEPENDENCY + "use descent_notebook::prelude::*;"]
    for name, (x, y, start, rate, steps) in DESCENTS.items():
        point = f"&array![{start[1:-1]}]"
        cells.append(
            f"let plain = gradient_descent({name}, {point}, {rate}, {steps})?;\n"
            f"let ball = Momentum::new({rate}).with_momentum(0.5);\n"
            f"let rolling = descend_with(ball, {name}, {point}, {steps})?;\n"
            "for path in [&plain, &rolling] {\n"
            '    println!("{:?}", path.points().map(|p| p.to_vec()).collect::<Vec<_>>());\n'
            "}\n"
            f"explore({name}).start{start}.learning_rate({rate}).steps({steps})\n"
            f"    .x_range{x}.y_range{y}"
        )
    write_notebook(lab.notebooks / "explorers.ipynb", cells)
    notebook = NotebookPage(page, lab, "explorers.ipynb", len(cells))
    notebook.wait_for_kernel()
    notebook.restart_and_run_all()
    expect(notebook.explorers).to_have_count(len(DESCENTS))
    notebook.save()
    yield notebook
    lab.end_kernels()


def test_a_page_descends_as_the_crate_does_and_leaves_other_figures_alone(
    functions: NotebookPage,
) -> None:
    explorers = [Explorer(functions.explorers.nth(place)) for place in range(len(DESCENTS))]
    saved = load(functions.path)["cells"][1:]
    found = {}
    for explorer, cell, (name, settings) in zip(explorers, saved, DESCENTS.items(), strict=True):
        others = [other.path() for other in explorers if other is not explorer]
        printed = "".join(cell["outputs"][0]["text"]).splitlines()
        plain, rolling = (json.loads(line) for line in printed)
        apart = [distance(explorer, plain, settings)]
        explorer.momentum.evaluate(
            "slider => { slider.value = 0.5; slider.dispatchEvent(new Event('input')); }"
        )
        apart.append(distance(explorer, rolling, settings))
        found[name] = max(apart)
        assert [other.path() for other in explorers if other is not explorer] == others
    print({name: f"{apart:.1e}" for name, apart in found.items()})
    assert max(found.values()) < APART, found


def distance(explorer: Explorer, points: list[list[float]], settings: tuple[object, ...]) -> float:
    """The largest distance of a drawn point from the real one, as a share of the map's width."""
    ranges = [json.loads(f"[{str(text)[1:-1]}]") for text in settings[:2]]
    left, top, width, height = (
        float(explorer.map.get_attribute(name) or "") for name in ("x", "y", "width", "height")
    )
    drawn = [tuple(map(float, at.split())) for at in explorer.path()[1:].split("L")]
    assert len(drawn) == len(points)
    apart = 0.0
    for (across, down), (x, y) in zip(drawn, points, strict=True):
        (low, high), (lowest, highest) = ranges
        real = (x - low) / (high - low), (highest - y) / (highest - lowest)
        shown = (across - left) / width, (down - top) / height
        apart = max(apart, abs(real[0] - shown[0]), abs(real[1] - shown[1]))
    return apart
