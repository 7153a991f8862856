use super::{Momentum, Optimizer};

/// Momentum that looks ahead: the slope is taken where the velocity is about to carry the point.
///
/// v ← αv − ηg(x + αv), then x ← x + v, with learning rate η and momentum α (0.9 unless you say
/// otherwise). So its steps want the gradient at the point [`ahead`](Optimizer::ahead), x + αv:
/// with that at x itself this would be plain [`Momentum`].
///
/// The book's code, `Nesterov` in `common/optimizer.py`, and many others keep the point ahead as
/// their parameters instead, and write the step as α²v − (1 + α)ηg: the same descent, but each of
/// its points lies αv beyond this one's.
///
/// Source: Yu. E. Nesterov, 'A method for solving the convex programming problem with convergence
/// rate O(1/k²)', Doklady Akademii Nauk SSSR 269, 1983; I. Sutskever and others, 'On the importance
/// of initialization and momentum in deep learning', ICML 2013, equations 3 and 4; for the book's
/// form Y. Bengio and others, 'Advances in optimizing recurrent networks', 2012
/// (arXiv:1212.0901), equation 7.
///
/// ```
/// use descent::{Nesterov, descend_with, ravine};
/// use ndarray::array;
///
/// let path = descend_with(Nesterov::new(0.1), ravine, &array![-7.0, 2.0], 100)?;
/// assert!(path.last_value() < 1e-4);
/// # Ok::<(), descent::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Nesterov(Momentum);

impl Nesterov {
    /// With this learning rate and a momentum of 0.9.
    pub fn new(learning_rate: f64) -> Self {
        Self(Momentum::new(learning_rate))
    }

    /// With another momentum, the share of the velocity that a step keeps: 0 or more, below 1.
    pub fn with_momentum(self, momentum: f64) -> Self {
        Self(self.0.with_momentum(momentum))
    }
}

impl Optimizer for Nesterov {
    fn learning_rate(&self) -> f64 {
        self.0.learning_rate
    }

    fn update(&mut self, x: &mut [f64], gradient: &[f64]) {
        self.0.update(x, gradient);
    }

    fn look_ahead(&self, x: &mut [f64]) {
        // A velocity of another length is forgotten by the next step.
        if self.0.velocity.len() == x.len() {
            for (x, v) in x.iter_mut().zip(&self.0.velocity) {
                *x += self.0.momentum * v;
            }
        }
    }
}
