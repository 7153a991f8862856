"""A system that speaks Chinese: lessons, menus and kernel do, too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import server
from browser.notebook_page import (
    NotebookPage,
    assert_figures_are_seen,
    figures_in,
    without_outputs,
)
from browser.server import JupyterLab
from descent_lab import kernelspec
from descent_lab.lessons import FIRST
from kernels import soon
from lessons.canonical import canonical, dumps, load
from lessons.comparison import differences
from lessons.document import FOLDER, output_texts
from translation.entries import differing_numbers

EDITION = FOLDER / "zh"


@pytest.fixture
def chinese(
    browser: Browser,  # noqa: ARG001 - without one no server is started
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[JupyterLab]:
    """A server on a system whose language is Chinese."""
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


def test_lesson_2_is_stepped_through_and_says_the_numbers_of_the_english_one(
    chinese: JupyterLab, page: Page
) -> None:
    name = "02_gradient_descent.ipynb"
    committed, english = load(EDITION / name), load(FOLDER / name)
    # The server's root is the folder of the language.
    file = chinese.notebooks / "zh" / name
    file.write_text(dumps(without_outputs(committed)), encoding="utf-8")
    notebook = NotebookPage(page, chinese, name, len(committed["cells"]))
    notebook.path = file
    notebook.wait_for_kernel()
    notebook.cell(0).click()
    page.keyboard.press("Escape")
    for place, cell in enumerate(committed["cells"]):
        notebook.step(place, cell["cell_type"] == "code")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("d")
    page.wait_for_timeout(500)
    notebook.save()
    stepped = canonical(load(notebook.path), "02_gradient_descent")
    found = differences(canonical(committed, "02_gradient_descent"), stepped)
    assert not found, "\n".join(f"{one.cell}: {one.what}" for one in found)
    for own, other in zip(stepped["cells"], english["cells"], strict=True):
        texts = ["\n".join(output_texts(cell)) for cell in (other, own)]
        assert list(differing_numbers(*texts)) == []
    assert_figures_are_seen(notebook.figures, figures_in(committed))
    menus = page.locator(".lm-MenuBar-itemLabel")
    expect(menus.filter(has_text="运行")).to_have_count(1)
