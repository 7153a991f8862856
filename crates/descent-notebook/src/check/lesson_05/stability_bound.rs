use ndarray::{Array1, array};

use crate::check::engine::{Exam, Mistake, Report, begin, text_of, vector};

/// The function that is checked.
type Mine = dyn Fn(&Array1<f64>) -> f64 + Send + Sync;

/// Checks the bound of the learning rate on a quadratic function: `mine(curvatures)` is 2/λ_max,
/// λ being the second derivatives along the axes.
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
pub fn stability_bound(mine: impl Fn(&Array1<f64>) -> f64 + Send + Sync + 'static) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let mut inputs = vec![array![0.1, 2.0]];
    inputs.extend(curvatures([2, 3, 4], &mut random));
    let exam = Exam {
        name: "stability_bound",
        seed,
        inputs,
        show: |curvatures| format!("curvatures {}", text_of(curvatures)),
        right: |curvatures| 2.0 / largest(curvatures),
        mistakes: MISTAKES,
    };
    exam.sit(mine)
}

/// Second derivatives of bowls; the largest and the smallest stand at no fixed place.
pub(super) fn curvatures(lengths: [usize; 3], random: &mut rand::rngs::StdRng) -> [Array1<f64>; 3] {
    let mut place = 0;
    lengths.map(|length| {
        let mut curvatures = vector(length, 1.0, 3.0, random);
        curvatures[place % length] *= 5.0;
        curvatures[(place + 1) % length] /= 4.0;
        place += 1;
        curvatures
    })
}

pub(super) fn largest(curvatures: &Array1<f64>) -> f64 {
    curvatures.fold(f64::NEG_INFINITY, |largest, &c| largest.max(c))
}

pub(super) fn smallest(curvatures: &Array1<f64>) -> f64 {
    curvatures.fold(f64::INFINITY, |smallest, &c| smallest.min(c))
}

const MISTAKES: &[Mistake<Array1<f64>, f64>] = &[
    Mistake::gives(
        |curvatures| 1.0 / largest(curvatures),
        "with 1/λ the steepest direction arrives in one step; up to twice as much, a step may \
         overshoot and still come nearer: solve 1 − ηλ = −1",
    ),
    Mistake::gives(
        |curvatures| 2.0 / smallest(curvatures),
        "the steepest direction diverges first: it is the largest curvature that limits the rate",
    ),
    Mistake::gives(
        |curvatures| largest(curvatures) / 2.0,
        "this is upside down: the larger the curvature, the smaller the rate",
    ),
    Mistake::gives(
        |curvatures| 2.0 / curvatures[0],
        "this looks at the first curvature only: find the largest",
    ),
    Mistake::gives(
        |curvatures| 2.0 / curvatures.sum(),
        "each direction has a bound of its own, 2/λ: the smallest of these bounds counts, not one \
         for the sum",
    ),
    Mistake::gives(
        |curvatures| 2.0 / curvatures.mean().unwrap_or(f64::NAN),
        "each direction has a bound of its own, 2/λ: the mean does not save the steepest one from \
         diverging",
    ),
];
