//! What the checks are made of.
//!
//! The lessons' checks import from here; nothing here imports a check. To add one, copy a short
//! file such as `lesson_02/largest_learning_rate.rs` and enter it in its lesson's `mod.rs`.

pub(crate) mod answer;
pub(crate) mod attempt;
pub(crate) mod difference;
pub(crate) mod exam;
pub(crate) mod formula;
pub(crate) mod probe;
pub(crate) mod random;
pub(crate) mod report;
pub(crate) mod steps;

// What every check needs.
pub(crate) use crate::number::number;
pub(crate) use answer::text_of;
pub(crate) use exam::{Exam, Mistake};
pub(crate) use random::{between, matrix, point, vector};
pub(crate) use report::Report;
