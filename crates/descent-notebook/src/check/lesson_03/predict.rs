use ndarray::{Array1, Array2, array};

use crate::check::engine::answer::Answer;
use crate::check::engine::{Exam, Mistake, Report, begin, point, text_of};

type Input = (Array1<f64>, Array2<f64>);

/// The function that is checked.
type Mine = dyn Fn(&Array1<f64>, &Array2<f64>) -> Array1<f64> + Send + Sync;

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
pub fn predict(
    mine: impl Fn(&Array1<f64>, &Array2<f64>) -> Array1<f64> + Send + Sync + 'static,
) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let lesson = array![
        [-1.06577896, 0.3928238, 0.47935903],
        [0.3361168, 0.07822983, 0.5225732]
    ];
    // Square matrices first: the transposed one fits too.
    let mut inputs: Vec<Input> = Vec::new();
    for (rows, columns) in [(2, 2), (3, 3), (3, 2)] {
        let elements = point(rows * columns, &mut random);
        let w = Array2::from_shape_fn((rows, columns), |(i, j)| elements[columns * i + j]);
        inputs.push((point(rows, &mut random), w));
    }
    inputs.insert(0, (array![0.6, 0.9], lesson));
    let exam = Exam {
        name: "predict",
        seed,
        inputs,
        show: |(x, w)| format!("x = {}, W = {}", text_of(x), text_of(w)),
        right: |(x, w)| x.dot(w),
        mistakes: MISTAKES,
    };
    exam.sit(move |(x, w)| mine(x, w))
}

/// Whether the answer is W·x, wherever the shapes allow that.
fn transposed((x, w): &Input, answer: &Array1<f64>) -> bool {
    w.nrows() != w.ncols() || answer.is_near(&w.dot(x))
}

const MISTAKES: &[Mistake<Input, Array1<f64>>] = &[
    Mistake::gives(
        |(x, w)| descent::softmax(&x.dot(w)),
        "these are probabilities already: the softmax comes later, the logits are x·W alone",
    ),
    Mistake::shows(
        transposed,
        "this is W·x: the input stands on the left, x·W, so that row i of W belongs to input i",
    ),
    Mistake::gives(
        |(_, w)| w.sum_axis(ndarray::Axis(0)),
        "x is missing: each row of W counts as often as its input says",
    ),
];
