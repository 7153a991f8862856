//! A long sum of numbers in a `let`, as somebody writes it who pastes data.
//!
//! evcxr asks rust-analyzer for the type of a variable. Where no number of a sum states its own, the
//! answer takes more than the square of their count: minutes for two thousand. So evcxr reads the sum
//! as the body of a function, whose type is stated: the one that rustc gives to such numbers.
//!
//! Not needed once rust-analyzer settles the types of numbers one by one.

use ra_ap_syntax::ast::{self, AstNode};
use ra_ap_syntax::{NodeOrToken, SyntaxKind, SyntaxNode, SyntaxToken, TextSize};

use crate::cell_syntax::{BEFORE, parsed};
use crate::dependency::Replacement;

/// So many numbers take rust-analyzer less than rustc takes for the cell.
const SHORT: usize = 64;
/// Operators after which there is no number any more.
const COMPARES: [&str; 9] = ["<", "<=", ">", ">=", "==", "!=", "&&", "||", "="];

/// What evcxr shall read before and behind each such sum of a cell.
pub fn stated(cell: &str) -> Vec<Replacement> {
    // Most cells are shorter than such a sum.
    if cell.len() < 3 * SHORT {
        return Vec::new();
    }
    let statements = parsed(cell)
        .descendants()
        .filter_map(ast::LetStmt::cast)
        .filter(|statement| statement.ty().is_none());
    statements
        .filter_map(|statement| as_a_function(statement.initializer()?.syntax()))
        .flatten()
        .collect()
}

fn as_a_function(sum: &SyntaxNode) -> Option<[Replacement; 2]> {
    let type_of_all = type_of_long(sum)?;
    let insert = |at: TextSize, text| {
        let at = usize::from(at) - BEFORE.len();
        let range = at..at;
        Replacement { range, text }
    };
    let range = sum.text_range();
    Some([
        insert(range.start(), format!("{{ fn sum() -> {type_of_all} {{ ")),
        insert(range.end(), " } sum() }".to_owned()),
    ])
}

/// The type of a long sum of nothing but numbers, none of which states it.
fn type_of_long(sum: &SyntaxNode) -> Option<&'static str> {
    let is_a_sums = |kind| {
        use SyntaxKind::{BIN_EXPR, LITERAL, PAREN_EXPR, PREFIX_EXPR};
        matches!(kind, BIN_EXPR | LITERAL | PAREN_EXPR | PREFIX_EXPR)
    };
    let mut numbers: Vec<SyntaxToken> = Vec::new();
    for one in sum.descendants_with_tokens() {
        match one {
            NodeOrToken::Node(node) if !is_a_sums(node.kind()) => return None,
            NodeOrToken::Token(token) if token.kind().is_literal() => numbers.push(token),
            NodeOrToken::Token(token) if COMPARES.contains(&token.text()) => return None,
            _ => {}
        }
    }
    let kind = numbers.first()?.kind();
    let type_of_all = match kind {
        SyntaxKind::FLOAT_NUMBER => "f64",
        SyntaxKind::INT_NUMBER => "i32",
        _ => return None,
    };
    let is_open = |number: &SyntaxToken| number.kind() == kind && !states_a_type(number.text());
    (numbers.len() > SHORT && numbers.iter().all(is_open)).then_some(type_of_all)
}

/// Whether a number ends with a type, as in `1.0f32` or `2_usize`.
fn states_a_type(number: &str) -> bool {
    let ends = [
        "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64",
        "u128", "usize",
    ];
    // A hexadecimal number has letters of its own: `0xf32`.
    !number.starts_with("0x") && ends.iter().any(|end| number.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dependency::replaced;

    fn sum_of(number: &str, count: usize) -> String {
        vec![number; count].join(" + ")
    }

    #[test]
    fn a_long_sum_of_numbers_is_read_as_a_function_of_their_type() {
        for (number, type_of_all) in [
            ("1.5", "f64"),
            ("2", "i32"),
            ("-2.5e3", "f64"),
            ("(1. - 2.0)", "f64"),
            ("0xf32", "i32"),
        ] {
            let sum = sum_of(number, 100);
            let cell = format!("// Ω\nlet total = {sum};\ntotal");
            let read = format!(
                "// Ω\nlet total = {{ fn sum() -> {type_of_all} {{ {sum} }} sum() }};\ntotal"
            );
            assert_eq!(replaced(&cell, &stated(&cell)), read);
        }
    }

    #[test]
    fn what_is_short_or_known_or_no_sum_of_numbers_alone_stays() {
        for cell in [
            format!("let total = {};", sum_of("1.5", SHORT)),
            format!("let total: f32 = {};", sum_of("1.5", 100)),
            format!("let total = {} + 1.5f32;", sum_of("1.5", 100)),
            format!("let total = x + {};", sum_of("1.5", 100)),
            format!("let total = {};", sum_of("f(1.5)", 100)),
            format!("let total = {};", sum_of("'a'", 100)),
            format!("let total = {} == 3.0;", sum_of("1.5", 100)),
            format!("println!(\"{{}}\", {});", sum_of("1.5", 100)),
            format!("let numbers = vec![{}];", vec!["1.5"; 100].join(", ")),
        ] {
            assert_eq!(stated(&cell), [], "{cell}");
        }
    }
}
