/// The minimum of [`function_1`]: f(−5) = −0.25.
pub const FUNCTION_1_MINIMA: [f64; 1] = [-5.0];

/// A parabola in one number: 0.01x² + 0.1x.
///
/// Domain: every x; the book draws 0 to 20. Minimum: f(−5) = −0.25.
///
/// Source: the book, section 4.3.2, `function_1`.
///
/// ```
/// use descent::{FUNCTION_1_MINIMA, function_1};
///
/// assert_eq!(function_1(5.0), 0.75);
/// assert_eq!(function_1(FUNCTION_1_MINIMA[0]), -0.25);
/// ```
#[inline]
pub fn function_1(x: f64) -> f64 {
    0.01 * x.powi(2) + 0.1 * x
}

/// The derivative of [`function_1`]: 0.02x + 0.1.
///
/// ```
/// use descent::function_1_gradient;
///
/// assert_eq!(function_1_gradient(5.0), 0.2);
/// ```
#[inline]
pub fn function_1_gradient(x: f64) -> f64 {
    0.02 * x + 0.1
}
