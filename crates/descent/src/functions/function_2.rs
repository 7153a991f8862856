use ndarray::Array1;

use super::{gradient_at, value_at};

/// The minimum of [`function_2`]: f(0, 0) = 0.
pub const FUNCTION_2_MINIMA: [[f64; 2]; 1] = [[0.0, 0.0]];

/// A round bowl: x₀² + x₁².
///
/// Domain: the plane; the book draws −3 to 3. Minimum: f(0, 0) = 0. `x` has two elements; for any
/// other number of them the value is NaN.
///
/// Source: the book, section 4.3.3, `function_2`, equation 4.6.
///
/// ```
/// use descent::function_2;
/// use ndarray::array;
///
/// assert_eq!(function_2(&array![3.0, 4.0]), 25.0);
/// ```
#[inline]
pub fn function_2(x: &Array1<f64>) -> f64 {
    value_at(x, |x0, x1| x0.powi(2) + x1.powi(2))
}

/// The gradient of [`function_2`]: (2x₀, 2x₁).
///
/// ```
/// use descent::function_2_gradient;
/// use ndarray::array;
///
/// assert_eq!(function_2_gradient(&array![3.0, 4.0]), array![6.0, 8.0]);
/// ```
pub fn function_2_gradient(x: &Array1<f64>) -> Array1<f64> {
    gradient_at(x, |x0, x1| [2.0 * x0, 2.0 * x1])
}
