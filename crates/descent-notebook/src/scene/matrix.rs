//! A matrix as coloured cells with its numbers.

use super::title::{draw_title, title_height};
use crate::canvas::palette::{BLUE_WHITE_RED, FAINT, UNDEFINED, WHITE, at, readable_on};
use crate::canvas::{Frame, HPos, LABEL_SIZE, Lettering, Pen, Stroke, VPos, fitted, widest};
use crate::number::number;

/// Numbers are left out where they would be smaller than this, in nominal pixels.
const SMALLEST_NUMBER: f64 = 11.0;
/// A matrix with its texts, evaluated.
#[derive(Debug, Clone)]
pub(crate) struct Matrix {
    pub(crate) shape: (usize, usize),
    pub(crate) values: Vec<f64>,
    pub(crate) rows: Vec<String>,
    pub(crate) columns: Vec<String>,
    pub(crate) limit: f64,
    pub(crate) title: String,
}

impl Matrix {
    pub(crate) fn draw(&self, pen: &mut Pen, frame: Frame) {
        let rows = self.rows.iter();
        let rows = rows.map(|label| fitted(label, LABEL_SIZE, 0.4 * frame.width));
        let rows: Vec<String> = rows.collect();
        let left = widest(&rows, LABEL_SIZE) + 20.0;
        let top = 12.0 + title_height(&self.title, frame.width) + LABEL_SIZE + 8.0;
        let inner = frame.within(left, top, 14.0, 14.0);
        let width = inner.width / self.shape.1 as f64;
        let height = inner.height / self.shape.0 as f64;
        draw_title(pen, &self.title, inner.center().0, frame);
        let with_digits = |digits: usize| -> Vec<String> {
            self.values.iter().map(|&v| number(v, digits)).collect()
        };
        let (three, two) = (with_digits(3), with_digits(2));
        let (texts, size) = match letter_size(&three, width, height) {
            None => (&two, letter_size(&two, width, height)),
            size => (&three, size),
        };
        // Small cells would vanish between wide lines.
        let line = (0.08 * width.min(height)).min(2.0);
        for (index, (&value, text)) in self.values.iter().zip(texts).enumerate() {
            let (row, column) = (index / self.shape.1, index % self.shape.1);
            let left = inner.left + column as f64 * width;
            let top = inner.top + row as f64 * height;
            let cell = Frame::at((left, top), (width, height));
            let color = match (value / self.limit).clamp(-1.0, 1.0) {
                share if share.is_nan() => UNDEFINED,
                share => at(&BLUE_WHITE_RED, 0.5 + 0.5 * share),
            };
            pen.rectangle(cell, color, 1.0);
            if line > 0.5 {
                pen.outline(cell, Stroke::solid(WHITE, line));
            }
            if let Some(size) = size {
                let letters = Lettering {
                    color: readable_on(color),
                    ..Lettering::new(size, HPos::Center, VPos::Center)
                };
                pen.text(text, cell.center(), letters);
            }
        }
        // A cell of nearly 0 is as white as the page.
        pen.outline(inner, Stroke::solid(FAINT, 1.0));
        self.draw_labels(pen, inner, (width, height), &rows)
    }

    fn draw_labels(
        &self,
        pen: &mut Pen,
        inner: Frame,
        (width, height): (f64, f64),
        rows: &[String],
    ) {
        let beside = Lettering::new(LABEL_SIZE, HPos::Right, VPos::Center);
        let stride = (1.3 * LABEL_SIZE / height).ceil().max(1.0) as usize;
        for (row, label) in rows.iter().enumerate().step_by(stride) {
            let y = inner.top + (row as f64 + 0.5) * height;
            pen.text(label, (inner.left - 8.0, y), beside);
        }
        let above = Lettering::new(LABEL_SIZE, HPos::Center, VPos::Bottom);
        // A long name is shortened, at first to its column, then to what a few columns have.
        let columns = self.columns.iter();
        let columns = columns.map(|label| fitted(label, LABEL_SIZE, width.max(72.0) - 6.0));
        let columns: Vec<String> = columns.collect();
        let widest = widest(&columns, LABEL_SIZE);
        let stride = ((widest + 6.0) / width).ceil().max(1.0) as usize;
        for (column, label) in columns.iter().enumerate().step_by(stride) {
            let x = inner.left + (column as f64 + 0.5) * width;
            pen.text(label, (x, inner.top - 4.0), above);
        }
    }
}

/// The largest size at which every number fits its cell, if any is legible.
fn letter_size(texts: &[String], width: f64, height: f64) -> Option<f64> {
    const LARGEST: f64 = 22.0;
    let widest = widest(texts, LARGEST).max(1.0);
    let size = (LARGEST * (width - 8.0) / widest).min(0.7 * height);
    let size = size.min(LARGEST);
    (size >= SMALLEST_NUMBER).then_some(size)
}
