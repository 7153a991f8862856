//! The exam of a derivative by central differences. What goes wrong in it is told from where the
//! function was called.

use descent_language::{marked, words};
use ndarray::{Array, Dimension};
use rand::rngs::StdRng;

use super::answer::{Answer, text_of};
use super::exam::{Exam, Mistake};
use super::probe::{Function, Observed, is_moved, observe};
use super::report::Report;

/// Where a derivative is asked for: a number or an array. The derivative has the same form.
pub(crate) trait Place: Answer + Clone {
    /// The same form with these elements.
    fn with(&self, elements: Vec<f64>) -> Self;
}

impl Place for f64 {
    fn with(&self, elements: Vec<f64>) -> Self {
        elements[0]
    }
}

impl<D: Dimension + Send + 'static> Place for Array<f64, D> {
    fn with(&self, elements: Vec<f64>) -> Self {
        Array::from_shape_vec(self.raw_dim(), elements).expect("as many elements as before")
    }
}

/// Checks a derivative: `mine` has that of the observed function at its argument, which it leaves
/// as it was.
pub(crate) fn sit<F: Function + Clone, X: Place>(
    name: &'static str,
    known: Vec<(F, X)>,
    random: fn(&mut StdRng) -> Vec<(F, X)>,
    mine: impl Fn(&mut X) -> X + Send + Sync + 'static,
) -> Report {
    Exam {
        name,
        known,
        random,
        show: |(f, x)| words!("{f} at {x}", f = f.text(), x = text_of(x)),
        right: |(f, x)| observe(f, || derivative(f, x)),
        mistakes: mistakes(),
    }
    .sit(move |(f, x)| {
        let mut moved = x.clone();
        observe(f, || mine(&mut moved)).with_x(x, &moved)
    })
}

fn derivative<X: Place>(f: &impl Function, x: &X) -> X {
    x.with(f.gradient(&x.elements()))
}

fn mistakes<F: Function, X: Place>() -> &'static [Mistake<(F, X), Observed<X>>] {
    const {
        &[
            Mistake::Forbidden(
                |(_, x), seen| is_lost(x, seen),
                marked!(
                    "h is so small that x + h rounds to x, and the difference is 0: take h = 1e-4"
                ),
            ),
            Mistake::Forbidden(
                |(_, x), seen| is_not_restored(x, seen),
                marked!(
                    "after both evaluations for an element, put that element back to its old value: \
                 here it is still moved while the next one's turn comes"
                ),
            ),
            Mistake::Forbidden(
                |(_, x), seen| sides(x, seen) == (false, true),
                marked!(
                    "this is a forward difference, (f(x + h) − f(x)) / h: f is never called below x. \
                 The central one, (f(x + h) − f(x − h)) / (2h), is far more precise"
                ),
            ),
            Mistake::Forbidden(
                |(_, x), seen| sides(x, seen) == (true, false),
                marked!(
                    "this is a backward difference, (f(x) − f(x − h)) / h: f is never called above x. \
                 The central one is (f(x + h) − f(x − h)) / (2h)"
                ),
            ),
            Mistake::Shows(
                |(f, x), seen| is_diagonal(&seen.value, &derivative(f, x)),
                marked!(
                    "only the elements with equal indices are filled: go through all rows and, inside \
                 that loop, through all columns"
                ),
            ),
            Mistake::Shows(
                |input, seen| is_scaled(input, seen, |_| 2.0),
                marked!(
                    "the answer is twice too large: x + h and x − h are 2h apart, so divide by 2h, \
                 not by h"
                ),
            ),
            Mistake::Shows(
                |input, seen| is_scaled(input, seen, |_| -1.0),
                marked!(
                    "the sign is the wrong way round: subtract f(x − h) from f(x + h), not the other \
                 way"
                ),
            ),
            Mistake::Shows(
                |input, seen| is_scaled(input, seen, |h| h * h),
                marked!(
                    "… / 2.0 * h first divides by 2, then multiplies by h: put the divisor in \
                 parentheses, … / (2.0 * h)"
                ),
            ),
            Mistake::Shows(
                |input, seen| is_scaled(input, seen, |h| 2.0 * h),
                marked!(
                    "this is the difference f(x + h) − f(x − h) alone: divide it by 2h to get a slope"
                ),
            ),
        ]
    }
}

/// Whether the function was called, but always at x itself.
fn is_lost<X: Place>(x: &X, seen: &Observed<X>) -> bool {
    !seen.calls.is_empty() && seen.calls.iter().all(|call| *call == x.elements())
}

/// Whether an element was not put back: the function was called with two moved at once, or x is
/// not what it was.
fn is_not_restored<X: Place>(x: &X, seen: &Observed<X>) -> bool {
    let x = x.elements();
    let moved = |call: &[f64]| (0..x.len()).filter(|&i| is_moved(x[i], call[i])).count();
    let mut calls = seen.calls.iter().filter(|call| call.len() == x.len());
    seen.left_at.is_some() || calls.any(|call| moved(call) > 1)
}

/// Whether the function was called below x, and whether above.
fn sides<X: Place>(x: &X, seen: &Observed<X>) -> (bool, bool) {
    let x = x.elements();
    let pairs = || seen.calls.iter().flat_map(|call| call.iter().zip(&x));
    let moves = || pairs().filter(|(now, x)| is_moved(**x, **now));
    (
        moves().any(|(now, x)| now < x),
        moves().any(|(now, x)| now > x),
    )
}

/// Whether a matrix has the right slopes where both indices are equal, and 0 elsewhere.
fn is_diagonal<X: Place>(answer: &X, right: &X) -> bool {
    let [_, columns] = right.parts()[0].shape[..] else {
        return false;
    };
    let mut slopes = right.elements();
    let off_diagonal = |(i, _): &(usize, &mut f64)| i / columns != i % columns;
    let others = slopes.iter_mut().enumerate().filter(off_diagonal);
    others.for_each(|(_, slope)| *slope = 0.0);
    answer.is_near(&right.with(slopes))
}

/// Whether the answer is the right one times `factor`, which may depend on h: the largest move.
fn is_scaled<F: Function, X: Place>(
    (f, x): &(F, X),
    seen: &Observed<X>,
    factor: fn(f64) -> f64,
) -> bool {
    let here = x.elements();
    let moves = seen.calls.iter().flat_map(|call| call.iter().zip(&here));
    let h = moves.map(|(now, x)| (now - x).abs()).fold(0.0, f64::max);
    seen.value.is_scaled(&derivative(f, x), factor(h))
}
