use ndarray::Array1;

use super::{gradient_at, value_at};

/// The minimum of [`beale`]: f(3, ½) = 0.
pub const BEALE_MINIMA: [[f64; 2]; 1] = [[3.0, 0.5]];

/// Beale's plateau with steep corners:
/// (1.5 − x₀ + x₀x₁)² + (2.25 − x₀ + x₀x₁²)² + (2.625 − x₀ + x₀x₁³)².
///
/// Domain: the plane; mostly drawn for −4.5 to 4.5. Minimum: f(3, ½) = 0. Nearly flat around the
/// minimum, above 10⁵ in the corners: small learning rates crawl, large ones fly off. `x` has two
/// elements; for any other number of them the value is NaN.
///
/// Source: E. M. L. Beale, 'On an iterative method for finding a local minimum of a function of
/// more than one variable', Technical Report 25, Statistical Techniques Research Group, Princeton
/// University, 1958.
///
/// ```
/// use descent::beale;
/// use ndarray::array;
///
/// assert_eq!(beale(&array![3.0, 0.5]), 0.0);
/// assert_eq!(beale(&array![0.0, 0.0]), 14.203125);
/// ```
#[inline]
pub fn beale(x: &Array1<f64>) -> f64 {
    value_at(x, |x0, x1| {
        (1.5 - x0 + x0 * x1).powi(2)
            + (2.25 - x0 + x0 * x1.powi(2)).powi(2)
            + (2.625 - x0 + x0 * x1.powi(3)).powi(2)
    })
}

/// The gradient of [`beale`]: with rₖ the three brackets of its formula,
/// (2Σₖ rₖ(x₁ᵏ − 1), 2Σₖ rₖ k x₀ x₁ᵏ⁻¹).
///
/// ```
/// use descent::beale_gradient;
/// use ndarray::array;
///
/// assert_eq!(beale_gradient(&array![3.0, 0.5]), array![0.0, 0.0]);
/// assert_eq!(beale_gradient(&array![0.0, 0.0]), array![-12.75, 0.0]);
/// ```
pub fn beale_gradient(x: &Array1<f64>) -> Array1<f64> {
    gradient_at(x, |x0, x1| {
        let (a, b, c) = (
            1.5 - x0 + x0 * x1,
            2.25 - x0 + x0 * x1.powi(2),
            2.625 - x0 + x0 * x1.powi(3),
        );
        [
            2.0 * (a * (x1 - 1.0) + b * (x1.powi(2) - 1.0) + c * (x1.powi(3) - 1.0)),
            2.0 * x0 * (a + 2.0 * b * x1 + 3.0 * c * x1.powi(2)),
        ]
    })
}
