use ndarray::Array1;

use super::{gradient_at, value_at};

/// The minimum of [`rosenbrock`]: f(1, 1) = 0.
pub const ROSENBROCK_MINIMA: [[f64; 2]; 1] = [[1.0, 1.0]];

/// Rosenbrock's banana-shaped valley: (1 − x₀)² + 100(x₁ − x₀²)².
///
/// Domain: the plane; mostly drawn for x₀ from −2 to 2 and x₁ from −1 to 3, with the start
/// (−1.2, 1). Minimum: f(1, 1) = 0. The valley is soon found; its floor, nearly flat, takes long.
/// `x` has two elements; for any other number of them the value is NaN.
///
/// Source: H. H. Rosenbrock, 'An automatic method for finding the greatest or least value of a
/// function', The Computer Journal 3 (1960), 175–184.
///
/// ```
/// use descent::rosenbrock;
/// use ndarray::array;
///
/// assert_eq!(rosenbrock(&array![0.0, 0.0]), 1.0);
/// assert_eq!(rosenbrock(&array![1.0, 1.0]), 0.0);
/// ```
#[inline]
pub fn rosenbrock(x: &Array1<f64>) -> f64 {
    value_at(x, |x0, x1| {
        (1.0 - x0).powi(2) + 100.0 * (x1 - x0.powi(2)).powi(2)
    })
}

/// The gradient of [`rosenbrock`]: (−2(1 − x₀) − 400x₀(x₁ − x₀²), 200(x₁ − x₀²)).
///
/// ```
/// use descent::rosenbrock_gradient;
/// use ndarray::array;
///
/// assert_eq!(rosenbrock_gradient(&array![2.0, 3.0]), array![802.0, -200.0]);
/// ```
pub fn rosenbrock_gradient(x: &Array1<f64>) -> Array1<f64> {
    gradient_at(x, |x0, x1| {
        let above_floor = x1 - x0.powi(2);
        [
            -2.0 * (1.0 - x0) - 400.0 * x0 * above_floor,
            200.0 * above_floor,
        ]
    })
}
