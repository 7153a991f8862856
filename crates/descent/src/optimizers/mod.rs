//! Ways of making a step from a gradient, one a file.

mod ada_grad;
mod adam;
mod momentum;
mod nesterov;
mod rms_prop;
mod scheduled;
mod sgd;

use ndarray::{Array, Dimension};

use crate::descent::check_start;
use crate::gradient::{elements, for_each_slope, row_major_copy};
use crate::{Error, H, Trajectory};

pub use ada_grad::AdaGrad;
pub use adam::Adam;
pub use momentum::Momentum;
pub use nesterov::Nesterov;
pub use rms_prop::RmsProp;
pub use scheduled::{Scheduled, diminishing, step_decay};
pub use sgd::Sgd;

/// Keeps a division by a root finite where all slopes so far were 0 (the book's `1e-7`).
const EPSILON: f64 = 1e-7;

/// A way of making a step from a gradient, with all that it remembers from step to step.
///
/// The memory is part of the value, so two descents need two optimizers; a clone continues where
/// the original stands. It has one number for each element: given an array with another number
/// of elements, an optimizer forgets what it knew and begins anew.
///
/// [`descend_with`] runs one from a start to an end; [`step`](Self::step) makes a single step with
/// a gradient of your own. To write an optimizer, write [`update`](Self::update).
///
/// ```
/// use descent::{Momentum, Optimizer};
/// use ndarray::array;
///
/// let mut optimizer = Momentum::new(0.1);
/// let x = optimizer.step(&array![1.0, 2.0], &array![10.0, 0.0])?;
/// assert_eq!(x, array![0.0, 2.0]);
/// let x = optimizer.step(&x, &array![0.0, 0.0])?; // no slope, but it rolls on
/// assert_eq!(x, array![-0.9, 2.0]);
/// # Ok::<(), descent::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "the optimizer comes first, as in `descend_with(Adam::new(0.1), f, &start, steps)`",
    label = "not an optimizer"
)]
pub trait Optimizer {
    /// The learning rate, as it was given.
    fn learning_rate(&self) -> f64;

    /// The update rule: changes `x`, the elements of an array in row-major order, by one step.
    /// `gradient` has the slope of each of them, where [`look_ahead`](Self::look_ahead) leads.
    fn update(&mut self, x: &mut [f64], gradient: &[f64]);

    /// Moves `x`, the elements of the point in row-major order, to where the next step wants the
    /// gradient. That is the point itself, and nothing to write, but for [`Nesterov`].
    fn look_ahead(&self, x: &mut [f64]) {
        let _ = x;
    }

    /// Where the next step from `x` wants the gradient: at `x`, but for [`Nesterov`]. `x` is not
    /// touched.
    ///
    /// ```
    /// use descent::{Nesterov, Optimizer, ravine_gradient};
    /// use ndarray::array;
    ///
    /// let mut optimizer = Nesterov::new(0.1);
    /// let mut x = array![-7.0, 2.0];
    /// for _ in 0..100 {
    ///     let gradient = ravine_gradient(&optimizer.ahead(&x));
    ///     x = optimizer.step(&x, &gradient)?;
    /// }
    /// assert!(x[0].abs() < 0.1 && x[1].abs() < 1e-6);
    /// # Ok::<(), descent::Error>(())
    /// ```
    fn ahead<D: Dimension>(&self, x: &Array<f64, D>) -> Array<f64, D>
    where
        Self: Sized,
    {
        let mut ahead = row_major_copy(x);
        self.look_ahead(elements(&mut ahead));
        ahead
    }

    /// The point after `x`, where the gradient is `gradient`; for [`Nesterov`], where it is so at
    /// [`ahead(x)`](Self::ahead). `x` is not touched.
    ///
    /// # Errors
    ///
    /// If `gradient` does not have the shape of `x`.
    ///
    /// ```
    /// use descent::{Optimizer, Sgd, function_2_gradient};
    /// use ndarray::array;
    ///
    /// let x = array![-3.0, 4.0];
    /// let next = Sgd::new(0.5).step(&x, &function_2_gradient(&x))?;
    /// assert_eq!(next, array![0.0, 0.0]);
    /// # Ok::<(), descent::Error>(())
    /// ```
    fn step<D: Dimension>(
        &mut self,
        x: &Array<f64, D>,
        gradient: &Array<f64, D>,
    ) -> Result<Array<f64, D>, Error>
    where
        Self: Sized,
    {
        if gradient.shape() != x.shape() {
            return Err(Error::GradientShape {
                gradient: gradient.shape().to_vec(),
                x: x.shape().to_vec(),
            });
        }
        let mut next = row_major_copy(x);
        self.update(elements(&mut next), elements(&mut row_major_copy(gradient)));
        Ok(next)
    }
}

/// A borrowed optimizer: it keeps what it learnt after the descent.
impl<O: Optimizer + ?Sized> Optimizer for &mut O {
    fn learning_rate(&self) -> f64 {
        (**self).learning_rate()
    }

    fn update(&mut self, x: &mut [f64], gradient: &[f64]) {
        (**self).update(x, gradient);
    }

    fn look_ahead(&self, x: &mut [f64]) {
        (**self).look_ahead(x);
    }
}

/// A boxed optimizer: several kinds in one list are of type `Box<dyn Optimizer>`.
impl<O: Optimizer + ?Sized> Optimizer for Box<O> {
    fn learning_rate(&self) -> f64 {
        (**self).learning_rate()
    }

    fn update(&mut self, x: &mut [f64], gradient: &[f64]) {
        (**self).update(x, gradient);
    }

    fn look_ahead(&self, x: &mut [f64]) {
        (**self).look_ahead(x);
    }
}

/// Walks `steps` steps downhill on `f` from `start`, each made by `optimizer`.
///
/// The [`Trajectory`] holds `steps + 1` points of the shape of `start` and the value of `f` at
/// each. The gradient is [`numerical_gradient`](crate::numerical_gradient)'s, taken where the
/// optimizer [looks](Optimizer::look_ahead); `start` is not touched. With [`Sgd`] it is [`gradient_descent`](crate::gradient_descent). Lend the optimizer,
/// `&mut optimizer`, to go on with what it remembers.
///
/// Source: the book, section 6.1.
///
/// # Errors
///
/// As [`gradient_descent`](crate::gradient_descent).
///
/// ```
/// use descent::{Momentum, descend_with, ravine};
/// use ndarray::array;
///
/// let path = descend_with(Momentum::new(0.1), ravine, &array![-7.0, 2.0], 100)?;
/// assert_eq!(path.len(), 101);
/// assert!(path.last_value() < 1e-4);
/// # Ok::<(), descent::Error>(())
/// ```
///
/// The order is that of the words, descend *with* an optimizer:
///
/// ```compile_fail,E0277
/// # use descent::{Momentum, descend_with, ravine};
/// # use ndarray::array;
/// descend_with(ravine, Momentum::new(0.1), &array![-7.0, 2.0], 100); // the optimizer comes first
/// ```
#[inline]
pub fn descend_with<D: Dimension>(
    mut optimizer: impl Optimizer,
    f: impl Fn(&Array<f64, D>) -> f64,
    start: &Array<f64, D>,
    steps: usize,
) -> Result<Trajectory<D>, Error> {
    check_start(start)?;
    let mut x = row_major_copy(start);
    let mut ahead = x.clone();
    let mut gradient = vec![0.0; x.len()];
    let mut trajectory = Trajectory::with_capacity(x.raw_dim(), optimizer.learning_rate(), steps)?;
    let value = f(&x);
    trajectory.push(elements(&mut x), value);
    for _ in 0..steps {
        elements(&mut ahead).copy_from_slice(elements(&mut x));
        optimizer.look_ahead(elements(&mut ahead));
        for_each_slope(&f, &mut ahead, H, |i, _, slope| gradient[i] = slope);
        optimizer.update(elements(&mut x), &gradient);
        let value = f(&x);
        trajectory.push(elements(&mut x), value);
    }
    Ok(trajectory)
}

/// What an optimizer remembers, a number for each of `length` elements: zeros at first, and again
/// when the length is another one than before.
fn memory(memory: &mut Vec<f64>, length: usize) -> &mut [f64] {
    if memory.len() != length {
        memory.clear();
        memory.resize(length, 0.0);
    }
    memory
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, Array2, array};

    use super::*;
    use crate::{function_2, gradient_descent, ravine};

    fn every() -> Vec<Box<dyn Optimizer>> {
        vec![
            Box::new(Sgd::new(0.1)),
            Box::new(Momentum::new(0.1)),
            Box::new(Nesterov::new(0.1)),
            Box::new(AdaGrad::new(0.1)),
            Box::new(RmsProp::new(0.1)),
            Box::new(Adam::new(0.1)),
            Box::new(Scheduled::new(|_| 0.1)),
        ]
    }

    #[test]
    fn sgd_is_gradient_descent_bit_for_bit() {
        let start = array![-7.0, 2.0];
        let with_sgd = descend_with(Sgd::new(0.95), ravine, &start, 30);
        assert_eq!(with_sgd, gradient_descent(ravine, &start, 0.95, 30));
    }

    #[test]
    fn matrices_and_vectors_with_the_same_elements_take_the_same_way() {
        let square = |x: &Array2<f64>| x.iter().map(|x| x * x).sum();
        let vector = array![3.0, -1.0, 0.5, 2.0];
        let matrix = array![[3.0, -1.0], [0.5, 2.0]];
        for (one, other) in every().into_iter().zip(every()) {
            let flat = |x: &Array1<f64>| x.iter().map(|x| x * x).sum();
            let one = descend_with(one, flat, &vector, 9).unwrap();
            let other = descend_with(other, square, &matrix, 9).unwrap();
            assert_eq!(one.last().to_vec(), other.last().into_flat().to_vec());
        }
    }

    #[test]
    fn a_lent_optimizer_goes_on_where_it_stopped() {
        for (mut halves, whole) in every().into_iter().zip(every()) {
            let first = descend_with(&mut halves, ravine, &array![-7.0, 2.0], 10).unwrap();
            let second = descend_with(&mut halves, ravine, &first.last(), 10).unwrap();
            let whole = descend_with(whole, ravine, &array![-7.0, 2.0], 20).unwrap();
            assert_eq!(second.last(), whole.last());
        }
    }

    #[test]
    fn an_array_of_another_size_is_a_new_beginning() {
        for (mut used, mut new) in every().into_iter().zip(every()) {
            used.step(&array![1.0, 2.0, 3.0], &array![1.0, -1.0, 5.0])
                .unwrap();
            let (x, gradient) = (array![1.0, 2.0], array![0.3, -0.7]);
            assert_eq!(used.step(&x, &gradient), new.step(&x, &gradient));
        }
    }

    #[test]
    fn a_step_leaves_its_arguments_alone_and_keeps_logical_positions() {
        let x = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]].reversed_axes();
        let gradient = array![[10.0, 0.0], [0.0, 0.0], [0.0, 20.0]];
        let kept = (x.clone(), gradient.clone());
        let next = Sgd::new(0.1).step(&x, &gradient).unwrap();
        assert_eq!((&x, &gradient), (&kept.0, &kept.1));
        assert_eq!(next, array![[0.0, 4.0], [2.0, 5.0], [3.0, 4.0]]);
    }

    #[test]
    fn a_schedule_can_be_shown() {
        let mut optimizer = Scheduled::new(diminishing(1.0, 0.5));
        optimizer.step(&array![1.0], &array![1.0]).unwrap();
        assert_eq!(format!("{optimizer:?}"), "Scheduled { steps: 1, .. }");
    }

    #[test]
    fn every_optimizer_descends_a_bowl() {
        for optimizer in every() {
            let path = descend_with(optimizer, function_2, &array![-3.0, 4.0], 200).unwrap();
            assert!(path.last_value() < 12.5, "{path:?}");
        }
    }

    #[test]
    fn nothing_to_move_and_nan_slopes_are_no_panic() {
        let nothing = Array1::zeros(0);
        for mut optimizer in every() {
            assert_eq!(optimizer.step(&nothing, &nothing), Ok(nothing.clone()));
            let lost = optimizer.step(&array![1.0], &array![f64::NAN]).unwrap();
            assert!(lost[0].is_nan());
        }
    }

    #[test]
    fn without_a_slope_nothing_moves() {
        for mut optimizer in every() {
            let x = array![1.0, -2.0];
            assert_eq!(optimizer.step(&x, &array![0.0, 0.0]), Ok(x));
        }
    }
}
