use descent_language::marked;

use crate::check::engine::formula::{self, Input};
use crate::check::engine::probe::{Curve, observe, of_number};
use crate::check::engine::{Exam, Mistake, Report, between, check};

check! {
    /// Checks a curvature by differences: `mine(f, x, h)` is (f(x + h) − 2f(x) + f(x − h)) / h².
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_curvature(f: fn(f64) -> f64, x: f64, h: f64) -> f64 {
    ///     (f(x + h) - 2.0 * f(x) + f(x - h)) / (2.0 * h)
    /// }
    /// let report = check::second_derivative(my_curvature);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("not by 2h")));
    /// ```
    second_derivative(fn(f64) -> f64, f64, f64) -> f64
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "second_derivative",
        known: vec![(Curve::function_1(), 5.0, 0.1)],
        random: |random| {
            let input = |h| (Curve::random(random), between(-3.0, -0.5, random), h);
            [0.1, 0.3, 0.4].map(input).into()
        },
        show: formula::show,
        right: |input| combined(input, [1.0, -2.0, 1.0]) / input.2.powi(2),
        mistakes: MISTAKES,
    }
    .sit(move |(curve, x, h)| observe(curve, || mine(of_number, *x, *h)).value)
}

/// The values at x + h, x and x − h with these factors.
fn combined(input: &Input, factors: [f64; 3]) -> f64 {
    formula::combined(input, [1.0, 0.0, -1.0], factors)
}

const MISTAKES: &[Mistake<Input, f64>] = &[
    Mistake::Gives(
        |input| combined(input, [1.0, -2.0, 1.0]) / input.2,
        marked!("divide by h², not by h: it is a difference of differences"),
    ),
    Mistake::Gives(
        |input| combined(input, [1.0, -2.0, 1.0]) / (2.0 * input.2),
        marked!("divide by h², not by 2h: that was the first derivative"),
    ),
    Mistake::Gives(
        |input| combined(input, [1.0, -2.0, 1.0]) / (2.0 * input.2.powi(2)),
        marked!("divide by h², not by 2h²: the two slopes are h apart, not 2h"),
    ),
    Mistake::Gives(
        |input| combined(input, [1.0, -2.0, 1.0]) / (2.0 * input.2).powi(2),
        marked!("divide by h², not by (2h)²: the two slopes are h apart, not 2h"),
    ),
    Mistake::Gives(
        |input| combined(input, [1.0, -1.0, 1.0]) / input.2.powi(2),
        marked!("f(x) counts twice: once for the slope on its left, once for that on its right"),
    ),
    Mistake::Gives(
        |input| combined(input, [1.0, 0.0, 1.0]) / input.2.powi(2),
        marked!("f(x) is missing: subtract it twice"),
    ),
    Mistake::Gives(
        |input| combined(input, [1.0, -2.0, -1.0]) / input.2.powi(2),
        marked!(
            "f(x − h) is to be added: with a minus sign the slopes on both sides do not cancel"
        ),
    ),
    Mistake::Gives(
        |input| combined(input, [1.0, 0.0, -1.0]) / (2.0 * input.2),
        marked!("this is the slope: the curvature is how the slope changes"),
    ),
    Mistake::Gives(
        |input| -combined(input, [1.0, -2.0, 1.0]) / input.2.powi(2),
        marked!(
            "the sign is the wrong way round: a bowl, which opens upwards, has a positive curvature"
        ),
    ),
];
