//! Habits from Python and from Jupyter's other kernels.

use super::problem::{Problem, Rule};

pub const RULES: &[Rule] = &[
    magic, block, def, import, print, increment, power, word, lambda, text, constant, type_name,
    module, command, assertion,
];

/// `%matplotlib inline`, `!ls`, `?name`.
fn magic(problem: &Problem) -> Option<String> {
    let line = problem.line();
    let is_start = problem.code.is_empty() && line.starts_with(problem.text());
    match line.chars().next().filter(|_| is_start)? {
        '%' => Some(
            "Lines that begin with `%` are IPython's, and mean nothing in Rust; figures show \
             without one."
                .to_owned(),
        ),
        '?' => Some(format!(
            "To read about a name, put the cursor behind it and press Shift+Tab; `{line}` is \
             IPython's."
        )),
        _ => None,
    }
}

/// `for i in range(3):`, `while x:`, `if x:`, `else:`.
fn block(problem: &Problem) -> Option<String> {
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
        return Some(format!(
            "That is Python: in Rust a loop is `for {name} in {}..{} {{ … }}`.",
            from.trim(),
            to.trim()
        ));
    }
    match word {
        "for" | "while" | "if" => Some(format!(
            "That is Python: in Rust the block stands in braces, `{head} {{ … }}`."
        )),
        "elif" => Some("That is Python: in Rust it is `} else if … { … }`.".to_owned()),
        "else" => Some("That is Python: in Rust it is `} else { … }`.".to_owned()),
        "def" | "class" => definition(problem),
        _ => None,
    }
}

/// `def f(x):`
fn def(problem: &Problem) -> Option<String> {
    definition(problem)
}

fn definition(problem: &Problem) -> Option<String> {
    let line = problem.line();
    if let Some(rest) = line.strip_prefix("def ") {
        let name = rest.split('(').next().unwrap_or("f").trim();
        return Some(format!(
            "That is Python: in Rust a function states its types, \
             `fn {name}(x: f64) -> f64 {{ … }}`."
        ));
    }
    line.strip_prefix("class ").map(|_| {
        "That is Python: in Rust data is a `struct Name { … }` and its methods an `impl Name \
         { … }`."
            .to_owned()
    })
}

/// `import numpy as np`, `from numpy import array`.
fn import(problem: &Problem) -> Option<String> {
    let line = problem.line();
    let is_import = line.starts_with("import ") || line.starts_with("from ");
    is_import.then(|| {
        "That is Python: in Rust names are brought in by `use`, as in \
         `use std::collections::HashMap;`; arrays come with this notebook's first cell."
            .to_owned()
    })
}

/// `print(x)` and Python 2's `print x`.
fn print(problem: &Problem) -> Option<String> {
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
    Some(format!("Rust prints with `{call}`."))
}

/// `i++`
fn increment(problem: &Problem) -> Option<String> {
    let (sign, word) = match problem.message {
        m if m.contains("increment operator") => ('+', "++"),
        m if m.contains("decrement operator") => ('-', "--"),
        _ => return None,
    };
    let name = problem
        .tokens(problem.before())
        .last()
        .copied()
        .unwrap_or("i");
    Some(format!("Rust has no `{word}`: write `{name} {sign}= 1`."))
}

/// `x ** 2`
fn power(problem: &Problem) -> Option<String> {
    if problem.code != "E0614" || !problem.before().ends_with('*') {
        return None;
    }
    let exponent = problem.text().trim_start_matches('*').trim();
    let base = problem.before().trim_end_matches('*').trim_end();
    let base = problem.tokens(base).last().copied().unwrap_or("x");
    let base = if base == ")" { "(…)" } else { base };
    let method = if exponent.contains('.') {
        "powf"
    } else {
        "powi"
    };
    Some(format!(
        "Rust has no `**`: a float's power is `{base}.{method}({exponent})`."
    ))
}

/// `and`, `or`, `not`, `elif`.
fn word(problem: &Problem) -> Option<String> {
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
        return Some("That is Python: in Rust it is `else if`.".to_owned());
    }
    if !problem.code.is_empty() {
        return None;
    }
    let word = tokens.iter().find(|token| sign(token).is_some())?;
    Some(format!("Rust writes `{}` for `{word}`.", sign(word)?))
}

/// `lambda x: x * 2`
fn lambda(problem: &Problem) -> Option<String> {
    let tokens = problem.tokens(problem.line());
    let at = tokens.iter().position(|token| *token == "lambda")?;
    // It is a good name for a variable, too.
    let is_name = |token: &&str| token.starts_with(|c: char| c.is_alphabetic());
    let name = tokens.get(at + 1).copied().filter(is_name)?;
    Some(format!(
        "That is Python: in Rust a function without a name is `|{name}: f64| …`."
    ))
}

/// `f"{x}"` and `'text'`.
fn text(problem: &Problem) -> Option<String> {
    if problem.message == "prefix `f` is unknown" {
        let text = problem.after().lines().next().unwrap_or_default();
        let text = text
            .strip_prefix('"')
            .and_then(|text| text.split('"').next())?;
        return Some(format!(
            "Rust needs no `f` before a text: `println!(\"{text}\")` prints it, and \
             `format!(\"{text}\")` makes a `String` of it."
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
        "Text stands in double quotes, as in `\"text\"`; single quotes hold one character."
            .to_owned()
    })
}

/// `True`, `None` where nothing is meant, `null`.
fn constant(problem: &Problem) -> Option<String> {
    if problem.code != "E0425" || problem.session.fate(problem.text()).is_some() {
        return None;
    }
    match problem.text() {
        "True" => Some("Rust writes `true`.".to_owned()),
        "False" => Some("Rust writes `false`.".to_owned()),
        "null" | "nil" | "NULL" => Some(
            "Rust has no such value: what may be missing is an `Option`, `None` or `Some(…)`."
                .to_owned(),
        ),
        "pi" => Some("π is `std::f64::consts::PI`.".to_owned()),
        _ => None,
    }
}

/// `x: float`
fn type_name(problem: &Problem) -> Option<String> {
    if !problem.message.starts_with("cannot find type") {
        return None;
    }
    let of = match problem.text() {
        "float" | "double" | "number" => "f64",
        "int" | "integer" | "long" => "i64`, or for counts and places `usize",
        "str" | "string" => "String`, or lent `&str",
        "boolean" => "bool",
        "list" | "List" => "Vec<f64>",
        "dict" => "HashMap<String, f64>",
        "ndarray" | "tensor" | "Tensor" => "Array1<f64>",
        _ => return None,
    };
    Some(format!("Rust's name for it is `{of}`."))
}

/// `np.array(…)`, `math.sqrt(…)`, `len(x)`, `sqrt(x)`, `range(3)`.
fn module(problem: &Problem) -> Option<String> {
    if problem.code != "E0425" || problem.session.fate(problem.text()).is_some() {
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
        "np" | "numpy" => Some(
            "NumPy is Python's: here arrays are `array![1.0, 2.0]`, and what NumPy does is a \
             method, as in `x.sum()`, or `x.mapv(f64::exp)` for each element."
                .to_owned(),
        ),
        "plt" => Some(
            "Matplotlib is Python's: here a figure is a value, as in `curve(function_1)` or \
             `contour(function_2)`."
                .to_owned(),
        ),
        "math" => Some(
            "In Rust these are methods of a number: `x.sqrt()`, `x.exp()`, `x.powi(2)`.".to_owned(),
        ),
        "len" if is_call => Some(format!("In Rust it is a method: `{x}.len()`.")),
        "range" if is_call => {
            let (from, to) = x.split_once(',').unwrap_or(("0", &x));
            Some(format!("In Rust it is `{}..{}`.", from.trim(), to.trim()))
        }
        "sqrt" | "exp" | "abs" | "sin" | "cos" | "tanh" if is_call => {
            Some(format!("In Rust it is a method: `{x}.{text}()`."))
        }
        "log" if is_call => Some(format!("In Rust it is a method: `{x}.ln()`.")),
        "sum" | "max" | "min" if is_call => Some(format!(
            "In Rust it is a method, as in `{x}.sum()` of an array or `{x}.iter().sum::<f64>()` \
             of a `Vec`."
        )),
        "pow" if is_call => {
            let (base, exponent) = x.split_once(',').unwrap_or((&x, "2"));
            Some(format!(
                "In Rust it is a method: `{}.powi({})`.",
                base.trim(),
                exponent.trim()
            ))
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

/// `:dep` after code.
fn command(problem: &Problem) -> Option<String> {
    let line = problem.line();
    let is_command = line
        .strip_prefix(':')?
        .starts_with(|c: char| c.is_alphabetic());
    (is_command && problem.code.is_empty()).then(|| {
        let command = line.split_whitespace().next().unwrap_or(line);
        format!("`{command}` is a command of the kernel: such lines come first in a cell, before any Rust.")
    })
}

/// `assert x == 1`, `pass`.
fn assertion(problem: &Problem) -> Option<String> {
    let line = problem.line();
    if let Some(claim) = line.strip_prefix("assert ") {
        return Some(format!(
            "In Rust it is `assert!({});`.",
            claim.trim_end_matches(';')
        ));
    }
    (problem.code == "E0425" && problem.text() == "pass")
        .then(|| "Rust needs no `pass`: an empty block is `{}`.".to_owned())
}
