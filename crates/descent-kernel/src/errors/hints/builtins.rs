//! Python's values, types, functions and modules.

use super::problem::{Problem, Rule, is_integer_literal};
use crate::words::{Words, words};

pub const RULES: &[Rule] = &[constant, type_name, module];

/// `x: float`
fn type_name(problem: &Problem) -> Option<Words> {
    if !problem.message.starts_with("cannot find type") {
        return None;
    }
    let of = match problem.text() {
        "float" | "double" | "number" => "f64",
        "int" | "integer" | "long" => {
            return Some(words!(
                "Rust's name for it is `i64`, or for counts and places `usize`."
            ));
        }
        "str" | "string" => {
            return Some(words!("Rust's name for it is `String`, or lent `&str`."));
        }
        "boolean" => "bool",
        "list" | "List" => "Vec<f64>",
        "dict" => "HashMap<String, f64>",
        "ndarray" | "tensor" | "Tensor" => "Array1<f64>",
        _ => return None,
    };
    Some(words!("Rust's name for it is `{of}`.", of))
}

/// `np.array(…)`, `math.sqrt(…)`, `len(x)`, `sqrt(x)`, `range(3)`.
fn module(problem: &Problem) -> Option<Words> {
    if !matches!(problem.code, "E0423" | "E0425") || problem.session.fate(problem.text()).is_some()
    {
        return None;
    }
    let argument = || {
        let rest = problem.after().trim_start().strip_prefix('(')?;
        let end = closing(rest)?;
        Some(rest[..end].trim().to_owned())
    };
    let x = argument()
        .filter(|text| !text.is_empty())
        .unwrap_or_else(|| "x".to_owned());
    let text = problem.text();
    let is_call = problem.after().trim_start().starts_with('(');
    match text {
        "np" | "numpy" => Some(words!(
            "NumPy is Python's: here arrays are `array![1.0, 2.0]`, and what NumPy does is a \
             method, as in `x.sum()`, or `x.mapv(f64::exp)` for each element."
        )),
        "plt" => Some(words!(
            "Matplotlib is Python's: here a figure is a value, as in `curve(function_1)` or \
             `contour(function_2)`."
        )),
        "math" => Some(words!(
            "In Rust these are methods of a number: `x.sqrt()`, `x.exp()`, `x.powi(2)`."
        )),
        "len" if is_call => Some(words!("In Rust it is a method: `{x}.len()`.", x)),
        "range" if is_call => {
            let (from, to) = x.split_once(',').unwrap_or(("0", &x));
            Some(words!(
                "In Rust it is `{from}..{to}`.",
                from = from.trim(),
                to = to.trim()
            ))
        }
        "sqrt" | "exp" | "abs" | "sin" | "cos" | "tanh" if is_call => {
            Some(words!("In Rust it is a method: `{x}.{text}()`.", x, text))
        }
        "log" if is_call => Some(words!("In Rust it is a method: `{x}.ln()`.", x)),
        "sum" if is_call => Some(words!(
            "In Rust it is a method, as in `{x}.sum()` of an array or `{x}.iter().sum::<f64>()` \
             of a `Vec`.",
            x
        )),
        "max" | "min" if is_call => Some(match x.split_once(',') {
            Some((a, b)) => words!(
                "In Rust it is a method: `{a}.{text}({b})`.",
                a = a.trim(),
                text,
                b = b.trim()
            ),
            None => words!(
                "Of a list of floats it is `{x}.iter().copied().fold(f64::NAN, f64::{text})`.",
                x,
                text
            ),
        }),
        "int" if is_call => Some(words!("In Rust it is `{x} as i64`, which cuts off.", x)),
        "float" if is_call => Some(words!("In Rust it is `{x} as f64`.", x)),
        "str" if is_call => Some(words!("In Rust it is a method: `{x}.to_string()`.", x)),
        "console" => Some(words!("Rust prints with `println!(\"{{x}}\")`.")),
        "pow" if is_call => {
            let (base, exponent) = x.split_once(',').unwrap_or((&x, "2"));
            let (base, exponent) = (base.trim(), exponent.trim());
            Some(if is_integer_literal(base) {
                words!(
                    "In Rust it is a method: `{base}_i32.pow({exponent})`.",
                    base,
                    exponent
                )
            } else if exponent.contains('.') {
                words!(
                    "In Rust it is a method: `{base}.powf({exponent})`.",
                    base,
                    exponent
                )
            } else {
                words!(
                    "In Rust it is a method: `{base}.powi({exponent})`.",
                    base,
                    exponent
                )
            })
        }
        _ => None,
    }
}

/// Where the list of arguments ends whose `(` is cut off.
fn closing(rest: &str) -> Option<usize> {
    let mut depth = 0;
    rest.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
        None
    })
}

/// `True`, `None` where nothing is meant, `null`.
fn constant(problem: &Problem) -> Option<Words> {
    if problem.code != "E0425" || problem.session.fate(problem.text()).is_some() {
        return None;
    }
    match problem.text() {
        "True" => Some(words!("Rust writes `true`.")),
        "False" => Some(words!("Rust writes `false`.")),
        "null" | "nil" | "NULL" => Some(words!(
            "Rust has no such value: what may be missing is an `Option`, `None` or `Some(…)`."
        )),
        "pi" => Some(words!("π is `std::f64::consts::PI`.")),
        _ => None,
    }
}
