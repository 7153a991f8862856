//! The arrows of a quiver.

use super::plane::Plane;
use crate::canvas::palette::Rgb;
use crate::canvas::{Frame, Pen, Place, Stroke, between, distance};

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
    /// Draws each no longer than its place in the grid, but for those that would lie on a frame
    /// that is `taken`.
    pub(super) fn draw(&self, pen: &mut Pen, plane: &Plane<'_>, taken: &[Frame]) {
        const LONGEST: f64 = 34.0;
        let (x, y) = (plane.x.low, plane.y.low);
        let across = plane.across(x + self.apart.0) - plane.across(x);
        let down = plane.down(y) - plane.down(y + self.apart.1);
        let longest = LONGEST.min(0.9 * across).min(0.9 * down);
        let unit = (across / self.apart.0, down / self.apart.1);
        for arrow in &self.list {
            let share = arrow.vector.0.hypot(arrow.vector.1);
            // Along the step as it is drawn, also where a unit is longer across than down.
            let way = (unit.0 * arrow.vector.0, -unit.1 * arrow.vector.1);
            let scale = share * longest / way.0.hypot(way.1);
            let half = (scale * way.0 / 2.0, scale * way.1 / 2.0);
            let (x, y) = plane.place(arrow.at);
            let (tail, tip) = ((x - half.0, y - half.1), (x + half.0, y + half.1));
            let length = share * longest;
            if length < 1.5 {
                pen.disc((x, y), 1.5, arrow.color);
            } else if !taken.iter().any(|frame| frame.is_crossed_by(&[tail, tip])) {
                draw_arrow(pen, tail, tip, arrow.color);
            }
        }
    }
}

fn draw_arrow(pen: &mut Pen, tail: Place, tip: Place, color: Rgb) {
    let length = distance(tail, tip);
    let head = (0.45 * length).clamp(4.5, 9.0);
    let neck = between(tail, tip, 1.0 - 0.6 * head / length);
    pen.line(&[tail, neck], Stroke::solid(color, 2.0));
    pen.arrow_head(tail, tip, head, color);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::Primitive;
    use crate::scene::axis::{Axis, Scale};

    const AT: (f64, f64) = (2.5, 0.5);

    fn drawn(taken: &[Frame]) -> (Vec<(Place, Place)>, Place) {
        // A unit is five times as long down as across.
        let axis = |half: f64| Axis::new("x", -half, half, Scale::Linear).expect("a range");
        let (x, y) = (&axis(10.0), &axis(2.0));
        let inner = Frame {
            left: 0.0,
            top: 0.0,
            width: 400.0,
            height: 400.0,
        };
        let plane = Plane { x, y, inner };
        let arrows = Arrows {
            list: vec![Arrow {
                at: AT,
                vector: (-0.5, -0.5),
                color: (0, 0, 0),
            }],
            apart: (2.0, 0.4),
            largest: 1.0,
            stretched: false,
        };
        let mut pen = Pen::new((400, 400));
        arrows.draw(&mut pen, &plane, taken);
        let shafts = pen.drawn().iter().filter_map(|primitive| match primitive {
            Primitive::Line(ends, _) => Some((ends[0], ends[1])),
            _ => None,
        });
        (shafts.collect(), plane.place(AT))
    }

    #[test]
    fn an_arrow_lies_along_the_step_as_it_is_drawn() {
        let (shafts, _) = drawn(&[]);
        let [(tail, neck)] = shafts[..] else {
            panic!("{shafts:?}");
        };
        let slope = (neck.1 - tail.1) / (neck.0 - tail.0);
        assert!((slope + 5.0).abs() < 1e-9, "{slope}");
        assert!(neck.0 < tail.0 && neck.1 > tail.1, "left and down");
    }

    #[test]
    fn an_arrow_makes_room_for_a_label() {
        let (_, (x, y)) = drawn(&[]);
        let label = Frame {
            left: x - 10.0,
            top: y - 7.0,
            width: 20.0,
            height: 14.0,
        };
        assert!(drawn(&[label]).0.is_empty());
    }
}
