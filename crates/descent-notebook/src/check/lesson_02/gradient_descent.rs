use descent_language::marked;
use ndarray::{Array1, array};

use super::descents::{Input, any, show, slopes, walk};
use crate::check::engine::probe::{Bowl, observe, of_vector};
use crate::check::engine::{Exam, Mistake, Report, check};

check! {
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
    gradient_descent(fn(&Array1<f64>) -> f64, &Array1<f64>, f64, usize) -> Array1<f64>
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "gradient_descent",
        known: vec![(Bowl::function_2(), array![-3.0, 4.0], 0.1, 20)],
        random: |random| {
            [(2, 1), (2, 3), (3, 8), (2, 0)]
                .map(|sizes| any(sizes, random))
                .into()
        },
        show,
        right: |(bowl, start, rate, steps)| walk(bowl, start, *rate, *steps),
        mistakes: MISTAKES,
    }
    .sit(move |(bowl, start, rate, steps)| {
        observe(bowl, || mine(of_vector, start, *rate, *steps)).value
    })
}

const MISTAKES: &[Mistake<Input, Array1<f64>>] = &[
    Mistake::Gives(
        |(_, start, _, _)| start.clone(),
        marked!("this is the start: return the point that moved, and check that the loop moves it"),
    ),
    Mistake::Gives(
        |(bowl, start, rate, steps)| walk(bowl, start, -rate, *steps),
        marked!("this climbs: the step goes against the gradient, so subtract it"),
    ),
    Mistake::Gives(
        |(bowl, start, rate, steps)| start - *rate * *steps as f64 * slopes(bowl, start),
        marked!(
            "every step goes along the gradient of the start: compute it anew inside the loop, at the \
         point where you are"
        ),
    ),
    Mistake::Gives(
        |(bowl, start, rate, steps)| walk(bowl, start, *rate, steps + 1),
        marked!("this is one step too many: 0..steps runs `steps` times, 0..=steps once more"),
    ),
    Mistake::Gives(
        |(bowl, start, rate, steps)| walk(bowl, start, *rate, steps.saturating_sub(1)),
        marked!("this is one step too few: 0..steps runs `steps` times, 1..steps once less"),
    ),
    Mistake::Gives(
        |(bowl, start, rate, steps)| walk(bowl, start, *rate, 1.min(*steps)),
        marked!(
            "this is the point after the first step: return after the loop, not inside it, and start \
         each step where the one before ended"
        ),
    ),
    Mistake::Gives(
        |(bowl, start, _, steps)| walk(bowl, start, 1.0, *steps),
        marked!("the learning rate is missing: it scales the gradient in every step"),
    ),
];
