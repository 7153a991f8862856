//! The gradient of a two-layer net's loss: by the chain rule, and by central differences.

use ndarray::{Array1, Array2, Axis};

use super::{TwoLayerNet, affine, hidden};
use crate::{Error, numerical_gradient};

impl TwoLayerNet {
    /// The gradient of [`loss`](Self::loss) by backpropagation, as a net of the same shape: in the
    /// place of each weight and each bias stands its slope.
    ///
    /// Forward, a₁ = x·W₁ + b₁, z₁ = sigmoid(a₁), a₂ = z₁·W₂ + b₂. Backward, with N rows in the
    /// batch:
    ///
    /// - ∂L/∂a₂ = (y − t)/N, but for the δ = 10⁻⁷ that keeps the loss finite;
    /// - ∂L/∂W₂ = z₁ᵀ·∂L/∂a₂, and ∂L/∂b₂ is the sum of the rows of ∂L/∂a₂;
    /// - ∂L/∂a₁ = (∂L/∂a₂·W₂ᵀ) z₁(1 − z₁), element by element;
    /// - ∂L/∂W₁ = xᵀ·∂L/∂a₁, and ∂L/∂b₁ is the sum of the rows of ∂L/∂a₁.
    ///
    /// It costs about as much as three losses, however many weights there are.
    ///
    /// Source: the book, section 5.7, and `gradient` in the program to its section 4.5.
    ///
    /// # Errors
    ///
    /// As [`loss`](Self::loss).
    ///
    /// ```
    /// use descent::{TwoLayerNet, relative_error};
    /// use ndarray::array;
    ///
    /// let net = TwoLayerNet::random(2, 3, 2, 1);
    /// let (x, t) = (array![[0.6, 0.9], [0.1, 0.2]], array![[0.0, 1.0], [1.0, 0.0]]);
    /// let (gradient, numerical) = (net.gradient(&x, &t)?, net.numerical_gradient(&x, &t)?);
    /// assert!(relative_error(&gradient.w1, &numerical.w1)? < 1e-7);
    /// assert!(relative_error(&gradient.b2, &numerical.b2)? < 1e-7);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn gradient(&self, x: &Array2<f64>, t: &Array2<f64>) -> Result<Self, Error> {
        let targets = self.targets(x, t)?;
        let z1 = hidden(x, &self.w1, &self.b1);
        let a2 = affine(&z1, &self.w2, &self.b2);
        let da2 = targets.signals(a2) / targets.count();
        let da1 = da2.dot(&self.w2.t()) * &z1 * (1.0 - &z1);
        Ok(Self {
            w1: x.t().dot(&da1),
            b1: da1.sum_axis(Axis(0)),
            w2: z1.t().dot(&da2),
            b2: da2.sum_axis(Axis(0)),
        })
    }

    /// The same gradient by central differences, [`numerical_gradient`](crate::numerical_gradient)
    /// of each of the four fields.
    ///
    /// Each weight and each bias takes two losses: 79,520 of them for the book's net, where
    /// [`gradient`](Self::gradient) takes the time of three. Check with a small net, or with
    /// [`numerical_diff`](crate::numerical_diff) of a few weights.
    ///
    /// Source: the book, section 4.5.1.
    ///
    /// # Errors
    ///
    /// As [`loss`](Self::loss).
    ///
    /// ```
    /// use descent::TwoLayerNet;
    /// use ndarray::array;
    ///
    /// let net = TwoLayerNet::random(2, 3, 2, 1);
    /// let gradient = net.numerical_gradient(&array![[0.6, 0.9]], &array![[0.0, 1.0]])?;
    /// assert_eq!(gradient.w1.dim(), net.w1.dim());
    /// assert!((gradient.b2[1] + 0.5).abs() < 0.01); // y − t, where the net is undecided
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn numerical_gradient(&self, x: &Array2<f64>, t: &Array2<f64>) -> Result<Self, Error> {
        let targets = self.targets(x, t)?;
        let loss = |w1: &Array2<f64>, b1: &Array1<f64>, w2: &Array2<f64>, b2: &Array1<f64>| {
            targets.mean_error(&affine(&hidden(x, w1, b1), w2, b2))
        };
        let Self { w1, b1, w2, b2 } = self;
        Ok(Self {
            w1: numerical_gradient(|w1| loss(w1, b1, w2, b2), w1),
            b1: numerical_gradient(|b1| loss(w1, b1, w2, b2), b1),
            w2: numerical_gradient(|w2| loss(w1, b1, w2, b2), w2),
            b2: numerical_gradient(|b2| loss(w1, b1, w2, b2), b2),
        })
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array, Dimension, array};

    use super::super::tests::small;
    use super::*;
    use crate::{Digits, relative_error};

    fn assert_agree<D: Dimension>(a: &Array<f64, D>, b: &Array<f64, D>, tolerance: f64) {
        let error = relative_error(a, b).unwrap();
        assert!(error < tolerance, "{error:e}: {a} and {b}");
    }

    fn assert_nets_agree(a: &TwoLayerNet, b: &TwoLayerNet, tolerance: f64) {
        assert_agree(&a.w1, &b.w1, tolerance);
        assert_agree(&a.b1, &b.b1, tolerance);
        assert_agree(&a.w2, &b.w2, tolerance);
        assert_agree(&a.b2, &b.b2, tolerance);
    }

    /// The numbers come from a few lines of Python that know no matrix, and no δ.
    #[test]
    fn it_is_that_of_an_independent_computation() {
        let (net, x, t) = small();
        let known = TwoLayerNet {
            w1: array![
                [
                    -0.06888084441792011,
                    0.004716795524619005,
                    0.10590720328368242
                ],
                [
                    0.11963400640819666,
                    -0.005866971360049364,
                    -0.09628069035977135
                ]
            ],
            b1: array![
                0.07888601386476654,
                -0.004475190482943703,
                -0.09018233458520263
            ],
            w2: array![
                [0.16490217992522552, -0.16490217992522554],
                [0.18433174518004203, -0.18433174518004206],
                [0.06132788008723115, -0.061327880087231154]
            ],
            b2: array![0.254915728378182, -0.254915728378182],
        };
        assert_nets_agree(&net.gradient(&x, &t).unwrap(), &known, 1e-6);
    }

    #[test]
    fn both_ways_agree_far_better_than_to_the_delta() {
        let (net, x, t) = small();
        let numerical = net.numerical_gradient(&x, &t).unwrap();
        assert_nets_agree(&net.gradient(&x, &t).unwrap(), &numerical, 1e-8);
    }

    #[test]
    fn they_agree_on_digits_with_weights_small_and_large() {
        let digits = Digits::load().select(&[3, 1, 4, 15, 9]).unwrap();
        let (x, t) = (digits.images.clone(), digits.one_hot());
        for (seed, scale) in [(1, 1.0), (2, 30.0), (3, 100.0)] {
            let mut net = TwoLayerNet::random(64, 4, 10, seed);
            net.w1 *= scale;
            net.w2 *= scale;
            let numerical = net.numerical_gradient(&x, &t).unwrap();
            assert_nets_agree(&net.gradient(&x, &t).unwrap(), &numerical, 1e-6);
        }
    }

    #[test]
    fn a_batch_has_the_mean_of_the_gradients_of_its_rows() {
        let (net, x, t) = small();
        let mut mean = Array2::zeros(net.w1.dim());
        for row in 0..3 {
            let pick = |all: &Array2<f64>| all.select(Axis(0), &[row]);
            mean += &(net.gradient(&pick(&x), &pick(&t)).unwrap().w1 / 3.0);
        }
        assert_agree(&net.gradient(&x, &t).unwrap().w1, &mean, 1e-14);
    }

    #[test]
    fn inputs_labels_and_fields_that_do_not_fit_are_the_same_error_everywhere() {
        let (net, x, t) = small();
        let narrow = TwoLayerNet {
            b1: array![0.0],
            ..net.clone()
        };
        for (net, x, t) in [
            (&net, &t.t().to_owned(), &t),
            (&net, &x, &array![[1.0, 0.0]]),
            (&net, &x, &(2.0 * &t)),
            (&net, &Array2::zeros((0, 2)), &Array2::zeros((0, 2))),
            (&narrow, &x, &t),
        ] {
            let error = net.loss(x, t).unwrap_err();
            assert_eq!(net.gradient(x, t), Err(error.clone()));
            assert_eq!(net.numerical_gradient(x, t), Err(error));
        }
    }
}
