//! Signs and words of Python and other languages where a line is no Rust.

use super::problem::{Problem, Rule};

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
fn formatted(problem: &Problem) -> Option<String> {
    let (_, text) = problem.line().split_once("f\"")?;
    let text = format_of(text.split('"').next()?);
    (problem.code.is_empty() && problem.message.contains("found `\"")).then(|| {
        format!("Rust needs no `f` before a text: `format!(\"{text}\")` makes a `String` of it.")
    })
}

/// `[v * v for v in xs]`
fn comprehension(problem: &Problem) -> Option<String> {
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
        format!(
            "That is Python: in Rust it is `{of}{filter}.map(|{name}| {}).collect::<Vec<_>>()`.",
            value.trim()
        )
    })
}

/// `try:`, `raise …`, `with …`, `del x`
fn statement(problem: &Problem) -> Option<String> {
    let line = problem.line();
    let word = line.split(|c: char| !c.is_alphabetic()).next()?;
    let rest = line[word.len()..].trim_start();
    let is_statement = rest.starts_with(|c: char| c.is_alphabetic() || c == ':' || c == '{');
    if !is_statement || !matches!(problem.code, "" | "E0425") {
        return None;
    }
    Some(match word {
        "with" => "Rust has no `with`: a file is closed where its variable ends.".to_owned(),
        "try" | "except" | "catch" | "finally" => {
            "Rust has no `try`: what can fail gives a `Result`, which `?` opens and `match` looks into."
                .to_owned()
        }
        "raise" | "throw" => format!(
            "Rust has no `{word}`: `panic!(\"…\")` ends the cell, and a function that can fail gives \
             back `Err(…)`."
        ),
        "del" => format!("In Rust it is `drop({});`.", rest.trim_end_matches(';')),
        "global" | "nonlocal" => format!(
            "Rust has no `{word}`: give a function what it needs as an argument."
        ),
        _ => return None,
    })
}

/// `int k = 5;`, `var k = 5;`, `function f(x) { … }`
fn declaration(problem: &Problem) -> Option<String> {
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
        return Some(format!(
            "In Rust a function states its types, `fn {name}(x: f64) -> f64 {{ … }}`."
        ));
    }
    let value = behind.strip_prefix('=')?.split(';').next()?.trim();
    Some(format!(
        "In Rust a variable is made by `let {name} = {value};`."
    ))
}

/// `x -> x * 2`, `x => x * 2`
fn arrow(problem: &Problem) -> Option<String> {
    let is_arrow = problem.message.starts_with("`->` is not valid syntax");
    let is_split = fails_at(problem, &["found `>`"]) && problem.before().ends_with('=');
    (is_arrow || is_split || fails_at(problem, &["found `=>`"])).then(|| {
        let tokens = problem.tokens(before_in_line(problem));
        let name = tokens.iter().rev().find(|token| is_name(token));
        format!(
            "In Rust a function without a name is `|{}: f64| …`.",
            name.unwrap_or(&"x")
        )
    })
}

/// `f(rate = 0.1)`
fn named_argument(problem: &Problem) -> Option<String> {
    let after = problem.after().trim_start();
    let is_named = after.starts_with('=') && !after.starts_with("==");
    let is_argument = problem.before().trim_end().ends_with(['(', ',']);
    (problem.code == "E0425" && is_named && is_argument).then(|| {
        "Rust's arguments have no names: write the values alone, in the order of the function's."
            .to_owned()
    })
}

/// `a, b = 1, 2`
fn several(problem: &Problem) -> Option<String> {
    let (names, values) = problem.line().split_once('=')?;
    let is_list = names.contains(',') && names.split(',').all(|name| is_name(name.trim()));
    (is_list && problem.code.is_empty()).then(|| {
        format!(
            "Several variables are made by `let ({}) = ({});`.",
            names.trim(),
            values.trim().trim_end_matches(';')
        )
    })
}

/// `rate: float = 0.1`, `rate := 0.1`
fn untyped_let(problem: &Problem) -> Option<String> {
    let (name, rest) = problem.line().split_once(':')?;
    let (_, value) = rest.split_once('=')?;
    let is_statement = problem.message == "statements are terminated with a semicolon"
        || problem.message == "expected identifier, found `:`";
    (is_statement && is_name(name.trim())).then(|| {
        format!(
            "A variable is made by `let`: `let {} = {};`.",
            name.trim(),
            value.trim().trim_end_matches(';')
        )
    })
}

/// `{"a": 1}`
fn dictionary(problem: &Problem) -> Option<String> {
    let line = problem.line();
    (fails_at(problem, &["found `:`"]) && (line.contains("{\"") || line.contains("{'"))).then(
        || {
            "In Rust it is `HashMap::from([(\"a\", 1.0), (\"b\", 2.0)])`, after \
         `use std::collections::HashMap;`."
                .to_owned()
        },
    )
}

/// `xs[1:3]`, `m[:, 0]`
fn part(problem: &Problem) -> Option<String> {
    let before = before_in_line(problem);
    let is_inside = before.matches('[').count() > before.matches(']').count();
    (is_inside && fails_at(problem, &["found `:`"])).then(|| {
        "A range is `1..3`, and `..` is all: a part of a `Vec` is `&xs[1..3]`, one of an array \
         `x.slice(s![1..3])` or `m.slice(s![.., 0])`."
            .to_owned()
    })
}

/// `a @ b`
fn product(problem: &Problem) -> Option<String> {
    if !fails_at(problem, &["found `@`"]) {
        return None;
    }
    let (left, right) = problem.line().split_once('@')?;
    let (left, right) = (problem.tokens(left), problem.tokens(right));
    let (left, right) = (left.last()?, right.first()?);
    Some(format!(
        "Matrices are multiplied by `{left}.dot(&{right})`."
    ))
}

/// `2.0 in xs`
fn membership(problem: &Problem) -> Option<String> {
    let is_loop = problem.line().starts_with("for ");
    (!is_loop && fails_at(problem, &["found keyword `in`"]))
        .then(|| "Whether a list holds a value says `xs.contains(&value)`.".to_owned())
}

/// `x is None`
fn identity(problem: &Problem) -> Option<String> {
    fails_at(problem, &["found `is`"]).then(|| {
        "Rust compares with `==`; whether an `Option` is `None` says `x.is_none()`.".to_owned()
    })
}

/// `"""text"""`
fn long_text(problem: &Problem) -> Option<String> {
    let is_known = problem.code.is_empty() || problem.code == "E0765";
    (is_known && problem.line().contains("\"\"\"")).then(|| {
        "A text stands in single `\"`, over several lines as well; a comment begins with `//`."
            .to_owned()
    })
}

/// `# a comment`
fn comment(problem: &Problem) -> Option<String> {
    let is_attribute = problem.message.starts_with("expected one of `!` or `[`");
    (is_attribute && problem.line().starts_with('#'))
        .then(|| "A comment begins with `//`.".to_owned())
}

/// `if x > 0.0 then { … }`
fn then(problem: &Problem) -> Option<String> {
    let is_then = problem.tokens(problem.line()).contains(&"then");
    (is_then && problem.code.is_empty() && problem.message.starts_with("expected `{`"))
        .then(|| "Rust has no `then`: write `if x > 0.0 { … } else { … }`.".to_owned())
}

/// `fn f(x: f64): f64 { … }`
fn result_type(problem: &Problem) -> Option<String> {
    let rest = problem.cell.get(problem.at.start..).unwrap_or_default();
    let is_result = problem.message.starts_with("expected one of `->`");
    (is_result && rest.trim_start().starts_with(':'))
        .then(|| "What a function gives stands behind an arrow: `-> f64`.".to_owned())
}

/// `vec[1, 2]`, `m[0, 1]`
fn brackets(problem: &Problem) -> Option<String> {
    if !fails_at(problem, &["expected `;`, found `[`"]) {
        return None;
    }
    let tokens = problem.tokens(before_in_line(problem));
    let name = tokens.iter().rev().find(|token| is_name(token))?;
    Some(match *name {
        "vec" | "array" => format!("`{name}` is a macro, with a `!`: write `{name}![…]`."),
        _ => format!("An element of a matrix stands in two pairs of brackets: `{name}[[0, 1]]`."),
    })
}
