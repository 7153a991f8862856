//! Softmax.

use ndarray::{Array, Dimension, Ix1};

use crate::gradient::{elements, row_major_copy};

/// Turns logits into a distribution: yₖ = exp(aₖ − max a) / Σᵢ exp(aᵢ − max a).
///
/// `a` has any length and the result has the same; its elements lie in [0, 1] and sum to 1.
/// Subtracting the maximum changes nothing but the rounding, and keeps exp from overflowing.
/// A NaN or +∞ anywhere, or −∞ everywhere, makes all elements NaN.
///
/// Source: the book, section 3.5.2, equation 3.11.
///
/// ```
/// use descent::softmax;
/// use ndarray::array;
///
/// let y = softmax(&array![1010.0, 1000.0, 990.0]);
/// assert!((y[0] - 0.9999546).abs() < 1e-7);
/// assert!((y.sum() - 1.0).abs() < 1e-15);
/// ```
///
/// A matrix is refused by the compiler; take it row by row.
///
/// ```compile_fail,E0277
/// # use descent::softmax;
/// # use ndarray::array;
/// softmax(&array![[1.0, 2.0], [3.0, 4.0]]); // error: one dimension is wanted here
/// ```
pub fn softmax<D: OneDimension>(a: &Array<f64, D>) -> Array<f64, D> {
    let mut y = row_major_copy(a);
    let sum = exponentiate(elements(&mut y));
    y / sum
}

/// What has one dimension: `Ix1`, the dimension of an `Array1`, and nothing else.
///
/// A function that takes an `Array<f64, impl OneDimension>` takes an `Array1<f64>`; for a matrix
/// the compiler says what to do instead of how its dimensions are implemented.
///
/// ```
/// use descent::OneDimension;
/// use ndarray::{Array, array};
///
/// fn first(a: &Array<f64, impl OneDimension>) -> Option<f64> {
///     a.iter().next().copied()
/// }
/// assert_eq!(first(&array![1.0, 2.0]), Some(1.0));
/// ```
#[diagnostic::on_unimplemented(
    message = "one dimension is wanted here, an `Array1<f64>`, and this array has more or fewer",
    label = "not an `Array1<f64>`",
    note = "give one row of a matrix: `&matrix.row(0).to_owned()`"
)]
pub trait OneDimension: Dimension {}

impl OneDimension for Ix1 {}

/// Replaces each logit by exp(logit − maximum) and returns the sum: what to divide by.
#[inline]
pub(crate) fn exponentiate(logits: &mut [f64]) -> f64 {
    let max = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for logit in logits {
        *logit = (*logit - max).exp();
        sum += *logit;
    }
    sum
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, array};

    use super::*;
    use crate::numerical_gradient;

    #[test]
    fn it_goes_where_a_function_of_a_vector_goes() {
        let pointer: fn(&Array1<f64>) -> Array1<f64> = softmax;
        let sums = [array![1.0, 2.0], array![3.0]].each_ref().map(softmax);
        assert_eq!(sums.map(|y| y.len()), [2, 1]);
        assert_eq!(pointer(&array![2.0]), array![1.0]);
        let (x, w) = (array![1.0], array![[1.0, 2.0]]);
        let first = numerical_gradient(|w| softmax(&x.dot(w))[0], &w);
        assert!(first[[0, 0]] > 0.0);
    }

    #[test]
    fn logits_in_reverse_order_keep_their_positions() {
        let mut a = array![1.0, 2.0, 4.0];
        let forth = softmax(&a);
        a.invert_axis(ndarray::Axis(0));
        let mut back = softmax(&a);
        back.invert_axis(ndarray::Axis(0));
        assert!(
            (forth - back)
                .iter()
                .all(|difference| difference.abs() < 1e-15)
        );
    }

    #[test]
    fn a_shift_of_all_logits_changes_nothing() {
        let small = softmax(&array![1.0, 2.0, 4.0]);
        let large = softmax(&array![1001.0, 1002.0, 1004.0]);
        assert_eq!(small, large);
    }

    #[test]
    fn logits_of_any_size_stay_finite() {
        assert_eq!(
            softmax(&array![f64::MAX, 0.0, f64::MIN]),
            array![1.0, 0.0, 0.0]
        );
        assert_eq!(softmax(&array![f64::NEG_INFINITY, 0.0]), array![0.0, 1.0]);
    }

    #[test]
    fn no_logits_give_no_probabilities_and_one_gives_certainty() {
        assert_eq!(softmax(&Array1::zeros(0)), array![]);
        assert_eq!(softmax(&array![-5.0]), array![1.0]);
    }

    #[test]
    fn undefined_logits_give_nan_everywhere() {
        for a in [
            array![f64::NAN, 1.0],
            array![1.0, f64::NAN],
            array![f64::INFINITY, 1.0],
            array![f64::NEG_INFINITY, f64::NEG_INFINITY],
        ] {
            assert!(softmax(&a).iter().all(|y| y.is_nan()), "{a}");
        }
    }
}
