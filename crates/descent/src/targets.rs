//! The labels of a batch, ready to be compared with predictions.

use ndarray::{Array2, ArrayView1};

use crate::loss::{Target, check_label};
use crate::softmax::exponentiate;
use crate::{Error, Loss};

/// The labels of a batch, a row each, for the book's loss.
pub(crate) struct Targets(Vec<Target>);

impl Targets {
    /// The rows of `t`, checked, for predictions of a batch of `rows` inputs.
    pub(crate) fn new(rows: usize, classes: usize, t: &Array2<f64>) -> Result<Self, Error> {
        if t.dim() != (rows, classes) {
            let (y, t) = (vec![rows, classes], t.shape().to_vec());
            return Err(Error::LabelShape { y, t });
        }
        if rows == 0 {
            return Err(Error::EmptyBatch);
        }
        let target = |row: ArrayView1<'_, f64>| {
            let row = row.to_owned();
            check_label(classes, &row)?;
            Ok(Target::new(Loss::CrossEntropy, &row))
        };
        let targets: Result<_, _> = t.rows().into_iter().map(target).collect();
        targets.map(Self)
    }

    /// How many there are, as a number to divide by: 1 or more.
    pub(crate) fn count(&self) -> f64 {
        self.0.len() as f64
    }

    /// The mean loss of the logits, a row for each label.
    pub(crate) fn mean_error(&self, logits: &Array2<f64>) -> f64 {
        let mut y = Vec::with_capacity(logits.ncols());
        let pairs = logits.rows().into_iter().zip(&self.0);
        let errors = pairs.map(|(row, target)| {
            y.clear();
            y.extend(row);
            let sum = exponentiate(&mut y);
            target.error(y.iter().map(|y| y / sum))
        });
        errors.sum::<f64>() / self.count()
    }

    /// The derivative of each row's own loss with respect to its logits, in their place.
    pub(crate) fn signals(&self, mut logits: Array2<f64>) -> Array2<f64> {
        for (mut row, target) in logits.rows_mut().into_iter().zip(&self.0) {
            let signal = target.signal(&row.to_owned());
            row.assign(&signal);
        }
        logits
    }
}
