use descent_language::marked;

use crate::check::engine::answer::AnySize;
use crate::check::engine::{Exam, Mistake, Report, between, check, number};

check! {
    /// Checks the distance to the next larger `f64`: `mine(x)` is x.next_up() − x for large x.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_gap(x: f64) -> f64 {
    ///     x * f64::EPSILON
    /// }
    /// let report = check::gap_above(my_gap);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("doubles at each power of two")));
    /// ```
    gap_above(f64) -> f64
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "gap_above",
        known: vec![2.58983747e13],
        random: |random| {
            let input = |power| between(1.1, 7.0, random) * 10.0_f64.powi(power);
            [10, 12, 14, 16].map(input).into()
        },
        show: |x| format!("x = {}", number(*x, 9)),
        right: |x| AnySize(x.next_up() - x),
        mistakes: MISTAKES,
    }
    .sit(move |x| AnySize(mine(*x)))
}

const MISTAKES: &[Mistake<f64, AnySize>] = &[
    Mistake::Gives(
        |_| AnySize(f64::EPSILON),
        marked!("f64::EPSILON is the gap above 1: near larger numbers the gaps are larger"),
    ),
    Mistake::Gives(
        |x| AnySize(x * f64::EPSILON),
        marked!(
            "nearly, but the gap does not grow in proportion: it doubles at each power of two and \
         stays the same in between"
        ),
    ),
    Mistake::Gives(
        |x| AnySize(x.next_up()),
        marked!("this is the next number itself: subtract x to get the gap"),
    ),
    Mistake::Gives(
        |x| AnySize(x - x.next_up()),
        marked!("the gap is a distance, so it is positive: subtract the other way"),
    ),
    Mistake::Gives(
        |_| AnySize(1e-4),
        marked!(
            "this is h: the question is how far the next number is, which decides whether h is lost"
        ),
    ),
    Mistake::Gives(
        |_| AnySize(f64::MIN_POSITIVE),
        marked!("this is the smallest positive number: it is next to 0, not next to x"),
    ),
];
