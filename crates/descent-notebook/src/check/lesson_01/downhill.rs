use ndarray::{Array1, array};

use crate::check::engine::answer::Answer;
use crate::check::engine::{Exam, Mistake, Report, begin, point, text_of};

/// The function that is checked.
type Mine = dyn Fn(&Array1<f64>) -> Array1<f64> + Send + Sync;

/// Checks the direction of steepest descent: `mine(gradient)` points against the gradient and has
/// length 1; where the gradient is 0 there is no direction, and it is 0 too.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// fn my_direction(gradient: &Array1<f64>) -> Array1<f64> {
///     -gradient / gradient.dot(gradient).sqrt()
/// }
/// let report = check::downhill(my_direction);
/// assert!(report.hint().is_some_and(|hint| hint.contains("has no direction")));
/// ```
pub fn downhill(mine: impl Fn(&Array1<f64>) -> Array1<f64> + Send + Sync + 'static) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let mut inputs = vec![array![6.0, 8.0], array![0.0, 0.0]];
    inputs.extend([2, 2, 3].map(|length| point(length, &mut random)));
    let exam = Exam {
        name: "downhill",
        seed,
        inputs,
        show: |gradient| format!("gradient {}", text_of(gradient)),
        right,
        mistakes: MISTAKES,
    };
    exam.sit(mine)
}

fn length(gradient: &Array1<f64>) -> f64 {
    gradient.dot(gradient).sqrt()
}

fn right(gradient: &Array1<f64>) -> Array1<f64> {
    match length(gradient) {
        0.0 => gradient.clone(),
        length => -gradient / length,
    }
}

/// Whether the answer is −gradient / divisor, wherever there is a direction at all.
fn divided(gradient: &Array1<f64>, answer: &Array1<f64>, divisor: f64) -> bool {
    length(gradient) == 0.0 || answer.is_near(&(-gradient / divisor))
}

const MISTAKES: &[Mistake<Array1<f64>, Array1<f64>>] = &[
    Mistake::gives(
        |gradient| -gradient / length(gradient),
        "a gradient of 0 has no direction, and 0/0 is NaN: answer with zeros where the length is \
         0",
    ),
    Mistake::shows(
        |gradient, answer| divided(gradient, answer, -length(gradient)),
        "this points uphill: the gradient leads up, so take its negative",
    ),
    Mistake::shows(
        |gradient, answer| divided(gradient, answer, 1.0),
        "the direction is right, the length is not 1: divide by the length of the gradient",
    ),
    Mistake::shows(
        |gradient, answer| divided(gradient, answer, gradient.dot(gradient)),
        "Σ gᵢ² is the square of the length: take its root, .sqrt(), before you divide by it",
    ),
    Mistake::shows(
        |gradient, answer| divided(gradient, answer, gradient.mapv(f64::abs).sum()),
        "the length of (g₀, g₁) is √(g₀² + g₁²), as Pythagoras has it, not |g₀| + |g₁|",
    ),
];
