//! Signs and words of Python and other languages where a line is no Rust.

use super::problem::{Problem, Rule};
use crate::words::{Words, words};

pub const RULES: &[Rule] = &[
    formatted,
    comprehension,
    statement,
    declaration,
    arrow,
    named_argument,
    several,
    untyped_let,
    dictionary,
    part,
    product,
    membership,
    identity,
    long_text,
    comment,
    then,
    result_type,
    brackets,
];

/// Whether rustc could not read the line, and ends its message with one of these.
fn fails_at(problem: &Problem, found: &[&str]) -> bool {
    problem.code.is_empty()
        && problem.message.starts_with("expected ")
        && found.iter().any(|found| problem.message.ends_with(found))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// What stands in a line before the place of the error.
fn before_in_line<'a>(problem: &Problem<'a>) -> &'a str {
    let before = problem.before();
    &before[before.rfind('\n').map_or(0, |at| at + 1)..]
}

/// A text in Python's braces with the formats of Rust: `{x:.2}` for `{x:.2f}`.
pub fn format_of(text: &str) -> String {
    (0..10).fold(text.to_owned(), |text, digits| {
        text.replace(&format!(".{digits}f}}"), &format!(".{digits}}}"))
    })
}

/// `let s = f"{x}";`
fn formatted(problem: &Problem) -> Option<Words> {
    let (_, text) = problem.line().split_once("f\"")?;
    let text = format_of(text.split('"').next()?);
    (problem.code.is_empty() && problem.message.contains("found `\"")).then(|| {
        words!(
            "Rust needs no `f` before a text: `format!(\"{text}\")` makes a `String` of it.",
            text
        )
    })
}

/// `[v * v for v in xs]`
fn comprehension(problem: &Problem) -> Option<Words> {
    let (before, rest) = problem.line().split_once(" for ")?;
    let (_, value) = before.rsplit_once('[')?;
    let (name, rest) = rest.split_once(" in ")?;
    let of = rest.split(']').next()?;
    let (of, filter) = match of.split_once(" if ") {
        Some((of, condition)) => (of, format!(".filter(|{name}| {condition})")),
        None => (of, String::new()),
    };
    let of = match of.trim().strip_prefix("range(") {
        Some(count) => format!("(0..{})", count.trim_end_matches(')')),
        None => format!("{}.iter()", of.trim()),
    };
    fails_at(problem, &["found keyword `for`"]).then(|| {
        words!(
            "That is Python: in Rust it is `{of}{filter}.map(|{name}| {value}).collect::<Vec<_>>()`.",
            of,
            filter,
            name,
            value = value.trim()
        )
    })
}

/// `try:`, `raise …`, `with …`, `del x`
fn statement(problem: &Problem) -> Option<Words> {
    let line = problem.line();
    let word = line.split(|c: char| !c.is_alphabetic()).next()?;
    let rest = line[word.len()..].trim_start();
    let is_statement = rest.starts_with(|c: char| c.is_alphabetic() || c == ':' || c == '{');
    if !is_statement || !matches!(problem.code, "" | "E0425") {
        return None;
    }
    Some(match word {
        "with" => words!("Rust has no `with`: a file is closed where its variable ends."),
        "try" | "except" | "catch" | "finally" => {
            words!(
                "Rust has no `try`: what can fail gives a `Result`, which `?` opens and `match` looks into."
            )
        }
        "raise" | "throw" => words!(
            "Rust has no `{word}`: `panic!(\"…\")` ends the cell, and a function that can fail gives \
             back `Err(…)`.",
            word
        ),
        "del" => words!(
            "In Rust it is `drop({name});`.",
            name = rest.trim_end_matches(';')
        ),
        "global" | "nonlocal" => words!(
            "Rust has no `{word}`: give a function what it needs as an argument.",
            word
        ),
        _ => return None,
    })
}

/// `int k = 5;`, `var k = 5;`, `function f(x) { … }`
fn declaration(problem: &Problem) -> Option<Words> {
    let is_function = ["function", "func", "fun", "void"];
    let is_type = [
        "int", "long", "double", "float", "bool", "string", "String", "auto", "var", "val",
    ];
    let line = problem.line();
    let (word, rest) = line.split_once(' ')?;
    let is_known = is_function.contains(&word) || is_type.contains(&word);
    if !problem.code.is_empty() || !is_known {
        return None;
    }
    let name = rest
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .next();
    let name = name.filter(|name| is_name(name))?;
    let behind = rest[name.len()..].trim_start();
    if behind.starts_with('(') {
        return Some(words!(
            "In Rust a function states its types, `fn {name}(x: f64) -> f64 {{ … }}`.",
            name
        ));
    }
    let value = behind.strip_prefix('=')?.split(';').next()?.trim();
    Some(words!(
        "In Rust a variable is made by `let {name} = {value};`.",
        name,
        value
    ))
}

/// `x -> x * 2`, `x => x * 2`
fn arrow(problem: &Problem) -> Option<Words> {
    let is_arrow = problem.message.starts_with("`->` is not valid syntax");
    let is_split = fails_at(problem, &["found `>`"]) && problem.before().ends_with('=');
    (is_arrow || is_split || fails_at(problem, &["found `=>`"])).then(|| {
        let tokens = problem.tokens(before_in_line(problem));
        let name = tokens.iter().rev().find(|token| is_name(token));
        words!(
            "In Rust a function without a name is `|{name}: f64| …`.",
            name = name.unwrap_or(&"x")
        )
    })
}

/// `f(rate = 0.1)`
fn named_argument(problem: &Problem) -> Option<Words> {
    let after = problem.after().trim_start();
    let is_named = after.starts_with('=') && !after.starts_with("==");
    let is_argument = problem.before().trim_end().ends_with(['(', ',']);
    (problem.code == "E0425" && is_named && is_argument).then(|| {
        words!("Rust's arguments have no names: write the values alone, in the order of the function's.")
    })
}

/// `a, b = 1, 2`
fn several(problem: &Problem) -> Option<Words> {
    let (names, values) = problem.line().split_once('=')?;
    let is_list = names.contains(',') && names.split(',').all(|name| is_name(name.trim()));
    (is_list && problem.code.is_empty()).then(|| {
        words!(
            "Several variables are made by `let ({names}) = ({values});`.",
            names = names.trim(),
            values = values.trim().trim_end_matches(';')
        )
    })
}

/// `rate: float = 0.1`, `rate := 0.1`
fn untyped_let(problem: &Problem) -> Option<Words> {
    let (name, rest) = problem.line().split_once(':')?;
    let (_, value) = rest.split_once('=')?;
    let is_statement = problem.message == "statements are terminated with a semicolon"
        || problem.message == "expected identifier, found `:`";
    (is_statement && is_name(name.trim())).then(|| {
        words!(
            "A variable is made by `let`: `let {name} = {value};`.",
            name = name.trim(),
            value = value.trim().trim_end_matches(';')
        )
    })
}

/// `{"a": 1}`
fn dictionary(problem: &Problem) -> Option<Words> {
    let line = problem.line();
    (fails_at(problem, &["found `:`"]) && (line.contains("{\"") || line.contains("{'"))).then(
        || {
            words!(
                "In Rust it is `HashMap::from([(\"a\", 1.0), (\"b\", 2.0)])`, after \
         `use std::collections::HashMap;`."
            )
        },
    )
}

/// `xs[1:3]`, `m[:, 0]`
fn part(problem: &Problem) -> Option<Words> {
    let before = before_in_line(problem);
    let is_inside = before.matches('[').count() > before.matches(']').count();
    (is_inside && fails_at(problem, &["found `:`"])).then(|| {
        words!(
            "A range is `1..3`, and `..` is all: a part of a `Vec` is `&xs[1..3]`, one of an array \
         `x.slice(s![1..3])` or `m.slice(s![.., 0])`."
        )
    })
}

/// `a @ b`
fn product(problem: &Problem) -> Option<Words> {
    if !fails_at(problem, &["found `@`"]) {
        return None;
    }
    let (left, right) = problem.line().split_once('@')?;
    let (left, right) = (problem.tokens(left), problem.tokens(right));
    let (left, right) = (left.last()?, right.first()?);
    Some(words!(
        "Matrices are multiplied by `{left}.dot(&{right})`.",
        left,
        right
    ))
}

/// `2.0 in xs`
fn membership(problem: &Problem) -> Option<Words> {
    let is_loop = problem.line().starts_with("for ");
    (!is_loop && fails_at(problem, &["found keyword `in`"]))
        .then(|| words!("Whether a list holds a value says `xs.contains(&value)`."))
}

/// `x is None`
fn identity(problem: &Problem) -> Option<Words> {
    fails_at(problem, &["found `is`"]).then(|| {
        words!("Rust compares with `==`; whether an `Option` is `None` says `x.is_none()`.")
    })
}

/// `"""text"""`
fn long_text(problem: &Problem) -> Option<Words> {
    let is_known = problem.code.is_empty() || problem.code == "E0765";
    (is_known && problem.line().contains("\"\"\"")).then(|| {
        words!(
            "A text stands in single `\"`, over several lines as well; a comment begins with `//`."
        )
    })
}

/// `# a comment`
fn comment(problem: &Problem) -> Option<Words> {
    let is_attribute = problem.message.starts_with("expected one of `!` or `[`");
    (is_attribute && problem.line().starts_with('#')).then(|| words!("A comment begins with `//`."))
}

/// `if x > 0.0 then { … }`
fn then(problem: &Problem) -> Option<Words> {
    let is_then = problem.tokens(problem.line()).contains(&"then");
    (is_then && problem.code.is_empty() && problem.message.starts_with("expected `{`"))
        .then(|| words!("Rust has no `then`: write `if x > 0.0 {{ … }} else {{ … }}`."))
}

/// `fn f(x: f64): f64 { … }`
fn result_type(problem: &Problem) -> Option<Words> {
    let rest = problem.cell.get(problem.at.start..).unwrap_or_default();
    let is_result = problem.message.starts_with("expected one of `->`");
    (is_result && rest.trim_start().starts_with(':'))
        .then(|| words!("What a function gives stands behind an arrow: `-> f64`."))
}

/// `vec[1, 2]`, `m[0, 1]`
fn brackets(problem: &Problem) -> Option<Words> {
    if !fails_at(problem, &["expected `;`, found `[`"]) {
        return None;
    }
    let tokens = problem.tokens(before_in_line(problem));
    let name = tokens.iter().rev().find(|token| is_name(token))?;
    Some(match *name {
        "vec" | "array" => words!("`{name}` is a macro, with a `!`: write `{name}![…]`.", name),
        _ => words!(
            "An element of a matrix stands in two pairs of brackets: `{name}[[0, 1]]`.",
            name
        ),
    })
}
