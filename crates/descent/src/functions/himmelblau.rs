use ndarray::Array1;

use super::{gradient_at, value_at};

/// The four minima of [`himmelblau`], all with value 0: (3, 2) exactly, the others rounded.
pub const HIMMELBLAU_MINIMA: [[f64; 2]; 4] = [
    [3.0, 2.0],
    [-2.805118086952745, 3.131312518250573],
    [-3.779310253377747, -3.28318599128617],
    [3.584428340330492, -1.848126526964404],
];

/// Himmelblau's four bowls: (x₀² + x₁ − 11)² + (x₀ + x₁² − 7)².
///
/// Domain: the plane; mostly drawn for −5 to 5. Four minima, all 0, in [`HIMMELBLAU_MINIMA`], and
/// a local maximum of 181.617 near (−0.271, −0.923): the start decides which minimum a descent
/// finds. `x` has two elements; for any other number of them the value is NaN.
///
/// Source: D. M. Himmelblau, *Applied Nonlinear Programming*, McGraw-Hill, 1972.
///
/// ```
/// use descent::himmelblau;
/// use ndarray::array;
///
/// assert_eq!(himmelblau(&array![3.0, 2.0]), 0.0);
/// assert_eq!(himmelblau(&array![0.0, 0.0]), 170.0);
/// ```
#[inline]
pub fn himmelblau(x: &Array1<f64>) -> f64 {
    value_at(x, |x0, x1| {
        (x0.powi(2) + x1 - 11.0).powi(2) + (x0 + x1.powi(2) - 7.0).powi(2)
    })
}

/// The gradient of [`himmelblau`]: with a = x₀² + x₁ − 11 and b = x₀ + x₁² − 7,
/// (4x₀a + 2b, 2a + 4x₁b).
///
/// ```
/// use descent::himmelblau_gradient;
/// use ndarray::array;
///
/// assert_eq!(himmelblau_gradient(&array![1.0, 1.0]), array![-46.0, -38.0]);
/// ```
pub fn himmelblau_gradient(x: &Array1<f64>) -> Array1<f64> {
    gradient_at(x, |x0, x1| {
        let (a, b) = (x0.powi(2) + x1 - 11.0, x0 + x1.powi(2) - 7.0);
        [4.0 * x0 * a + 2.0 * b, 2.0 * a + 4.0 * x1 * b]
    })
}
