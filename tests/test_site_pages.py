"""What becomes of a notebook's text on a page of the web edition, and where the pages may go."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from descent_lab.environment import ROOT
from lessons.canonical import Cell, load
from lessons.document import source_of
from site_edition import pages
from site_edition.build import SiteError, build
from site_edition.editions import EDITIONS
from site_edition.pages import Site

ENGLISH = EDITIONS[0]
UNKNOWN = Site(ENGLISH, None)
KNOWN = Site(ENGLISH, "https://example.org/class/descent")
LESSON = "02_gradient_descent.ipynb"


@pytest.mark.parametrize(
    ("here", "link", "there"),
    [
        (LESSON, f"[exercises](exercises/{LESSON})", f"[exercises](exercises/{LESSON})"),
        (
            LESSON,
            f"[answers](solutions/{LESSON})",
            f"[answers](exercises/{LESSON}#The-lesson's-questions)",
        ),
        (f"exercises/{LESSON}", f"the [solutions](../solutions/{LESSON})", "the solutions"),
        (f"exercises/{LESSON}", f"[lesson](../{LESSON})", f"[lesson](../{LESSON})"),
        (
            "09_two_layer_net.ipynb",
            "[5](05_gradient_check.ipynb#Backpropagation-by-hand)",
            "[5](05_gradient_check.ipynb#Backpropagation-by-hand)",
        ),
        (LESSON, "[below](#Steps)", "[below](#Steps)"),
        (LESSON, "[book](https://doc.rust-lang.org)", "[book](https://doc.rust-lang.org)"),
        (LESSON, "[crate](../crates/descent)", "crate"),
        ("README.md", "[solutions](solutions)", "solutions"),
        (LESSON, "[plan](README.md#Marks)", "[plan](teaching.md#Marks)"),
        (f"exercises/{LESSON}", "[plan](../README.md)", "[plan](../teaching.md)"),
        ("README.md", "[all of it](../README.md)", "all of it"),
    ],
)
def test_a_link_leads_to_the_page_on_which_its_target_stands(
    here: str, link: str, there: str
) -> None:
    assert pages.prose(UNKNOWN, here, link) == there


def test_a_link_to_what_is_no_page_leads_to_the_repository_where_that_is_known() -> None:
    address = "https://example.org/class/descent/blob/HEAD"
    assert pages.prose(KNOWN, LESSON, "[crate](../crates/descent)") == (
        f"[crate]({address}/crates/descent)"
    )
    assert (
        pages.prose(KNOWN, "README.md", "[all](solutions)")
        == f"[all]({address}/notebooks/solutions)"
    )


def test_marks_go_and_code_stays_as_it_is() -> None:
    code = "```python\nx = [a](b.ipynb)  <!-- kept -->\n```"
    text = f"It is 0.05<!-- a: 0.05 -->.\n\n{code}\n\nAnd 2<!-- given -->."
    assert pages.prose(UNKNOWN, LESSON, text) == f"It is 0.05.\n\n{code}\n\nAnd 2."


def test_the_commands_begin_with_a_clone_where_the_address_is_known() -> None:
    assert UNKNOWN.commands() == "python3 scripts/lab.py"
    assert KNOWN.commands() == (
        "git clone https://example.org/class/descent\ncd descent\npython3 scripts/lab.py"
    )


def test_an_error_keeps_its_bold_letters() -> None:
    shown = pages.shown({"output_type": "error", "traceback": ["\x1b[1merror\x1b[0m: a < b"]})
    assert shown["data"]["text/html"] == (
        '<pre class="traceback"><span class="ansi-bold">error</span>: a &lt; b</pre>'
    )


def small(folder: Path) -> Path:
    """A course of two lessons, with the exercises of the second."""
    notebooks = folder / "notebooks"
    for name in ("00_read_me_first.ipynb", LESSON, f"exercises/{LESSON}", f"solutions/{LESSON}"):
        (notebooks / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ENGLISH.notebooks / name, notebooks / name)
    (notebooks / "README.md").write_text("# A plan\n", encoding="utf-8")
    return notebooks


def test_each_page_leads_to_the_same_one_in_the_other_language(tmp_path: Path) -> None:
    notebooks = small(tmp_path)
    one = replace(ENGLISH, notebooks=notebooks)
    other = replace(one, name="Other", place="other")
    build(tmp_path / "site", None, (one, other))
    page = f"exercises/{Path(LESSON).stem}.html"
    first = (tmp_path / "site" / page).read_text(encoding="utf-8")
    second = (tmp_path / "site" / "other" / page).read_text(encoding="utf-8")
    assert f'<a href="../other/{page}" hreflang="en" lang="en">Other</a>' in first
    assert f'<a href="../../{page}" hreflang="en" lang="en">English</a>' in second


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (r"A formula: $\nosuch x$", r"The formula '\nosuch x' cannot be set"),
        ("A link: [there](02_gradient_descent.ipynb#Nowhere)", "Nowhere"),
    ],
)
def test_a_wrong_formula_or_link_ends_the_build_and_leaves_the_site_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    notebooks = small(tmp_path)
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("earlier", encoding="utf-8")

    def altered(site: Site, name: str) -> dict[str, list[Cell]]:
        notebook = load(site.edition.notebooks / name)
        return {**notebook, "cells": [*notebook["cells"], pages.markdown(text)]}

    monkeypatch.setattr(pages, "page", altered)
    with pytest.raises(SiteError, match=told.replace("\\", r"\\")):
        build(site, None, (replace(ENGLISH, notebooks=notebooks),))
    assert (site / "index.html").read_text(encoding="utf-8") == "earlier"


def test_a_folder_with_other_things_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    script = ROOT / "scripts" / "site.py"
    answer = subprocess.run(
        [sys.executable, str(script), "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert "holds something else than a site: name a new folder." in answer.stderr
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_each_exercise_that_has_a_solution_shows_it() -> None:
    for name in UNKNOWN.exercises:
        texts = [source_of(cell) for cell in pages.page(UNKNOWN, name)["cells"]]
        opened = sum(text.count("<details") for text in texts)
        assert opened == sum(text.count("</details>") for text in texts) > 0


def test_the_notebooks_of_another_language_beside_them_are_no_pages(tmp_path: Path) -> None:
    notebooks = small(tmp_path)
    shutil.copytree(notebooks, tmp_path / "copy")
    shutil.move(tmp_path / "copy", notebooks / "zh")
    site = Site(replace(ENGLISH, notebooks=notebooks), None)
    assert site.lessons == ["00_read_me_first.ipynb", LESSON]
    assert site.exercises == [f"exercises/{LESSON}"]
