use ndarray::Array1;

use crate::check::engine::answer::Named;
use crate::check::engine::steps::{Rule, Steps};
use crate::check::engine::{Exam, Mistake, Report, begin};

/// The book's constant, which keeps the division finite.
const EPSILON: f64 = 1e-7;

/// The function that is checked.
type Mine = dyn Fn(&mut Array1<f64>, &mut Array1<f64>, &Array1<f64>, f64) + Send + Sync;

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
pub fn ada_grad_step(
    mine: impl Fn(&mut Array1<f64>, &mut Array1<f64>, &Array1<f64>, f64) + Send + Sync + 'static,
) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let mut inputs: Vec<Steps> = [1, 2, 3].map(|n| Steps::random(n, &mut random)).to_vec();
    inputs.push(Steps::random(2, &mut random).level());
    let exam = Exam {
        name: "ada_grad_step",
        seed,
        inputs,
        show: Steps::text_with_rate,
        right: |steps| steps.walk("h", RIGHT),
        mistakes: MISTAKES,
    };
    exam.sit(move |steps| steps.taken("h", |x, h, gradient| mine(x, h, gradient, steps.rate)))
}

const RIGHT: Rule = |x, h, slope, rate, _| {
    *h += slope * slope;
    *x -= rate * slope / (h.sqrt() + EPSILON);
};

const MISTAKES: &[Mistake<Steps, Named>] = &[
    Mistake::gives(
        |steps| {
            steps.walk("h", |x, h, slope, rate, _| {
                *h += slope * slope;
                *x -= rate * slope / h.sqrt();
            })
        },
        "where all slopes were 0 so far, this divides 0 by 0: add 1e-7 to the root",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("h", |x, h, slope, rate, _| {
                *h = slope * slope;
                *x -= rate * slope / (h.sqrt() + EPSILON);
            })
        },
        "h forgets the earlier steps: it is the sum of all squares, so add to it (+=)",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("h", |x, h, slope, rate, _| {
                *h += slope * slope;
                *x -= rate * slope / (*h + EPSILON);
            })
        },
        "the root is missing: h is a sum of squares, and the step is divided by √h",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("h", |x, h, slope, rate, _| {
                *h += slope;
                *x -= rate * slope / (h.sqrt() + EPSILON);
            })
        },
        "the square is missing: h adds up gradient², so that slopes of both signs count",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("h", |x, h, slope, rate, _| {
                *x -= rate * slope / (h.sqrt() + EPSILON);
                *h += slope * slope;
            })
        },
        "x moves with the old h, which is 0 in the first step: change h first",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("h", |x, h, slope, rate, _| {
                *h += slope * slope;
                *x += rate * slope / (h.sqrt() + EPSILON);
            })
        },
        "the step goes uphill: subtract it from x",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("h", |x, h, slope, rate, _| {
                *h += slope * slope;
                *x -= rate * slope;
            })
        },
        "h is right, but the step does not use it: divide by √h + 1e-7",
    ),
];

#[cfg(test)]
mod tests {
    use descent::{AdaGrad, Optimizer};
    use rand::SeedableRng;

    use super::*;
    use crate::check::engine::answer::Answer;

    #[test]
    fn the_right_answer_is_the_crates() {
        let mut random = rand::rngs::StdRng::seed_from_u64(1);
        let steps = Steps::random(3, &mut random);
        let mut optimizer = AdaGrad::new(steps.rate);
        let step = |x, gradient| optimizer.step(&x, gradient).unwrap();
        let end = steps.gradients.iter().fold(steps.start.clone(), step);
        let found = steps.walk("h", RIGHT).parts()[0].elements.clone();
        assert!(Array1::from(found).is_near(&end));
    }
}
