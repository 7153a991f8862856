"""The canonical form keeps what a reader sees and drops what differs between two runs."""

from __future__ import annotations

import json

import nbformat

from cells import code, good_lesson, markdown, notebook, result, stream
from descent_lab import kernelspec
from descent_lab.environment import ROOT
from lessons.canonical import canonical, dumps


def test_the_canonical_form_is_a_fixed_point_and_nbformat_writes_the_same() -> None:
    text = dumps(canonical(good_lesson(), "04_more"))
    assert dumps(canonical(json.loads(text), "04_more")) == text
    assert nbformat.writes(nbformat.reads(text, as_version=4)) + "\n" == text
    nbformat.validate(nbformat.reads(text, as_version=4))


def test_what_the_editor_leaves_behind_is_dropped_and_tags_and_slides_are_kept() -> None:
    cell = code("x\n", result(text_plain="1"), tags=("b", "a", "b"))
    cell["metadata"] |= {"execution": {"iopub.status.busy": "2020"}, "collapsed": False}
    slides = {"slide_type": "subslide", "output": "subslide"}
    cell["metadata"]["slideshow"] = {**slides, "data": {}}
    cell["outputs"][0]["metadata"] = {"needs_background": "light"}
    tidy = canonical(notebook(markdown("# T"), cell), "04_more lessons")
    assert tidy["metadata"]["kernelspec"]["name"] == kernelspec.NAME
    assert "signature" not in tidy["metadata"]
    assert [one["id"] for one in tidy["cells"]] == ["04-more-lessons-00", "04-more-lessons-01"]
    assert tidy["cells"][1]["metadata"] == {"tags": ["a", "b"], "slideshow": slides}
    assert tidy["cells"][1]["source"] == ["x"]


def test_executed_cells_are_numbered_from_one() -> None:
    waiting = {**code("2"), "execution_count": None}
    cells = canonical(notebook(code("1"), waiting, code("3", result(text_plain="3"))), "n")["cells"]
    assert [cell["execution_count"] for cell in cells] == [1, None, 2]
    assert cells[2]["outputs"][0]["execution_count"] == 2


def test_outputs_keep_their_order_and_pieces_of_the_same_text_are_joined() -> None:
    outputs = [
        stream("a"),
        stream("b\n"),
        stream("c\n", "stderr"),
        result(text_plain="5"),
        stream("d"),
    ]
    cell = canonical(notebook(code("x", *outputs)), "n")["cells"][0]
    kinds = [(one["output_type"], one.get("name")) for one in cell["outputs"]]
    assert kinds == [
        ("stream", "stdout"),
        ("stream", "stderr"),
        ("execute_result", None),
        ("stream", "stdout"),
    ]
    assert cell["outputs"][0]["text"] == ["ab\n"]


def test_errors_lose_thread_backtrace_and_the_machines_paths() -> None:
    panic = (
        "\nthread '<unnamed>' (11742) panicked at "
        f"{ROOT}/crates/descent/src/lib.rs:3:1:\nboom\nstack backtrace:\n   0: std::panicking\n"
        "             at /rustc/59/library/std/src/panicking.rs:689:5\n"
        "note: Some details are omitted, run with `RUST_BACKTRACE=full` for a verbose backtrace.\n"
    )
    cell = canonical(notebook(code("x", stream(panic, "stderr"))), "n")["cells"][0]
    assert "".join(cell["outputs"][0]["text"]) == (
        "\nthread '<unnamed>' panicked at crates/descent/src/lib.rs:3:1:\nboom\n"
    )
