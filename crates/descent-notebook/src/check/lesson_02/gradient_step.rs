use descent_language::{marked, words};
use ndarray::{Array1, array};

use crate::check::engine::{Exam, Mistake, Report, between, check, number, point, text_of};

type Input = (Array1<f64>, Array1<f64>, f64);

check! {
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
    gradient_step(&Array1<f64>, &Array1<f64>, f64) -> Array1<f64>
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "gradient_step",
        known: vec![(array![3.0, 4.0], array![6.0, 8.0], 0.1)],
        random: |random| {
            let input = |length| {
                let (x, gradient) = (point(length, random), point(length, random));
                (x, gradient, between(0.02, 0.4, random))
            };
            [2, 2, 3].map(input).into()
        },
        show: |(x, gradient, rate)| {
            let (x, gradient, rate) = (text_of(x), text_of(gradient), number(*rate, 3));
            words!(
                "x = {x}, gradient {gradient}, learning rate {rate}",
                x,
                gradient,
                rate
            )
        },
        right: |(x, gradient, rate)| x - *rate * gradient,
        mistakes: MISTAKES,
    }
    .sit(move |(x, gradient, rate)| mine(x, gradient, *rate))
}

const MISTAKES: &[Mistake<Input, Array1<f64>>] = &[
    Mistake::Gives(
        |(x, gradient, rate)| x + *rate * gradient,
        marked!("this steps uphill: the gradient points up, so subtract"),
    ),
    Mistake::Gives(
        |(x, gradient, _)| x - gradient,
        marked!("the learning rate is missing: it scales the gradient"),
    ),
    Mistake::Gives(
        |(x, gradient, rate)| x - gradient / *rate,
        marked!(
            "multiply the gradient by the learning rate, do not divide: a small rate makes a small \
         step"
        ),
    ),
    Mistake::Gives(
        |(_, gradient, rate)| -*rate * gradient,
        marked!("this is the step alone: add it to x to get the next point"),
    ),
    Mistake::Gives(
        |(x, gradient, rate)| *rate * (x - gradient),
        marked!("the learning rate scales the gradient only, not x: mind the parentheses"),
    ),
    Mistake::Gives(
        |(x, gradient, rate)| gradient - *rate * x,
        marked!("x and gradient have changed places"),
    ),
];
