//! Checks of a student's functions that answer at once.
//!
//! Each check takes a function, tries it on inputs that nobody can have seen, and answers with a
//! [`Report`]: a table of what was tried, what came out and what was expected, and a hint where a
//! common mistake explains the numbers. A function that panics, is not written yet or never ends
//! gets an answer too; a check itself never panics.
//!
//! | lesson | checks |
//! | --- | --- |
//! | 01 | [`numerical_diff`], [`numerical_gradient`], [`partial_derivatives`], [`tangent_line`], [`downhill`] |
//! | 02 | [`gradient_step`], [`gradient_descent`], [`values_on_the_way`], [`largest_learning_rate`], [`gap_above`] |
//! | 03 | [`softmax`], [`cross_entropy_error`], [`predict`], [`matrix_gradient`], [`argmax`] |
//! | 04 | [`mean_squared_error`], [`line_gradient`], [`standardize`], [`original_units`], [`one_epoch`] |
//! | 05 | [`relative_error`], [`fourth_order`], [`best_step`], [`logit_gradient`], [`backward`] |
//! | 06 | [`stability_bound`], [`condition_number`], [`second_derivative`], [`best_learning_rate`], [`step_decay`] |
//! | 07 | [`momentum_step`], [`nesterov_step`], [`ada_grad_step`], [`rms_prop_step`], [`adam_step`] |
//! | 09 | [`sigmoid`], [`sigmoid_gradient`], [`hidden_layer`], [`hidden_signal`], [`layer_gradient`] |
//!
//! The inputs follow from a seed that the report names; [`with_seed`] tries the same again.
//!
//! ```
//! use descent_notebook::prelude::*;
//!
//! fn my_diff(f: fn(f64) -> f64, x: f64) -> f64 {
//!     let h = 1e-4;
//!     (f(x + h) - f(x - h)) / h
//! }
//! let report = check::numerical_diff(my_diff);
//! assert!(!report.passed());
//! assert!(report.hint().is_some_and(|hint| hint.contains("divide by 2h")));
//! ```

mod engine;
mod lesson_01;
mod lesson_02;
mod lesson_03;
mod lesson_04;
mod lesson_05;
mod lesson_06;
mod lesson_07;
mod lesson_09;

pub use engine::random::with_seed;
pub use engine::report::{Report, Verdict};
pub use lesson_01::*;
pub use lesson_02::*;
pub use lesson_03::*;
pub use lesson_04::*;
pub use lesson_05::*;
pub use lesson_06::*;
pub use lesson_07::*;
pub use lesson_09::*;
