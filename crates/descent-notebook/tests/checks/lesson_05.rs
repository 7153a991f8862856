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
    judge(
        || check::stability_bound(|curvatures| 2.0 / largest(curvatures)),
        || check::stability_bound(|_| todo!()),
        &[
            ("overshoot", &|| {
                check::stability_bound(|curvatures| 1.0 / largest(curvatures))
            }),
            ("diverges first", &|| {
                check::stability_bound(|curvatures| 2.0 / smallest(curvatures))
            }),
            ("upside down", &|| {
                check::stability_bound(|curvatures| largest(curvatures) / 2.0)
            }),
            ("the first curvature only", &|| {
                check::stability_bound(|curvatures| 2.0 / curvatures[0])
            }),
            ("for the sum", &|| {
                check::stability_bound(|curvatures| 2.0 / curvatures.sum())
            }),
            ("the mean does not save", &|| {
                check::stability_bound(|curvatures| 2.0 / curvatures.mean().unwrap())
            }),
        ],
    );
}

#[test]
fn condition_number() {
    judge(
        || check::condition_number(|c| largest(c) / smallest(c)),
        || check::condition_number(|_| todo!()),
        &[
            ("upside down", &|| {
                check::condition_number(|c| smallest(c) / largest(c))
            }),
            ("not a difference", &|| {
                check::condition_number(|c| largest(c) - smallest(c))
            }),
            ("without the root", &|| {
                check::condition_number(|c| (largest(c) / smallest(c)).sqrt())
            }),
            ("at any place", &|| check::condition_number(|c| c[0] / c[1])),
            ("divide by the smallest", &|| {
                check::condition_number(largest)
            }),
        ],
    );
}

#[test]
fn second_derivative() {
    judge(
        || check::second_derivative(|f, x, h| (f(x + h) - 2.0 * f(x) + f(x - h)) / (h * h)),
        || check::second_derivative(|_, _, _| todo!()),
        &[
            ("h², not by h:", &|| {
                check::second_derivative(|f, x, h| (f(x + h) - 2.0 * f(x) + f(x - h)) / h)
            }),
            ("not by 2h:", &|| {
                check::second_derivative(|f, x, h| (f(x + h) - 2.0 * f(x) + f(x - h)) / (2.0 * h))
            }),
            ("not by 2h²", &|| {
                check::second_derivative(|f, x, h| {
                    (f(x + h) - 2.0 * f(x) + f(x - h)) / (2.0 * h * h)
                })
            }),
            ("not by (2h)²", &|| {
                check::second_derivative(|f, x, h| {
                    (f(x + h) - 2.0 * f(x) + f(x - h)) / (2.0 * h).powi(2)
                })
            }),
            ("counts twice", &|| {
                check::second_derivative(|f, x, h| (f(x + h) - f(x) + f(x - h)) / h.powi(2))
            }),
            ("f(x) is missing", &|| {
                check::second_derivative(|f, x, h| (f(x + h) + f(x - h)) / h.powi(2))
            }),
            ("is to be added", &|| {
                check::second_derivative(|f, x, h| (f(x + h) - 2.0 * f(x) - f(x - h)) / h.powi(2))
            }),
            ("this is the slope", &|| {
                check::second_derivative(|f, x, h| (f(x + h) - f(x - h)) / (2.0 * h))
            }),
            ("opens upwards", &|| {
                check::second_derivative(|f, x, h| (2.0 * f(x) - f(x + h) - f(x - h)) / h.powi(2))
            }),
        ],
    );
}

#[test]
fn best_learning_rate() {
    judge(
        || check::best_learning_rate(|c| 2.0 / (largest(c) + smallest(c))),
        || check::best_learning_rate(|_| todo!()),
        &[
            ("swings for ever", &|| {
                check::best_learning_rate(|c| 2.0 / largest(c))
            }),
            ("slow along the ravine", &|| {
                check::best_learning_rate(|c| 1.0 / largest(c))
            }),
            ("half as large", &|| {
                check::best_learning_rate(|c| 1.0 / (largest(c) + smallest(c)))
            }),
            ("those in between", &|| {
                check::best_learning_rate(|c| 2.0 / c.sum())
            }),
            ("not the mean of all", &|| {
                check::best_learning_rate(|c| 1.0 / c.mean().unwrap())
            }),
            ("upside down", &|| {
                check::best_learning_rate(|c| (largest(c) + smallest(c)) / 2.0)
            }),
        ],
    );
}

#[test]
fn step_decay() {
    judge(
        || {
            check::step_decay(|first, factor, every, step| {
                first * factor.powi((step / every) as i32)
            })
        },
        || check::step_decay(|_, _, _, _| todo!()),
        &[
            ("stays the same", &|| {
                check::step_decay(|first, factor, every, step| {
                    first * factor.powf(step as f64 / every as f64)
                })
            }),
            ("one step too early", &|| {
                check::step_decay(|first, factor, every, step| {
                    first * factor.powi(((step + 1) / every) as i32)
                })
            }),
            ("one step too late", &|| {
                check::step_decay(|first, factor, every, step| {
                    let drops = (1..step).filter(|step| step % every == 0).count();
                    first * factor.powi(drops as i32)
                })
            }),
            ("one drop too many", &|| {
                check::step_decay(|first, factor, every, step| {
                    first * factor.powi((step / every + 1) as i32)
                })
            }),
            ("drops once only", &|| {
                check::step_decay(
                    |first, factor, every, step| {
                        if step < every { first } else { first * factor }
                    },
                )
            }),
            ("not multiplied by it", &|| {
                check::step_decay(|first, factor, every, step| {
                    first * factor * (step / every) as f64
                })
            }),
            ("in every step", &|| {
                check::step_decay(|first, factor, _, step| first * factor.powi(step as i32))
            }),
            ("the remainder", &|| {
                check::step_decay(|first, factor, every, step| {
                    first * factor.powi((step % every) as i32)
                })
            }),
        ],
    );
}
