use descent_language::{marked, words};
use ndarray::{Array1, array};

use crate::check::engine::{Exam, Mistake, Report, between, check, number, point, text_of};

/// The line over standardised inputs, their mean, and their spread.
type Input = (Array1<f64>, f64, f64);

check! {
    /// Checks a line in the units of the data: `mine(line, mean, spread)` has the intercept and the
    /// slope over x of the line whose intercept and slope over (x − mean) / spread are given.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_line(line: &Array1<f64>, mean: f64, spread: f64) -> Array1<f64> {
    ///     array![line[0], line[1] / spread]
    /// }
    /// let report = check::original_units(my_line);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("at the mean")));
    /// ```
    original_units(&Array1<f64>, f64, f64) -> Array1<f64>
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "original_units",
        known: vec![(array![3.0, 4.0], 10.0, 2.0)],
        random: |random| {
            let input = |_| {
                let (mean, spread) = (between(3.0, 9.0, random), between(1.5, 2.9, random));
                (point(2, random), mean, spread)
            };
            [0; 3].map(input).into()
        },
        show: |(line, mean, spread)| {
            let (mean, spread) = (number(*mean, 3), number(*spread, 3));
            let line = text_of(line);
            words!(
                "line {line}, mean {mean}, spread {spread}",
                line,
                mean,
                spread
            )
        },
        right: |(line, mean, spread)| {
            let slope = line[1] / spread;
            array![line[0] - slope * mean, slope]
        },
        mistakes: MISTAKES,
    }
    .sit(move |(line, mean, spread)| mine(line, *mean, *spread))
}

const MISTAKES: &[Mistake<Input, Array1<f64>>] = &[
    Mistake::Gives(
        |(line, _, spread)| array![line[0], line[1] / spread],
        marked!(
            "the slope is right; the intercept given is the height at the mean, where the standardised \
         input is 0: go from there back to x = 0"
        ),
    ),
    Mistake::Gives(
        |(line, mean, spread)| array![line[0] - line[1] * mean, line[1] / spread],
        marked!(
            "the slope is right; on the way from the mean back to 0 the line falls by this slope, the \
         one over x, times the mean"
        ),
    ),
    Mistake::Gives(
        |(line, mean, spread)| array![line[0] + line[1] / spread * mean, line[1] / spread],
        marked!(
            "the sign in the intercept is the wrong way round: from the mean back to x = 0 a rising \
         line falls"
        ),
    ),
    Mistake::Gives(
        |(line, mean, spread)| array![line[0] - line[1] * spread * mean, line[1] * spread],
        marked!(
            "divide the slope by the spread, do not multiply: when x grows by 1, the standardised input \
         grows by 1/spread"
        ),
    ),
    Mistake::Gives(
        |(line, mean, spread)| array![line[0] - line[1] * mean / spread, line[1]],
        marked!(
            "the intercept is right, the slope is still the one over the standardised input: divide it \
         by the spread"
        ),
    ),
    Mistake::Gives(
        |(line, mean, spread)| array![line[1] / spread, line[0] - line[1] * mean / spread],
        marked!("the two have changed places: the intercept comes first, as in `line`"),
    ),
    Mistake::Gives(
        |(line, mean, spread)| array![line[0] - mean / spread, line[1] / spread],
        marked!(
            "the slope is missing in the intercept: put (x − mean) / spread into the line and multiply \
         out"
        ),
    ),
];
