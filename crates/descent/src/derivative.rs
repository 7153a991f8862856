//! The derivative of a function of one number, and the tangent that it draws.

use crate::H;

/// The derivative of `f` at `x` by central difference: (f(x + h) − f(x − h)) / 2h, h = [`H`].
///
/// The error is about h²/6 times the third derivative: none for a parabola, rounding aside.
/// A NaN or an infinity on the way gives a NaN or an infinity.
///
/// Source: the book, section 4.3.1, `numerical_diff`.
///
/// ```
/// use descent::{function_1, numerical_diff};
///
/// let slope = numerical_diff(function_1, 5.0);
/// assert_eq!(slope, 0.1999999999990898); // 0.2 but for rounding
/// ```
#[inline]
pub fn numerical_diff(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    (f(x + H) - f(x - H)) / (2.0 * H)
}

/// The tangent of `f` at `x`: the line through (x, f(x)) whose slope is [`numerical_diff`].
///
/// Source: the book, section 4.3.2, `tangent_line`.
///
/// ```
/// use descent::{function_1, tangent_line};
///
/// let tangent = tangent_line(function_1, 5.0);
/// assert!((tangent.slope - 0.2).abs() < 1e-11);
/// assert!((tangent.at(5.0) - function_1(5.0)).abs() < 1e-15); // it touches the curve
/// assert!((tangent.at(0.0) - -0.25).abs() < 1e-11);
/// ```
pub fn tangent_line(f: impl Fn(f64) -> f64, x: f64) -> Line {
    let slope = numerical_diff(&f, x);
    Line {
        slope,
        intercept: f(x) - slope * x,
    }
}

/// A straight line, slope · x + intercept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// How much the line rises when x grows by 1.
    pub slope: f64,
    /// The line's height at x = 0.
    pub intercept: f64,
}

impl Line {
    /// The height of the line at `x`.
    ///
    /// ```
    /// use descent::Line;
    ///
    /// let line = Line { slope: 2.0, intercept: -1.0 };
    /// assert_eq!(line.at(3.0), 5.0);
    /// ```
    pub fn at(&self, x: f64) -> f64 {
        self.slope * x + self.intercept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_derivative_of_a_sine_is_its_cosine() {
        for x in [-3.0, -0.5, 0.0, 1.0, 10.0] {
            assert!((numerical_diff(f64::sin, x) - x.cos()).abs() < 1e-8);
        }
    }

    #[test]
    fn the_tangent_of_a_line_is_the_line() {
        let tangent = tangent_line(|x| 3.0 * x - 2.0, 7.0);
        assert!((tangent.slope - 3.0).abs() < 1e-9);
        assert!((tangent.intercept + 2.0).abs() < 1e-8);
    }

    #[test]
    fn nan_and_infinity_are_handed_on() {
        assert!(numerical_diff(|x| x, f64::NAN).is_nan());
        assert!(tangent_line(|x| x * x, f64::INFINITY).at(0.0).is_nan());
    }
}
