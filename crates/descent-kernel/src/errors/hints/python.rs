//! Habits from Python and from Jupyter's other kernels.

use super::foreign::format_of;
use super::problem::{Problem, Rule, is_float, is_integer_literal};
use crate::words::{Words, words};

pub const RULES: &[Rule] = &[
    magic, block, def, import, print, increment, power, word, lambda, text, command, assertion,
];

/// `%matplotlib inline`, `!ls`, `?name`.
fn magic(problem: &Problem) -> Option<Words> {
    let line = problem.line();
    let is_start = problem.code.is_empty() && line.starts_with(problem.text());
    match line.chars().next().filter(|_| is_start)? {
        '%' => Some(words!(
            "Lines that begin with `%` are IPython's, and mean nothing in Rust; figures show \
             without one."
        )),
        '?' => Some(words!(
            "To read about a name, put the cursor behind it and press Shift+Tab; `{line}` is \
             IPython's.",
            line
        )),
        _ => None,
    }
}

/// `for i in range(3):`, `while x:`, `if x:`, `else:`.
fn block(problem: &Problem) -> Option<Words> {
    let line = problem.line().split("//").next()?.split('#').next()?.trim();
    let head = line.strip_suffix(':')?;
    let word = head.split(|c: char| !c.is_alphanumeric()).next()?;
    if !problem.code.is_empty() && !problem.code.starts_with("E04") {
        return None;
    }
    if let Some((_, range)) = head.split_once("range(")
        && word == "for"
    {
        let range = range.trim_end().trim_end_matches(')');
        let (from, to) = range.split_once(',').unwrap_or(("0", range));
        let name = head.split_whitespace().nth(1).unwrap_or("i");
        return Some(words!(
            "That is Python: in Rust a loop is `for {name} in {from}..{to} {{ … }}`.",
            name,
            from = from.trim(),
            to = to.trim()
        ));
    }
    match word {
        "for" | "while" | "if" => Some(words!(
            "That is Python: in Rust the block stands in braces, `{head} {{ … }}`.",
            head
        )),
        "elif" => Some(words!(
            "That is Python: in Rust it is `}} else if … {{ … }}`."
        )),
        "else" => Some(words!("That is Python: in Rust it is `}} else {{ … }}`.")),
        "def" | "class" => definition(problem),
        _ => None,
    }
}

/// `def f(x):`
fn def(problem: &Problem) -> Option<Words> {
    definition(problem)
}

fn definition(problem: &Problem) -> Option<Words> {
    let line = problem.line();
    if let Some(rest) = line.strip_prefix("def ") {
        let name = rest.split('(').next().unwrap_or("f").trim();
        return Some(words!(
            "That is Python: in Rust a function states its types, \
             `fn {name}(x: f64) -> f64 {{ … }}`.",
            name
        ));
    }
    line.strip_prefix("class ").map(|_| {
        words!(
            "That is Python: in Rust data is a `struct Name {{ … }}` and its methods an `impl Name \
         {{ … }}`."
        )
    })
}

/// `import numpy as np`, `from numpy import array`.
fn import(problem: &Problem) -> Option<Words> {
    let line = problem.line();
    let is_import = line.starts_with("import ") || line.starts_with("from ");
    is_import.then(|| {
        words!(
            "That is Python: in Rust names are brought in by `use`, as in \
         `use std::collections::HashMap;`; arrays come with this notebook's first cell."
        )
    })
}

/// `print(x)` and Python 2's `print x`.
fn print(problem: &Problem) -> Option<Words> {
    if problem.code != "E0423" || !matches!(problem.text(), "print" | "println" | "format") {
        return None;
    }
    let inner = problem.after().trim_start().strip_prefix('(')?;
    let inner = inner.split(')').next()?.trim();
    let is_name = inner.chars().all(|c| c.is_alphanumeric() || c == '_') && !inner.is_empty();
    let call = match (is_name, inner.starts_with('"')) {
        (true, _) => format!("println!(\"{{{inner}}}\")"),
        (false, true) => format!("println!({inner})"),
        (false, false) => format!("println!(\"{{}}\", {inner})"),
    };
    Some(words!("Rust prints with `{call}`.", call))
}

/// `i++`
fn increment(problem: &Problem) -> Option<Words> {
    if problem.message.contains("prefix increment operator") {
        let name = problem.tokens(problem.after()).first().copied()?;
        return Some(words!("Rust has no `++`: write `{name} += 1`.", name));
    }
    let (sign, word) = match problem.message {
        m if m.contains("increment operator") => ('+', "++"),
        m if m.contains("decrement operator") => ('-', "--"),
        _ if problem.code.is_empty() && problem.line().starts_with("++") => {
            let name = problem.line().trim_matches(['+', ';', ' ']);
            return Some(words!("Rust has no `++`: write `{name} += 1`.", name));
        }
        _ => return None,
    };
    let name = problem
        .tokens(problem.before())
        .last()
        .copied()
        .unwrap_or("i");
    Some(words!(
        "Rust has no `{word}`: write `{name} {sign}= 1`.",
        word,
        name,
        sign
    ))
}

/// `x ** 2`
fn power(problem: &Problem) -> Option<Words> {
    if problem.code != "E0614" || !problem.before().ends_with('*') {
        return None;
    }
    let exponent = problem.text().trim_start_matches('*').trim();
    let base = problem.before().trim_end_matches('*').trim_end();
    let base = last_factor(base);
    if is_integer_literal(base) {
        return Some(words!(
            "Rust has no `**`: a whole number's power is `{base}_i32.pow({exponent})`, a float's \
             `{base}.0_f64.powi({exponent})`.",
            base,
            exponent
        ));
    }
    let is_float_type = problem.quoted().first().is_some_and(|of| is_float(of));
    let method = if is_float_type || exponent.contains('.') {
        "powf"
    } else {
        "powi"
    };
    Some(words!(
        "Rust has no `**`: a float's power is `{base}.{method}({exponent})`.",
        base,
        method,
        exponent
    ))
}

/// The name, number or bracket at the end of a calculation: `(x + y)` of `2.0 * (x + y)`.
fn last_factor(code: &str) -> &str {
    let mut depth = 0;
    let start = code.char_indices().rev().find(|(_, c)| {
        match c {
            ')' | ']' => depth += 1,
            '(' | '[' => depth -= 1,
            _ => {}
        }
        depth < 0 || depth == 0 && !(c.is_alphanumeric() || "_.)](:[".contains(*c))
    });
    let start = start.map_or(0, |(at, c)| at + c.len_utf8());
    match &code[start..] {
        "" => "x",
        factor => factor,
    }
}

/// `and`, `or`, `not`, `elif`.
fn word(problem: &Problem) -> Option<Words> {
    let sign = |word: &str| match word {
        "and" => Some("&&"),
        "or" => Some("||"),
        "not" => Some("!"),
        _ => None,
    };
    if !problem.code.is_empty() && problem.code != "E0425" {
        return None;
    }
    let tokens = problem.tokens(problem.line());
    if tokens.contains(&"elif") {
        return Some(words!("That is Python: in Rust it is `else if`."));
    }
    if !problem.code.is_empty() {
        return None;
    }
    let word = tokens.iter().find(|token| sign(token).is_some())?;
    let sign = sign(word)?;
    Some(words!("Rust writes `{sign}` for `{word}`.", sign, word))
}

/// `lambda x: x * 2`
fn lambda(problem: &Problem) -> Option<Words> {
    let tokens = problem.tokens(problem.line());
    let at = tokens.iter().position(|token| *token == "lambda")?;
    // It is a good name for a variable, too.
    let is_name = |token: &&str| token.starts_with(|c: char| c.is_alphabetic());
    let name = tokens.get(at + 1).copied().filter(is_name)?;
    Some(words!(
        "That is Python: in Rust a function without a name is `|{name}: f64| …`.",
        name
    ))
}

/// `f"{x}"` and `'text'`.
fn text(problem: &Problem) -> Option<Words> {
    if problem.message == "prefix `f` is unknown" {
        let text = problem.after().lines().next().unwrap_or_default();
        let text = text
            .strip_prefix('"')
            .and_then(|text| text.split('"').next())?;
        let text = format_of(text);
        return Some(words!(
            "Rust needs no `f` before a text: `println!(\"{text}\")` prints it, and \
             `format!(\"{text}\")` makes a `String` of it.",
            text
        ));
    }
    let is_character = problem
        .message
        .starts_with("character literal may only contain one");
    let is_open = problem
        .message
        .starts_with("unterminated character literal")
        || problem.message.starts_with("prefix `") && problem.line().contains('\'');
    (is_character || is_open).then(|| {
        words!("Text stands in double quotes, as in `\"text\"`; single quotes hold one character.")
    })
}

/// `:dep` after code.
fn command(problem: &Problem) -> Option<Words> {
    let line = problem.line();
    let is_command = line
        .strip_prefix(':')?
        .starts_with(|c: char| c.is_alphabetic());
    let is_rustcs = problem.message.starts_with("expected ");
    (is_command && is_rustcs).then(|| {
        let command = line.split_whitespace().next().unwrap_or(line);
        words!("`{command}` is a command of the kernel: such lines come first in a cell, before any Rust.", command)
    })
}

/// `assert x == 1`, `pass`.
fn assertion(problem: &Problem) -> Option<Words> {
    let line = problem.line();
    if let Some(claim) = line.strip_prefix("assert ") {
        return Some(words!(
            "In Rust it is `assert!({claim});`.",
            claim = claim.trim_end_matches(';')
        ));
    }
    (problem.code == "E0425" && problem.text() == "pass")
        .then(|| words!("Rust needs no `pass`: an empty block is `{{}}`."))
}
