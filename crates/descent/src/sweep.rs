//! The same descent at several learning rates.

use std::borrow::Borrow;

use ndarray::{Array, Dimension};

use crate::{Error, Trajectory, gradient_descent};

/// A [`gradient_descent`] of `f` from `start` for each of `learning_rates`, `steps` steps each: one
/// [`Trajectory`] a rate, in their order. Only the rate changes from one to the next. The rates come
/// as an array, a `Vec` or any iterator, lent or given away.
///
/// # Errors
///
/// As [`gradient_descent`].
///
/// ```
/// use descent::{function_2, sweep};
/// use ndarray::array;
///
/// let paths = sweep(function_2, &array![-3.0, 4.0], [0.1, 0.5, 1.1], 20)?;
/// let best = paths.iter().min_by(|a, b| a.last_value().total_cmp(&b.last_value()));
/// assert_eq!(best.map(|path| path.learning_rate()), Some(0.5));
///
/// let rates = vec![0.1, 0.5, 1.1];
/// assert_eq!(sweep(function_2, &array![-3.0, 4.0], &rates, 20)?, paths);
/// # Ok::<(), descent::Error>(())
/// ```
#[inline]
pub fn sweep<D: Dimension>(
    f: impl Fn(&Array<f64, D>) -> f64,
    start: &Array<f64, D>,
    learning_rates: impl IntoIterator<Item: Borrow<f64>>,
    steps: usize,
) -> Result<Vec<Trajectory<D>>, Error> {
    learning_rates
        .into_iter()
        .map(|learning_rate| gradient_descent(&f, start, *learning_rate.borrow(), steps))
        .collect()
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::ravine;

    #[test]
    fn each_rate_has_its_descent_in_order() {
        let (start, rates) = (array![-7.0, 2.0], [0.5, 0.95, 0.1]);
        let paths = sweep(ravine, &start, rates, 9).unwrap();
        for (path, rate) in paths.iter().zip(rates) {
            assert_eq!(*path, gradient_descent(ravine, &start, rate, 9).unwrap());
        }
        assert_eq!(paths.len(), 3);
    }

    #[test]
    fn rates_may_be_lent_or_given_away_and_come_in_any_list() {
        let start = array![-7.0, 2.0];
        let expected = sweep(ravine, &start, [0.1, 0.5], 9);
        let list = vec![0.1, 0.5];
        assert_eq!(sweep(ravine, &start, &[0.1, 0.5], 9), expected);
        assert_eq!(sweep(ravine, &start, &list, 9), expected);
        assert_eq!(sweep(ravine, &start, &list[..], 9), expected);
        assert_eq!(sweep(ravine, &start, list.iter().copied(), 9), expected);
        assert_eq!(sweep(ravine, &start, list, 9), expected);
        assert_eq!(sweep(ravine, &start, &array![0.1, 0.5], 9), expected);
        assert_eq!(sweep(ravine, &start, array![0.1, 0.5], 9), expected);
        let computed = [1.0, 5.0].map(|tenths| tenths / 10.0);
        assert_eq!(sweep(ravine, &start, computed, 9), expected);
    }

    #[test]
    fn no_rates_are_no_descents_and_a_bad_one_is_an_error() {
        let start = array![-7.0, 2.0];
        assert_eq!(sweep(ravine, &start, [0.0; 0], 9), Ok(vec![]));
        assert!(sweep(ravine, &start, [0.1, f64::NAN], 9).is_err());
    }
}
