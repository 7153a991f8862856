#![expect(clippy::todo, reason = "this is what stubs do")]

use descent_notebook::prelude::*;

use crate::{judge, passes, same_hint};

const H: f64 = 1e-4;

#[test]
fn numerical_diff() {
    judge::<fn(fn(f64) -> f64, f64) -> f64>(
        check::numerical_diff,
        || check::numerical_diff(|f, x| (f(x + H) - f(x - H)) / (2.0 * H)),
        || check::numerical_diff(|_, _| todo!()),
        &[
            ("a forward difference", |f, x| (f(x + H) - f(x)) / H),
            ("a backward difference", |f, x| (f(x) - f(x - H)) / H),
            ("divide by 2h, not by h", |f, x| (f(x + H) - f(x - H)) / H),
            ("the sign is the wrong way round", |f, x| {
                (f(x - H) - f(x + H)) / (2.0 * H)
            }),
            ("put the divisor in parentheses", |f, x| {
                (f(x + H) - f(x - H)) / 2.0 * H
            }),
            ("alone: divide it by 2h", |f, x| f(x + H) - f(x - H)),
            ("h is so small", |f, x| {
                (f(x + 1e-20) - f(x - 1e-20)) / 2e-20
            }),
        ],
    );
    // With a tiny h the numbers of a forward difference are right, the method is not.
    same_hint(
        "a forward difference",
        &[&|| check::numerical_diff(|f, x| (f(x + 1e-8) - f(x)) / 1e-8)],
    );
}

#[test]
fn other_reasonable_steps_are_right_too() {
    for h in [1e-3, 1e-5, 1e-6] {
        passes(move || check::numerical_diff(move |f, x| (f(x + h) - f(x - h)) / (2.0 * h)));
    }
}

type Vector = Array1<f64>;
type Function = fn(&Vector) -> f64;

/// A gradient of which the quotient, and whether an element is put back, can be chosen.
fn gradient(
    f: Function,
    x: &mut Vector,
    restore: bool,
    quotient: impl Fn(f64, f64, f64) -> f64,
) -> Vector {
    let mut gradient = Array1::zeros(x.len());
    for i in 0..x.len() {
        let kept = x[i];
        let middle = f(x);
        x[i] = kept + H;
        let above = f(x);
        x[i] = kept - H;
        let below = f(x);
        gradient[i] = quotient(below, middle, above);
        if restore {
            x[i] = kept;
        }
    }
    gradient
}

#[test]
fn numerical_gradient() {
    fn central(below: f64, _: f64, above: f64) -> f64 {
        (above - below) / (2.0 * H)
    }
    judge::<fn(Function, &mut Vector) -> Vector>(
        check::numerical_gradient,
        || check::numerical_gradient(|f, x| gradient(f, x, true, central)),
        || check::numerical_gradient(|_, _| todo!()),
        &[
            ("put that element back", |f, x| {
                gradient(f, x, false, central)
            }),
            ("a forward difference", |f, x| forward_gradient(f, x, true)),
            ("a backward difference", |f, x| {
                let (end, mut moved) = (f(x), x.clone());
                Array1::from_shape_fn(x.len(), |i| {
                    moved.assign(x);
                    moved[i] -= H;
                    (end - f(&moved)) / H
                })
            }),
            ("divide by 2h, not by h", |f, x| {
                gradient(f, x, true, |b, _, a| (a - b) / H)
            }),
            ("the sign is the wrong way round", |f, x| {
                gradient(f, x, true, |b, _, a| (b - a) / (2.0 * H))
            }),
            ("put the divisor in parentheses", |f, x| {
                gradient(f, x, true, |b, _, a| (a - b) / 2.0 * H)
            }),
            ("alone: divide it by 2h", |f, x| {
                gradient(f, x, true, |b, _, a| a - b)
            }),
            ("h is so small", |f, x| {
                Array1::from_shape_fn(x.len(), |i| {
                    let mut moved = x.clone();
                    moved[i] += 1e-20;
                    (f(&moved) - f(x)) / 1e-20
                })
            }),
        ],
    );
    same_hint(
        "put that element back",
        &[
            &|| check::numerical_gradient(|f, x| forward_gradient(f, x, false)),
            &|| {
                // Only the last element is left moved: no call shows it, x does.
                check::numerical_gradient(|f, x| {
                    let slopes = gradient(f, x, true, central);
                    let last = x.len() - 1;
                    x[last] += H;
                    slopes
                })
            },
        ],
    );
}

fn forward_gradient(f: Function, x: &mut Vector, restore: bool) -> Vector {
    let mut gradient = Array1::zeros(x.len());
    for i in 0..x.len() {
        let before = f(x);
        x[i] += H;
        gradient[i] = (f(x) - before) / H;
        if restore {
            x[i] -= H;
        }
    }
    gradient
}

#[test]
fn moving_an_element_back_by_arithmetic_is_restoring_it() {
    passes(|| {
        check::numerical_gradient(|f, x| {
            let mut gradient = Array1::zeros(x.len());
            for i in 0..x.len() {
                x[i] += H;
                let above = f(x);
                x[i] -= 2.0 * H;
                gradient[i] = (above - f(x)) / (2.0 * H);
                x[i] += H;
            }
            gradient
        })
    });
}

#[test]
fn partial_derivatives() {
    judge::<fn(&Vector) -> Vector>(
        check::partial_derivatives,
        || check::partial_derivatives(|x| array![2.0 * x[0] * x[1], x[0] * x[0] + 3.0]),
        || check::partial_derivatives(|_| todo!()),
        &[
            ("the other order", |x| {
                array![x[0].powi(2) + 3.0, 2.0 * x[0] * x[1]]
            }),
            ("lacks the 3", |x| array![2.0 * x[0] * x[1], x[0].powi(2)]),
            ("does not change when only x₀ moves", |x| {
                array![2.0 * x[0] * x[1] + 3.0, x[0].powi(2) + 3.0]
            }),
            ("a factor stays", |x| array![2.0 * x[0], x[0].powi(2) + 3.0]),
            ("depends on both", |x| array![2.0 * x[0], 3.0]),
            ("not slopes", |x| {
                let value = x[0].powi(2) * x[1] + 3.0 * x[1];
                array![value, value]
            }),
        ],
    );
}

#[test]
fn tangent_line() {
    fn slope(f: fn(f64) -> f64, x: f64) -> f64 {
        (f(x + H) - f(x - H)) / (2.0 * H)
    }
    judge::<fn(fn(f64) -> f64, f64) -> (f64, f64)>(
        check::tangent_line,
        || check::tangent_line(|f, x| (slope(f, x), f(x) - slope(f, x) * x)),
        || check::tangent_line(|_, _| todo!()),
        &[
            ("the slope comes first", |f, x| {
                (f(x) - slope(f, x) * x, slope(f, x))
            }),
            ("height at x, not at 0", |f, x| (slope(f, x), f(x))),
            ("subtract it", |f, x| (slope(f, x), f(x) + slope(f, x) * x)),
            ("not one unit but x units", |f, x| {
                (slope(f, x), f(x) - slope(f, x))
            }),
        ],
    );
}

#[test]
fn downhill() {
    fn length(gradient: &Vector) -> f64 {
        gradient.iter().map(|g| g * g).sum::<f64>().sqrt()
    }
    judge::<fn(&Vector) -> Vector>(
        check::downhill,
        || {
            check::downhill(|gradient| {
                if length(gradient) == 0.0 {
                    return gradient.clone();
                }
                -gradient / length(gradient)
            })
        },
        || check::downhill(|_| todo!()),
        &[
            ("points uphill", |gradient| gradient / length(gradient)),
            ("has no direction", |gradient| -gradient / length(gradient)),
            ("the length is not 1", |gradient| -gradient),
            ("take its root", |gradient| {
                -gradient / gradient.dot(gradient)
            }),
            ("Pythagoras", |gradient| {
                -gradient / gradient.mapv(f64::abs).sum()
            }),
        ],
    );
}
