//! A small matrix as coloured cells with its numbers.

use ndarray::ArrayRef2;
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::DrawingBackend;

use crate::Error;
use crate::canvas::palette::{BLUE_WHITE_RED, FAINT, UNDEFINED, WHITE, at, readable_on};
use crate::canvas::pen::{Frame, Lettering, Pen, Stroke, text_width};
use crate::figure::{Figure, Scene};
use crate::figures::plot::{Options, Plot, Ranges};
use crate::number::number;
use crate::scene::chart::{LABEL_SIZE, draw_title, fitted, title_height};

/// The most cells: a larger matrix is a picture, not a table.
const MOST_CELLS: usize = 4096;
/// Numbers are left out where they would be smaller than this, in nominal pixels.
const SMALLEST_NUMBER: f64 = 11.0;
const SIZE: (u32, u32) = (480, 320);

/// Starts a heat map of `matrix` (rows × columns): orange-red above 0, blue below, white at 0,
/// and the number in every cell that has room for it.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let figure = heatmap(&array![[0.5, -1.0], [2.0, 0.0]]).title("W").figure()?;
/// assert!(figure.alt().contains("2 rows and 2 columns"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn heatmap(matrix: &ArrayRef2<f64>) -> Heatmap {
    Heatmap {
        shape: (matrix.nrows(), matrix.ncols()),
        values: matrix.iter().copied().collect(),
        row_labels: None,
        column_labels: None,
        limit: None,
        options: Options::default(),
    }
}

/// A heat map in the making, see [`heatmap()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Heatmap {
    shape: (usize, usize),
    values: Vec<f64>,
    row_labels: Option<Vec<String>>,
    column_labels: Option<Vec<String>>,
    limit: Option<f64>,
    options: Options,
}

impl Heatmap {
    /// Names the rows, top to bottom, instead of numbering them from 0.
    pub fn rows<S: Into<String>>(mut self, labels: impl IntoIterator<Item = S>) -> Self {
        self.row_labels = Some(labels.into_iter().map(Into::into).collect());
        self
    }

    /// Names the columns, left to right, instead of numbering them from 0.
    pub fn columns<S: Into<String>>(mut self, labels: impl IntoIterator<Item = S>) -> Self {
        self.column_labels = Some(labels.into_iter().map(Into::into).collect());
        self
    }

    /// The size of the number that gets the full colour, so that two maps can be compared.
    pub fn limit(mut self, limit: f64) -> Self {
        self.limit = Some(limit);
        self
    }
}

/// A matrix with its texts, evaluated.
#[derive(Debug, Clone)]
pub(crate) struct Matrix {
    shape: (usize, usize),
    values: Vec<f64>,
    rows: Vec<String>,
    columns: Vec<String>,
    limit: f64,
    title: String,
}

impl Matrix {
    pub(crate) fn draw<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        frame: Frame,
    ) -> Result<(), Error> {
        let rows: Vec<String> = self
            .rows
            .iter()
            .map(|label| fitted(label, LABEL_SIZE, 0.4 * frame.width))
            .collect();
        let widest = rows
            .iter()
            .map(|l| text_width(l, LABEL_SIZE))
            .fold(0.0, f64::max);
        let left = widest + 20.0;
        let top = 12.0 + title_height(&self.title) + LABEL_SIZE + 8.0;
        let inner = Frame {
            left: frame.left + left,
            top: frame.top + top,
            width: (frame.width - left - 14.0).max(10.0),
            height: (frame.height - top - 14.0).max(10.0),
        };
        let (width, height) = (
            inner.width / self.shape.1 as f64,
            inner.height / self.shape.0 as f64,
        );
        draw_title(pen, &self.title, inner.left + inner.width / 2.0, frame)?;
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
            let cell = Frame {
                left: inner.left + column as f64 * width,
                top: inner.top + row as f64 * height,
                width,
                height,
            };
            let color = if value.is_nan() {
                UNDEFINED
            } else {
                at(
                    &BLUE_WHITE_RED,
                    0.5 + 0.5 * (value / self.limit).clamp(-1.0, 1.0),
                )
            };
            pen.rectangle(cell, color, 1.0)?;
            if line > 0.5 {
                pen.outline(cell, Stroke::solid(WHITE, line))?;
            }
            if let Some(size) = size {
                let letters = Lettering {
                    color: readable_on(color),
                    ..Lettering::new(size, HPos::Center, VPos::Center)
                };
                pen.text(
                    text,
                    (cell.left + width / 2.0, cell.top + height / 2.0),
                    letters,
                )?;
            }
        }
        // A cell of nearly 0 is as white as the page.
        pen.outline(inner, Stroke::solid(FAINT, 1.0))?;
        self.draw_labels(pen, inner, (width, height), &rows)
    }

    fn draw_labels<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        inner: Frame,
        (width, height): (f64, f64),
        rows: &[String],
    ) -> Result<(), Error> {
        let beside = Lettering::new(LABEL_SIZE, HPos::Right, VPos::Center);
        let stride = (1.3 * LABEL_SIZE / height).ceil().max(1.0) as usize;
        for (row, label) in rows.iter().enumerate().step_by(stride) {
            let y = inner.top + (row as f64 + 0.5) * height;
            pen.text(label, (inner.left - 8.0, y), beside)?;
        }
        let above = Lettering::new(LABEL_SIZE, HPos::Center, VPos::Bottom);
        // A long name is shortened, at first to its column, then to what a few columns have.
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|label| fitted(label, LABEL_SIZE, width.max(72.0) - 6.0))
            .collect();
        let widest = columns
            .iter()
            .map(|l| text_width(l, LABEL_SIZE))
            .fold(0.0, f64::max);
        let stride = ((widest + 6.0) / width).ceil().max(1.0) as usize;
        for (column, label) in columns.iter().enumerate().step_by(stride) {
            let x = inner.left + (column as f64 + 0.5) * width;
            pen.text(label, (x, inner.top - 4.0), above)?;
        }
        Ok(())
    }
}

/// The largest size at which every number fits its cell, if any is legible.
fn letter_size(texts: &[String], width: f64, height: f64) -> Option<f64> {
    const LARGEST: f64 = 22.0;
    let widest = texts
        .iter()
        .map(|t| text_width(t, LARGEST))
        .fold(1.0, f64::max);
    let size = LARGEST
        .min(LARGEST * (width - 8.0) / widest)
        .min(0.7 * height);
    (size >= SMALLEST_NUMBER).then_some(size)
}

impl Plot for Heatmap {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        Ok(None)
    }

    fn figure_over(&self, _: Option<Ranges>) -> Result<Figure, Error> {
        let size = self.options.size_or(SIZE)?;
        let (rows, columns) = self.shape;
        if self.values.is_empty() {
            return Err(Error::Empty {
                what: "the matrix has no elements",
            });
        }
        if self.values.len() > MOST_CELLS {
            let (what, found) = ("elements", self.values.len());
            return Err(Error::TooLarge {
                what,
                found,
                limit: MOST_CELLS,
            });
        }
        let finite = || self.values.iter().copied().filter(|v| v.is_finite());
        let largest = finite().fold(0.0, |largest: f64, v| largest.max(v.abs()));
        let limit = match self.limit {
            Some(limit) if !(limit.is_finite() && limit > 0.0) => {
                let (what, expected) = ("limit of the colours", "a positive finite number");
                return Err(Error::Setting {
                    what,
                    found: number(limit, 4),
                    expected,
                });
            }
            Some(limit) => limit,
            // A matrix of zeros is white, whatever the limit.
            None if largest == 0.0 => 1.0,
            None => largest,
        };
        let labels = |given: &Option<Vec<String>>, count: usize| match given {
            Some(labels) if labels.len() == count => labels.clone(),
            _ => (0..count).map(|i| i.to_string()).collect(),
        };
        let table: Vec<String> = self.values.iter().take(60).map(|&v| number(v, 3)).collect();
        let table: Vec<String> = table.chunks(columns).map(|row| row.join(", ")).collect();
        let alt = format!(
            "Heat map of {rows} rows and {columns} columns: {}.",
            table.join("; ")
        );
        let caption = format!(
            "Orange-red is positive, blue is negative, white is 0; the full colour stands for {}.",
            number(limit, 3)
        );
        Ok(Figure {
            size,
            caption: self.options.caption.clone().unwrap_or(caption),
            alt: self.options.alt.clone().unwrap_or(alt),
            scene: Scene::Matrix(Box::new(Matrix {
                shape: self.shape,
                values: self.values.clone(),
                rows: labels(&self.row_labels, rows),
                columns: labels(&self.column_labels, columns),
                limit,
                title: self.options.title.clone().unwrap_or_default(),
            })),
        })
    }
}
