//! What is said to whoever reads a notebook, in the language of the kernel.
//!
//! All that is shown below a cell carries its text as [`Words`], so that a plain text does not compile
//! there: `words!` makes one of an English text and its translation, and what others say is named as
//! theirs ([`Words::said`]). Nothing is recognised by a sentence of the kernel's own.

use std::fmt;
use std::io;
use std::ops::Deref;

/// A sentence or a piece of one, as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(String);

impl Words {
    /// What rustc, evcxr, the system or the student's own code says: it stays as it is, in every
    /// language. The kernel's own sentences are made by `words!`.
    #[must_use]
    pub fn said(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Words {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

impl From<Words> for String {
    fn from(words: Words) -> Self {
        words.0
    }
}

impl From<Words> for io::Error {
    fn from(words: Words) -> Self {
        Self::other(words.0)
    }
}

/// A sentence of the kernel's own: [`descent_language::words!`] with its text and its values.
macro_rules! words {
    ($($sentence:tt)*) => {
        $crate::words::Words::said(::descent_language::words!($($sentence)*))
    };
}

pub(crate) use words;
