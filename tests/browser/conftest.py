"""A browser in front of a real JupyterLab, and what every test checks along the way."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

from browser import server
from browser.server import JupyterLab
from descent_lab import chromium
from descent_lab.environment import ROOT

NO_BROWSER = f"no browser is installed: none of {', '.join(chromium.NAMES)} is on the PATH"
SCREENSHOTS = ROOT / "target" / "browser-failures"
WINDOW = ViewportSize(width=1280, height=900)
# A small machine shows a notebook of two megabytes after some seconds.
PATIENCE = 20_000

# What JupyterLab itself reports in the console, whatever the notebook, and Notebook 7 beside it.
JUPYTERLABS_OWN = re.compile(
    r"favicon|api/contents/.*\.ipynb_checkpoints|Failed to load resource"
    r"|Command 'filebrowser:open-path' not registered|undefined \(reading 'schema'\)"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed browser. Without one the tests are skipped, and fail in `.ci/run`."""
    executable = chromium.executable()
    if executable is None:
        if os.environ.get("DESCENT_TESTS_NEED_BROWSER"):
            pytest.fail(f"{NO_BROWSER}; CI needs one, on Debian 'apt install chromium'")
        pytest.skip(f"{NO_BROWSER}; install one to run the tests in the browser")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=chromium.arguments())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(
    browser: Browser,  # noqa: ARG001 - without one no server is started
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[JupyterLab]:
    """The server that all tests share; at its end no process and no working folder may be left."""
    lab = server.start(tmp_path_factory.mktemp("lab"))
    yield lab
    left = lab.end()
    assert not left, f"left by JupyterLab: {left}"
    folders = [path for path in (lab.folder / "temporary").glob("descent-*/*") if path.is_dir()]
    assert not folders, f"left by the kernels: {folders}"
    written = sorted((lab.folder / "home").rglob("*"))
    assert not written, f"written into the home folder: {written}"


@pytest.fixture
def dark(lab: JupyterLab) -> Iterator[None]:
    """JupyterLab's dark theme."""
    file = lab.folder / "settings" / "@jupyterlab" / "apputils-extension"
    file.mkdir(parents=True, exist_ok=True)
    file /= "themes.jupyterlab-settings"
    file.write_text(json.dumps({"theme": "JupyterLab Dark"}))
    yield
    file.unlink()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window of its own. No output may raise an error or ask another machine for anything."""
    context = browser.new_context(viewport=WINDOW)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    errors: list[str] = []
    asked: list[str] = []

    def on_error(text: str) -> None:
        if not JUPYTERLABS_OWN.search(text):
            errors.append(text)

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            on_error(message.text)

    page.on("console", on_console)
    page.on("pageerror", lambda error: on_error(str(error)))
    context.on("request", lambda one: asked.append(one.url))
    page.on("websocket", lambda one: asked.append(one.url))
    yield page
    if getattr(request.node, "failed_in_browser", False):
        page.screenshot(path=screenshot_of(request.node))
    context.close()
    local = re.compile(r"(https?|wss?)://(localhost|127\.0\.0\.1)[:/]|data:|blob:|file:|about:")
    elsewhere = [url for url in asked if not local.match(url)]
    assert not elsewhere, f"asked other machines: {elsewhere}"
    assert not errors, f"errors in the console: {errors}"


@pytest.fixture
def touched(browser: Browser) -> Iterator[Page]:
    """A page on a screen that can be touched."""
    context = browser.new_context(viewport=WINDOW, has_touch=True)
    yield context.new_page()
    context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Says where a failing test was, and where its screenshot is."""
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    if call.when in ("setup", "call") and report.failed and page is not None:
        item.failed_in_browser = True  # type: ignore[attr-defined]
        where = screenshot_of(item).relative_to(ROOT)
        report.sections.append(("browser", f"at {page.url}, see {where}"))
    return report


def screenshot_of(item: pytest.Item) -> Path:
    """Where a failing test's screenshot goes."""
    return SCREENSHOTS / (re.sub(r"[^\w.-]+", "-", item.name) + ".png")
