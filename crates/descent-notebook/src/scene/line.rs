//! A line on a plane.

use super::plane::{Plane, visible_pieces};
use crate::canvas::{Pen, Stroke};

/// A curve or a run of values.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) label: Option<String>,
    /// x and y in data units; a non-finite point interrupts the line.
    pub(crate) points: Vec<(f64, f64)>,
    pub(crate) stroke: Stroke,
    /// A dot at every point.
    pub(crate) dots: bool,
}

impl Line {
    pub(super) fn draw(&self, pen: &mut Pen, plane: &Plane<'_>) {
        for piece in visible_pieces(plane, &self.points) {
            pen.line(&piece, self.stroke);
        }
        // Dots of many steps in a small plane would run together.
        if self.dots && plane.inner.width >= 8.0 * self.points.len() as f64 {
            for &point in &self.points {
                let at = plane.place(point);
                if plane.inner.contains(at) {
                    pen.disc(at, self.stroke.width + 1.2, self.stroke.color);
                }
            }
        }
    }
}
