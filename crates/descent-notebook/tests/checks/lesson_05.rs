#![expect(clippy::todo, reason = "this is what stubs do")]

use descent_notebook::prelude::*;

use crate::{judge, passes, same_hint};

type Vector = Array1<f64>;

fn largest(a: impl IntoIterator<Item = f64>) -> f64 {
    a.into_iter().fold(f64::NEG_INFINITY, f64::max)
}

#[test]
fn relative_error() {
    fn scale(a: &Vector, b: &Vector) -> f64 {
        largest(a.iter().chain(b).map(|v| v.abs()))
    }
    fn guarded(error: f64) -> f64 {
        if error.is_nan() { 0.0 } else { error }
    }
    judge::<fn(&Vector, &Vector) -> f64>(
        check::relative_error,
        || {
            check::relative_error(|a, b| {
                let difference = largest(a.iter().zip(b).map(|(a, b)| (a - b).abs()));
                guarded(difference / scale(a, b))
            })
        },
        || check::relative_error(|_, _| todo!()),
        &[
            ("0/0 is NaN", |a, b| largest((a - b).abs()) / scale(a, b)),
            ("absolute error", |a, b| largest((a - b).abs())),
            ("can be negative", |a, b| {
                guarded(largest(a - b) / scale(a, b))
            }),
            ("not by their sum", |a, b| {
                guarded(largest((a - b).abs()) / (largest(a.abs()) + largest(b.abs())))
            }),
            ("not the mean", |a, b| {
                guarded((a - b).abs().mean().unwrap() / scale(a, b))
            }),
            ("divide once", |a, b| {
                let each = a.iter().zip(b);
                let each = each.map(|(a, b)| guarded((a - b).abs() / a.abs().max(b.abs())));
                largest(each)
            }),
        ],
    );
    same_hint(
        "can be negative",
        &[&|| check::relative_error(|a, b| largest(a - b) / scale(a, b))],
    );
}

#[test]
fn fourth_order() {
    judge::<fn(fn(f64) -> f64, f64, f64) -> f64>(
        check::fourth_order,
        || {
            check::fourth_order(|f, x, h| {
                let outer = f(x + 2.0 * h) - f(x - 2.0 * h);
                (8.0 * (f(x + h) - f(x - h)) - outer) / (12.0 * h)
            })
        },
        || check::fourth_order(|_, _, _| todo!()),
        &[
            ("second order", |f, x, h| (f(x + h) - f(x - h)) / (2.0 * h)),
            ("outer values have the wrong sign", |f, x, h| {
                (f(x + 2.0 * h) + 8.0 * f(x + h) - 8.0 * f(x - h) - f(x - 2.0 * h)) / (12.0 * h)
            }),
            ("all signs", |f, x, h| {
                (f(x + 2.0 * h) - 8.0 * f(x + h) + 8.0 * f(x - h) - f(x - 2.0 * h)) / (12.0 * h)
            }),
            ("the factors have changed places", |f, x, h| {
                (-8.0 * f(x + 2.0 * h) + f(x + h) - f(x - h) + 8.0 * f(x - 2.0 * h)) / (12.0 * h)
            }),
            ("12h, not by h", |f, x, h| {
                (-f(x + 2.0 * h) + 8.0 * f(x + h) - 8.0 * f(x - h) + f(x - 2.0 * h)) / h
            }),
            ("put the divisor in parentheses", |f, x, h| {
                (-f(x + 2.0 * h) + 8.0 * f(x + h) - 8.0 * f(x - h) + f(x - 2.0 * h)) / 12.0 * h
            }),
            ("not by 2h", |f, x, h| {
                (-f(x + 2.0 * h) + 8.0 * f(x + h) - 8.0 * f(x - h) + f(x - 2.0 * h)) / (2.0 * h)
            }),
        ],
    );
}

#[test]
fn best_step() {
    judge::<fn(i32) -> f64>(
        check::best_step,
        || check::best_step(|order| f64::EPSILON.powf(1.0 / (order as f64 + 1.0))),
        || check::best_step(|_| todo!()),
        &[
            ("whole numbers", |order| {
                f64::EPSILON.powf((1 / (order + 1)) as f64)
            }),
            ("meets ε/h", |order| f64::EPSILON.powf(1.0 / order as f64)),
            ("for order 1 alone", |_| f64::EPSILON.sqrt()),
            ("the root that is wanted", |order| {
                f64::EPSILON.powf(order as f64 + 1.0)
            }),
            ("the book's choice", |_| 1e-4),
            ("take f64::EPSILON", |order| {
                1e-16_f64.powf(1.0 / (order as f64 + 1.0))
            }),
        ],
    );
}

#[test]
fn logit_gradient() {
    judge::<fn(&Vector, &Vector) -> Vector>(
        check::logit_gradient,
        || check::logit_gradient(|a, t| softmax(a) - t),
        || check::logit_gradient(|_, _| todo!()),
        &[
            ("the sign is the wrong way round", |a, t| t - softmax(a)),
            ("the softmax is missing", |a, t| a - t),
            ("the label is missing", |a, _| softmax(a)),
            ("slope with respect to y", |a, t| -t / softmax(a)),
            ("couples all classes", |a, t| {
                let y = softmax(a);
                Array1::from_shape_fn(y.len(), |k| -t[k] / y[k] * y[k] * (1.0 - y[k]))
            }),
            ("a sum over them", |a, t| (softmax(a) - t) / a.len() as f64),
        ],
    );
}

#[test]
fn backward() {
    fn outer(x: &Vector, s: &Vector) -> Array2<f64> {
        let mut product = Array2::zeros((x.len(), s.len()));
        for i in 0..x.len() {
            for j in 0..s.len() {
                product[[i, j]] = x[i] * s[j];
            }
        }
        product
    }
    fn signal(x: &Vector, w: &Array2<f64>, t: &Vector) -> Vector {
        softmax(&x.dot(w)) - t
    }
    judge::<fn(&Vector, &Array2<f64>, &Vector) -> Array2<f64>>(
        check::backward,
        || check::backward(|x, w, t| outer(x, &signal(x, w, t))),
        || check::backward(|_, _, _| todo!()),
        &[
            ("transposed", |x, w, t| {
                outer(x, &signal(x, w, t)).reversed_axes()
            }),
            ("not t − y", |x, w, t| -outer(x, &signal(x, w, t))),
            ("the softmax is missing", |x, w, t| {
                outer(x, &(x.dot(w) - t))
            }),
            ("the label is missing", |x, w, _| {
                outer(x, &softmax(&x.dot(w)))
            }),
            ("x is missing", |x, w, t| {
                let s = signal(x, w, t);
                Array2::from_shape_fn(w.dim(), |(_, j)| s[j])
            }),
            ("no factor here", |x, w, t| w * outer(x, &signal(x, w, t))),
        ],
    );
}

#[test]
fn the_crates_own_gradient_is_right_although_it_keeps_delta() {
    passes(|| {
        check::backward(|x, w, t| {
            let net = SimpleNet::from_weights(w.clone());
            net.gradient(x, t).unwrap()
        })
    });
}
