//! A few steps of an optimizer with given gradients.

use descent_language::{translated, words};
use ndarray::Array1;
use rand::rngs::StdRng;

use super::answer::{Named, text_of};
use super::random::{between, point};
use crate::number::number;
use crate::text::comma;

/// Where the steps begin, the gradient of each, and the optimizer's numbers.
#[derive(Clone)]
pub(crate) struct Steps {
    pub(crate) start: Array1<f64>,
    pub(crate) gradients: Vec<Array1<f64>>,
    pub(crate) rate: f64,
    /// The share of the memory that a step keeps: momentum or decay.
    pub(crate) keep: f64,
}

/// What an element's memory becomes in a step: of what it was and the element's slope g.
pub(crate) type Memory = fn(f64, f64, &Steps) -> f64;

/// By how much an element of x then moves: of its memory before and after, and its slope g.
pub(crate) type Move = fn(f64, f64, f64, &Steps) -> f64;

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

    /// One, two and three steps, and two with no slope along x₀: what is divided by its size must
    /// stay finite.
    pub(crate) fn with_a_level_one(random: &mut StdRng) -> Vec<Self> {
        let mut several = [1, 2, 3, 2].map(|steps| Self::random(steps, random));
        for gradient in &mut several[3].gradients {
            gradient[0] = 0.0;
        }
        several.into()
    }

    pub(crate) fn text(&self) -> String {
        let gradients: Vec<String> = self.gradients.iter().map(text_of).collect();
        let (start, gradients) = (text_of(&self.start), gradients.join(", "));
        let rate = number(self.rate, 3);
        words!(
            "from {start} with gradients {gradients}, rate {rate}",
            start,
            gradients,
            rate
        )
    }

    /// The same with the share that is kept, and its name.
    pub(crate) fn text_with(&self, keep: &str) -> String {
        let keep = words!(
            "{name} {value}",
            name = translated(keep),
            value = number(self.keep, 3)
        );
        [self.text(), keep].join(comma())
    }

    /// Where x and its memories, which begin at 0, are after all steps; each is made by
    /// `step(x, memories, gradient, t)` with t = 1, 2, ….
    pub(crate) fn taken<const N: usize>(
        &self,
        names: [&'static str; N],
        step: impl Fn(&mut Array1<f64>, [&mut Array1<f64>; N], &Array1<f64>, i32),
    ) -> Named {
        let mut x = self.start.clone();
        let mut memories = names.map(|_| Array1::zeros(x.len()));
        for (t, gradient) in (1..).zip(&self.gradients) {
            step(&mut x, memories.each_mut(), gradient, t);
        }
        let named = names.iter().zip(&memories);
        named.fold(Named::default().and("x", &x), |all, (name, memory)| {
            all.and(name, memory)
        })
    }

    /// The same for an optimizer with one memory, element by element.
    pub(crate) fn walk(&self, name: &'static str, memory: Memory, step: Move) -> Named {
        self.taken([name], |x, [memories], gradient, _| {
            for ((x, m), g) in x.iter_mut().zip(memories).zip(gradient) {
                let before = *m;
                *m = memory(before, *g, self);
                *x += step(before, *m, *g, self);
            }
        })
    }
}
