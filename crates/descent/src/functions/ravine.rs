use ndarray::Array1;

use super::{gradient_at, value_at};

/// The minimum of [`ravine`]: f(0, 0) = 0.
pub const RAVINE_MINIMA: [[f64; 2]; 1] = [[0.0, 0.0]];

/// A long ravine, twenty times steeper across than along: x₀²/20 + x₁².
///
/// Domain: the plane; the book draws −10 to 10 and starts from (−7, 2), from where gradient
/// descent zigzags. Minimum: f(0, 0) = 0. `x` has two elements; for any other number of them the
/// value is NaN.
///
/// Source: the book, section 6.1.3, equation 6.2.
///
/// ```
/// use descent::ravine;
/// use ndarray::array;
///
/// assert_eq!(ravine(&array![-7.0, 2.0]), 6.45);
/// ```
#[inline]
pub fn ravine(x: &Array1<f64>) -> f64 {
    value_at(x, |x0, x1| x0.powi(2) / 20.0 + x1.powi(2))
}

/// The gradient of [`ravine`]: (x₀/10, 2x₁).
///
/// ```
/// use descent::ravine_gradient;
/// use ndarray::array;
///
/// assert_eq!(ravine_gradient(&array![-7.0, 2.0]), array![-0.7, 4.0]);
/// ```
pub fn ravine_gradient(x: &Array1<f64>) -> Array1<f64> {
    gradient_at(x, |x0, x1| [x0 / 10.0, 2.0 * x1])
}
