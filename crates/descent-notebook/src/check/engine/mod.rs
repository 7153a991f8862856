//! What the checks are made of.
//!
//! The lessons' checks import from here; nothing here imports a check. To add one, copy a short
//! file such as `lesson_02/largest_learning_rate.rs` and enter it in its lesson's `mod.rs`.

use ndarray::Array1;

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

/// Defines a check by its documentation and the signature of the function that it takes, a function
/// `run` that takes it as a `Mine`.
///
/// The check takes any function, so that the compiler says in plain words what is wrong with its
/// signature, and hands it on in a box: a cell that calls the check has nearly nothing to compile.
macro_rules! check {
    ($(#[$documentation:meta])* $name:ident($($argument:ty),*) $(-> $answer:ty)?) => {
        $(#[$documentation])*
        pub fn $name(
            mine: impl Fn($($argument),*) $(-> $answer)? + Send + Sync + 'static,
        ) -> Report {
            run(Box::new(mine))
        }

        type Mine = Box<dyn Fn($($argument),*) $(-> $answer)? + Send + Sync>;
    };
}
pub(crate) use check;

/// The largest element.
pub(crate) fn largest(of: &Array1<f64>) -> f64 {
    of.fold(f64::NEG_INFINITY, |largest, &element| largest.max(element))
}
