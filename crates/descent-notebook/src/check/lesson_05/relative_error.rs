use descent_language::marked;
use ndarray::{Array1, array};

use crate::check::engine::{Exam, Mistake, Report, between, check, largest, point, text_of};

type Input = (Array1<f64>, Array1<f64>);

check! {
    /// Checks the relative error of two gradients: `mine(a, b)` is the largest |aᵢ − bᵢ| divided by
    /// the largest |aᵢ| or |bᵢ|, and 0 where all are 0.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_error(a: &Array1<f64>, b: &Array1<f64>) -> f64 {
    ///     (a - b).iter().fold(0.0, |largest, d| d.abs().max(largest))
    /// }
    /// let report = check::relative_error(my_error);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("absolute error")));
    /// ```
    relative_error(&Array1<f64>, &Array1<f64>) -> f64
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "relative_error",
        known: vec![(array![3.0, 4.0], array![3.0, 5.0])],
        random: |random| {
            let differing = |length| {
                let mut a = point(length, random) * between(20.0, 40.0, random);
                // By itself, this small element differs much.
                a[0] = between(0.01, 0.05, random);
                // The second element is smaller in b, so the sign of the largest difference is
                // known.
                let mut b = &a + 0.01;
                b[1] = a[1] - between(0.5, 1.5, random);
                if length == 3 { (b, a) } else { (a, b) }
            };
            let mut inputs = Vec::from([2, 3, 4].map(differing));
            inputs.push((array![0.0, 0.0], array![0.0, 0.0]));
            inputs
        },
        show: |(a, b)| format!("a = {}, b = {}", text_of(a), text_of(b)),
        right: |(a, b)| descent::relative_error(a, b).unwrap_or(f64::NAN),
        mistakes: MISTAKES,
    }
    .sit(move |(a, b)| mine(a, b))
}

fn differences((a, b): &Input) -> Array1<f64> {
    (a - b).abs()
}

fn scale((a, b): &Input) -> f64 {
    largest(&a.abs()).max(largest(&b.abs()))
}

/// Whether the answer is this error, wherever the gradients are not 0.
fn is(answer: f64, error: f64, input: &Input) -> bool {
    scale(input) == 0.0 || (answer - error).abs() < 1e-9
}

const MISTAKES: &[Mistake<Input, f64>] = &[
    Mistake::Gives(
        |input| largest(&differences(input)) / scale(input),
        marked!("two gradients of 0 agree, and 0/0 is NaN: answer 0 where the divisor is 0"),
    ),
    Mistake::Gives(
        |input| largest(&differences(input)),
        marked!(
            "this is the absolute error: divide by the largest element, so that large gradients are \
         not judged more harshly than small ones"
        ),
    ),
    Mistake::Shows(
        |input, answer| {
            is(
                *answer,
                largest(&(&input.0 - &input.1)) / scale(input),
                input,
            )
        },
        marked!("a difference can be negative: take .abs() of it before you look for the largest"),
    ),
    Mistake::Shows(
        |input, answer| {
            let sum = largest(&input.0.abs()) + largest(&input.1.abs());
            is(*answer, largest(&differences(input)) / sum, input)
        },
        marked!("divide by the larger of the two, not by their sum"),
    ),
    Mistake::Shows(
        |input, answer| {
            let mean = differences(input).mean().unwrap_or(0.0);
            is(*answer, mean / scale(input), input)
        },
        marked!("take the largest difference, not the mean: one wrong element is enough"),
    ),
    Mistake::Shows(
        |input, answer| {
            let pairs = input.0.iter().zip(&input.1);
            let each = pairs.map(|(a, b)| (a - b).abs() / a.abs().max(b.abs()));
            is(*answer, each.fold(0.0, f64::max), input)
        },
        marked!(
            "divide once, by the largest element of all: element by element, the rounding of an \
         element near 0 looks like a large error"
        ),
    ),
];
