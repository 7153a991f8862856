use ndarray::{Array1, array};

use super::stability_bound::{curvatures, largest, smallest};
use crate::check::engine::{Exam, Mistake, Report, begin, text_of};

/// The function that is checked.
type Mine = dyn Fn(&Array1<f64>) -> f64 + Send + Sync;

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
pub fn condition_number(mine: impl Fn(&Array1<f64>) -> f64 + Send + Sync + 'static) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let mut inputs = vec![array![0.1, 2.0]];
    inputs.extend(curvatures([2, 3, 4], &mut random));
    let exam = Exam {
        name: "condition_number",
        seed,
        inputs,
        show: |curvatures| format!("curvatures {}", text_of(curvatures)),
        right: |curvatures| largest(curvatures) / smallest(curvatures),
        mistakes: MISTAKES,
    };
    exam.sit(mine)
}

const MISTAKES: &[Mistake<Array1<f64>, f64>] = &[
    Mistake::gives(
        |curvatures| smallest(curvatures) / largest(curvatures),
        "this is upside down: a condition number is 1 for a round bowl and larger for a ravine",
    ),
    Mistake::gives(
        |curvatures| largest(curvatures) - smallest(curvatures),
        "it is a ratio, not a difference: how many times steeper across than along",
    ),
    Mistake::gives(
        |curvatures| (largest(curvatures) / smallest(curvatures)).sqrt(),
        "without the root: λ_max/λ_min itself",
    ),
    Mistake::gives(
        |curvatures| curvatures[0] / curvatures[1],
        "the largest and the smallest can stand at any place: search for them",
    ),
    Mistake::gives(
        |curvatures| curvatures[curvatures.len() - 1] / curvatures[0],
        "the largest and the smallest can stand at any place: search for them",
    ),
    Mistake::gives(
        largest,
        "divide by the smallest curvature: it is their ratio that makes a ravine",
    ),
];
