use ndarray::Array1;

use crate::check::engine::difference::{
    BACKWARD, BY_H, FORWARD, LOST_H, NOT_DIVIDED, NOT_RESTORED, PRECEDENCE, SIGN, is_backward,
    is_forward, is_lost, is_not_restored, is_scaled,
};
use crate::check::engine::probe::{Bowl, Function, Observed, observe, of_vector};
use crate::check::engine::{Exam, Mistake, Report, begin, point, text_of};

type Input = (Bowl, Array1<f64>);
type Output = Observed<Array1<f64>>;

/// The function that is checked.
type Mine = dyn Fn(fn(&Array1<f64>) -> f64, &mut Array1<f64>) -> Array1<f64> + Send + Sync;

/// Checks a numerical gradient: `mine(f, x)` has the central difference in each element, and
/// leaves x as it was.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// fn my_gradient(f: fn(&Array1<f64>) -> f64, x: &mut Array1<f64>) -> Array1<f64> {
///     let h = 1e-4;
///     let mut gradient = Array1::zeros(x.len());
///     for i in 0..x.len() {
///         x[i] += h;
///         let above = f(x);
///         x[i] -= 2.0 * h;
///         gradient[i] = (above - f(x)) / (2.0 * h);
///     }
///     gradient
/// }
/// let report = check::numerical_gradient(my_gradient);
/// assert!(report.hint().is_some_and(|hint| hint.contains("put that element back")));
/// ```
pub fn numerical_gradient(
    mine: impl Fn(fn(&Array1<f64>) -> f64, &mut Array1<f64>) -> Array1<f64> + Send + Sync + 'static,
) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let mut inputs = vec![(Bowl::function_2(), Array1::from(vec![3.0, 4.0]))];
    inputs.extend([2, 2, 3, 4].map(|length| {
        let bowl = Bowl::random(length, &mut random);
        (bowl, point(length, &mut random))
    }));
    let exam = Exam {
        name: "numerical_gradient",
        seed,
        inputs,
        show: |(bowl, x)| format!("{} at {}", bowl.text(), text_of(x)),
        right: |(bowl, x)| observe(bowl, || expected(bowl, x)),
        mistakes: MISTAKES,
    };
    exam.sit(move |(bowl, x)| {
        let mut moved = x.clone();
        observe(bowl, || mine(of_vector, &mut moved)).with_x(x, &moved)
    })
}

fn expected(bowl: &Bowl, x: &Array1<f64>) -> Array1<f64> {
    Array1::from(bowl.gradient(&x.to_vec()))
}

fn scaled((bowl, x): &Input, seen: &Output, factor: fn(f64) -> f64) -> bool {
    is_scaled(&x.to_vec(), seen, &expected(bowl, x), factor)
}

const MISTAKES: &[Mistake<Input, Output>] = &[
    Mistake::forbidden(|(_, x), seen| is_lost(&x.to_vec(), seen), LOST_H),
    Mistake::forbidden(
        |(_, x), seen| is_not_restored(&x.to_vec(), seen),
        NOT_RESTORED,
    ),
    Mistake::forbidden(|(_, x), seen| is_forward(&x.to_vec(), seen), FORWARD),
    Mistake::forbidden(|(_, x), seen| is_backward(&x.to_vec(), seen), BACKWARD),
    Mistake::shows(|input, seen| scaled(input, seen, |_| 2.0), BY_H),
    Mistake::shows(|input, seen| scaled(input, seen, |_| -1.0), SIGN),
    Mistake::shows(|input, seen| scaled(input, seen, |h| h * h), PRECEDENCE),
    Mistake::shows(|input, seen| scaled(input, seen, |h| 2.0 * h), NOT_DIVIDED),
];
