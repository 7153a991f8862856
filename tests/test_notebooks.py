"""The checks of the notebooks: each passes what is right and is shown to catch what is wrong."""

from __future__ import annotations

import base64
import copy
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from lessons import habits  # noqa: E402
from lessons.canonical import canonical, dumps  # noqa: E402
from lessons.comparison import differences  # noqa: E402
from lessons.habits import Document, Kind  # noqa: E402

Cell = dict[str, Any]


def markdown(source: str, *tags: str) -> Cell:
    """A Markdown cell."""
    return {"cell_type": "markdown", "id": "m", "metadata": {"tags": list(tags)}, "source": source}


def code(source: str, *outputs: dict[str, Any], tags: tuple[str, ...] = ()) -> Cell:
    """An executed code cell."""
    return {
        "cell_type": "code",
        "id": "c",
        "metadata": {"tags": list(tags)},
        "source": source,
        "outputs": list(outputs),
        "execution_count": 2,
    }


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    """What a cell wrote to a stream."""
    return {"output_type": "stream", "name": name, "text": text}


def result(**data: str) -> dict[str, Any]:
    """A cell's last expression; `text_html` stands for `text/html`."""
    bundle = {mime.replace("_", "/", 1): value for mime, value in data.items()}
    return {"output_type": "execute_result", "data": bundle, "metadata": {}, "execution_count": 2}


def error(message: str = "mismatched types") -> dict[str, Any]:
    """A compile error."""
    return {"output_type": "error", "ename": "Error", "evalue": message, "traceback": [message]}


def notebook(*cells: Cell) -> dict[str, Any]:
    """A notebook as JupyterLab saves it."""
    metadata = {"kernelspec": {"display_name": "Other", "name": "other"}, "signature": "x"}
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def png(draw: Callable[[ImageDraw.ImageDraw], object] = lambda _: None, size: int = 400) -> str:
    """A picture in base64: white, with a grey line and what `draw` adds."""
    picture = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(picture)
    pen.line((10, 10, 300, 250), fill=(120, 120, 120), width=2)
    draw(pen)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def figure(picture: str, alt: str = "a falling line") -> dict[str, Any]:
    """A figure's output."""
    html = f'<figure><img src="data:image/png;base64,{picture}" alt="{alt}"></figure>'
    return result(text_html=html, image_png=picture, text_plain=alt)


# ---------------------------------------------------------------- habits

DEPENDENCY = ':dep descent-notebook = { path = "../crates/descent-notebook" }'


def good_lesson() -> dict[str, Any]:
    """A lesson that keeps every habit."""
    return notebook(
        markdown("# Gradients\n\nWhat they are."),
        code(DEPENDENCY),
        markdown("```python\n# not a heading\n```\nA figure:"),
        code("curve(f)", figure(png())),
        markdown("A wrong type, on purpose:"),
        code("let x: i32 = 1.0;", error(), tags=("raises-exception",)),
        markdown("And a panic:"),
        code('panic!("boom")', stream("boom\n", "stderr"), tags=("shows-panic",)),
        markdown("## Summary\n\nIt falls."),
        markdown("## Exercises\n\n### 1\n\nTry it."),
    )


def document(content: dict[str, Any], name: str = "04_more.ipynb", size: int = 1000) -> Document:
    """A document as habits sees it."""
    path = ROOT / "notebooks" / name
    return Document(path, habits.kind_of(path), content, size)


def broken(of: Document) -> set[str]:
    """The names of the habits that the document breaks."""
    prefix = f"{of.path.name}: "
    return {
        found.name.removeprefix(prefix) for found in habits.check_document(of) if found.problems
    }


def test_a_good_lesson_breaks_no_habit() -> None:
    assert broken(document(good_lesson())) == set()


def change(place: int, **fields: Any) -> Callable[[dict[str, Any]], None]:
    """A violation: other fields for one cell."""
    return lambda content: content["cells"][place].update(fields)


def put(place: int, *cells: Cell) -> Callable[[dict[str, Any]], None]:
    """A violation: more cells."""

    def insert(content: dict[str, Any]) -> None:
        content["cells"][place:place] = [copy.deepcopy(cell) for cell in cells]

    return insert


def several(*violations: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
    """Violations one after the other."""

    def apply(content: dict[str, Any]) -> None:
        for violation in violations:
            violation(content)

    return apply


def html(text: str) -> list[dict[str, Any]]:
    """The outputs of a cell whose figure has more HTML."""
    output = figure(png())
    output["data"]["text/html"] += text
    return [output]


SEVEN_LINES = "\n".join(["f();"] * 7)

VIOLATIONS: list[tuple[str, Callable[[dict[str, Any]], None]]] = [
    ("title first", change(0, source="No heading")),
    ("title first", change(0, source="## Level 2")),
    ("title first", put(0, markdown("Before the title"))),
    ("prose before code", put(4, code("1", result(text_plain="1")))),
    ("short cells", change(3, source="\n".join(["f();"] * 21))),
    ("short cells", several(*(change(place, source=SEVEN_LINES) for place in (3, 5, 7)))),
    ("one :dep", change(1, source="1")),
    ("one :dep", put(4, markdown("Another"), code(DEPENDENCY))),
    ("one :dep", change(1, source=f'{DEPENDENCY}\n:dep rand = "0.10"')),
    ("one :dep", change(1, source=':dep descent-notebook = "0.1"')),
    ("one :dep", change(1, source=DEPENDENCY.replace("../", "../../"))),
    ("summary and exercises at the end", change(8, source="It falls.")),
    ("summary and exercises at the end", change(9, source="## Further reading")),
    ("summary and exercises at the end", put(10, markdown("## Notes"))),
    ("summary and exercises at the end", put(10, code("1", result(text_plain="1")))),
    ("executed", change(3, execution_count=None)),
    ("failures declared", change(5, metadata={})),
    ("failures declared", change(7, metadata={"tags": ["raises-exception"]})),
    ("failures declared", change(7, metadata={})),
    ("failures declared", change(5, outputs=[])),
    ("failures declared", change(7, outputs=[stream("fine\n")])),
    ("no empty cell", put(9, markdown(" \n"))),
    ("figures described", change(3, outputs=[figure(png(), alt=" ")])),
    ("figures described", change(3, outputs=[result(image_png=png(), text_plain="a line")])),
    ("figures described", change(3, outputs=[result(text_html="<p>5</p>")])),
    ("figures described", change(3, outputs=html("<img src='data:,'>"))),
    ("outputs portable", change(3, outputs=html("<svg></svg>"))),
    ("outputs portable", change(3, outputs=html("<script src='plot.js'></script>"))),
    ("outputs portable", change(3, outputs=html("<script>load('https://a.org/b')</script>"))),
    ("outputs portable", change(3, outputs=html("<style>@import 'x.css'</style>"))),
    ("outputs portable", change(3, outputs=html("<b style='background:url(http://a.b/c)'>"))),
    ("outputs portable", change(3, outputs=[result(text_plain=str(ROOT / "crates"))])),
    (
        "outputs portable",
        change(3, outputs=[{**figure(png()), "data": {"text/plain": "x", "image/svg+xml": "<"}}]),
    ),
    ("seeds fixed", change(3, source="let mut rng = rand::rng();")),
]


@pytest.mark.parametrize(("habit", "violate"), VIOLATIONS)
def test_a_broken_habit_is_caught(habit: str, violate: Callable[[dict[str, Any]], None]) -> None:
    content = good_lesson()
    violate(content)
    assert habit in broken(document(content))


def test_a_large_file_is_caught() -> None:
    assert broken(document(good_lesson(), size=habits.LARGEST_FILE)) == {"small file"}


def test_every_habit_has_a_violation_here() -> None:
    caught = {habit for habit, _ in VIOLATIONS} | {"small file"}
    assert caught == {name for name, _, _ in habits.HABITS}


def test_code_after_the_summary_heading_is_not_hidden_by_prose_before_it() -> None:
    content = good_lesson()
    put(9, code("1", result(text_plain="1")))(content)
    assert broken(document(content)) == {"summary and exercises at the end"}


def test_an_svg_that_a_players_script_holds_is_allowed() -> None:
    content = good_lesson()
    script = "<script>draw(\"<svg xmlns='http://www.w3.org/2000/svg'></svg>\")</script>"
    change(3, outputs=html(script))(content)
    assert broken(document(content)) == set()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("02_gradient_descent.ipynb", Kind.LESSON),
        ("00_read_me_first.ipynb", Kind.GUIDE),
        ("figures.ipynb", Kind.GALLERY),
        ("exercises/01_numerical_gradient.ipynb", Kind.EXERCISES),
        ("solutions/01_numerical_gradient.ipynb", Kind.SOLUTIONS),
    ],
)
def test_the_kind_of_a_notebook_is_told_by_its_path(name: str, kind: Kind) -> None:
    assert habits.kind_of(ROOT / "notebooks" / name) is kind


def test_the_gallery_needs_no_summary_but_shorter_cells() -> None:
    content = good_lesson()
    del content["cells"][8:]
    assert broken(document(content, "figures.ipynb")) == set()
    change(3, source=SEVEN_LINES)(content)
    assert broken(document(content, "figures.ipynb")) == {"short cells"}


def test_the_guide_needs_no_dependency() -> None:
    content = good_lesson()
    del content["cells"][8:]
    change(1, source="1 + 1", outputs=[result(text_plain="2")])(content)
    assert broken(document(content, "00_read_me_first.ipynb")) == set()


def test_exercises_name_the_crate_from_their_own_folder() -> None:
    content = good_lesson()
    name = "exercises/01_numerical_gradient.ipynb"
    assert broken(document(content, name)) == {"one :dep"}
    change(1, source=DEPENDENCY.replace("../", "../../"))(content)
    assert broken(document(content, name)) == set()


def test_a_file_that_is_no_notebook_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "01_broken.ipynb"
    path.write_text("{")
    assert any("is not a notebook" in found.problems[0] for found in habits.check([path])[:1])


# ---------------------------------------------------------------- the original's cells

REPRODUCED: dict[int, Cell] = {
    1: code(DEPENDENCY),
    2: markdown("## 梯度 · The gradient"),
    3: code("fn numerical_gradient(f: F, x: &mut Array1<f64>) {}"),
    4: code("numerical_gradient(function_2, &x)", stream("[6.0, 8.0]\n[0.0, 4.0]\n[6.0, 0.0]\n")),
    5: markdown("# 梯度法 · Gradient descent"),
    6: code("fn gradient_descend(f: F, init_x: &mut Array1<f64>) {}"),
    7: code("x", result(text_plain="[-0.39785867, 0.53047822]")),
    8: code("x", result(text_plain="[-2.58983747e13, -1.29524862e12]")),
    9: code("init_x", result(text_plain="[\u22122.58983747e+13, \u22121.29524862e+12]")),
    10: code("x", result(text_plain="[-2.99999994, 3.99999992]")),
    11: code("fn softmax() {}\nfn cross_entropy_error() {}\nstruct SimpleNet { w: Array2<f64> }"),
    12: code(
        "net.w",
        result(
            text_plain="[[-1.06577896, 0.3928238, 0.47935903],\n"
            " [0.3361168, 0.07822983, 0.5225732]]"
        ),
    ),
    13: code("p", result(text_plain="[-0.33696226, 0.30610113, 0.7579313]")),
    14: code("loss", stream("argmax 2\nloss 6.806251844492854\n")),
    15: code("numerical_gradient(&f, &net.w)"),
    16: code(
        "dw",
        stream(
            "[[0.71393168, 1.35794887, -2.07188054],\n [1.07089752, 2.0369233, -3.10782082]]\n"
            "loss 6.8063946251703245\n"
        ),
    ),
    17: code("loss", stream("0.02415820229742929\n0.6904824838232374\n")),
}


def reproduction(cells: dict[int, list[Cell]] | None = None) -> list[Document]:
    """Notebooks 01 to 03 with each of the original's cells; `cells` replaces some."""
    contents: dict[str, list[Cell]] = {"01_a.ipynb": [], "02_b.ipynb": [], "03_c.ipynb": []}
    for number, cell in REPRODUCED.items():
        name = "01_a.ipynb" if number < 5 else "02_b.ipynb" if number < 11 else "03_c.ipynb"
        for one in (cells or {}).get(number, [cell]):
            tagged = {**one, "metadata": {"tags": [f"original-{number:02}"]}}
            contents[name].append(tagged)
    return [document(notebook(*listed), name) for name, listed in contents.items()]


def missing(documents: list[Document]) -> set[str]:
    """The tags of the original's cells that are not reproduced."""
    return {
        found.name.split(":")[0] for found in habits.check_original(documents) if found.problems
    }


def test_a_complete_reproduction_passes_with_one_result_a_cell() -> None:
    results = habits.check_original(reproduction())
    assert [found.problems for found in results] == [()] * 17


@pytest.mark.parametrize("number", REPRODUCED)
def test_an_absent_a_doubled_and_a_wrong_kind_of_cell_are_caught(number: int) -> None:
    cell = REPRODUCED[number]
    other = code("1") if cell["cell_type"] == "markdown" else markdown("# Something else")
    for cells in ([], [cell, cell], [other]):
        assert missing(reproduction({number: cells})) == {f"original-{number:02}"}


@pytest.mark.parametrize(
    ("number", "old", "new"),
    [
        (1, ":dep", "//"),
        (2, "梯度", "梯度法"),
        (3, "fn numerical_gradient", "let numerical_gradient"),
        (4, "[0.0, 4.0]", "[0.0, 4.1]"),
        (5, "梯度法", "梯度"),
        (6, "&mut ", "&"),
        (7, "0.53047822", "0.53047832"),
        (8, "e13", "e12"),
        (9, "1.29524862", "1.29524882"),
        (10, "3.99999992", "3.9999999"),
        (11, "struct SimpleNet", "struct Net"),
        (12, "0.07822983", "0.0782"),
        (13, "0.30610113", "0.3061"),
        (14, "argmax 2", "argmax 1"),
        (15, "numerical_gradient", "gradient"),
        (16, "6.8063946", "6.8062518"),
        (17, "0.69048", "0.387"),
    ],
)
def test_a_changed_number_or_name_is_caught(number: int, old: str, new: str) -> None:
    text = json.dumps(REPRODUCED[number], ensure_ascii=False)
    assert old in text
    changed = json.loads(text.replace(old, new))
    assert missing(reproduction({number: [changed]})) == {f"original-{number:02}"}


def test_a_heading_in_another_notebook_and_an_unknown_tag_are_caught() -> None:
    documents = reproduction()
    cells = [one.notebook["cells"] for one in documents]
    cells[2].append(cells[1].pop(0))  # the heading of 02
    cells[0].append({**code("1"), "metadata": {"tags": ["original-18"]}})
    assert missing(documents) == {"original-05", "original-18"}


def test_cells_of_other_notebooks_do_not_count() -> None:
    cells = [{**cell, "metadata": {"tags": [f"original-{n:02}"]}} for n, cell in REPRODUCED.items()]
    later = document(notebook(*cells), "04_more.ipynb")
    assert len(missing([later])) == 17


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[-0.39785867, 0.53047822]", True),
        ("x = -0.397858667, 0.530478224 at the end", True),
        ("[\u22120.39785867  0.53047823]", True),
        ("[0.39785867, 0.53047822]", False),
        ("[0.53047822, -0.39785867]", False),
        ("[-0.39785867, 1, 0.53047822]", False),
        ("[-0.3978, 0.5304]", False),
        ("", False),
    ],
)
def test_numbers_are_met_to_their_last_digit_and_in_order(text: str, shown: bool) -> None:
    assert habits.shows(text, ("-0.39785867", "0.53047822")) is shown


# ---------------------------------------------------------------- canonical form


def test_the_canonical_form_is_a_fixed_point_and_nbformat_writes_the_same() -> None:
    text = dumps(canonical(good_lesson(), "04_more"))
    assert dumps(canonical(json.loads(text), "04_more")) == text
    assert nbformat.writes(nbformat.reads(text, as_version=4)) + "\n" == text
    nbformat.validate(nbformat.reads(text, as_version=4))


def test_what_the_editor_leaves_behind_is_dropped_and_tags_are_kept() -> None:
    cell = code("x\n", result(text_plain="1"), tags=("b", "a", "b"))
    cell["metadata"] |= {"execution": {"iopub.status.busy": "2020"}, "collapsed": False}
    cell["outputs"][0]["metadata"] = {"needs_background": "light"}
    tidy = canonical(notebook(markdown("# T"), cell), "04_more lessons")
    assert tidy["metadata"]["kernelspec"]["name"] == "rust"
    assert "signature" not in tidy["metadata"]
    assert [one["id"] for one in tidy["cells"]] == ["04-more-lessons-00", "04-more-lessons-01"]
    assert tidy["cells"][1]["metadata"] == {"tags": ["a", "b"]}
    assert tidy["cells"][1]["source"] == ["x"]
    assert tidy["cells"][1]["outputs"][0]["metadata"] == {}


def test_executed_cells_are_numbered_from_one() -> None:
    waiting = {**code("2"), "execution_count": None}
    cells = canonical(notebook(code("1"), waiting, code("3", result(text_plain="3"))), "n")["cells"]
    assert [cell["execution_count"] for cell in cells] == [1, None, 2]
    assert cells[2]["outputs"][0]["execution_count"] == 2


def test_streams_are_merged_in_one_order_before_the_result() -> None:
    outputs = [
        stream("b\n", "stderr"),
        stream("a\n"),
        result(text_plain="5"),
        stream("c\n"),
    ]
    for order in (outputs, outputs[::-1]):
        cell = canonical(notebook(code("x", *order)), "n")["cells"][0]
        kinds = [(one["output_type"], one.get("name")) for one in cell["outputs"]]
        assert kinds == [("stream", "stdout"), ("stream", "stderr"), ("execute_result", None)]


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


# ---------------------------------------------------------------- comparison


def compared(committed: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[str]:
    """The differences between two runs of one cell."""
    old, new = (canonical(notebook(code("x", *outputs)), "n") for outputs in (committed, found))
    return [one.what for one in differences(old, new)]


def test_the_same_outputs_agree() -> None:
    outputs = [stream("a\n"), figure(png()), error()]
    assert compared(outputs, copy.deepcopy(outputs)) == []


@pytest.mark.parametrize(
    ("committed", "found", "said"),
    [
        ([stream("0.1\n")], [stream("0.2\n")], "stdout differs\n    --- expected"),
        ([stream("0.1\n")], [], "expected stdout, found no output"),
        ([], [error()], "expected no output, found an error\n    mismatched types"),
        ([error("moved")], [error("borrowed")], "an error differs"),
        ([result(text_plain="1")], [result(text_plain="1.0")], "text/plain differs"),
        ([result(text_plain="1")], [result(text_html="1")], "expected text/plain, found text/html"),
        ([result(text_html="<b>")], [result(text_html="<i>")], "text/html differs"),
        ([stream("a" * 200)], [stream("a" * 150 + "b" * 50)], "differs from character 150"),
        ([result(image_png=png())], [result(image_png=png(size=410))], "expected 400×400, found"),
        ([result(image_png=png())], [result(image_png="AAAA")], "cannot be decoded"),
    ],
)
def test_a_difference_is_said(committed: list[Any], found: list[Any], said: str) -> None:
    assert said in "\n".join(compared(committed, found))


def test_a_shade_of_a_lines_edge_is_tolerated() -> None:
    def shaded(pen: ImageDraw.ImageDraw) -> None:
        pen.line((10, 10, 300, 250), fill=(130, 130, 130), width=2)

    assert png() != png(shaded)
    assert compared([figure(png())], [figure(png(shaded))]) == []


@pytest.mark.parametrize("place", ["image/png", "text/html"])
def test_one_changed_digit_in_a_picture_is_caught(place: str) -> None:
    def labelled(text: str) -> dict[str, Any]:
        # 11 pixels, the smallest type of a figure, at 2 pixels a point.
        font = ImageFont.load_default(22)
        return figure(png(lambda pen: pen.text((90, 300), text, fill="black", font=font)))

    old, new = labelled("0.3"), labelled("0.3")
    new["data"][place] = labelled("0.8")["data"][place]
    (what,) = compared([old], [new])
    assert place in what and "pixels differ by more than" in what


# ---------------------------------------------------------------- with the real kernel


def scripted(command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What `scripts/notebooks.py` does."""
    script = str(ROOT / "scripts" / "notebooks.py")
    return subprocess.run(
        [sys.executable, script, command, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def processes_in(folder: Path) -> list[str]:
    """The command lines of the processes that work in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve() == folder:
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:  # it has ended, or is another user's
            continue
    return found


def test_run_writes_what_check_accepts_and_check_catches_an_edited_number(tmp_path: Path) -> None:
    path = tmp_path / "01_small.ipynb"
    cells = [
        markdown("# Small"),
        code('println!("first"); 0.1 + 0.2'),
        code("let x: i32 = 1.0;", tags=("raises-exception",)),
        # Both streams: evcxr sends the last lines after it reported the cell as done.
        *(code(f'println!("{n}"); panic!("boom {n}")', tags=("shows-panic",)) for n in range(5)),
    ]
    path.write_text(json.dumps(notebook(*cells)), encoding="utf-8")

    ran = scripted("run", str(path))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    written = json.loads(path.read_text(encoding="utf-8"))
    shown = [habits.output_texts(cell) for cell in written["cells"]]
    assert shown[1] == ["first\n", "0.30000000000000004"]
    assert written["cells"][2]["outputs"][0]["evalue"] == "mismatched types"
    assert [[f"{n}\n" in texts, f"boom {n}" in texts[1]] for n, texts in enumerate(shown[3:])] == [
        [True, True]
    ] * 5

    text = path.read_text(encoding="utf-8")
    edited = tmp_path / "02_edited.ipynb"
    edited.write_text(
        text.replace("0.30000000000000004", "0.3").replace("01-small", "02-edited"),
        encoding="utf-8",
    )
    checked = scripted("check", str(path), str(edited))
    assert checked.returncode == 1
    assert f"ok        {path}" in checked.stdout, checked.stdout + checked.stderr
    assert checked.stdout.count("02-edited-") == 1
    assert "02-edited-01: text/plain differs" in checked.stdout
    assert "-0.3\n" in checked.stdout and "+0.30000000000000004\n" in checked.stdout


def test_failures_that_no_tag_declares_fail_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "01_failing.ipynb"
    cells = [
        code('panic!("boom")'),
        code("let x: i32 = 1.0;"),
        code('"one".parse::<i32>()?;'),
        code("1 + 1", tags=("shows-panic",)),
    ]
    text = json.dumps(notebook(*cells))
    path.write_text(text, encoding="utf-8")
    ran = scripted("run", str(path))
    assert ran.returncode == 1
    for place in range(4):
        assert f"01-failing-{place:02}: " in ran.stdout
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="needs /proc")
def test_a_cell_without_end_is_stopped_and_no_process_stays(tmp_path: Path) -> None:
    path = tmp_path / "01_endless.ipynb"
    path.write_text(json.dumps(notebook(code("loop {}"))), encoding="utf-8")
    checked = scripted("check", str(path), "--timeout", "5")
    assert checked.returncode == 1
    assert "01-endless-00: took more than 5 s" in checked.stdout
    assert processes_in(tmp_path) == []


def test_an_unknown_notebook_is_answered_in_a_sentence() -> None:
    answered = scripted("check", "no_such_notebook")
    assert answered.returncode == 2
    assert "No notebook is called 'no_such_notebook'" in answered.stderr
