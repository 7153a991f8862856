use descent_language::marked;

use crate::check::engine::{Exam, Mistake, Report, between, check};
use crate::number::number;

check! {
    /// Checks the sigmoid: `mine(a)` is 1 / (1 + exp(−a)), also for large a.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_sigmoid(a: f64) -> f64 {
    ///     1.0 / (1.0 + -a.exp())
    /// }
    /// let report = check::sigmoid(my_sigmoid);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("(-a).exp()")));
    /// ```
    sigmoid(f64) -> f64
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "sigmoid",
        known: vec![0.0],
        random: |random| {
            let ranges = [
                (0.5, 3.0),
                (-3.0, -0.5),
                (1000.0, 1003.0),
                (-1003.0, -1000.0),
            ];
            ranges.map(|(low, high)| between(low, high, random)).into()
        },
        show: |a| format!("a = {}", number(*a, 8)),
        right: |a| descent::sigmoid(*a),
        mistakes: MISTAKES,
    }
    .sit(move |a| mine(*a))
}

const MISTAKES: &[Mistake<f64, f64>] = &[
    Mistake::Gives(
        |a| 1.0 / (1.0 - a.exp()),
        marked!("-a.exp() is −(eᵃ), for a method comes before a minus: write (-a).exp()"),
    ),
    Mistake::Gives(
        |a| 1.0 / (1.0 + a.exp()),
        marked!("this one falls from 1 to 0: the exponent is −a, so that a large a gives 1"),
    ),
    Mistake::Gives(
        |a| 1.0 + (-a).exp(),
        marked!(
            "1.0 / 1.0 + … divides first, and then adds: put the divisor in parentheses, \
         1.0 / (1.0 + …)"
        ),
    ),
    Mistake::Gives(
        |a| a.exp() / (1.0 + a.exp()),
        marked!(
            "for a large a this is ∞/∞, which is NaN: divide both by eᵃ first, which leaves \
         1 / (1 + exp(−a))"
        ),
    ),
    Mistake::Gives(
        |a| 1.0 / (-a).exp(),
        marked!("the 1 + below the line is missing: without it, nothing keeps the result below 1"),
    ),
    Mistake::Gives(
        |a| (-a).exp(),
        marked!("this is the exponential alone: the sigmoid is 1 / (1 + exp(−a))"),
    ),
    Mistake::Gives(
        |a| a.tanh(),
        marked!("this is tanh, which goes from −1 to 1: the sigmoid goes from 0 to 1"),
    ),
    Mistake::Gives(
        |a| descent::sigmoid(*a) * (1.0 - descent::sigmoid(*a)),
        marked!("this is the derivative of the sigmoid, which the next exercise asks for"),
    ),
    Mistake::Shows(
        |a, answer| *a == 0.0 || *answer == f64::from(u8::from(*a > 0.0)),
        marked!(
            "this is a step, from 0 to 1 at once: the sigmoid rises gradually, so that it has a slope \
         to follow"
        ),
    ),
];
