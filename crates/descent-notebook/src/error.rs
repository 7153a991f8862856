//! What can go wrong while a figure is made, or an answer is marked.

use std::fmt;
use std::path::PathBuf;

use descent_language::{translated, translation, words};

use crate::text::{printable, shortened};

/// Why there is no figure, or no mark, in a sentence to act on.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A figure of a plane was given a path whose points have another number of coordinates.
    Coordinates {
        /// The label of the path.
        run: String,
        /// The coordinates of its points.
        found: usize,
        /// The coordinates that the figure can show.
        expected: usize,
    },
    /// None of the points or values to be drawn is finite.
    NothingFinite {
        /// What was to be drawn.
        what: String,
    },
    /// There is nothing to draw: no run, no panel, no element.
    Empty {
        /// What is empty, and what to add.
        what: &'static str,
    },
    /// A range does not run from a finite number up to a larger finite one.
    Range {
        /// The axis: x₀, x₁, step, value.
        axis: String,
        /// The lower end that was given.
        low: f64,
        /// The upper end that was given.
        high: f64,
    },
    /// A number that sets the figure up is out of its bounds.
    Setting {
        /// What is set: size, angle, steps of the grid.
        what: &'static str,
        /// The value that was given, as text.
        found: String,
        /// What is allowed.
        expected: &'static str,
    },
    /// There are more or fewer labels than things to label.
    Labels {
        /// What the labels are for.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// The output would be too large for a notebook.
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
    /// The file name does not say which format to write.
    Extension {
        /// The file that was named.
        path: PathBuf,
    },
    /// The file cannot be written.
    Save {
        /// The file that was named.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A check that had to pass did not.
    NotPassed {
        /// The check.
        check: &'static str,
    },
    /// A descent that the figure ran was given something wrong.
    Descent(descent::Error),
    /// The drawing library gave up.
    Drawing(String),
}

impl Error {
    pub(crate) fn nothing_finite(what: impl Into<String>) -> Self {
        Self::NothingFinite { what: what.into() }
    }

    pub(crate) fn setting(
        what: &'static str,
        found: impl fmt::Display,
        expected: &'static str,
    ) -> Self {
        let found = found.to_string();
        Self::Setting {
            what,
            found,
            expected,
        }
    }
}

impl Error {
    /// The message, in the language of its reader.
    fn sentence(&self) -> String {
        match self {
            Self::Coordinates {
                run,
                found: 1,
                expected,
            } => words!(
                "the points of the path '{run}' have 1 coordinate, but this figure shows \
                 {expected}; draw the values of such a path with loss_curve(&path)",
                run = name(run),
                expected
            ),
            Self::Coordinates {
                run,
                found,
                expected,
            } => words!(
                "the points of the path '{run}' have {found} coordinates, but this figure shows \
                 {expected}; draw the values of such a path with loss_curve(&path)",
                run = name(run),
                found,
                expected
            ),
            Self::NothingFinite { what } => words!(
                "{what} has no finite number to draw (all are NaN or infinite); look at the \
                 numbers themselves, or choose another range",
                what = name(what)
            ),
            Self::Empty { what } => {
                words!("there is nothing to draw: {what}", what = translated(what))
            }
            Self::Range { axis, low, high } => range(&name(axis), *low, *high),
            Self::Setting {
                what,
                found,
                expected,
            } => words!(
                "the {what} is {found}, but should be {expected}",
                what = translated(what),
                found,
                expected = translated(expected)
            ),
            Self::Labels {
                what,
                found: 1,
                expected,
            } => words!(
                "there is 1 {what} for {expected}; give one for each",
                what = singular(what),
                expected
            ),
            Self::Labels {
                what,
                found,
                expected,
            } => words!(
                "there are {found} {what} for {expected}; give one for each",
                found,
                what = translated(what),
                expected
            ),
            Self::TooLarge { what, found, limit } => words!(
                "there are {found} {what}, but one figure holds at most {limit}; show fewer, or \
                 use several figures",
                found,
                what = translated(what),
                limit
            ),
            Self::Extension { path } => words!(
                "cannot tell the format of '{path}'; end the name in .png or .svg",
                path = printable(&path.display().to_string())
            ),
            Self::Save { path, reason } => words!(
                "cannot write '{path}': {reason}",
                path = printable(&path.display().to_string()),
                reason
            ),
            Self::NotPassed { check } => words!(
                "check::{check} has to pass here and did not, as the table above says; change your \
                 function, run its cell, then this one again",
                check
            ),
            Self::Descent(error) => error.to_string(),
            Self::Drawing(reason) => words!("the drawing failed: {reason}", reason),
        }
    }
}

/// What is wrong with a range of an axis.
fn range(axis: &str, low: f64, high: f64) -> String {
    let [from, to] = [low, high].map(|bound| format!("{bound:?}"));
    if !low.is_finite() {
        return words!(
            "the lower bound of the range of {axis} is {bound}; give two finite numbers, the \
             smaller one first",
            axis,
            bound = from
        );
    }
    if !high.is_finite() {
        return words!(
            "the upper bound of the range of {axis} is {bound}; give two finite numbers, the \
             smaller one first",
            axis,
            bound = to
        );
    }
    match low < high {
        true => words!(
            "the range of {axis} runs from {from} to {to}; choose one that is neither too narrow \
             nor too wide for f64",
            axis,
            from,
            to
        ),
        false => words!(
            "the range of {axis} runs from {from} to {to}; give the smaller number first, then \
             the larger one",
            axis,
            from,
            to
        ),
    }
}

/// What one of these things is called: a translation serves for one as well.
fn singular(labels: &str) -> String {
    match translation(labels) {
        Some(translated) => translated.to_owned(),
        None => labels
            .replacen("labels", "label", 1)
            .replacen("names", "name", 1),
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence())
    }
}

/// The sentence, as [`Display`](fmt::Display) has it: `unwrap` prints this, and a student reads it.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A caller's text as a part of a sentence: on one line, and not longer than it.
fn name(text: &str) -> String {
    shortened(&printable(text), 80)
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Descent(error) => Some(error),
            _ => None,
        }
    }
}
