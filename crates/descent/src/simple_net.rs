//! A net of one layer.

use std::cell::RefCell;
use std::fmt;

use ndarray::{Array1, Array2};
use rand::{SeedableRng, rngs::StdRng};
use rand_distr::{Distribution, StandardNormal};

use crate::loss::{Target, check_label};
use crate::softmax::exponentiate;
use crate::{Error, Loss};

/// The loss of a net as a function of its weights alone: what [`SimpleNet::loss_of_weights`]
/// makes, and [`numerical_gradient`](crate::numerical_gradient) and
/// [`gradient_descent`](crate::gradient_descent) take.
///
/// A box, so that it has a type to write down: a notebook can keep it in a variable.
pub type LossOfWeights = Box<dyn Fn(&Array2<f64>) -> f64>;

/// A net of one layer: weights `w`, inputs × outputs, whose logits x·W go through a softmax.
///
/// Source: the book, section 4.4.2, `simpleNet`, where `w` is 2×3.
///
/// ```
/// use descent::{Loss, SimpleNet, gradient_descent};
/// use ndarray::array;
///
/// let net = SimpleNet::random(2, 3, 1);
/// let (x, t) = (array![0.6, 0.9], array![0.0, 0.0, 1.0]);
///
/// let loss = net.loss_of_weights(&x, &t, Loss::CrossEntropy)?;
/// let path = gradient_descent(loss, &net.w, 0.5, 100)?;
///
/// let trained = SimpleNet::from_weights(path.last());
/// assert!(trained.loss(&x, &t)? < 0.1);
/// # Ok::<(), descent::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct SimpleNet {
    /// The weights, inputs × outputs: row i holds what input i adds to each output.
    pub w: Array2<f64>,
}

impl SimpleNet {
    /// A net with random weights from the standard normal distribution (mean 0, variance 1), as
    /// `np.random.randn(inputs, outputs)` has them. The same seed gives the same weights.
    ///
    /// With 0 inputs or outputs there are no weights; without an input all classes are equally
    /// likely, and without an output every label is an error.
    ///
    /// # Panics
    ///
    /// If `inputs` × `outputs` is more than a computer can count; like any allocation, the program
    /// ends where memory does not suffice.
    ///
    /// ```
    /// use descent::SimpleNet;
    ///
    /// let net = SimpleNet::random(2, 3, 42);
    /// assert_eq!(net.w.dim(), (2, 3));
    /// assert_eq!(net, SimpleNet::random(2, 3, 42));
    /// assert_ne!(net, SimpleNet::random(2, 3, 43));
    /// ```
    pub fn random(inputs: usize, outputs: usize, seed: u64) -> Self {
        let mut generator = StdRng::seed_from_u64(seed);
        let w = standard_normal(inputs, outputs, &mut generator);
        Self { w }
    }

    /// A net with the weights `w`, inputs × outputs.
    ///
    /// ```
    /// use descent::SimpleNet;
    /// use ndarray::array;
    ///
    /// let net = SimpleNet::from_weights(array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert_eq!(net.w[[1, 2]], 6.0);
    /// ```
    pub fn from_weights(w: Array2<f64>) -> Self {
        Self { w }
    }

    /// The logits x·W: one number for each output, the larger the likelier.
    /// [`softmax`](crate::softmax) makes probabilities of them.
    ///
    /// # Errors
    ///
    /// If `x` does not have one element for each input.
    ///
    /// ```
    /// use descent::SimpleNet;
    /// use ndarray::array;
    ///
    /// let net = SimpleNet::from_weights(array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert_eq!(net.predict(&array![1.0, 10.0])?, array![41.0, 52.0, 63.0]);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn predict(&self, x: &Array1<f64>) -> Result<Array1<f64>, Error> {
        self.check_input(x.shape())?;
        let mut logits = vec![0.0; self.w.ncols()];
        fill_logits(&mut logits, &x.to_vec(), &self.w);
        Ok(Array1::from(logits))
    }

    /// The book's loss: the [`cross_entropy_error`](crate::cross_entropy_error) of the softmax of
    /// the logits, for an input `x` and its label `t`, a distribution over the outputs.
    ///
    /// # Errors
    ///
    /// If `x` does not have one element for each input, or `t` is not a distribution with one
    /// element for each output.
    ///
    /// ```
    /// use descent::SimpleNet;
    /// use ndarray::array;
    ///
    /// let net = SimpleNet::from_weights(array![[0.0, 0.0], [0.0, 0.0]]);
    /// let loss = net.loss(&array![0.6, 0.9], &array![0.0, 1.0])?;
    /// assert!((loss - 2_f64.ln()).abs() < 1e-6); // undecided between two
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn loss(&self, x: &Array1<f64>, t: &Array1<f64>) -> Result<f64, Error> {
        self.loss_with(x, t, Loss::CrossEntropy)
    }

    /// The loss of the chosen kind for an input `x` and its label `t`.
    ///
    /// # Errors
    ///
    /// As [`loss`](Self::loss).
    ///
    /// ```
    /// use descent::{Loss, SimpleNet};
    /// use ndarray::array;
    ///
    /// let net = SimpleNet::from_weights(array![[0.0, 0.0], [0.0, 0.0]]);
    /// let (x, t) = (array![0.6, 0.9], array![0.0, 1.0]);
    /// let loss = net.loss_with(&x, &t, Loss::SwappedCrossEntropy)?;
    /// assert!((loss - 0.5 * 1e6_f64.ln()).abs() < 1e-6);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn loss_with(&self, x: &Array1<f64>, t: &Array1<f64>, loss: Loss) -> Result<f64, Error> {
        let loss_of_weights = self.loss_of_weights(x, t, loss)?;
        Ok(loss_of_weights(&self.w))
    }

    /// The loss for `x` and `t` as a function of the weights: the function to descend.
    ///
    /// `x` and `t` are checked here, once, and copied: the function owns all it needs, and a call
    /// allocates nothing. It uses the weights that it is given, never the net's, and is NaN for
    /// weights of another shape than the net's.
    ///
    /// # Errors
    ///
    /// As [`loss`](Self::loss).
    ///
    /// ```
    /// use descent::{Loss, LossOfWeights, SimpleNet, numerical_gradient};
    /// use ndarray::array;
    ///
    /// let net = SimpleNet::from_weights(array![[0.0, 0.0], [0.0, 0.0]]);
    /// let (x, t) = (array![0.6, 0.9], array![0.0, 1.0]);
    /// let f: LossOfWeights = net.loss_of_weights(&x, &t, Loss::CrossEntropy)?;
    /// assert_eq!(f(&net.w), net.loss(&x, &t)?);
    ///
    /// let gradient = numerical_gradient(f, &net.w); // x times (y − t)
    /// let expected = array![[0.3, -0.3], [0.45, -0.45]];
    /// assert!((gradient - expected).iter().all(|difference| difference.abs() < 1e-6));
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn loss_of_weights(
        &self,
        x: &Array1<f64>,
        t: &Array1<f64>,
        loss: Loss,
    ) -> Result<LossOfWeights, Error> {
        self.check_input(x.shape())?;
        check_label(self.w.ncols(), t)?;
        let shape = self.w.dim();
        let x = x.to_vec();
        let target = Target::new(loss, t);
        let scratch = RefCell::new(vec![0.0; shape.1]);
        Ok(Box::new(move |w| {
            if w.dim() != shape {
                return f64::NAN;
            }
            let mut y = scratch.borrow_mut();
            fill_logits(&mut y, &x, w);
            let sum = exponentiate(&mut y);
            target.error(y.iter().map(|y| y / sum))
        }))
    }

    /// Whether an input of this shape fits, or a batch of inputs, a row each.
    pub(crate) fn check_input(&self, x: &[usize]) -> Result<(), Error> {
        if x.last() == Some(&self.w.nrows()) {
            return Ok(());
        }
        let (x, w) = (x.to_vec(), self.w.shape().to_vec());
        Err(Error::InputShape { x, w })
    }
}

/// The weights alone: how ndarray keeps them in memory is nobody's question here.
impl fmt::Debug for SimpleNet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SimpleNet {{ w: {} }}", self.w)
    }
}

/// A matrix of numbers from the standard normal distribution, drawn row by row.
pub(crate) fn standard_normal(rows: usize, columns: usize, generator: &mut StdRng) -> Array2<f64> {
    Array2::from_shape_simple_fn((rows, columns), || StandardNormal.sample(generator))
}

/// Writes x·W into `logits`.
#[inline]
fn fill_logits(logits: &mut [f64], x: &[f64], w: &Array2<f64>) {
    for (logit, column) in logits.iter_mut().zip(w.columns()) {
        *logit = x.iter().zip(column).map(|(x, w)| x * w).sum();
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::{cross_entropy_error, softmax, swapped_cross_entropy_error};

    fn lesson() -> (SimpleNet, Array1<f64>, Array1<f64>) {
        let w = array![
            [-1.06577896, 0.3928238, 0.47935903],
            [0.3361168, 0.07822983, 0.5225732]
        ];
        (
            SimpleNet::from_weights(w),
            array![0.6, 0.9],
            array![0.0, 0.0, 1.0],
        )
    }

    #[test]
    fn the_loss_is_the_error_of_the_softmax_of_the_prediction() {
        let (net, x, t) = lesson();
        let y = softmax(&net.predict(&x).unwrap());
        let swapped = net.loss_with(&x, &t, Loss::SwappedCrossEntropy);
        assert_eq!(net.loss(&x, &t), cross_entropy_error(&y, &t));
        assert_eq!(swapped, swapped_cross_entropy_error(&y, &t));
    }

    #[test]
    fn debug_shows_the_weights_and_no_layout() {
        let net = SimpleNet::from_weights(array![[1.0, -2.5]]);
        assert_eq!(format!("{net:?}"), "SimpleNet { w: [[1, -2.5]] }");
    }

    #[test]
    fn the_loss_of_weights_outlives_the_net_and_follows_its_argument() {
        let (net, x, t) = lesson();
        let f = net.loss_of_weights(&x, &t, Loss::CrossEntropy).unwrap();
        let expected = net.loss(&x, &t).unwrap();
        let w = net.w.clone();
        drop((net, x, t));
        assert_eq!(f(&w), expected);
        assert!(f(&(&w * 2.0)) < expected);
    }

    #[test]
    fn weights_of_another_shape_have_no_loss() {
        let (net, x, t) = lesson();
        let f = net.loss_of_weights(&x, &t, Loss::CrossEntropy).unwrap();
        assert!(f(&net.w.clone().reversed_axes()).is_nan());
        assert!(f(&Array2::zeros((0, 0))).is_nan());
    }

    #[test]
    fn transposed_weights_and_inputs_serve() {
        let (net, x, t) = lesson();
        let mut fortran = net.w.t().as_standard_layout().into_owned().reversed_axes();
        assert!(!fortran.is_standard_layout());
        let other = SimpleNet::from_weights(fortran.clone());
        assert_eq!(other.predict(&x), net.predict(&x));
        assert_eq!(other.loss(&x, &t), net.loss(&x, &t));
        fortran.invert_axis(ndarray::Axis(0));
        let mut x = x;
        x.invert_axis(ndarray::Axis(0));
        let reversed = SimpleNet::from_weights(fortran).predict(&x).unwrap();
        let expected = net.predict(&array![0.6, 0.9]).unwrap();
        assert!(
            (reversed - expected)
                .iter()
                .all(|difference| difference.abs() < 1e-15)
        );
    }

    #[test]
    fn random_weights_are_standard_normal() {
        let w = SimpleNet::random(200, 500, 7).w;
        let mean = w.mean().unwrap();
        assert!(mean.abs() < 0.01, "mean {mean}");
        assert!((w.var(0.0) - 1.0).abs() < 0.02, "variance {}", w.var(0.0));
    }

    #[test]
    fn a_net_of_size_zero_predicts_but_has_no_label() {
        let no_inputs = SimpleNet::random(0, 3, 1);
        assert_eq!(no_inputs.predict(&array![]).unwrap(), array![0.0, 0.0, 0.0]);
        let no_outputs = SimpleNet::random(2, 0, 1);
        assert_eq!(no_outputs.predict(&array![1.0, 2.0]).unwrap(), array![]);
        assert_eq!(
            no_outputs.loss(&array![1.0, 2.0], &array![]),
            Err(Error::EmptyLabel)
        );
    }
}
