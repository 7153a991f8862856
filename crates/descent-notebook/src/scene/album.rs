//! Small pictures side by side.

use super::title::{draw_title, title_height};
use crate::canvas::palette::{FAINT, Rgb, WHITE};
use crate::canvas::{Frame, HPos, LABEL_SIZE, Lettering, Pen, Stroke, VPos, fitted};

/// The air around an image.
const GAP: f64 = 6.0;

/// Images with their labels, evaluated.
#[derive(Debug, Clone)]
pub(crate) struct Album {
    /// The colours of each image's pixels, row by row.
    pub(crate) images: Vec<Vec<Rgb>>,
    pub(crate) width: usize,
    pub(crate) labels: Vec<String>,
    pub(crate) columns: usize,
    pub(crate) title: String,
}

impl Album {
    /// Width and height of an image in its own pixels.
    pub(crate) fn shape(&self) -> (f64, f64) {
        let pixels = self.images.first().map_or(1, Vec::len);
        (self.width as f64, (pixels / self.width) as f64)
    }

    fn label_height(&self) -> f64 {
        match self.labels.iter().all(String::is_empty) {
            true => 0.0,
            false => LABEL_SIZE + 4.0,
        }
    }

    /// The height that fits a figure of this width.
    pub(crate) fn height(&self, width: f64) -> f64 {
        let across = width / self.columns as f64 - GAP;
        let (columns, rows) = self.shape();
        let image = across * rows / columns + self.label_height() + GAP;
        let lines = self.images.len().div_ceil(self.columns) as f64;
        title_height(&self.title, width) + GAP + lines * image
    }

    pub(crate) fn draw(&self, pen: &mut Pen, frame: Frame) {
        let head = title_height(&self.title, frame.width) + GAP;
        draw_title(pen, &self.title, frame.center().0, frame);
        let lines = self.images.len().div_ceil(self.columns) as f64;
        let room = (
            frame.width / self.columns as f64,
            ((frame.height - head) / lines).max(1.0),
        );
        let (columns, rows) = self.shape();
        let label = self.label_height();
        // Whole drawn pixels, so that neighbours meet without a seam.
        let pixel = ((room.0 - GAP) / columns).min((room.1 - GAP - label) / rows);
        let pixel = ((2.0 * pixel).floor() / 2.0).max(0.5);
        let size = (pixel * columns, pixel * rows);
        for (index, image) in self.images.iter().enumerate() {
            let (line, place) = (index / self.columns, index % self.columns);
            let left = frame.left + place as f64 * room.0 + (room.0 - size.0) / 2.0;
            let top = frame.top + head + line as f64 * room.1 + label;
            let inner = Frame::at((left.round(), top.round()), size);
            self.draw_image(pen, image, inner, pixel);
            let Some(text) = self.labels.get(index).filter(|text| !text.is_empty()) else {
                continue;
            };
            let center = (inner.center().0, inner.top - 2.0);
            let above = Lettering::new(LABEL_SIZE, HPos::Center, VPos::Bottom);
            pen.text(&fitted(text, LABEL_SIZE, room.0), center, above);
        }
    }

    fn draw_image(&self, pen: &mut Pen, image: &[Rgb], frame: Frame, pixel: f64) {
        for (index, &color) in image.iter().enumerate() {
            if color == WHITE {
                continue;
            }
            let left = frame.left + (index % self.width) as f64 * pixel;
            let top = frame.top + (index / self.width) as f64 * pixel;
            pen.rectangle(Frame::at((left, top), (pixel, pixel)), color, 1.0);
        }
        pen.outline(frame, Stroke::solid(FAINT, 1.0))
    }
}
