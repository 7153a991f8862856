"""A system that speaks Chinese: lessons, menus and kernel do, too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import server
from browser.server import JupyterLab
from descent_lab import kernelspec
from descent_lab.lessons import FIRST
from kernels import soon
from lessons.document import FOLDER

EDITION = FOLDER / "zh"


@pytest.fixture
def chinese(
    browser: Browser,  # noqa: ARG001 - without one no server is started
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[JupyterLab]:
    """A server on a system whose language is Chinese."""
    if not (EDITION / FIRST).is_file():
        pytest.skip(f"there are no lessons in {EDITION}: 'scripts/translate.py build' makes them")
    lab = server.start(tmp_path_factory.mktemp("zh"), "zh_CN")
    yield lab
    assert lab.end() == []


def test_lessons_menus_and_kernel_are_chinese(chinese: JupyterLab, page: Page) -> None:
    page.goto(f"{chinese.url}?token={chinese.token}")
    panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    expect(panel.locator(".jp-Cell").first).to_be_visible(timeout=60_000)
    menus = page.locator(".lm-MenuBar-itemLabel")
    expect(menus.filter(has_text="文件")).to_have_count(1)
    expect(menus.filter(has_text="内核")).to_have_count(1)
    expect(menus.filter(has_text=re.compile("[A-Za-z]{3,}"))).to_have_count(0)
    title = (EDITION / FIRST).read_text(encoding="utf-8").partition('"# ')[2].partition("\\n")[0]
    expect(panel.locator("h1").first).to_contain_text(title)
    expect(panel.locator(".jp-KernelName")).to_have_text(
        re.compile(re.escape(kernelspec.CHINESE.display_name)), timeout=60_000
    )
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    assert soon(lambda: any(one["execution_state"] == "idle" for one in chinese.kernels()), 60)
