use descent_language::marked;

use crate::check::engine::formula::{self, Input};
use crate::check::engine::probe::{Curve, observe, of_number};
use crate::check::engine::{Exam, Mistake, Report, between, check};

check! {
    /// Checks the central difference of fourth order: `mine(f, x, h)` is
    /// (−f(x + 2h) + 8f(x + h) − 8f(x − h) + f(x − 2h)) / 12h.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_difference(f: fn(f64) -> f64, x: f64, h: f64) -> f64 {
    ///     (f(x + h) - f(x - h)) / (2.0 * h)
    /// }
    /// let report = check::fourth_order(my_difference);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("second order")));
    /// ```
    fourth_order(fn(f64) -> f64, f64, f64) -> f64
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "fourth_order",
        known: vec![],
        random: |random| {
            let input = |h| (Curve::random(random), between(0.2, 0.9, random), h);
            [0.5, 0.5, 0.6, 0.8].map(input).into()
        },
        show: formula::show,
        right: |input| combined(input, [-1.0, 8.0, -8.0, 1.0]) / 12.0,
        mistakes: MISTAKES,
    }
    .sit(move |(curve, x, h)| observe(curve, || mine(of_number, *x, *h)).value)
}

/// The values at x + 2h, x + h, x − h and x − 2h with these factors, divided by h.
fn combined(input: &Input, factors: [f64; 4]) -> f64 {
    formula::combined(input, [2.0, 1.0, -1.0, -2.0], factors) / input.2
}

const MISTAKES: &[Mistake<Input, f64>] = &[
    Mistake::Gives(
        |input| combined(input, [0.0, 1.0, -1.0, 0.0]) / 2.0,
        marked!("this is the central difference of second order: the values at x ± 2h are missing"),
    ),
    Mistake::Gives(
        |input| combined(input, [1.0, 8.0, -8.0, -1.0]) / 12.0,
        marked!(
            "the outer values have the wrong sign: they correct the inner ones, so f(x + 2h) is \
         subtracted and f(x − 2h) added"
        ),
    ),
    Mistake::Gives(
        |input| combined(input, [1.0, -8.0, 8.0, -1.0]) / 12.0,
        marked!("all signs are the wrong way round: f(x + h) has the factor +8"),
    ),
    Mistake::Gives(
        |input| combined(input, [-8.0, 1.0, -1.0, 8.0]) / 12.0,
        marked!("the factors have changed places: 8 belongs to the values near x, at x ± h"),
    ),
    Mistake::Gives(
        |input| combined(input, [-1.0, 8.0, -8.0, 1.0]),
        marked!(
            "divide by 12h, not by h: the factors 8 and −1 add up to a slope twelve times too large"
        ),
    ),
    Mistake::Gives(
        |input| combined(input, [-1.0, 8.0, -8.0, 1.0]) * input.2 * input.2 / 12.0,
        marked!(
            "… / 12.0 * h first divides by 12, then multiplies by h: put the divisor in parentheses, \
         … / (12.0 * h)"
        ),
    ),
    Mistake::Gives(
        |input| combined(input, [-1.0, 8.0, -8.0, 1.0]) / 2.0,
        marked!("divide by 12h, not by 2h: the factors 8 and −1 make the difference larger too"),
    ),
];
