use descent_language::marked;
use ndarray::Array1;

use crate::check::engine::answer::Named;
use crate::check::engine::steps::{Memory, Move, Steps};
use crate::check::engine::{Exam, Mistake, Report, check};

/// The book's constant, which keeps the division finite.
const EPSILON: f64 = 1e-7;

check! {
    /// Checks a step of RMSProp: `mine(x, h, gradient, learning_rate, decay)` changes h to
    /// decay · h + (1 − decay) · gradient², then subtracts learning_rate · gradient / (√h + 10⁻⁷)
    /// from x, element by element.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_step(
    ///     x: &mut Array1<f64>,
    ///     h: &mut Array1<f64>,
    ///     gradient: &Array1<f64>,
    ///     learning_rate: f64,
    ///     decay: f64,
    /// ) {
    ///     *h = (1.0 - decay) * &*h + decay * gradient * gradient;
    ///     *x -= &(learning_rate * gradient / (h.sqrt() + 1e-7));
    /// }
    /// let report = check::rms_prop_step(my_step);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("changed places")));
    /// ```
    rms_prop_step(&mut Array1<f64>, &mut Array1<f64>, &Array1<f64>, f64, f64)
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "rms_prop_step",
        known: vec![],
        random: Steps::with_a_level_one,
        show: |steps| steps.text_with(marked!("decay")),
        right,
        mistakes: MISTAKES,
    }
    .sit(move |steps| {
        steps.taken(["h"], |x, [h], gradient, _| {
            mine(x, h, gradient, steps.rate, steps.keep)
        })
    })
}

const MEAN: Memory = |h, g, s| s.keep * h + (1.0 - s.keep) * g * g;
const DOWN: Move = |_, h, g, s| -s.rate * g / (h.sqrt() + EPSILON);

pub(super) fn right(steps: &Steps) -> Named {
    walk(steps, MEAN, DOWN)
}

fn walk(steps: &Steps, memory: Memory, step: Move) -> Named {
    steps.walk("h", memory, step)
}

const MISTAKES: &[Mistake<Steps, Named>] = &[
    Mistake::Gives(
        |s| walk(s, MEAN, |_, h, g, s| -s.rate * g / h.sqrt()),
        marked!("where all slopes were 0 so far, this divides 0 by 0: add 1e-7 to the root"),
    ),
    Mistake::Gives(
        |s| walk(s, |h, g, s| (1.0 - s.keep) * h + s.keep * g * g, DOWN),
        marked!(
            "decay and 1 − decay have changed places: decay is the share of the old h that is kept"
        ),
    ),
    Mistake::Gives(
        |s| walk(s, |h, g, _| h + g * g, DOWN),
        marked!("this is AdaGrad, which never forgets: keep only the share decay of the old h"),
    ),
    Mistake::Gives(
        |s| walk(s, |h, g, s| s.keep * h + g * g, DOWN),
        marked!("the new square counts too much: give it the share 1 − decay, so that h is a mean"),
    ),
    Mistake::Gives(
        |s| walk(s, MEAN, |_, h, g, s| -s.rate * g / (h + EPSILON)),
        marked!("the root is missing: the RMS in the name is the root of the mean square, √h"),
    ),
    Mistake::Gives(
        |s| walk(s, |h, g, s| s.keep * h + (1.0 - s.keep) * g, DOWN),
        marked!("the square is missing: h is a mean of gradient²"),
    ),
    Mistake::Gives(
        |s| walk(s, MEAN, |_, h, g, s| -DOWN(0.0, h, g, s)),
        marked!("the step goes uphill: subtract it from x"),
    ),
];
