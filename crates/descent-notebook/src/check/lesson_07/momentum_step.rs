use descent_language::marked;
use ndarray::{Array1, array};

use crate::check::engine::answer::Named;
use crate::check::engine::steps::{Memory, Move, Steps};
use crate::check::engine::{Exam, Mistake, Report, check};

check! {
    /// Checks a step with momentum: `mine(x, v, gradient, learning_rate, momentum)` changes v to
    /// momentum · v − learning_rate · gradient, then x to x + v.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_step(
    ///     x: &mut Array1<f64>,
    ///     v: &mut Array1<f64>,
    ///     gradient: &Array1<f64>,
    ///     learning_rate: f64,
    ///     momentum: f64,
    /// ) {
    ///     *x += &*v;
    ///     *v = momentum * &*v - learning_rate * gradient;
    /// }
    /// let report = check::momentum_step(my_step);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("old velocity")));
    /// ```
    momentum_step(&mut Array1<f64>, &mut Array1<f64>, &Array1<f64>, f64, f64)
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "momentum_step",
        known: vec![Steps {
            start: array![1.0, 2.0],
            gradients: vec![array![10.0, 0.0], array![0.0, 0.0]],
            rate: 0.1,
            keep: 0.9,
        }],
        random: |random| [1, 2, 3].map(|steps| Steps::random(steps, random)).into(),
        show: |steps| steps.text_with(marked!("momentum")),
        right,
        mistakes: MISTAKES,
    }
    .sit(move |steps| {
        steps.taken(["v"], |x, [v], gradient, _| {
            mine(x, v, gradient, steps.rate, steps.keep)
        })
    })
}

const VELOCITY: Memory = |v, g, s| s.keep * v - s.rate * g;
const ALONG: Move = |_, v, _, _| v;

pub(super) fn right(steps: &Steps) -> Named {
    walk(steps, VELOCITY, ALONG)
}

fn walk(steps: &Steps, memory: Memory, step: Move) -> Named {
    steps.walk("v", memory, step)
}

const MISTAKES: &[Mistake<Steps, Named>] = &[
    Mistake::Gives(
        |s| walk(s, |v, g, s| s.keep * v + s.rate * g, ALONG),
        marked!(
            "the sign of the slope is wrong: the ball would roll uphill; v loses \
         learning_rate · gradient"
        ),
    ),
    Mistake::Gives(
        |s| walk(s, VELOCITY, |before, _, _, _| before),
        marked!("x moves with the old velocity: change v first, then add it to x"),
    ),
    Mistake::Gives(
        |s| walk(s, |_, g, s| -s.rate * g, ALONG),
        marked!("the old velocity is forgotten: this is plain gradient descent; keep momentum · v"),
    ),
    Mistake::Gives(
        |s| walk(s, |v, g, s| v - s.rate * g, ALONG),
        marked!(
            "the old velocity is kept whole: without friction the ball never comes to rest; multiply \
         v by momentum"
        ),
    ),
    Mistake::Gives(
        |s| walk(s, |v, g, s| s.keep * v - (1.0 - s.keep) * s.rate * g, ALONG),
        marked!(
            "this is a running mean, as RMSProp has it: here the slope counts in full, without \
         1 − momentum"
        ),
    ),
    Mistake::Gives(
        |s| walk(s, |v, g, s| s.keep * (v - s.rate * g), ALONG),
        marked!("momentum multiplies the old velocity alone, not the slope: mind the parentheses"),
    ),
    Mistake::Gives(
        |s| walk(s, VELOCITY, |_, _, _, _| 0.0),
        marked!("v is right, but x does not move: add v to x"),
    ),
    Mistake::Gives(
        |s| walk(s, VELOCITY, |_, v, _, _| -v),
        marked!("v points downhill already: add it to x, do not subtract it"),
    ),
];
