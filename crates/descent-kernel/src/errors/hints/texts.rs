//! Texts, and what is appended.

use super::problem::{Problem, Rule, is_float, is_integer};
use crate::words::{Words, words};

pub const RULES: &[Rule] = &[text, append, concatenate];

/// A text for a `String`.
fn text(problem: &Problem) -> Option<Words> {
    if problem.message.contains("String: From<")
        || problem.message.contains("String: std::convert::From<")
    {
        return Some(words!("A text is wanted here, in double quotes."));
    }
    let (expected, found) = problem.mismatch()?;
    if expected == "String" && found == "&str" {
        return Some(words!(
            "A `String` is wanted: write `{text}.to_string()`.",
            text = problem.wrong()
        ));
    }
    if (is_float(expected) || is_integer(expected)) && found == "&str" {
        return Some(words!(
            "{text} is a text, and a number is wanted: write it without quotes.",
            text = problem.wrong()
        ));
    }
    None
}

/// `xs.append(4.0)`
fn append(problem: &Problem) -> Option<Words> {
    problem
        .says("you might have meant to use `push`")
        .then(|| words!("One element more is `.push(…)`."))
}

/// `"a" + "b"`
fn concatenate(problem: &Problem) -> Option<Words> {
    if problem.code == "E0369" {
        match problem.quoted()[..] {
            ["char", ..] => {
                return Some(words!(
                    "Single quotes hold one character; texts are joined by `format!(\"{{a}}{{b}}\")`."
                ));
            }
            ["&str" | "String", ..] if problem.message.starts_with("cannot multiply") => {
                return Some(words!("A text is repeated by `\"-\".repeat(3)`."));
            }
            _ => {}
        }
    }
    problem
        .says("cannot be used to concatenate")
        .then(|| words!("Texts are joined by `format!(\"{{a}}{{b}}\")`."))
}
