//! Basins of attraction on a plane.

use super::plane::Plane;
use crate::canvas::Pen;
use crate::canvas::palette::{OKABE_ITO, Rgb, UNDEFINED, WHITE, mix};

/// Which minimum is reached from each start of a grid.
#[derive(Debug, Clone)]
pub(crate) struct Regions {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    /// Row by row, the lowest first: the number of the minimum, `None` where none is reached.
    pub(crate) reached: Vec<Option<usize>>,
}

impl Regions {
    pub(crate) fn draw(&self, pen: &mut Pen, plane: &Plane<'_>) {
        let size = plane.drawn_pixels();
        let nearest = |pixel: u32, pixels: u32, cells: usize| {
            ((f64::from(pixel) + 0.5) / f64::from(pixels) * cells as f64) as usize
        };
        let mut rgb = Vec::with_capacity(size.0 as usize * size.1 as usize * 3);
        for y in 0..size.1 {
            let row = nearest(size.1 - 1 - y, size.1, self.rows);
            for x in 0..size.0 {
                let column = nearest(x, size.0, self.columns);
                let (r, g, b) = color(self.reached[row * self.columns + column]);
                rgb.extend([r, g, b]);
            }
        }
        pen.image((plane.inner.left, plane.inner.top), size, rgb)
    }

    /// The share of the starts that reach the minimum of this number, or none.
    pub(crate) fn share(&self, minimum: Option<usize>) -> f64 {
        let count = self.reached.iter().filter(|&&r| r == minimum).count();
        count as f64 / self.reached.len() as f64
    }
}

/// The colour of a basin, light enough for a star to stand out on it.
fn color(minimum: Option<usize>) -> Rgb {
    minimum.map_or(UNDEFINED, |m| {
        mix(OKABE_ITO[m % OKABE_ITO.len()], WHITE, 0.4)
    })
}
