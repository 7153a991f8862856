use descent_language::marked;
use ndarray::Array1;

use super::curvatures::{exam, smallest};
use crate::check::engine::{Mistake, Report, check, largest};

check! {
    /// Checks the fastest learning rate on a quadratic function: `mine(curvatures)` is
    /// 2/(λ_min + λ_max).
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_rate(curvatures: &Array1<f64>) -> f64 {
    ///     2.0 / curvatures.sum()
    /// }
    /// let report = check::best_learning_rate(my_rate);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("in between")));
    /// ```
    best_learning_rate(&Array1<f64>) -> f64
}

fn run(mine: Mine) -> Report {
    exam(
        "best_learning_rate",
        |curvatures| 2.0 / (smallest(curvatures) + largest(curvatures)),
        MISTAKES,
    )
    .sit(mine)
}

const MISTAKES: &[Mistake<Array1<f64>, f64>] = &[
    Mistake::Gives(
        |curvatures| 2.0 / largest(curvatures),
        marked!(
            "this is the largest rate, at which the steepest direction swings for ever: the fastest \
         one makes the slowest direction as fast as it can be"
        ),
    ),
    Mistake::Gives(
        |curvatures| 1.0 / largest(curvatures),
        marked!(
            "1/λ_max is best for the steepest direction and slow along the ravine: a little overshoot \
         across pays, solve 1 − ηλ_min = −(1 − ηλ_max)"
        ),
    ),
    Mistake::Gives(
        |curvatures| 1.0 / (smallest(curvatures) + largest(curvatures)),
        marked!("half as large as it should be: solve 1 − ηλ_min = −(1 − ηλ_max) again"),
    ),
    Mistake::Gives(
        |curvatures| 2.0 / curvatures.sum(),
        marked!(
            "only the smallest and the largest curvature count: those in between converge faster \
         anyway"
        ),
    ),
    Mistake::Gives(
        |curvatures| 1.0 / curvatures.mean().unwrap_or(f64::NAN),
        marked!(
            "only the smallest and the largest curvature count, not the mean of all: those in between \
         converge faster anyway"
        ),
    ),
    Mistake::Gives(
        |curvatures| (smallest(curvatures) + largest(curvatures)) / 2.0,
        marked!("this is upside down: it is the rate's inverse"),
    ),
];
