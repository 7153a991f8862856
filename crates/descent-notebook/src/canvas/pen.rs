//! Records what is drawn, to be replayed as pixels and as SVG.

use super::frame::{Frame, Place, distance};
use super::lettering::Lettering;
use super::palette::{Rgb, WHITE};
use super::stroke::{Dash, Stroke};
use crate::text::printable;

/// One thing that is drawn, in nominal pixels.
pub(crate) enum Primitive {
    /// A line through places, not interrupted: dashes are pieces.
    Line(Vec<Place>, Stroke),
    /// A filled polygon.
    Polygon(Vec<Place>, Rgb),
    /// A filled rectangle with its opacity.
    Rectangle(Frame, Rgb, f64),
    /// The outline of a rectangle.
    Outline(Frame, Stroke),
    /// A filled circle.
    Disc(Place, f64, Rgb),
    /// The outline of a circle.
    Ring(Place, f64, Stroke),
    /// Rows of RGB, so many drawn pixels across and down, from the upper left corner.
    Image(Place, (u32, u32), Vec<u8>),
    /// One line of text.
    Text(String, Place, Lettering),
}

/// A white sheet and what has been drawn on it: a base, and the layers above it.
pub(crate) struct Pen {
    /// Width and height of the sheet, in nominal pixels.
    pub(super) size: (u32, u32),
    pub(super) layers: Vec<Vec<Primitive>>,
}

impl Pen {
    /// A pen on a white sheet of this size.
    pub(crate) fn new(size: (u32, u32)) -> Self {
        let mut pen = Self {
            size,
            layers: vec![Vec::new()],
        };
        pen.rectangle(pen.sheet(), WHITE, 1.0);
        pen
    }

    /// The whole sheet.
    pub(crate) fn sheet(&self) -> Frame {
        Frame::at((0.0, 0.0), (self.size.0.into(), self.size.1.into()))
    }

    /// Draws what follows on a new layer, which a player can show and hide.
    pub(crate) fn begin_layer(&mut self) {
        self.layers.push(Vec::new());
    }

    /// What has been drawn on the base, first to last.
    #[cfg(test)]
    pub(crate) fn drawn(&self) -> &[Primitive] {
        &self.layers[0]
    }

    fn draw(&mut self, primitive: Primitive) {
        let layer = self.layers.last_mut().expect("there is the base");
        layer.push(primitive);
    }

    /// A line through `points`.
    pub(crate) fn line(&mut self, points: &[Place], stroke: Stroke) {
        for piece in stroke.dash.pieces(points) {
            self.draw(Primitive::Line(piece, stroke.dashed(Dash::Solid)));
        }
    }

    /// A filled polygon.
    pub(crate) fn polygon(&mut self, corners: &[Place], color: Rgb) {
        self.draw(Primitive::Polygon(corners.to_vec(), color));
    }

    /// A filled rectangle.
    pub(crate) fn rectangle(&mut self, frame: Frame, color: Rgb, alpha: f64) {
        self.draw(Primitive::Rectangle(frame, color, alpha));
    }

    /// The outline of a rectangle.
    pub(crate) fn outline(&mut self, frame: Frame, stroke: Stroke) {
        self.draw(Primitive::Outline(frame, stroke));
    }

    /// A filled circle.
    pub(crate) fn disc(&mut self, center: Place, radius: f64, color: Rgb) {
        self.draw(Primitive::Disc(center, radius, color));
    }

    /// The outline of a circle.
    pub(crate) fn ring(&mut self, center: Place, radius: f64, stroke: Stroke) {
        self.draw(Primitive::Ring(center, radius, stroke));
    }

    /// An arrow head whose point is at `tip`, coming from `from`, `size` nominal pixels long.
    pub(crate) fn arrow_head(&mut self, from: Place, tip: Place, size: f64, color: Rgb) {
        let length = distance(from, tip);
        if length == 0.0 || !length.is_finite() {
            return;
        }
        let (ux, uy) = ((tip.0 - from.0) / length, (tip.1 - from.1) / length);
        let back = |along: f64, aside: f64| {
            (
                tip.0 - along * ux - aside * uy,
                tip.1 - along * uy + aside * ux,
            )
        };
        let half = 0.45 * size;
        let corners = [back(size, half), back(0.75 * size, 0.0), back(size, -half)];
        self.polygon(&[tip, corners[0], corners[1], corners[2]], color);
    }

    /// A picture of so many drawn pixels across and down, its upper left corner at `at`.
    pub(crate) fn image(&mut self, at: Place, size: (u32, u32), rgb: Vec<u8>) {
        self.draw(Primitive::Image(at, size, rgb));
    }

    /// One line of text.
    pub(crate) fn text(&mut self, text: &str, at: Place, lettering: Lettering) {
        let text = printable(text);
        if lettering.halo {
            for turn in 0..8 {
                let angle = f64::from(turn) * std::f64::consts::FRAC_PI_4;
                let rim = (at.0 + 1.5 * angle.cos(), at.1 + 1.5 * angle.sin());
                let white = Lettering {
                    color: WHITE,
                    ..lettering
                };
                self.draw(Primitive::Text(text.clone(), rim, white));
            }
        }
        self.draw(Primitive::Text(text, at, lettering));
    }
}
