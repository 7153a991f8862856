//! Sigmoid.

/// The sigmoid, a smooth step: 1 / (1 + exp(−a)), between 0 and 1 for any number.
///
/// It is ½ at 0, where it is steepest, and all but 0 or 1 beyond ±5: it saturates. With
/// z = sigmoid(a) its derivative is z(1 − z), at most ¼. NaN stays NaN.
///
/// Source: the book, section 3.2.4, equation 3.6; its derivative in section 5.5.2.
///
/// ```
/// use descent::{numerical_diff, sigmoid};
/// use ndarray::array;
///
/// assert_eq!(sigmoid(0.0), 0.5);
/// assert_eq!((sigmoid(-1000.0), sigmoid(1000.0)), (0.0, 1.0)); // no overflow
/// assert!((numerical_diff(sigmoid, 0.0) - 0.25).abs() < 1e-8);
///
/// let z = array![[-2.0, 0.0], [2.0, 5.0]].mapv(sigmoid); // each element of an array
/// assert!((z[[0, 0]] + z[[1, 0]] - 1.0).abs() < 1e-15);
/// ```
pub fn sigmoid(a: f64) -> f64 {
    1.0 / (1.0 + (-a).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::central_difference;

    #[test]
    fn it_rises_from_0_to_1_and_the_ends_are_reached() {
        let values = [
            f64::NEG_INFINITY,
            -800.0,
            -3.0,
            0.0,
            3.0,
            800.0,
            f64::INFINITY,
        ];
        let z = values.map(sigmoid);
        assert!(z.is_sorted(), "{z:?}");
        assert_eq!((z[0], z[1], z[5], z[6]), (0.0, 0.0, 1.0, 1.0));
        assert!(sigmoid(f64::NAN).is_nan());
    }

    #[test]
    fn its_derivative_is_z_times_one_minus_z() {
        for a in [-6.0, -1.5, 0.0, 0.3, 4.0] {
            let z = sigmoid(a);
            let slope = central_difference(sigmoid, a, 1e-5);
            assert!((slope - z * (1.0 - z)).abs() < 1e-10, "at {a}");
        }
    }
}
