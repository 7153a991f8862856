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
//! | 04 | [`relative_error`], [`fourth_order`], [`best_step`], [`logit_gradient`], [`backward`] |
//! | 05 | [`stability_bound`], [`condition_number`], [`second_derivative`], [`best_learning_rate`], [`step_decay`] |
//! | 06 | [`momentum_step`], [`nesterov_step`], [`ada_grad_step`], [`rms_prop_step`], [`adam_step`] |
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

// Each check takes any function, so that the compiler says in plain words what is wrong with its
// signature, and hands it on in a box: a cell that calls the check has nearly nothing to compile.
mod ada_grad_step;
mod adam_step;
mod answer;
mod argmax;
mod attempt;
mod backward;
mod best_learning_rate;
mod best_step;
mod condition_number;
mod cross_entropy_error;
mod difference;
mod downhill;
mod exam;
mod fourth_order;
mod gap_above;
mod gradient_descent;
mod gradient_step;
mod largest_learning_rate;
mod logit_gradient;
mod matrix_gradient;
mod momentum_step;
mod nesterov_step;
mod numerical_diff;
mod numerical_gradient;
mod partial_derivatives;
mod predict;
mod probe;
mod random;
mod relative_error;
mod report;
mod rms_prop_step;
mod second_derivative;
mod softmax;
mod stability_bound;
mod step_decay;
mod steps;
mod tangent_line;
mod values_on_the_way;

// What every check needs.
use answer::text_of;
use exam::{Exam, Mistake};
use random::{begin, between, point, vector};

use crate::number::number;

pub use ada_grad_step::ada_grad_step;
pub use adam_step::adam_step;
pub use argmax::argmax;
pub use backward::backward;
pub use best_learning_rate::best_learning_rate;
pub use best_step::best_step;
pub use condition_number::condition_number;
pub use cross_entropy_error::cross_entropy_error;
pub use downhill::downhill;
pub use fourth_order::fourth_order;
pub use gap_above::gap_above;
pub use gradient_descent::gradient_descent;
pub use gradient_step::gradient_step;
pub use largest_learning_rate::largest_learning_rate;
pub use logit_gradient::logit_gradient;
pub use matrix_gradient::matrix_gradient;
pub use momentum_step::momentum_step;
pub use nesterov_step::nesterov_step;
pub use numerical_diff::numerical_diff;
pub use numerical_gradient::numerical_gradient;
pub use partial_derivatives::partial_derivatives;
pub use predict::predict;
pub use random::with_seed;
pub use relative_error::relative_error;
pub use report::{Report, Verdict};
pub use rms_prop_step::rms_prop_step;
pub use second_derivative::second_derivative;
pub use softmax::softmax;
pub use stability_bound::stability_bound;
pub use step_decay::step_decay;
pub use tangent_line::tangent_line;
pub use values_on_the_way::values_on_the_way;
