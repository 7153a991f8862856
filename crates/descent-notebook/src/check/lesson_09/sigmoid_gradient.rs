use descent_language::marked;

use crate::check::engine::{Exam, Mistake, Report, between, check};
use crate::number::number;

check! {
    /// Checks the derivative of the sigmoid as its value gives it: `mine(z)` is z(1 − z).
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_gradient(z: f64) -> f64 {
    ///     1.0 - z.powi(2)
    /// }
    /// let report = check::sigmoid_gradient(my_gradient);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("tanh")));
    /// ```
    sigmoid_gradient(f64) -> f64
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "sigmoid_gradient",
        known: vec![0.5, 1.0],
        random: |random| {
            let ranges = [(0.05, 0.2), (0.55, 0.7), (0.8, 0.95)];
            ranges.map(|(low, high)| between(low, high, random)).into()
        },
        show: |z| format!("z = {}", number(*z, 8)),
        right: |z| z * (1.0 - z),
        mistakes: MISTAKES,
    }
    .sit(move |z| mine(*z))
}

const MISTAKES: &[Mistake<f64, f64>] = &[
    Mistake::Gives(
        |z| descent::sigmoid(*z) * (1.0 - descent::sigmoid(*z)),
        marked!("z is the sigmoid's value already: do not take the sigmoid of it once more"),
    ),
    Mistake::Gives(
        |z| -z * (1.0 - z),
        marked!(
            "the sign is the wrong way round: the sigmoid rises everywhere. exp(−a) has the derivative \
         −exp(−a), and 1/u has −1/u²: the two minus signs cancel"
        ),
    ),
    Mistake::Gives(
        |z| z * z,
        marked!(
            "the inner derivative is missing: z² comes from 1/u, and exp(−a), which is (1 − z)/z, is \
         still to be multiplied with"
        ),
    ),
    Mistake::Gives(
        |z| 1.0 - z * z,
        marked!("this is the derivative of tanh: that of the sigmoid is z(1 − z)"),
    ),
    Mistake::Gives(
        |z| 1.0 - z,
        marked!("the factor z is missing: where the sigmoid is near 0 it is flat, too"),
    ),
    Mistake::Gives(
        |z| *z,
        marked!(
            "exp alone is its own derivative: the sigmoid gets flat near 1, so a factor 1 − z is \
         missing"
        ),
    ),
    Mistake::Gives(
        |z| z * (1.0 + z),
        marked!(
            "the sign within is wrong: with 1 + z the slope would be largest where the sigmoid is \
         flat"
        ),
    ),
];
