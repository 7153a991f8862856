//! Curvatures of bowls, and the exam of a number that follows from them.

use descent_language::words;
use ndarray::{Array1, array};

use crate::check::engine::{Exam, Mistake, text_of, vector};

/// The exam of a function that makes the number of the second derivatives along the axes.
pub(super) fn exam(
    name: &'static str,
    right: fn(&Array1<f64>) -> f64,
    mistakes: &'static [Mistake<Array1<f64>, f64>],
) -> Exam<Array1<f64>, f64> {
    Exam {
        name,
        known: vec![array![0.1, 2.0]],
        // The largest and the smallest stand at no fixed place.
        random: |random| {
            let input = |(length, high, low): (usize, usize, usize)| {
                let mut curvatures = vector(length, 1.0, 3.0, random);
                curvatures[high] *= 5.0;
                curvatures[low] /= 4.0;
                curvatures
            };
            [(2, 0, 1), (3, 1, 2), (4, 2, 3)].map(input).into()
        },
        show: |curvatures| words!("curvatures {curvatures}", curvatures = text_of(curvatures)),
        right,
        mistakes,
    }
}

pub(super) fn smallest(curvatures: &Array1<f64>) -> f64 {
    curvatures.fold(f64::INFINITY, |smallest, &c| smallest.min(c))
}
