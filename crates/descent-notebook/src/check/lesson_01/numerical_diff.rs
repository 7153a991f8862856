use crate::check::engine::probe::{Curve, of_number};
use crate::check::engine::{Report, check, difference, point};

check! {
    /// Checks a derivative by central difference: `mine(f, x)` is (f(x + h) − f(x − h)) / 2h, with
    /// h = 10⁻⁴ or so.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_diff(f: fn(f64) -> f64, x: f64) -> f64 {
    ///     let h = 1e-4;
    ///     (f(x + h) - f(x)) / h
    /// }
    /// let report = check::numerical_diff(my_diff);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("forward difference")));
    /// ```
    numerical_diff(fn(f64) -> f64, f64) -> f64
}

fn run(mine: Mine) -> Report {
    difference::sit(
        "numerical_diff",
        vec![(Curve::function_1(), 5.0)],
        |random| {
            (0..4)
                .map(|_| (Curve::random(random), point(1, random)[0]))
                .collect()
        },
        move |x| mine(of_number, *x),
    )
}
