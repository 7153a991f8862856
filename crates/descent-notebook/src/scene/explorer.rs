//! A descent that begins where the reader puts it.

use super::steps::Steps;
use crate::canvas::{Frame, Pen};
use crate::figures::fidelity::Descent;
use crate::figures::interpolant::Interpolant;

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
