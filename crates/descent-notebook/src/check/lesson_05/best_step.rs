use descent_language::{marked, words};
use rand::RngExt;

use crate::check::engine::answer::AnySize;
use crate::check::engine::{Exam, Mistake, Report, check};

check! {
    /// Checks where a difference formula is best: `mine(order)` is ε^(1/(order + 1)), ε being
    /// `f64::EPSILON`.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_step(order: i32) -> f64 {
    ///     f64::EPSILON.powf((1 / (order + 1)).into())
    /// }
    /// let report = check::best_step(my_step);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("whole numbers")));
    /// ```
    best_step(i32) -> f64
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "best_step",
        known: vec![1, 2, 4],
        random: |random| {
            [5..=8, 9..=14]
                .map(|orders| random.random_range(orders))
                .into()
        },
        show: |order| words!("order {order}", order),
        right: |order| AnySize(root(order + 1)),
        mistakes: MISTAKES,
    }
    .sit(move |order| AnySize(mine(*order)))
}

/// The root of ε of this degree.
fn root(degree: i32) -> f64 {
    f64::EPSILON.powf(1.0 / f64::from(degree))
}

const MISTAKES: &[Mistake<i32, AnySize>] = &[
    Mistake::Gives(
        |_| AnySize(1.0),
        marked!(
            "1 / (order + 1) of whole numbers is 0 in Rust, and anything to the power 0 is 1: convert \
         with f64::from(order) first"
        ),
    ),
    Mistake::Gives(
        |order| AnySize(root(*order)),
        marked!(
            "the exponent is 1/(order + 1): h to the order, the formula's error, meets ε/h, that of \
         rounding"
        ),
    ),
    Mistake::Gives(
        |_| AnySize(root(2)),
        marked!("the square root is best for order 1 alone: the exponent depends on the order"),
    ),
    Mistake::Gives(
        |order| AnySize(f64::EPSILON.powi(order + 1)),
        marked!(
            "this is ε to the power order + 1: it is the root that is wanted, the power 1/(order + 1)"
        ),
    ),
    Mistake::Gives(
        |_| AnySize(1e-4),
        marked!(
            "1e-4 is the book's choice, safe for central differences: the best depends on the order"
        ),
    ),
    Mistake::Gives(
        |order| AnySize(1e-16_f64.powf(1.0 / f64::from(order + 1))),
        marked!("nearly: take f64::EPSILON, 2.2·10⁻¹⁶, for ε"),
    ),
];
