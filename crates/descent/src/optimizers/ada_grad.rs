use super::{EPSILON, Optimizer, memory};

/// A learning rate for each element, smaller the more it has moved: h ← h + g², then
/// x ← x − ηg / (√h + 10⁻⁷), element by element.
///
/// h starts at 0, so the first step has the length η in every element whose slope is not 0, however
/// steep. h only grows: the steps shrink for good, as 1/√steps where the slope stays the same. η is
/// the learning rate.
///
/// Source: the book, section 6.1.5, equations 6.5 and 6.6, `AdaGrad`; J. Duchi, E. Hazan and
/// Y. Singer, 'Adaptive subgradient methods for online learning and stochastic optimization',
/// Journal of Machine Learning Research 12, 2011.
///
/// ```
/// use descent::{AdaGrad, Optimizer};
/// use ndarray::array;
///
/// let mut optimizer = AdaGrad::new(1.0);
/// let x = optimizer.step(&array![0.0, 0.0], &array![-3.0, -1000.0])?;
/// assert!(x.iter().all(|x| (x - 1.0).abs() < 1e-7));
/// # Ok::<(), descent::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct AdaGrad {
    learning_rate: f64,
    squares: Vec<f64>,
}

impl AdaGrad {
    /// With this learning rate.
    pub fn new(learning_rate: f64) -> Self {
        Self {
            learning_rate,
            squares: Vec::new(),
        }
    }
}

impl Optimizer for AdaGrad {
    fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    fn update(&mut self, x: &mut [f64], gradient: &[f64]) {
        let squares = memory(&mut self.squares, x.len());
        for ((x, h), slope) in x.iter_mut().zip(squares).zip(gradient) {
            *h += slope * slope;
            *x -= self.learning_rate * slope / (h.sqrt() + EPSILON);
        }
    }
}
