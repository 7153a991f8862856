use ndarray::{Array1, array};

use crate::check::engine::probe::{Bowl, Function, observe, of_vector};
use crate::check::engine::{Exam, Mistake, Report, begin, between, number, point, text_of};

/// What to descend, from where, with which learning rate and how many steps.
type Input = (Bowl, Array1<f64>, f64, usize);

/// The function that is checked.
type Mine = dyn Fn(fn(&Array1<f64>) -> f64, &Array1<f64>, f64, usize) -> Array1<f64> + Send + Sync;

/// Checks gradient descent: `mine(f, start, learning_rate, steps)` is the point after the last
/// step.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// fn my_descent(
///     f: fn(&Array1<f64>) -> f64,
///     start: &Array1<f64>,
///     learning_rate: f64,
///     steps: usize,
/// ) -> Array1<f64> {
///     let gradient = numerical_gradient(f, start);
///     let mut x = start.clone();
///     for _ in 0..steps {
///         x = x - learning_rate * &gradient;
///     }
///     x
/// }
/// let report = check::gradient_descent(my_descent);
/// assert!(report.hint().is_some_and(|hint| hint.contains("inside the loop")));
/// ```
pub fn gradient_descent(
    mine: impl Fn(fn(&Array1<f64>) -> f64, &Array1<f64>, f64, usize) -> Array1<f64>
    + Send
    + Sync
    + 'static,
) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let mut inputs = vec![(Bowl::function_2(), array![-3.0, 4.0], 0.1, 20)];
    inputs.extend([(2, 1), (2, 3), (3, 8), (2, 0)].map(|(variables, steps)| {
        let bowl = Bowl::random(variables, &mut random);
        let start = point(variables, &mut random);
        (bowl, start, between(0.05, 0.2, &mut random), steps)
    }));
    let exam = Exam {
        name: "gradient_descent",
        seed,
        inputs,
        show,
        right: |(bowl, start, rate, steps)| walk(bowl, start, *rate, *steps),
        mistakes: MISTAKES,
    };
    exam.sit(move |(bowl, start, rate, steps)| {
        observe(bowl, || mine(of_vector, start, *rate, *steps)).value
    })
}

pub(super) fn show((bowl, start, rate, steps): &Input) -> String {
    let (start, rate) = (text_of(start), number(*rate, 3));
    format!("{} from {start}, rate {rate}, steps {steps}", bowl.text())
}

/// The point after so many steps; a negative rate climbs.
pub(super) fn walk(bowl: &Bowl, start: &Array1<f64>, rate: f64, steps: usize) -> Array1<f64> {
    let step = |x: Array1<f64>, _| &x - rate * slopes(bowl, &x);
    (0..steps).fold(start.clone(), step)
}

fn slopes(bowl: &Bowl, x: &Array1<f64>) -> Array1<f64> {
    Array1::from(bowl.gradient(&x.to_vec()))
}

const MISTAKES: &[Mistake<Input, Array1<f64>>] = &[
    Mistake::gives(
        |(_, start, _, _)| start.clone(),
        "this is the start: return the point that moved, and check that the loop moves it",
    ),
    Mistake::gives(
        |(bowl, start, rate, steps)| walk(bowl, start, -rate, *steps),
        "this climbs: the step goes against the gradient, so subtract it",
    ),
    Mistake::gives(
        |(bowl, start, rate, steps)| start - *rate * *steps as f64 * slopes(bowl, start),
        "every step goes along the gradient of the start: compute it anew inside the loop, at the \
         point where you are",
    ),
    Mistake::gives(
        |(bowl, start, rate, steps)| walk(bowl, start, *rate, steps + 1),
        "this is one step too many: 0..steps runs `steps` times, 0..=steps once more",
    ),
    Mistake::gives(
        |(bowl, start, rate, steps)| walk(bowl, start, *rate, steps.saturating_sub(1)),
        "this is one step too few: 0..steps runs `steps` times, 1..steps once less",
    ),
    Mistake::gives(
        |(bowl, start, rate, steps)| walk(bowl, start, *rate, 1.min(*steps)),
        "this is the point after the first step: return after the loop, not inside it, and start \
         each step where the one before ended",
    ),
    Mistake::gives(
        |(bowl, start, _, steps)| walk(bowl, start, 1.0, *steps),
        "the learning rate is missing: it scales the gradient in every step",
    ),
];
