use ndarray::Array1;

use crate::check::engine::answer::Named;
use crate::check::engine::steps::{Rule, Steps};
use crate::check::engine::{Exam, Mistake, Report, begin};

/// The book's constant, which keeps the division finite.
const EPSILON: f64 = 1e-7;

/// The function that is checked.
type Mine = dyn Fn(&mut Array1<f64>, &mut Array1<f64>, &Array1<f64>, f64, f64) + Send + Sync;

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
pub fn rms_prop_step(
    mine: impl Fn(&mut Array1<f64>, &mut Array1<f64>, &Array1<f64>, f64, f64) + Send + Sync + 'static,
) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let mut inputs: Vec<Steps> = [1, 2, 3].map(|n| Steps::random(n, &mut random)).to_vec();
    inputs.push(Steps::random(2, &mut random).level());
    let exam = Exam {
        name: "rms_prop_step",
        seed,
        inputs,
        show: |steps| steps.text_with("decay"),
        right: |steps| steps.walk("h", RIGHT),
        mistakes: MISTAKES,
    };
    exam.sit(move |steps| {
        steps.taken("h", |x, h, gradient| {
            mine(x, h, gradient, steps.rate, steps.keep)
        })
    })
}

const RIGHT: Rule = |x, h, slope, rate, decay| {
    *h = decay * *h + (1.0 - decay) * slope * slope;
    *x -= rate * slope / (h.sqrt() + EPSILON);
};

const MISTAKES: &[Mistake<Steps, Named>] = &[
    Mistake::gives(
        |steps| {
            steps.walk("h", |x, h, slope, rate, decay| {
                *h = decay * *h + (1.0 - decay) * slope * slope;
                *x -= rate * slope / h.sqrt();
            })
        },
        "where all slopes were 0 so far, this divides 0 by 0: add 1e-7 to the root",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("h", |x, h, slope, rate, decay| {
                *h = (1.0 - decay) * *h + decay * slope * slope;
                *x -= rate * slope / (h.sqrt() + EPSILON);
            })
        },
        "decay and 1 − decay have changed places: decay is the share of the old h that is kept",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("h", |x, h, slope, rate, _| {
                *h += slope * slope;
                *x -= rate * slope / (h.sqrt() + EPSILON);
            })
        },
        "this is AdaGrad, which never forgets: keep only the share decay of the old h",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("h", |x, h, slope, rate, decay| {
                *h = decay * *h + slope * slope;
                *x -= rate * slope / (h.sqrt() + EPSILON);
            })
        },
        "the new square counts too much: give it the share 1 − decay, so that h is a mean",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("h", |x, h, slope, rate, decay| {
                *h = decay * *h + (1.0 - decay) * slope * slope;
                *x -= rate * slope / (*h + EPSILON);
            })
        },
        "the root is missing: the RMS in the name is the root of the mean square, √h",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("h", |x, h, slope, rate, decay| {
                *h = decay * *h + (1.0 - decay) * slope;
                *x -= rate * slope / (h.sqrt() + EPSILON);
            })
        },
        "the square is missing: h is a mean of gradient²",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("h", |x, h, slope, rate, decay| {
                *h = decay * *h + (1.0 - decay) * slope * slope;
                *x += rate * slope / (h.sqrt() + EPSILON);
            })
        },
        "the step goes uphill: subtract it from x",
    ),
];

#[cfg(test)]
mod tests {
    use descent::{Optimizer, RmsProp};
    use rand::SeedableRng;

    use super::*;
    use crate::check::engine::answer::Answer;

    #[test]
    fn the_right_answer_is_the_crates() {
        let mut random = rand::rngs::StdRng::seed_from_u64(1);
        let steps = Steps::random(3, &mut random);
        let mut optimizer = RmsProp::new(steps.rate).with_decay(steps.keep);
        let step = |x, gradient| optimizer.step(&x, gradient).unwrap();
        let end = steps.gradients.iter().fold(steps.start.clone(), step);
        let found = steps.walk("h", RIGHT).parts()[0].elements.clone();
        assert!(Array1::from(found).is_near(&end));
    }
}
