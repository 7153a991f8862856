"""The lessons' `:dep` line, wherever a notebook lies."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

import labs
from cells import DEPENDENCY, PRELUDE
from kernels import Kernel
from students import AT_ONCE
from test_kernel import NO_NETWORK

pytestmark = pytest.mark.skipif(os.name == "nt", reason="written for the folders of Unix")


@pytest.mark.parametrize(
    "line",
    [
        DEPENDENCY,
        ':dep descent-notebook = "0.1"',
        ':dep descent-notebook = { path = "/no/such/place/descent-notebook" } # gone',
    ],
)
def test_the_lessons_crate_is_found_from_any_folder(tmp_path: Path, line: str) -> None:
    with Kernel(tmp_path / "tmp", notebooks=tmp_path, variables=NO_NETWORK) as k:
        shown = k.run(f"// The crates:\n{line}\nuse descent_notebook::prelude::*;")
        assert (shown.status, shown.text.strip()) == ("ok", ""), shown
        assert shown.seconds < AT_ONCE
        assert k.run("array![3.0, 4.0].sum()").results == ["7.0"]


def test_completion_and_places_of_errors_are_those_of_the_cell_as_it_is_written(
    tmp_path: Path,
) -> None:
    with Kernel(tmp_path / "tmp", notebooks=tmp_path) as k:
        cell = f"{PRELUDE}\ngradient_de"
        answer = k.client.complete(cell, len(cell), reply=True, timeout=60)["content"]
        assert "gradient_descent" in " ".join(answer["matches"])
        assert cell[answer["cursor_start"] : answer["cursor_end"]] == "gradient_de"
        shown = k.run(f"{PRELUDE}\nlet wrong: i32 = 1.5;")
        assert "line 3" in shown.error or "3 │" in shown.error, shown.error


def test_without_the_first_cell_a_name_of_the_crate_asks_for_it(tmp_path: Path) -> None:
    with Kernel(tmp_path / "tmp", notebooks=tmp_path) as k:
        shown = k.run("use descent_notebook::prelude::*;")
        assert "first cell been run" in shown.error, shown.error


def test_an_edited_crate_is_compiled_without_writing_through_links(tmp_path: Path) -> None:
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system to link across")
    lab = labs.small_checkout(tmp_path / "class")
    source = lab.root / "crates" / "descent-notebook" / "src" / "lib.rs"
    source.write_text("pub fn lesson() -> u8 { 2 }\n", encoding="utf-8")
    before = labs.owners(lab.kernel.parent / "prebuilt" / "work")
    with (
        tempfile.TemporaryDirectory(dir=memory) as folder,
        Kernel(Path(folder) / "tmp", lab) as k,
    ):
        compiled = list((k.folder / "work").rglob("libdescent_notebook-*.rlib"))
        assert [path.is_symlink() for path in compiled] == [True]
        shown = k.run(f"{DEPENDENCY}\ndescent_notebook::lesson()")
        assert shown.results[-1:] == ["2"], shown
        assert [path.is_symlink() for path in compiled] == [False]
    assert labs.owners(lab.kernel.parent / "prebuilt" / "work") == before
