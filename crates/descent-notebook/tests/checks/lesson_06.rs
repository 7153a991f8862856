#![expect(clippy::todo, reason = "this is what stubs do")]

use descent_notebook::prelude::*;

use crate::judge;

type Vector = Array1<f64>;

fn largest(curvatures: &Vector) -> f64 {
    curvatures.iter().copied().fold(0.0, f64::max)
}

fn smallest(curvatures: &Vector) -> f64 {
    curvatures.iter().copied().fold(f64::INFINITY, f64::min)
}

#[test]
fn stability_bound() {
    judge::<fn(&Vector) -> f64>(
        check::stability_bound,
        || check::stability_bound(|curvatures| 2.0 / largest(curvatures)),
        || check::stability_bound(|_| todo!()),
        &[
            ("overshoot", |curvatures| 1.0 / largest(curvatures)),
            ("diverges first", |curvatures| 2.0 / smallest(curvatures)),
            ("upside down", |curvatures| largest(curvatures) / 2.0),
            ("the first curvature only", |curvatures| 2.0 / curvatures[0]),
            ("for the sum", |curvatures| 2.0 / curvatures.sum()),
            ("the mean does not save", |curvatures| {
                2.0 / curvatures.mean().unwrap()
            }),
        ],
    );
}

#[test]
fn condition_number() {
    judge::<fn(&Vector) -> f64>(
        check::condition_number,
        || check::condition_number(|c| largest(c) / smallest(c)),
        || check::condition_number(|_| todo!()),
        &[
            ("upside down", |c| smallest(c) / largest(c)),
            ("not a difference", |c| largest(c) - smallest(c)),
            ("without the root", |c| (largest(c) / smallest(c)).sqrt()),
            ("at any place", |c| c[0] / c[1]),
            ("divide by the smallest", largest),
        ],
    );
}

#[test]
fn second_derivative() {
    judge::<fn(fn(f64) -> f64, f64, f64) -> f64>(
        check::second_derivative,
        || check::second_derivative(|f, x, h| (f(x + h) - 2.0 * f(x) + f(x - h)) / (h * h)),
        || check::second_derivative(|_, _, _| todo!()),
        &[
            ("h², not by h:", |f, x, h| {
                (f(x + h) - 2.0 * f(x) + f(x - h)) / h
            }),
            ("not by 2h:", |f, x, h| {
                (f(x + h) - 2.0 * f(x) + f(x - h)) / (2.0 * h)
            }),
            ("not by 2h²", |f, x, h| {
                (f(x + h) - 2.0 * f(x) + f(x - h)) / (2.0 * h * h)
            }),
            ("not by (2h)²", |f, x, h| {
                (f(x + h) - 2.0 * f(x) + f(x - h)) / (2.0 * h).powi(2)
            }),
            ("counts twice", |f, x, h| {
                (f(x + h) - f(x) + f(x - h)) / h.powi(2)
            }),
            ("f(x) is missing", |f, x, h| {
                (f(x + h) + f(x - h)) / h.powi(2)
            }),
            ("is to be added", |f, x, h| {
                (f(x + h) - 2.0 * f(x) - f(x - h)) / h.powi(2)
            }),
            ("this is the slope", |f, x, h| {
                (f(x + h) - f(x - h)) / (2.0 * h)
            }),
            ("opens upwards", |f, x, h| {
                (2.0 * f(x) - f(x + h) - f(x - h)) / h.powi(2)
            }),
        ],
    );
}

#[test]
fn best_learning_rate() {
    judge::<fn(&Vector) -> f64>(
        check::best_learning_rate,
        || check::best_learning_rate(|c| 2.0 / (largest(c) + smallest(c))),
        || check::best_learning_rate(|_| todo!()),
        &[
            ("swings for ever", |c| 2.0 / largest(c)),
            ("slow along the ravine", |c| 1.0 / largest(c)),
            ("half as large", |c| 1.0 / (largest(c) + smallest(c))),
            ("those in between", |c| 2.0 / c.sum()),
            ("not the mean of all", |c| 1.0 / c.mean().unwrap()),
            ("upside down", |c| (largest(c) + smallest(c)) / 2.0),
        ],
    );
}

#[test]
fn step_decay() {
    judge::<fn(f64, f64, usize, usize) -> f64>(
        check::step_decay,
        || {
            check::step_decay(|first, factor, every, step| {
                first * factor.powi((step / every) as i32)
            })
        },
        || check::step_decay(|_, _, _, _| todo!()),
        &[
            ("stays the same", |first, factor, every, step| {
                first * factor.powf(step as f64 / every as f64)
            }),
            ("one step too early", |first, factor, every, step| {
                first * factor.powi(((step + 1) / every) as i32)
            }),
            ("one step too late", |first, factor, every, step| {
                let drops = (1..step).filter(|step| step % every == 0).count();
                first * factor.powi(drops as i32)
            }),
            ("one drop too many", |first, factor, every, step| {
                first * factor.powi((step / every + 1) as i32)
            }),
            ("drops once only", |first, factor, every, step| {
                if step < every { first } else { first * factor }
            }),
            ("not multiplied by it", |first, factor, every, step| {
                first * factor * (step / every) as f64
            }),
            ("in every step", |first, factor, _, step| {
                first * factor.powi(step as i32)
            }),
            ("the remainder", |first, factor, every, step| {
                first * factor.powi((step % every) as i32)
            }),
        ],
    );
}
