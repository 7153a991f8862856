#![expect(clippy::todo, reason = "this is what stubs do")]

use descent_notebook::prelude::*;

use crate::{judge, passes, same_hint};

type Matrix = Array2<f64>;
type Vector = Array1<f64>;

#[test]
fn sigmoid() {
    judge::<fn(f64) -> f64>(
        check::sigmoid,
        || check::sigmoid(|a| 1.0 / (1.0 + (-a).exp())),
        || check::sigmoid(|_| todo!()),
        &[
            ("(-a).exp()", |a| 1.0 / (1.0 + -a.exp())),
            ("falls from 1 to 0", |a| 1.0 / (1.0 + a.exp())),
            ("put the divisor in parentheses", |a| 1.0 / 1.0 + (-a).exp()),
            ("∞/∞", |a| a.exp() / (1.0 + a.exp())),
            ("1 + below the line", |a| 1.0 / (-a).exp()),
            ("the exponential alone", |a| (-a).exp()),
            ("from −1 to 1", f64::tanh),
            ("derivative of the sigmoid", |a| {
                let z = descent::sigmoid(a);
                z * (1.0 - z)
            }),
            ("a step", |a| if a > 0.0 { 1.0 } else { 0.0 }),
        ],
    );
    passes(|| check::sigmoid(|a| 0.5 + 0.5 * (a / 2.0).tanh()));
    same_hint(
        "a step",
        &[&|| check::sigmoid(|a| f64::from(u8::from(a >= 0.0)))],
    );
}

#[test]
fn sigmoid_gradient() {
    judge::<fn(f64) -> f64>(
        check::sigmoid_gradient,
        || check::sigmoid_gradient(|z| z - z * z),
        || check::sigmoid_gradient(|_| todo!()),
        &[
            ("the sigmoid's value already", |z| {
                let again = descent::sigmoid(z);
                again * (1.0 - again)
            }),
            ("two minus signs cancel", |z| -(1.0 - z) * z),
            ("inner derivative", |z| z.powi(2)),
            ("tanh", |z| 1.0 - z.powi(2)),
            ("factor z is missing", |z| 1.0 - z),
            ("factor 1 − z is missing", |z| z),
            ("sign within", |z| z * (1.0 + z)),
        ],
    );
}

fn sigmoids(a: &Matrix) -> Matrix {
    a.mapv(descent::sigmoid)
}

#[test]
fn hidden_layer() {
    judge::<fn(&Matrix, &Matrix, &Vector) -> Matrix>(
        check::hidden_layer,
        || {
            check::hidden_layer(|x, w, b| {
                Array2::from_shape_fn((x.nrows(), w.ncols()), |(m, j)| {
                    let sum: f64 = (0..x.ncols()).map(|i| x[[m, i]] * w[[i, j]]).sum();
                    descent::sigmoid(sum + b[j])
                })
            })
        },
        || check::hidden_layer(|_, _, _| todo!()),
        &[
            ("the sigmoid is missing", |x, w, b| x.dot(w) + b),
            ("the bias is missing", |x, w, _| sigmoids(&x.dot(w))),
            ("before the sigmoid: it moves", |x, w, b| {
                sigmoids(&x.dot(w)) + b
            }),
            ("not subtracted", |x, w, b| sigmoids(&(x.dot(w) - b))),
            ("a softmax", |x, w, b| {
                let mut a = x.dot(w) + b;
                for mut row in a.rows_mut() {
                    let y = softmax(&row.to_owned());
                    row.assign(&y);
                }
                a
            }),
            ("W is transposed here", |x, w, b| {
                sigmoids(&(x.dot(&w.t()) + b))
            }),
            ("this is W·x", |x, w, b| sigmoids(&(w.dot(x) + b))),
        ],
    );
}

#[test]
fn hidden_signal() {
    judge::<fn(&Matrix, &Matrix, &Matrix) -> Matrix>(
        check::hidden_signal,
        || check::hidden_signal(|da2, w2, z1| da2.dot(&w2.t()) * (z1 - z1 * z1)),
        || check::hidden_signal(|_, _, _| todo!()),
        &[
            ("with respect to z₁", |da2, w2, _| da2.dot(&w2.t())),
            ("the factor 1 − z₁", |da2, w2, z1| da2.dot(&w2.t()) * z1),
            ("the factor z₁ is", |da2, w2, z1| {
                da2.dot(&w2.t()) * (1.0 - z1)
            }),
            ("once more", |da2, w2, z1| {
                let again = sigmoids(z1);
                da2.dot(&w2.t()) * &again * (1.0 - &again)
            }),
            ("never below 0", |da2, w2, z1| {
                da2.dot(&w2.t()) * z1 * (z1 - 1.0)
            }),
            ("backwards it is transposed", |da2, w2, z1| {
                da2.dot(w2) * z1 * (1.0 - z1)
            }),
        ],
    );
}

#[test]
fn layer_gradient() {
    fn count(x: &Matrix) -> f64 {
        x.nrows() as f64
    }
    judge::<fn(&Matrix, &Matrix) -> (Matrix, Vector)>(
        check::layer_gradient,
        || check::layer_gradient(|x, s| (x.t().dot(s) / count(x), s.mean_axis(Axis(0)).unwrap())),
        || check::layer_gradient(|_, _| todo!()),
        &[
            ("these are sums", |x, s| (x.t().dot(s), s.sum_axis(Axis(0)))),
            ("the weights are right", |x, s| {
                (x.t().dot(s) / count(x), s.sum_axis(Axis(0)))
            }),
            ("the biases are right", |x, s| {
                (x.t().dot(s), s.sum_axis(Axis(0)) / count(x))
            }),
            ("not over the units", |x, s| {
                let numbers = s.len() as f64;
                (x.t().dot(s) / numbers, s.sum_axis(Axis(0)) / numbers)
            }),
            ("are transposed", |x, s| {
                (s.t().dot(x) / count(x), s.sum_axis(Axis(0)) / count(x))
            }),
            ("the first row alone", |x, s| {
                let (x, s) = (x.select(Axis(0), &[0]), s.select(Axis(0), &[0]));
                (x.t().dot(&s), s.row(0).to_owned())
            }),
            ("a bias belongs to a column", |x, s| {
                (x.t().dot(s) / count(x), s.sum_axis(Axis(1)) / count(x))
            }),
        ],
    );
}
