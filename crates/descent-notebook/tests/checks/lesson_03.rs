#![expect(clippy::todo, reason = "this is what stubs do")]

use descent_notebook::prelude::*;

use crate::{judge, same_hint};

type Vector = Array1<f64>;

fn largest(a: &Vector) -> f64 {
    a.iter().copied().fold(f64::MIN, f64::max)
}

#[test]
fn softmax() {
    judge::<fn(&Vector) -> Vector>(
        check::softmax,
        || {
            check::softmax(|a| {
                let exponentials = (a - largest(a)).exp();
                let sum = exponentials.sum();
                exponentials / sum
            })
        },
        || check::softmax(|_| todo!()),
        &[
            ("subtract the largest logit from all", |a| {
                a.exp() / a.exp().sum()
            }),
            ("do not sum to 1", |a| a.mapv(|x| (x - largest(a)).exp())),
            ("the exponentials alone", |a| a.mapv(f64::exp)),
            ("not by how many there are", |a| {
                (a - largest(a)).exp() / a.len() as f64
            }),
            ("not .exp2()", |a| {
                let powers = (a - largest(a)).mapv(f64::exp2);
                &powers / powers.sum()
            }),
            ("upside down", |a| {
                let exponentials = (largest(a) - a).exp();
                &exponentials / exponentials.sum()
            }),
            ("the exponential is missing", |a| a / a.sum()),
        ],
    );
    same_hint(
        "subtract the largest logit from all",
        &[&|| {
            check::softmax(|a| {
                let exponentials = (a + largest(a)).exp();
                &exponentials / exponentials.sum()
            })
        }],
    );
}

#[test]
fn cross_entropy_error() {
    judge::<fn(&Vector, &Vector) -> f64>(
        check::cross_entropy_error,
        || check::cross_entropy_error(|y, t| -(t * (y + 1e-7).ln()).sum()),
        || check::cross_entropy_error(|_, _| todo!()),
        &[
            ("base 10", |y, t| -(t * (y + 1e-7).log10()).sum()),
            ("base 2", |y, t| -(t * (y + 1e-7).log2()).sum()),
            ("the arguments are swapped", |y, t| {
                -(y * (t + 1e-7).ln()).sum()
            }),
            ("the minus sign is missing", |y, t| {
                (t * (y + 1e-7).ln()).sum()
            }),
            ("add 1e-7", |y, t| -(t * y.ln()).sum()),
            ("1e-7, not 1e-6", |y, t| -(t * (y + 1e-6).ln()).sum()),
            ("the mean over the classes", |y, t| {
                -(t * (y + 1e-7).ln()).mean().unwrap()
            }),
            ("the label t is missing", |y, _| -(y + 1e-7).ln().sum()),
            ("mean squared error", |y, t| 0.5 * (y - t).powi(2).sum()),
        ],
    );
    same_hint(
        "the arguments are swapped",
        &[
            // As the original has it.
            &|| check::cross_entropy_error(|y, t| -(y * (t + 1e-6).ln()).sum()),
            &|| check::cross_entropy_error(|y, t| -(y * t.ln()).sum()),
        ],
    );
}

#[test]
fn predict() {
    judge::<fn(&Vector, &Matrix) -> Vector>(
        check::predict,
        || check::predict(|x, w| x.dot(w)),
        || check::predict(|_, _| todo!()),
        &[
            ("softmax comes later", |x, w| {
                descent_notebook::descent::softmax(&x.dot(w))
            }),
            ("this is W·x", |x, w| w.dot(x)),
            ("x is missing", |_, w| {
                Array1::from_shape_fn(w.ncols(), |j| w.column(j).sum())
            }),
        ],
    );
}

type Matrix = Array2<f64>;
type Function = fn(&Matrix) -> f64;

const H: f64 = 1e-4;

/// A gradient of which the quotient, and whether an element is put back, can be chosen.
fn gradient(
    f: Function,
    w: &mut Matrix,
    restore: bool,
    quotient: impl Fn(f64, f64) -> f64,
) -> Matrix {
    let mut gradient = Array2::zeros(w.dim());
    for i in 0..w.nrows() {
        for j in 0..w.ncols() {
            let kept = w[[i, j]];
            w[[i, j]] = kept + H;
            let above = f(w);
            w[[i, j]] = kept - H;
            gradient[[i, j]] = quotient(f(w), above);
            if restore {
                w[[i, j]] = kept;
            }
        }
    }
    gradient
}

/// The quotients of values moved by `below` and `above`, divided by `divisor`.
fn one_sided(f: Function, w: &Matrix, below: f64, above: f64, divisor: f64) -> Matrix {
    Array2::from_shape_fn(w.dim(), |place| {
        let value = |by: f64| {
            let mut moved = w.clone();
            moved[place] += by;
            f(&moved)
        };
        (value(above) - value(below)) / divisor
    })
}

#[test]
fn matrix_gradient() {
    fn central(below: f64, above: f64) -> f64 {
        (above - below) / (2.0 * H)
    }
    judge::<fn(Function, &mut Matrix) -> Matrix>(
        check::matrix_gradient,
        || check::matrix_gradient(|f, w| gradient(f, w, true, central)),
        || check::matrix_gradient(|_, _| todo!()),
        &[
            ("put that element back", |f, w| {
                gradient(f, w, false, central)
            }),
            ("a forward difference", |f, w| one_sided(f, w, 0.0, H, H)),
            ("a backward difference", |f, w| one_sided(f, w, -H, 0.0, H)),
            ("go through all rows", |f, w| {
                let all = one_sided(f, w, -H, H, 2.0 * H);
                let mut gradient = Array2::zeros(w.dim());
                for i in 0..w.nrows().min(w.ncols()) {
                    gradient[[i, i]] = all[[i, i]];
                }
                gradient
            }),
            ("divide by 2h, not by h", |f, w| {
                gradient(f, w, true, |b, a| (a - b) / H)
            }),
            ("the sign is the wrong way round", |f, w| {
                gradient(f, w, true, |b, a| (b - a) / (2.0 * H))
            }),
            ("put the divisor in parentheses", |f, w| {
                gradient(f, w, true, |b, a| (a - b) / 2.0 * H)
            }),
            ("alone: divide it by 2h", |f, w| {
                gradient(f, w, true, |b, a| a - b)
            }),
            ("h is so small", |f, w| {
                one_sided(f, w, -1e-20, 1e-20, 2e-20)
            }),
            ("has shape [3, 2]", |f, w| {
                gradient(f, w, true, central).reversed_axes()
            }),
        ],
    );
}

#[test]
fn argmax() {
    judge::<fn(&Vector) -> usize>(
        check::argmax,
        || {
            check::argmax(|y| {
                let mut best = 0;
                for i in 1..y.len() {
                    if y[i] > y[best] {
                        best = i;
                    }
                }
                best
            })
        },
        || check::argmax(|_| todo!()),
        &[
            ("the first counts", |y| {
                (0..y.len()).max_by(|&i, &j| y[i].total_cmp(&y[j])).unwrap()
            }),
            ("index of the smallest", |y| {
                (0..y.len()).min_by(|&i, &j| y[i].total_cmp(&y[j])).unwrap()
            }),
            ("one too large", |y| {
                1 + y.iter().position(|&v| v == largest(y)).unwrap()
            }),
            ("the largest value", |y| largest(y) as usize),
            ("among negative numbers", |y| {
                let (mut best, mut top) = (0, 0.0);
                for i in 0..y.len() {
                    if y[i] > top {
                        (best, top) = (i, y[i]);
                    }
                }
                best
            }),
            ("not their absolute values", |y| {
                let sizes = y.mapv(f64::abs);
                sizes.iter().position(|&v| v == largest(&sizes)).unwrap()
            }),
        ],
    );
}
