use descent_language::{marked, words};
use rand::RngExt;

use crate::check::engine::{Exam, Mistake, Report, between, check, number};

/// The first rate, the factor, after how many steps it applies, and the step.
type Input = (f64, f64, usize, usize);

check! {
    /// Checks a schedule of learning rates: `mine(first, factor, every, step)` is
    /// first · factor^⌊step/every⌋.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_rate(first: f64, factor: f64, every: usize, step: usize) -> f64 {
    ///     first * factor.powf(step as f64 / every as f64)
    /// }
    /// let report = check::step_decay(my_rate);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("stays the same")));
    /// ```
    step_decay(f64, f64, usize, usize) -> f64
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "step_decay",
        known: vec![(0.9, 0.5, 10, 0), (0.9, 0.5, 10, 9), (0.9, 0.5, 10, 10)],
        random: |random| {
            let input = |drops| {
                let (first, factor) = (between(0.2, 1.0, random), between(0.3, 0.8, random));
                let every = random.random_range(4..20);
                let step = drops * every + random.random_range(1..every - 1);
                (first, factor, every, step)
            };
            [1, 2, 3].map(input).into()
        },
        show: |&(first, factor, every, step)| {
            let (first, factor) = (number(first, 3), number(factor, 3));
            words!(
                "first {first}, factor {factor}, every {every} steps, step {step}",
                first,
                factor,
                every,
                step
            )
        },
        right: |input| rate(input, (input.3 / input.2) as f64),
        mistakes: MISTAKES,
    }
    .sit(move |&(first, factor, every, step)| mine(first, factor, every, step))
}

fn rate((first, factor, _, _): &Input, drops: f64) -> f64 {
    first * factor.powf(drops)
}

const MISTAKES: &[Mistake<Input, f64>] = &[
    Mistake::Gives(
        |input| rate(input, input.3 as f64 / input.2 as f64),
        marked!(
            "between two drops the rate stays the same: divide the whole numbers, step / every, before \
         you convert to f64"
        ),
    ),
    Mistake::Gives(
        |input| rate(input, ((input.3 + 1) / input.2) as f64),
        marked!(
            "the drop comes one step too early: steps are counted from 0, so the first `every` steps \
         are 0 to every − 1"
        ),
    ),
    Mistake::Gives(
        |input| rate(input, (input.3.saturating_sub(1) / input.2) as f64),
        marked!("the drop comes one step too late: step `every` itself has the smaller rate"),
    ),
    Mistake::Gives(
        |input| rate(input, (input.3 / input.2 + 1) as f64),
        marked!("one drop too many: in step 0 the rate is the first one"),
    ),
    Mistake::Gives(
        |input| rate(input, 1.0_f64.min((input.3 / input.2) as f64)),
        marked!(
            "the rate drops once only: after 2 · every steps the factor counts twice, so it is a power"
        ),
    ),
    Mistake::Gives(
        |input| input.0 * input.1 * (input.3 / input.2) as f64,
        marked!(
            "the factor is to be raised to the power of the drops, not multiplied by it: with none it \
         must leave the rate as it is"
        ),
    ),
    Mistake::Gives(
        |input| rate(input, input.3 as f64),
        marked!("this drops in every step: only each `every` steps count"),
    ),
    Mistake::Gives(
        |input| rate(input, (input.3 % input.2) as f64),
        marked!("% is the remainder: the number of drops is the quotient, step / every"),
    ),
];
