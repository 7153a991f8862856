"""What a student types in her first lesson: numbers, Tab, and panics that tell the right line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cells import PRELUDE
from descent_lab.environment import ROOT
from kernels import CELL_SECONDS, Kernel


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel with the prelude in use."""
    with Kernel(tmp_path_factory.mktemp("student") / "tmp") as k:
        assert k.run(PRELUDE).error == ""
        yield k


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("let v = 4;\nv", "4"),
        ("4", "4"),
        ("let v = 0.5;\nv", "0.5"),
        ("2.5e-3", "0.0025"),
        ("let mut n = 0;\nfor _ in 0..10 { n += 1; }\nn", "10"),
        ("(1..=4).product::<i32>()", "24"),
        ("let v = -3;\nv * 2", "-6"),
        ("7u8", "7"),
        ("f64::NAN", "NaN"),
        ("array![1.0, 2.0].sum()", "3.0"),
        ('(1, "a")', '(1, "a")'),
        ("vec![1, 2]", "[1, 2]"),
        ('let n = 4;\nif n > 3 { "many" } else { "few" }', '"many"'),
        ("match 2 { 1 => 'a', _ => 'b' }", "'b'"),
        ("let v = {\n    let a = 3;\n    a * a\n};\nv", "9"),
        ('"1.25".parse::<f64>()?', "1.25"),
        ("vec![vec![1.5; 2]; 2]", "[[1.5, 1.5], [1.5, 1.5]]"),
        ("2.0 * array![1.0, 3.0]", "[2., 6.]"),
        ("array![3.0, 1.0] - array![1.0, 1.5]", "[ 2. , -0.5]"),
        ("array![2.0, 3.0].powi(2)", "[4., 9.]"),
        ("array![2.0, -3.0].mapv(|v| v > 0.0)", "[true, false]"),
        ("array![[1.0, 2.0], [3.0, 4.0]].t()", "[[1., 3.],\n [2., 4.]]"),
        ("(array![1.0], array![2.0, 3.0])", "([1.], [2., 3.])"),
        ("Some(array![4.0])", "Some([4.])"),
        ("softmax(&array![1010.0, 1010.0])", "[0.5, 0.5]"),
        ("numerical_gradient(|x| x.mapv(|v| v * v).sum(), &array![1.0]).len()", "1"),
        ("sweep(function_2, &array![2.0, 1.0], &[0.1, 0.2, 0.3], 5)?.len()", "3"),
    ],
)
def test_a_plain_value_is_shown(kernel: Kernel, cell: str, shown: str) -> None:
    answer = kernel.run(cell)
    assert (answer.results, answer.error) == ([shown], "")


def test_the_cell_in_the_readme_shows_its_player(kernel: Kernel) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    cell = readme.split("```rust\n", 1)[1].split("```", 1)[0]
    answer = kernel.run(cell)
    assert answer.error == answer.stderr == ""
    assert [shown[:27] for shown in answer.results] == ["Figure: learning rate 0.1: "]


def test_tab_leaves_the_kernel_and_its_variables_alive(kernel: Kernel) -> None:
    kernel.run("let start: Array1<f64> = array![1.0, 2.0];")
    kernel.run(
        'let x: f64 = 0.1;\nlet name: String = "a".to_owned();\nlet digits = Digits::load();'
    )
    for typed in (
        "gradient_descent(function_2, &sta",
        "x",
        "name",
        "let y: f64 = x",
        "let y = digits.ima",
        "let y: usize = ",
        "images(&digits.images, ",
        "start.",
    ):
        answer = kernel.client.complete(typed, reply=True, timeout=CELL_SECONDS)["content"]
        assert answer["status"] == "ok", typed
    assert kernel.run("start.len()").results == ["2"]


KEPT = """
fn halve(x: f64) -> f64 { assert!(x > 0.0, "not positive"); x / 2.0 }
trait Shape { fn area(&self) -> f64; }
struct Square(f64);
impl Shape for Square {
    fn area(&self) -> f64 { [self.0][self.0 as usize] }
}
struct Holder { f: Box<dyn Fn(f64) -> f64> }
let pointer: fn(f64) -> f64 = |x| { assert!(x > 0.0, "of a pointer"); x };
let object: Box<dyn Shape> = Box::new(Square(3.0));
let closures: Vec<Box<dyn Fn(f64) -> f64>> = vec![Box::new(|x| vec![x][7])];
let holder = Holder { f: Box::new(|x| vec![x][9]) };
let loss: LossOfWeights = Box::new(|w| w[[5, 5]]);
"""


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("let a = 1.0;\npointer(-1.0)", 'assert!(x > 0.0, "of a pointer")'),
        ("let b = 1.0;\nlet c = 2.0;\nobject.area()", "[self.0][self.0 as usize]"),
        ("let d = 1.0;\nclosures[0](1.0)", "vec![x][7]"),
        ("let e = 1.0;\n(holder.f)(1.0)", "vec![x][9]"),
        ("let weights = array![[1.0]];\nloss(&weights)", "w[[5, 5]]"),
        ("let g = 1.0;\nhalve(-1.0)", 'assert!(x > 0.0, "not positive")'),
        ("let values = vec![1, 2, 3];\nvalues[7]", "values[7]"),
    ],
)
def test_a_panic_tells_the_line_that_panicked_whatever_cell_it_stands_in(
    kernel: Kernel, cell: str, line: str
) -> None:
    if kernel.run("pointer(1.0)").results != ["1.0"]:
        assert kernel.run(KEPT).error == ""
    answer = kernel.run(cell)
    assert "panicked at `" in answer.error, answer
    assert line in answer.error.split("panicked at", 1)[1].splitlines()[0], answer.error
