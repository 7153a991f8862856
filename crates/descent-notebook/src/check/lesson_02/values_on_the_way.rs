use descent_language::marked;
use ndarray::{Array1, array};

use super::descents::{Input, any, show, walk};
use crate::check::engine::probe::{Bowl, Function, observe, of_vector};
use crate::check::engine::{Exam, Mistake, Report, check};

check! {
    /// Checks a record of a descent: `mine(f, start, learning_rate, steps)` has the value of f at
    /// the start and after each step, `steps + 1` values.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_values(
    ///     f: fn(&Array1<f64>) -> f64,
    ///     start: &Array1<f64>,
    ///     learning_rate: f64,
    ///     steps: usize,
    /// ) -> Vec<f64> {
    ///     let path = gradient_descent(f, start, learning_rate, steps).unwrap();
    ///     path.values()[1..].to_vec()
    /// }
    /// let report = check::values_on_the_way(my_values);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("start is missing")));
    /// ```
    values_on_the_way(fn(&Array1<f64>) -> f64, &Array1<f64>, f64, usize) -> Vec<f64>
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "values_on_the_way",
        known: vec![(Bowl::function_2(), array![-3.0, 4.0], 0.1, 4)],
        random: |random| {
            [(2, 1), (2, 3), (3, 6)]
                .map(|sizes| any(sizes, random))
                .into()
        },
        show,
        right: |input| values(input, input.2, 0..=input.3),
        mistakes: MISTAKES,
    }
    .sit(move |(bowl, start, rate, steps)| {
        observe(bowl, || mine(of_vector, start, *rate, *steps)).value
    })
}

fn values(
    (bowl, start, _, _): &Input,
    rate: f64,
    steps: impl IntoIterator<Item = usize>,
) -> Vec<f64> {
    let value = |step| bowl.value(&walk(bowl, start, rate, step).to_vec());
    steps.into_iter().map(value).collect()
}

const MISTAKES: &[Mistake<Input, Vec<f64>>] = &[
    Mistake::Gives(
        |input| values(input, input.2, 1..=input.3),
        marked!("the value at the start is missing: note it before the first step"),
    ),
    Mistake::Gives(
        |input| values(input, input.2, 0..input.3),
        marked!("the last value is missing: note one after the last step too"),
    ),
    Mistake::Gives(
        |input| values(input, -input.2, 0..=input.3),
        marked!("the values rise: the step goes against the gradient, so subtract it"),
    ),
    Mistake::Gives(
        |input| values(input, 0.0, 0..=input.3),
        marked!("all values are that of the start: take f at the point that moves"),
    ),
    Mistake::Gives(
        |input| values(input, input.2, (0..=input.3).rev()),
        marked!("the values are right, but run backwards: the start comes first"),
    ),
];
