use descent::Batch;
use descent_language::{marked, words};
use ndarray::Array1;
use rand::rngs::StdRng;

use super::points::gradient;
use crate::check::engine::{Exam, Mistake, Report, between, check, number, point, text_of};

/// The batches, the line to begin with, and the learning rate.
type Input = (Vec<Batch>, Array1<f64>, f64);

check! {
    /// Checks an epoch of mini-batch gradient descent on the mean squared error of a line:
    /// `mine(batches, start, rate)` is the line after a step for each batch.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_epoch(
    ///     batches: &[(Array1<f64>, Array1<f64>)], start: &Array1<f64>, rate: f64,
    /// ) -> Array1<f64> {
    ///     let mut line = start.clone();
    ///     for (x, y) in batches {
    ///         let error = start[0] + start[1] * x - y;
    ///         let gradient = array![error.sum(), error.dot(x)] * 2.0 / x.len() as f64;
    ///         line = line - rate * gradient;
    ///     }
    ///     line
    /// }
    /// let report = check::one_epoch(my_epoch);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("where the one before it ended")));
    /// ```
    one_epoch(&[Batch], &Array1<f64>, f64) -> Array1<f64>
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "one_epoch",
        known: vec![],
        random: |random| {
            let input = |sizes: Vec<usize>| {
                let batches: Vec<Batch> =
                    sizes.into_iter().map(|size| batch(size, random)).collect();
                (batches, point(2, random), between(0.02, 0.08, random))
            };
            [vec![2, 1], vec![1, 2, 3], vec![3, 2, 2]].map(input).into()
        },
        show: |(batches, start, rate)| {
            let batch = |(x, y): &Batch| format!("x = {}, y = {}", text_of(x), text_of(y));
            let batches: Vec<String> = batches.iter().map(batch).collect();
            let (start, rate) = (text_of(start), number(*rate, 3));
            let batches = batches.join("; ");
            words!("{batches}; from {start}, rate {rate}", batches, start, rate)
        },
        right: |input| walk(input, |_, line, step| line - step),
        mistakes: MISTAKES,
    }
    .sit(move |(batches, start, rate)| mine(batches, start, *rate))
}

fn batch(size: usize, random: &mut StdRng) -> Batch {
    (point(size, random), point(size, random))
}

/// What becomes of the line when each batch makes the next one of it, of the batch's number of
/// points, the line, and the rate times the batch's gradient at it.
fn walk(
    (batches, start, rate): &Input,
    next: impl Fn(f64, Array1<f64>, Array1<f64>) -> Array1<f64>,
) -> Array1<f64> {
    batches.iter().fold(start.clone(), |line, batch| {
        let step = step(batch, &line, *rate);
        next(batch.0.len() as f64, line, step)
    })
}

fn step((x, y): &Batch, line: &Array1<f64>, rate: f64) -> Array1<f64> {
    rate * gradient(&(x.clone(), y.clone(), line.clone()))
}

/// The sum of the steps that the batches would make from the start.
fn steps_from_start((batches, start, rate): &Input) -> Array1<f64> {
    let steps = batches.iter().map(|batch| step(batch, start, *rate));
    steps.fold(Array1::zeros(2), |sum, step| sum + step)
}

const MISTAKES: &[Mistake<Input, Array1<f64>>] = &[
    Mistake::Gives(
        |input| &input.1 - &steps_from_start(input),
        marked!(
            "all gradients are those at the start: each step begins where the one before it ended, so \
         take the gradient at `line`, not at `start`"
        ),
    ),
    Mistake::Gives(
        |input| &input.1 - &(steps_from_start(input) / input.0.len() as f64),
        marked!(
            "this is one step with the mean of the batches' gradients: take a step for each batch"
        ),
    ),
    Mistake::Gives(
        |(batches, start, rate)| start - &step(&batches[0], start, *rate),
        marked!(
            "only the first batch has made its step: return the line after the loop, not inside it"
        ),
    ),
    Mistake::Gives(
        |(batches, start, rate)| start - &step(&batches[batches.len() - 1], start, *rate),
        marked!("only the last batch has made its step: each one begins at the start again"),
    ),
    Mistake::Gives(
        |input| walk(input, |_, line, step| line + step),
        marked!("this climbs: subtract the step from the line"),
    ),
    Mistake::Gives(
        |input| walk(input, |size, line, step| line - size * step),
        marked!(
            "these are sums over the batch: take the mean over its points, or a larger batch makes \
         larger steps"
        ),
    ),
    Mistake::Gives(
        |input| {
            let points: usize = input.0.iter().map(|(x, _)| x.len()).sum();
            walk(input, |size, line, step| line - size * step / points as f64)
        },
        marked!("divide by the number of points in the batch, x.len(), not by that of all points"),
    ),
    Mistake::Gives(
        |input| walk(input, |_, line, step| line - step / 2.0),
        marked!(
            "each step is half as long as it should be: the factor 2 of the gradient is missing"
        ),
    ),
    Mistake::Gives(
        |(_, start, _)| start.clone(),
        marked!(
            "this is the start itself: `line = …` changes the line, `let line = …` inside the loop \
         makes a new one that is gone at the loop's end"
        ),
    ),
];
