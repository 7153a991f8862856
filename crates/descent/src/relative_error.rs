//! How far apart two gradients are.

use ndarray::{Array, Dimension};

use crate::Error;

/// The relative error between two arrays of one shape: the largest difference of an element,
/// divided by the largest element of either, signs left aside.
///
/// 0 means equal, 1 that one of them is 0, 2 that they are opposite; two arrays of zeros, or
/// without elements, differ by 0. Dividing by the largest element of all, and not element by
/// element, keeps the rounding of an element that should be 0 from looking like a large error.
/// With a NaN or an infinity anywhere it is NaN.
///
/// For a numerical and an analytic gradient in f64, central differences and a smooth function,
/// 10⁻⁷ or less is what a right one gives; above 10⁻² one of them is wrong.
///
/// Source: A. Karpathy and others, Stanford CS231n, notes 'Neural networks part 3', section
/// 'Gradient checks', which divides element by element.
///
/// # Errors
///
/// If the arrays differ in shape.
///
/// ```
/// use descent::relative_error;
/// use ndarray::array;
///
/// assert_eq!(relative_error(&array![3.0, 4.0], &array![3.0, 5.0])?, 0.2);
/// assert_eq!(relative_error(&array![3.0, 4.0], &array![-3.0, -4.0])?, 2.0);
/// # Ok::<(), descent::Error>(())
/// ```
pub fn relative_error<D: Dimension>(
    gradient: &Array<f64, D>,
    other: &Array<f64, D>,
) -> Result<f64, Error> {
    if gradient.shape() != other.shape() {
        let (gradient, other) = (gradient.shape().to_vec(), other.shape().to_vec());
        return Err(Error::OtherShape { gradient, other });
    }
    let scale = largest(gradient.iter().chain(other).copied());
    if scale == 0.0 {
        return Ok(0.0);
    }
    let difference = largest(gradient.iter().zip(other).map(|(a, b)| a - b));
    Ok(difference / scale)
}

/// The largest absolute value; NaN if there is a NaN.
fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |largest: f64, value| {
        if value.is_nan() || largest.is_nan() {
            f64::NAN
        } else {
            largest.max(value.abs())
        }
    })
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, array};

    use super::*;

    #[test]
    fn which_of_the_two_comes_first_does_not_matter() {
        let (a, b) = (
            array![[1.0, -8.0], [0.0, 2.0]],
            array![[2.0, -8.0], [1e-9, 2.5]],
        );
        assert_eq!(relative_error(&a, &b), Ok(0.125));
        assert_eq!(relative_error(&b, &a), Ok(0.125));
    }

    #[test]
    fn zeros_and_nothing_agree_with_themselves() {
        assert_eq!(
            relative_error(&array![0.0, -0.0], &array![0.0, 0.0]),
            Ok(0.0)
        );
        let nothing = Array1::zeros(0);
        assert_eq!(relative_error(&nothing, &nothing), Ok(0.0));
        assert_eq!(relative_error(&array![0.0], &array![1e-300]), Ok(1.0));
    }

    #[test]
    fn nan_and_infinity_are_not_agreement() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            for position in 0..2 {
                let mut a = array![1.0, 2.0];
                a[position] = bad;
                assert!(relative_error(&a, &array![1.0, 2.0]).unwrap().is_nan());
                assert!(relative_error(&array![1.0, 2.0], &a).unwrap().is_nan());
                assert!(relative_error(&a, &a).unwrap().is_nan());
            }
        }
    }

    #[test]
    fn arrays_of_other_shapes_are_not_compared() {
        let error = relative_error(&array![1.0, 2.0], &array![1.0]).unwrap_err();
        assert!(error.to_string().starts_with("the gradient has shape [2]"));
    }
}
