use super::Optimizer;

/// Plain gradient descent, x ← x − ηg with the learning rate η and the gradient g.
///
/// The name stands for stochastic gradient descent, which follows the gradient on a random part of
/// the data; given the whole gradient, it is gradient descent.
///
/// Source: the book, section 6.1.2, equation 6.1, `SGD`.
///
/// ```
/// use descent::{Sgd, descend_with, ravine};
/// use ndarray::array;
///
/// let path = descend_with(Sgd::new(0.95), ravine, &array![-7.0, 2.0], 2)?;
/// // Across the ravine it jumps from wall to wall: 2, −1.8, 1.62.
/// assert!((path.point(1)? - array![-6.335, -1.8]).iter().all(|d| d.abs() < 1e-9));
/// assert!((path.last() - array![-5.733175, 1.62]).iter().all(|d| d.abs() < 1e-9));
/// # Ok::<(), descent::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Sgd {
    learning_rate: f64,
}

impl Sgd {
    /// With this learning rate.
    pub fn new(learning_rate: f64) -> Self {
        Self { learning_rate }
    }
}

impl Optimizer for Sgd {
    fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    fn update(&mut self, x: &mut [f64], gradient: &[f64]) {
        for (x, slope) in x.iter_mut().zip(gradient) {
            *x -= self.learning_rate * slope;
        }
    }
}
