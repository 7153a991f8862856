//! Points on a plane that no line joins: data.

use super::plane::Plane;
use crate::canvas::palette::{INK, OKABE_ITO, Rgb, WHITE};
use crate::canvas::{Pen, Place, Stroke};

/// The radius of a point, in nominal pixels.
const RADIUS: f64 = 4.5;

/// A set of points.
#[derive(Debug, Clone)]
pub(crate) struct Points {
    pub(crate) label: String,
    /// x and y in data units; one that is not finite has no place.
    pub(crate) points: Vec<(f64, f64)>,
    pub(crate) look: Look,
}

/// How the points of a set look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Look {
    color: Rgb,
    is_hollow: bool,
}

impl Look {
    /// The look of the set of this number: sets differ in their filling beside their colour, and
    /// in their colours from the first lines.
    pub(crate) fn of_set(set: usize) -> Self {
        let colors = [INK, OKABE_ITO[4], OKABE_ITO[6], OKABE_ITO[3]];
        Self {
            color: colors[set % colors.len()],
            is_hollow: set % 2 == 1,
        }
    }

    /// One point, with a white rim where points lie close together.
    pub(super) fn draw(self, pen: &mut Pen, at: Place) {
        pen.disc(at, RADIUS + 1.0, WHITE);
        if self.is_hollow {
            pen.ring(at, RADIUS - 1.0, Stroke::solid(self.color, 2.0));
        } else {
            pen.disc(at, RADIUS, self.color);
        }
    }
}

impl Points {
    pub(super) fn draw(&self, pen: &mut Pen, plane: &Plane<'_>) {
        let places = self.points.iter().map(|&point| plane.place(point));
        for place in places.filter(|&place| plane.inner.contains(place)) {
            self.look.draw(pen, place);
        }
    }
}
