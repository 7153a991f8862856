use descent_language::marked;
use ndarray::{Array1, Array2, Axis, array};

use crate::check::engine::answer::{Answer, Named};
use crate::check::engine::{Exam, Mistake, Report, check, matrix, text_of};

/// What came into a layer, and the slopes of each row's own loss with respect to its sums.
type Input = (Array2<f64>, Array2<f64>);

check! {
    /// Checks a layer's gradient of the mean loss over a batch: `mine(x, signals)` are xᵀ·signals/N
    /// for the weights and the mean of the signals' rows for the biases, N being their number.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_gradient(x: &Array2<f64>, signals: &Array2<f64>) -> (Array2<f64>, Array1<f64>) {
    ///     (x.t().dot(signals), signals.sum_axis(Axis(0)))
    /// }
    /// let report = check::layer_gradient(my_gradient);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("mean")));
    /// ```
    layer_gradient(&Array2<f64>, &Array2<f64>) -> (Array2<f64>, Array1<f64>)
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "layer_gradient",
        known: vec![(
            array![[1.0, 2.0], [3.0, 0.0]],
            array![[1.0, -1.0], [0.5, 1.5]],
        )],
        random: |random| {
            let input =
                |(rows, inputs, units)| (matrix(rows, inputs, random), matrix(rows, units, random));
            [(3, 2, 2), (4, 3, 2), (5, 1, 3)].map(input).into()
        },
        show: |(x, signals)| format!("x = {}, signals = {}", text_of(x), text_of(signals)),
        right: |input| both(weights(input) / rows(input), biases(input) / rows(input)),
        mistakes: MISTAKES,
    }
    .sit(move |(x, signals)| {
        let (w, b) = mine(x, signals);
        both(w, b)
    })
}

fn both(w: Array2<f64>, b: Array1<f64>) -> Named {
    Named::default().and("W", &w).and("b", &b)
}

fn rows((x, _): &Input) -> f64 {
    x.nrows() as f64
}

/// The gradients of the sum of the rows' losses.
fn weights((x, signals): &Input) -> Array2<f64> {
    x.t().dot(signals)
}

fn biases((_, signals): &Input) -> Array1<f64> {
    signals.sum_axis(Axis(0))
}

const MISTAKES: &[Mistake<Input, Named>] = &[
    Mistake::Gives(
        |input| both(weights(input), biases(input)),
        marked!(
            "these are sums: the loss of a batch is the mean over its rows, so divide by their number"
        ),
    ),
    Mistake::Gives(
        |input| both(weights(input) / rows(input), biases(input)),
        marked!(
            "the weights are right; the biases' slopes are a mean over the rows, too, not their sum"
        ),
    ),
    Mistake::Gives(
        |input| both(weights(input), biases(input) / rows(input)),
        marked!(
            "the biases are right; the weights' slopes are a mean over the rows, too, not their sum"
        ),
    ),
    Mistake::Gives(
        |input| {
            let number = rows(input) * input.1.ncols() as f64;
            both(weights(input) / number, biases(input) / number)
        },
        marked!(
            "divide by the number of rows alone: the loss is a mean over the batch, not over the units"
        ),
    ),
    Mistake::Gives(
        |input| {
            let w = (weights(input) / rows(input)).reversed_axes();
            both(w, biases(input) / rows(input))
        },
        marked!(
            "the weights' slopes are transposed: row i belongs to input i, so it is xᵀ·signals"
        ),
    ),
    Mistake::Gives(
        |(x, signals)| {
            let outer = |(i, j)| x[[0, i]] * signals[[0, j]];
            let w = Array2::from_shape_fn((x.ncols(), signals.ncols()), outer);
            both(w, signals.row(0).to_owned())
        },
        marked!("this is the gradient of the first row alone: take the mean over all of them"),
    ),
    Mistake::Shows(
        |input, answer| {
            let parts = answer.parts();
            let [w, b] = parts.as_slice() else {
                return false;
            };
            let ours = weights(input) / rows(input);
            let right = both(ours.clone(), biases(input) / rows(input)).parts();
            let is_right = w
                .elements
                .iter()
                .zip(&ours)
                .all(|(a, b)| (a - b).abs() < 1e-6);
            is_right && w.shape == right[0].shape && b.shape == [input.0.nrows()]
        },
        marked!(
            "the biases' slopes have one element for each row: Axis(0) runs down the rows, Axis(1) \
         along each of them, and a bias belongs to a column"
        ),
    ),
];
