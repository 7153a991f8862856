//! What a cell that runs does not do as its student hopes.

use ra_ap_syntax::SyntaxNode;
use ra_ap_syntax::ast::{self, AstNode, HasName};

use crate::words::{Words, words};

/// Types whose values change behind a shared reference.
const CHANGING: [&str; 4] = ["Mutex", "RwLock", "Atomic", "Cell"];

/// Sentences to show below a cell, a line each; mostly none.
pub fn advice(cell: &SyntaxNode) -> Vec<Words> {
    let uncalled = leaves_main_uncalled(cell).then(|| {
        words!(
            "`main` is known now, but a notebook does not call it by itself: write `main()` in a \
             cell, or leave `{head}` and its `{end}` out.",
            head = "fn main() {",
            end = "}"
        )
    });
    let statics = changing_statics(cell).map(|name| {
        words!(
            "`{name}` starts anew in each cell: what shall stay is a variable, as in \
             `let mut {variable} = …;`.",
            name,
            variable = name.to_lowercase()
        )
    });
    uncalled.into_iter().chain(statics).collect()
}

/// Whether a cell holds a `main` that it does not call, as a program does not either.
fn leaves_main_uncalled(cell: &SyntaxNode) -> bool {
    let is_main = |node: SyntaxNode| {
        let name = ast::Fn::cast(node).and_then(|function| function.name());
        name.is_some_and(|name| name.text() == "main")
    };
    let calls_main = |node: SyntaxNode| {
        let called = ast::CallExpr::cast(node).and_then(|call| call.expr());
        called.is_some_and(|called| called.syntax().text() == "main")
    };
    cell.descendants().any(is_main) && !cell.descendants().any(calls_main)
}

/// The names of statics that can change, and whose values stay in no later cell: those in functions.
fn changing_statics(cell: &SyntaxNode) -> impl Iterator<Item = String> {
    let functions_around = |one: &ast::Static| {
        let functions = one.syntax().ancestors().filter_map(ast::Fn::cast);
        functions.count()
    };
    // The cell itself is parsed as the body of one.
    let statics = cell
        .descendants()
        .filter_map(ast::Static::cast)
        .filter(move |one| functions_around(one) > usize::from(cfg!(unix)));
    let changing = statics.filter(|one| {
        let of = one.ty().map(|of| of.syntax().text().to_string());
        let changes = |of: String| CHANGING.iter().any(|name| of.contains(name));
        one.mut_token().is_some() || of.is_some_and(changes)
    });
    changing.filter_map(|one| Some(one.name()?.text().to_string()))
}

#[cfg(test)]
mod tests {
    use descent_language::{Language, speaking};

    use super::*;
    use crate::cell_syntax::parsed;

    fn has_advice(cell: &str) -> bool {
        !advice(&parsed(cell)).is_empty()
    }

    #[test]
    fn a_main_that_nobody_calls_is_noticed() {
        assert!(has_advice("fn main() {\n    println!(\"a\");\n}"));
        assert!(!has_advice("fn main() {}\nmain();"));
        assert!(!has_advice("let main = 1;"));
    }

    #[test]
    fn a_static_that_would_have_to_count_is_noticed() {
        for definition in [
            "static mut COUNT: u32 = 0;",
            "static COUNT: std::sync::Mutex<u32> = std::sync::Mutex::new(0);",
            "static COUNT: AtomicU32 = AtomicU32::new(0);",
            "static COUNT: Cell<u32> = Cell::new(0);",
        ] {
            let cell = format!("fn next() -> u32 {{ {definition} count() }}");
            // Outside of functions it is kept.
            assert_eq!(has_advice(definition), cfg!(not(unix)), "{definition}");
            assert!(
                advice(&parsed(&cell))[0].contains("`let mut count = …;`"),
                "{cell}"
            );
        }
        let main = speaking(Language::Chinese, || advice(&parsed("fn main() {}")));
        assert!(main[0].starts_with("`main` 现在已经定义好了"), "{main:?}");
        assert!(
            main[0].ends_with("去掉 `fn main() {` 和它的 `}`。"),
            "{main:?}"
        );
        assert!(!has_advice("fn f() { static LIMIT: f64 = 0.5; }"));
        assert!(!has_advice(
            "static TABLE: LazyLock<Vec<u64>> = LazyLock::new(table);"
        ));
        assert!(!has_advice("let s: &'static str = \"a\";"));
    }
}
