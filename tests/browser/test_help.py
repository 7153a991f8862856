"""Help where the student types: completion with Tab, documentation with Shift+Tab."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browser.notebook_page import DONE, NotebookPage, write_notebook
from browser.server import JupyterLab
from cells import PRELUDE

SOURCES = (
    PRELUDE,
    "let start: Array1<f64> = array![-3.0, 4.0];",
    "",
)
TYPED = 2


@pytest.fixture
def notebook(page: Page, lab: JupyterLab) -> Iterator[NotebookPage]:
    """A notebook with the prelude in use, the cursor in an empty cell."""
    write_notebook(lab.notebooks / "help.ipynb", SOURCES)
    notebook = NotebookPage(page, lab, "help.ipynb", len(SOURCES))
    notebook.wait_for_kernel()
    notebook.cell(0).click()
    page.keyboard.press("Escape")
    for place in range(TYPED):
        notebook.step(place, is_code=True)
    notebook.cell(TYPED).locator(".cm-content").click()
    yield notebook
    lab.end_kernels()


def test_tab_completes_a_name_of_the_crate(notebook: NotebookPage) -> None:
    page = notebook.page
    page.keyboard.type("gradient_desc")
    page.keyboard.press("Tab")
    editor = notebook.cell(TYPED).locator(".cm-content")
    completer = page.locator(".jp-Completer:visible")
    expect(completer.or_(editor.get_by_text("gradient_descent")).first).to_be_visible()
    if completer.count():
        expect(completer).to_contain_text("gradient_descent")
        page.keyboard.press("Enter")
    expect(editor).to_contain_text("gradient_descent")


def test_tab_completes_a_method_of_a_variable(notebook: NotebookPage) -> None:
    page = notebook.page
    page.keyboard.type("start.mean_")
    page.keyboard.press("Tab")
    expect(page.locator(".jp-Completer:visible")).to_contain_text("mean_axis")


def test_the_help_menu_opens_the_documentation_of_what_the_lessons_use(
    notebook: NotebookPage,
) -> None:
    page = notebook.page
    page.get_by_role("menuitem", name="Help", exact=True).click()
    with page.context.expect_page() as opened:
        page.get_by_role("menuitem", name="What the lessons use").click()
    documentation = opened.value
    expect(documentation.get_by_role("heading", name="prelude").first).to_be_visible()
    expect(documentation.get_by_role("link", name="gradient_descent").first).to_be_visible()
    documentation.close()


def test_shift_tab_shows_the_crates_documentation(notebook: NotebookPage) -> None:
    page = notebook.page
    page.keyboard.type("gradient_descent")
    page.keyboard.press("Shift+Tab")
    tooltip = page.locator(".jp-Tooltip")
    expect(tooltip).to_contain_text("learning_rate")
    expect(tooltip).to_contain_text("Trajectory")


def test_the_kernel_still_answers_after_help_was_asked_for(notebook: NotebookPage) -> None:
    page = notebook.page
    # An expression whose type is open: what rust-analyzer finds hardest to complete.
    for typed in ("gr", "let y = s", "start.iter().map(|x| x.p"):
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
        page.wait_for_timeout(1500)
        page.keyboard.press("Escape")
        notebook.cell(TYPED).locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("start.sum()")
    page.keyboard.press("Control+Enter")
    expect(notebook.cell(TYPED).locator(".jp-InputPrompt")).to_have_text(DONE, timeout=60_000)
    expect(notebook.cell(TYPED).locator(".jp-OutputArea-output")).to_contain_text("1.0")
