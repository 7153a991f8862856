//! Code of earlier cells that does not fit what this cell changes.

use std::ops::Range;

use ra_ap_syntax::ast::{self, AstNode, HasName};
use ra_ap_syntax::{Edition, SourceFile};

use super::problem::{Problem, Rule};
use crate::cell_syntax::BEFORE;
use crate::errors::note::Note;
use crate::errors::session::Session;
use crate::errors::told::Told;
use crate::words::{Words, words};

pub const RULES: &[Rule] = &[outdated];

/// A `struct` with other fields, or a `fn` with other arguments, than an earlier cell relies on.
fn outdated(problem: &Problem) -> Option<Words> {
    let earlier = problem.told.earlier.as_ref()?;
    let item = name_of(&earlier.item)?;
    let of = match problem.session.cell_with(&earlier.item) {
        Some(count) => words!("`{item}` of cell [{count}]", item, count),
        None => words!("`{item}` of an earlier cell", item),
    };
    let Some(changed) = changed(problem).and_then(|range| problem.cell.get(range)) else {
        return Some(words!(
            "It is {of} that no longer fits: write it anew, in one cell with what is here.",
            of
        ));
    };
    let short = item.rsplit(' ').next().unwrap_or(&item);
    Some(words!(
        "{of} relies on `{changed}` as it was: write the new `{changed}` and the `{short}` that goes \
         with it into one cell.",
        of,
        changed,
        short
    ))
}

/// Has the number of the cell in what is said of its line; all else is said by the hint.
pub fn shorten(told: &mut Told, session: &Session) {
    let Some(earlier) = &told.earlier else {
        return;
    };
    let of_earlier = |note: &Note| note.earlier.is_some();
    let first = told.notes.drain(..).find(of_earlier);
    let count = session.cell_with(&earlier.item);
    told.notes.extend(first.map(|note| Note { count, ..note }));
}

/// `fn norm`, `impl Net`, `struct Net`
fn name_of(item: &str) -> Option<String> {
    let tree = SourceFile::parse(item, Edition::Edition2024).syntax_node();
    let item = tree.children().find_map(ast::Item::cast)?;
    let named = |kind: &str, name: Option<ast::Name>| Some(format!("{kind} {}", name?.text()));
    match item {
        ast::Item::Fn(one) => named("fn", one.name()),
        ast::Item::Struct(one) => named("struct", one.name()),
        ast::Item::Enum(one) => named("enum", one.name()),
        ast::Item::Trait(one) => named("trait", one.name()),
        ast::Item::Const(one) => named("const", one.name()),
        ast::Item::Static(one) => named("static", one.name()),
        ast::Item::TypeAlias(one) => named("type", one.name()),
        ast::Item::Module(one) => named("mod", one.name()),
        ast::Item::Impl(one) => {
            let of = one.self_ty()?.syntax().text();
            Some(match one.trait_() {
                Some(of_trait) => format!("impl {} for {of}", of_trait.syntax().text()),
                None => format!("impl {of}"),
            })
        }
        _ => None,
    }
}

/// Where this cell names the item that an earlier one relies on.
pub fn changed(problem: &Problem) -> Option<Range<usize>> {
    let used = problem.tokens(&problem.told.earlier.as_ref()?.item);
    let own = problem.tree().descendants().filter_map(ast::Item::cast);
    let mut names = own.flat_map(|item| item.syntax().children().find_map(ast::Name::cast));
    let name = names.find(|name| used.iter().any(|word| name.text() == *word))?;
    let range = name.syntax().text_range();
    let byte = |at| usize::from(at).checked_sub(BEFORE.len());
    Some(byte(range.start())?..byte(range.end())?)
}
