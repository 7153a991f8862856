use super::{EPSILON, Optimizer, memory};

/// [`AdaGrad`](crate::AdaGrad) that forgets: h ← ρh + (1 − ρ)g², then x ← x − ηg / (√h + 10⁻⁷),
/// element by element.
///
/// h is a running mean of the squared slopes instead of their sum, so the steps do not die out;
/// with a fixed learning rate η they do not settle either, but keep about that length. The decay ρ
/// is 0.9, as in the lecture, unless you say otherwise; `RMSprop` in the book's code has 0.99.
///
/// Source: T. Tieleman and G. Hinton, 'Lecture 6.5: rmsprop', Coursera, Neural Networks for
/// Machine Learning, 2012; the book names it in section 6.1.5.
///
/// ```
/// use descent::{Optimizer, RmsProp};
/// use ndarray::array;
///
/// let mut optimizer = RmsProp::new(0.1).with_decay(0.75);
/// let x = optimizer.step(&array![0.0], &array![-8.0])?;
/// assert!((x[0] - 0.2).abs() < 1e-7); // h = 64/4, and 0.1 · 8/4
/// # Ok::<(), descent::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RmsProp {
    learning_rate: f64,
    decay: f64,
    squares: Vec<f64>,
}

impl RmsProp {
    /// With this learning rate and a decay of 0.9.
    pub fn new(learning_rate: f64) -> Self {
        Self {
            learning_rate,
            decay: 0.9,
            squares: Vec::new(),
        }
    }

    /// With another decay, the share of the mean that a step keeps: 0 or more, below 1.
    pub fn with_decay(self, decay: f64) -> Self {
        Self { decay, ..self }
    }
}

impl Optimizer for RmsProp {
    fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    fn update(&mut self, x: &mut [f64], gradient: &[f64]) {
        let squares = memory(&mut self.squares, x.len());
        for ((x, h), slope) in x.iter_mut().zip(squares).zip(gradient) {
            *h = self.decay * *h + (1.0 - self.decay) * slope * slope;
            *x -= self.learning_rate * slope / (h.sqrt() + EPSILON);
        }
    }
}
