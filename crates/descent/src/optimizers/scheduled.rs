use std::fmt;

use super::Optimizer;

/// Gradient descent whose learning rate changes: x ← x − ηₜg with ηₜ = schedule(t) in step
/// t = 0, 1, 2, ….
///
/// [`diminishing`] and [`step_decay`] make schedules; any function of the step is one. The
/// learning rate that it reports is the first. Unlike other optimizers it counts on whatever it
/// moves: its memory is the number of the step alone.
///
/// ```
/// use descent::{Scheduled, descend_with, diminishing, ravine};
/// use ndarray::{Array1, array};
///
/// // On a kink a fixed rate jumps over the minimum for ever; a diminishing one comes closer.
/// let kink = |x: &Array1<f64>| x[0].abs();
/// let path = descend_with(Scheduled::new(diminishing(0.5, 0.5)), kink, &array![2.2], 200)?;
/// assert!(path.last_value() < 0.01);
/// # Ok::<(), descent::Error>(())
/// ```
#[derive(Clone)]
pub struct Scheduled<S> {
    schedule: S,
    /// How many steps were made.
    steps: usize,
}

/// A schedule, being a function, shows nothing of itself.
impl<S> fmt::Debug for Scheduled<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut scheduled = f.debug_struct("Scheduled");
        scheduled
            .field("steps", &self.steps)
            .finish_non_exhaustive()
    }
}

impl<S: Fn(usize) -> f64> Scheduled<S> {
    /// With the learning rate `schedule(t)` in step t, counted from 0.
    pub fn new(schedule: S) -> Self {
        Self { schedule, steps: 0 }
    }
}

impl<S: Fn(usize) -> f64> Optimizer for Scheduled<S> {
    fn learning_rate(&self) -> f64 {
        (self.schedule)(0)
    }

    fn update(&mut self, x: &mut [f64], gradient: &[f64]) {
        let rate = (self.schedule)(self.steps);
        self.steps += 1;
        for (x, slope) in x.iter_mut().zip(gradient) {
            *x -= rate * slope;
        }
    }
}

/// The schedule first / (1 + decay · t): after 1/decay steps the learning rate is half of the
/// first.
///
/// The rates shrink, but their sum has no bound: a descent slows down and can still get anywhere.
///
/// Source: H. Robbins and S. Monro, 'A stochastic approximation method', Annals of Mathematical
/// Statistics 22, 1951, whose conditions on the rates it meets.
///
/// ```
/// use descent::diminishing;
///
/// let schedule = diminishing(1.0, 0.5);
/// assert_eq!([0, 2, 18].map(schedule), [1.0, 0.5, 0.1]);
/// ```
pub fn diminishing(first: f64, decay: f64) -> impl Fn(usize) -> f64 + Clone {
    move |step| first / (1.0 + decay * step as f64)
}

/// The schedule first · factor^⌊t / every⌋: the learning rate is multiplied by `factor` after each
/// `every` steps (after each step if `every` is 0).
///
/// Source: common practice; K. He and others, 'Deep residual learning for image recognition', CVPR
/// 2016, section 3.4, divide by 10 when the error stops falling.
///
/// ```
/// use descent::step_decay;
///
/// let schedule = step_decay(1.0, 0.5, 10);
/// assert_eq!([0, 9, 10, 35].map(schedule), [1.0, 1.0, 0.5, 0.125]);
/// ```
pub fn step_decay(first: f64, factor: f64, every: usize) -> impl Fn(usize) -> f64 + Clone {
    move |step| first * factor.powf((step / every.max(1)) as f64)
}
