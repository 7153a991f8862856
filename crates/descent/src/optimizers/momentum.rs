use super::{Optimizer, memory};

/// Gradient descent with momentum, a ball that rolls: v ← αv − ηg, then x ← x + v.
///
/// The velocity v starts at 0. Along a valley it grows up to η/(1 − α) times the slope, and jumps
/// from wall to wall cancel out. η is the learning rate; α, the momentum, is 0.9 unless you say
/// otherwise, and with 0 this is [`Sgd`](crate::Sgd).
///
/// Source: the book, section 6.1.4, equations 6.3 and 6.4, `Momentum`; B. T. Polyak, 'Some
/// methods of speeding up the convergence of iteration methods', USSR Computational Mathematics
/// and Mathematical Physics 4(5), 1964.
///
/// ```
/// use descent::{Momentum, Optimizer};
/// use ndarray::array;
///
/// let mut optimizer = Momentum::new(0.1).with_momentum(0.5);
/// let x = optimizer.step(&array![0.0], &array![-10.0])?;
/// let x = optimizer.step(&x, &array![-10.0])?;
/// assert_eq!(x, array![2.5]); // 1, then 1 + half of the velocity before
/// # Ok::<(), descent::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Momentum {
    pub(super) learning_rate: f64,
    pub(super) momentum: f64,
    pub(super) velocity: Vec<f64>,
}

impl Momentum {
    /// With this learning rate and a momentum of 0.9.
    pub fn new(learning_rate: f64) -> Self {
        Self {
            learning_rate,
            momentum: 0.9,
            velocity: Vec::new(),
        }
    }

    /// With another momentum, the share of the velocity that a step keeps: 0 or more, below 1.
    pub fn with_momentum(self, momentum: f64) -> Self {
        Self { momentum, ..self }
    }
}

impl Optimizer for Momentum {
    fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    fn update(&mut self, x: &mut [f64], gradient: &[f64]) {
        let velocity = memory(&mut self.velocity, x.len());
        for ((x, v), slope) in x.iter_mut().zip(velocity).zip(gradient) {
            *v = self.momentum * *v - self.learning_rate * slope;
            *x += *v;
        }
    }
}
