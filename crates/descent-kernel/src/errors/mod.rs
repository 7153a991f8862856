//! The errors of a cell, in terms of the cell.
//!
//! evcxr tells an error by rustc's message and by lines that it looks up itself; it loses them where
//! a cell holds letters beyond ASCII, takes warnings for errors, and names things that it has
//! written itself. So the wrapper of rustc leaves what rustc said ([`Refused`]), and the front
//! writes the error anew (`explain`): the lines of the cell, what rustc says of them, and one
//! sentence in plain words (`hints`).
//!
//! Not needed once evcxr shows errors in lines of the cell, whatever its letters, and without
//! what it has written itself.

mod brackets;
mod dependency;
mod diagnostic;
mod evcxr;
mod hints;
mod note;
mod place;
mod record;
mod report;
mod session;
mod told;
mod types;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub(crate) use self::brackets::open_brackets;
pub use self::diagnostic::without_warnings;
pub(crate) use self::evcxr::has_ended;
pub use self::record::Refused;
pub use self::session::Session;
pub(crate) use self::types::readable;

use self::diagnostic::Diagnostic;
use self::place::Places;
use self::told::Told;
use crate::current_cell::CurrentCell;
use crate::words::words;

/// An error as Jupyter shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// rustc's code, for example `E0308`, or what kind of error it is.
    pub ename: String,
    /// The message and the hint.
    pub evalue: String,
    /// The lines that are shown.
    pub traceback: Vec<String>,
}

/// The name of an error for which rustc has no code.
const NO_CODE: &str = "CompileError";
/// No more than so many errors of a cell are shown: most come of the first.
const MOST: usize = 3;

thread_local! {
    static IS_EXPLAINING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread explains an error: a panic then costs the explanation and no more.
#[must_use]
pub fn is_explaining() -> bool {
    IS_EXPLAINING.get()
}

/// The line of `cell`, counted from 1, that stands in line `number` of the source that evcxr wrote
/// around it.
pub(crate) fn line_in_cell(source: &str, cell: &str, number: usize) -> Option<usize> {
    Places::new(source, cell).line(number)
}

/// What to show for `cell`, which evcxr answered with `messages`.
///
/// Whatever rustc says, and however it is placed, the kernel goes on: in the worst case an error is
/// told in evcxr's words.
pub(crate) fn explain(
    refused: Option<&Refused>,
    messages: &[&str],
    cell: &CurrentCell,
    session: &Session,
) -> Shown {
    guarded(|| in_words(refused, messages, cell, session)).unwrap_or_else(|| Shown {
        ename: NO_CODE.to_owned(),
        evalue: messages.join("\n"),
        traceback: messages.iter().map(|one| (*one).to_owned()).collect(),
    })
}

/// What `explain` gives, unless it panics.
fn guarded<T>(explain: impl FnOnce() -> T) -> Option<T> {
    IS_EXPLAINING.set(true);
    let explained = catch_unwind(AssertUnwindSafe(explain));
    IS_EXPLAINING.set(false);
    explained.ok()
}

fn in_words(
    refused: Option<&Refused>,
    messages: &[&str],
    CurrentCell { number, code: cell }: &CurrentCell,
    session: &Session,
) -> Shown {
    let told = refused.map(|refused| of_rustc(refused, messages, cell, session));
    let told = told.filter(|told| !told.is_empty());
    let told = told.unwrap_or_else(|| evcxr::told(messages, cell, session));
    let name = words!("cell [{number}]", number);
    let mut traceback = Vec::new();
    for told in told.iter().take(MOST) {
        if !traceback.is_empty() {
            traceback.push(String::new());
        }
        traceback.extend(report::lines(told, cell, &name));
    }
    match told.len().saturating_sub(MOST) {
        0 => {}
        1 => traceback.extend([String::new(), words!("… and one more error").into()]),
        more => traceback.extend([
            String::new(),
            words!("… and {more} more errors", more).into(),
        ]),
    }
    let first = told.first().cloned().unwrap_or_default();
    let mut evalue = first.message;
    if let Some(primary) = told.first().and_then(Told::primary) {
        let line = report::line_of(cell, primary.range.start);
        evalue = words!(
            "{message} ({name}, line {line})",
            message = evalue,
            name,
            line
        );
    }
    let mut evalue = String::from(evalue);
    if let Some(hint) = first.hint {
        evalue += &format!("\n→ {hint}");
    }
    let ename = match first.code.is_empty() {
        true => NO_CODE.to_owned(),
        false => first.code,
    };
    Shown {
        ename,
        evalue,
        traceback,
    }
}

/// The errors that rustc found, if they are those that evcxr has told of.
fn of_rustc(refused: &Refused, messages: &[&str], cell: &str, session: &Session) -> Vec<Told> {
    let errors = Diagnostic::errors_in(&refused.said);
    if !messages
        .iter()
        .any(|message| evcxr::is_rustcs(message, &errors))
    {
        return Vec::new();
    }
    let places = Places::new(&refused.source, cell);
    let mut told: Vec<Told> = errors
        .iter()
        .map(|error| Told::of(error, &places))
        .collect();
    for told in &mut told {
        told.correct(cell);
    }
    // What has no place in this cell comes of what has one.
    let is_elsewhere = |told: &Told| told.labels.is_empty();
    if told.iter().any(|told| !is_elsewhere(told)) {
        told.retain(|told| !is_elsewhere(told));
    }
    hints::explain(&mut told, cell, session);
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_costs_the_explanation_and_is_known_as_such() {
        assert_eq!(guarded(is_explaining), Some(true));
        let nothing = guarded(|| -> u8 { panic!("on purpose") });
        assert_eq!((nothing, is_explaining()), (None, false));
    }
}
