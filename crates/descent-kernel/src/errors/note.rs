//! What rustc says besides an error, and of which earlier cell.

use crate::words::{Words, words};

/// What rustc says besides.
#[derive(Clone, Debug)]
pub struct Note {
    /// `note` or `help`.
    pub level: &'static str,
    /// May be empty where it is about the code of an earlier cell.
    pub text: Words,
    /// The line of an earlier cell that it is about, if it is about one.
    pub earlier: Option<String>,
    /// The number of that cell, where it is known.
    pub count: Option<u32>,
}

impl Note {
    pub fn of(level: &'static str, text: Words, earlier: Option<&String>) -> Self {
        Self {
            level,
            text,
            earlier: earlier.cloned(),
            count: None,
        }
    }

    /// The note with the line that it is about.
    pub fn whole(&self) -> Words {
        let Some(line) = &self.earlier else {
            return self.text.clone();
        };
        let place = match self.count {
            Some(count) => words!("in cell [{count}]: `{line}`", count, line),
            None => words!("in an earlier cell: `{line}`", line),
        };
        match self.text.is_empty() {
            true => place,
            false => words!("{note}, {place}", note = self.text, place),
        }
    }
}
