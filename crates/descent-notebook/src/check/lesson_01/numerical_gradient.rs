use ndarray::{Array1, array};

use crate::check::engine::probe::{Bowl, of_vector};
use crate::check::engine::{Report, check, difference, point};

check! {
    /// Checks a numerical gradient: `mine(f, x)` has the central difference in each element, and
    /// leaves x as it was.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// fn my_gradient(f: fn(&Array1<f64>) -> f64, x: &mut Array1<f64>) -> Array1<f64> {
    ///     let h = 1e-4;
    ///     let mut gradient = Array1::zeros(x.len());
    ///     for i in 0..x.len() {
    ///         x[i] += h;
    ///         let above = f(x);
    ///         x[i] -= 2.0 * h;
    ///         gradient[i] = (above - f(x)) / (2.0 * h);
    ///     }
    ///     gradient
    /// }
    /// let report = check::numerical_gradient(my_gradient);
    /// assert!(report.hint().is_some_and(|hint| hint.contains("put that element back")));
    /// ```
    numerical_gradient(fn(&Array1<f64>) -> f64, &mut Array1<f64>) -> Array1<f64>
}

fn run(mine: Mine) -> Report {
    difference::sit(
        "numerical_gradient",
        vec![(Bowl::function_2(), array![3.0, 4.0])],
        |random| {
            let input = |length| (Bowl::random(length, random), point(length, random));
            [2, 2, 3, 4].map(input).into()
        },
        move |x| mine(of_vector, x),
    )
}
