//! A descent that begins where the reader puts it.

use super::interpolant::Interpolant;
use super::steps::Steps;
use crate::canvas::{Frame, Pen};

/// A map and the values beside it, evaluated, and the descent that is shown first.
#[derive(Debug, Clone)]
pub(crate) struct Explorer {
    /// That descent, for where scripts do not run.
    pub(crate) still: Steps,
    pub(crate) known: Interpolant,
    pub(crate) first: Descent,
    /// Powers of ten between which a learning rate can be chosen.
    pub(crate) decades: (i32, i32),
}

impl Explorer {
    pub(crate) fn draw(&self, pen: &mut Pen, frame: Frame) {
        self.still.draw(pen, frame);
    }
}

/// A descent: where it starts, and how it goes on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Descent {
    pub(crate) start: [f64; 2],
    pub(crate) rate: f64,
    pub(crate) momentum: f64,
    pub(crate) steps: usize,
}

impl Descent {
    /// As the page descends: its points, the last of which may have left the map.
    pub(crate) fn on(&self, known: &Interpolant) -> Vec<[f64; 2]> {
        let (mut point, mut velocity) = (self.start, [0.0; 2]);
        let mut points = vec![point];
        while points.len() <= self.steps && known.holds(point) {
            let (value, gradient) = known.at(point);
            if !value.is_finite() {
                break;
            }
            for i in 0..2 {
                velocity[i] = self.momentum * velocity[i] - self.rate * gradient[i];
                point[i] += velocity[i];
            }
            points.push(point);
        }
        points
    }
}
