//! Whether a cell is complete, for consoles that ask at each Enter.

use ra_ap_syntax::{Edition, SourceFile, SyntaxKind, SyntaxNode};
use serde_json::{Value, json};

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
    // Commands of evcxr's, such as `:dep`, are lines of their own.
    let rust: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with(':'))
        .flat_map(|line| [line, "\n"])
        .collect();
    let Some(depth) = open_brackets(&rust) else {
        return Completeness::Invalid;
    };
    // In a block, as a cell holds statements as well as items.
    let start = "fn cell() {\n";
    let text = format!("{start}{rust}\n}}");
    let parsed = SourceFile::parse(&text, Edition::Edition2024);
    let end = start.len() + rust.trim_end().len();
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

/// How many brackets are open at the end; `None` if one is closed that was not opened.
fn open_brackets(code: &str) -> Option<usize> {
    let mut open = Vec::new();
    let lexed = ra_ap_syntax::SourceFile::parse(code, Edition::Edition2024);
    for token in lexed
        .syntax_node()
        .descendants_with_tokens()
        .filter_map(|one| one.into_token())
    {
        match token.text() {
            bracket @ ("(" | "[" | "{") => open.push(bracket.to_owned()),
            bracket @ (")" | "]" | "}") => {
                let opening = match bracket {
                    ")" => "(",
                    "]" => "[",
                    _ => "{",
                };
                if open.pop()? != opening {
                    return None;
                }
            }
            _ => {}
        }
    }
    Some(open.len())
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
