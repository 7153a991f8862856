use crate::check::engine::difference::{
    BACKWARD, BY_H, FORWARD, LOST_H, NOT_DIVIDED, PRECEDENCE, SIGN, is_backward, is_forward,
    is_lost, is_scaled,
};
use crate::check::engine::probe::{Curve, Observed, observe, of_number};
use crate::check::engine::{Exam, Mistake, Report, begin, number, point};

type Input = (Curve, f64);
type Output = Observed<f64>;

/// The function that is checked.
type Mine = dyn Fn(fn(f64) -> f64, f64) -> f64 + Send + Sync;

/// Checks a derivative by central difference: `mine(f, x)` is (f(x + h) − f(x − h)) / 2h, with
/// h = 10⁻⁴ or so.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// fn my_diff(f: fn(f64) -> f64, x: f64) -> f64 {
///     let h = 1e-4;
///     (f(x + h) - f(x)) / h
/// }
/// let report = check::numerical_diff(my_diff);
/// assert!(report.hint().is_some_and(|hint| hint.contains("forward difference")));
/// ```
pub fn numerical_diff(mine: impl Fn(fn(f64) -> f64, f64) -> f64 + Send + Sync + 'static) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let mut inputs = vec![(Curve::function_1(), 5.0)];
    inputs.extend((0..4).map(|_| (Curve::random(&mut random), point(1, &mut random)[0])));
    let exam = Exam {
        name: "numerical_diff",
        seed,
        inputs,
        show: |(curve, x)| format!("{} at {}", curve.text(), number(*x, 4)),
        right: |(curve, x)| observe(curve, || curve.slope(*x)),
        mistakes: MISTAKES,
    };
    exam.sit(move |(curve, x)| observe(curve, || mine(of_number, *x)))
}

fn scaled((curve, x): &Input, seen: &Output, factor: fn(f64) -> f64) -> bool {
    is_scaled(&[*x], seen, &curve.slope(*x), factor)
}

const MISTAKES: &[Mistake<Input, Output>] = &[
    Mistake::forbidden(|(_, x), seen| is_lost(&[*x], seen), LOST_H),
    Mistake::forbidden(|(_, x), seen| is_forward(&[*x], seen), FORWARD),
    Mistake::forbidden(|(_, x), seen| is_backward(&[*x], seen), BACKWARD),
    Mistake::shows(|input, seen| scaled(input, seen, |_| 2.0), BY_H),
    Mistake::shows(|input, seen| scaled(input, seen, |_| -1.0), SIGN),
    Mistake::shows(|input, seen| scaled(input, seen, |h| h * h), PRECEDENCE),
    Mistake::shows(|input, seen| scaled(input, seen, |h| 2.0 * h), NOT_DIVIDED),
];
