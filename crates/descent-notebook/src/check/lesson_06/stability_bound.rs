use descent_language::marked;
use ndarray::Array1;

use super::curvatures::{exam, smallest};
use crate::check::engine::{Mistake, Report, check, largest};

check! {
    /// Checks the bound of the learning rate on a quadratic function: `mine(curvatures)` is
    /// 2/λ_max, λ being the second derivatives along the axes.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_bound(curvatures: &Array1<f64>) -> f64 {
    ///     1.0 / curvatures.iter().copied().fold(0.0, f64::max)
    /// }
    /// let report = check::stability_bound(my_bound);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("overshoot")));
    /// ```
    stability_bound(&Array1<f64>) -> f64
}

fn run(mine: Mine) -> Report {
    exam(
        "stability_bound",
        |curvatures| 2.0 / largest(curvatures),
        MISTAKES,
    )
    .sit(mine)
}

const MISTAKES: &[Mistake<Array1<f64>, f64>] = &[
    Mistake::Gives(
        |curvatures| 1.0 / largest(curvatures),
        marked!(
            "with 1/λ the steepest direction arrives in one step; up to twice as much, a step may \
         overshoot and still come nearer: solve 1 − ηλ = −1"
        ),
    ),
    Mistake::Gives(
        |curvatures| 2.0 / smallest(curvatures),
        marked!(
            "the steepest direction diverges first: it is the largest curvature that limits the rate"
        ),
    ),
    Mistake::Gives(
        |curvatures| largest(curvatures) / 2.0,
        marked!("this is upside down: the larger the curvature, the smaller the rate"),
    ),
    Mistake::Gives(
        |curvatures| 2.0 / curvatures[0],
        marked!("this looks at the first curvature only: find the largest"),
    ),
    Mistake::Gives(
        |curvatures| 2.0 / curvatures.sum(),
        marked!(
            "each direction has a bound of its own, 2/λ: the smallest of these bounds counts, not one \
         for the sum"
        ),
    ),
    Mistake::Gives(
        |curvatures| 2.0 / curvatures.mean().unwrap_or(f64::NAN),
        marked!(
            "each direction has a bound of its own, 2/λ: the mean does not save the steepest one from \
         diverging"
        ),
    ),
];
