use descent_language::marked;
use ndarray::{Array1, array};

use crate::check::engine::{Exam, Mistake, Report, between, check, text_of, vector};

check! {
    /// Checks which element is the largest: `mine(y)` is its index, the first one's if several are.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_argmax(y: &Array1<f64>) -> usize {
    ///     (0..y.len()).max_by(|&i, &j| y[i].total_cmp(&y[j])).unwrap_or(0)
    /// }
    /// let report = check::argmax(my_argmax);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("the first")));
    /// ```
    argmax(&Array1<f64>) -> usize
}

fn run(mine: Mine) -> Report {
    Exam {
        name: "argmax",
        known: vec![array![-0.33696226, 0.30610112, 0.75793129]],
        random: |random| {
            let clear = |(length, winner)| {
                let mut y = vector(length, -3.0, 3.0, random);
                y[winner] += 7.0;
                y
            };
            let mut inputs = Vec::from([(3, 0), (4, 2), (5, 1)].map(clear));
            // The largest is neither where a search ends that found nothing, nor the largest in
            // size.
            let [start, largest, end] = [(-5.0, -4.0), (-2.0, -1.0), (-5.0, -4.0)]
                .map(|(low, high)| between(low, high, random));
            inputs.push(array![start, largest, -9.0, end]);
            inputs.push(array![0.2, 0.4, 0.4]);
            inputs
        },
        show: |y| format!("y = {}", text_of(y)),
        right: |y| first(y, |new, best| new > best),
        mistakes: MISTAKES,
    }
    .sit(mine)
}

/// The index that the last change of the best left.
fn first(y: &Array1<f64>, is_better: fn(f64, f64) -> bool) -> usize {
    (0..y.len()).fold(0, |best, i| if is_better(y[i], y[best]) { i } else { best })
}

const MISTAKES: &[Mistake<Array1<f64>, usize>] = &[
    Mistake::Gives(
        |y| first(y, |new, best| new >= best),
        marked!(
            "where several are largest, the first counts: let only a larger one replace the best (>, \
         not >=; max_by returns the last)"
        ),
    ),
    Mistake::Gives(
        |y| first(y, |new, best| new < best),
        marked!("this is the index of the smallest: turn the comparison round"),
    ),
    Mistake::Gives(
        |y| first(y, |new, best| new > best) + 1,
        marked!("the index is one too large: elements are numbered from 0"),
    ),
    Mistake::Gives(
        |y| y.iter().copied().fold(f64::NEG_INFINITY, f64::max) as usize,
        marked!("this is the largest value, cut off to a whole number: return its index"),
    ),
    Mistake::Gives(
        |y| {
            let best = y
                .iter()
                .enumerate()
                .fold(
                    (0, 0.0),
                    |(best, largest), (i, &y)| {
                        if y > largest { (i, y) } else { (best, largest) }
                    },
                );
            best.0
        },
        marked!(
            "a search that begins with a largest value of 0 finds nothing among negative numbers: \
         begin with the first element"
        ),
    ),
    Mistake::Gives(
        |y| first(&y.mapv(f64::abs), |new, best| new > best),
        marked!("−9 is smaller than 1: compare the numbers themselves, not their absolute values"),
    ),
];
