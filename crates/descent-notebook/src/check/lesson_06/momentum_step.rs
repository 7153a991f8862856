use ndarray::{Array1, array};

use crate::check::engine::answer::Named;
use crate::check::engine::steps::{Rule, Steps};
use crate::check::engine::{Exam, Mistake, Report, begin};

/// The function that is checked.
type Mine = dyn Fn(&mut Array1<f64>, &mut Array1<f64>, &Array1<f64>, f64, f64) + Send + Sync;

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
pub fn momentum_step(
    mine: impl Fn(&mut Array1<f64>, &mut Array1<f64>, &Array1<f64>, f64, f64) + Send + Sync + 'static,
) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let mut inputs = vec![Steps {
        start: array![1.0, 2.0],
        gradients: vec![array![10.0, 0.0], array![0.0, 0.0]],
        rate: 0.1,
        keep: 0.9,
    }];
    inputs.extend([1, 2, 3].map(|steps| Steps::random(steps, &mut random)));
    let exam = Exam {
        name: "momentum_step",
        seed,
        inputs,
        show: |steps| steps.text_with("momentum"),
        right: |steps| steps.walk("v", RIGHT),
        mistakes: MISTAKES,
    };
    exam.sit(move |steps| {
        steps.taken("v", |x, v, gradient| {
            mine(x, v, gradient, steps.rate, steps.keep)
        })
    })
}

const RIGHT: Rule = |x, v, slope, rate, momentum| {
    *v = momentum * *v - rate * slope;
    *x += *v;
};

const MISTAKES: &[Mistake<Steps, Named>] = &[
    Mistake::gives(
        |steps| {
            steps.walk("v", |x, v, slope, rate, momentum| {
                *v = momentum * *v + rate * slope;
                *x += *v;
            })
        },
        "the sign of the slope is wrong: the ball would roll uphill; v loses \
         learning_rate · gradient",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("v", |x, v, slope, rate, momentum| {
                *x += *v;
                *v = momentum * *v - rate * slope;
            })
        },
        "x moves with the old velocity: change v first, then add it to x",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("v", |x, v, slope, rate, _| {
                *v = -rate * slope;
                *x += *v;
            })
        },
        "the old velocity is forgotten: this is plain gradient descent; keep momentum · v",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("v", |x, v, slope, rate, _| {
                *v -= rate * slope;
                *x += *v;
            })
        },
        "the old velocity is kept whole: without friction the ball never comes to rest; multiply \
         v by momentum",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("v", |x, v, slope, rate, momentum| {
                *v = momentum * *v - (1.0 - momentum) * rate * slope;
                *x += *v;
            })
        },
        "this is a running mean, as RMSProp has it: here the slope counts in full, without \
         1 − momentum",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("v", |x, v, slope, rate, momentum| {
                *v = momentum * (*v - rate * slope);
                *x += *v;
            })
        },
        "momentum multiplies the old velocity alone, not the slope: mind the parentheses",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("v", |_, v, slope, rate, momentum| {
                *v = momentum * *v - rate * slope;
            })
        },
        "v is right, but x does not move: add v to x",
    ),
    Mistake::gives(
        |steps| {
            steps.walk("v", |x, v, slope, rate, momentum| {
                *v = momentum * *v - rate * slope;
                *x -= *v;
            })
        },
        "v points downhill already: add it to x, do not subtract it",
    ),
];

#[cfg(test)]
mod tests {
    use descent::{Momentum, Optimizer};
    use rand::SeedableRng;

    use super::*;
    use crate::check::engine::answer::Answer;

    #[test]
    fn the_right_answer_is_the_crates() {
        let mut random = rand::rngs::StdRng::seed_from_u64(1);
        let steps = Steps::random(3, &mut random);
        let mut optimizer = Momentum::new(steps.rate).with_momentum(steps.keep);
        let step = |x, gradient| optimizer.step(&x, gradient).unwrap();
        let end = steps.gradients.iter().fold(steps.start.clone(), step);
        let found = steps.walk("v", RIGHT).parts()[0].elements.clone();
        assert!(Array1::from(found).is_near(&end));
    }
}
