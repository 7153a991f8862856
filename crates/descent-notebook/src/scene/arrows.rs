//! The arrows of a quiver.

use super::plane::Plane;
use crate::canvas::palette::Rgb;
use crate::canvas::{Pen, Stroke};

/// An arrow of a quiver, its middle at a grid point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrow {
    pub(crate) at: (f64, f64),
    /// Right and up, as shares of the longest arrow.
    pub(crate) vector: (f64, f64),
    pub(crate) color: Rgb,
}

/// Arrows on a grid, and what their length stands for.
#[derive(Debug, Clone)]
pub(crate) struct Arrows {
    pub(crate) list: Vec<Arrow>,
    /// How far apart they stand, in data units: the longest is a little shorter.
    pub(crate) apart: (f64, f64),
    /// The largest gradient.
    pub(crate) largest: f64,
    /// Lengths are not in proportion.
    pub(crate) stretched: bool,
}

impl Arrows {
    /// Draws each no longer than its place in the grid.
    pub(crate) fn draw(&self, pen: &mut Pen, plane: &Plane<'_>) {
        const LONGEST: f64 = 34.0;
        let (x, y) = (plane.x.low, plane.y.low);
        let across = plane.across(x + self.apart.0) - plane.across(x);
        let down = plane.down(y) - plane.down(y + self.apart.1);
        let longest = LONGEST.min(0.9 * across).min(0.9 * down);
        for arrow in &self.list {
            draw_arrow(pen, plane, arrow, longest);
        }
    }
}

fn draw_arrow(pen: &mut Pen, plane: &Plane<'_>, arrow: &Arrow, longest: f64) {
    let middle = plane.place(arrow.at);
    let half = longest / 2.0;
    let (dx, dy) = (half * arrow.vector.0, -half * arrow.vector.1);
    let (tail, tip) = (
        (middle.0 - dx, middle.1 - dy),
        (middle.0 + dx, middle.1 + dy),
    );
    let length = (2.0 * dx).hypot(2.0 * dy);
    if length < 1.5 {
        return pen.disc(middle, 1.5, arrow.color);
    }
    let head = (0.45 * length).clamp(3.0, 9.0);
    let neck = 1.0 - 0.6 * head / length;
    let neck = (
        tail.0 + neck * (tip.0 - tail.0),
        tail.1 + neck * (tip.1 - tail.1),
    );
    pen.line(&[tail, neck], Stroke::solid(arrow.color, 2.0));
    pen.arrow_head(tail, tip, head, arrow.color)
}
