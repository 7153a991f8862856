use descent_language::{marked, words};
use ndarray::{Array1, array};

use crate::check::engine::answer::Named;
use crate::check::engine::probe::{Bowl, Function, gradient_of_vector, observe};
use crate::check::engine::{Exam, Mistake, Report, between, check, number, point, text_of};

/// The function, x, v, learning rate and momentum.
type Input = (Bowl, Array1<f64>, Array1<f64>, f64, f64);

check! {
    /// Checks a step of Nesterov's momentum: `mine(x, v, gradient, learning_rate, momentum)`
    /// changes v to momentum · v − learning_rate · gradient(x + momentum · v), then x to x + v.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_step(
    ///     x: &mut Array1<f64>,
    ///     v: &mut Array1<f64>,
    ///     gradient: fn(&Array1<f64>) -> Array1<f64>,
    ///     learning_rate: f64,
    ///     momentum: f64,
    /// ) {
    ///     *v = momentum * &*v - learning_rate * gradient(x);
    ///     *x += &*v;
    /// }
    /// let report = check::nesterov_step(my_step);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("look ahead")));
    /// ```
    nesterov_step(&mut Array1<f64>, &mut Array1<f64>, fn(&Array1<f64>) -> Array1<f64>, f64, f64)
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "nesterov_step",
        known: vec![(
            Bowl::function_2(),
            array![3.0, 4.0],
            array![1.0, -1.0],
            0.1,
            0.9,
        )],
        random: |random| {
            let input = |variables| {
                let bowl = Bowl::random(variables, random);
                let (x, v) = (point(variables, random), point(variables, random));
                (
                    bowl,
                    x,
                    v,
                    between(0.05, 0.3, random),
                    between(0.5, 0.8, random),
                )
            };
            [2, 2, 3].map(input).into()
        },
        show: |(bowl, x, v, rate, momentum)| {
            let (rate, momentum) = (number(*rate, 3), number(*momentum, 3));
            let (f, x, v) = (bowl.text(), text_of(x), text_of(v));
            words!(
                "{f} at {x}, v = {v}, rate {rate}, momentum {momentum}",
                f,
                x,
                v,
                rate,
                momentum
            )
        },
        right: |input| step(input, input.4, 1.0, input.4),
        mistakes: MISTAKES,
    }
    .sit(move |(bowl, x, v, rate, momentum)| {
        let (mut x, mut v) = (x.clone(), v.clone());
        observe(bowl, || {
            mine(&mut x, &mut v, gradient_of_vector, *rate, *momentum)
        });
        end(&x, &v)
    })
}

/// A step that looks `ahead` · v ahead, with the slope times `sign`, and keeps `keep` · v.
fn step((bowl, x, v, rate, _): &Input, ahead: f64, sign: f64, keep: f64) -> Named {
    let slope = Array1::from(bowl.gradient(&(x + ahead * v).to_vec()));
    let v = keep * v - sign * *rate * slope;
    end(&(x + &v), &v)
}

fn end(x: &Array1<f64>, v: &Array1<f64>) -> Named {
    Named::default().and("x", x).and("v", v)
}

const MISTAKES: &[Mistake<Input, Named>] = &[
    Mistake::Gives(
        |input| step(input, 0.0, 1.0, input.4),
        marked!(
            "this is plain momentum: Nesterov's step takes the gradient where the ball is about to \
         be, so look ahead to x + momentum · v"
        ),
    ),
    Mistake::Gives(
        |input| step(input, 1.0, 1.0, input.4),
        marked!("the look-ahead is too far: only momentum · v of the velocity will be left, not v"),
    ),
    Mistake::Gives(
        |input| step(input, -input.4, 1.0, input.4),
        marked!("this looks back: the point ahead is x + momentum · v, not x − momentum · v"),
    ),
    Mistake::Gives(
        |input| step(input, input.4, -1.0, input.4),
        marked!("the sign of the slope is wrong: v loses learning_rate · gradient"),
    ),
    Mistake::Gives(
        |input| step(input, input.4, 1.0, 1.0),
        marked!("the old velocity is kept whole: multiply v by momentum in the new velocity too"),
    ),
    Mistake::Gives(
        |input| {
            let (bowl, x, v, rate, momentum) = input;
            let ahead = x + *momentum * v;
            let slope = Array1::from(bowl.gradient(&ahead.to_vec()));
            let v = *momentum * v - *rate * slope;
            end(&(ahead + &v), &v)
        },
        marked!(
            "the new velocity is added to the point ahead: it starts from x, the point ahead is for \
         looking only"
        ),
    ),
];
