#![expect(clippy::todo, reason = "this is what stubs do")]

use descent_notebook::prelude::*;

use crate::{judge, same_hint};

type Vector = Array1<f64>;
type Function = fn(&Vector) -> f64;

#[test]
fn gradient_step() {
    judge::<fn(&Vector, &Vector, f64) -> Vector>(
        check::gradient_step,
        || check::gradient_step(|x, gradient, rate| x - rate * gradient),
        || check::gradient_step(|_, _, _| todo!()),
        &[
            ("uphill", |x, gradient, rate| x + rate * gradient),
            ("learning rate is missing", |x, gradient, _| x - gradient),
            ("do not divide", |x, gradient, rate| x - gradient / rate),
            ("the step alone", |_, gradient, rate| -rate * gradient),
            ("mind the parentheses", |x, gradient, rate| {
                (x - gradient) * rate
            }),
            ("changed places", |x, gradient, rate| gradient - rate * x),
        ],
    );
}

/// Steps of a descent, with what a student can get wrong.
fn descend(f: Function, start: &Vector, rate: f64, steps: usize) -> Vector {
    let mut x = start.clone();
    for _ in 0..steps {
        let gradient = numerical_gradient(f, &x);
        x = x - rate * gradient;
    }
    x
}

#[test]
fn gradient_descent() {
    judge::<fn(Function, &Vector, f64, usize) -> Vector>(
        check::gradient_descent,
        || check::gradient_descent(descend),
        || check::gradient_descent(|_, _, _, _| todo!()),
        &[
            ("this is the start", |_, start, _, _| start.clone()),
            ("this climbs", |f, start, rate, steps| {
                descend(f, start, -rate, steps)
            }),
            ("anew inside the loop", |f, start, rate, steps| {
                let gradient = numerical_gradient(f, start);
                let mut x = start.clone();
                for _ in 0..steps {
                    x = x - rate * &gradient;
                }
                x
            }),
            ("one step too many", |f, start, rate, steps| {
                descend(f, start, rate, steps + 1)
            }),
            ("one step too few", |f, start, rate, steps| {
                descend(f, start, rate, (1..steps).len())
            }),
            ("after the first step", |f, start, rate, steps| {
                #[expect(clippy::never_loop, reason = "the mistake")]
                for _ in 0..steps {
                    return start - rate * numerical_gradient(f, start);
                }
                start.clone()
            }),
            ("learning rate is missing", |f, start, _, steps| {
                descend(f, start, 1.0, steps)
            }),
        ],
    );
    same_hint(
        "after the first step",
        &[&|| {
            check::gradient_descent(|f, start, rate, steps| {
                let mut x = start.clone();
                for _ in 0..steps {
                    x = start - rate * numerical_gradient(f, start);
                }
                x
            })
        }],
    );
}

#[test]
fn values_on_the_way() {
    fn values(f: Function, start: &Vector, rate: f64, steps: usize) -> Vec<f64> {
        (0..=steps)
            .map(|steps| f(&descend(f, start, rate, steps)))
            .collect()
    }
    judge::<fn(Function, &Vector, f64, usize) -> Vec<f64>>(
        check::values_on_the_way,
        || check::values_on_the_way(values),
        || check::values_on_the_way(|_, _, _, _| todo!()),
        &[
            ("start is missing", |f, start, rate, steps| {
                let mut x = start.clone();
                let mut values = vec![];
                for _ in 0..steps {
                    x = &x - rate * numerical_gradient(f, &x);
                    values.push(f(&x));
                }
                values
            }),
            ("last value is missing", |f, start, rate, steps| {
                let mut x = start.clone();
                let mut values = vec![];
                for _ in 0..steps {
                    values.push(f(&x));
                    x = &x - rate * numerical_gradient(f, &x);
                }
                values
            }),
            ("the values rise", |f, start, rate, steps| {
                values(f, start, -rate, steps)
            }),
            ("all values are that of the start", |f, start, _, steps| {
                vec![f(start); steps + 1]
            }),
            ("run backwards", |f, start, rate, steps| {
                let mut values = values(f, start, rate, steps);
                values.reverse();
                values
            }),
        ],
    );
}

#[test]
fn largest_learning_rate() {
    judge::<fn(f64) -> f64>(
        check::largest_learning_rate,
        || check::largest_learning_rate(|a| 1.0 / a),
        || check::largest_learning_rate(|_| todo!()),
        &[
            ("2ax, not ax", |a| 2.0 / a),
            ("the fastest descent", |a| 0.5 / a),
            ("the steeper the function", |a| a),
            ("for a = 1 alone", |_| 1.0),
        ],
    );
}

#[test]
fn gap_above() {
    judge::<fn(f64) -> f64>(
        check::gap_above,
        || check::gap_above(|x| x.next_up() - x),
        || check::gap_above(|_| todo!()),
        &[
            ("the gap above 1", |_| f64::EPSILON),
            ("not grow in proportion", |x| f64::EPSILON * x),
            ("the next number itself", f64::next_up),
            ("subtract the other way", |x| x - x.next_up()),
            ("this is h", |_| 1e-4),
            ("next to 0", |_| f64::MIN_POSITIVE),
        ],
    );
    same_hint(
        "the answer is 0 throughout",
        &[&|| check::gap_above(|_| 0.0)],
    );
}
