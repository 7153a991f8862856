//! Brackets, quotes and semicolons.

use super::problem::{Problem, Rule};
use crate::errors::brackets;
use crate::errors::report::line_of;
use crate::errors::types::END;
use crate::words::{Words, words};

pub const RULES: &[Rule] = &[
    bracket,
    quote,
    semicolon,
    unfinished,
    emoji,
    subscript,
    ternary,
    feature,
    assignment,
    missing_item,
    argument,
];

/// Signs without a width, which come with copied text.
const INVISIBLE: [char; 4] = ['\u{200b}', '\u{200c}', '\u{2060}', '\u{feff}'];

/// A bracket that is not closed, or closed twice.
fn bracket(problem: &Problem) -> Option<Words> {
    if !problem.message.contains("delimiter") {
        return None;
    }
    brackets::problem(problem.cell).map(|found| found.text)
}

/// A text without its second quote.
fn quote(problem: &Problem) -> Option<Words> {
    if problem.code != "E0765" && problem.code != "E0766" {
        return None;
    }
    let start = brackets::open_text(problem.cell)?;
    Some(words!(
        "The text that begins in line {line} has no closing `\"`.",
        line = line_of(problem.cell, start)
    ))
}

/// `let step = std::`, `let a =`.
fn unfinished(problem: &Problem) -> Option<Words> {
    if !problem.told.breaks_off && !problem.says(END) {
        return None;
    }
    if problem.message.starts_with("expected `;`") {
        return semicolon_at(problem);
    }
    let line = problem.cell.trim_end().lines().last().unwrap_or_default();
    Some(words!(
        "The last line is unfinished: `{line}`.",
        line = line.trim()
    ))
}

fn emoji(problem: &Problem) -> Option<Words> {
    (problem
        .message
        .starts_with("identifiers cannot contain emoji"))
    .then(|| words!("A name is made of letters, digits and `_`; letters of any script will do."))
}

/// `x₀`, `×`, curly quotes.
fn subscript(problem: &Problem) -> Option<Words> {
    if !problem.message.starts_with("unknown start of token") {
        return None;
    }
    let sign = problem.text().chars().next()?;
    Some(match sign {
        '₀'..='₉' | '⁰' | '¹' | '²' | '³' => words!(
            "`{sign}` cannot stand in Rust's code: a name has plain digits, as in `x0`, and a \
             power is `x.powi(2)`.",
            sign
        ),
        '“' | '”' | '„' => words!("`{sign}` is a printer's quote: Rust's are `\"`.", sign),
        '‘' | '’' => words!(
            "`{sign}` is a printer's quote: Rust's texts stand in `\"`.",
            sign
        ),
        '×' => words!("`×` is written `*`."),
        '−' | '–' => words!("This is a printer's minus: the one of the keyboard is `-`."),
        '，' | '；' | '（' | '）' | '：' | '。' => {
            words!(
                "`{sign}` is a full-width sign: switch the keyboard to English for code.",
                sign
            )
        }
        '#' => words!("A comment begins with `//`."),
        _ if sign.is_whitespace() || INVISIBLE.contains(&sign) => {
            words!(
                "This is no plain space, though it looks like one, or like nothing, as in text copied \
             from a web page: delete it and type a space."
            )
        }
        _ => words!("`{sign}` cannot stand in Rust's code.", sign),
    })
}

fn ternary(problem: &Problem) -> Option<Words> {
    (problem.message == "Rust has no ternary operator")
        .then(|| words!("Write `if condition {{ a }} else {{ b }}`: it has a value."))
}

fn feature(problem: &Problem) -> Option<Words> {
    (problem.code == "E0554").then(|| {
        words!("`#![feature(…)]` is for nightly compilers; this kernel's is a stable one. Take the line \
         out.")
    })
}

fn semicolon(problem: &Problem) -> Option<Words> {
    let is_statement = problem.message == "statements are terminated with a semicolon"
        || problem.message.starts_with("expected `;`");
    let from = problem.cell.get(problem.at.start..).unwrap_or_default();
    if is_statement && from.starts_with(':') {
        return Some(words!("A statement ends with `;`, not with `:`."));
    }
    if problem.message == "Looks like you're missing a semicolon" {
        return Some(words!("A statement ends with `;`."));
    }
    problem
        .message
        .starts_with("expected `;`")
        .then(|| semicolon_at(problem))?
}

/// Only where one is missing behind a statement of its own line.
fn semicolon_at(problem: &Problem) -> Option<Words> {
    let rest = problem.after().lines().next().unwrap_or_default();
    let tail = problem.cell.get(problem.at.start..)?.lines().next();
    let is_end = rest.trim().is_empty() || tail.unwrap_or_default().trim().is_empty();
    let line = line_of(problem.cell, problem.at.start);
    is_end.then(|| words!("Line {line} needs a `;` at its end.", line))
}

/// `if x = 1.0`
fn assignment(problem: &Problem) -> Option<Words> {
    let is_meant = problem.says("you might have meant to compare for equality")
        || problem.says("you might have meant to use pattern matching");
    is_meant.then(|| words!("`=` assigns; two values are compared with `==`."))
}

/// `fn f(x) -> f64`
fn argument(problem: &Problem) -> Option<Words> {
    problem
        .says("if this is a parameter name, give it a type")
        .then(|| words!("Each argument of a `fn` states its type, as in `fn f(x: f64) -> f64`."))
}

/// A lone `#[derive(Debug)]`.
fn missing_item(problem: &Problem) -> Option<Words> {
    let is_alone = problem.code == "E0774"
        || problem
            .message
            .starts_with("expected item after attributes")
        || problem
            .message
            .starts_with("expected statement after outer attribute");
    is_alone.then(|| {
        words!("An attribute such as `#[derive(Debug)]` belongs to the `struct` or `fn` below it, in the \
         same cell.")
    })
}
