//! The strokes that figures are made of, on any drawing backend.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontTransform, IntoFont, RGBAColor, RGBColor, ShapeStyle, TextStyle};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use crate::Error;
use crate::canvas::font;
use crate::canvas::palette::{INK, Rgb, WHITE};

/// Pixels drawn for each nominal one: sharp on a projector and on a high-density screen.
pub(crate) const DENSITY: f64 = 2.0;

/// The backends' units for each nominal pixel. plotters' coordinates are whole numbers: with no
/// more of them than there are drawn pixels, curves and dashes would wiggle.
pub(crate) const UNITS: f64 = 4.0 * DENSITY;

/// A place, or a size, in nominal pixels, right and down.
pub(crate) type Place = (f64, f64);

/// A rectangle in nominal pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Frame {
    pub(crate) fn right(&self) -> f64 {
        self.left + self.width
    }

    pub(crate) fn bottom(&self) -> f64 {
        self.top + self.height
    }

    pub(crate) fn contains(&self, (x, y): Place) -> bool {
        (self.left..=self.right()).contains(&x) && (self.top..=self.bottom()).contains(&y)
    }

    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right()
            && other.left < self.right()
            && self.top < other.bottom()
            && other.top < self.bottom()
    }

    /// Whether a line through `way`, or a single point of it, comes into this frame.
    pub(crate) fn is_crossed_by(&self, way: &[Place]) -> bool {
        way.iter().any(|&place| self.contains(place))
            || way
                .windows(2)
                .any(|ends| self.clip(ends[0], ends[1]).is_some())
    }

    /// This frame, smaller by `by` on every side.
    pub(crate) fn shrunk(&self, by: f64) -> Self {
        Self {
            left: self.left + by,
            top: self.top + by,
            width: (self.width - 2.0 * by).max(0.0),
            height: (self.height - 2.0 * by).max(0.0),
        }
    }

    /// The part of the segment from `a` to `b` that lies inside (Liang and Barsky, 1984); none if
    /// an end is nowhere.
    pub(crate) fn clip(&self, a: Place, b: Place) -> Option<(Place, Place)> {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        if !(dx.is_finite() && dy.is_finite()) {
            return None;
        }
        let (mut enter, mut leave) = (0.0f64, 1.0f64);
        let edges = [
            (-dx, a.0 - self.left),
            (dx, self.right() - a.0),
            (-dy, a.1 - self.top),
            (dy, self.bottom() - a.1),
        ];
        for (towards, room) in edges {
            if towards == 0.0 {
                if room < 0.0 {
                    return None;
                }
            } else if towards < 0.0 {
                enter = enter.max(room / towards);
            } else {
                leave = leave.min(room / towards);
            }
        }
        let at = |t: f64| (a.0 + t * dx, a.1 + t * dy);
        (enter <= leave).then(|| (at(enter), at(leave)))
    }
}

/// How a line looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stroke {
    pub(crate) color: Rgb,
    pub(crate) alpha: f64,
    /// In nominal pixels.
    pub(crate) width: f64,
    pub(crate) dash: Dash,
}

impl Stroke {
    pub(crate) fn solid(color: Rgb, width: f64) -> Self {
        Self {
            color,
            alpha: 1.0,
            width,
            dash: Dash::Solid,
        }
    }

    pub(crate) fn alpha(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }

    pub(crate) fn dashed(self, dash: Dash) -> Self {
        Self { dash, ..self }
    }

    fn style(self) -> ShapeStyle {
        let stroke_width = ((self.width * UNITS).round() as u32).max(1);
        ShapeStyle {
            color: rgba(self.color, self.alpha),
            filled: false,
            stroke_width,
        }
    }
}

/// Where a line is interrupted: runs differ in this beside their colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Dash {
    Solid,
    Dashed,
    Dotted,
    Alternating,
}

impl Dash {
    /// The dash of the run of this number.
    pub(crate) fn of_run(run: usize) -> Self {
        [Self::Solid, Self::Dashed, Self::Dotted, Self::Alternating][run % 4]
    }

    /// Lengths drawn and left out, in turn, in nominal pixels.
    fn pattern(self) -> &'static [f64] {
        match self {
            Self::Solid => &[],
            Self::Dashed => &[9.0, 6.0],
            Self::Dotted => &[1.0, 6.0],
            Self::Alternating => &[10.0, 5.0, 1.0, 5.0],
        }
    }

    /// The pieces of `line` that are drawn.
    fn pieces(self, line: &[Place]) -> Vec<Vec<Place>> {
        let pattern = self.pattern();
        if pattern.is_empty() {
            return vec![line.to_vec()];
        }
        let mut pieces: Vec<Vec<Place>> = Vec::new();
        let (mut part, mut left) = (0, pattern[0]);
        let mut piece: Vec<Place> = line.first().copied().into_iter().collect();
        for ends in line.windows(2) {
            let (mut a, b) = (ends[0], ends[1]);
            let mut length = (b.0 - a.0).hypot(b.1 - a.1);
            while length > left {
                let t = left / length;
                a = (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1));
                length -= left;
                if part % 2 == 0 {
                    piece.push(a);
                    pieces.push(std::mem::take(&mut piece));
                } else {
                    piece = vec![a];
                }
                part = (part + 1) % pattern.len();
                left = pattern[part];
            }
            left -= length;
            if part % 2 == 0 {
                piece.push(b);
            }
        }
        if piece.len() > 1 {
            pieces.push(piece);
        }
        pieces
    }
}

/// How a text looks and where it stands around its place.
#[derive(Clone, Copy)]
pub(crate) struct Lettering {
    /// The em in nominal pixels.
    pub(crate) size: f64,
    pub(crate) color: Rgb,
    pub(crate) across: HPos,
    pub(crate) down: VPos,
    /// Reads from bottom to top.
    pub(crate) upwards: bool,
    /// A white rim, for text on a picture.
    pub(crate) halo: bool,
}

impl Lettering {
    pub(crate) fn new(size: f64, across: HPos, down: VPos) -> Self {
        Self {
            size,
            color: INK,
            across,
            down,
            upwards: false,
            halo: false,
        }
    }
}

/// Draws in nominal pixels on a plotters drawing area.
pub(crate) struct Pen<DB: DrawingBackend> {
    area: DrawingArea<DB, Shift>,
}

impl<DB: DrawingBackend> Pen<DB> {
    /// A pen on `backend`, painted white.
    pub(crate) fn new(backend: DB) -> Result<Self, Error> {
        font::register();
        let pen = Self {
            area: backend.into_drawing_area(),
        };
        let (width, height) = pen.area.dim_in_pixel();
        pen.draw(Rectangle::new(
            [(0, 0), (width as i32, height as i32)],
            rgba(WHITE, 1.0).filled(),
        ))?;
        Ok(pen)
    }

    fn draw<E>(&self, element: E) -> Result<(), Error>
    where
        for<'a> &'a E: PointCollection<'a, BackendCoord>,
        E: Drawable<DB>,
    {
        self.area
            .draw(&element)
            .map_err(|error| Error::Drawing(error.to_string()))
    }

    /// A line through `points`.
    pub(crate) fn line(&self, points: &[Place], stroke: Stroke) -> Result<(), Error> {
        for piece in stroke.dash.pieces(points) {
            let pixels: Vec<_> = piece.into_iter().map(pixel).collect();
            self.draw(PathElement::new(pixels, stroke.style()))?;
        }
        Ok(())
    }

    /// A filled polygon.
    pub(crate) fn polygon(&self, corners: &[Place], color: Rgb, alpha: f64) -> Result<(), Error> {
        let pixels: Vec<_> = corners.iter().copied().map(pixel).collect();
        self.draw(Polygon::new(pixels, rgba(color, alpha).filled()))
    }

    /// A filled rectangle.
    pub(crate) fn rectangle(&self, frame: Frame, color: Rgb, alpha: f64) -> Result<(), Error> {
        let corners = [(frame.left, frame.top), (frame.right(), frame.bottom())].map(pixel);
        self.draw(Rectangle::new(corners, rgba(color, alpha).filled()))
    }

    /// The outline of a rectangle.
    pub(crate) fn outline(&self, frame: Frame, stroke: Stroke) -> Result<(), Error> {
        let corners = [(frame.left, frame.top), (frame.right(), frame.bottom())].map(pixel);
        self.draw(Rectangle::new(corners, stroke.style()))
    }

    /// A filled circle.
    pub(crate) fn disc(&self, center: Place, radius: f64, color: Rgb) -> Result<(), Error> {
        let radius = (radius * UNITS).round() as u32;
        self.draw(Circle::new(
            pixel(center),
            radius,
            rgba(color, 1.0).filled(),
        ))
    }

    /// The outline of a circle.
    pub(crate) fn ring(&self, center: Place, radius: f64, stroke: Stroke) -> Result<(), Error> {
        let radius = (radius * UNITS).round() as u32;
        self.draw(Circle::new(pixel(center), radius, stroke.style()))
    }

    /// An arrow head whose point is at `tip`, coming from `from`, `size` nominal pixels long.
    pub(crate) fn arrow_head(
        &self,
        from: Place,
        tip: Place,
        size: f64,
        color: Rgb,
    ) -> Result<(), Error> {
        let length = (tip.0 - from.0).hypot(tip.1 - from.1);
        if length == 0.0 || !length.is_finite() {
            return Ok(());
        }
        let (ux, uy) = ((tip.0 - from.0) / length, (tip.1 - from.1) / length);
        let back = |along: f64, aside: f64| {
            (
                tip.0 - along * ux - aside * uy,
                tip.1 - along * uy + aside * ux,
            )
        };
        let half = 0.45 * size;
        self.polygon(
            &[
                tip,
                back(size, half),
                back(0.75 * size, 0.0),
                back(size, -half),
            ],
            color,
            1.0,
        )
    }

    /// A picture of so many drawn pixels across and down, its upper left corner at `at`.
    pub(crate) fn image(&self, at: Place, size: (u32, u32), rgb: Vec<u8>) -> Result<(), Error> {
        self.draw(Image {
            at: [pixel(at)],
            size,
            rgb,
        })
    }

    /// One line of text.
    pub(crate) fn text(&self, text: &str, at: Place, lettering: Lettering) -> Result<(), Error> {
        let text = font::printable(text);
        if lettering.halo {
            for turn in 0..8 {
                let angle = f64::from(turn) * std::f64::consts::FRAC_PI_4;
                let rim = (at.0 + 1.5 * angle.cos(), at.1 + 1.5 * angle.sin());
                self.letters(
                    &text,
                    rim,
                    Lettering {
                        color: WHITE,
                        ..lettering
                    },
                )?;
            }
        }
        self.letters(&text, at, lettering)
    }

    fn letters(&self, text: &str, at: Place, lettering: Lettering) -> Result<(), Error> {
        let turn = if lettering.upwards {
            FontTransform::Rotate270
        } else {
            FontTransform::None
        };
        let font = (font::FAMILY, lettering.size * UNITS)
            .into_font()
            .transform(turn);
        let color = rgba(lettering.color, 1.0);
        let position = Pos::new(lettering.across, lettering.down);
        let style = TextStyle::from(font).color(&color).pos(position);
        self.draw(Text::new(text.to_owned(), pixel(at), style))
    }
}

/// Rows of RGB pixels. plotters has such an element only together with its own bitmap backend.
struct Image {
    at: [BackendCoord; 1],
    size: (u32, u32),
    rgb: Vec<u8>,
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Image {
    type Point = &'a BackendCoord;
    type IntoIter = std::slice::Iter<'a, BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        self.at.iter()
    }
}

impl<DB: DrawingBackend> Drawable<DB> for Image {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        points
            .take(1)
            .try_for_each(|at| backend.blit_bitmap(at, self.size, &self.rgb))
    }
}

/// The width of a text in nominal pixels.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    font::width(&font::printable(text), size)
}

fn rgba(color: Rgb, alpha: f64) -> RGBAColor {
    RGBColor(color.0, color.1, color.2).mix(alpha)
}

/// The nearest of the backends' places; whatever lies far outside, or nowhere, is kept within i32.
fn pixel(place: Place) -> (i32, i32) {
    let nearest = |v: f64| (v * UNITS).round().clamp(-1e6, 1e6) as i32;
    (nearest(place.0), nearest(place.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame {
        left: 0.0,
        top: 0.0,
        width: 10.0,
        height: 10.0,
    };

    #[test]
    fn a_segment_is_cut_at_the_frame() {
        assert_eq!(
            FRAME.clip((-5.0, 5.0), (5.0, 5.0)),
            Some(((0.0, 5.0), (5.0, 5.0)))
        );
        assert_eq!(
            FRAME.clip((5.0, -5.0), (5.0, 15.0)),
            Some(((5.0, 0.0), (5.0, 10.0)))
        );
        assert_eq!(FRAME.clip((-5.0, -1.0), (15.0, -1.0)), None);
        assert_eq!(FRAME.clip((20.0, 0.0), (0.0, 25.0)), None);
        assert!(FRAME.is_crossed_by(&[(-5.0, 5.0), (15.0, 5.0)]));
        assert!(FRAME.is_crossed_by(&[(5.0, 5.0)]));
        assert!(!FRAME.is_crossed_by(&[(-5.0, 5.0), (-5.0, 15.0), (15.0, 15.0)]));
    }

    #[test]
    fn dashes_cover_the_line_but_for_the_gaps() {
        let pieces = Dash::Dashed.pieces(&[(0.0, 0.0), (20.0, 0.0), (35.0, 0.0)]);
        let lengths: Vec<f64> = pieces.iter().map(|p| p[p.len() - 1].0 - p[0].0).collect();
        assert_eq!(lengths, [9.0, 9.0, 5.0]);
    }

    #[test]
    fn a_solid_line_is_one_piece() {
        assert_eq!(Dash::Solid.pieces(&[(0.0, 0.0), (1.0, 1.0)]).len(), 1);
    }
}
