//! Where data lies in a picture.

use super::axis::Axis;
use crate::canvas::{DENSITY, Frame, Place};

/// Where data lies in the picture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plane<'a> {
    pub(crate) x: &'a Axis,
    pub(crate) y: &'a Axis,
    pub(crate) inner: Frame,
}

impl Plane<'_> {
    pub(super) fn across(&self, x: f64) -> f64 {
        self.inner.left + self.x.fraction(x) * self.inner.width
    }

    pub(super) fn down(&self, y: f64) -> f64 {
        self.inner.bottom() - self.y.fraction(y) * self.inner.height
    }

    /// How many drawn pixels it has across and down.
    pub(super) fn drawn_pixels(&self) -> (u32, u32) {
        let drawn = |nominal: f64| (nominal * DENSITY).round() as u32;
        (drawn(self.inner.width), drawn(self.inner.height))
    }

    /// The place of a point in nominal pixels, which may lie outside of the frame or be NaN.
    pub(crate) fn place(&self, (x, y): (f64, f64)) -> Place {
        (self.across(x), self.down(y))
    }
}

/// The parts of a line inside the plane, interrupted where it is not finite, without the points
/// that fall on the same pixel.
pub(crate) fn visible_pieces(plane: &Plane<'_>, points: &[(f64, f64)]) -> Vec<Vec<Place>> {
    let mut pieces: Vec<Vec<Place>> = Vec::new();
    let mut previous: Option<Place> = None;
    let mut joined = false;
    for &point in points {
        let place = plane.place(point);
        if !(place.0.is_finite() && place.1.is_finite()) {
            (previous, joined) = (None, false);
            continue;
        }
        if let Some(last) = previous {
            if (place.0 - last.0).abs() < 0.25 && (place.1 - last.1).abs() < 0.25 {
                continue;
            }
            match plane.inner.clip(last, place) {
                Some((a, b)) => {
                    match pieces.last_mut() {
                        Some(piece) if joined && piece.last() == Some(&a) => piece.push(b),
                        _ => pieces.push(vec![a, b]),
                    }
                    joined = b == place;
                }
                None => joined = false,
            }
        }
        previous = Some(place);
    }
    pieces
}
