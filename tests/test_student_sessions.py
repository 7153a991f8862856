"""What students type over several cells: what is defined anew, kept, pasted from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cells import PRELUDE
from kernels import Kernel


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel with the prelude in use, and a variable that no session may lose."""
    with Kernel(tmp_path_factory.mktemp("sessions") / "tmp") as k:
        assert k.run(PRELUDE).error == ""
        assert k.run("let survivor: i32 = 7;").error == ""
        yield k
        assert k.run("survivor").results == ["7"]


def run(kernel: Kernel, *cells: str) -> str:
    """Runs cells of which none may fail; returns what the last one showed as its value."""
    for cell in cells:
        answer = kernel.run(cell)
        assert answer.error == "", cell
    return "\n".join(answer.results)


DEFINED_ANEW = {
    "a constant": (("const RATE: f64 = 0.1;", "const RATE: f64 = 0.2;", "RATE"), "0.2"),
    "a variable, with another type": (
        ("let label = 1;", 'let label = "one";', "label"),
        '"one"',
    ),
    "a struct, while a variable has the old one": (
        (
            "#[derive(Debug)]\nstruct Layer { w: f64 }\nlet layer = Layer { w: 0.5 };",
            "#[derive(Debug)]\nstruct Layer { w: f64, b: f64 }",
            "let layer = Layer { w: 0.5, b: 3.0 };\nlayer.b",
        ),
        "3.0",
    ),
    "a trait and its impl in one cell": (
        (
            "trait Area { fn area(&self) -> f64; }\nstruct Square(f64);\n"
            "impl Area for Square { fn area(&self) -> f64 { self.0 } }",
            "trait Area { fn area(&self) -> f64; }\nstruct Square(f64);\n"
            "impl Area for Square { fn area(&self) -> f64 { self.0 * self.0 } }",
            "Square(5.0).area()",
        ),
        "25.0",
    ),
    "an impl in a cell of its own": (
        (
            "trait Length { fn length(&self) -> f64; }\nstruct Rod(f64);",
            "impl Length for Rod { fn length(&self) -> f64 { self.0 } }",
            "impl Length for Rod { fn length(&self) -> f64 { 10.0 * self.0 } }",
            "Rod(1.5).length()",
        ),
        "15.0",
    ),
    "the methods of a struct": (
        (
            "struct Step(f64);",
            "impl Step { fn next(&self) -> f64 { self.0 + 1.0 } }",
            "impl Step { fn next(&self) -> f64 { self.0 + 2.0 } }",
            "Step(1.0).next()",
        ),
        "3.0",
    ),
    "what the first cell brings in": ((PRELUDE, "function_2(&array![2.0, 1.0])"), "5.0"),
}


@pytest.mark.parametrize(
    ("cells", "shown"), DEFINED_ANEW.values(), ids=[name.replace(" ", "-") for name in DEFINED_ANEW]
)
def test_what_is_defined_anew_counts(kernel: Kernel, cells: tuple[str, ...], shown: str) -> None:
    assert run(kernel, *cells) == shown


def test_a_function_whose_new_body_is_refused_stays_as_it_was(kernel: Kernel) -> None:
    run(kernel, "fn chosen_rate() -> f64 { 0.3 }")
    refused = kernel.run('fn chosen_rate() -> f64 { "fast" }')
    assert "mismatched types" in refused.error
    assert run(kernel, "chosen_rate()") == "0.3"


KEPT = {
    "a part of a pattern": (("let Some(least) = Some(0.25) else { panic!() };", "least"), "0.25"),
    "the parts of an array": (("let [first, second, _] = [4, 5, 6];", "first * second"), "20"),
    "a range": (("let places = 2..6;", "places.len()"), "4"),
    "a macro": (("macro_rules! twice { ($x:expr) => { $x + $x }; }", "twice!(21)"), "42"),
    "a module with private items": (
        (
            "mod model { fn hidden() -> i32 { 8 } pub fn shown() -> i32 { hidden() } }",
            "model::shown()",
        ),
        "8",
    ),
    "a lazy table": (
        (
            "static SQUARES: std::sync::LazyLock<Vec<u64>> =\n"
            "    std::sync::LazyLock::new(|| (0..9).map(|i| i * i).collect());",
            "SQUARES[7]",
        ),
        "49",
    ),
    "a static that counts": (
        ("static mut COUNT: u32 = 0;", "unsafe { COUNT += 1; }", "unsafe { COUNT }"),
        "1",
    ),
    "a static that a function counts with": (
        (
            "use std::sync::atomic::{AtomicUsize, Ordering};\n"
            "static CALLS: AtomicUsize = AtomicUsize::new(0);\n"
            "fn bowl(x: f64) -> f64 { CALLS.fetch_add(1, Ordering::Relaxed); x * x }",
            "let slope = (bowl(3.0 + 1e-4) - bowl(3.0 - 1e-4)) / 2e-4;",
            "bowl(slope);",
            "CALLS.load(Ordering::Relaxed)",
        ),
        "3",
    ),
    "a table of a student's own type in a static": (
        (
            "#[derive(Debug)]\nstruct Visit { place: f64 }",
            "static VISITS: std::sync::Mutex<Vec<Visit>> = std::sync::Mutex::new(Vec::new());",
            "VISITS.lock().unwrap().push(Visit { place: 0.5 });",
            "VISITS.lock().unwrap().push(Visit { place: 1.5 });",
            "VISITS.lock().unwrap().iter().map(|visit| visit.place).sum::<f64>()",
        ),
        "2.0",
    ),
    "a static that is defined anew": (
        ("static LIMIT: u8 = 1;", "LIMIT", "static LIMIT: u8 = 2;", "LIMIT"),
        "2",
    ),
    "a returned closure in a box": (
        (
            "fn times(k: f64) -> impl Fn(f64) -> f64 { move |x| k * x }\n"
            "let fourfold: Box<dyn Fn(f64) -> f64> = Box::new(times(4.0));",
            "fourfold(2.5)",
        ),
        "10.0",
    ),
    "a list of functions": (
        (
            "let both: Vec<Box<dyn Fn(f64) -> f64>> =\n"
            "    vec![Box::new(f64::abs), Box::new(|x| x + 1.0)];",
            "both[0](-3.0) + both[1](1.0)",
        ),
        "5.0",
    ),
    "arrays by their names": (
        (
            "use std::collections::HashMap;\n"
            "let mut layers: HashMap<String, Array2<f64>> = HashMap::new();\n"
            'layers.insert("W1".into(), Array2::zeros((4, 2)));',
            'layers["W1"].dim()',
        ),
        "(4, 2)",
    ),
    "a slice that lives for ever": (
        (
            "let all_rates: &'static Vec<i32> = Box::leak(Box::new(vec![7, 8, 9]));",
            "let later_rates = &all_rates[1..];",
            "later_rates",
        ),
        "[8, 9]",
    ),
    "an array that is only lent to a calculation": (
        ("let held: Array1<f64> = array![1.0, 3.0];", "2.0 * &held", "held"),
        "[1., 3.]",
    ),
    "what scoped threads have summed": (
        (
            "let parts = vec![1.0, 2.5];\nlet total: f64 = std::thread::scope(|s| {\n"
            "    s.spawn(|| parts.iter().sum::<f64>()).join().unwrap()\n});",
            "total",
        ),
        "3.5",
    ),
    "an untouched name after a glob import": (
        ("use std::fmt::*;", 'let read = "2.5".parse::<f64>();', "read"),
        "Ok(2.5)",
    ),
}


@pytest.mark.parametrize(
    ("cells", "shown"), KEPT.values(), ids=[name.replace(" ", "-") for name in KEPT]
)
def test_what_a_cell_makes_is_there_in_a_later_one(
    kernel: Kernel, cells: tuple[str, ...], shown: str
) -> None:
    assert run(kernel, *cells) == shown


PASTED = {
    "ndarray's prelude": (
        "use ndarray::prelude::*;\nlet cube: Array3<f64> = Array3::zeros((2, 3, 4));\ncube.dim()",
        "(2, 3, 4)",
    ),
    "an axis of ndarray's": ("use ndarray::Axis;\nAxis(2)", "Axis(2)"),
    "slices": (
        "let square: Array2<f64> = array![[1.0, 2.0], [5.0, 6.0]];\n"
        "square.slice(s![.., 1]).to_owned()",
        "[2., 6.]",
    ),
    "rand": (
        "use rand::Rng;\nuse rand::SeedableRng;\nrand::random::<f64>() < 1.0",
        "true",
    ),
    "plotters' guide": (
        "use descent_notebook::plotters::prelude::*;\nlet mut svg = String::new();\n{\n"
        "    let root = SVGBackend::with_string(&mut svg, (300, 200)).into_drawing_area();\n"
        '    root.fill(&WHITE)?;\n}\nsvg.contains("<rect")',
        "true",
    ),
    "a program's tests": (
        "fn triple(a: i32) -> i32 { 3 * a }\n#[cfg(test)]\nmod tests {\n    use super::*;\n"
        "    #[test]\n    fn it_triples() { assert_eq!(triple(2), 6); }\n}\ntriple(3)",
        "9",
    ),
    "a commented function": (
        "/// Halves.\n/* for later */\nfn halved(x: f64) -> f64 { x / 2.0 } // done\nhalved(5.0)",
        "2.5",
    ),
    "lines that end as Windows ends them": (
        "let left: f64 = 1.0;\r\nlet right: f64 = 2.0;\r\nleft + right",
        "3.0",
    ),
}


@pytest.mark.parametrize(
    ("cell", "shown"), PASTED.values(), ids=[name.replace(" ", "-") for name in PASTED]
)
def test_pasted_code_runs_as_where_it_comes_from(kernel: Kernel, cell: str, shown: str) -> None:
    assert run(kernel, cell) == shown


def test_a_net_of_the_students_own_is_trained_by_the_lessons_gradient(kernel: Kernel) -> None:
    cells = (
        "struct Scorer { w: Array2<f64> }\nimpl Scorer {\n"
        "    fn loss(&self, x: &Array1<f64>, t: &Array1<f64>) -> f64 {\n"
        "        cross_entropy_error(&softmax(&x.dot(&self.w)), t).unwrap()\n    }\n}",
        "let scorer = Scorer { w: array![[0.4, -0.2], [0.1, 0.3]] };\n"
        "let (input, target) = (array![1.0, 0.5], array![0.0, 1.0]);",
        "let slope = numerical_gradient(\n"
        "    |w: &Array2<f64>| Scorer { w: w.clone() }.loss(&input, &target),\n    &scorer.w,\n);",
        "slope.dim()",
    )
    assert run(kernel, *cells) == "(2, 2)"
    # Its columns are those of a softmax: their sum is 0.
    assert run(kernel, "slope.sum().abs() < 1e-6") == "true"


def test_optimizers_of_the_students_own_hide_those_of_the_prelude(kernel: Kernel) -> None:
    cells = (
        "trait Stepper { fn step(&mut self, p: &mut Array1<f64>, g: &Array1<f64>); }\n"
        "struct Sgd { rate: f64 }\nimpl Stepper for Sgd {\n"
        "    fn step(&mut self, p: &mut Array1<f64>, g: &Array1<f64>) {\n"
        "        *p -= &(self.rate * g);\n    }\n}",
        "let mut steppers: Vec<Box<dyn Stepper>> = vec![Box::new(Sgd { rate: 0.25 })];",
        "let mut at: Array1<f64> = array![1.0, 2.0];\nfor one in &mut steppers {\n"
        "    let g = numerical_gradient(function_2, &at);\n    one.step(&mut at, &g);\n}",
        "at.mapv(|v| (v * 1e6).round() / 1e6)",
    )
    assert run(kernel, *cells) == "[0.5, 1. ]"
