use descent_language::marked;
use ndarray::{Array1, array};

use super::points::{Input, gradient, known, mean, random, residuals, show};
use crate::check::engine::{Exam, Mistake, Report, check};

check! {
    /// Checks the gradient of the mean squared error by hand: `mine(x, y, line)` has twice the mean
    /// error, and twice the mean of error times x.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_gradient(x: &Array1<f64>, y: &Array1<f64>, line: &Array1<f64>) -> Array1<f64> {
    ///     let error = line[0] + line[1] * x - y;
    ///     array![error.sum(), error.dot(x)] / x.len() as f64
    /// }
    /// let report = check::line_gradient(my_gradient);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("the factor 2")));
    /// ```
    line_gradient(&Array1<f64>, &Array1<f64>, &Array1<f64>) -> Array1<f64>
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "line_gradient",
        known: known(),
        random,
        show,
        right: gradient,
        mistakes: MISTAKES,
    }
    .sit(move |(x, y, line)| mine(x, y, line))
}

const MISTAKES: &[Mistake<Input, Array1<f64>>] = &[
    Mistake::Gives(
        |input| gradient(input) / 2.0,
        marked!("the factor 2 is missing: the derivative of e² is 2e times that of e"),
    ),
    Mistake::Gives(
        |input| gradient(input) * input.0.len() as f64,
        marked!("these are sums: the loss is a mean over the points, so its slopes are means too"),
    ),
    Mistake::Gives(
        |input| gradient(input) * input.0.len() as f64 / 2.0,
        marked!(
            "the loss is a mean of squares: divide by the number of points, and keep the factor 2 of \
         the square"
        ),
    ),
    Mistake::Gives(
        |input| -gradient(input),
        marked!(
            "the sign is the wrong way round: raising a line that is too high makes the loss larger, \
         so the error is the line's height minus y"
        ),
    ),
    Mistake::Gives(
        |input| {
            let right = gradient(input);
            array![right[1], right[0]]
        },
        marked!(
            "the two slopes have changed places: the first belongs to the intercept, as in `line`"
        ),
    ),
    Mistake::Gives(
        |input| Array1::from_elem(2, gradient(input)[0]),
        marked!(
            "x is missing in the second slope: changing the slope of the line by 1 moves it by x at x"
        ),
    ),
    Mistake::Gives(
        |input| Array1::from_elem(2, gradient(input)[1]),
        marked!(
            "the first slope has no factor x: changing the intercept moves the line by the same \
         everywhere"
        ),
    ),
    Mistake::Gives(
        |input| {
            let error = 2.0 * mean(&residuals(input));
            array![error, error * mean(&input.0)]
        },
        marked!(
            "multiply each error by its own x before you take the mean: a product of two means is \
         something else"
        ),
    ),
];
