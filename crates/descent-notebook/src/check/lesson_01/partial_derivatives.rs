use descent_language::marked;
use ndarray::{Array1, array};

use crate::check::engine::{Exam, Mistake, Report, check, point, text_of};

check! {
    /// Checks the gradient of x₀²x₁ + 3x₁, worked out by hand: `mine(x)` is (2x₀x₁, x₀² + 3).
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_gradient(x: &Array1<f64>) -> Array1<f64> {
    ///     array![x[0].powi(2) + 3.0, 2.0 * x[0] * x[1]]
    /// }
    /// let report = check::partial_derivatives(my_gradient);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("the other order")));
    /// ```
    partial_derivatives(&Array1<f64>) -> Array1<f64>
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "partial_derivatives",
        known: vec![array![1.0, 2.0]],
        random: |random| (0..4).map(|_| point(2, random)).collect(),
        show: |x| format!("x = {}", text_of(x)),
        right: |x| array![2.0 * x[0] * x[1], x[0].powi(2) + 3.0],
        mistakes: MISTAKES,
    }
    .sit(mine)
}

const MISTAKES: &[Mistake<Array1<f64>, Array1<f64>>] = &[
    Mistake::Gives(
        |x| array![x[0].powi(2) + 3.0, 2.0 * x[0] * x[1]],
        marked!("both slopes are right, but in the other order: element 0 is the slope along x₀"),
    ),
    Mistake::Gives(
        |x| array![2.0 * x[0] * x[1], x[0].powi(2)],
        marked!("the slope along x₁ lacks the 3 that 3x₁ contributes"),
    ),
    Mistake::Gives(
        |x| array![2.0 * x[0] * x[1] + 3.0, x[0].powi(2) + 3.0],
        marked!("3x₁ does not change when only x₀ moves: it adds 3 to the slope along x₁ alone"),
    ),
    Mistake::Gives(
        |x| array![2.0 * x[0], x[0].powi(2) + 3.0],
        marked!(
            "along x₀, x₁ is a constant factor, and a factor stays: the slope of x₀²x₁ is 2x₀x₁"
        ),
    ),
    Mistake::Gives(
        |x| array![2.0 * x[0], 3.0],
        marked!(
            "a product of both variables depends on both: treat the other one as a constant factor, \
         not as 0 or 1"
        ),
    ),
    Mistake::Gives(
        |x| Array1::from_elem(2, x[0].powi(2) * x[1] + 3.0 * x[1]),
        marked!("these are values of the function, not slopes"),
    ),
];
