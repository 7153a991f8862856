use descent_language::marked;
use ndarray::{Array1, array};

use crate::check::engine::{Exam, Mistake, Report, between, check, text_of, vector};

type Input = (Array1<f64>, Array1<f64>);

/// What keeps the logarithm finite, as in the book.
const DELTA: f64 = 1e-7;
/// The same in the original notebook.
const ORIGINAL_DELTA: f64 = 1e-6;

const SWAPPED: &str = marked!(
    "the arguments are swapped: the logarithm is taken of the prediction y, and the label t is the \
     factor before it"
);

check! {
    /// Checks the cross-entropy error: `mine(y, t)` is −Σ tₖ ln(yₖ + 10⁻⁷) for a prediction y and a
    /// label t.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_error(y: &Array1<f64>, t: &Array1<f64>) -> f64 {
    ///     -(t * (y + 1e-7).log10()).sum()
    /// }
    /// let report = check::cross_entropy_error(my_error);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("base 10")));
    /// ```
    cross_entropy_error(&Array1<f64>, &Array1<f64>) -> f64
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "cross_entropy_error",
        known: vec![(array![0.1, 0.1, 0.8], array![0.0, 0.0, 1.0])],
        random: |random| {
            let [three, four] = [3, 4].map(|classes| {
                let y = descent::softmax(&vector(classes, -2.0, 2.0, random));
                (y.mapv(|y| (100.0 * y).round() / 100.0), one_hot(classes, 1))
            });
            let share = between(0.6, 0.9, random);
            let spread = (array![0.2, 0.5, 0.3], array![share, 1.0 - share, 0.0]);
            vec![three, four, spread, (array![1.0, 0.0, 0.0], one_hot(3, 1))]
        },
        show: |(y, t)| format!("y = {}, t = {}", text_of(y), text_of(t)),
        right: |(y, t)| error(t, y + DELTA, f64::ln),
        mistakes: MISTAKES,
    }
    .sit(move |(y, t)| mine(y, t))
}

fn one_hot(classes: usize, class: usize) -> Array1<f64> {
    Array1::from_shape_fn(classes, |k| f64::from(u8::from(k == class)))
}

fn error(factors: &Array1<f64>, of: Array1<f64>, logarithm: fn(f64) -> f64) -> f64 {
    -(factors * of.mapv(logarithm)).sum()
}

const MISTAKES: &[Mistake<Input, f64>] = &[
    Mistake::Gives(
        |(y, t)| error(t, y + DELTA, f64::log10),
        marked!("this is the logarithm to base 10: the natural one is .ln()"),
    ),
    Mistake::Gives(
        |(y, t)| error(t, y + DELTA, f64::log2),
        marked!("this is the logarithm to base 2: the natural one is .ln()"),
    ),
    Mistake::Gives(|(y, t)| error(y, t + DELTA, f64::ln), SWAPPED),
    Mistake::Gives(|(y, t)| error(y, t + ORIGINAL_DELTA, f64::ln), SWAPPED),
    Mistake::Gives(|(y, t)| error(y, t.clone(), f64::ln), SWAPPED),
    Mistake::Gives(
        |(y, t)| -error(t, y + DELTA, f64::ln),
        marked!(
            "the minus sign is missing: the logarithm of a probability is negative, an error is not"
        ),
    ),
    Mistake::Gives(
        |(y, t)| error(t, y.clone(), f64::ln),
        marked!("ln 0 is −∞, and 0 · ∞ is NaN: add 1e-7 to y before you take the logarithm"),
    ),
    Mistake::Gives(
        |(y, t)| error(t, y + ORIGINAL_DELTA, f64::ln),
        marked!("nearly: what is added to y is 1e-7, not 1e-6"),
    ),
    Mistake::Gives(
        |(y, t)| error(t, y + DELTA, f64::ln) / t.len() as f64,
        marked!("this is the mean over the classes: it is the sum that counts"),
    ),
    Mistake::Gives(
        |(y, t)| error(&Array1::ones(t.len()), y + DELTA, f64::ln),
        marked!("the label t is missing: only the right class counts, by the factor tₖ"),
    ),
    Mistake::Gives(
        |(y, t)| (t - y).mapv(|d| d * d).sum() / 2.0,
        marked!("this is the mean squared error, another loss of the book (section 4.2.1)"),
    ),
];
