use descent_language::marked;
use ndarray::{Array1, array};

use crate::check::engine::{Exam, Mistake, Report, check, largest, text_of, vector};

check! {
    /// Checks a softmax: `mine(a)` is exp(aₖ − max a) / Σᵢ exp(aᵢ − max a), also for large logits.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_softmax(a: &Array1<f64>) -> Array1<f64> {
    ///     a.exp() / a.exp().sum()
    /// }
    /// let report = check::softmax(my_softmax);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("subtract the largest logit")));
    /// ```
    softmax(&Array1<f64>) -> Array1<f64>
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "softmax",
        known: vec![array![0.3, 2.9, 4.0]],
        random: |random| {
            let sizes = [(2, -3.0, 3.0), (3, -3.0, 3.0), (4, -3.0, 3.0)];
            let large = [(3, 1000.0, 1003.0), (3, -1003.0, -1000.0)];
            let all = sizes.into_iter().chain(large);
            all.map(|(length, low, high)| vector(length, low, high, random))
                .collect()
        },
        show: |a| format!("a = {}", text_of(a)),
        right: descent::softmax,
        mistakes: MISTAKES,
    }
    .sit(mine)
}

fn normalised(exponentials: Array1<f64>) -> Array1<f64> {
    let sum = exponentials.sum();
    exponentials / sum
}

const MISTAKES: &[Mistake<Array1<f64>, Array1<f64>>] = &[
    Mistake::Gives(
        |a| normalised(a.exp()),
        marked!(
            "exp overflows from 710 on, and far below 0 it is 0 throughout, which makes NaN: subtract \
         the largest logit from all of them first"
        ),
    ),
    Mistake::Gives(
        |a| (a - largest(a)).exp(),
        marked!("the probabilities do not sum to 1: divide by the sum of the exponentials"),
    ),
    Mistake::Gives(
        |a| a.exp(),
        marked!(
            "these are the exponentials alone: subtract the largest logit \
         before, and divide by the sum after"
        ),
    ),
    Mistake::Gives(
        |a| (a - largest(a)).exp() / a.len() as f64,
        marked!("divide by the sum of the exponentials, not by how many there are"),
    ),
    Mistake::Gives(
        |a| (a - largest(a)).exp() / largest(&a.exp()),
        marked!("divide by the sum of the exponentials, not by the largest"),
    ),
    Mistake::Gives(
        |a| normalised((a - largest(a)).exp2()),
        marked!("the base is e: .exp(), not .exp2()"),
    ),
    Mistake::Gives(
        |a| normalised((largest(a) - a).exp()),
        marked!(
            "the order is upside down: the largest logit must get the largest probability, so \
         aₖ − max a, not max a − aₖ"
        ),
    ),
    Mistake::Gives(
        |a| a / a.sum(),
        marked!("the exponential is missing: exp makes every number positive before the division"),
    ),
];
