//! Texts, and what is appended.

use super::problem::{Problem, Rule, is_float, is_integer};

pub const RULES: &[Rule] = &[text, append, concatenate];

/// A text for a `String`.
fn text(problem: &Problem) -> Option<String> {
    if problem.message.contains("String: From<")
        || problem.message.contains("String: std::convert::From<")
    {
        return Some("A text is wanted here, in double quotes.".to_owned());
    }
    let (expected, found) = problem.mismatch()?;
    if expected == "String" && found == "&str" {
        return Some(format!(
            "A `String` is wanted: write `{}.to_string()`.",
            problem.wrong()
        ));
    }
    if (is_float(expected) || is_integer(expected)) && found == "&str" {
        return Some(format!(
            "{} is a text, and a number is wanted: write it without quotes.",
            problem.wrong()
        ));
    }
    None
}

/// `xs.append(4.0)`
fn append(problem: &Problem) -> Option<String> {
    problem
        .says("you might have meant to use `push`")
        .then(|| "One element more is `.push(…)`.".to_owned())
}

/// `"a" + "b"`
fn concatenate(problem: &Problem) -> Option<String> {
    if problem.code == "E0369" {
        match problem.quoted()[..] {
            ["char", ..] => {
                return Some(
                    "Single quotes hold one character; texts are joined by `format!(\"{a}{b}\")`."
                        .to_owned(),
                );
            }
            ["&str" | "String", ..] if problem.message.starts_with("cannot multiply") => {
                return Some("A text is repeated by `\"-\".repeat(3)`.".to_owned());
            }
            _ => {}
        }
    }
    problem
        .says("cannot be used to concatenate")
        .then(|| "Texts are joined by `format!(\"{a}{b}\")`.".to_owned())
}
