use descent_language::marked;
use ndarray::{Array2, array};

use crate::check::engine::answer::Answer;
use crate::check::engine::{Exam, Mistake, Report, between, check, matrix, text_of};

/// The signal of the layer behind, its weights, and what the hidden layer handed on.
type Input = (Array2<f64>, Array2<f64>, Array2<f64>);

check! {
    /// Checks the way back through a hidden layer: `mine(da2, w2, z1)` is (da₂·W₂ᵀ) z₁(1 − z₁),
    /// element by element but for the matrix product.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_signal(da2: &Array2<f64>, w2: &Array2<f64>, z1: &Array2<f64>) -> Array2<f64> {
    ///     da2.dot(&w2.t()) * z1
    /// }
    /// let report = check::hidden_signal(my_signal);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("1 − z₁")));
    /// ```
    hidden_signal(&Array2<f64>, &Array2<f64>, &Array2<f64>) -> Array2<f64>
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "hidden_signal",
        known: vec![(
            array![[1.0, -1.0]],
            array![[2.0, 1.0], [-3.0, 1.0]],
            array![[0.5, 0.25]],
        )],
        // Square weights first: the transposed ones fit too.
        random: |random| {
            let input = |(rows, units, outputs)| {
                let da2 = matrix(rows, outputs, random);
                let w2 = matrix(units, outputs, random);
                let z1 =
                    Array2::from_shape_simple_fn((rows, units), || between(0.05, 0.95, random));
                (da2, w2, z1)
            };
            [(2, 2, 2), (3, 2, 2), (2, 3, 2)].map(input).into()
        },
        show: |(da2, w2, z1)| {
            let texts = [da2, w2, z1].map(text_of);
            format!("da2 = {}, W2 = {}, z1 = {}", texts[0], texts[1], texts[2])
        },
        right: |(da2, w2, z1)| da2.dot(&w2.t()) * z1 * (1.0 - z1),
        mistakes: MISTAKES,
    }
    .sit(move |(da2, w2, z1)| mine(da2, w2, z1))
}

/// Whether the answer is that without a transposition, wherever the shapes allow that.
fn not_transposed((da2, w2, z1): &Input, answer: &Array2<f64>) -> bool {
    w2.nrows() != w2.ncols() || answer.is_near(&(da2.dot(w2) * z1 * (1.0 - z1)))
}

const MISTAKES: &[Mistake<Input, Array2<f64>>] = &[
    Mistake::Gives(
        |(da2, w2, _)| da2.dot(&w2.t()),
        marked!(
            "this is the slope with respect to z₁: one factor of the chain rule, that of the sigmoid, \
         z₁(1 − z₁), is still missing"
        ),
    ),
    Mistake::Gives(
        |(da2, w2, z1)| da2.dot(&w2.t()) * z1,
        marked!("the factor 1 − z₁ is missing: the derivative of the sigmoid is z₁(1 − z₁)"),
    ),
    Mistake::Gives(
        |(da2, w2, z1)| da2.dot(&w2.t()) * (1.0 - z1),
        marked!("the factor z₁ is missing: the derivative of the sigmoid is z₁(1 − z₁)"),
    ),
    Mistake::Gives(
        |(da2, w2, z1)| {
            let again = z1.mapv(descent::sigmoid);
            da2.dot(&w2.t()) * &again * (1.0 - &again)
        },
        marked!("z₁ is the sigmoid's value already: do not take the sigmoid of it once more"),
    ),
    Mistake::Gives(
        |(da2, w2, z1)| -da2.dot(&w2.t()) * z1 * (1.0 - z1),
        marked!(
            "the sign is the wrong way round: the sigmoid rises everywhere, so its factor is \
         z₁(1 − z₁), never below 0"
        ),
    ),
    Mistake::Shows(
        not_transposed,
        marked!(
            "W₂ stands as it did on the way forward: backwards it is transposed, da2.dot(&w2.t()), so \
         that each hidden unit hears from all outputs that it speaks to"
        ),
    ),
];
