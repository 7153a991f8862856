use super::{EPSILON, Optimizer, memory};

/// Momentum and a learning rate for each element at once: m ← m + (1 − β₁)(g − m) and
/// v ← v + (1 − β₂)(g² − v), then x ← x − ηₜm / (√v + 10⁻⁷), element by element.
///
/// m and v are running means of the slopes and of their squares. Both start at 0 and are too small
/// at first; ηₜ = η√(1 − β₂ᵗ) / (1 − β₁ᵗ) makes up for it in step t = 1, 2, …, so that the first
/// step has the length η in every element whose slope is not 0. η is the learning rate; β₁ is 0.9
/// and β₂ 0.999 unless you say otherwise.
///
/// This is the paper's algorithm in the order of computation that the end of its section 2
/// proposes, with ε̂ = 10⁻⁷ as in the book's code.
///
/// Source: D. P. Kingma and J. Ba, 'Adam: a method for stochastic optimization', ICLR 2015
/// (arXiv:1412.6980), algorithm 1; the book, section 6.1.6, `Adam`.
///
/// ```
/// use descent::{Adam, Optimizer};
/// use ndarray::array;
///
/// let mut optimizer = Adam::new(0.3);
/// let x = optimizer.step(&array![0.0, 0.0], &array![-3.0, -1000.0])?;
/// assert!(x.iter().all(|x| (x - 0.3).abs() < 1e-6));
/// # Ok::<(), descent::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Adam {
    learning_rate: f64,
    beta1: f64,
    beta2: f64,
    /// How many steps were made.
    steps: usize,
    slopes: Vec<f64>,
    squares: Vec<f64>,
}

impl Adam {
    /// With this learning rate, β₁ = 0.9 and β₂ = 0.999.
    pub fn new(learning_rate: f64) -> Self {
        Self {
            learning_rate,
            beta1: 0.9,
            beta2: 0.999,
            steps: 0,
            slopes: Vec::new(),
            squares: Vec::new(),
        }
    }

    /// With other shares of the means that a step keeps: each 0 or more, below 1.
    pub fn with_betas(self, beta1: f64, beta2: f64) -> Self {
        Self {
            beta1,
            beta2,
            ..self
        }
    }
}

impl Optimizer for Adam {
    fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    fn update(&mut self, x: &mut [f64], gradient: &[f64]) {
        if self.slopes.len() != x.len() {
            self.steps = 0;
        }
        let slopes = memory(&mut self.slopes, x.len());
        let squares = memory(&mut self.squares, x.len());
        self.steps += 1;
        let steps = self.steps as f64;
        let correction = (1.0 - self.beta2.powf(steps)).sqrt() / (1.0 - self.beta1.powf(steps));
        let rate = self.learning_rate * correction;
        for (((x, m), v), slope) in x.iter_mut().zip(slopes).zip(squares).zip(gradient) {
            *m += (1.0 - self.beta1) * (slope - *m);
            *v += (1.0 - self.beta2) * (slope * slope - *v);
            *x -= rate * *m / (v.sqrt() + EPSILON);
        }
    }
}
