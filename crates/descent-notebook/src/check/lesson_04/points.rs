//! Points and a line through them.

use descent_language::words;
use ndarray::{Array1, array};
use rand::rngs::StdRng;

use crate::check::engine::{point, text_of};

/// The points, and a line: its intercept and its slope.
pub(super) type Input = (Array1<f64>, Array1<f64>, Array1<f64>);

/// Points that can be worked out by hand.
pub(super) fn known() -> Vec<Input> {
    let (x, y) = (array![0.0, 1.0, 2.0], array![1.0, 2.0, 6.0]);
    vec![(x, y, array![1.0, 2.0])]
}

pub(super) fn random(random: &mut StdRng) -> Vec<Input> {
    let input = |count| (point(count, random), point(count, random), point(2, random));
    [2, 3, 4].map(input).into()
}

pub(super) fn show((x, y, line): &Input) -> String {
    let (x, y, line) = (text_of(x), text_of(y), text_of(line));
    words!("x = {x}, y = {y}, line {line}", x, y, line)
}

/// By how much the line is above each point.
pub(super) fn residuals((x, y, line): &Input) -> Array1<f64> {
    line[0] + line[1] * x - y
}

pub(super) fn mean(of: &Array1<f64>) -> f64 {
    of.sum() / of.len() as f64
}

/// The gradient of the mean squared error with respect to intercept and slope.
pub(super) fn gradient(input: &Input) -> Array1<f64> {
    let residuals = residuals(input);
    2.0 * array![mean(&residuals), mean(&(&residuals * &input.0))]
}
