//! How often a net is right.

use ndarray::{Array2, ArrayView1};

use crate::Error;

/// The share of predicted classes that are the right ones, from 0 to 1; NaN if there are none.
///
/// Source: the book, section 3.6.2.
///
/// # Errors
///
/// If there are not as many predictions as labels.
///
/// ```
/// use descent::accuracy;
///
/// assert_eq!(accuracy(&[3, 1, 4, 1], &[3, 1, 4, 2])?, 0.75);
/// # Ok::<(), descent::Error>(())
/// ```
pub fn accuracy(predicted: &[usize], labels: &[usize]) -> Result<f64, Error> {
    check_counts(predicted, labels)?;
    let right = predicted.iter().zip(labels).filter(|(a, b)| a == b);
    Ok(right.count() as f64 / labels.len() as f64)
}

/// How often each class (row) was taken for each class (column), classes × classes: what is right
/// is counted on the diagonal.
///
/// # Errors
///
/// If there are not as many predictions as labels, or if one of them is `classes` or more.
///
/// ```
/// use descent::confusion_matrix;
/// use ndarray::array;
///
/// let counts = confusion_matrix(&[0, 1, 1, 1], &[0, 1, 1, 0], 2)?;
/// assert_eq!(counts, array![[1.0, 1.0], [0.0, 2.0]]); // a 0 was taken for a 1
/// # Ok::<(), descent::Error>(())
/// ```
pub fn confusion_matrix(
    predicted: &[usize],
    labels: &[usize],
    classes: usize,
) -> Result<Array2<f64>, Error> {
    check_counts(predicted, labels)?;
    if let Some(&class) = predicted.iter().chain(labels).find(|&&c| c >= classes) {
        return Err(Error::NoSuchClass { class, classes });
    }
    let mut counts = Array2::zeros((classes, classes));
    for (&predicted, &label) in predicted.iter().zip(labels) {
        counts[[label, predicted]] += 1.0;
    }
    Ok(counts)
}

/// The place of the largest element in each row, the first one where several are largest (0 where
/// all are NaN).
pub(crate) fn likeliest(predictions: &Array2<f64>) -> Vec<usize> {
    let largest = |row: ArrayView1<'_, f64>| {
        let better = |best: usize, i: usize| if row[i] > row[best] { i } else { best };
        (0..row.len()).fold(0, better)
    };
    predictions.rows().into_iter().map(largest).collect()
}

fn check_counts(predicted: &[usize], labels: &[usize]) -> Result<(), Error> {
    let (found, expected) = (predicted.len(), labels.len());
    if found == expected {
        Ok(())
    } else {
        Err(Error::PredictionCount { found, expected })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_diagonal_of_the_confusion_matrix_is_the_accuracy() {
        let (predicted, labels) = ([2, 0, 1, 2, 2, 1], [2, 0, 2, 2, 1, 1]);
        let counts = confusion_matrix(&predicted, &labels, 3).unwrap();
        let share = counts.diag().sum() / counts.sum();
        assert_eq!(accuracy(&predicted, &labels), Ok(share));
        assert_eq!(counts[[2, 1]], 1.0);
    }

    #[test]
    fn counts_and_classes_that_do_not_fit_are_errors() {
        assert!(accuracy(&[1], &[1, 2]).is_err());
        assert!(confusion_matrix(&[1], &[1, 2], 3).is_err());
        for (predicted, label) in [(3, 0), (0, 3)] {
            let error = confusion_matrix(&[predicted], &[label], 3).unwrap_err();
            assert!(error.to_string().contains("class 3"), "{error}");
        }
        assert!(accuracy(&[], &[]).unwrap().is_nan());
        assert_eq!(confusion_matrix(&[], &[], 0).unwrap().len(), 0);
    }
}
