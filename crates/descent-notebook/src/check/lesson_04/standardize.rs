use descent_language::marked;
use ndarray::{Array1, array};

use super::points::mean;
use crate::check::engine::{Exam, Mistake, Report, check, largest, text_of, vector};

check! {
    /// Checks standardised inputs: `mine(x)` is (x − mean) / spread, the spread being the root of
    /// the mean of (x − mean)².
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_inputs(x: &Array1<f64>) -> Array1<f64> {
    ///     x - x.sum() / x.len() as f64
    /// }
    /// let report = check::standardize(my_inputs);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("divide by their spread")));
    /// ```
    standardize(&Array1<f64>) -> Array1<f64>
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "standardize",
        known: vec![array![1.0, 3.0]],
        random: |random| {
            // Away from 0, as a temperature or a year: without the mean subtracted it shows.
            let input = |count| 10.0 * vector(count, 2.0, 6.0, random);
            [3, 4, 5].map(input).into()
        },
        show: |x| format!("x = {}", text_of(x)),
        right: |x| centred(x) / spread(x),
        mistakes: MISTAKES,
    }
    .sit(move |x| mine(x))
}

fn centred(x: &Array1<f64>) -> Array1<f64> {
    x - mean(x)
}

fn spread(x: &Array1<f64>) -> f64 {
    mean(&centred(x).pow2()).sqrt()
}

fn lowest(x: &Array1<f64>) -> f64 {
    -largest(&-x)
}

const MISTAKES: &[Mistake<Array1<f64>, Array1<f64>>] = &[
    Mistake::Gives(
        centred,
        marked!("the mean is gone, but the numbers are as large as before: divide by their spread"),
    ),
    Mistake::Gives(
        |x| x / spread(x),
        marked!(
            "the mean is still there: subtract it first, it is what couples intercept and slope"
        ),
    ),
    Mistake::Gives(
        |x| centred(x) / spread(x).powi(2),
        marked!("this divides by the variance: take its root, which has the unit of x"),
    ),
    Mistake::Gives(
        |x| centred(x) / (centred(x).pow2().sum() / (x.len() as f64 - 1.0)).sqrt(),
        marked!(
            "divide the sum of squares by n, not by n − 1: then the mean square is 1, and the bowl \
         round"
        ),
    ),
    Mistake::Gives(
        |x| centred(x) / centred(x).pow2().sum().sqrt(),
        marked!(
            "the spread is the root of the mean of the squares: here it is the root of their sum"
        ),
    ),
    Mistake::Gives(
        |x| (x - lowest(x)) / (largest(x) - lowest(x)),
        marked!(
            "this brings x between 0 and 1, where its mean is not 0: subtract the mean, divide by the \
         spread"
        ),
    ),
    Mistake::Gives(
        |x| centred(x) / (largest(x) - lowest(x)),
        marked!(
            "this divides by the whole range, from lowest to highest: the spread is the root of the \
         mean square"
        ),
    ),
    Mistake::Gives(
        |x| -centred(x) / spread(x),
        marked!("the sign is the wrong way round: what is above the mean stays above 0"),
    ),
    Mistake::Gives(
        |x| x - mean(x) / spread(x),
        marked!("x − mean / spread divides the mean alone: put the difference in parentheses"),
    ),
];
