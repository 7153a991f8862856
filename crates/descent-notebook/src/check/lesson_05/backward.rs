use descent_language::marked;
use ndarray::{Array1, Array2, array};

use crate::check::engine::{Exam, Mistake, Report, check, largest, matrix, point, text_of};

/// x, w and t.
type Input = (Array1<f64>, Array2<f64>, Array1<f64>);

check! {
    /// Checks backpropagation through a one-layer net: `mine(x, w, t)` is the gradient of the loss,
    /// of the shape of w; row i is xᵢ(softmax(x·W) − t).
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_backward(x: &Array1<f64>, w: &Array2<f64>, t: &Array1<f64>) -> Array2<f64> {
    ///     let signal = softmax(&x.dot(w)) - t;
    ///     Array2::from_shape_fn(w.dim(), |(_, j)| signal[j])
    /// }
    /// let report = check::backward(my_backward);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("x is missing")));
    /// ```
    backward(&Array1<f64>, &Array2<f64>, &Array1<f64>) -> Array2<f64>
}

fn run(mine: Mine) -> Report {
    let lesson = array![
        [-1.06577896, 0.3928238, 0.47935903],
        [0.3361168, 0.07822983, 0.5225732]
    ];
    Exam {
        name: "backward",
        known: vec![(array![0.6, 0.9], lesson, array![0.0, 0.0, 1.0])],
        random: |random| {
            let input = |(rows, columns)| {
                let w = matrix(rows, columns, random) / 2.0;
                let x = point(rows, random) / 2.0;
                let t = likeliest(&x.dot(&w));
                (x, w, t)
            };
            [(2, 2), (3, 3), (3, 2)].map(input).into()
        },
        show: |(x, w, t)| format!("x = {}, W = {}, t = {}", text_of(x), text_of(w), text_of(t)),
        right: |(x, w, t)| outer(x, &(descent::softmax(&x.dot(w)) - t)),
        mistakes: MISTAKES,
    }
    .sit(move |(x, w, t)| mine(x, w, t))
}

/// The label of the class with the largest logit: where the prediction is not small, the 10⁻⁷ in
/// the loss, which the formula leaves out, is no matter.
pub(super) fn likeliest(logits: &Array1<f64>) -> Array1<f64> {
    let largest = largest(logits);
    logits.mapv(|a| f64::from(u8::from(a == largest)))
}

/// The matrix with the elements xᵢsⱼ.
fn outer(x: &Array1<f64>, signal: &Array1<f64>) -> Array2<f64> {
    Array2::from_shape_fn((x.len(), signal.len()), |(i, j)| x[i] * signal[j])
}

const MISTAKES: &[Mistake<Input, Array2<f64>>] = &[
    Mistake::Gives(
        |(x, w, t)| outer(&(descent::softmax(&x.dot(w)) - t), x),
        marked!("this is transposed: row i belongs to input i, so its elements are xᵢ(yⱼ − tⱼ)"),
    ),
    Mistake::Gives(
        |(x, w, t)| outer(x, &(t - descent::softmax(&x.dot(w)))),
        marked!("the sign is the wrong way round: it is y − t, not t − y"),
    ),
    Mistake::Gives(
        |(x, w, t)| outer(x, &(x.dot(w) - t)),
        marked!("the softmax is missing: y is softmax(x·W)"),
    ),
    Mistake::Gives(
        |(x, w, _)| outer(x, &descent::softmax(&x.dot(w))),
        marked!("the label is missing: the signal that goes back is y − t"),
    ),
    Mistake::Gives(
        |(x, w, t)| outer(&Array1::ones(x.len()), &(descent::softmax(&x.dot(w)) - t)),
        marked!(
            "x is missing: weight wᵢⱼ moves logit j by xᵢ for each unit, so row i has the factor xᵢ"
        ),
    ),
    Mistake::Gives(
        |(x, w, t)| outer(x, &(descent::softmax(&x.dot(w)) - t)) * w,
        marked!(
            "the weights themselves are no factor here: logit j changes by xᵢ when wᵢⱼ does, whatever \
         wᵢⱼ is"
        ),
    ),
];
