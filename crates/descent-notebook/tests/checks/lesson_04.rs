#![expect(clippy::todo, reason = "this is what stubs do")]

use descent_notebook::prelude::*;

use crate::{judge, passes};

type Vector = Array1<f64>;
type Batches<'a> = &'a [(Vector, Vector)];

fn errors(x: &Vector, y: &Vector, line: &Vector) -> Vector {
    line[0] + line[1] * x - y
}

fn mean(of: &Vector) -> f64 {
    of.sum() / of.len() as f64
}

#[test]
fn mean_squared_error() {
    judge::<fn(&Vector, &Vector, &Vector) -> f64>(
        check::mean_squared_error,
        || {
            check::mean_squared_error(|x, y, line| {
                let pairs = x.iter().zip(y);
                let squares = pairs.map(|(x, y)| (line[0] + line[1] * x - y).powi(2));
                squares.sum::<f64>() / x.len() as f64
            })
        },
        || check::mean_squared_error(|_, _, _| todo!()),
        &[
            ("this is the sum", |x, y, line| {
                errors(x, y, line).pow2().sum()
            }),
            ("are not squared", |x, y, line| mean(&errors(x, y, line))),
            ("square each error first", |x, y, line| {
                mean(&errors(x, y, line)).powi(2)
            }),
            ("mean absolute error", |x, y, line| {
                mean(&errors(x, y, line).abs())
            }),
            ("without the root", |x, y, line| {
                mean(&errors(x, y, line).pow2()).sqrt()
            }),
            ("write ½ in front", |x, y, line| {
                mean(&errors(x, y, line).pow2()) / 2.0
            }),
            ("changed places", |x, y, line| {
                mean(&errors(x, y, &array![line[1], line[0]]).pow2())
            }),
            ("intercept line[0] is missing", |x, y, line| {
                mean(&errors(x, y, &array![0.0, line[1]]).pow2())
            }),
            ("not by n − 1", |x, y, line| {
                errors(x, y, line).pow2().sum() / (x.len() - 1) as f64
            }),
        ],
    );
}

fn gradient(x: &Vector, y: &Vector, line: &Vector) -> Vector {
    let error = errors(x, y, line);
    array![error.sum(), error.dot(x)] * 2.0 / x.len() as f64
}

#[test]
fn line_gradient() {
    judge::<fn(&Vector, &Vector, &Vector) -> Vector>(
        check::line_gradient,
        || check::line_gradient(gradient),
        || check::line_gradient(|_, _, _| todo!()),
        &[
            ("the factor 2 is missing", |x, y, line| {
                gradient(x, y, line) / 2.0
            }),
            ("these are sums", |x, y, line| {
                let error = errors(x, y, line);
                array![2.0 * error.sum(), 2.0 * error.dot(x)]
            }),
            ("keep the factor 2", |x, y, line| {
                let error = errors(x, y, line);
                array![error.sum(), error.dot(x)]
            }),
            ("the sign is the wrong way round", |x, y, line| {
                -gradient(x, y, line)
            }),
            ("the two slopes have changed places", |x, y, line| {
                let right = gradient(x, y, line);
                array![right[1], right[0]]
            }),
            ("x is missing in the second slope", |x, y, line| {
                let error = 2.0 * mean(&errors(x, y, line));
                array![error, error]
            }),
            ("the first slope has no factor x", |x, y, line| {
                let error = 2.0 * mean(&(errors(x, y, line) * x));
                array![error, error]
            }),
            ("a product of two means", |x, y, line| {
                let error = 2.0 * mean(&errors(x, y, line));
                array![error, error * mean(x)]
            }),
        ],
    );
}

#[test]
fn a_numerical_gradient_is_right_too() {
    passes(|| {
        check::line_gradient(|x, y, line| {
            numerical_gradient(|line| mean(&errors(x, y, line).pow2()), line)
        })
    });
}

#[test]
fn standardize() {
    judge::<fn(&Vector) -> Vector>(
        check::standardize,
        || check::standardize(|x| (x - mean(x)) / x.std(0.0)),
        || check::standardize(|_| todo!()),
        &[
            ("divide by their spread", |x| x - mean(x)),
            ("the mean is still there", |x| x / x.std(0.0)),
            ("divides by the variance", |x| (x - mean(x)) / x.var(0.0)),
            ("not by n − 1", |x| (x - mean(x)) / x.std(1.0)),
            ("the root of their sum", |x| {
                let centred = x - mean(x);
                &centred / centred.dot(&centred).sqrt()
            }),
            ("between 0 and 1", |x| {
                let lowest = x.fold(f64::INFINITY, |m, &x| m.min(x));
                let highest = x.fold(f64::NEG_INFINITY, |m, &x| m.max(x));
                (x - lowest) / (highest - lowest)
            }),
            ("by the whole range", |x| {
                let lowest = x.fold(f64::INFINITY, |m, &x| m.min(x));
                let highest = x.fold(f64::NEG_INFINITY, |m, &x| m.max(x));
                (x - mean(x)) / (highest - lowest)
            }),
            ("stays above 0", |x| (mean(x) - x) / x.std(0.0)),
            ("put the difference in parentheses", |x| {
                x - mean(x) / x.std(0.0)
            }),
        ],
    );
}

#[test]
fn original_units() {
    judge::<fn(&Vector, f64, f64) -> Vector>(
        check::original_units,
        || {
            check::original_units(|line, mean, spread| {
                let at = |x: f64| line[0] + line[1] * (x - mean) / spread;
                array![at(0.0), at(1.0) - at(0.0)]
            })
        },
        || check::original_units(|_, _, _| todo!()),
        &[
            ("the height at the mean", |line, _, spread| {
                array![line[0], line[1] / spread]
            }),
            ("the one over x, times the mean", |line, mean, spread| {
                array![line[0] - line[1] * mean, line[1] / spread]
            }),
            ("a rising line falls", |line, mean, spread| {
                array![line[0] + line[1] * mean / spread, line[1] / spread]
            }),
            ("do not multiply", |line, mean, spread| {
                let slope = line[1] * spread;
                array![line[0] - slope * mean, slope]
            }),
            ("the intercept is right", |line, mean, spread| {
                array![line[0] - line[1] * mean / spread, line[1]]
            }),
            ("the intercept comes first", |line, mean, spread| {
                let slope = line[1] / spread;
                array![slope, line[0] - slope * mean]
            }),
            (
                "the slope is missing in the intercept",
                |line, mean, spread| array![line[0] - mean / spread, line[1] / spread],
            ),
        ],
    );
}

#[test]
fn one_epoch() {
    fn points(batches: Batches<'_>) -> f64 {
        batches.iter().map(|(x, _)| x.len() as f64).sum()
    }
    judge::<fn(Batches<'_>, &Vector, f64) -> Vector>(
        check::one_epoch,
        || {
            check::one_epoch(|batches, start, rate| {
                let mut line = start.clone();
                for (x, y) in batches {
                    line = &line - rate * gradient(x, y, &line);
                }
                line
            })
        },
        || check::one_epoch(|_, _, _| todo!()),
        &[
            ("where the one before it ended", |batches, start, rate| {
                let mut line = start.clone();
                for (x, y) in batches {
                    line = line - rate * gradient(x, y, start);
                }
                line
            }),
            (
                "the mean of the batches' gradients",
                |batches, start, rate| {
                    let mut sum = Array1::zeros(2);
                    for (x, y) in batches {
                        sum = sum + gradient(x, y, start);
                    }
                    start - rate * sum / batches.len() as f64
                },
            ),
            ("after the loop", |batches, start, rate| {
                let (x, y) = &batches[0];
                start - rate * gradient(x, y, start)
            }),
            ("begins at the start again", |batches, start, rate| {
                let mut line = start.clone();
                for (x, y) in batches {
                    line = start - rate * gradient(x, y, start);
                }
                line
            }),
            ("this climbs", |batches, start, rate| {
                let mut line = start.clone();
                for (x, y) in batches {
                    line = &line + rate * gradient(x, y, &line);
                }
                line
            }),
            ("sums over the batch", |batches, start, rate| {
                let mut line = start.clone();
                for (x, y) in batches {
                    line = &line - rate * x.len() as f64 * gradient(x, y, &line);
                }
                line
            }),
            ("not by that of all points", |batches, start, rate| {
                let mut line = start.clone();
                for (x, y) in batches {
                    let share = x.len() as f64 / points(batches);
                    line = &line - rate * share * gradient(x, y, &line);
                }
                line
            }),
            ("half as long", |batches, start, rate| {
                let mut line = start.clone();
                for (x, y) in batches {
                    line = &line - rate / 2.0 * gradient(x, y, &line);
                }
                line
            }),
            ("this is the start itself", |_, start, _| start.clone()),
        ],
    );
}
