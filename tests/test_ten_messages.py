"""The ten messages that lesson 00 reads are worded as the compiler words them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kernels import Kernel
from lessons.canonical import load
from lessons.document import FOLDER, source_of

# A cell for each message, in the order of the lesson's table.
CELLS = (
    "let pieces: f64 = 3;",
    "let total = pieces_of_cake + 1.0;",
    'let names = vec!["Ada".to_string()];\nlet others = names;\nnames.len()',
    "let x = 1.5;\nlet y = 2 * x;",
    "let size = vec![1.0].length();",
    "fn count() -> f64 { let n = 1.0; n = 2.0; n }",
    "fn grow() { let list = vec![1.0]; list.push(2.0); }",
    "fn double(x: f64) -> f64 { 2.0 * x }\ndouble(1.0, 2.0)",
    "fn none() { let list = Vec::new(); }",
    "let x = 1.0 let y = 2.0;",
)
ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel without the lessons' crates."""
    with Kernel(tmp_path_factory.mktemp("messages") / "tmp") as k:
        yield k


@pytest.mark.parametrize("edition", ["", "zh"])
def test_the_compiler_says_what_the_lesson_reads(kernel: Kernel, edition: str) -> None:
    cells = load(FOLDER / edition / "00_read_me_first.ipynb")["cells"]
    messages = [message for cell in cells for message in ROW.findall(source_of(cell))]
    assert len(messages) == len(CELLS)
    for message, code in zip(messages, CELLS, strict=True):
        said = kernel.run(code).error
        parts = ".*".join(map(re.escape, message.split("…")))
        assert re.search(parts, said), f"{message!r} is not in {said!r}"
