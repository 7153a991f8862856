use descent_language::marked;
use ndarray::{Array1, Array2, array};

use crate::check::engine::answer::Answer;
use crate::check::engine::{Exam, Mistake, Report, check, matrix, point, text_of};

type Input = (Array1<f64>, Array2<f64>);

check! {
    /// Checks a layer's logits: `mine(x, w)` is x·W, one number for each column of w.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_logits(x: &Array1<f64>, w: &Array2<f64>) -> Array1<f64> {
    ///     softmax(&x.dot(w))
    /// }
    /// let report = check::predict(my_logits);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("softmax comes later")));
    /// ```
    predict(&Array1<f64>, &Array2<f64>) -> Array1<f64>
}

fn run(mine: Mine) -> Report {
    let lesson = array![
        [-1.06577896, 0.3928238, 0.47935903],
        [0.3361168, 0.07822983, 0.5225732]
    ];
    Exam {
        name: "predict",
        known: vec![(array![0.6, 0.9], lesson)],
        // Square matrices first: the transposed one fits too.
        random: |random| {
            let input = |(rows, columns)| {
                let w = matrix(rows, columns, random);
                (point(rows, random), w)
            };
            [(2, 2), (3, 3), (3, 2)].map(input).into()
        },
        show: |(x, w)| format!("x = {}, W = {}", text_of(x), text_of(w)),
        right: |(x, w)| x.dot(w),
        mistakes: MISTAKES,
    }
    .sit(move |(x, w)| mine(x, w))
}

/// Whether the answer is W·x, wherever the shapes allow that.
fn transposed((x, w): &Input, answer: &Array1<f64>) -> bool {
    w.nrows() != w.ncols() || answer.is_near(&w.dot(x))
}

const MISTAKES: &[Mistake<Input, Array1<f64>>] = &[
    Mistake::Gives(
        |(x, w)| descent::softmax(&x.dot(w)),
        marked!(
            "these are probabilities already: the softmax comes later, the logits are x·W alone"
        ),
    ),
    Mistake::Shows(
        transposed,
        marked!(
            "this is W·x: the input stands on the left, x·W, so that row i of W belongs to input i"
        ),
    ),
    Mistake::Gives(
        |(_, w)| w.sum_axis(ndarray::Axis(0)),
        marked!("x is missing: each row of W counts as often as its input says"),
    ),
];
