//! Draws what a pen recorded with plotters' elements, on any of its backends.

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::style::text_anchor::Pos;
use plotters::style::{Color, FontTransform, IntoFont, RGBAColor, RGBColor, ShapeStyle, TextStyle};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use super::face::Face;
use super::frame::{Frame, Place, UNITS};
use super::palette::Rgb;
use super::pen::Primitive;
use super::stroke::Stroke;
use crate::error::Error;

/// What a backend answers: ours write to memory, which does not fail.
pub(super) type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Draws `primitives`, first to last. Of a backend these elements call neither `draw_line` nor
/// `estimate_text_size`; ours leave both out.
pub(super) fn replay<DB: DrawingBackend>(
    primitives: &[Primitive],
    backend: DB,
) -> Result<(), Error> {
    let area = backend.into_drawing_area();
    primitives
        .iter()
        .try_for_each(|primitive| draw(&area, primitive))
        .map_err(|error| Error::Drawing(error.to_string()))
}

fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    primitive: &Primitive,
) -> Result<(), plotters::drawing::DrawingAreaErrorKind<DB::ErrorType>> {
    match primitive {
        Primitive::Line(points, stroke) => {
            area.draw(&PathElement::new(units(points), line(stroke)))
        }
        Primitive::Polygon(corners, color) => {
            area.draw(&Polygon::new(units(corners), rgba(*color, 1.0).filled()))
        }
        Primitive::Rectangle(frame, color, alpha) => {
            area.draw(&Rectangle::new(ends(*frame), rgba(*color, *alpha).filled()))
        }
        Primitive::Outline(frame, stroke) => area.draw(&Rectangle::new(ends(*frame), line(stroke))),
        Primitive::Disc(center, radius, color) => {
            let style = rgba(*color, 1.0).filled();
            area.draw(&Circle::new(unit(*center), length(*radius), style))
        }
        Primitive::Ring(center, radius, stroke) => {
            area.draw(&Circle::new(unit(*center), length(*radius), line(stroke)))
        }
        Primitive::Image(at, size, rgb) => area.draw(&Image {
            at: [unit(*at)],
            size: *size,
            rgb,
        }),
        Primitive::Text(text, at, lettering) => {
            let turn = match lettering.upwards {
                true => FontTransform::Rotate270,
                false => FontTransform::None,
            };
            let font = (Face::Latin.families(), lettering.size * UNITS).into_font();
            let color = rgba(lettering.color, 1.0);
            let style = TextStyle::from(font.transform(turn))
                .color(&color)
                .pos(Pos::new(lettering.across, lettering.down));
            area.draw(&Text::new(text.as_str(), unit(*at), style))
        }
    }
}

/// Rows of RGB pixels. plotters has such an element only together with its own bitmap backend.
struct Image<'a> {
    at: [BackendCoord; 1],
    size: (u32, u32),
    rgb: &'a [u8],
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Image<'_> {
    type Point = &'a BackendCoord;
    type IntoIter = std::slice::Iter<'a, BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        self.at.iter()
    }
}

impl<DB: DrawingBackend> Drawable<DB> for Image<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        points
            .take(1)
            .try_for_each(|at| backend.blit_bitmap(at, self.size, self.rgb))
    }
}

fn line(stroke: &Stroke) -> ShapeStyle {
    ShapeStyle {
        color: rgba(stroke.color, stroke.alpha),
        filled: false,
        stroke_width: length(stroke.width).max(1),
    }
}

fn rgba(color: Rgb, alpha: f64) -> RGBAColor {
    RGBColor(color.0, color.1, color.2).mix(alpha)
}

/// A width or a radius.
fn length(pixels: f64) -> u32 {
    (pixels * UNITS).round() as u32
}

/// The nearest of the backends' places; whatever lies far outside, or nowhere, is kept within i32.
fn unit(place: Place) -> BackendCoord {
    let nearest = |v: f64| (v * UNITS).round().clamp(-1e6, 1e6) as i32;
    (nearest(place.0), nearest(place.1))
}

fn units(places: &[Place]) -> Vec<BackendCoord> {
    places.iter().copied().map(unit).collect()
}

fn ends(frame: Frame) -> [BackendCoord; 2] {
    [(frame.left, frame.top), (frame.right(), frame.bottom())].map(unit)
}
