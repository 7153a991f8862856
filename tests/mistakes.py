"""What a class does wrong daily, in the order of one session, and what it is told.

The first row runs before the notebook's first cell, the rows that cost the variables come last.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Told(Enum):
    """How a cell says that something is wrong."""

    REFUSED = "the compiler's words, with the place and a sentence on what to write"
    FAILED = "one sentence: it ran, and failed"
    WARNED = "one sentence: it ran, and did not what was meant"


@dataclass(frozen=True)
class Mistake:
    """One or more cells; of the last it is known what it is told."""

    name: str
    cells: tuple[str, ...]
    says: str
    """Words of the sentence that explains it."""
    line: int = 1
    """The line of the last cell at which the compiler points."""
    told: Told = Told.REFUSED
    costs_variables: bool = False
    stopped: bool = False
    """The student presses ■ when the cell has printed something."""


FIRST = Mistake(
    "no first cell run",
    ("let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 20)?;",),
    "Has the notebook's first cell been run",
)

# A cell as a student writes it who is at home in Python: the mistake is far down.
LONG = """\
// Compare three learning rates.
let rates = [0.01, 0.1, 0.9];
let start = array![-3.0, 4.0];
let mut lowest = f64::INFINITY;
let mut best_rate = 0.0;

for rate in rates {
    let walked = gradient_descent(function_2, &start, rate, 30)?;
    let height = function_2(&walked.last());
    println!("{rate}: {height:.6}");
    if height < lowest {
        lowest = height;
        best_rate = rate;
    }
}

// How many of them are below a tenth?
let mut below = 0;
for rate in rates {
    let walked = gradient_descent(function_2, &start, rate, 30)?;
    if function_2(&walked.last()) < 0.1 {
        below += 1.0;
    }
}
println!("{below} of {}, the best is {best_rate}", rates.len());"""

MISTAKES = (
    FIRST,
    # Signs and words of other languages.
    Mistake("a missing semicolon", ("let a = 1\nlet b = 2;",), "Line 1 needs a `;`"),
    Mistake(
        "a bracket that is not closed",
        ("let sum = 1.0;\nlet half = (sum + 2.0;\nhalf",),
        "The `(` in line 2 is not closed",
        line=2,
    ),
    Mistake("`**`", ("let b = 3.0;\nb**2",), "a float's power is `b.powi(2)`", line=2),
    Mistake("`^`", ("let b = 3.0;\nb ^ 2.0",), "`^` is no power", line=2),
    Mistake("`i++`", ("let mut i = 0;\ni++;",), "write `i += 1`", line=2),
    Mistake("`True`", ("let is_near = True;",), "Rust writes `true`"),
    Mistake("an f-string", ('let n = 3;\nprintln!(f"{n} steps");',), "no `f` before", line=2),
    Mistake("`def`", ("def f(x):\n    return x**2",), "`fn f(x: f64) -> f64 { … }`"),
    Mistake("`import`", ("import numpy as np",), "names are brought in by `use`"),
    Mistake("single quotes", ("let title = 'valley';",), "double quotes"),
    Mistake("`len()`", ("let rates = vec![0.1, 0.2];\nlen(rates)",), "`rates.len()`", line=2),
    # Numbers.
    Mistake(
        "a negative index",
        ("let rates = vec![0.1, 0.2];\nrates[-1]",),
        "`rates[rates.len() - 1]`",
        line=2,
    ),
    Mistake("whole numbers in an array", ("function_2(&array![3, 4])",), "`array![3.0, 4.0]`"),
    Mistake("`2 * x`", ("let x = 1.5;\n2 * x",), "write `2.0`", line=2),
    Mistake(
        "f32 against f64",
        ("let small: f32 = 0.5;\nlet large: f64 = 2.0;\nsmall * large",),
        "Rust does not mix them",
        line=3,
    ),
    # Arguments.
    Mistake("a missing `&`", ("function_2(array![3.0, 4.0])",), "write `&array![3.0, 4.0]`"),
    Mistake("a Vec for an array", ("function_2(&vec![3.0, 4.0])",), "An array is wanted"),
    Mistake(
        "arguments in the wrong order",
        ("gradient_descent(function_2, &array![-3.0, 4.0], 20, 0.1)?",),
        "gradient_descent(function, &start, learning_rate, steps)",
    ),
    # What stays from cell to cell.
    Mistake(
        "a variable moved in an earlier cell",
        (
            'let names = vec![String::from("Ada")];',
            "let others = names;",
            "names.len()",
        ),
        "`names` was moved in cell [",
    ),
    Mistake(
        "a view kept",
        ("let grid = array![[1.0, 2.0], [3.0, 4.0]];", "let top = grid.row(0);"),
        "`.to_owned()`",
    ),
    Mistake(
        "a reference kept",
        ("let steps = vec![1.0, 2.0];", "let first = &steps[0];"),
        "a reference cannot be kept for later cells",
    ),
    Mistake("a closure kept", ("let double = |x: f64| 2.0 * x;",), "Box<dyn Fn(f64) -> f64>"),
    Mistake(
        "an iterator kept",
        ("let squares = vec![1.0, 2.0].into_iter().map(|x: f64| x * x);",),
        ".collect::<Vec<_>>()",
    ),
    Mistake("a type to be stated", ("let heights = Vec::new();",), "Vec<f64> = Vec::new();"),
    Mistake(
        "a variable used in a function",
        ("let scale = 2.0;", "fn scaled(x: f64) -> f64 {\n    scale * x\n}"),
        "give `scale` to `scaled` as an argument",
        line=2,
    ),
    # Names.
    Mistake(
        "a misspelt name",
        ("gradient_decent(function_2, &array![1.0, 2.0], 0.1, 3)?",),
        "Is `gradient_descent` meant?",
    ),
    Mistake(
        "a private field",
        (
            "let walk = gradient_descent(function_2, &array![1.0, 2.0], 0.1, 3)?;",
            "walk.points.len()",
        ),
        "`.points()`",
    ),
    Mistake(
        "names beyond ASCII",
        ('let 学习率 = 0.1;\nlet 名 = "梯度"; let 步数: f64 = 20;',),
        "write `20.0`",
        line=2,
    ),
    Mistake("a long cell", (LONG,), "`let mut below = 0.0;`", line=22),
    # It compiles, and does not do what was meant.
    Mistake(
        "`main` not called",
        ('fn main() {\n    println!("from main");\n}',),
        "a notebook does not call it by itself",
        told=Told.WARNED,
    ),
    Mistake(
        "a static that counts",
        ("use std::sync::Mutex;\nfn next() {\n    static COUNT: Mutex<u32> = Mutex::new(0);\n}",),
        "`COUNT` starts anew in each cell",
        told=Told.WARNED,
    ),
    # It runs, and fails.
    Mistake(
        "an index out of range",
        ("let rates = vec![0.1, 0.2];\nrates[7]",),
        "panicked at `rates[7]`: index out of bounds: the len is 2 but the index is 7",
        told=Told.FAILED,
    ),
    Mistake(
        "a failing `?`",
        ('let number: f64 = "seven".parse::<f64>()?;',),
        "invalid float literal",
        told=Told.FAILED,
    ),
    Mistake(
        "`unwrap` of an error of the lessons'",
        ("gradient_descent(function_2, &array![f64::NAN, 1.0], 0.1, 3).unwrap()",),
        "NaN",
        told=Told.FAILED,
    ),
    Mistake(
        "a learning rate that is no number",
        ("gradient_descent(function_2, &array![1.0, 2.0], 0.0 / 0.0, 3)?",),
        "learning rate",
        told=Told.FAILED,
    ),
    # The process that runs the cells ends.
    Mistake(
        "a function that calls itself without end",
        ("fn deeper(n: u64) -> u64 {\n    1 + deeper(n + 1)\n}\ndeeper(1)",),
        "The variables are gone",
        told=Told.FAILED,
        costs_variables=True,
    ),
    Mistake(
        "an endless loop",
        ('println!("turning");\nloop {}',),
        "The variables are gone",
        told=Told.FAILED,
        costs_variables=True,
        stopped=True,
    ),
)
