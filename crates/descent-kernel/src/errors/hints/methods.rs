//! Methods and fields that a value does not have.

use ra_ap_syntax::ast::{self, AstNode};

use super::problem::{Problem, Rule};
use crate::words::{Words, words};

pub const RULES: &[Rule] = &[method];

/// A method that another type has.
fn method(problem: &Problem) -> Option<Words> {
    let is_method = |name: &str| problem.code == "E0615" || matches!(name, "len" | "shape" | "dim");
    if !matches!(
        problem.code,
        "E0599" | "E0609" | "E0615" | "E0616" | "E0689"
    ) {
        return None;
    }
    let quoted = problem.quoted();
    let (name, of) = (*quoted.first()?, quoted.last().copied().unwrap_or_default());
    if of.starts_with("Result<") || problem.message.contains("enum `Result") {
        let call = problem.around::<ast::MethodCallExpr>();
        let what = call
            .and_then(|call| call.receiver())
            .map(|of| of.syntax().text().to_string());
        let what = what.filter(|text| text.chars().all(|c| c.is_alphanumeric() || c == '_'));
        return Some(match what {
            Some(what) => words!(
                "`{what}` is a `Result`: the value, or an error. Write `?` behind what makes it, as in \
                 `let path = gradient_descent(…)?;`, and `.{name}` is there.",
                what,
                name
            ),
            None => words!(
                "This is a `Result`: the value, or an error. Write `?` behind what makes it, as in \
                 `let path = gradient_descent(…)?;`, and `.{name}` is there.",
                name
            ),
        });
    }
    if of.starts_with("Option<") {
        return Some(words!(
            "This is an `Option`: a value, or `None`. `.unwrap()` before `.{name}` takes the value out.",
            name
        ));
    }
    if problem.code == "E0689" {
        return Some(words!(
            "Rust does not know yet which kind of number this is: state it, as in \
             `let x: f64 = …;` or `2.0_f64`."
        ));
    }
    let is_said = problem.says("also exists, call it with parentheses");
    if matches!(problem.code, "E0615" | "E0616") && (is_said || is_method(problem.text())) {
        return Some(words!(
            "`{name}` is a method: write `.{name}()`.",
            name = problem.text()
        ));
    }
    let is_array = of.starts_with("Array");
    let is_vec = of.starts_with("Vec<");
    Some(match name {
        "powi" | "powf" | "sqrt" | "exp" | "ln" | "abs" | "tanh" if is_array || is_vec => {
            let call = if name.starts_with("pow") {
                "(…)"
            } else {
                "()"
            };
            words!(
                "`{name}` is a method of one number: `.mapv(|v| v.{name}{call})` takes it of each element of an array.",
                name,
                call
            )
        }
        "pow" if of.contains("f64") || of.contains("float") => {
            words!("A float's power is `.powi(2)`, or `.powf(0.5)`.")
        }
        "sum" | "mean" | "dot" | "mapv" if is_vec => words!(
            "`{name}` is a method of arrays, and this is a `Vec`: make an array of it by \
             `Array1::from(…)`.",
            name
        ),
        "append" | "add" if is_vec => words!("A `Vec` takes one more element by `.push(…)`."),
        "push" | "append" if is_array => {
            words!(
                "An array keeps its length: collect in a `Vec` with `.push(…)`, then `Array1::from(…)`."
            )
        }
        "shape" | "size" if is_vec => words!("The length of a `Vec` is `.len()`."),
        "unwrap" | "expect" => {
            words!(
                "This value is no `Result`, and needs no `.{name}(…)`: take it away.",
                name
            )
        }
        _ => return None,
    })
}

/// A method or a field that a value does not have, where nobody knows better.
pub(super) fn nothing_of_that_name(problem: &Problem) -> Option<Words> {
    let is_method = problem.code == "E0599" && problem.message.starts_with("no method");
    if !is_method && problem.code != "E0609" {
        return None;
    }
    let of = match problem.around::<ast::MethodCallExpr>() {
        Some(call) if is_method => call.receiver(),
        _ => problem
            .around::<ast::FieldExpr>()
            .and_then(|field| field.expr()),
    };
    let of = of.map(|of| of.syntax().text().to_string());
    let of = of.filter(|text| text.chars().all(|c| c.is_alphanumeric() || c == '_'));
    let of = of.as_deref().unwrap_or("…");
    Some(match is_method {
        true => words!(
            "It has no method of that name: Tab behind `{of}.` shows what it has.",
            of
        ),
        false => words!(
            "It has no field of that name: Tab behind `{of}.` shows what it has.",
            of
        ),
    })
}
