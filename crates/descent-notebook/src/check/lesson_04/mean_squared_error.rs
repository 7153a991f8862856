use descent_language::marked;
use ndarray::Array1;

use super::points::{Input, known, mean, random, residuals, show};
use crate::check::engine::{Exam, Mistake, Report, check};

check! {
    /// Checks the loss of a line: `mine(x, y, line)` is the mean of (line\[0\] + line\[1\]·x − y)²
    /// over the points.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_loss(x: &Array1<f64>, y: &Array1<f64>, line: &Array1<f64>) -> f64 {
    ///     (line[0] + line[1] * x - y).pow2().sum()
    /// }
    /// let report = check::mean_squared_error(my_loss);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("this is the sum")));
    /// ```
    mean_squared_error(&Array1<f64>, &Array1<f64>, &Array1<f64>) -> f64
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "mean_squared_error",
        known: known(),
        random,
        show,
        right: |input| mean(&residuals(input).pow2()),
        mistakes: MISTAKES,
    }
    .sit(move |(x, y, line)| mine(x, y, line))
}

const MISTAKES: &[Mistake<Input, f64>] = &[
    Mistake::Gives(
        |input| residuals(input).pow2().sum(),
        marked!(
            "this is the sum: divide by the number of points, or the loss grows with the amount of \
         data"
        ),
    ),
    Mistake::Gives(
        |input| mean(&residuals(input)),
        marked!("the errors are not squared: those above the points and those below cancel"),
    ),
    Mistake::Gives(
        |input| mean(&residuals(input)).powi(2),
        marked!(
            "square each error first, then take the mean: here errors above and below have cancelled \
         before they were squared"
        ),
    ),
    Mistake::Gives(
        |input| mean(&residuals(input).abs()),
        marked!(
            "this is the mean absolute error, which has a corner where the line meets a point: square \
         the errors instead of dropping their signs"
        ),
    ),
    Mistake::Gives(
        |input| mean(&residuals(input).pow2()).sqrt(),
        marked!("without the root: it is the mean of the squares itself that is wanted"),
    ),
    Mistake::Gives(
        |input| mean(&residuals(input).pow2()) / 2.0,
        marked!("half as large as it should be: some books write ½ in front, this lesson does not"),
    ),
    Mistake::Gives(
        |(x, y, line)| mean(&(line[1] + line[0] * x - y).pow2()),
        marked!("line[0] is the intercept and line[1] the slope: here they have changed places"),
    ),
    Mistake::Gives(
        |(x, y, line)| mean(&(line[1] * x - y).pow2()),
        marked!("the intercept line[0] is missing: this line goes through the origin"),
    ),
    Mistake::Gives(
        |input| residuals(input).pow2().sum() / (input.0.len() as f64 - 1.0),
        marked!(
            "divide by the number of points n, not by n − 1: that is for the variance of a sample"
        ),
    ),
];
