use descent_language::{marked, words};

use crate::check::engine::answer::Named;
use crate::check::engine::probe::{Curve, Function, observe, of_number};
use crate::check::engine::{Exam, Mistake, Report, between, check, number};

type Input = (Curve, f64);

check! {
    /// Checks a tangent: `mine(f, x)` is its slope and its intercept, the height at 0, as a pair.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_tangent(f: fn(f64) -> f64, x: f64) -> (f64, f64) {
    ///     (numerical_diff(f, x), f(x))
    /// }
    /// let report = check::tangent_line(my_tangent);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("height at x, not at 0")));
    /// ```
    tangent_line(fn(f64) -> f64, f64) -> (f64, f64)
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "tangent_line",
        known: vec![(Curve::function_1(), 5.0)],
        // Away from 0, where every intercept is right that leaves out the slope.
        random: |random| {
            (0..4)
                .map(|_| (Curve::random(random), between(1.0, 3.0, random)))
                .collect()
        },
        show: |(curve, x)| words!("{f} at {x}", f = curve.text(), x = number(*x, 4)),
        right: |(curve, x)| line(curve.slope(*x), curve.at(*x) - curve.slope(*x) * x),
        mistakes: MISTAKES,
    }
    .sit(move |(curve, x)| {
        let (slope, intercept) = observe(curve, || mine(of_number, *x)).value;
        line(slope, intercept)
    })
}

fn line(slope: f64, intercept: f64) -> Named {
    let slope = Named::default().and(marked!("slope"), &slope);
    slope.and(marked!("intercept"), &intercept)
}

const MISTAKES: &[Mistake<Input, Named>] = &[
    Mistake::Gives(
        |(curve, x)| line(curve.at(*x) - curve.slope(*x) * x, curve.slope(*x)),
        marked!("the two numbers are right, but in the other order: the slope comes first"),
    ),
    Mistake::Gives(
        |(curve, x)| line(curve.slope(*x), curve.at(*x)),
        marked!("f(x) is the tangent's height at x, not at 0: go back by slope · x"),
    ),
    Mistake::Gives(
        |(curve, x)| line(curve.slope(*x), curve.at(*x) + curve.slope(*x) * x),
        marked!("the way back from x to 0 lowers the height by slope · x: subtract it"),
    ),
    Mistake::Gives(
        |(curve, x)| line(curve.slope(*x), curve.at(*x) - curve.slope(*x)),
        marked!("from x to 0 it is not one unit but x units: subtract slope · x"),
    ),
];
