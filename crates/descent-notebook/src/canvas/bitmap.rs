//! A drawing backend on pixels, with tiny-skia's smooth edges.
//!
//! plotters-bitmap draws filled circles and thick lines with jagged edges; tiny-skia does not.

use std::convert::Infallible;

use descent_language::words;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend,
};
use tiny_skia::{
    FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, PixmapMut, Rect, Stroke,
    Transform,
};

use super::font;
use super::frame::{DENSITY, UNITS};
use super::pen::Pen;
use super::png::encode;
use super::replay::{Drawn, replay};
use crate::error::Error;

/// What a pen has drawn as a PNG, two pixels for each nominal one, all layers on white.
///
/// # Errors
///
/// [`Error::Drawing`] if there is no memory for it, or the drawing library gives up.
pub(crate) fn png(pen: &Pen) -> Result<Vec<u8>, Error> {
    let pixels = |nominal: u32| (f64::from(nominal) * DENSITY) as u32;
    let (width, height) = (pixels(pen.size.0), pixels(pen.size.1));
    let failed = || {
        Error::Drawing(words!(
            "no memory for {width} × {height} pixels",
            width,
            height
        ))
    };
    let mut pixmap = Pixmap::new(width, height).ok_or_else(failed)?;
    for layer in &pen.layers {
        replay(layer, Bitmap(pixmap.as_mut()))?;
    }
    encode(pixmap.data(), width, height)
}

/// Draws onto a pixmap that the caller keeps.
struct Bitmap<'a>(PixmapMut<'a>);

/// Lines up to this many pixels wide are not smoothed.
const THIN: f64 = 2.0;
/// The side of a drawn pixel in the units of the coordinates.
const PIXEL: f64 = UNITS / DENSITY;

impl Bitmap<'_> {
    fn fill(&mut self, path: Option<Path>, color: BackendColor) {
        if let Some(path) = path {
            let (paint, transform) = (paint(color), Transform::identity());
            self.0
                .fill_path(&path, &paint, FillRule::Winding, transform, None);
        }
    }

    fn stroke(&mut self, path: Option<Path>, style: &impl BackendStyle) {
        if let Some(path) = path {
            let stroke = Stroke {
                width: pixels(style.stroke_width()),
                line_cap: LineCap::Round,
                line_join: LineJoin::Round,
                ..Stroke::default()
            };
            let mut paint = paint(style.color());
            // The shades of thin lines on many bands would double the size of the PNG; with two
            // pixels for each nominal one, their steps are not seen.
            paint.anti_alias = f64::from(style.stroke_width()) > THIN * PIXEL;
            self.0
                .stroke_path(&path, &paint, &stroke, Transform::identity(), None);
        }
    }

    fn blend(&mut self, (x, y): BackendCoord, color: BackendColor, coverage: f64) {
        let (width, height) = (self.0.width() as i32, self.0.height() as i32);
        if x < 0 || y < 0 || x >= width || y >= height {
            return;
        }
        let share = (color.alpha * coverage).clamp(0.0, 1.0);
        let at = (y as usize * width as usize + x as usize) * 4;
        let pixel = &mut self.0.data_mut()[at..at + 4];
        // The page is opaque, so a pixel's colour is not premultiplied by anything but 1.
        let (red, green, blue) = color.rgb;
        for (channel, ink) in pixel.iter_mut().zip([red, green, blue]) {
            let below = f64::from(*channel);
            *channel = (below + (f64::from(ink) - below) * share).round() as u8;
        }
    }
}

/// A coordinate, a width or a radius in pixels.
fn pixels(units: impl Into<f64>) -> f32 {
    (units.into() / PIXEL) as f32
}

/// A coordinate in whole pixels.
fn pixel(units: i32) -> i32 {
    (f64::from(units) / PIXEL).round() as i32
}

fn paint(color: BackendColor) -> Paint<'static> {
    let mut paint = Paint {
        anti_alias: true,
        ..Paint::default()
    };
    let alpha = (color.alpha.clamp(0.0, 1.0) * 255.0).round() as u8;
    paint.set_color_rgba8(color.rgb.0, color.rgb.1, color.rgb.2, alpha);
    paint
}

fn path(points: impl IntoIterator<Item = BackendCoord>, close: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let mut places = points.into_iter().map(|(x, y)| (pixels(x), pixels(y)));
    let start = places.next()?;
    builder.move_to(start.0, start.1);
    places.for_each(|(x, y)| builder.line_to(x, y));
    if close {
        builder.close();
    }
    builder.finish()
}

impl DrawingBackend for Bitmap<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        let units = |pixels: u32| (f64::from(pixels) * PIXEL) as u32;
        (units(self.0.width()), units(self.0.height()))
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        self.blend((pixel(at.0), pixel(at.1)), color, 1.0);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        // Sides on whole pixels: two rectangles side by side touch without a shade between them.
        let sides = [left, top, right, bottom].map(|side| pixel(side) as f32);
        if let Some(rect) = Rect::from_ltrb(sides[0], sides[1], sides[2], sides[3]) {
            if fill {
                self.0
                    .fill_rect(rect, &paint(style.color()), Transform::identity(), None);
            } else {
                self.stroke(Some(PathBuilder::from_rect(rect)), style);
            }
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Drawn {
        self.stroke(path(points, false), style);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let circle = PathBuilder::from_circle(pixels(x), pixels(y), pixels(radius));
        if fill {
            self.fill(circle, style.color());
        } else {
            self.stroke(circle, style);
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.fill(path(corners, true), style.color());
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let (size, color) = (style.size() / PIXEL, style.color());
        let at = (pixel(at.0), pixel(at.1));
        let (dx, dy) = font::baseline(text, size, style.anchor());
        let (dx, dy) = (dx.round() as i32, dy.round() as i32);
        let transform = style.transform();
        font::rasterize(text, size, |x, y, coverage| {
            let (x, y) = transform.transform(x + dx, y + dy);
            self.blend((at.0 + x, at.1 + y), color, f64::from(coverage));
        });
        Ok(())
    }

    fn blit_bitmap(&mut self, at: BackendCoord, (width, height): (u32, u32), rgb: &[u8]) -> Drawn {
        let (columns, rows) = (self.0.width() as i32, self.0.height() as i32);
        let at = (pixel(at.0), pixel(at.1));
        if width == 0 || at.0 < 0 || at.1 < 0 || at.0 + width as i32 > columns {
            return Ok(());
        }
        let data = self.0.data_mut();
        let visible = (rows - at.1).clamp(0, height as i32) as usize;
        let sources = rgb.chunks_exact(width as usize * 3).take(visible);
        for (row, source) in sources.enumerate() {
            let start = ((at.1 as usize + row) * columns as usize + at.0 as usize) * 4;
            let target = &mut data[start..start + width as usize * 4];
            for (pixel, rgb) in target.chunks_exact_mut(4).zip(source.chunks_exact(3)) {
                pixel[..3].copy_from_slice(rgb);
            }
        }
        Ok(())
    }
}
