//! The source of a cell in one order, whatever order evcxr wrote it in.

use ra_ap_syntax::ast::{self, HasModuleItem};
use ra_ap_syntax::{AstNode, Edition, SourceFile};

/// The source with what evcxr writes in any order in one order: the items of earlier cells, which
/// come first, and the lines that pass variables from cell to cell.
pub(super) fn in_order(source: &str) -> String {
    let end = source.find(RUNTIME).map_or(0, |place| place + 1);
    let (items, rest) = source.split_at(end);
    let mut ordered = items_in_order(items).unwrap_or_else(|| items.to_owned());
    let mut lines: Vec<&str> = rest.lines().collect();
    for run in lines
        .chunk_by_mut(|a, b| passes_variable(a).is_some_and(|way| passes_variable(b) == Some(way)))
    {
        if passes_variable(run[0]).is_some() {
            run.sort_unstable();
        }
    }
    ordered.push_str(&lines.join("\n"));
    ordered.push('\n');
    ordered
}

/// Where what evcxr adds of its own begins.
const RUNTIME: &str = "\nmod evcxr_internal_runtime {";

/// In which of three ways a line of evcxr's passes a variable from cell to cell, if it does.
fn passes_variable(line: &str) -> Option<usize> {
    const WAYS: [(&str, &str); 3] = [
        ("vars_ok &= ", "evcxr_variable_store.check_variable::<"),
        ("let ", "evcxr_variable_store.take_variable::<"),
        ("", "evcxr_variable_store.put_variable::<"),
    ];
    WAYS.iter().position(|(start, call)| {
        line.strip_prefix(start).is_some_and(|rest| {
            rest.starts_with(call)
                || *start == "let "
                    && rest
                        .split_once(" = ")
                        .is_some_and(|(_, value)| value.starts_with(call))
        })
    })
}

/// Functions, types and imports sorted by their text; `None` where their order may matter or
/// cannot be told.
fn items_in_order(source: &str) -> Option<String> {
    let parsed = SourceFile::parse(source, Edition::Edition2024);
    if !parsed.errors().is_empty() {
        return None;
    }
    let items: Vec<ast::Item> = parsed.tree().items().collect();
    let first = items.first()?.syntax().text_range().start();
    let mut texts = Vec::with_capacity(items.len());
    for item in &items {
        // A macro can be used only below the place where it stands.
        if matches!(
            item,
            ast::Item::MacroRules(_) | ast::Item::MacroCall(_) | ast::Item::MacroDef(_)
        ) {
            return None;
        }
        texts.push(item.syntax().text().to_string());
    }
    texts.sort_unstable();
    let before = &source[..usize::from(first)];
    Some(format!("{before}{}\n", texts.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{F, G, written};
    use super::*;

    #[test]
    fn variables_in_another_order_are_the_same_cell() {
        let swapped = |text: &str| {
            let mut lines: Vec<&str> = text.lines().collect();
            let count = lines.len();
            lines.swap(count - 2, count - 1);
            lines.join("\n") + "\n"
        };
        let text = written([F, G], ["a", "b"], "");
        assert_ne!(swapped(&text), text);
        assert_eq!(in_order(&swapped(&text)), in_order(&text));
    }

    #[test]
    fn macros_stay_above_what_uses_them() {
        let text = written(
            ["macro_rules! m { () => {} }", "fn a() { m!() }"],
            ["a", "b"],
            "",
        );
        let ordered = in_order(&text);
        assert!(
            ordered.find("macro_rules") < ordered.find("fn a"),
            "{ordered}"
        );
    }
}
