//! Three difference formulas with a step of one's own, to compare them.

/// The derivative of `f` at `x` by the forward difference (f(x + h) − f(x)) / h.
///
/// Two evaluations; the error of the formula is about h/2 times the second derivative. f64 rounds
/// f by up to 1.1·10⁻¹⁶ of itself, which the division makes 2.2·10⁻¹⁶ · |f(x)|/h; the two
/// balance near h = 2·10⁻⁸ where f, x and f″ are about 1. `h` can be any number but 0, which
/// gives NaN; below 0 it is the backward difference.
///
/// Source: the book, section 4.3.1, which warns of it; W. H. Press and others, *Numerical Recipes*,
/// 3rd edition, section 5.7, on both errors.
///
/// ```
/// use descent::forward_difference;
///
/// let slope = forward_difference(|x| x * x, 3.0, 0.125);
/// assert_eq!(slope, 6.125); // 6 + h
/// ```
#[inline]
pub fn forward_difference(f: impl Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x + h) - f(x)) / h
}

/// The derivative of `f` at `x` by the central difference (f(x + h) − f(x − h)) / 2h.
///
/// Two evaluations; the error of the formula is about h²/6 times the third derivative, that of
/// rounding 1.1·10⁻¹⁶ · |f(x)|/h, and they balance near h = 7·10⁻⁶ where f, x and f‴ are about 1.
/// `h` can be any number but 0, which gives NaN; its sign does not matter.
///
/// Source: the book, section 4.3.1; *Numerical Recipes*, section 5.7.
///
/// ```
/// use descent::central_difference;
///
/// assert_eq!(central_difference(|x| x * x, 3.0, 0.125), 6.0); // exact for a parabola
/// assert_eq!(central_difference(|x| x * x * x, 1.0, 0.125), 3.015625); // 3 + h²
/// ```
#[inline]
pub fn central_difference(f: impl Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x + h) - f(x - h)) / (2.0 * h)
}

/// The derivative of `f` at `x` by the central difference of fourth order,
/// (8(f(x + h) − f(x − h)) − (f(x + 2h) − f(x − 2h))) / 12h.
///
/// Four evaluations; the error of the formula is about h⁴/30 times the fifth derivative, that of
/// rounding 1.7·10⁻¹⁶ · |f(x)|/h, and they balance near h = 10⁻³ where f, x and the fifth
/// derivative are about 1. `h` can be any number but 0, which gives NaN; its sign does not matter.
///
/// Source: B. Fornberg, 'Generation of finite difference formulas on arbitrarily spaced grids',
/// Mathematics of Computation 51, 1988, table 1.
///
/// ```
/// use descent::fourth_order_difference;
///
/// assert_eq!(fourth_order_difference(|x| x.powi(4), 1.0, 0.25), 4.0); // exact up to x⁴
/// assert_eq!(fourth_order_difference(|x| x.powi(5), 0.0, 0.5), -0.25); // 0 − 4h⁴
/// ```
#[inline]
pub fn fourth_order_difference(f: impl Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (8.0 * (f(x + h) - f(x - h)) - (f(x + 2.0 * h) - f(x - 2.0 * h))) / (12.0 * h)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Formula = fn(fn(f64) -> f64, f64, f64) -> f64;

    const FORMULAS: [(Formula, i32); 3] = [
        (|f, x, h| forward_difference(f, x, h), 1),
        (|f, x, h| central_difference(f, x, h), 2),
        (|f, x, h| fourth_order_difference(f, x, h), 4),
    ];

    #[test]
    fn half_the_step_divides_the_error_by_two_to_the_order() {
        for (formula, order) in FORMULAS {
            for x in [0.3, 1.0, 2.0] {
                let error = |h: f64| (formula(f64::exp, x, h) - x.exp()).abs();
                let ratio = error(0.02) / error(0.01);
                let expected = 2_f64.powi(order);
                assert!(
                    (ratio / expected - 1.0).abs() < 0.01,
                    "order {order}: {ratio}"
                );
            }
        }
    }

    #[test]
    fn the_leading_error_is_the_documented_one() {
        let (x, h) = (1.0, 0.01_f64);
        let derivative = 1_f64.exp(); // all derivatives of exp
        for ((formula, _), expected) in
            FORMULAS
                .into_iter()
                .zip([h / 2.0, h.powi(2) / 6.0, -h.powi(4) / 30.0])
        {
            let error = formula(f64::exp, x, h) - derivative;
            assert!(
                (error / (expected * derivative) - 1.0).abs() < 0.01,
                "{error}"
            );
        }
    }

    #[test]
    fn the_central_difference_with_the_books_step_is_numerical_diff() {
        let found = central_difference(f64::sin, 0.7, crate::H);
        assert_eq!(found, crate::numerical_diff(f64::sin, 0.7));
    }

    #[test]
    fn no_step_gives_nan_and_a_lost_one_zero() {
        for (formula, _) in FORMULAS {
            assert!(formula(f64::sin, 1.0, 0.0).is_nan());
            assert_eq!(formula(f64::sin, 1.0, 1e-18), 0.0);
        }
    }
}
