use ndarray::{Array1, array};

use super::stability_bound::{curvatures, largest, smallest};
use crate::check::engine::{Exam, Mistake, Report, begin, text_of};

/// The function that is checked.
type Mine = dyn Fn(&Array1<f64>) -> f64 + Send + Sync;

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
pub fn best_learning_rate(mine: impl Fn(&Array1<f64>) -> f64 + Send + Sync + 'static) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let mut inputs = vec![array![0.1, 2.0]];
    inputs.extend(curvatures([2, 3, 4], &mut random));
    let exam = Exam {
        name: "best_learning_rate",
        seed,
        inputs,
        show: |curvatures| format!("curvatures {}", text_of(curvatures)),
        right: |curvatures| 2.0 / (smallest(curvatures) + largest(curvatures)),
        mistakes: MISTAKES,
    };
    exam.sit(mine)
}

const MISTAKES: &[Mistake<Array1<f64>, f64>] = &[
    Mistake::gives(
        |curvatures| 2.0 / largest(curvatures),
        "this is the largest rate, at which the steepest direction swings for ever: the fastest \
         one makes the slowest direction as fast as it can be",
    ),
    Mistake::gives(
        |curvatures| 1.0 / largest(curvatures),
        "1/λ_max is best for the steepest direction and slow along the ravine: a little overshoot \
         across pays, solve 1 − ηλ_min = −(1 − ηλ_max)",
    ),
    Mistake::gives(
        |curvatures| 1.0 / (smallest(curvatures) + largest(curvatures)),
        "half as large as it should be: solve 1 − ηλ_min = −(1 − ηλ_max) again",
    ),
    Mistake::gives(
        |curvatures| 2.0 / curvatures.sum(),
        "only the smallest and the largest curvature count: those in between converge faster \
         anyway",
    ),
    Mistake::gives(
        |curvatures| 1.0 / curvatures.mean().unwrap_or(f64::NAN),
        "only the smallest and the largest curvature count, not the mean of all: those in between \
         converge faster anyway",
    ),
    Mistake::gives(
        |curvatures| (smallest(curvatures) + largest(curvatures)) / 2.0,
        "this is upside down: it is the rate's inverse",
    ),
];
