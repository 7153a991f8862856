use descent_language::marked;

use crate::check::engine::{Exam, Mistake, Report, between, check, number};

check! {
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
    largest_learning_rate(f64) -> f64
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "largest_learning_rate",
        known: vec![1.0],
        random: |random| {
            let ranges = [(0.05, 0.4), (0.4, 0.9), (1.5, 4.0), (4.0, 40.0)];
            ranges.map(|(low, high)| between(low, high, random)).into()
        },
        show: |a| format!("a = {}", number(*a, 4)),
        right: |a| 1.0 / a,
        mistakes: MISTAKES,
    }
    .sit(move |a| mine(*a))
}

const MISTAKES: &[Mistake<f64, f64>] = &[
    Mistake::Gives(
        |a| 2.0 / a,
        marked!("the slope of ax² is 2ax, not ax: a step multiplies x by 1 − 2aη"),
    ),
    Mistake::Gives(
        |a| 1.0 / (2.0 * a),
        marked!(
            "with this rate 1 − 2aη is 0, the fastest descent; the largest rate is where it is −1"
        ),
    ),
    Mistake::Gives(
        |a| *a,
        marked!("the steeper the function, the smaller the rate: solve 1 − 2aη = −1 for η"),
    ),
    Mistake::Gives(
        |_| 1.0,
        marked!("1 is the bound for a = 1 alone: solve 1 − 2aη = −1 for η"),
    ),
];
