//! A net on many inputs at once.

use ndarray::Array2;

use crate::accuracy::likeliest;
use crate::targets::Targets;
use crate::{Error, LossOfWeights, SimpleNet};

impl SimpleNet {
    /// The logits of many inputs, X·W: inputs `x` of M × inputs give M × outputs, a row each.
    ///
    /// # Errors
    ///
    /// If `x` does not have one column for each input of the net.
    ///
    /// ```
    /// use descent::SimpleNet;
    /// use ndarray::array;
    ///
    /// let net = SimpleNet::from_weights(array![[1.0, 2.0], [10.0, 20.0]]);
    /// let logits = net.predict_batch(&array![[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])?;
    /// assert_eq!(logits, array![[1.0, 2.0], [10.0, 20.0], [11.0, 22.0]]);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn predict_batch(&self, x: &Array2<f64>) -> Result<Array2<f64>, Error> {
        self.check_input(x.shape())?;
        Ok(x.dot(&self.w))
    }

    /// The class that the net takes each input for: the place of the largest logit in each row,
    /// the first one where several are largest (0 where all are NaN).
    ///
    /// # Errors
    ///
    /// As [`predict_batch`](Self::predict_batch).
    ///
    /// ```
    /// use descent::SimpleNet;
    /// use ndarray::array;
    ///
    /// let net = SimpleNet::from_weights(array![[1.0, 0.0], [0.0, 1.0]]);
    /// assert_eq!(net.classify(&array![[3.0, 2.0], [-5.0, 0.5]])?, [0, 1]);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn classify(&self, x: &Array2<f64>) -> Result<Vec<usize>, Error> {
        Ok(likeliest(&self.predict_batch(x)?))
    }

    /// The book's loss on many inputs: the mean of [`loss`](Self::loss) over the rows of `x` and
    /// `t`, M × inputs and M × outputs.
    ///
    /// Source: the book, section 4.2.4, equation 4.3.
    ///
    /// # Errors
    ///
    /// If `x` does not have one column for each input of the net, `t` not one row for each of `x`,
    /// if there are no rows, or if a row of `t` is not a distribution over the outputs.
    ///
    /// ```
    /// use descent::SimpleNet;
    /// use ndarray::{Axis, array};
    ///
    /// let net = SimpleNet::random(2, 3, 1);
    /// let (x, t) = (array![[0.6, 0.9], [0.1, 0.2]], array![[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]);
    /// let loss = |i| net.loss(&x.row(i).to_owned(), &t.row(i).to_owned());
    /// assert!((net.loss_batch(&x, &t)? - (loss(0)? + loss(1)?) / 2.0).abs() < 1e-15);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn loss_batch(&self, x: &Array2<f64>, t: &Array2<f64>) -> Result<f64, Error> {
        Ok(self.loss_of_weights_batch(x, t)?(&self.w))
    }

    /// [`loss_batch`](Self::loss_batch) as a function of the weights: what
    /// [`numerical_gradient`](crate::numerical_gradient) takes.
    ///
    /// `x` and `t` are checked here, once, and copied. The function is NaN for weights of another
    /// shape than the net's.
    ///
    /// # Errors
    ///
    /// As [`loss_batch`](Self::loss_batch).
    ///
    /// ```
    /// use descent::{SimpleNet, numerical_gradient, relative_error};
    /// use ndarray::array;
    ///
    /// let net = SimpleNet::random(2, 3, 1);
    /// let (x, t) = (array![[0.6, 0.9], [0.1, 0.2]], array![[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]);
    /// let numerical = numerical_gradient(net.loss_of_weights_batch(&x, &t)?, &net.w);
    /// assert!(relative_error(&net.gradient_batch(&x, &t)?, &numerical)? < 1e-8);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn loss_of_weights_batch(
        &self,
        x: &Array2<f64>,
        t: &Array2<f64>,
    ) -> Result<LossOfWeights, Error> {
        let targets = self.targets(x, t)?;
        let (x, shape) = (x.clone(), self.w.dim());
        Ok(Box::new(move |w| {
            if w.dim() != shape {
                return f64::NAN;
            }
            targets.mean_error(&x.dot(w))
        }))
    }

    /// The gradient of [`loss_batch`](Self::loss_batch) with respect to the weights, of their
    /// shape, by backpropagation: the mean of [`gradient`](Self::gradient) over the rows.
    ///
    /// Source: the book, section 5.6.2, the batch version of `Affine`.
    ///
    /// # Errors
    ///
    /// As [`loss_batch`](Self::loss_batch).
    ///
    /// ```
    /// use descent::SimpleNet;
    /// use ndarray::array;
    ///
    /// let net = SimpleNet::from_weights(array![[0.0, 0.0], [0.0, 0.0]]);
    /// let gradient = net.gradient_batch(&array![[1.0, 2.0]], &array![[0.0, 1.0]])?;
    /// let expected = array![[0.5, -0.5], [1.0, -1.0]]; // x times (y − t)
    /// assert!((gradient - expected).iter().all(|difference| difference.abs() < 1e-6));
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn gradient_batch(&self, x: &Array2<f64>, t: &Array2<f64>) -> Result<Array2<f64>, Error> {
        let targets = self.targets(x, t)?;
        Ok(x.t().dot(&targets.signals(x.dot(&self.w))) / targets.count())
    }

    /// The rows of `t`, checked, ready to be compared with predictions for the rows of `x`.
    fn targets(&self, x: &Array2<f64>, t: &Array2<f64>) -> Result<Targets, Error> {
        self.check_input(x.shape())?;
        Targets::new(x.nrows(), self.w.ncols(), t)
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::{Digits, numerical_gradient, relative_error};

    #[test]
    fn a_batch_is_the_mean_of_its_rows() {
        let digits = Digits::load().select(&[0, 10, 20, 30]).unwrap();
        let net = SimpleNet::random(64, 10, 3);
        let (x, t) = (digits.images.clone(), digits.one_hot());
        let (mut loss, mut gradient) = (0.0, Array2::zeros((64, 10)));
        for (x, t) in x.rows().into_iter().zip(t.rows()) {
            let (x, t) = (x.to_owned(), t.to_owned());
            loss += net.loss(&x, &t).unwrap() / 4.0;
            gradient += &(net.gradient(&x, &t).unwrap() / 4.0);
        }
        assert!((net.loss_batch(&x, &t).unwrap() - loss).abs() < 1e-12);
        let batch = net.gradient_batch(&x, &t).unwrap();
        assert!(relative_error(&batch, &gradient).unwrap() < 1e-12);
    }

    #[test]
    fn backpropagation_agrees_with_the_numerical_gradient() {
        let digits = Digits::load().select(&[3, 1, 4, 15, 9, 26, 5]).unwrap();
        let net = SimpleNet::from_weights(0.1 * SimpleNet::random(64, 10, 1).w);
        let (x, t) = (digits.images.clone(), digits.one_hot());
        let f = net.loss_of_weights_batch(&x, &t).unwrap();
        let error = relative_error(
            &net.gradient_batch(&x, &t).unwrap(),
            &numerical_gradient(f, &net.w),
        );
        assert!(error.clone().unwrap() < 1e-8, "{error:?}");
    }

    #[test]
    fn transposed_inputs_and_weights_serve() {
        let (x, t) = (
            array![[0.6, 0.9], [0.1, 0.2]],
            array![[0.0, 1.0], [1.0, 0.0]],
        );
        let net = SimpleNet::random(2, 2, 1);
        let fortran = |a: &Array2<f64>| a.t().as_standard_layout().into_owned().reversed_axes();
        let other = SimpleNet::from_weights(fortran(&net.w));
        let found = other.loss_batch(&fortran(&x), &fortran(&t)).unwrap();
        assert!((found - net.loss_batch(&x, &t).unwrap()).abs() < 1e-15);
        let found = other.gradient_batch(&fortran(&x), &fortran(&t)).unwrap();
        assert!(
            (found - net.gradient_batch(&x, &t).unwrap())
                .iter()
                .all(|e| e.abs() < 1e-15)
        );
    }

    #[test]
    fn batches_that_do_not_fit_are_errors() {
        let net = SimpleNet::random(2, 3, 1);
        let (x, t) = (array![[0.6, 0.9]], array![[0.0, 0.0, 1.0]]);
        let found = |x: &Array2<f64>, t: &Array2<f64>| {
            assert_eq!(net.loss_batch(x, t).err(), net.gradient_batch(x, t).err());
            net.loss_batch(x, t).unwrap_err().to_string()
        };
        assert!(found(&array![[1.0, 2.0, 3.0]], &t).starts_with("x has shape [1, 3]"));
        assert!(found(&x, &array![[0.0, 1.0]]).contains("shape [1, 3]"));
        assert!(found(&x, &array![[0.0, 0.5, 1.0]]).contains("sum to 1.5"));
        let (no_x, no_t) = (Array2::zeros((0, 2)), Array2::zeros((0, 3)));
        assert!(found(&no_x, &no_t).contains("no rows"));
        assert_eq!(net.classify(&no_x), Ok(vec![]));
        assert!(net.classify(&array![[1.0]]).is_err());
    }

    #[test]
    fn rows_without_inputs_are_rows() {
        let net = SimpleNet::random(0, 2, 1);
        let (x, t) = (Array2::zeros((2, 0)), array![[0.0, 1.0], [1.0, 0.0]]);
        assert_eq!(net.classify(&x), Ok(vec![0, 0]));
        let undecided = net.loss(&array![], &array![0.0, 1.0]).unwrap();
        assert_eq!(net.loss_batch(&x, &t), Ok(undecided));
        assert_eq!(net.gradient_batch(&x, &t), Ok(Array2::zeros((0, 2))));
    }

    #[test]
    fn weights_of_another_shape_have_no_loss() {
        let net = SimpleNet::random(2, 3, 1);
        let f = net
            .loss_of_weights_batch(&array![[0.6, 0.9]], &array![[0.0, 0.0, 1.0]])
            .unwrap();
        assert!(f(&Array2::zeros((3, 2))).is_nan());
    }

    #[test]
    fn a_nan_input_is_handed_on() {
        let net = SimpleNet::random(2, 3, 1);
        let (x, t) = (array![[f64::NAN, 0.9]], array![[0.0, 0.0, 1.0]]);
        assert!(net.loss_batch(&x, &t).unwrap().is_nan());
        assert_eq!(net.classify(&x), Ok(vec![0]));
    }
}
