use descent_language::marked;
use ndarray::Array1;

use super::curvatures::{exam, smallest};
use crate::check::engine::{Mistake, Report, check, largest};

check! {
    /// Checks a condition number: `mine(curvatures)` is λ_max/λ_min.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_number(curvatures: &Array1<f64>) -> f64 {
    ///     curvatures[0] / curvatures[1]
    /// }
    /// let report = check::condition_number(my_number);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("any place")));
    /// ```
    condition_number(&Array1<f64>) -> f64
}

fn run(mine: Mine) -> Report {
    exam(
        "condition_number",
        |curvatures| largest(curvatures) / smallest(curvatures),
        MISTAKES,
    )
    .sit(mine)
}

const MISTAKES: &[Mistake<Array1<f64>, f64>] = &[
    Mistake::Gives(
        |curvatures| smallest(curvatures) / largest(curvatures),
        marked!(
            "this is upside down: a condition number is 1 for a round bowl and larger for a ravine"
        ),
    ),
    Mistake::Gives(
        |curvatures| largest(curvatures) - smallest(curvatures),
        marked!("it is a ratio, not a difference: how many times steeper across than along"),
    ),
    Mistake::Gives(
        |curvatures| (largest(curvatures) / smallest(curvatures)).sqrt(),
        marked!("without the root: λ_max/λ_min itself"),
    ),
    Mistake::Gives(
        |curvatures| curvatures[0] / curvatures[1],
        marked!("the largest and the smallest can stand at any place: search for them"),
    ),
    Mistake::Gives(
        |curvatures| curvatures[curvatures.len() - 1] / curvatures[0],
        marked!("the largest and the smallest can stand at any place: search for them"),
    ),
    Mistake::Gives(
        largest,
        marked!("divide by the smallest curvature: it is their ratio that makes a ravine"),
    ),
];
