//! Plain words for what a class does wrong daily.
//!
//! A rule looks at one error, at rustc's code and message and at the student's own code there, and
//! has one sentence to say, or nothing. The first that has something to say is heard; rustc's own
//! words stand above it in any case.

mod arguments;
mod arrays;
mod builtins;
mod earlier;
mod figures;
mod foreign;
mod methods;
mod names;
mod numbers;
mod ownership;
mod problem;
mod python;
mod syntax;
mod texts;
mod values;

use std::ops::Range;

use ra_ap_syntax::ast::{self, AstNode, HasName};

use self::problem::{Problem, Rule};
use super::report::line_of;
use super::session::Session;
use super::told::{Label, Told};
use crate::cell_syntax::{BEFORE, parsed};
use crate::words::{Words, words};

/// The rules for what is no Rust at all.
const HABITS: [&[Rule]; 3] = [python::RULES, builtins::RULES, foreign::RULES];

/// All others, in the order in which they are asked.
const RULES: [&[Rule]; 12] = [
    earlier::RULES,
    syntax::RULES,
    methods::RULES,
    names::RULES,
    ownership::RULES,
    arguments::RULES,
    texts::RULES,
    arrays::RULES,
    numbers::RULES,
    figures::RULES,
    values::RULES,
    &[methods::nothing_of_that_name],
];

/// How rustc's suggestions begin that lead astray where the line is no Rust.
const ASTRAY: [&str; 12] = [
    "perhaps you intended to use this type",
    "add `;` here",
    "consider inserting whitespace here",
    "a local variable with a similar name exists",
    "a function with a similar name exists",
    "use a semicolon instead",
    "use the `.` operator to call the method",
    "change this to `;`",
    "consider adding `;` here",
    "try using `.` instead",
    "missing `,`",
    "write `let` instead",
];

/// What rustc says of a name that resembles an unknown one.
const SIMILAR: &str = "with a similar name";

/// Adds a hint to each error, where there is one, and leaves out what only follows from another.
pub fn explain(told: &mut Vec<Told>, cell: &str, session: &Session) {
    for one in told.iter_mut() {
        one.hint = hint(one, cell, session).or(one.hint.take());
        let problem = Problem::new(one, cell, session);
        let is_habit = said_by(&HABITS, &problem).is_some();
        let is_missing = one.code == "E0425" && session.fate(problem.text()).is_some();
        let is_far_fetched = names::is_far_fetched(&problem);
        let changed = earlier::changed(&problem).filter(|_| one.labels.is_empty());
        one.suggestions.retain(|help| {
            let is_astray = ASTRAY.iter().any(|start| help.text.starts_with(start));
            let is_similar = help.text.contains(SIMILAR);
            !(is_astray && (is_habit || is_missing) || is_similar && is_far_fetched)
        });
        one.labels.extend(changed.map(|range| Label {
            range,
            text: words!("changed here"),
            is_primary: true,
        }));
        one.is_foreign = is_habit && one.code.is_empty();
        earlier::shorten(one, session);
    }
    leave_out_what_follows(told, cell);
    // Under each of five unknown names the same is said once.
    let mut seen: Vec<Words> = Vec::new();
    for one in told.iter_mut() {
        one.hint = one.hint.take().filter(|hint| !seen.contains(hint));
        seen.extend(one.hint.clone());
    }
}

fn leave_out_what_follows(told: &mut Vec<Told>, cell: &str) {
    let line = |told: &Told| Some(line_of(cell, told.primary()?.range.start));
    // From where it is no Rust on, all else that rustc says is misleading.
    if let Some(at) = told.iter().position(|one| one.is_foreign) {
        let foreign = told[at].clone();
        told.retain(|one| line(one) < line(&foreign));
        told.push(foreign);
    }
    // A variable that cannot be kept is complained of in several ways.
    let mut has_kept = false;
    told.retain(|one| one.kept.is_none() || !std::mem::replace(&mut has_kept, true));
    // Of an item of an earlier cell one complaint is enough, but of each.
    let mut outdated: Vec<Words> = Vec::new();
    told.retain(|one| match (&one.earlier, &one.hint) {
        (Some(_), Some(hint)) => {
            let is_new = !outdated.contains(hint);
            outdated.push(hint.clone());
            is_new
        }
        _ => true,
    });
    // What is wrong in a line once more mostly comes of what is explained.
    let mut explained = Vec::new();
    told.retain(|one| {
        if one.earlier.is_some() {
            return true;
        }
        let line = line(one);
        let is_new = line.is_none() || !explained.contains(&line);
        if one.hint.is_some() {
            explained.push(line);
        }
        is_new
    });
}

/// One sentence for an error.
pub fn hint(told: &Told, cell: &str, session: &Session) -> Option<Words> {
    let problem = Problem::new(told, cell, session);
    said_by(&HABITS, &problem).or_else(|| said_by(&RULES, &problem))
}

/// What the first rule says that has something to say.
fn said_by(rules: &[&[Rule]], problem: &Problem) -> Option<Words> {
    let mut all = rules.iter().flat_map(|rules| rules.iter());
    all.find_map(|rule| rule(problem))
}

/// How to keep a closure that a cell leaves in a variable: in a box, with a type.
pub fn boxed_closure(cell: &str, name: &str, prefix: &str) -> Option<String> {
    let tree = parsed(cell);
    let mut made = tree.descendants().filter_map(ast::LetStmt::cast);
    let closure = made.find_map(|made| {
        let is_named = made
            .pat()?
            .syntax()
            .text()
            .to_string()
            .trim_start_matches("mut ")
            == name;
        let closure = made
            .initializer()?
            .syntax()
            .descendants()
            .find_map(ast::ClosureExpr::cast);
        closure.filter(|_| is_named)
    })?;
    let arguments = closure.param_list()?;
    let types: Vec<String> = arguments
        .params()
        .map(|one| {
            one.ty()
                .map_or("f64".to_owned(), |of| of.syntax().text().to_string())
        })
        .collect();
    Some(format!(
        "`let {name}: Box<dyn Fn({}) -> f64> = Box::new({prefix}{} …);`",
        types.join(", "),
        arguments.syntax().text()
    ))
}

/// Where a cell makes a variable of this name.
pub fn variable(cell: &str, name: &str) -> Option<Range<usize>> {
    let tree = parsed(cell);
    let made = tree.descendants().filter_map(ast::IdentPat::cast);
    let name = made
        .filter_map(|pat| pat.name())
        .filter(|one| one.text() == name)
        .last()?;
    let range = name.syntax().text_range();
    let byte = |at| usize::from(at).checked_sub(BEFORE.len());
    Some(byte(range.start())?..byte(range.end())?)
}

#[cfg(test)]
mod tests;
