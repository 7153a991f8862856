//! Points of interest on a plane.

use super::plane::Plane;
use crate::canvas::palette::{INK, OKABE_ITO, WHITE};
use crate::canvas::{Pen, Place};

/// A star for a known minimum, a disc for a point of interest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) at: (f64, f64),
    pub(crate) shape: MarkShape,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum MarkShape {
    Star,
    Disc,
}

/// How far a mark reaches, in nominal pixels.
pub(super) const MARK_RADIUS: f64 = 15.0;

impl Mark {
    pub(crate) fn star(at: (f64, f64)) -> Self {
        let shape = MarkShape::Star;
        Self { at, shape }
    }
}

pub(super) fn draw_mark(pen: &mut Pen, plane: &Plane<'_>, mark: Mark) {
    let at = plane.place(mark.at);
    if !plane.inner.contains(at) {
        return;
    }
    match mark.shape {
        MarkShape::Star => {
            pen.polygon(&star(at, MARK_RADIUS), WHITE);
            pen.polygon(&star(at, MARK_RADIUS - 3.0), INK)
        }
        MarkShape::Disc => {
            pen.disc(at, 7.0, WHITE);
            pen.disc(at, 5.0, OKABE_ITO[0])
        }
    }
}

/// The corners of a five-pointed star.
fn star((x, y): Place, radius: f64) -> Vec<Place> {
    (0..10)
        .map(|corner| {
            let angle = f64::from(corner) * std::f64::consts::PI / 5.0;
            let radius = if corner % 2 == 0 {
                radius
            } else {
                0.42 * radius
            };
            (x + radius * angle.sin(), y - radius * angle.cos())
        })
        .collect()
}
