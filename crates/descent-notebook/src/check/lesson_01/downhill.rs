use descent_language::{marked, words};
use ndarray::{Array1, array};

use crate::check::engine::answer::Answer;
use crate::check::engine::{Exam, Mistake, Report, check, point, text_of};

check! {
    /// Checks the direction of steepest descent: `mine(gradient)` points against the gradient and
    /// has length 1; where the gradient is 0 there is no direction, and it is 0 too.
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
    downhill(&Array1<f64>) -> Array1<f64>
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "downhill",
        known: vec![array![6.0, 8.0], array![0.0, 0.0]],
        random: |random| [2, 2, 3].map(|length| point(length, random)).into(),
        show: |gradient| words!("gradient {gradient}", gradient = text_of(gradient)),
        right,
        mistakes: MISTAKES,
    }
    .sit(mine)
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
    Mistake::Gives(
        |gradient| -gradient / length(gradient),
        marked!(
            "a gradient of 0 has no direction, and 0/0 is NaN: answer with zeros where the length is \
         0"
        ),
    ),
    Mistake::Shows(
        |gradient, answer| divided(gradient, answer, -length(gradient)),
        marked!("this points uphill: the gradient leads up, so take its negative"),
    ),
    Mistake::Shows(
        |gradient, answer| divided(gradient, answer, 1.0),
        marked!(
            "the direction is right, the length is not 1: divide by the length of the gradient"
        ),
    ),
    Mistake::Shows(
        |gradient, answer| divided(gradient, answer, gradient.dot(gradient)),
        marked!(
            "Σ gᵢ² is the square of the length: take its root, .sqrt(), before you divide by it"
        ),
    ),
    Mistake::Shows(
        |gradient, answer| divided(gradient, answer, gradient.mapv(f64::abs).sum()),
        marked!("the length of (g₀, g₁) is √(g₀² + g₁²), as Pythagoras has it, not |g₀| + |g₁|"),
    ),
];
