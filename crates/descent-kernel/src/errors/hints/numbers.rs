//! Whole numbers and numbers with a point.

use ra_ap_syntax::ast::{self, AstNode};

use super::problem::{Problem, Rule, is_float, is_integer, is_integer_literal};
use crate::words::{Words, words};

pub const RULES: &[Rule] = &[
    xor,
    index,
    certain,
    zero,
    in_place,
    widths,
    operands,
    expected_float,
    expected_integer,
];

/// `x ^ 2.0`
fn xor(problem: &Problem) -> Option<Words> {
    (problem.message.starts_with("no implementation for") && problem.message.contains(" ^ "))
        .then(|| words!("`^` is no power in Rust: write `x.powi(2)`, or `x.powf(0.5)`."))
}

/// `xs[1.0]`, `xs[k]`, `xs[-1]`
fn index(problem: &Problem) -> Option<Words> {
    let negative = problem.text().trim().starts_with('-') || problem.before().ends_with("[-");
    if problem
        .message
        .contains("negative integers cannot be used to index")
        || problem.message.contains("cannot be indexed by") && negative
        || problem.code == "E0600" && problem.before().trim_end().ends_with('[')
        || problem.code == "E0277"
            && problem.message.contains("Neg")
            && problem.message.contains("usize")
    {
        let index = problem.around::<ast::IndexExpr>();
        let text = |side: Option<ast::Expr>| {
            let text = side.map(|side| side.syntax().text().to_string());
            text.filter(|text| !text.contains(['\n', ' ']))
        };
        let of = text(index.as_ref().and_then(ast::IndexExpr::base));
        let of = of.unwrap_or_else(|| "x".to_owned());
        let back = text(index.and_then(|index| index.index()));
        let back = back.filter(|back| is_integer_literal(back.trim_start_matches('-')));
        let back = back
            .as_deref()
            .map_or("1", |back| back.trim_start_matches('-'));
        return Some(words!(
            "Rust counts from the front alone: write `{of}[{of}.len() - {back}]`.",
            of,
            back
        ));
    }
    if let Some((found, dimensions)) = dimensions(problem) {
        let of = problem
            .around::<ast::IndexExpr>()
            .and_then(|index| index.base());
        let of = of.map_or("x".to_owned(), |of| of.syntax().text().to_string());
        return Some(match dimensions {
            "1" if is_integer(found) => words!(
                "A place is counted by a `usize`: write `[{text} as usize]`.",
                text = problem.text()
            ),
            "1" => words!("This array has 1 dimension: an element is `{of}[0]`.", of),
            "2" => words!(
                "This array has 2 dimensions: an element is `{of}[[0, 1]]`, a row `{of}.row(0)`.",
                of
            ),
            many => words!(
                "This array has {many} dimensions: an element has as many numbers.",
                many
            ),
        });
    }
    let is_text = ["`str`", "`String`", "`&str`"];
    let is_text = is_text.iter().any(|of| problem.message.contains(of));
    if is_text && problem.message.contains("cannot be indexed by") {
        return Some(words!(
            "A text is no list: its characters are `text.chars()`, the first one \
             `text.chars().next()`."
        ));
    }
    let is_index = problem.message.contains("cannot be indexed by")
        || problem.label.contains("slice indices are of type");
    if !is_index {
        return None;
    }
    let of = problem.quoted().last().copied().unwrap_or_default();
    let text = problem.text();
    Some(if is_float(of) && text.parse::<f64>().is_ok() {
        let whole = text.trim_end_matches('0').trim_end_matches('.');
        words!("A place is counted by whole numbers: `[{whole}]`.", whole)
    } else {
        let text = text.split(" as ").next().unwrap_or(text);
        words!(
            "A place is counted by a `usize`: write `[{text} as usize]`.",
            text
        )
    })
}

/// What was given as an index, and how many dimensions the array has.
fn dimensions<'a>(problem: &Problem<'a>) -> Option<(&'a str, &'a str)> {
    let (found, of) = problem.quoted().first()?.split_once(": ")?;
    let (_, count) = of
        .strip_prefix("NdIndex<")
        .or(of.strip_prefix("ndarray::NdIndex<"))?
        .split_once("[usize; ")?;
    Some((found, count.split(']').next()?))
}

/// `v[3]` of three, `i - 6` of a `usize`
fn certain(problem: &Problem) -> Option<Words> {
    if problem.label.starts_with("index out of bounds") {
        return Some(words!(
            "Places are counted from 0: the last is one less than the length."
        ));
    }
    let is_overflow = problem.label.contains("which would overflow");
    (is_overflow && problem.label.contains("_usize -"))
        .then(|| words!("A `usize` holds no number below 0."))
}

/// `1 / 0`
fn zero(problem: &Problem) -> Option<Words> {
    problem.says("divide `").then_some(())?;
    problem.says("by zero").then(|| {
        words!("A whole number cannot be divided by 0; of floats, `1.0 / 0.0` is infinite.")
    })
}

/// `x -= 0.1 * g` of arrays
fn in_place(problem: &Problem) -> Option<Words> {
    let sign = problem.text();
    let is_in_place = ["+=", "-=", "*=", "/="].contains(&sign);
    if !is_in_place
        || !matches!(problem.code, "E0271" | "E0277" | "E0368")
        || !problem.says("Array")
    {
        return None;
    }
    let right = problem.after().split([';', '}', '\n']).next()?.trim();
    let right = if right.contains(' ') {
        format!("({right})")
    } else {
        right.to_owned()
    };
    let name = problem
        .tokens(problem.before())
        .last()
        .copied()
        .unwrap_or("x");
    Some(words!(
        "An array takes another in place by reference: write `{name} {sign} &{right};`.",
        name,
        sign,
        right
    ))
}

/// `f32` against `f64`
fn widths(problem: &Problem) -> Option<Words> {
    let (a, b) = problem.mismatch().or_else(|| {
        let quoted = problem.quoted();
        Some((*quoted.first()?, *quoted.get(1)?))
    })?;
    let both = [a.trim_start_matches('&'), b.trim_start_matches('&')];
    (both.contains(&"f32") && both.contains(&"f64")).then(|| {
        words!("One of the two numbers is an `f32`, the other an `f64`, and Rust does not mix them: use \
         `f64` for all, or write `x as f64`.")
    })
}

/// The types at the left and at the right of a sign. What is added to something, or subtracted from
/// it, rustc names first in its message, but not in its label.
fn sides_of<'a>(problem: &Problem<'a>) -> Option<[&'a str; 2]> {
    let labelled = problem.label.split('`').nth(1);
    let sign = format!(" {} ", problem.text());
    if let Some((left, right)) = labelled.and_then(|both| both.split_once(&sign)) {
        return Some([left, right]);
    }
    let quoted = problem.quoted();
    let [first, second] = [*quoted.first()?, *quoted.get(1)?];
    let is_turned = problem.message.contains("` to `") || problem.message.contains("` from `");
    Some(if is_turned {
        [second, first]
    } else {
        [first, second]
    })
}

/// `2 * x`, `x + 1`, `array![1, 2] * 0.5`
fn operands(problem: &Problem) -> Option<Words> {
    if !matches!(problem.code, "E0277" | "E0369") {
        return None;
    }
    let [a, b] = sides_of(problem)?;
    let is_mixed = is_integer(a) && is_float(b) || is_float(a) && is_integer(b);
    let is_array = |of: &str| of.contains("Array") && of.contains("{integer}");
    if !(is_mixed || is_array(a) || is_array(b)) {
        return None;
    }
    let binary = problem.around::<ast::BinExpr>();
    let sides = binary.as_ref().map(|binary| {
        [binary.lhs(), binary.rhs()].map(|side| {
            side.map(|side| side.syntax().text().to_string())
                .unwrap_or_default()
        })
    });
    let sides = sides.unwrap_or_default();
    if let Some(literal) = sides.iter().find(|side| is_integer_literal(side)) {
        return Some(words!(
            "`{literal}` is a whole number, and Rust does not mix those with floats: write `{literal}.0`.",
            literal
        ));
    }
    if let Some(list) = sides.iter().find(|side| side.contains("![")) {
        return Some(words!(
            "`{list}` holds whole numbers, and Rust does not mix those with floats: write its numbers \
             with a point, such as `1.0`.",
            list
        ));
    }
    let sign = problem.text();
    if is_integer(a) && sign.len() == 2 && sign.ends_with('=') && !sides[0].is_empty() {
        let (whole, float) = (&sides[0], &sides[1]);
        return Some(words!(
            "`{whole}` is a whole number and `{float}` is a float, and Rust does not mix them: begin with \
             a float, as in `let mut {whole} = 0.0;`.",
            whole,
            float
        ));
    }
    let whole = if is_integer(a) { &sides[0] } else { &sides[1] };
    if whole.is_empty() {
        return Some(words!(
            "One is a whole number, the other a float, and Rust does not mix them: write both with a \
             point, such as `1.0`."
        ));
    }
    let whole = if whole.chars().all(|c| c.is_alphanumeric() || c == '_') {
        whole.clone()
    } else {
        format!("({whole})")
    };
    Some(words!(
        "One side is a whole number, the other a float, and Rust does not mix them: write \
         `{whole} as f64`.",
        whole
    ))
}

/// `let e: f64 = 3;`, `array![1, 2]` where floats are wanted
fn expected_float(problem: &Problem) -> Option<Words> {
    let (expected, found) = problem.mismatch()?;
    let text = problem.wrong();
    if is_float(expected) && is_integer(found) {
        return Some(if is_integer_literal(text.trim_start_matches('-')) {
            words!(
                "`{text}` is a whole number; here a float is wanted: write `{text}.0`.",
                text
            )
        } else {
            let text = problem.operand();
            words!(
                "`{text}` is a whole number; here a float is wanted: write `{text} as f64`.",
                text
            )
        });
    }
    let holds = |of: &str, what: &[&str]| what.iter().any(|what| of.contains(what));
    let whole = ["<{integer}", "<i32", "<usize", "<i64"];
    (expected.contains("<f64") && holds(found, &whole)).then(|| {
        words!(
            "These are whole numbers; here floats are wanted: write each with a point, as in \
         `array![3.0, 4.0]`."
        )
    })
}

/// `let w: i32 = 2.5;`
fn expected_integer(problem: &Problem) -> Option<Words> {
    let (expected, found) = problem.mismatch()?;
    if is_integer(expected) && is_integer(found) && expected != found {
        let text = problem.operand();
        return Some(words!(
            "Rust has whole numbers of several sizes and does not mix them: write `{text} as {expected}`.",
            text,
            expected
        ));
    }
    (is_integer(expected) && is_float(found) && !problem.says("swap these arguments")).then(|| {
        let float = problem.wrong();
        if expected == "integer" {
            words!(
                "Here a whole number like those before it is wanted, and `{float}` is a float.",
                float
            )
        } else {
            words!(
                "Here a whole number is wanted, and `{float}` is a float.",
                float
            )
        }
    })
}
