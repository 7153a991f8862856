use ndarray::{Array1, array};

use crate::check::engine::{Exam, Mistake, Report, begin, between, number, point, text_of};

type Input = (Array1<f64>, Array1<f64>, f64);

/// The function that is checked.
type Mine = dyn Fn(&Array1<f64>, &Array1<f64>, f64) -> Array1<f64> + Send + Sync;

/// Checks one step of gradient descent: `mine(x, gradient, learning_rate)` is
/// x − learning_rate · gradient.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// fn my_step(x: &Array1<f64>, gradient: &Array1<f64>, learning_rate: f64) -> Array1<f64> {
///     x + learning_rate * gradient
/// }
/// let report = check::gradient_step(my_step);
/// assert!(report.hint().is_some_and(|hint| hint.contains("uphill")));
/// ```
pub fn gradient_step(
    mine: impl Fn(&Array1<f64>, &Array1<f64>, f64) -> Array1<f64> + Send + Sync + 'static,
) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let mut inputs = vec![(array![3.0, 4.0], array![6.0, 8.0], 0.1)];
    inputs.extend([2, 2, 3].map(|length| {
        let (x, gradient) = (point(length, &mut random), point(length, &mut random));
        (x, gradient, between(0.02, 0.4, &mut random))
    }));
    let exam = Exam {
        name: "gradient_step",
        seed,
        inputs,
        show: |(x, gradient, rate)| {
            let (x, gradient) = (text_of(x), text_of(gradient));
            format!(
                "x = {x}, gradient {gradient}, learning rate {}",
                number(*rate, 3)
            )
        },
        right: |(x, gradient, rate)| x - *rate * gradient,
        mistakes: MISTAKES,
    };
    exam.sit(move |(x, gradient, rate)| mine(x, gradient, *rate))
}

const MISTAKES: &[Mistake<Input, Array1<f64>>] = &[
    Mistake::gives(
        |(x, gradient, rate)| x + *rate * gradient,
        "this steps uphill: the gradient points up, so subtract",
    ),
    Mistake::gives(
        |(x, gradient, _)| x - gradient,
        "the learning rate is missing: it scales the gradient",
    ),
    Mistake::gives(
        |(x, gradient, rate)| x - gradient / *rate,
        "multiply the gradient by the learning rate, do not divide: a small rate makes a small \
         step",
    ),
    Mistake::gives(
        |(_, gradient, rate)| -*rate * gradient,
        "this is the step alone: add it to x to get the next point",
    ),
    Mistake::gives(
        |(x, gradient, rate)| *rate * (x - gradient),
        "the learning rate scales the gradient only, not x: mind the parentheses",
    ),
    Mistake::gives(
        |(x, gradient, rate)| gradient - *rate * x,
        "x and gradient have changed places",
    ),
];
