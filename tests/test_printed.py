"""What cells print, whatever it holds, and what they show more than once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cells import PRELUDE
from kernels import Kernel


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel with the prelude in use."""
    with Kernel(tmp_path_factory.mktemp("printed") / "tmp") as k:
        assert k.run(PRELUDE).error == ""
        yield k


PRINTED = {
    "parts of a line": ('for i in 4..7 { print!("{i}, "); }', "4, 5, 6, "),
    "a line that is overwritten": (
        'for i in 1..3 { print!("\\rround {i}"); }\nprintln!();',
        "\rround 1\rround 2\n",
    ),
    "a formula": (r'println!("$\\nabla f = (2x_0, 2x_1)$");', "$\\nabla f = (2x_0, 2x_1)$\n"),
    "signs of HTML": ('println!("<b>a</b> <script>b</script>");', "<b>a</b> <script>b</script>\n"),
    "a zero byte": ('println!("left\\0right");', "left\0right\n"),
    "bytes that are no text": (
        "use std::io::Write;\n"
        'std::io::stdout().write_all(b"\\xf0\\x28 odd\\n")?;\nprintln!("even");',
        "�( odd\neven\n",
    ),
    "half of a picture": (
        'println!("EVCXR_BEGIN_CONTENT text/plain");\nprintln!("inside");',
        "EVCXR_BEGIN_CONTENT text/plain\ninside\n",
    ),
}


@pytest.mark.parametrize(
    ("cell", "printed"), PRINTED.values(), ids=[name.replace(" ", "-") for name in PRINTED]
)
def test_what_is_printed_shows_under_its_own_cell(kernel: Kernel, cell: str, printed: str) -> None:
    answer = kernel.run(cell)
    assert (answer.stdout, answer.error) == (printed, "")
    assert kernel.run('println!("next");').stdout == "next\n"


def test_both_streams_come_in_the_order_of_printing(kernel: Kernel) -> None:
    request = kernel.send('println!("a");\neprintln!("b");\nprintln!("c");\neprintln!("d");')
    texts: list[str] = []
    while True:
        message = kernel.client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["msg_type"] == "stream":
            texts.append(message["content"]["text"])
        if message["content"].get("execution_state") == "idle":
            break
    kernel.client.get_shell_msg(timeout=60)
    assert "".join(texts) == "a\nb\nc\nd\n"


def test_dbg_names_the_cell_and_the_line(kernel: Kernel) -> None:
    answer = kernel.run("let half = 0.5;\ndbg!(half * 4.0);")
    assert answer.stderr.startswith("[cell ")
    assert answer.stderr.endswith(", line 2] half * 4.0 = 2.0\n")


FIGURES = {
    "of one value everywhere": ("curve(|_: f64| 2.0)", 1),
    "of a descent that has left all bounds": (
        "let far = gradient_descent(function_2, &array![1.0, 2.0], 2.5, 500)?;\n"
        "contour(function_2).path(&far)",
        1,
    ),
    "of a hundred descents": (
        "let all: Vec<Trajectory> = (1..=100)\n"
        "    .map(|k| gradient_descent(function_2, &array![2.0, 1.0], 0.005 * k as f64, 20))\n"
        "    .collect::<Result<_, _>>()?;\n"
        "loss_curve(&all[0]).paths(&all[1..]).y_scale(Scale::Log)",
        1,
    ),
    "with Chinese labels": (
        'lines().line("损失", vec![(0.0, 4.0), (1.0, 1.0)]).x_label("步数").y_label("损失")',
        1,
    ),
    "two in one cell": (
        "contour(function_2).evcxr_display();\ncurve(function_1).evcxr_display();",
        2,
    ),
    "one before the last line": ('contour(function_2).evcxr_display();\nprintln!("done");', 1),
}


@pytest.mark.parametrize(
    ("cell", "count"), FIGURES.values(), ids=[name.replace(" ", "-") for name in FIGURES]
)
def test_a_figure_shows(kernel: Kernel, cell: str, count: int) -> None:
    answer = kernel.run(cell)
    assert answer.error == answer.stderr == ""
    assert [shown.partition(":")[0] for shown in answer.results] == ["Figure"] * count


REFUSED = {
    "a range that is no number": ("curve(function_1).x_range(f64::NAN, 2.0)", "range"),
    "a function without a value anywhere": (
        "surface(|x: &Array1<f64>| (x[0] - 200.0).sqrt())",
        "NaN",
    ),
    "a quarter of a million numbers": (
        "heatmap(&Array2::<f64>::ones((500, 500)))",
        "at most 4096",
    ),
    "no line at all": ("lines()", "line"),
    "no size": ("curve(function_1).size(0, 0)", "size"),
    "a file without an ending": (
        'contour(function_2).figure()?.save(std::env::temp_dir().join("picture"))?',
        "png",
    ),
    "an input that is too long": (
        "SimpleNet::random(2, 3, 1).predict(&array![1.0, 2.0, 3.0])?",
        "3",
    ),
    "shapes that do not fit": (
        "array![[1.0, 2.0], [3.0, 4.0]].dot(&array![1.0, 2.0, 3.0])",
        "not compatible",
    ),
    "a place beyond the last": ("Digits::load().select(&[8_888_888])?.len()", "8888888"),
}


@pytest.mark.parametrize(
    ("cell", "words"), REFUSED.values(), ids=[name.replace(" ", "-") for name in REFUSED]
)
def test_what_cannot_be_shown_says_why(kernel: Kernel, cell: str, words: str) -> None:
    assert words in kernel.run(cell).text
    assert kernel.run("1 + 1").results == ["2"]


def test_an_error_without_words_is_told_in_the_kernels(kernel: Kernel) -> None:
    hidden = kernel.run('std::panic::set_hook(Box::new(|_| ()));\npanic!("kept back")')
    kernel.run("let _ = std::panic::take_hook();")
    assert "panic hook" in hidden.error
    quiet = (
        "struct Quiet;\nimpl std::fmt::Display for Quiet {\n"
        "    fn fmt(&self, _: &mut std::fmt::Formatter) -> std::fmt::Result { Ok(()) }\n}"
    )
    assert kernel.run(quiet).error == ""
    assert "no words" in kernel.run("Err::<(), Quiet>(Quiet)?;").error
    assert "panicked at `panic!" in kernel.run('panic!("told")').error
