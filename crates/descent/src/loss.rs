//! How wrong a prediction is.

use ndarray::Array1;

use crate::{Error, softmax};

/// Keeps the logarithm of a prediction finite where the prediction is 0 (the book's `delta`).
const DELTA: f64 = 1e-7;

/// The same for the logarithm of a label, in the original notebook's version.
const SWAPPED_DELTA: f64 = 1e-6;

/// How far from 1 the sum of a label may be: room for the rounding of labels such as thirds, also
/// when they come from f32, and too little for a forgotten class.
const SUM_TOLERANCE: f64 = 1e-6;

/// Which error a net's loss is.
///
/// ```
/// use descent::{Loss, SimpleNet};
/// use ndarray::array;
///
/// let net = SimpleNet::from_weights(array![[1.0, 0.0], [0.0, 1.0]]);
/// let (x, t) = (array![2.0, 0.0], array![1.0, 0.0]);
/// assert_eq!(net.loss_with(&x, &t, Loss::CrossEntropy)?, net.loss(&x, &t)?);
/// assert_ne!(net.loss_with(&x, &t, Loss::SwappedCrossEntropy)?, net.loss(&x, &t)?);
/// # Ok::<(), descent::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// [`cross_entropy_error`], the book's.
    CrossEntropy,
    /// [`swapped_cross_entropy_error`], the original notebook's.
    SwappedCrossEntropy,
}

/// The cross-entropy error of a prediction: −Σₖ tₖ ln(yₖ + 10⁻⁷).
///
/// `y` is the prediction, such as [`softmax`](crate::softmax) gives; `t` is the label, a
/// distribution of the same length, mostly one-hot. The error is 0 (nearly) for a sure and right
/// prediction and at most 16.12 for a sure and wrong one.
///
/// Source: the book, section 4.2.2, `cross_entropy_error`, equation 4.2.
///
/// # Errors
///
/// If `y` and `t` differ in length, or if `t` is not a distribution: an element is negative or
/// NaN, or the sum is not 1 to within 10⁻⁶.
///
/// ```
/// use descent::cross_entropy_error;
/// use ndarray::array;
///
/// let t = array![0.0, 0.0, 1.0];
/// let right = cross_entropy_error(&array![0.1, 0.1, 0.8], &t)?;
/// let wrong = cross_entropy_error(&array![0.8, 0.1, 0.1], &t)?;
/// assert!((right - 0.2231434).abs() < 1e-7); // −ln 0.8
/// assert!((wrong - 2.3025841).abs() < 1e-7); // −ln 0.1
/// # Ok::<(), descent::Error>(())
/// ```
pub fn cross_entropy_error(y: &Array1<f64>, t: &Array1<f64>) -> Result<f64, Error> {
    check_label(y.len(), t)?;
    let terms = y.iter().zip(t).map(|(y, t)| t * (y + DELTA).ln());
    Ok(-terms.sum::<f64>())
}

/// The cross-entropy error as the original notebook has it, its arguments swapped by mistake:
/// −Σₖ yₖ ln(tₖ + 10⁻⁶).
///
/// The logarithm is taken of the label. For a one-hot label it is −13.8 where the label is 0 and
/// nearly 0 where it is 1, so the error is 13.8 times the probability that went to wrong classes:
/// linear in `y`, small for a right prediction still, but not the cross-entropy.
///
/// # Errors
///
/// As [`cross_entropy_error`].
///
/// ```
/// use descent::swapped_cross_entropy_error;
/// use ndarray::array;
///
/// let error = swapped_cross_entropy_error(&array![0.1, 0.1, 0.8], &array![0.0, 0.0, 1.0])?;
/// assert!((error - 0.2 * 1e6_f64.ln()).abs() < 1e-6);
/// # Ok::<(), descent::Error>(())
/// ```
pub fn swapped_cross_entropy_error(y: &Array1<f64>, t: &Array1<f64>) -> Result<f64, Error> {
    check_label(y.len(), t)?;
    Ok(Target::new(Loss::SwappedCrossEntropy, t).error(y.iter().copied()))
}

/// A label, checked, and made ready to be compared with many predictions.
pub(crate) enum Target {
    /// The label.
    CrossEntropy(Vec<f64>),
    /// The logarithms that the swapped error takes of the label.
    SwappedCrossEntropy(Vec<f64>),
}

impl Target {
    pub(crate) fn new(loss: Loss, t: &Array1<f64>) -> Self {
        match loss {
            Loss::CrossEntropy => Self::CrossEntropy(t.to_vec()),
            Loss::SwappedCrossEntropy => {
                Self::SwappedCrossEntropy(t.iter().map(|t| (t + SWAPPED_DELTA).ln()).collect())
            }
        }
    }

    /// The error of the prediction `y`, the elements of a softmax: in [0, 1], or all NaN.
    #[inline]
    pub(crate) fn error(&self, y: impl Iterator<Item = f64>) -> f64 {
        match self {
            // For such a y, terms with t = 0 are 0: their logarithms need not be taken.
            Self::CrossEntropy(t) => -y
                .zip(t)
                .filter(|(_, t)| **t != 0.0)
                .map(|(y, t)| t * (y + DELTA).ln())
                .sum::<f64>(),
            Self::SwappedCrossEntropy(logarithms) => -y
                .zip(logarithms)
                .map(|(y, logarithm)| y * logarithm)
                .sum::<f64>(),
        }
    }

    /// The derivative of the error of the logits' softmax with respect to each logit.
    pub(crate) fn signal(&self, logits: &Array1<f64>) -> Array1<f64> {
        let y = softmax(logits);
        let slope: Array1<f64> = match self {
            Self::CrossEntropy(t) => y.iter().zip(t).map(|(y, t)| -t / (y + DELTA)).collect(),
            Self::SwappedCrossEntropy(logarithms) => logarithms.iter().map(|l| -l).collect(),
        };
        let mean = y.dot(&slope);
        y * (slope - mean)
    }
}

/// Whether `t` is a label for a prediction of `classes` elements.
pub(crate) fn check_label(classes: usize, t: &Array1<f64>) -> Result<(), Error> {
    if t.len() != classes {
        let (y, t) = (vec![classes], vec![t.len()]);
        return Err(Error::LabelShape { y, t });
    }
    if classes == 0 {
        return Err(Error::EmptyLabel);
    }
    if let Some((index, &value)) = t.iter().enumerate().find(|(_, t)| t.is_nan() || **t < 0.0) {
        return Err(Error::NegativeLabel { index, value });
    }
    let sum = t.sum();
    if (sum - 1.0).abs() > SUM_TOLERANCE {
        return Err(Error::LabelSum { sum });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, array};

    use super::*;

    #[test]
    fn a_ready_target_gives_the_same_error_bit_for_bit() {
        let y = crate::softmax(&array![0.3, -2.0, 1.5, 0.0]);
        for t in [
            array![0.0, 1.0, 0.0, 0.0],
            array![0.1, 0.2, 0.3, 0.4],
            array![0.5, 0.0, 0.5, 0.0],
        ] {
            for (loss, error) in [
                (Loss::CrossEntropy, cross_entropy_error(&y, &t)),
                (
                    Loss::SwappedCrossEntropy,
                    swapped_cross_entropy_error(&y, &t),
                ),
            ] {
                let ready = Target::new(loss, &t).error(y.iter().copied());
                assert_eq!(ready.to_bits(), error.unwrap().to_bits());
            }
        }
    }

    #[test]
    fn a_nan_prediction_gives_a_nan_error_whatever_the_label() {
        let (y, t) = (Array1::from_elem(3, f64::NAN), array![0.0, 0.0, 1.0]);
        assert!(cross_entropy_error(&y, &t).unwrap().is_nan());
        assert!(swapped_cross_entropy_error(&y, &t).unwrap().is_nan());
        assert!(
            Target::new(Loss::CrossEntropy, &t)
                .error(y.into_iter())
                .is_nan()
        );
        let partly = array![f64::NAN, 0.0, 1.0];
        assert!(cross_entropy_error(&partly, &t).unwrap().is_nan());
    }

    #[test]
    fn a_sure_and_wrong_prediction_has_the_largest_error() {
        let t = array![0.0, 1.0];
        let error = cross_entropy_error(&array![1.0, 0.0], &t).unwrap();
        assert!((error - 16.118095650958317).abs() < 1e-12);
    }

    #[test]
    fn a_label_of_rounded_thirds_is_a_distribution() {
        let third = f64::from(1.0_f32 / 3.0);
        assert!(check_label(3, &array![third, third, third]).is_ok());
        assert!(check_label(3, &array![0.33, 0.33, 0.33]).is_err());
    }

    #[test]
    fn labels_in_any_layout_serve() {
        let mut t = array![1.0, 0.0, 0.0];
        t.invert_axis(ndarray::Axis(0));
        let error = cross_entropy_error(&array![0.1, 0.1, 0.8], &t).unwrap();
        assert_eq!(
            error,
            cross_entropy_error(&array![0.1, 0.1, 0.8], &array![0.0, 0.0, 1.0]).unwrap()
        );
    }
}
