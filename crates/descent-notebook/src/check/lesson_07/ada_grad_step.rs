use descent_language::marked;
use ndarray::Array1;

use crate::check::engine::answer::Named;
use crate::check::engine::steps::{Memory, Move, Steps};
use crate::check::engine::{Exam, Mistake, Report, check};

/// The book's constant, which keeps the division finite.
const EPSILON: f64 = 1e-7;

check! {
    /// Checks a step of AdaGrad: `mine(x, h, gradient, learning_rate)` adds gradient² to h, then
    /// subtracts learning_rate · gradient / (√h + 10⁻⁷) from x, element by element.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_step(x: &mut Array1<f64>, h: &mut Array1<f64>, gradient: &Array1<f64>, rate: f64) {
    ///     *h = gradient * gradient;
    ///     *x -= &(rate * gradient / (h.sqrt() + 1e-7));
    /// }
    /// let report = check::ada_grad_step(my_step);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("sum of all squares")));
    /// ```
    ada_grad_step(&mut Array1<f64>, &mut Array1<f64>, &Array1<f64>, f64)
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "ada_grad_step",
        known: vec![],
        random: Steps::with_a_level_one,
        show: Steps::text,
        right,
        mistakes: MISTAKES,
    }
    .sit(move |steps| {
        steps.taken(["h"], |x, [h], gradient, _| {
            mine(x, h, gradient, steps.rate)
        })
    })
}

const SQUARES: Memory = |h, g, _| h + g * g;
const DOWN: Move = |_, h, g, s| -s.rate * g / (h.sqrt() + EPSILON);

pub(super) fn right(steps: &Steps) -> Named {
    walk(steps, SQUARES, DOWN)
}

fn walk(steps: &Steps, memory: Memory, step: Move) -> Named {
    steps.walk("h", memory, step)
}

const MISTAKES: &[Mistake<Steps, Named>] = &[
    Mistake::Gives(
        |s| walk(s, SQUARES, |_, h, g, s| -s.rate * g / h.sqrt()),
        marked!("where all slopes were 0 so far, this divides 0 by 0: add 1e-7 to the root"),
    ),
    Mistake::Gives(
        |s| walk(s, |_, g, _| g * g, DOWN),
        marked!("h forgets the earlier steps: it is the sum of all squares, so add to it (+=)"),
    ),
    Mistake::Gives(
        |s| walk(s, SQUARES, |_, h, g, s| -s.rate * g / (h + EPSILON)),
        marked!("the root is missing: h is a sum of squares, and the step is divided by √h"),
    ),
    Mistake::Gives(
        |s| walk(s, |h, g, _| h + g, DOWN),
        marked!("the square is missing: h adds up gradient², so that slopes of both signs count"),
    ),
    Mistake::Gives(
        |s| walk(s, SQUARES, |before, _, g, s| DOWN(0.0, before, g, s)),
        marked!("x moves with the old h, which is 0 in the first step: change h first"),
    ),
    Mistake::Gives(
        |s| walk(s, SQUARES, |_, h, g, s| -DOWN(0.0, h, g, s)),
        marked!("the step goes uphill: subtract it from x"),
    ),
    Mistake::Gives(
        |s| walk(s, SQUARES, |_, _, g, s| -s.rate * g),
        marked!("h is right, but the step does not use it: divide by √h + 1e-7"),
    ),
];
