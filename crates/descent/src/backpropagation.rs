//! The gradient of a net's loss by the chain rule: one pass backwards through the net.

use ndarray::{Array1, Array2};

use crate::loss::{Target, check_label};
use crate::{Error, Loss, SimpleNet};

impl SimpleNet {
    /// The gradient of [`loss`](Self::loss) with respect to the weights, of their shape, by
    /// backpropagation.
    ///
    /// Forward: a = x·W, y = softmax(a), and the loss is L = −Σₖ tₖ ln(yₖ + δ). Backward, one
    /// chain-rule factor at a time: ∂L/∂yₖ = −tₖ/(yₖ + δ), then
    /// ∂L/∂aⱼ = yⱼ(∂L/∂yⱼ − Σₖ yₖ ∂L/∂yₖ), then ∂L/∂wᵢⱼ = xᵢ ∂L/∂aⱼ. Without the δ = 10⁻⁷ that
    /// keeps the logarithm finite, the middle would be the well-known y − t.
    ///
    /// It costs about as much as two predictions, however many weights there are;
    /// [`numerical_gradient`](crate::numerical_gradient) costs two for each weight.
    ///
    /// Source: the book, section 5.6.3 and its appendix A, `SoftmaxWithLoss`, where δ is left out.
    ///
    /// # Errors
    ///
    /// As [`loss`](Self::loss).
    ///
    /// ```
    /// use descent::{Loss, SimpleNet, numerical_gradient, relative_error};
    /// use ndarray::array;
    ///
    /// let net = SimpleNet::random(2, 3, 1);
    /// let (x, t) = (array![0.6, 0.9], array![0.0, 0.0, 1.0]);
    /// let numerical = numerical_gradient(net.loss_of_weights(&x, &t, Loss::CrossEntropy)?, &net.w);
    /// assert!(relative_error(&net.gradient(&x, &t)?, &numerical)? < 1e-8);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn gradient(&self, x: &Array1<f64>, t: &Array1<f64>) -> Result<Array2<f64>, Error> {
        self.gradient_with(x, t, Loss::CrossEntropy)
    }

    /// The gradient of the loss of the chosen kind, as [`gradient`](Self::gradient).
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
    /// let (x, t) = (array![1.0, 2.0], array![0.0, 1.0]);
    /// let gradient = net.gradient_with(&x, &t, Loss::SwappedCrossEntropy)?;
    /// assert!((gradient[[1, 0]] - 0.5 * 1e6_f64.ln()).abs() < 1e-6);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn gradient_with(
        &self,
        x: &Array1<f64>,
        t: &Array1<f64>,
        loss: Loss,
    ) -> Result<Array2<f64>, Error> {
        let logits = self.predict(x)?;
        check_label(logits.len(), t)?;
        let signal = Target::new(loss, t).signal(&logits);
        let mut gradient = Array2::zeros(self.w.dim());
        for (mut row, &x) in gradient.rows_mut().into_iter().zip(x) {
            row.assign(&(x * &signal));
        }
        Ok(gradient)
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::{numerical_gradient, relative_error, softmax};

    #[test]
    fn both_losses_agree_with_the_numerical_gradient_at_random_weights() {
        for (seed, t) in [
            (1, array![0.0, 0.0, 1.0]),
            (2, array![1.0, 0.0, 0.0]),
            (3, array![0.2, 0.5, 0.3]),
        ] {
            let net = SimpleNet::random(4, 3, seed);
            let x = array![0.6, -0.9, 0.0, 2.5];
            for loss in [Loss::CrossEntropy, Loss::SwappedCrossEntropy] {
                let f = net.loss_of_weights(&x, &t, loss).unwrap();
                let numerical = numerical_gradient(f, &net.w);
                let analytic = net.gradient_with(&x, &t, loss).unwrap();
                let error = relative_error(&analytic, &numerical).unwrap();
                assert!(error < 1e-7, "{loss:?}, seed {seed}: {error:e}");
            }
        }
    }

    #[test]
    fn without_delta_it_would_be_x_times_y_minus_t() {
        let net = SimpleNet::random(2, 3, 1);
        let (x, t) = (array![0.6, 0.9], array![0.0, 0.0, 1.0]);
        let signal = softmax(&net.predict(&x).unwrap()) - &t;
        let known = Array2::from_shape_fn((2, 3), |(i, j)| x[i] * signal[j]);
        let error = relative_error(&net.gradient(&x, &t).unwrap(), &known).unwrap();
        assert!(error > 1e-9 && error < 1e-5, "{error:e}");
    }

    #[test]
    fn where_a_prediction_is_sure_and_wrong_the_gradient_nearly_vanishes() {
        // ln(y + δ) is flat below δ: the constant that keeps the loss finite stops the learning.
        let net = SimpleNet::from_weights(array![[100.0, 0.0]]);
        let gradient = net.gradient(&array![1.0], &array![0.0, 1.0]).unwrap();
        assert!(gradient.iter().all(|slope| slope.abs() < 1e-30));
    }

    #[test]
    fn inputs_and_labels_that_do_not_fit_are_errors() {
        let net = SimpleNet::random(2, 3, 1);
        let (x, t) = (array![0.6, 0.9], array![0.0, 0.0, 1.0]);
        assert!(net.gradient(&array![0.6], &t).is_err());
        assert!(net.gradient(&x, &array![0.0, 1.0]).is_err());
        assert!(net.gradient(&x, &array![0.0, 0.5, 1.0]).is_err());
    }
}
