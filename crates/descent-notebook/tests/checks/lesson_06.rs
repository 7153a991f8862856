#![expect(clippy::todo, reason = "this is what stubs do")]

use descent_notebook::check::Report;
use descent_notebook::prelude::*;

use crate::{judge, passes};

/// Checks a momentum step written for one element.
fn momentum(rule: fn(&mut f64, &mut f64, f64, f64, f64)) -> Report {
    check::momentum_step(move |x, v, gradient, rate, momentum| {
        for i in 0..x.len() {
            rule(&mut x[i], &mut v[i], gradient[i], rate, momentum);
        }
    })
}

#[test]
fn momentum_step() {
    judge(
        || {
            check::momentum_step(|x, v, gradient, rate, momentum| {
                *v = momentum * &*v - rate * gradient;
                *x += &*v;
            })
        },
        || check::momentum_step(|_, _, _, _, _| todo!()),
        &[
            ("would roll uphill", &|| {
                momentum(|x, v, g, rate, keep| {
                    *v = keep * *v + rate * g;
                    *x += *v;
                })
            }),
            ("old velocity: change v first", &|| {
                momentum(|x, v, g, rate, keep| {
                    *x += *v;
                    *v = keep * *v - rate * g;
                })
            }),
            ("plain gradient descent", &|| {
                momentum(|x, v, g, rate, _| {
                    *v = -rate * g;
                    *x += *v;
                })
            }),
            ("without friction", &|| {
                momentum(|x, v, g, rate, _| {
                    *v -= rate * g;
                    *x += *v;
                })
            }),
            ("a running mean", &|| {
                momentum(|x, v, g, rate, keep| {
                    *v = keep * *v - (1.0 - keep) * rate * g;
                    *x += *v;
                })
            }),
            ("mind the parentheses", &|| {
                momentum(|x, v, g, rate, keep| {
                    *v = (*v - rate * g) * keep;
                    *x += *v;
                })
            }),
            ("x does not move", &|| {
                momentum(|_, v, g, rate, keep| *v = keep * *v - rate * g)
            }),
            ("points downhill already", &|| {
                momentum(|x, v, g, rate, keep| {
                    *v = keep * *v - rate * g;
                    *x -= *v;
                })
            }),
        ],
    );
}

/// Checks a Nesterov step that looks `ahead(momentum)` velocities ahead.
fn nesterov(ahead: fn(f64) -> f64, sign: f64, keep: fn(f64) -> f64) -> Report {
    check::nesterov_step(move |x, v, gradient, rate, momentum| {
        let slope = gradient(&(&*x + ahead(momentum) * &*v));
        *v = keep(momentum) * &*v - sign * rate * slope;
        *x += &*v;
    })
}

#[test]
fn nesterov_step() {
    judge(
        || {
            check::nesterov_step(|x, v, gradient, rate, momentum| {
                let ahead = &*x + momentum * &*v;
                *v = momentum * &*v - rate * gradient(&ahead);
                *x += &*v;
            })
        },
        || check::nesterov_step(|_, _, _, _, _| todo!()),
        &[
            ("plain momentum", &|| nesterov(|_| 0.0, 1.0, |m| m)),
            ("the look-ahead is too far", &|| {
                nesterov(|_| 1.0, 1.0, |m| m)
            }),
            ("this looks back", &|| nesterov(|m| -m, 1.0, |m| m)),
            ("the sign of the slope", &|| nesterov(|m| m, -1.0, |m| m)),
            ("kept whole", &|| nesterov(|m| m, 1.0, |_| 1.0)),
            ("for looking only", &|| {
                check::nesterov_step(|x, v, gradient, rate, momentum| {
                    *x += &(momentum * &*v);
                    *v = momentum * &*v - rate * gradient(x);
                    *x += &*v;
                })
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
    judge(
        || {
            check::ada_grad_step(|x, h, gradient, rate| {
                *h += &(gradient * gradient);
                *x -= &(rate * gradient / (h.sqrt() + 1e-7));
            })
        },
        || check::ada_grad_step(|_, _, _, _| todo!()),
        &[
            ("divides 0 by 0", &|| {
                ada_grad(|x, h, g, rate| {
                    *h += g * g;
                    *x -= rate * g / h.sqrt();
                })
            }),
            ("sum of all squares", &|| {
                ada_grad(|x, h, g, rate| {
                    *h = g * g;
                    *x -= rate * g / (h.sqrt() + 1e-7);
                })
            }),
            ("the root is missing", &|| {
                ada_grad(|x, h, g, rate| {
                    *h += g * g;
                    *x -= rate * g / (*h + 1e-7);
                })
            }),
            ("the square is missing", &|| {
                ada_grad(|x, h, g, rate| {
                    *h += g;
                    *x -= rate * g / (h.sqrt() + 1e-7);
                })
            }),
            ("change h first", &|| {
                ada_grad(|x, h, g, rate| {
                    *x -= rate * g / (h.sqrt() + 1e-7);
                    *h += g * g;
                })
            }),
            ("uphill", &|| {
                ada_grad(|x, h, g, rate| {
                    *h += g * g;
                    *x += rate * g / (h.sqrt() + 1e-7);
                })
            }),
            ("does not use it", &|| {
                ada_grad(|x, h, g, rate| {
                    *h += g * g;
                    *x -= rate * g;
                })
            }),
        ],
    );
}

/// Checks an RMSProp step written for one element.
fn rms_prop(rule: fn(&mut f64, &mut f64, f64, f64, f64)) -> Report {
    check::rms_prop_step(move |x, h, gradient, rate, decay| {
        for i in 0..x.len() {
            rule(&mut x[i], &mut h[i], gradient[i], rate, decay);
        }
    })
}

#[test]
fn rms_prop_step() {
    judge(
        || {
            check::rms_prop_step(|x, h, gradient, rate, decay| {
                *h = decay * &*h + (1.0 - decay) * gradient * gradient;
                *x -= &(rate * gradient / (h.sqrt() + 1e-7));
            })
        },
        || check::rms_prop_step(|_, _, _, _, _| todo!()),
        &[
            ("divides 0 by 0", &|| {
                rms_prop(|x, h, g, rate, decay| {
                    *h = decay * *h + (1.0 - decay) * g * g;
                    *x -= rate * g / h.sqrt();
                })
            }),
            ("changed places", &|| {
                rms_prop(|x, h, g, rate, decay| {
                    *h = (1.0 - decay) * *h + decay * g * g;
                    *x -= rate * g / (h.sqrt() + 1e-7);
                })
            }),
            ("this is AdaGrad", &|| {
                rms_prop(|x, h, g, rate, _| {
                    *h += g * g;
                    *x -= rate * g / (h.sqrt() + 1e-7);
                })
            }),
            ("counts too much", &|| {
                rms_prop(|x, h, g, rate, decay| {
                    *h = decay * *h + g * g;
                    *x -= rate * g / (h.sqrt() + 1e-7);
                })
            }),
            ("the root is missing", &|| {
                rms_prop(|x, h, g, rate, decay| {
                    *h = decay * *h + (1.0 - decay) * g * g;
                    *x -= rate * g / (*h + 1e-7);
                })
            }),
            ("the square is missing", &|| {
                rms_prop(|x, h, g, rate, decay| {
                    *h = decay * *h + (1.0 - decay) * g;
                    *x -= rate * g / (h.sqrt() + 1e-7);
                })
            }),
            ("uphill", &|| {
                rms_prop(|x, h, g, rate, decay| {
                    *h = decay * *h + (1.0 - decay) * g * g;
                    *x += rate * g / (h.sqrt() + 1e-7);
                })
            }),
        ],
    );
}

/// Checks an Adam step written for one element: betas, the power of the slope in v, and the step
/// made of m, v and t.
fn adam(betas: (f64, f64), power: i32, step: fn(f64, f64, i32) -> f64) -> Report {
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
    judge(
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
            ("divides 0 by 0", &|| {
                adam(BETAS, 2, |m, v, t| {
                    corrected(m, 0.9, t) / corrected(v, 0.999, t).sqrt()
                })
            }),
            ("the correction is missing", &|| {
                adam(BETAS, 2, |m, v, _| m / (v.sqrt() + 1e-7))
            }),
            ("not t − 1", &|| {
                adam(BETAS, 2, |m, v, t| {
                    corrected(m, 0.9, t - 1) / (corrected(v, 0.999, t - 1).sqrt() + 1e-7)
                })
            }),
            ("not t + 1", &|| {
                adam(BETAS, 2, |m, v, t| {
                    corrected(m, 0.9, t + 1) / (corrected(v, 0.999, t + 1).sqrt() + 1e-7)
                })
            }),
            ("not 1 − β", &|| {
                adam(BETAS, 2, |m, v, _| (m / 0.1) / ((v / 0.001).sqrt() + 1e-7))
            }),
            ("the root is missing", &|| {
                adam(BETAS, 2, |m, v, t| {
                    corrected(m, 0.9, t) / (corrected(v, 0.999, t) + 1e-7)
                })
            }),
            ("the square is missing", &|| {
                adam(BETAS, 1, |m, v, t| {
                    corrected(m, 0.9, t) / (corrected(v, 0.999, t).sqrt() + 1e-7)
                })
            }),
            ("changed places", &|| {
                adam((0.999, 0.9), 2, |m, v, t| {
                    corrected(m, 0.999, t) / (corrected(v, 0.9, t).sqrt() + 1e-7)
                })
            }),
            ("uphill", &|| {
                adam(BETAS, 2, |m, v, t| {
                    -corrected(m, 0.9, t) / (corrected(v, 0.999, t).sqrt() + 1e-7)
                })
            }),
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
