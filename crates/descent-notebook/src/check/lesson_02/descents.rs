//! Descents for a student's function to make.

use descent_language::words;
use ndarray::Array1;
use rand::rngs::StdRng;

use crate::check::engine::probe::{Bowl, Function};
use crate::check::engine::{between, number, point, text_of};

/// What to descend, from where, with which learning rate and how many steps.
pub(super) type Input = (Bowl, Array1<f64>, f64, usize);

/// A descent with so many variables and steps.
pub(super) fn any((variables, steps): (usize, usize), random: &mut StdRng) -> Input {
    let bowl = Bowl::random(variables, random);
    let start = point(variables, random);
    (bowl, start, between(0.05, 0.2, random), steps)
}

pub(super) fn show((bowl, start, rate, steps): &Input) -> String {
    let (start, rate) = (text_of(start), number(*rate, 3));
    let f = bowl.text();
    words!(
        "{f} from {start}, rate {rate}, steps {steps}",
        f,
        start,
        rate,
        steps
    )
}

/// The point after so many steps; a negative rate climbs.
pub(super) fn walk(bowl: &Bowl, start: &Array1<f64>, rate: f64, steps: usize) -> Array1<f64> {
    let step = |x: Array1<f64>, _| &x - rate * slopes(bowl, &x);
    (0..steps).fold(start.clone(), step)
}

pub(super) fn slopes(bowl: &Bowl, x: &Array1<f64>) -> Array1<f64> {
    Array1::from(bowl.gradient(&x.to_vec()))
}
