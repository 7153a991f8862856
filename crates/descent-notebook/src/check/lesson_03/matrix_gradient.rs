use ndarray::Array2;

use crate::check::engine::probe::{Bowl, of_matrix};
use crate::check::engine::{Report, check, difference, matrix};

check! {
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
    matrix_gradient(fn(&Array2<f64>) -> f64, &mut Array2<f64>) -> Array2<f64>
}

fn run(mine: Mine) -> Report {
    difference::sit(
        "matrix_gradient",
        vec![],
        |random| {
            let input = |(rows, columns)| {
                let bowl = Bowl::random(rows * columns, random);
                (bowl, matrix(rows, columns, random))
            };
            [(2, 3), (2, 3), (3, 2), (3, 3)].map(input).into()
        },
        move |w| mine(of_matrix, w),
    )
}
