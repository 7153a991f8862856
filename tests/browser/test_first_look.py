"""What a newcomer sees first: lesson 00, whole file names, our logo, and no question."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browser.notebook_page import NotebookPage
from browser.server import JupyterLab
from descent_lab import kernelspec
from descent_lab.lessons import FIRST
from kernels import soon
from lessons.canonical import Cell, metadata

# In this order: a kernel that is ended while it starts may leave its folder to the next one.


@pytest.fixture(autouse=True)
def no_kernel_stays(lab: JupyterLab) -> Iterator[None]:
    """JupyterLab starts a kernel for each notebook that is opened."""
    yield
    lab.end_kernels()


@pytest.fixture
def first_page(page: Page, lab: JupyterLab) -> Iterator[Page]:
    """The page that the browser is sent to, until the kernel of its notebook is there."""
    page.goto(f"{lab.url}?token={lab.token}")
    yield page
    assert soon(lambda: any(one["execution_state"] == "idle" for one in lab.kernels()), 60)


def test_the_first_lesson_opens_and_nothing_is_asked(first_page: Page) -> None:
    page = first_page
    panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    expect(panel.locator(".jp-Cell").first).to_be_visible(timeout=60_000)
    expect(page.locator(".lm-TabBar-tab.jp-mod-current").first).to_have_attribute(
        "title", re.compile(FIRST)
    )
    expect(panel.locator(".jp-KernelName")).to_have_text(
        re.compile(re.escape(kernelspec.DISPLAY_NAME)), timeout=60_000
    )
    page.wait_for_timeout(3_000)  # what pops up does so a little later
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    expect(page.locator(".Toastify__toast")).to_have_count(0)


def test_file_names_are_seen_whole(first_page: Page) -> None:
    names = first_page.locator(".jp-DirListing-itemText")
    expect(names.first).to_be_visible(timeout=60_000)
    expect(names.filter(has_text="06_rate_and_curvature.ipynb")).to_have_count(1)
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"
    assert names.evaluate_all(cut) == []


def test_the_launcher_shows_our_logo(page: Page, lab: JupyterLab) -> None:
    page.goto(f"{lab.url}lab?reset&token={lab.token}")
    card = page.locator(
        ".jp-LauncherCard[data-category=Notebook]", has_text=kernelspec.DISPLAY_NAME
    )
    expect(card).to_have_count(1, timeout=60_000)
    logo = card.locator("img")
    expect(logo).to_have_attribute("src", re.compile(f"{kernelspec.NAME}/logo-"))
    assert logo.evaluate("image => image.decode().then(() => image.naturalWidth)") > 16


def test_a_notebook_of_another_rust_kernel_opens_with_ours(page: Page, lab: JupyterLab) -> None:
    named = metadata(kernelspec.ENGLISH) | {
        "kernelspec": {"display_name": "Rust", "language": "rust", "name": "rust"}
    }
    cell: Cell = {"cell_type": "code", "id": "c", "metadata": {}, "source": "1 + 1"}
    cells: list[Cell] = [cell | {"outputs": [], "execution_count": None}]
    content = {"cells": cells, "metadata": named, "nbformat": 4, "nbformat_minor": 5}
    (lab.notebooks / "another.ipynb").write_text(json.dumps(content), encoding="utf-8")
    notebook = NotebookPage(page, lab, "another.ipynb", 1)
    notebook.wait_for_kernel()
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    notebook.cell(0).click()
    page.keyboard.press("Escape")
    notebook.step(0, is_code=True)
    expect(notebook.cell(0).locator(".jp-OutputArea-output")).to_have_text("2")
