"""What the kernel answers while a student types: completions, and help on a name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cells import PRELUDE
from kernels import CELL_SECONDS, Kernel

LINES = "let left: f64 = 1.0;\r\nlet right: f64 = 2.0;\r\n"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel with the prelude in use and two variables."""
    with Kernel(tmp_path_factory.mktemp("asked") / "tmp") as k:
        assert k.run(PRELUDE).error == ""
        assert k.run("let weights: Array1<f64> = array![0.5, 1.5];").error == ""
        walk = "let walk = gradient_descent(function_2, &array![1.0, 2.0], 0.1, 3)?;"
        assert k.run(walk).error == ""
        yield k
        assert k.run("weights").results == ["[0.5, 1.5]"]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("", "weights"),
        ("walk.last_v", "last_value"),
        (f"{LINES}numerical_gr", "numerical_gradient"),
        ("// 学习率\nnumerical_gr", "numerical_gradient"),
        ("let a = 1; wei", "weights"),
    ],
)
def test_a_name_is_completed_in_its_place(kernel: Kernel, code: str, wanted: str) -> None:
    answer = kernel.client.complete(code, reply=True, timeout=CELL_SECONDS)["content"]
    assert answer["status"] == "ok"
    assert any(name.startswith(wanted) for name in answer["matches"]), answer
    typed = code[answer["cursor_start"] : answer["cursor_end"]]
    assert wanted.startswith(typed), answer
    assert answer["cursor_end"] == len(code)


@pytest.mark.parametrize("code", ["// a comm", ":dep desc", "let weights"])
def test_where_nothing_is_to_be_completed_the_answer_is_no_error(kernel: Kernel, code: str) -> None:
    answer = kernel.client.complete(code, reply=True, timeout=CELL_SECONDS)["content"]
    assert answer["status"] == "ok"


@pytest.mark.parametrize(
    ("code", "place", "words"),
    [
        ("numerical_gradient(function_2)", 0, "numerical_gradient"),
        ("// 学习率\ngradient_descent", None, "Walks"),
        ("gradient_descent(function_2, &start)", 20, "A round bowl"),
        ("weights.sum()", 3, "weights: Array1<f64>"),
        ("array![1.0]", 2, "macro_rules! array"),
    ],
)
def test_a_name_is_explained_wherever_the_cursor_stands_in_it(
    kernel: Kernel, code: str, place: int | None, words: str
) -> None:
    place = len(code) if place is None else place
    answer = kernel.client.inspect(code, place, reply=True, timeout=CELL_SECONDS)["content"]
    assert answer["found"]
    assert words in answer["data"]["text/plain"]
