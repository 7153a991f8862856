//! Whether a cell is complete, for consoles that ask at each Enter.

use ra_ap_syntax::{SyntaxKind, SyntaxNode};
use serde_json::{Value, json};

use crate::cell_syntax::{BEFORE, parse, start_of_code};
use crate::errors::open_brackets;

const INDENT: usize = 4;

/// The content of the answer to an `is_complete_request`.
pub fn answer(code: &str) -> Value {
    match of(code) {
        Completeness::Complete => json!({"status": "complete"}),
        Completeness::Invalid => json!({"status": "invalid"}),
        Completeness::Incomplete(depth) => {
            json!({"status": "incomplete", "indent": " ".repeat(INDENT * depth)})
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Completeness {
    Complete,
    /// More has to come, in so many brackets.
    Incomplete(usize),
    /// Whatever comes, it stays wrong.
    Invalid,
}

fn of(code: &str) -> Completeness {
    let Ok(open) = open_brackets(&code[start_of_code(code)..]) else {
        return Completeness::Invalid;
    };
    let depth = open.len();
    let parsed = parse(code);
    let end = BEFORE.len() + code.trim_end().len();
    let first_error = parsed
        .errors()
        .iter()
        .map(|error| usize::from(error.range().start()))
        .min();
    match first_error {
        _ if depth > 0 || ends_within_token(&parsed.syntax_node(), end) => {
            Completeness::Incomplete(depth)
        }
        Some(error) if error >= end => Completeness::Incomplete(depth),
        Some(_) => Completeness::Invalid,
        None => Completeness::Complete,
    }
}

/// Whether `end` lies in a string or a comment that is not closed.
fn ends_within_token(file: &SyntaxNode, end: usize) -> bool {
    let is_open = |kind: SyntaxKind| {
        matches!(
            kind,
            SyntaxKind::STRING | SyntaxKind::BYTE_STRING | SyntaxKind::COMMENT
        )
    };
    file.descendants_with_tokens()
        .filter_map(|one| one.into_token())
        .any(|token| {
            is_open(token.kind())
                && usize::from(token.text_range().end()) > end + 1
                && usize::from(token.text_range().start()) < end
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_items_and_commands_are_complete() {
        for code in [
            "",
            "1 + 1",
            "let x = 1;",
            "x",
            "fn f() -> f64 {\n    1.0\n}",
            "use std::fmt;",
            "let f = |x: f64| x * x;",
            ":dep ndarray = \"0.16\"\nuse ndarray::array;",
            "for i in 0..3 {\n    println!(\"{i} }}\");\n}",
            "// done",
            "let s = \"a {\";",
        ] {
            assert_eq!(of(code), Completeness::Complete, "{code}");
        }
    }

    #[test]
    fn what_is_open_asks_for_more_with_its_indent() {
        for (code, depth) in [
            ("fn f() {", 1),
            ("let x = vec![\n    1,", 1),
            ("if true {\n    g(", 2),
            ("let x =", 0),
            ("1 +", 0),
            ("let s = \"open", 0),
            ("/* open", 0),
            ("fn f()", 0),
        ] {
            assert_eq!(of(code), Completeness::Incomplete(depth), "{code}");
        }
    }

    #[test]
    fn what_stays_wrong_is_invalid() {
        for code in [
            "}",
            "let x = );",
            "fn f() { ] }",
            "let = 3;",
            "def f(x):\n    return x",
        ] {
            assert_eq!(of(code), Completeness::Invalid, "{code}");
        }
    }
}
