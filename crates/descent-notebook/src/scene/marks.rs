//! Points of interest on a plane.

use super::plane::Plane;
use crate::canvas::palette::{INK, Rgb, WHITE};
use crate::canvas::{Frame, Pen, Place};

/// A point that is marked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(super) at: (f64, f64),
    pub(super) shape: MarkShape,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum MarkShape {
    Star,
    Disc(Rgb),
}

/// How far a mark reaches, in nominal pixels.
const MARK_RADIUS: f64 = 15.0;

impl Mark {
    /// A star: a known minimum.
    pub(crate) fn star(at: (f64, f64)) -> Self {
        let shape = MarkShape::Star;
        Self { at, shape }
    }

    /// A disc in the colour of what it belongs to.
    pub(crate) fn disc(at: (f64, f64), color: Rgb) -> Self {
        let shape = MarkShape::Disc(color);
        Self { at, shape }
    }

    /// What it takes of the picture.
    pub(super) fn frame(&self, plane: &Plane<'_>) -> Frame {
        let size = (2.0 * MARK_RADIUS, 2.0 * MARK_RADIUS);
        Frame::around(plane.place(self.at), size)
    }

    pub(super) fn draw(&self, pen: &mut Pen, plane: &Plane<'_>) {
        let at = plane.place(self.at);
        if !plane.inner.contains(at) {
            return;
        }
        match self.shape {
            MarkShape::Star => {
                pen.polygon(&star(at, MARK_RADIUS), WHITE);
                pen.polygon(&star(at, MARK_RADIUS - 3.0), INK);
            }
            MarkShape::Disc(color) => {
                pen.disc(at, 7.0, WHITE);
                pen.disc(at, 5.0, color);
            }
        }
    }
}

/// The corners of a five-pointed star.
fn star((x, y): Place, radius: f64) -> Vec<Place> {
    (0..10)
        .map(|corner| {
            let angle = corner as f64 * std::f64::consts::PI / 5.0;
            let radius = [radius, 0.42 * radius][corner % 2];
            (x + radius * angle.sin(), y - radius * angle.cos())
        })
        .collect()
}
