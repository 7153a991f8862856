use ndarray::Array1;

use crate::check::engine::answer::{Answer, Named};
use crate::check::engine::steps::Steps;
use crate::check::engine::{Exam, Mistake, Report, begin};

const BETA_1: f64 = 0.9;
const BETA_2: f64 = 0.999;
const EPSILON: f64 = 1e-7;

/// The function that is checked.
type Mine = dyn Fn(&mut Array1<f64>, &mut Array1<f64>, &mut Array1<f64>, &Array1<f64>, f64, i32)
    + Send
    + Sync;

/// Checks a step of Adam with β₁ = 0.9 and β₂ = 0.999: `mine(x, m, v, gradient, learning_rate, t)`
/// changes m to β₁m + (1 − β₁)gradient and v to β₂v + (1 − β₂)gradient², corrects both for their
/// start at 0, m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ), and subtracts
/// learning_rate · m̂ / (√v̂ + 10⁻⁷) from x. The step's number t begins with 1.
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
pub fn adam_step(
    mine: impl Fn(&mut Array1<f64>, &mut Array1<f64>, &mut Array1<f64>, &Array1<f64>, f64, i32)
    + Send
    + Sync
    + 'static,
) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let mut inputs: Vec<Steps> = [1, 2, 3].map(|n| Steps::random(n, &mut random)).to_vec();
    inputs.push(Steps::random(2, &mut random).level());
    let exam = Exam {
        name: "adam_step",
        seed,
        inputs,
        show: Steps::text_with_rate,
        right: |steps| walk(steps, RIGHT),
        mistakes: MISTAKES,
    };
    exam.sit(move |steps| {
        let mut x = steps.start.clone();
        let (mut m, mut v) = (Array1::zeros(x.len()), Array1::zeros(x.len()));
        for (t, gradient) in (1..).zip(&steps.gradients) {
            mine(&mut x, &mut m, &mut v, gradient, steps.rate, t);
        }
        end(&x, &m, &v)
    })
}

fn end(x: &Array1<f64>, m: &Array1<f64>, v: &Array1<f64>) -> Named {
    Named::new().and("x", x).and("m", m).and("v", v)
}

/// A rule for one element: what changes m and v, and how far x moves in step t for each unit of
/// the learning rate.
struct Rule {
    m: fn(m: f64, slope: f64) -> f64,
    v: fn(v: f64, slope: f64) -> f64,
    step: fn(m: f64, v: f64, t: i32) -> f64,
}

const RIGHT: Rule = Rule {
    m: |m, slope| BETA_1 * m + (1.0 - BETA_1) * slope,
    v: |v, slope| BETA_2 * v + (1.0 - BETA_2) * slope * slope,
    step: |m, v, t| corrected(m, BETA_1, t) / (corrected(v, BETA_2, t).sqrt() + EPSILON),
};

fn corrected(mean: f64, beta: f64, t: i32) -> f64 {
    mean / (1.0 - beta.powi(t))
}

fn walk(steps: &Steps, rule: Rule) -> Named {
    let mut x = steps.start.clone();
    let (mut m, mut v) = (Array1::zeros(x.len()), Array1::zeros(x.len()));
    for (t, gradient) in (1..).zip(&steps.gradients) {
        for (i, &slope) in gradient.iter().enumerate() {
            m[i] = (rule.m)(m[i], slope);
            v[i] = (rule.v)(v[i], slope);
            x[i] -= steps.rate * (rule.step)(m[i], v[i], t);
        }
    }
    end(&x, &m, &v)
}

const MISTAKES: &[Mistake<Steps, Named>] = &[
    Mistake::gives(
        |steps| {
            let step = |m: f64, v: f64, t| corrected(m, BETA_1, t) / corrected(v, BETA_2, t).sqrt();
            walk(steps, Rule { step, ..RIGHT })
        },
        "where all slopes were 0 so far, this divides 0 by 0: add 1e-7 to the root",
    ),
    Mistake::gives(
        |steps| {
            let step = |m: f64, v: f64, _| m / (v.sqrt() + EPSILON);
            walk(steps, Rule { step, ..RIGHT })
        },
        "the correction is missing: m and v start at 0 and are too small at first, so divide them \
         by 1 − β₁ᵗ and 1 − β₂ᵗ",
    ),
    Mistake::shows(
        |steps, answer| {
            let step = |m: f64, v: f64, t| {
                corrected(m, BETA_1, t - 1) / (corrected(v, BETA_2, t - 1).sqrt() + EPSILON)
            };
            answer.is_near(&walk(steps, Rule { step, ..RIGHT }))
        },
        "t begins with 1 already: β to the power t, not t − 1, which divides by 0 in the first \
         step",
    ),
    Mistake::gives(
        |steps| {
            let step = |m: f64, v: f64, t| {
                corrected(m, BETA_1, 1 + t) / (corrected(v, BETA_2, 1 + t).sqrt() + EPSILON)
            };
            walk(steps, Rule { step, ..RIGHT })
        },
        "t begins with 1 already: β to the power t, not t + 1",
    ),
    Mistake::gives(
        |steps| {
            let step = |m: f64, v: f64, _| {
                corrected(m, BETA_1, 1) / (corrected(v, BETA_2, 1).sqrt() + EPSILON)
            };
            walk(steps, Rule { step, ..RIGHT })
        },
        "the correction fades with the steps: it is 1 − βᵗ, not 1 − β",
    ),
    Mistake::gives(
        |steps| {
            let step =
                |m: f64, v: f64, t| corrected(m, BETA_1, t) / (corrected(v, BETA_2, t) + EPSILON);
            walk(steps, Rule { step, ..RIGHT })
        },
        "the root is missing: the step is divided by √v̂",
    ),
    Mistake::gives(
        |steps| {
            let v = |v: f64, slope: f64| BETA_2 * v + (1.0 - BETA_2) * slope;
            walk(steps, Rule { v, ..RIGHT })
        },
        "the square is missing: v is a mean of gradient²",
    ),
    Mistake::gives(
        |steps| {
            let m = |m: f64, slope: f64| BETA_2 * m + (1.0 - BETA_2) * slope;
            let v = |v: f64, slope: f64| BETA_1 * v + (1.0 - BETA_1) * slope * slope;
            let step = |m: f64, v: f64, t| {
                corrected(m, BETA_2, t) / (corrected(v, BETA_1, t).sqrt() + EPSILON)
            };
            walk(steps, Rule { m, v, step })
        },
        "β₁ and β₂ have changed places: m, the mean of the slopes, has 0.9",
    ),
    Mistake::gives(
        |steps| {
            let step = |m: f64, v: f64, t| -(RIGHT.step)(m, v, t);
            walk(steps, Rule { step, ..RIGHT })
        },
        "the step goes uphill: subtract it from x",
    ),
];

#[cfg(test)]
mod tests {
    use descent::{Adam, Optimizer};
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn the_right_answer_is_the_crates() {
        let mut random = rand::rngs::StdRng::seed_from_u64(1);
        let steps = Steps::random(3, &mut random);
        let mut optimizer = Adam::new(steps.rate);
        let step = |x, gradient| optimizer.step(&x, gradient).unwrap();
        let end = steps.gradients.iter().fold(steps.start.clone(), step);
        let found = walk(&steps, RIGHT).parts()[0].elements.clone();
        assert!(Array1::from(found).is_near(&end));
    }
}
