//! The names of a session, for completions where rust-analyzer cannot be asked.
//!
//! rust-analyzer's term search panics where a constant of another type is in scope, and takes
//! evcxr, which runs in this process, with it. So whenever a cell has brought a constant, names are
//! completed from what the front knows itself.
//!
//! Not needed once evcxr asks rust-analyzer without its term search, or survives its panics.

use std::collections::{BTreeMap, BTreeSet};

use ra_ap_syntax::ast;
use ra_ap_syntax::{AstNode, SyntaxNode};
use serde_json::{Value, json};

use super::inspect;
use crate::cell_syntax::parsed;

/// Modules whose names may all be imported: they hold no constants.
const WITHOUT_CONSTANTS: [&str; 4] = [
    "descent_notebook::prelude",
    "ndarray::prelude",
    "rand::prelude",
    "std::io::prelude",
];

/// What a session has named so far.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Those of cells that have run.
    own: BTreeSet<String>,
    /// Functions, types and the like: how each was written.
    items: BTreeMap<String, String>,
    /// Those that were in scope before rust-analyzer could not be asked any more.
    others: BTreeSet<String>,
    has_constant: bool,
}

impl Names {
    /// Takes what a cell names that has run.
    pub fn add(&mut self, cell: &str) {
        let cell = parsed(cell);
        self.items.extend(inspect::items(&cell));
        self.own.extend(named(&cell));
        self.has_constant |= brings_constant(&cell);
    }

    /// The head and the comment of an item of the session's own.
    pub fn item(&self, name: &str) -> Option<&str> {
        self.items.get(name).map(String::as_str)
    }

    /// Takes names that rust-analyzer knows: of the prelude, of std and of Rust itself.
    pub fn extend(&mut self, names: impl IntoIterator<Item = String>) {
        let is_plain =
            |name: &String| !name.contains(['(', ' ', ':']) && is_no_name_of_evcxrs(name);
        self.others.extend(names.into_iter().filter(is_plain));
    }

    /// Whether this cell is the first to bring a constant.
    pub fn would_bring_first_constant(&self, cell: &str) -> bool {
        !self.has_constant && brings_constant(&parsed(cell))
    }

    /// Puts what begins as typed before the rest of the completions that rust-analyzer found, own
    /// names first, and leaves out what evcxr itself has named and what is `hidden`, unless the
    /// session or this `cell` names it.
    pub fn put_best_first(
        &self,
        content: &mut Value,
        cell: &str,
        typed: &str,
        hidden: impl Fn(&str) -> bool,
    ) {
        let cells = named(&parsed(cell));
        let is_own = |name: &str| self.own.contains(name) || cells.contains(name);
        let is_shown = |name: &str| is_no_name_of_evcxrs(name) && (is_own(name) || !hidden(name));
        let rank = |name: &str| {
            let begins = name.starts_with(typed);
            (!begins, name.ends_with("::"), !is_own(name))
        };
        let keep = |names: &mut Value, text: fn(&Value) -> &Value| {
            let text = |name: &Value| text(name).as_str().unwrap_or_default().to_owned();
            if let Some(names) = names.as_array_mut() {
                names.retain(|name| is_shown(&text(name)));
                names.sort_by_key(|name| rank(&text(name)));
            }
        };
        keep(&mut content["matches"], |name| name);
        let types = &mut content["metadata"]["_jupyter_types_experimental"];
        keep(types, |name| &name["text"]);
    }

    /// Whether rust-analyzer must not be asked about this cell.
    pub fn are_dangerous(&self, cell: &str) -> bool {
        self.has_constant || brings_constant(&parsed(cell))
    }

    /// The content of the answer to a `complete_request` for the place `at` of a cell, both
    /// counted in characters.
    pub fn answer(&self, cell: &str, at: usize) -> Value {
        let characters: Vec<char> = cell.chars().take(at).collect();
        let is_part = |character: &char| character.is_alphanumeric() || *character == '_';
        let length = characters
            .iter()
            .rev()
            .take_while(|one| is_part(one))
            .count();
        let start = characters.len() - length;
        let prefix: String = characters[start..].iter().collect();
        // What stands behind a dot or a path belongs to something that is not known here.
        let is_free = !matches!(characters[..start].last(), Some('.' | ':'));
        let own = named(&parsed(cell));
        let all: BTreeSet<&String> = self.own.iter().chain(&self.others).chain(&own).collect();
        let matches: Vec<&String> = all
            .into_iter()
            .filter(|name| is_free && name.starts_with(&prefix) && **name != prefix)
            .collect();
        json!({
            "status": "ok",
            "matches": matches,
            "cursor_start": start,
            "cursor_end": characters.len(),
            "metadata": {},
        })
    }
}

/// evcxr writes names of its own into each cell, which are not for students.
fn is_no_name_of_evcxrs(name: &str) -> bool {
    !name.to_lowercase().starts_with("evcxr") && !name.starts_with("run_user_code_")
}

/// The variables, functions, types and imports of a cell.
fn named(cell: &SyntaxNode) -> BTreeSet<String> {
    let names = cell.descendants().filter_map(|node| {
        let name = ast::Name::cast(node)?;
        // A closure's or a function's own arguments end with it.
        let is_argument = name
            .syntax()
            .ancestors()
            .any(|node| ast::Param::can_cast(node.kind()));
        (!is_argument && name.text() != "cell").then(|| name.text().to_string())
    });
    names.chain(imported(cell)).collect()
}

/// The last names of the imports of a cell.
fn imported(cell: &SyntaxNode) -> impl Iterator<Item = String> {
    cell.descendants()
        .filter_map(ast::UseTree::cast)
        .filter_map(|tree| {
            let is_leaf = tree.use_tree_list().is_none() && tree.star_token().is_none();
            let name = tree.path()?.segment()?.name_ref()?;
            is_leaf.then(|| name.text().to_string())
        })
}

/// Whether a cell brings a constant into scope, or something that may hold one.
fn brings_constant(cell: &SyntaxNode) -> bool {
    let is_constant = |name: &str| {
        name.chars().any(|c| c.is_uppercase())
            && !name.chars().any(|c| c.is_lowercase())
            && name.chars().count() > 1
    };
    let holds = cell
        .descendants()
        .any(|node| ast::Const::can_cast(node.kind()) || ast::Static::can_cast(node.kind()));
    let takes_all = cell
        .descendants()
        .filter_map(ast::UseTree::cast)
        .any(|tree| {
            let path = tree
                .path()
                .map(|path| path.syntax().text().to_string())
                .unwrap_or_default();
            tree.star_token().is_some() && !WITHOUT_CONSTANTS.contains(&&*path)
        });
    holds || takes_all || imported(cell).any(|name| is_constant(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(names: &Names, cell: &str) -> Vec<String> {
        let answer = names.answer(cell, cell.chars().count());
        serde_json::from_value(answer["matches"].clone()).expect("names")
    }

    #[test]
    fn constants_however_they_come_are_dangerous() {
        for cell in [
            "const RATE: f64 = 0.1;",
            "use std::f64::consts::PI;",
            "use std::f64::consts::*;",
            "use plotters::prelude::*;",
            "use std::f64::{consts::TAU, EPSILON};",
            "static COUNT: u32 = 1;",
            "struct A; impl A { const B: u8 = 1; }",
        ] {
            let mut names = Names::default();
            assert!(names.are_dangerous(cell), "{cell}");
            names.add(cell);
            assert!(names.are_dangerous("x"), "{cell}");
        }
        for cell in [
            "use descent_notebook::prelude::*;",
            "let x = 1.0;",
            "fn f<T>(a: T) {}",
            ":dep x",
        ] {
            assert!(!Names::default().are_dangerous(cell), "{cell}");
        }
    }

    #[test]
    fn names_of_earlier_cells_and_of_this_one_are_completed() {
        let mut names = Names::default();
        names.add("let start = 1;\nlet (first, second) = (1, 2);\nfn step(speed: f64) {}");
        names.extend(["gradient_descent".to_owned()]);
        assert_eq!(matches(&names, "st"), ["start", "step"]);
        assert_eq!(matches(&names, "let stop = 3;\n学习率(sto"), ["stop"]);
        assert_eq!(matches(&names, "gra"), ["gradient_descent"]);
        assert_eq!(matches(&names, "spe"), Vec::<String>::new());
        assert_eq!(matches(&names, "start.st"), Vec::<String>::new());
    }

    #[test]
    fn what_begins_as_typed_comes_first_own_names_before_others_and_evcxrs_not_at_all() {
        let mut names = Names::default();
        names.add("let path_two = 1;");
        let found = [
            "crate::",
            "my_path",
            "path_a",
            "EvcxrUserCodeError",
            "path_two",
            "path_p",
        ];
        let mut content = json!({"matches": found});
        names.put_best_first(&mut content, "path", "path", |name| name == "path_p");
        let best = ["path_two", "path_a", "my_path", "crate::"];
        assert_eq!(content["matches"], json!(best));
    }

    #[test]
    fn the_place_is_counted_in_characters() {
        let answer = Names::default().answer("x₀ + 学", 6);
        assert_eq!(
            (&answer["cursor_start"], &answer["cursor_end"]),
            (&json!(5), &json!(6))
        );
    }
}
