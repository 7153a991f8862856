//! A few steps of an optimizer with given gradients.

use ndarray::Array1;
use rand::rngs::StdRng;

use super::answer::Named;
use super::answer::text_of;
use super::random::{between, point};
use crate::number::number;

/// Where the steps begin, the gradient of each, and the optimizer's numbers.
#[derive(Clone)]
pub(crate) struct Steps {
    pub(crate) start: Array1<f64>,
    pub(crate) gradients: Vec<Array1<f64>>,
    pub(crate) rate: f64,
    /// The share of the memory that a step keeps: momentum or decay.
    pub(crate) keep: f64,
}

/// A rule for one element: x, its memory, its slope, the learning rate and what is kept.
pub(crate) type Rule = fn(&mut f64, &mut f64, f64, f64, f64);

impl Steps {
    pub(crate) fn random(steps: usize, random: &mut StdRng) -> Self {
        Self {
            // Far from 0, with large slopes: which ε is added to a root, and where, is no matter.
            start: 4.0 * point(2, random),
            gradients: (0..steps).map(|_| 3.0 * point(2, random)).collect(),
            rate: between(0.05, 0.3, random),
            keep: between(0.6, 0.85, random),
        }
    }

    /// The same with no slope along x₀: what is divided by its size must stay finite.
    pub(crate) fn level(mut self) -> Self {
        for gradient in &mut self.gradients {
            gradient[0] = 0.0;
        }
        self
    }

    pub(crate) fn text(&self) -> String {
        let gradients: Vec<String> = self.gradients.iter().map(text_of).collect();
        format!(
            "from {} with gradients {}",
            text_of(&self.start),
            gradients.join(", ")
        )
    }

    pub(crate) fn text_with(&self, keep: &str) -> String {
        let (rate, kept) = (number(self.rate, 3), number(self.keep, 3));
        format!("{}, rate {rate}, {keep} {kept}", self.text())
    }

    pub(crate) fn text_with_rate(&self) -> String {
        format!("{}, rate {}", self.text(), number(self.rate, 3))
    }

    /// Where x and its memory, named `name`, are after all steps.
    pub(crate) fn walk(&self, name: &'static str, rule: Rule) -> Named {
        let (mut x, mut memory) = (self.start.clone(), Array1::zeros(self.start.len()));
        for gradient in &self.gradients {
            for ((x, memory), slope) in x.iter_mut().zip(&mut memory).zip(gradient) {
                rule(x, memory, *slope, self.rate, self.keep);
            }
        }
        Named::new().and("x", &x).and(name, &memory)
    }

    /// The same, made by `step(x, memory, gradient)`.
    pub(crate) fn taken(
        &self,
        name: &'static str,
        step: impl Fn(&mut Array1<f64>, &mut Array1<f64>, &Array1<f64>),
    ) -> Named {
        let (mut x, mut memory) = (self.start.clone(), Array1::zeros(self.start.len()));
        for gradient in &self.gradients {
            step(&mut x, &mut memory, gradient);
        }
        Named::new().and("x", &x).and(name, &memory)
    }
}
