use descent_language::marked;
use ndarray::Array1;

use crate::check::engine::answer::Named;
use crate::check::engine::steps::Steps;
use crate::check::engine::{Exam, Mistake, Report, check};

/// β₁ and β₂, the shares of m and v that a step keeps.
const BETAS: [f64; 2] = [0.9, 0.999];
/// The book's constant, which keeps the division finite.
const EPSILON: f64 = 1e-7;

check! {
    /// Checks a step of Adam with β₁ = 0.9 and β₂ = 0.999: `mine(x, m, v, gradient, learning_rate,
    /// t)` changes m to β₁m + (1 − β₁)gradient and v to β₂v + (1 − β₂)gradient², corrects both for
    /// their start at 0, m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ), and subtracts learning_rate · m̂ /
    /// (√v̂ + 10⁻⁷) from x. The step's number t begins with 1.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_step(
    ///     x: &mut Array1<f64>,
    ///     m: &mut Array1<f64>,
    ///     v: &mut Array1<f64>,
    ///     gradient: &Array1<f64>,
    ///     learning_rate: f64,
    ///     _t: i32,
    /// ) {
    ///     *m = 0.9 * &*m + 0.1 * gradient;
    ///     *v = 0.999 * &*v + 0.001 * gradient * gradient;
    ///     *x -= &(learning_rate * &*m / (v.sqrt() + 1e-7));
    /// }
    /// let report = check::adam_step(my_step);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("correction")));
    /// ```
    adam_step(&mut Array1<f64>, &mut Array1<f64>, &mut Array1<f64>, &Array1<f64>, f64, i32)
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "adam_step",
        known: vec![],
        random: Steps::with_a_level_one,
        show: Steps::text,
        right,
        mistakes: MISTAKES,
    }
    .sit(move |steps| {
        steps.taken(["m", "v"], |x, [m, v], gradient, t| {
            mine(x, m, v, gradient, steps.rate, t)
        })
    })
}

pub(super) fn right(steps: &Steps) -> Named {
    walk(steps, BETAS, 2, |t| t, over_root)
}

/// How far x moves downhill for each unit of the learning rate.
fn over_root(m: f64, v: f64) -> f64 {
    m / (v.sqrt() + EPSILON)
}

/// The steps with these β, with v a mean of the slopes to a power, with `exponent(t)` for the t of
/// the correction 1 − βᵗ, and with x moving by `step(m̂, v̂)`.
fn walk(
    steps: &Steps,
    betas: [f64; 2],
    power: i32,
    exponent: fn(i32) -> i32,
    step: fn(f64, f64) -> f64,
) -> Named {
    steps.taken(["m", "v"], |x, [m, v], gradient, t| {
        let [for_m, for_v] = betas.map(|beta| 1.0 - beta.powi(exponent(t)));
        for (i, &g) in gradient.iter().enumerate() {
            m[i] = betas[0] * m[i] + (1.0 - betas[0]) * g;
            v[i] = betas[1] * v[i] + (1.0 - betas[1]) * g.powi(power);
            x[i] -= steps.rate * step(m[i] / for_m, v[i] / for_v);
        }
    })
}

/// As if the correction had faded away: β to so large a power is 0.
const FADED: fn(i32) -> i32 = |_| i32::MAX;

const MISTAKES: &[Mistake<Steps, Named>] = &[
    Mistake::Gives(
        |s| walk(s, BETAS, 2, |t| t, |m, v| m / v.sqrt()),
        marked!("where all slopes were 0 so far, this divides 0 by 0: add 1e-7 to the root"),
    ),
    Mistake::Gives(
        |s| walk(s, BETAS, 2, FADED, over_root),
        marked!(
            "the correction is missing: m and v start at 0 and are too small at first, so divide them \
         by 1 − β₁ᵗ and 1 − β₂ᵗ"
        ),
    ),
    Mistake::Gives(
        |s| walk(s, BETAS, 2, |t| t - 1, over_root),
        marked!(
            "t begins with 1 already: β to the power t, not t − 1, which divides by 0 in the first \
         step"
        ),
    ),
    Mistake::Gives(
        |s| walk(s, BETAS, 2, |t| t + 1, over_root),
        marked!("t begins with 1 already: β to the power t, not t + 1"),
    ),
    Mistake::Gives(
        |s| walk(s, BETAS, 2, |_| 1, over_root),
        marked!("the correction fades with the steps: it is 1 − βᵗ, not 1 − β"),
    ),
    Mistake::Gives(
        |s| walk(s, BETAS, 2, |t| t, |m, v| m / (v + EPSILON)),
        marked!("the root is missing: the step is divided by √v̂"),
    ),
    Mistake::Gives(
        |s| walk(s, BETAS, 1, |t| t, over_root),
        marked!("the square is missing: v is a mean of gradient²"),
    ),
    Mistake::Gives(
        |s| walk(s, [BETAS[1], BETAS[0]], 2, |t| t, over_root),
        marked!("β₁ and β₂ have changed places: m, the mean of the slopes, has 0.9"),
    ),
    Mistake::Gives(
        |s| walk(s, BETAS, 2, |t| t, |m, v| -over_root(m, v)),
        marked!("the step goes uphill: subtract it from x"),
    ),
];
