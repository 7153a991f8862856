#![expect(clippy::todo, reason = "this is what stubs do")]

use descent_notebook::check::Report;
use descent_notebook::prelude::*;

use crate::{judge, passes};

type Vector = Array1<f64>;
/// A step written for one element: x, its memory, its slope, the learning rate and what is kept.
type Rule = fn(&mut f64, &mut f64, f64, f64, f64);

fn momentum(rule: Rule) -> Report {
    check::momentum_step(move |x, v, gradient, rate, momentum| {
        for i in 0..x.len() {
            rule(&mut x[i], &mut v[i], gradient[i], rate, momentum);
        }
    })
}

#[test]
fn momentum_step() {
    judge::<Rule>(
        momentum,
        || {
            check::momentum_step(|x, v, gradient, rate, momentum| {
                *v = momentum * &*v - rate * gradient;
                *x += &*v;
            })
        },
        || check::momentum_step(|_, _, _, _, _| todo!()),
        &[
            ("would roll uphill", |x, v, g, rate, keep| {
                *v = keep * *v + rate * g;
                *x += *v;
            }),
            ("old velocity: change v first", |x, v, g, rate, keep| {
                *x += *v;
                *v = keep * *v - rate * g;
            }),
            ("plain gradient descent", |x, v, g, rate, _| {
                *v = -rate * g;
                *x += *v;
            }),
            ("without friction", |x, v, g, rate, _| {
                *v -= rate * g;
                *x += *v;
            }),
            ("a running mean", |x, v, g, rate, keep| {
                *v = keep * *v - (1.0 - keep) * rate * g;
                *x += *v;
            }),
            ("mind the parentheses", |x, v, g, rate, keep| {
                *v = (*v - rate * g) * keep;
                *x += *v;
            }),
            ("x does not move", |_, v, g, rate, keep| {
                *v = keep * *v - rate * g
            }),
            ("points downhill already", |x, v, g, rate, keep| {
                *v = keep * *v - rate * g;
                *x -= *v;
            }),
        ],
    );
}

#[test]
fn nesterov_step() {
    judge::<fn(&mut Vector, &mut Vector, fn(&Vector) -> Vector, f64, f64)>(
        check::nesterov_step,
        || {
            check::nesterov_step(|x, v, gradient, rate, momentum| {
                let ahead = &*x + momentum * &*v;
                *v = momentum * &*v - rate * gradient(&ahead);
                *x += &*v;
            })
        },
        || check::nesterov_step(|_, _, _, _, _| todo!()),
        &[
            ("plain momentum", |x, v, gradient, rate, momentum| {
                *v = momentum * &*v - rate * gradient(x);
                *x += &*v;
            }),
            (
                "the look-ahead is too far",
                |x, v, gradient, rate, momentum| {
                    *v = momentum * &*v - rate * gradient(&(&*x + &*v));
                    *x += &*v;
                },
            ),
            ("this looks back", |x, v, gradient, rate, momentum| {
                *v = momentum * &*v - rate * gradient(&(&*x - momentum * &*v));
                *x += &*v;
            }),
            ("the sign of the slope", |x, v, gradient, rate, momentum| {
                *v = momentum * &*v + rate * gradient(&(&*x + momentum * &*v));
                *x += &*v;
            }),
            ("kept whole", |x, v, gradient, rate, momentum| {
                *v = &*v - rate * gradient(&(&*x + momentum * &*v));
                *x += &*v;
            }),
            ("for looking only", |x, v, gradient, rate, momentum| {
                *x += &(momentum * &*v);
                *v = momentum * &*v - rate * gradient(x);
                *x += &*v;
            }),
        ],
    );
}

/// Checks an AdaGrad step written for one element.
fn ada_grad(rule: fn(&mut f64, &mut f64, f64, f64)) -> Report {
    check::ada_grad_step(move |x, h, gradient, rate| {
        for i in 0..x.len() {
            rule(&mut x[i], &mut h[i], gradient[i], rate);
        }
    })
}

#[test]
fn ada_grad_step() {
    judge::<fn(&mut f64, &mut f64, f64, f64)>(
        ada_grad,
        || {
            check::ada_grad_step(|x, h, gradient, rate| {
                *h += &(gradient * gradient);
                *x -= &(rate * gradient / (h.sqrt() + 1e-7));
            })
        },
        || check::ada_grad_step(|_, _, _, _| todo!()),
        &[
            ("divides 0 by 0", |x, h, g, rate| {
                *h += g * g;
                *x -= rate * g / h.sqrt();
            }),
            ("sum of all squares", |x, h, g, rate| {
                *h = g * g;
                *x -= rate * g / (h.sqrt() + 1e-7);
            }),
            ("the root is missing", |x, h, g, rate| {
                *h += g * g;
                *x -= rate * g / (*h + 1e-7);
            }),
            ("the square is missing", |x, h, g, rate| {
                *h += g;
                *x -= rate * g / (h.sqrt() + 1e-7);
            }),
            ("change h first", |x, h, g, rate| {
                *x -= rate * g / (h.sqrt() + 1e-7);
                *h += g * g;
            }),
            ("uphill", |x, h, g, rate| {
                *h += g * g;
                *x += rate * g / (h.sqrt() + 1e-7);
            }),
            ("does not use it", |x, h, g, rate| {
                *h += g * g;
                *x -= rate * g;
            }),
        ],
    );
}

fn rms_prop(rule: Rule) -> Report {
    check::rms_prop_step(move |x, h, gradient, rate, decay| {
        for i in 0..x.len() {
            rule(&mut x[i], &mut h[i], gradient[i], rate, decay);
        }
    })
}

#[test]
fn rms_prop_step() {
    judge::<Rule>(
        rms_prop,
        || {
            check::rms_prop_step(|x, h, gradient, rate, decay| {
                *h = decay * &*h + (1.0 - decay) * gradient * gradient;
                *x -= &(rate * gradient / (h.sqrt() + 1e-7));
            })
        },
        || check::rms_prop_step(|_, _, _, _, _| todo!()),
        &[
            ("divides 0 by 0", |x, h, g, rate, decay| {
                *h = decay * *h + (1.0 - decay) * g * g;
                *x -= rate * g / h.sqrt();
            }),
            ("changed places", |x, h, g, rate, decay| {
                *h = (1.0 - decay) * *h + decay * g * g;
                *x -= rate * g / (h.sqrt() + 1e-7);
            }),
            ("this is AdaGrad", |x, h, g, rate, _| {
                *h += g * g;
                *x -= rate * g / (h.sqrt() + 1e-7);
            }),
            ("counts too much", |x, h, g, rate, decay| {
                *h = decay * *h + g * g;
                *x -= rate * g / (h.sqrt() + 1e-7);
            }),
            ("the root is missing", |x, h, g, rate, decay| {
                *h = decay * *h + (1.0 - decay) * g * g;
                *x -= rate * g / (*h + 1e-7);
            }),
            ("the square is missing", |x, h, g, rate, decay| {
                *h = decay * *h + (1.0 - decay) * g;
                *x -= rate * g / (h.sqrt() + 1e-7);
            }),
            ("uphill", |x, h, g, rate, decay| {
                *h = decay * *h + (1.0 - decay) * g * g;
                *x += rate * g / (h.sqrt() + 1e-7);
            }),
        ],
    );
}

/// An Adam step for one element: betas, the power of the slope in v, the step made of m, v and t.
type Adam = ((f64, f64), i32, fn(f64, f64, i32) -> f64);

fn adam((betas, power, step): Adam) -> Report {
    check::adam_step(move |x, m, v, gradient, rate, t| {
        for i in 0..x.len() {
            m[i] = betas.0 * m[i] + (1.0 - betas.0) * gradient[i];
            v[i] = betas.1 * v[i] + (1.0 - betas.1) * gradient[i].powi(power);
            x[i] -= rate * step(m[i], v[i], t);
        }
    })
}

fn corrected(mean: f64, beta: f64, t: i32) -> f64 {
    mean / (1.0 - beta.powi(t))
}

#[test]
fn adam_step() {
    const BETAS: (f64, f64) = (0.9, 0.999);
    judge::<Adam>(
        adam,
        || {
            check::adam_step(|x, m, v, gradient, rate, t| {
                *m = 0.9 * &*m + 0.1 * gradient;
                *v = 0.999 * &*v + 0.001 * gradient * gradient;
                let (m_hat, v_hat) = (
                    &*m / (1.0 - 0.9_f64.powi(t)),
                    &*v / (1.0 - 0.999_f64.powi(t)),
                );
                *x -= &(rate * m_hat / (v_hat.sqrt() + 1e-7));
            })
        },
        || check::adam_step(|_, _, _, _, _, _| todo!()),
        &[
            (
                "divides 0 by 0",
                (BETAS, 2, |m, v, t| {
                    corrected(m, 0.9, t) / corrected(v, 0.999, t).sqrt()
                }),
            ),
            (
                "the correction is missing",
                (BETAS, 2, |m, v, _| m / (v.sqrt() + 1e-7)),
            ),
            (
                "not t − 1",
                (BETAS, 2, |m, v, t| {
                    corrected(m, 0.9, t - 1) / (corrected(v, 0.999, t - 1).sqrt() + 1e-7)
                }),
            ),
            (
                "not t + 1",
                (BETAS, 2, |m, v, t| {
                    corrected(m, 0.9, t + 1) / (corrected(v, 0.999, t + 1).sqrt() + 1e-7)
                }),
            ),
            (
                "not 1 − β",
                (BETAS, 2, |m, v, _| (m / 0.1) / ((v / 0.001).sqrt() + 1e-7)),
            ),
            (
                "the root is missing",
                (BETAS, 2, |m, v, t| {
                    corrected(m, 0.9, t) / (corrected(v, 0.999, t) + 1e-7)
                }),
            ),
            (
                "the square is missing",
                (BETAS, 1, |m, v, t| {
                    corrected(m, 0.9, t) / (corrected(v, 0.999, t).sqrt() + 1e-7)
                }),
            ),
            (
                "changed places",
                ((0.999, 0.9), 2, |m, v, t| {
                    corrected(m, 0.999, t) / (corrected(v, 0.9, t).sqrt() + 1e-7)
                }),
            ),
            (
                "uphill",
                (BETAS, 2, |m, v, t| {
                    -corrected(m, 0.9, t) / (corrected(v, 0.999, t).sqrt() + 1e-7)
                }),
            ),
        ],
    );
}

#[test]
fn the_papers_and_the_books_epsilon_are_both_right() {
    // The paper adds 10⁻⁸ to √v̂, the book 10⁻⁷ to √v before the correction.
    passes(|| {
        check::adam_step(|x, m, v, gradient, rate, t| {
            *m = 0.9 * &*m + 0.1 * gradient;
            *v = 0.999 * &*v + 0.001 * gradient * gradient;
            let root = (&*v / (1.0 - 0.999_f64.powi(t))).sqrt() + 1e-8;
            *x -= &(rate * (&*m / (1.0 - 0.9_f64.powi(t))) / root);
        })
    });
    passes(|| {
        check::adam_step(|x, m, v, gradient, rate, t| {
            let rate = rate * (1.0 - 0.999_f64.powi(t)).sqrt() / (1.0 - 0.9_f64.powi(t));
            *m = &*m + 0.1 * (gradient - &*m);
            *v = &*v + 0.001 * (gradient * gradient - &*v);
            *x -= &(rate * &*m / (v.sqrt() + 1e-7));
        })
    });
}
