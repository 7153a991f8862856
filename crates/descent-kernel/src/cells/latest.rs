//! An implementation that a student has written anew replaces the old one.
//!
//! evcxr replaces a function or a type of the same name. An `impl` has no name: it keeps all that
//! were ever run, and rustc refuses two.
//!
//! Not needed once evcxr replaces implementations, too.

use std::collections::HashMap;

use ra_ap_syntax::ast::{self, HasModuleItem, HasName};
use ra_ap_syntax::{AstNode, Edition, SourceFile};

/// Leaves out what follows it, on the same line.
const OFF: &str = "#[cfg(any())] ";

/// The source of a cell without the implementations, and the functions in them, that later ones
/// replace; `None` if there are none. No line moves.
pub(super) fn with_latest_implementations(source: &str) -> Option<String> {
    if source.matches("impl").count() < 2 {
        return None;
    }
    let file = SourceFile::parse(source, Edition::Edition2024).tree();
    let mut latest: HashMap<String, usize> = HashMap::new();
    let mut replaced = Vec::new();
    let implementations: Vec<ast::Impl> = file
        .items()
        .filter_map(|item| match item {
            ast::Item::Impl(one) => Some(one),
            _ => None,
        })
        .collect();
    for one in implementations.iter().rev() {
        let start = |node: &ra_ap_syntax::SyntaxNode| usize::from(node.text_range().start());
        let head = head(one)?;
        if one.trait_().is_some() {
            // The whole of it.
            if latest.insert(head, 0).is_some() {
                replaced.push(start(one.syntax()));
            }
            continue;
        }
        let functions = one
            .assoc_item_list()
            .into_iter()
            .flat_map(|list| list.assoc_items());
        for function in functions {
            if let ast::AssocItem::Fn(function) = function
                && let Some(name) = function.name()
                && latest
                    .insert(format!("{head}::{}", name.text()), start(one.syntax()))
                    .is_some_and(|other| other != start(one.syntax()))
            {
                replaced.push(start(function.syntax()));
            }
        }
    }
    if replaced.is_empty() {
        return None;
    }
    replaced.sort_unstable();
    let mut text = source.to_owned();
    for place in replaced.iter().rev() {
        text.insert_str(*place, OFF);
    }
    Some(text)
}

/// What an implementation is of, without comments and spaces.
fn head(one: &ast::Impl) -> Option<String> {
    let body = one.assoc_item_list()?.syntax().text_range().start();
    let tokens = one
        .syntax()
        .descendants_with_tokens()
        .filter_map(|part| part.into_token());
    let head = tokens
        .skip_while(|token| token.text() != "impl")
        .take_while(|token| token.text_range().start() < body)
        .filter(|token| !token.kind().is_trivia());
    Some(
        head.map(|token| token.text().to_owned())
            .collect::<Vec<_>>()
            .join(" "),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_implementation_of_a_trait_counts_and_no_line_moves() {
        let source = "struct A;\nimpl Size for A { fn size(&self) -> u8 { 1 } }\n\
                      impl Size for B { }\nimpl Size  for A {\n fn size(&self) -> u8 { 2 } }\n";
        let latest = with_latest_implementations(source).expect("one is replaced");
        let expected = source.replacen("impl Size for A", "#[cfg(any())] impl Size for A", 1);
        assert_eq!(latest, expected);
    }

    #[test]
    fn a_function_that_is_written_anew_replaces_its_namesake_alone() {
        let source = "impl A { fn a() {} fn b() {} }\nimpl B { fn a() {} }\nimpl A { fn b() {} }\n";
        let latest = with_latest_implementations(source).expect("one is replaced");
        assert_eq!(latest.replacen(OFF, "", 1), source);
        assert!(
            latest.starts_with("impl A { fn a() {} #[cfg(any())] fn b() {} }\n"),
            "{latest}"
        );
    }

    #[test]
    fn different_implementations_stay() {
        for source in [
            "impl A { fn a() {} }\nimpl A { fn b() {} }\n",
            "impl From<u8> for A { fn from(_: u8) -> A { A } }\nimpl From<i8> for A { }\n",
            "impl A { fn a() {} fn a() {} }\n",
        ] {
            assert_eq!(with_latest_implementations(source), None, "{source}");
        }
    }
}
