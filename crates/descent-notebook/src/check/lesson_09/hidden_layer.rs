use descent_language::marked;
use ndarray::{Array1, Array2, array};

use crate::check::engine::answer::Answer;
use crate::check::engine::{Exam, Mistake, Report, check, matrix, point, text_of};

/// x, w and b.
type Input = (Array2<f64>, Array2<f64>, Array1<f64>);

check! {
    /// Checks a hidden layer on a batch: `mine(x, w, b)` is sigmoid(x·W + b), a row for each row
    /// of x.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_layer(x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    ///     x.dot(w) + b
    /// }
    /// let report = check::hidden_layer(my_layer);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("the sigmoid is missing")));
    /// ```
    hidden_layer(&Array2<f64>, &Array2<f64>, &Array1<f64>) -> Array2<f64>
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "hidden_layer",
        known: vec![(
            array![[1.0, 0.5], [0.0, 2.0]],
            array![[1.0, -1.0], [0.5, 2.0]],
            array![0.5, -1.0],
        )],
        // Square matrices first: the transposed ones fit too.
        random: |random| {
            let input = |(rows, inputs, units)| {
                let x = matrix(rows, inputs, random) / 2.0;
                let w = matrix(inputs, units, random) / 2.0;
                (x, w, point(units, random) / 2.0)
            };
            [(2, 2, 2), (3, 2, 2), (2, 2, 3)].map(input).into()
        },
        show: |(x, w, b)| format!("x = {}, W = {}, b = {}", text_of(x), text_of(w), text_of(b)),
        right: |(x, w, b)| sigmoids(x.dot(w) + b),
        mistakes: MISTAKES,
    }
    .sit(move |(x, w, b)| mine(x, w, b))
}

fn sigmoids(a: Array2<f64>) -> Array2<f64> {
    a.mapv_into(descent::sigmoid)
}

/// Whether the answer is that of transposed weights, wherever the shapes allow that.
fn transposed((x, w, b): &Input, answer: &Array2<f64>) -> bool {
    w.nrows() != w.ncols() || answer.is_near(&sigmoids(x.dot(&w.t()) + b))
}

/// Whether the answer is that of W·x, wherever the shapes allow that.
fn turned((x, w, b): &Input, answer: &Array2<f64>) -> bool {
    w.ncols() != x.nrows() || w.nrows() != x.ncols() || answer.is_near(&sigmoids(w.dot(x) + b))
}

const MISTAKES: &[Mistake<Input, Array2<f64>>] = &[
    Mistake::Gives(
        |(x, w, b)| x.dot(w) + b,
        marked!("the sigmoid is missing: .mapv(sigmoid) takes it of each element"),
    ),
    Mistake::Gives(
        |(x, w, _)| sigmoids(x.dot(w)),
        marked!("the bias is missing: `+ b` adds it to each row, before the sigmoid"),
    ),
    Mistake::Gives(
        |(x, w, b)| sigmoids(x.dot(w)) + b,
        marked!("the bias comes before the sigmoid: it moves the place where a unit switches on"),
    ),
    Mistake::Gives(
        |(x, w, b)| sigmoids(x.dot(w) - b),
        marked!("the bias is added, not subtracted"),
    ),
    Mistake::Gives(
        |(x, w, b)| {
            let mut a = x.dot(w) + b;
            for mut row in a.rows_mut() {
                let y = descent::softmax(&row.to_owned());
                row.assign(&y);
            }
            a
        },
        marked!(
            "this is a softmax: it belongs to the last layer. Hidden units do not share a sum, each \
         has a sigmoid of its own"
        ),
    ),
    Mistake::Shows(
        transposed,
        marked!("W is transposed here: row i of W belongs to input i, so it is x·W as it stands"),
    ),
    Mistake::Shows(
        turned,
        marked!(
            "this is W·x: the inputs stand on the left, x·W, so that row m belongs to input m of the \
         batch"
        ),
    ),
];
