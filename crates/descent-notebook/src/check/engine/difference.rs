//! What goes wrong in difference quotients, told from where the function was called.

use super::answer::Answer;
use super::probe::{Observed, is_moved};

pub(crate) const NOT_RESTORED: &str = "after both evaluations for an element, put that element \
    back to its old value: here it is still moved while the next one's turn comes";
pub(crate) const FORWARD: &str = "this is a forward difference, (f(x + h) − f(x)) / h: f is never \
    called below x. The central one, (f(x + h) − f(x − h)) / (2h), is far more precise";
pub(crate) const BACKWARD: &str = "this is a backward difference, (f(x) − f(x − h)) / h: f is \
    never called above x. The central one is (f(x + h) − f(x − h)) / (2h)";
pub(crate) const BY_H: &str = "the answer is twice too large: x + h and x − h are 2h apart, so \
    divide by 2h, not by h";
pub(crate) const SIGN: &str = "the sign is the wrong way round: subtract f(x − h) from f(x + h), \
    not the other way";
pub(crate) const PRECEDENCE: &str = "… / 2.0 * h first divides by 2, then multiplies by h: put \
    the divisor in parentheses, … / (2.0 * h)";
pub(crate) const NOT_DIVIDED: &str = "this is the difference f(x + h) − f(x − h) alone: divide it \
    by 2h to get a slope";
pub(crate) const LOST_H: &str = "h is so small that x + h rounds to x, and the difference is 0: \
    take h = 1e-4";

/// Whether an element was not put back: the function was called with two moved at once, or x is
/// not what it was.
pub(crate) fn is_not_restored<T>(x: &[f64], observed: &Observed<T>) -> bool {
    observed.left_at.is_some()
        || observed.calls.iter().any(|call| {
            let moved = call.iter().zip(x).filter(|(call, x)| is_moved(**x, **call));
            call.len() == x.len() && moved.count() > 1
        })
}

/// Whether the function was called above x, and never below.
pub(crate) fn is_forward<T>(x: &[f64], observed: &Observed<T>) -> bool {
    let (below, above) = sides(x, observed);
    above && !below
}

/// Whether the function was called below x, and never above.
pub(crate) fn is_backward<T>(x: &[f64], observed: &Observed<T>) -> bool {
    let (below, above) = sides(x, observed);
    below && !above
}

fn sides<T>(x: &[f64], observed: &Observed<T>) -> (bool, bool) {
    let moves = || {
        let calls = observed.calls.iter();
        let pairs = calls.flat_map(|call| call.iter().zip(x));
        pairs.filter(|(call, x)| is_moved(**x, **call))
    };
    (
        moves().any(|(call, x)| call < x),
        moves().any(|(call, x)| call > x),
    )
}

/// Whether the function was called, but always at x itself.
pub(crate) fn is_lost<T>(x: &[f64], observed: &Observed<T>) -> bool {
    !observed.calls.is_empty() && observed.calls.iter().all(|call| call == x)
}

/// The h that the student chose: the largest move.
pub(crate) fn step<T>(x: &[f64], observed: &Observed<T>) -> f64 {
    let calls = observed.calls.iter();
    calls
        .flat_map(|call| call.iter().zip(x))
        .map(|(call, x)| (call - x).abs())
        .fold(0.0, f64::max)
}

/// Whether the answer is the right one times `factor`, which may depend on h.
pub(crate) fn is_scaled<T: Answer>(
    x: &[f64],
    observed: &Observed<T>,
    right: &T,
    factor: fn(f64) -> f64,
) -> bool {
    observed.value.is_scaled(right, factor(step(x, observed)))
}
