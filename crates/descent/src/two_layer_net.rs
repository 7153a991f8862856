//! A net of two layers.

mod gradient;
mod shapes;

use ndarray::{Array1, Array2};
use rand::{SeedableRng, rngs::StdRng};

use crate::accuracy::{accuracy, likeliest};
use crate::simple_net::standard_normal;
use crate::softmax::exponentiate;
use crate::targets::Targets;
use crate::{Error, sigmoid};

/// How widely the weights are spread at first, the book's `weight_init_std`: so little that no
/// sigmoid is saturated, whatever the input, and every hidden unit can learn.
const WEIGHT_INIT_STD: f64 = 0.01;

/// A net of two layers: a hidden one with a sigmoid, and one whose softmax gives probabilities.
///
/// For a batch of inputs x, one a row: z₁ = sigmoid(x·W₁ + b₁), y = softmax(z₁·W₂ + b₂). The
/// fields have the book's names, and can be changed: shapes that do not fit are an error of
/// whatever is called next.
///
/// Source: the book, section 4.5, `TwoLayerNet`, with 784 inputs, 50 hidden units and 10 outputs.
///
/// ```
/// use descent::{Digits, TwoLayerNet};
///
/// let digits = Digits::load();
/// let mut net = TwoLayerNet::random(64, 20, 10, 1);
/// for batch in (1..=10).flat_map(|epoch| digits.batches(10, epoch)) {
///     let gradient = net.gradient(&batch.images, &batch.one_hot())?;
///     net.w1 -= &(0.5 * gradient.w1);
///     net.b1 -= &(0.5 * gradient.b1);
///     net.w2 -= &(0.5 * gradient.w2);
///     net.b2 -= &(0.5 * gradient.b2);
/// }
/// assert!(net.accuracy(&digits.images, &digits.labels)? > 0.95);
/// # Ok::<(), descent::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct TwoLayerNet {
    /// The weights of the hidden layer, inputs × hidden units: column j is what unit j looks for.
    pub w1: Array2<f64>,
    /// The biases of the hidden layer, one for each hidden unit.
    pub b1: Array1<f64>,
    /// The weights of the output layer, hidden units × outputs.
    pub w2: Array2<f64>,
    /// The biases of the output layer, one for each output.
    pub b2: Array1<f64>,
}

impl TwoLayerNet {
    /// A net with random weights, normally distributed with mean 0 and standard deviation 0.01,
    /// and with biases of 0, as in the book. The same seed gives the same weights.
    ///
    /// # Panics
    ///
    /// If the weights of a layer are more than a computer can count; like any allocation, the
    /// program ends where memory does not suffice.
    ///
    /// ```
    /// use descent::TwoLayerNet;
    /// use ndarray::Array1;
    ///
    /// let net = TwoLayerNet::random(784, 50, 10, 1); // the book's
    /// assert_eq!((net.w1.dim(), net.w2.dim()), ((784, 50), (50, 10)));
    /// assert_eq!((net.b1, net.b2), (Array1::zeros(50), Array1::zeros(10)));
    /// assert!((net.w1.std(0.0) - 0.01).abs() < 1e-4);
    /// ```
    pub fn random(inputs: usize, hidden: usize, outputs: usize, seed: u64) -> Self {
        let mut generator = StdRng::seed_from_u64(seed);
        Self {
            w1: WEIGHT_INIT_STD * standard_normal(inputs, hidden, &mut generator),
            b1: Array1::zeros(hidden),
            w2: WEIGHT_INIT_STD * standard_normal(hidden, outputs, &mut generator),
            b2: Array1::zeros(outputs),
        }
    }

    /// The probabilities that the net gives to each class, batch × outputs, for a batch of inputs
    /// `x`, batch × inputs. Each row sums to 1; a NaN or an infinity in `x` or the weights can
    /// make it NaN.
    ///
    /// # Errors
    ///
    /// If `x` does not have one column for each input, or if the fields do not fit each other.
    ///
    /// ```
    /// use descent::TwoLayerNet;
    /// use ndarray::array;
    ///
    /// // Two hidden units: 'the first pixel is dark' and 'the second one is'.
    /// let net = TwoLayerNet {
    ///     w1: array![[20.0, 0.0], [0.0, 20.0]],
    ///     b1: array![-10.0, -10.0],
    ///     w2: array![[-10.0, 10.0], [10.0, -10.0]],
    ///     b2: array![0.0, 0.0],
    /// };
    /// let y = net.predict(&array![[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])?;
    /// assert!(y[[0, 1]] > 0.99 && y[[1, 0]] > 0.99 && y[[2, 0]] == 0.5);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn predict(&self, x: &Array2<f64>) -> Result<Array2<f64>, Error> {
        let mut y = self.logits(x)?;
        for mut row in y.rows_mut() {
            let mut probabilities = row.to_vec();
            let sum = exponentiate(&mut probabilities);
            row.assign(&(Array1::from(probabilities) / sum));
        }
        Ok(y)
    }

    /// The class that the net takes each input for: the place of the largest probability in each
    /// row, the first one where several are largest (0 where all are NaN).
    ///
    /// # Errors
    ///
    /// As [`predict`](Self::predict).
    ///
    /// ```
    /// use descent::TwoLayerNet;
    /// use ndarray::{Array2, array};
    ///
    /// let mut net = TwoLayerNet::random(64, 50, 10, 1);
    /// net.b2[7] = 1.0; // in favour of 7, whatever the image
    /// assert_eq!(net.classify(&Array2::zeros((2, 64)))?, [7, 7]);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn classify(&self, x: &Array2<f64>) -> Result<Vec<usize>, Error> {
        // The softmax keeps the order, and very different logits apart.
        Ok(likeliest(&self.logits(x)?))
    }

    /// The share of the inputs that the net takes for what their `labels` say, from 0 to 1; NaN
    /// if there are none.
    ///
    /// # Errors
    ///
    /// As [`predict`](Self::predict), or if there are not as many labels as rows of `x`.
    ///
    /// ```
    /// use descent::{Digits, TwoLayerNet};
    ///
    /// let digits = Digits::load();
    /// let untrained = TwoLayerNet::random(64, 50, 10, 1);
    /// assert!(untrained.accuracy(&digits.images, &digits.labels)? < 0.2);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn accuracy(&self, x: &Array2<f64>, labels: &[usize]) -> Result<f64, Error> {
        accuracy(&self.classify(x)?, labels)
    }

    /// The loss: the [`cross_entropy_error`](crate::cross_entropy_error) of the prediction, its
    /// mean over the rows of `x` and of the labels `t`, batch × inputs and batch × outputs.
    ///
    /// # Errors
    ///
    /// As [`predict`](Self::predict), or if `t` does not have one row for each of `x`, if there
    /// are no rows, or if a row of `t` is not a distribution over the outputs.
    ///
    /// ```
    /// use descent::{Digits, TwoLayerNet};
    ///
    /// let digits = Digits::load();
    /// let untrained = TwoLayerNet::random(64, 50, 10, 1);
    /// let loss = untrained.loss(&digits.images, &digits.one_hot())?;
    /// assert!((loss - 10_f64.ln()).abs() < 0.01); // undecided between ten
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn loss(&self, x: &Array2<f64>, t: &Array2<f64>) -> Result<f64, Error> {
        let targets = self.targets(x, t)?;
        Ok(targets.mean_error(&self.logits(x)?))
    }

    /// What the softmax is taken of, batch × outputs.
    fn logits(&self, x: &Array2<f64>) -> Result<Array2<f64>, Error> {
        self.check(x)?;
        let z1 = hidden(x, &self.w1, &self.b1);
        Ok(affine(&z1, &self.w2, &self.b2))
    }

    /// The labels, once all is known to fit.
    fn targets(&self, x: &Array2<f64>, t: &Array2<f64>) -> Result<Targets, Error> {
        self.check(x)?;
        Targets::new(x.nrows(), self.w2.ncols(), t)
    }
}

/// x·W + b, with b added to each row.
fn affine(x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    x.dot(w) + b
}

/// What the hidden layer hands on, batch × hidden units, each from 0 to 1.
fn hidden(x: &Array2<f64>, w1: &Array2<f64>, b1: &Array1<f64>) -> Array2<f64> {
    affine(x, w1, b1).mapv_into(sigmoid)
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::{cross_entropy_error, softmax};

    /// A net of three hidden units, three inputs with their labels.
    pub(super) fn small() -> (TwoLayerNet, Array2<f64>, Array2<f64>) {
        let net = TwoLayerNet {
            w1: array![[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]],
            b1: array![0.01, -0.02, 0.03],
            w2: array![[0.7, -0.8], [0.9, 1.0], [-1.1, 1.2]],
            b2: array![0.05, -0.06],
        };
        let x = array![[1.0, 2.0], [-0.5, 0.25], [0.0, 3.0]];
        (net, x, array![[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    }

    /// The numbers come from a few lines of Python that know no matrix.
    #[test]
    fn probabilities_and_loss_are_those_of_an_independent_computation() {
        let (net, x, t) = small();
        let y = net.predict(&x).unwrap();
        let expected = array![
            [0.6063147093333728, 0.39368529066662705],
            [0.45802398571325026, 0.5419760142867498],
            [0.7004084900879228, 0.29959150991207717]
        ];
        assert!((y - expected).iter().all(|e| e.abs() < 1e-14));
        assert!((net.loss(&x, &t).unwrap() - 0.7727414401920324).abs() < 1e-14);
        assert_eq!(net.classify(&x).unwrap(), [0, 1, 0]);
        assert_eq!(net.accuracy(&x, &[0, 1, 1]).unwrap(), 2.0 / 3.0);
    }

    #[test]
    fn the_loss_is_the_mean_error_of_what_the_layers_give_one_after_the_other() {
        let (net, x, t) = small();
        let mut mean = 0.0;
        for (x, t) in x.rows().into_iter().zip(t.rows()) {
            let z1 = (x.dot(&net.w1) + &net.b1).mapv(sigmoid);
            let y = softmax(&(z1.dot(&net.w2) + &net.b2));
            mean += cross_entropy_error(&y, &t.to_owned()).unwrap() / 3.0;
        }
        assert!((net.loss(&x, &t).unwrap() - mean).abs() < 1e-15);
    }

    #[test]
    fn transposed_inputs_and_weights_serve() {
        let (net, x, t) = small();
        let fortran = |a: &Array2<f64>| a.t().as_standard_layout().into_owned().reversed_axes();
        let other = TwoLayerNet {
            w1: fortran(&net.w1),
            w2: fortran(&net.w2),
            ..net.clone()
        };
        let difference = other.predict(&fortran(&x)).unwrap() - net.predict(&x).unwrap();
        assert!(difference.iter().all(|e| e.abs() < 1e-15));
        let loss = other.loss(&fortran(&x), &fortran(&t)).unwrap();
        assert!((loss - net.loss(&x, &t).unwrap()).abs() < 1e-15);
    }

    #[test]
    fn the_seed_decides_the_weights() {
        let net = TwoLayerNet::random(5, 4, 3, 7);
        assert_eq!(net, TwoLayerNet::random(5, 4, 3, 7));
        assert_ne!(net, TwoLayerNet::random(5, 4, 3, 8));
        assert_ne!(net.w1.row(0).to_vec()[..3], net.w2.row(0).to_vec()[..]);
    }

    #[test]
    fn layers_of_size_zero_predict_what_the_biases_say() {
        let mut net = TwoLayerNet::random(2, 0, 3, 1);
        net.b2[1] = 1.0;
        let x = array![[0.6, 0.9], [0.1, 0.2]];
        assert_eq!(net.classify(&x).unwrap(), [1, 1]);
        let empty = TwoLayerNet::random(2, 3, 0, 1);
        assert_eq!(empty.predict(&x).unwrap().dim(), (2, 0));
        assert_eq!(
            empty.loss(&x, &Array2::zeros((2, 0))),
            Err(Error::EmptyLabel)
        );
        assert!(net.accuracy(&Array2::zeros((0, 2)), &[]).unwrap().is_nan());
    }

    #[test]
    fn a_nan_input_spoils_its_own_row_alone() {
        let (net, mut x, _) = small();
        x[[1, 0]] = f64::NAN;
        let y = net.predict(&x).unwrap();
        assert!(y.row(1).iter().all(|y| y.is_nan()));
        assert!((y.row(0).sum() - 1.0).abs() < 1e-15);
        assert_eq!(net.classify(&x).unwrap()[1], 0);
    }
}
