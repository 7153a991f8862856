//! Softmax.

use ndarray::Array1;

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
pub fn softmax(a: &Array1<f64>) -> Array1<f64> {
    let mut y = a.to_vec();
    let sum = exponentiate(&mut y);
    Array1::from(y) / sum
}

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
    use ndarray::array;

    use super::*;

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
        assert_eq!(softmax(&array![]), array![]);
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
