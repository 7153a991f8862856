//! The line that fits points best.

use ndarray::{Array1, array};

use crate::Error;

/// Intercept and slope of the line for which the mean of (intercept + slope · x − y)² over the
/// points is least.
///
/// It goes through the mean of the points, and its slope is Σ(x − x̄)(y − ȳ) / Σ(x − x̄)². NaN or
/// infinity in a point is handed on.
///
/// Source: T. Hastie, R. Tibshirani and J. Friedman, *The Elements of Statistical Learning*,
/// second edition, Springer, 2009, section 3.2, equation 3.6, with one input.
///
/// # Errors
///
/// If `x` and `y` differ in length, or if all x are the same (or there are none): then any slope
/// fits as well as any other.
///
/// ```
/// use descent::least_squares;
/// use ndarray::array;
///
/// let line = least_squares(&array![0.0, 1.0, 2.0], &array![1.0, 3.5, 4.5])?;
/// assert_eq!(line, array![1.25, 1.75]);
/// assert!(least_squares(&array![2.0, 2.0], &array![1.0, 3.0]).is_err());
/// # Ok::<(), descent::Error>(())
/// ```
pub fn least_squares(x: &Array1<f64>, y: &Array1<f64>) -> Result<Array1<f64>, Error> {
    if x.len() != y.len() {
        let (x, y) = (x.len(), y.len());
        return Err(Error::PairCount { x, y });
    }
    let Some(&first) = x.first() else {
        return Err(Error::OneX { count: 0 });
    };
    if x.iter().all(|&x| x == first) {
        return Err(Error::OneX { count: x.len() });
    }
    let mean = |of: &Array1<f64>| of.sum() / of.len() as f64;
    let (x_mean, y_mean) = (mean(x), mean(y));
    let from_mean = x - x_mean;
    let slope = from_mean.dot(&(y - y_mean)) / from_mean.dot(&from_mean);
    Ok(array![y_mean - slope * x_mean, slope])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerical_gradient;

    #[test]
    fn points_on_a_line_give_the_line() {
        let x = array![-3.0, 0.5, 2.0, 7.0];
        let line = least_squares(&x, &(4.0 - 1.5 * &x)).unwrap();
        assert!((line - array![4.0, -1.5]).iter().all(|e| e.abs() < 1e-14));
    }

    #[test]
    fn the_slopes_of_the_loss_are_zero_there() {
        let (x, y) = crate::hubble_nebulae();
        let loss = |line: &Array1<f64>| (line[0] + line[1] * &x - &y).pow2().mean().unwrap();
        let best = least_squares(&x, &y).unwrap();
        let gradient = numerical_gradient(loss, &best);
        assert!(
            gradient.iter().all(|slope| slope.abs() < 1e-5),
            "{gradient}"
        );
    }

    #[test]
    fn far_from_the_origin_no_digits_are_lost() {
        let x = 1e8 + Array1::range(0.0, 5.0, 1.0);
        let line = least_squares(&x, &(2.0 * &x)).unwrap();
        assert_eq!(line[1], 2.0);
    }

    #[test]
    fn what_is_not_finite_is_handed_on() {
        let line = least_squares(&array![0.0, 1.0], &array![f64::NAN, 1.0]).unwrap();
        assert!(line.iter().all(|number| number.is_nan()));
        let line = least_squares(&array![f64::NAN, f64::NAN], &array![0.0, 1.0]).unwrap();
        assert!(line.iter().all(|number| number.is_nan()));
    }
}
