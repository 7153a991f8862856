//! The shapes of a two-layer net: whether they fit, and how it is printed.

use std::fmt;

use ndarray::Array2;

use super::TwoLayerNet;
use crate::Error;

impl TwoLayerNet {
    /// Whether a batch fits the net, and the net's layers each other.
    pub(super) fn check(&self, x: &Array2<f64>) -> Result<(), Error> {
        for (layer, w, b) in [(1, &self.w1, &self.b1), (2, &self.w2, &self.b2)] {
            if b.len() != w.ncols() {
                let (w, b) = (w.shape().to_vec(), b.shape().to_vec());
                return Err(Error::BiasShape { layer, w, b });
            }
        }
        if self.w2.nrows() != self.w1.ncols() {
            let (w1, w2) = (self.w1.shape().to_vec(), self.w2.shape().to_vec());
            return Err(Error::LayerShape { w1, w2 });
        }
        if x.ncols() != self.w1.nrows() {
            let (x, w) = (x.shape().to_vec(), self.w1.shape().to_vec());
            return Err(Error::InputShape { x, w });
        }
        Ok(())
    }
}

/// The shapes alone: the numbers of the book's net would fill the screen a hundred times.
impl fmt::Debug for TwoLayerNet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((inputs, hidden), (units, outputs)) = (self.w1.dim(), self.w2.dim());
        write!(
            f,
            "TwoLayerNet {{ w1: {inputs} × {hidden}, b1: {}, w2: {units} × {outputs}, b2: {} }}",
            self.b1.len(),
            self.b2.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, array};

    use super::*;

    #[test]
    fn layers_that_do_not_fit_are_told_before_the_input_is() {
        let net = TwoLayerNet::random(2, 3, 4, 1);
        let x = array![[0.6, 0.9, 0.3]];
        let message = |net: &TwoLayerNet| net.predict(&x).unwrap_err().to_string();
        let changed = |change: fn(&mut TwoLayerNet)| {
            let mut net = net.clone();
            change(&mut net);
            message(&net)
        };
        assert!(changed(|net| net.b1 = Array1::zeros(4)).starts_with("b1 has shape [4]"));
        assert!(changed(|net| net.b2 = Array1::zeros(1)).starts_with("b2 has shape [1]"));
        assert!(changed(|net| net.w2 = Array2::zeros((2, 4))).starts_with("w2 has shape [2, 4]"));
        assert!(message(&net).starts_with("x has shape [1, 3]"));
    }

    #[test]
    fn debug_shows_shapes_and_no_weights() {
        let shown = format!("{:?}", TwoLayerNet::random(64, 50, 10, 1));
        let expected = "TwoLayerNet { w1: 64 × 50, b1: 50, w2: 50 × 10, b2: 10 }";
        assert_eq!(shown, expected);
    }
}
