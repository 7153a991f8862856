//! Gradient descent.

use ndarray::{Array, ArrayViewD, Dimension};

use crate::gradient::{elements, for_each_slope, row_major_copy};
use crate::{Error, H, Trajectory};

/// Walks `steps` steps downhill on `f` from `start`: x ← x − `learning_rate` · gradient of f.
///
/// The [`Trajectory`] holds `steps + 1` points of the shape of `start` and the value of `f` at
/// each. The gradient is [`numerical_gradient`](crate::numerical_gradient)'s. `start` is not
/// touched. A learning rate below 0 walks uphill (gradient ascent), and 0 stays where it is.
/// A descent that diverges runs to its end; its overflows and NaNs are in the trajectory.
///
/// Source: the book, section 4.4.1, `gradient_descent`.
///
/// # Errors
///
/// If `start` is empty or has an element that is not finite, if `learning_rate` is not finite,
/// or if the trajectory would hold more than [`MAX_NUMBERS`](crate::MAX_NUMBERS) numbers.
///
/// ```
/// use descent::{function_2, gradient_descent};
/// use ndarray::array;
///
/// let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.01, 100)?;
/// assert_eq!(path.last(), array![-0.39785866768397027, 0.5304782235783754]);
/// assert_eq!(path.value(0)?, 25.0);
/// assert!(path.last_value() < 0.44);
/// # Ok::<(), descent::Error>(())
/// ```
#[inline]
pub fn gradient_descent<D: Dimension>(
    f: impl Fn(&Array<f64, D>) -> f64,
    start: &Array<f64, D>,
    learning_rate: f64,
    steps: usize,
) -> Result<Trajectory<D>, Error> {
    check_start(start)?;
    let mut x = row_major_copy(start);
    let mut next = Array::zeros(x.raw_dim());
    let mut trajectory = Trajectory::with_capacity(x.raw_dim(), learning_rate, steps)?;
    let value = f(&x);
    trajectory.push(elements(&mut x), value);
    for _ in 0..steps {
        let moved = elements(&mut next);
        for_each_slope(&f, &mut x, H, |index, element, slope| {
            moved[index] = element - learning_rate * slope;
        });
        std::mem::swap(&mut x, &mut next);
        let value = f(&x);
        trajectory.push(elements(&mut x), value);
    }
    Ok(trajectory)
}

/// Refuses a start from which there is no descent.
pub(crate) fn check_start<D: Dimension>(start: &Array<f64, D>) -> Result<(), Error> {
    check_elements(start.view().into_dyn())
}

/// Of one dimension for all, so that a notebook's cell does not compile it for its own.
fn check_elements(start: ArrayViewD<'_, f64>) -> Result<(), Error> {
    if start.is_empty() {
        return Err(Error::EmptyStart);
    }
    let mut elements = start.indexed_iter();
    match elements.find(|(_, element)| !element.is_finite()) {
        None => Ok(()),
        Some((index, &value)) => {
            let index = index.slice().to_vec();
            Err(Error::NonFiniteStart { index, value })
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use ndarray::{Array1, Array2, array};

    use super::*;
    use crate::function_2;

    type Boxed = Box<dyn Fn(&Array1<f64>) -> f64>;

    #[test]
    fn a_descent_is_repeated_subtraction_of_the_gradient() {
        let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 7).unwrap();
        let mut x = array![-3.0, 4.0];
        for step in 0..=7 {
            assert_eq!(path.point(step).unwrap(), x);
            assert_eq!(path.value(step).unwrap(), function_2(&x));
            x = &x - 0.1 * crate::numerical_gradient(function_2, &x);
        }
        assert_eq!((path.steps(), path.len()), (7, 8));
    }

    #[test]
    fn each_step_takes_one_evaluation_and_a_pair_for_each_element() {
        let evaluations = Cell::new(0);
        let f = |x: &Array1<f64>| {
            evaluations.set(evaluations.get() + 1);
            x.sum()
        };
        gradient_descent(f, &array![1.0, 2.0, 3.0], 0.1, 10).unwrap();
        assert_eq!(evaluations.get(), 11 + 10 * 6);
    }

    #[test]
    fn no_steps_leave_the_start() {
        let start = array![-3.0, 4.0];
        let path = gradient_descent(function_2, &start, 0.1, 0).unwrap();
        assert_eq!(
            (path.len(), path.start(), path.last()),
            (1, start.clone(), start)
        );
    }

    #[test]
    fn a_negative_learning_rate_climbs_and_zero_stays() {
        let start = array![-3.0, 4.0];
        let up = gradient_descent(function_2, &start, -0.1, 5).unwrap();
        assert!(up.values().is_sorted() && up.last_value() > 25.0);
        let still = gradient_descent(function_2, &start, 0.0, 5).unwrap();
        assert_eq!(still.last(), start);
    }

    #[test]
    fn a_diverging_descent_runs_to_its_end() {
        let steep = |x: &Array1<f64>| 1e200 * x[0].powi(2);
        let path = gradient_descent(steep, &array![3.0], 1.0, 50).unwrap();
        assert_eq!(path.len(), 51);
        assert_eq!(path.value(1).unwrap(), f64::INFINITY);
        assert!(path.last()[0].is_nan() && path.last_value().is_nan());
    }

    #[test]
    fn functions_closures_and_boxes_serve_alike() {
        let start = array![-3.0, 4.0];
        let plain = gradient_descent(function_2, &start, 0.1, 9).unwrap();
        let scale = 1.0;
        let closure = gradient_descent(|x| scale * function_2(x), &start, 0.1, 9).unwrap();
        let boxed: Boxed = Box::new(function_2);
        assert_eq!(plain, closure);
        assert_eq!(plain, gradient_descent(&boxed, &start, 0.1, 9).unwrap());
        assert_eq!(plain, gradient_descent(boxed, &start, 0.1, 9).unwrap());
    }

    #[test]
    fn a_transposed_start_keeps_its_logical_positions_and_is_not_touched() {
        let start = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]].reversed_axes();
        let kept = start.clone();
        let f = |w: &Array2<f64>| w[[0, 1]].powi(2);
        let path = gradient_descent(f, &start, 0.5, 1).unwrap();
        assert_eq!(start, kept);
        assert_eq!(path.start(), kept);
        let last = path.last();
        assert!(last[[0, 1]].abs() < 1e-10);
        assert_eq!((last[[1, 0]], last[[2, 1]]), (2.0, 6.0));
    }
}
