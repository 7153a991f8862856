use crate::check::engine::{Exam, Mistake, Report, begin, between, number};

/// The function that is checked.
type Mine = dyn Fn(f64) -> f64 + Send + Sync;

/// Checks the bound of the learning rate on f(x) = ax²: `mine(a)` is 1/a.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// fn my_bound(a: f64) -> f64 {
///     2.0 / a
/// }
/// let report = check::largest_learning_rate(my_bound);
/// assert!(report.hint().is_some_and(|hint| hint.contains("2ax")));
/// ```
pub fn largest_learning_rate(mine: impl Fn(f64) -> f64 + Send + Sync + 'static) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let mut inputs = vec![1.0];
    inputs.extend(
        [(0.05, 0.4), (0.4, 0.9), (1.5, 4.0), (4.0, 40.0)]
            .map(|(low, high)| between(low, high, &mut random)),
    );
    let exam = Exam {
        name: "largest_learning_rate",
        seed,
        inputs,
        show: |a| format!("a = {}", number(*a, 4)),
        right: |a| 1.0 / a,
        mistakes: MISTAKES,
    };
    exam.sit(move |a| mine(*a))
}

const MISTAKES: &[Mistake<f64, f64>] = &[
    Mistake::gives(
        |a| 2.0 / a,
        "the slope of ax² is 2ax, not ax: a step multiplies x by 1 − 2aη",
    ),
    Mistake::gives(
        |a| 1.0 / (2.0 * a),
        "with this rate 1 − 2aη is 0, the fastest descent; the largest rate is where it is −1",
    ),
    Mistake::gives(
        |a| *a,
        "the steeper the function, the smaller the rate: solve 1 − 2aη = −1 for η",
    ),
    Mistake::gives(
        |_| 1.0,
        "1 is the bound for a = 1 alone: solve 1 − 2aη = −1 for η",
    ),
];
