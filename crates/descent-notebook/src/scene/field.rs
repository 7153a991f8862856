//! A function of two variables on a grid: its levels, their isolines and the bands between them.

use contour::ContourBuilder;
use ndarray::Array1;

use super::levels::Levels;
use super::plane::Plane;
use super::track::Track;
use crate::canvas::palette::{INK, Rgb, UNDEFINED, VIRIDIS, WHITE, at, mix};
use crate::canvas::{Frame, HPos, Lettering, Pen, Place, Stroke, VPos, text_width};
use crate::number::number;

/// Grid points across and down: an isoline bends every four nominal pixels, and a function that
/// takes a microsecond costs 20 ms.
pub(crate) const GRID: (usize, usize) = (161, 121);

/// Isolines are labelled in letters of this size, in nominal pixels.
const LABEL_SIZE: f64 = 13.0;

/// The values of a function over a rectangle.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    pub(crate) x: (f64, f64),
    pub(crate) y: (f64, f64),
    /// Row by row, the lowest y first.
    pub(crate) values: Vec<f64>,
}

impl Grid {
    /// Calls `f` once at every grid point.
    pub(crate) fn sample(
        f: impl Fn(&Array1<f64>) -> f64,
        (columns, rows): (usize, usize),
        x: (f64, f64),
        y: (f64, f64),
    ) -> Self {
        let mut values = Vec::with_capacity(columns * rows);
        let mut point = Array1::zeros(2);
        for row in 0..rows {
            for column in 0..columns {
                point[0] = between(x, column, columns);
                point[1] = between(y, row, rows);
                values.push(f(&point));
            }
        }
        Self {
            columns,
            rows,
            x,
            y,
            values,
        }
    }

    /// The smallest and the largest finite value.
    pub(crate) fn extremes(&self) -> Option<(f64, f64)> {
        let finite = self.values.iter().filter(|v| v.is_finite());
        finite.fold(None, |found, &v| match found {
            None => Some((v, v)),
            Some((low, high)) => Some((v.min(low), v.max(high))),
        })
    }

    pub(crate) fn point(&self, column: usize, row: usize) -> (f64, f64) {
        let x = between(self.x, column, self.columns);
        (x, between(self.y, row, self.rows))
    }
}

fn between((low, high): (f64, f64), index: usize, count: usize) -> f64 {
    low + (high - low) * index as f64 / (count - 1) as f64
}

/// A grid with its levels and isolines.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) grid: Grid,
    pub(crate) levels: Levels,
    /// The isolines of each level, in data units.
    isolines: Vec<Vec<Vec<(f64, f64)>>>,
}

impl Field {
    pub(crate) fn new(grid: Grid, count: usize) -> Self {
        let levels = Levels::of(&grid.values, count);
        let isolines = isolines(&grid, &levels.values);
        Self {
            grid,
            levels,
            isolines,
        }
    }

    /// The colour between the levels `band - 1` and `band`: viridis, light enough for a path, a
    /// label and an arrow to stand out on it.
    fn color(&self, band: usize) -> Rgb {
        let share = band as f64 / self.levels.values.len().max(1) as f64;
        mix(at(&VIRIDIS, 0.15 + 0.85 * share), WHITE, 0.5)
    }

    /// Draws the bands and the isolines.
    pub(crate) fn draw(&self, pen: &mut Pen, plane: &Plane<'_>) {
        let inner = plane.inner;
        let size = plane.drawn_pixels();
        pen.image((inner.left, inner.top), size, self.bands(size));
        let thin = Stroke::solid(INK, 1.0).alpha(0.35);
        for line in self.isolines.iter().flatten() {
            let places: Vec<Place> = line.iter().map(|&p| plane.place(p)).collect();
            pen.line(&places, thin);
        }
    }

    /// The bands as rows of RGB, the function between grid points taken as bilinear.
    fn bands(&self, (width, height): (u32, u32)) -> Vec<u8> {
        let grid = &self.grid;
        let levels = self.levels.values.as_slice();
        let colors: Vec<Rgb> = (0..=levels.len()).map(|band| self.color(band)).collect();
        // A value is in `band` if bounds[band] ≤ value < bounds[band + 1].
        let bounds = [&[f64::NEG_INFINITY], levels, &[f64::INFINITY]].concat();
        let weights = |pixel: u32, pixels: u32, points: usize| {
            let place = (f64::from(pixel) + 0.5) / f64::from(pixels) * (points - 1) as f64;
            let below = (place as usize).min(points - 2);
            (below, place - below as f64)
        };
        let across = (0..width).map(|x| weights(x, width, grid.columns));
        let across: Vec<(usize, f64)> = across.collect();
        let mut rgb = vec![0; width as usize * height as usize * 3];
        let rows = rgb.chunks_exact_mut(width.max(1) as usize * 3);
        let mut blend = vec![0.0; grid.columns];
        let mut band = 0;
        for (y, pixels) in (0..height).zip(rows) {
            let (row, share) = weights(height - 1 - y, height, grid.rows);
            let lower = &grid.values[row * grid.columns..][..grid.columns];
            let upper = &grid.values[(row + 1) * grid.columns..][..grid.columns];
            for ((blend, lower), upper) in blend.iter_mut().zip(lower).zip(upper) {
                *blend = lower + share * (upper - lower);
            }
            let (pixels, _) = pixels.as_chunks_mut::<3>();
            for (pixel, &(column, share)) in pixels.iter_mut().zip(&across) {
                let value = blend[column] + share * (blend[column + 1] - blend[column]);
                let color = if value.is_finite() {
                    // Neighbours are nearly always in the same band.
                    while value < bounds[band] {
                        band -= 1;
                    }
                    while value >= bounds[band + 1] {
                        band += 1;
                    }
                    colors[band]
                } else {
                    UNDEFINED
                };
                *pixel = [color.0, color.1, color.2];
            }
        }
        rgb
    }

    /// One label a level and its place, on its longest isoline, where it lies neither on another
    /// one, nor on a track, nor in a frame that is taken.
    pub(super) fn labels(
        &self,
        plane: &Plane<'_>,
        tracks: &[Track],
        mut taken: Vec<Frame>,
    ) -> Vec<(String, Frame)> {
        let mut labels = Vec::new();
        let way = |track: &Track| -> Vec<Place> {
            let some = track.points.iter().step_by(track.points.len() / 500 + 1);
            some.map(|&p| plane.place(p)).collect()
        };
        let ways: Vec<Vec<Place>> = tracks.iter().map(way).collect();
        let digits = self.levels.digits();
        for (level, lines) in self.levels.values.iter().zip(&self.isolines) {
            let Some(longest) = lines.iter().max_by_key(|line| line.len()) else {
                continue;
            };
            let text = number(*level, digits);
            let (width, height) = (text_width(&text, LABEL_SIZE) + 6.0, LABEL_SIZE + 3.0);
            let mut frames = candidates(longest.len())
                .map(|i| Frame::around(plane.place(longest[i]), (width, height)));
            let free = |frame: &Frame| {
                let inner = plane.inner.shrunk(2.0);
                inner.contains((frame.left, frame.top))
                    && inner.contains((frame.right(), frame.bottom()))
                    && !taken.iter().any(|other| other.overlaps(frame))
                    && !ways.iter().any(|way| frame.shrunk(-6.0).is_crossed_by(way))
            };
            if let Some(frame) = frames.find(free) {
                labels.push((text, frame));
                taken.push(frame.shrunk(-8.0));
            }
        }
        labels
    }

    /// Draws labels at their places.
    pub(super) fn draw_labels(pen: &mut Pen, labels: &[(String, Frame)]) {
        let letters = Lettering {
            halo: true,
            ..Lettering::new(LABEL_SIZE, HPos::Center, VPos::Center)
        };
        for (text, frame) in labels {
            pen.text(text, frame.center(), letters);
        }
    }
}

/// Places along a line of `points` points to try a label at, spread over it.
fn candidates(points: usize) -> impl Iterator<Item = usize> {
    const TRIES: usize = 16;
    // Odd multiples of the golden ratio's fraction never come close to one another.
    (0..TRIES).map(move |k| ((0.1 + 0.618_034 * k as f64).fract() * points as f64) as usize)
}

/// The isolines of each level, in data units.
fn isolines(grid: &Grid, levels: &[f64]) -> Vec<Vec<Vec<(f64, f64)>>> {
    let (columns, rows) = (grid.columns, grid.rows);
    // It can only fail on a buffer that does not have the size of the grid.
    let found = ContourBuilder::new(columns, rows, true)
        .lines(&grid.values, levels)
        .unwrap_or_default();
    // Like d3-contour, the crate closes each line along the border of the grid, and it takes what
    // is not a number for low: only the steps in a cell of four finite corners are of an isoline.
    // The first grid point is at 0.5; no step leaves its cell.
    let is_defined = |a: &Place, b: &Place| {
        let (x, y) = ((a.0 + b.0) / 2.0 - 0.5, (a.1 + b.1) / 2.0 - 0.5);
        let (right, top) = ((columns - 1) as f64, (rows - 1) as f64);
        (0.0..=right).contains(&x) && (0.0..=top).contains(&y) && {
            let (column, row) = ((x as usize).min(columns - 2), (y as usize).min(rows - 2));
            let corners = [(0, 0), (1, 0), (0, 1), (1, 1)];
            let value = |(c, r): (usize, usize)| grid.values[(row + r) * columns + column + c];
            corners.map(value).iter().all(|value| value.is_finite())
        }
    };
    let scaled = |v: f64, (low, high): (f64, f64), count: usize| {
        low + (high - low) * (v - 0.5) / (count - 1) as f64
    };
    let data = |&(x, y): &Place| (scaled(x, grid.x, columns), scaled(y, grid.y, rows));
    let mut isolines = Vec::with_capacity(found.len());
    for level in &found {
        let mut lines = Vec::new();
        for ring in level.geometry() {
            let ring: Vec<Place> = ring.coords().map(|at| (at.x, at.y)).collect();
            let pieces = ring.chunk_by(|a, b| is_defined(a, b));
            let pieces = pieces.filter(|piece| piece.len() > 1);
            lines.extend(pieces.map(|piece| piece.iter().map(data).collect::<Vec<_>>()));
        }
        isolines.push(lines);
    }
    isolines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bowl() -> Grid {
        Grid::sample(
            |x: &Array1<f64>| x[0] * x[0] + x[1] * x[1],
            (41, 41),
            (-2.0, 2.0),
            (-2.0, 2.0),
        )
    }

    #[test]
    fn isolines_run_where_the_function_has_their_level() {
        let field = Field::new(bowl(), 8);
        let levels = &field.levels.values;
        assert!(levels.len() >= 6, "{levels:?}");
        for (level, lines) in levels.iter().zip(&field.isolines) {
            assert!(!lines.is_empty());
            for (x, y) in lines.iter().flatten() {
                assert!(
                    (x * x + y * y - level).abs() < 0.02,
                    "{x}, {y} is not on {level}"
                );
            }
        }
    }

    #[test]
    fn isolines_end_where_the_function_is_not_defined() {
        assert_on_their_levels(|x| x[0].ln());
        assert_on_their_levels(|x| match x[0].hypot(x[1]) {
            r if r < 0.5 => f64::NAN,
            r if r > 1.5 => f64::INFINITY,
            r => 1.0 / r,
        });
        assert_on_their_levels(|x| match x[0].hypot(x[1]) {
            r if r < 0.03 => f64::NEG_INFINITY,
            _ => x[0],
        });
    }

    fn assert_on_their_levels(f: impl Fn(&Array1<f64>) -> f64) {
        let field = Field::new(Grid::sample(&f, GRID, (-1.0, 1.0), (-1.0, 1.0)), 10);
        let mut points = 0;
        for (level, lines) in field.levels.values.iter().zip(&field.isolines) {
            for &(x, y) in lines.iter().flatten() {
                points += 1;
                let value = f(&ndarray::array![x, y]);
                let is_close = (value - level).abs() < 0.05 * (1.0 + level.abs());
                assert!(is_close, "{value} at ({x}, {y}) is not {level}");
            }
        }
        assert!(points > 500, "{points} points");
    }

    #[test]
    fn isolines_keep_out_of_every_cell_without_four_values() {
        let mut grid = bowl();
        // One point, and one at the border.
        let lost = [(12, 20), (40, 7)];
        for ((column, row), value) in lost.into_iter().zip([f64::NAN, f64::INFINITY]) {
            grid.values[row * 41 + column] = value;
        }
        let lines = isolines(&grid, &[0.64, 0.7, 0.815, 5.7]);
        assert!(lines.iter().all(|lines| !lines.is_empty()));
        for step in lines.iter().flatten().flat_map(|line| line.windows(2)) {
            let middle = ((step[0].0 + step[1].0) / 2.0, (step[0].1 + step[1].1) / 2.0);
            for (column, row) in lost {
                let (x, y) = grid.point(column, row);
                let apart = (middle.0 - x).abs().max((middle.1 - y).abs());
                assert!(apart >= 0.1 - 1e-9, "{middle:?} is in a cell of ({x}, {y})");
            }
        }
    }

    #[test]
    fn the_function_is_called_once_a_grid_point() {
        let calls = std::cell::Cell::new(0);
        let f = |_: &Array1<f64>| {
            calls.set(calls.get() + 1);
            1.0
        };
        let field = Field::new(Grid::sample(f, GRID, (0.0, 1.0), (0.0, 1.0)), 10);
        field.bands((100, 100));
        assert_eq!(calls.get(), GRID.0 * GRID.1);
    }

    #[test]
    fn values_that_are_not_finite_are_grey() {
        let grid = Grid::sample(
            |x: &Array1<f64>| x[0].ln(),
            (20, 20),
            (-1.0, 1.0),
            (-1.0, 1.0),
        );
        let bands = Field::new(grid, 5).bands((10, 10));
        assert_eq!(bands[..3], [UNDEFINED.0, UNDEFINED.1, UNDEFINED.2]);
    }
}
