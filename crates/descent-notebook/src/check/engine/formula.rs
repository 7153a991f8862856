//! What the exams of difference formulas share, in which the check chooses the step h: so large
//! that every formula gives another number.

use descent_language::words;

use super::probe::{Curve, Function};
use crate::number::number;

/// f, x and h.
pub(crate) type Input = (Curve, f64, f64);

pub(crate) fn show((curve, x, h): &Input) -> String {
    let (f, x) = (curve.text(), number(*x, 4));
    words!("{f} at {x}, h = {h}", f, x, h)
}

/// The sum of values of f, each at x plus a multiple of h and with its factor.
pub(crate) fn combined<const N: usize>(
    (curve, x, h): &Input,
    multiples: [f64; N],
    factors: [f64; N],
) -> f64 {
    let terms = multiples.iter().zip(factors);
    terms
        .map(|(multiple, factor)| factor * curve.at(x + multiple * h))
        .sum()
}
