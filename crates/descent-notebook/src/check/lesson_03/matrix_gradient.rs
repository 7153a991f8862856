use ndarray::Array2;

use crate::check::engine::answer::Answer;
use crate::check::engine::difference::{
    BACKWARD, BY_H, FORWARD, LOST_H, NOT_DIVIDED, NOT_RESTORED, PRECEDENCE, SIGN, is_backward,
    is_forward, is_lost, is_not_restored, is_scaled,
};
use crate::check::engine::probe::{Bowl, Function, Observed, observe, of_matrix};
use crate::check::engine::{Exam, Mistake, Report, begin, point, text_of};

type Input = (Bowl, Array2<f64>);
type Output = Observed<Array2<f64>>;

/// The function that is checked.
type Mine = dyn Fn(fn(&Array2<f64>) -> f64, &mut Array2<f64>) -> Array2<f64> + Send + Sync;

/// Checks a numerical gradient of a function of a matrix: `mine(f, w)` has the shape of w, the
/// central difference in each element, and leaves w as it was.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// fn my_gradient(f: fn(&Array2<f64>) -> f64, w: &mut Array2<f64>) -> Array2<f64> {
///     numerical_gradient(f, w).reversed_axes()
/// }
/// let report = check::matrix_gradient(my_gradient);
/// assert!(report.hint().is_some_and(|hint| hint.contains("has shape [3, 2]")));
/// ```
pub fn matrix_gradient(
    mine: impl Fn(fn(&Array2<f64>) -> f64, &mut Array2<f64>) -> Array2<f64> + Send + Sync + 'static,
) -> Report {
    run(Box::new(mine))
}

fn run(mine: Box<Mine>) -> Report {
    let (seed, mut random) = begin();
    let inputs = [(2, 3), (2, 3), (3, 2), (3, 3)].map(|(rows, columns)| {
        let bowl = Bowl::random(rows * columns, &mut random);
        let elements = point(rows * columns, &mut random);
        let w = Array2::from_shape_fn((rows, columns), |(i, j)| elements[columns * i + j]);
        (bowl, w)
    });
    let exam = Exam {
        name: "matrix_gradient",
        seed,
        inputs: inputs.to_vec(),
        show: |(bowl, w)| format!("{} at {}", bowl.text(), text_of(w)),
        right: |(bowl, w)| observe(bowl, || expected(bowl, w)),
        mistakes: MISTAKES,
    };
    exam.sit(move |(bowl, w)| {
        let mut moved = w.clone();
        observe(bowl, || mine(of_matrix, &mut moved)).with_x(w, &moved)
    })
}

fn elements(w: &Array2<f64>) -> Vec<f64> {
    w.iter().copied().collect()
}

fn expected(bowl: &Bowl, w: &Array2<f64>) -> Array2<f64> {
    let slopes = bowl.gradient(&elements(w));
    Array2::from_shape_fn(w.dim(), |(i, j)| slopes[w.ncols() * i + j])
}

fn scaled((bowl, w): &Input, seen: &Output, factor: fn(f64) -> f64) -> bool {
    is_scaled(&elements(w), seen, &expected(bowl, w), factor)
}

const MISTAKES: &[Mistake<Input, Output>] = &[
    Mistake::forbidden(|(_, w), seen| is_lost(&elements(w), seen), LOST_H),
    Mistake::forbidden(
        |(_, w), seen| is_not_restored(&elements(w), seen),
        NOT_RESTORED,
    ),
    Mistake::forbidden(|(_, w), seen| is_forward(&elements(w), seen), FORWARD),
    Mistake::forbidden(|(_, w), seen| is_backward(&elements(w), seen), BACKWARD),
    Mistake::shows(
        |(bowl, w), seen| {
            let diagonal = |(i, j)| {
                if i == j {
                    expected(bowl, w)[(i, j)]
                } else {
                    0.0
                }
            };
            seen.value
                .is_near(&Array2::from_shape_fn(w.dim(), diagonal))
        },
        "only the elements with equal indices are filled: go through all rows and, inside that \
         loop, through all columns",
    ),
    Mistake::shows(|input, seen| scaled(input, seen, |_| 2.0), BY_H),
    Mistake::shows(|input, seen| scaled(input, seen, |_| -1.0), SIGN),
    Mistake::shows(|input, seen| scaled(input, seen, |h| h * h), PRECEDENCE),
    Mistake::shows(|input, seen| scaled(input, seen, |h| 2.0 * h), NOT_DIVIDED),
];
