use descent_language::marked;
use ndarray::{Array1, array};

use super::backward::likeliest;
use crate::check::engine::{Exam, Mistake, Report, check, text_of, vector};

type Input = (Array1<f64>, Array1<f64>);

check! {
    /// Checks the gradient of the cross-entropy error with respect to the logits: `mine(a, t)` is
    /// softmax(a) − t.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_gradient(a: &Array1<f64>, t: &Array1<f64>) -> Array1<f64> {
    ///     t - softmax(a)
    /// }
    /// let report = check::logit_gradient(my_gradient);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("sign")));
    /// ```
    logit_gradient(&Array1<f64>, &Array1<f64>) -> Array1<f64>
}

fn run(mine: Mine) -> Report {
    let lesson = array![-0.33696226, 0.30610112, 0.75793129];
    Exam {
        name: "logit_gradient",
        known: vec![(lesson, array![0.0, 0.0, 1.0])],
        random: |random| {
            let input = |classes| {
                let a = vector(classes, -2.0, 2.0, random);
                let t = likeliest(&a);
                (a, t)
            };
            [2, 3, 4].map(input).into()
        },
        show: |(a, t)| format!("a = {}, t = {}", text_of(a), text_of(t)),
        right: |(a, t)| descent::softmax(a) - t,
        mistakes: MISTAKES,
    }
    .sit(move |(a, t)| mine(a, t))
}

const MISTAKES: &[Mistake<Input, Array1<f64>>] = &[
    Mistake::Gives(
        |(a, t)| t - descent::softmax(a),
        marked!("the sign is the wrong way round: raising a wrong class's logit raises the loss"),
    ),
    Mistake::Gives(
        |(a, t)| a - t,
        marked!("the softmax is missing: y is softmax(a), not a"),
    ),
    Mistake::Gives(
        |(a, _)| descent::softmax(a),
        marked!("the label is missing: the slope of the right class is y − 1"),
    ),
    Mistake::Gives(
        |(a, t)| -t / (descent::softmax(a) + 1e-7),
        marked!(
            "this is the slope with respect to y: one factor of the chain rule, that of the softmax, \
         is still missing"
        ),
    ),
    Mistake::Gives(
        |(a, t)| -t / descent::softmax(a),
        marked!(
            "this is the slope with respect to y: one factor of the chain rule, that of the softmax, \
         is still missing"
        ),
    ),
    Mistake::Gives(
        |(a, t)| {
            let y = descent::softmax(a);
            &y * &(1.0 - &y) * (-t / &y)
        },
        marked!(
            "the softmax couples all classes, since they share a divisor: the slope of yₖ with \
         respect to another logit aⱼ is −yₖyⱼ, not 0"
        ),
    ),
    Mistake::Gives(
        |(a, t)| (descent::softmax(a) - t) / t.len() as f64,
        marked!("do not divide by the number of classes: the loss is a sum over them, not a mean"),
    ),
];
