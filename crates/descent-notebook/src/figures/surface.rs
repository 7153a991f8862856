//! A function of two variables as a landscape, with descents lying on it.

use descent_language::{marked, words};
use ndarray::Array1;

use super::function::Function;
use super::plane::{self, NAMES, SIZE};
use super::plot::{LINEAR, Options, Plot, Ranges};
use super::run::{Run, Runs, sentences, tracks};
use crate::error::Error;
use crate::figure::Figure;
use crate::number::number;
use crate::scene::Scene;
use crate::scene::axis::{Axis, Scale, is_narrow};
use crate::scene::field::Grid;
use crate::scene::landscape::Landscape;
use crate::scene::projection::Projection;

/// Grid points across and down; between two there is one facet.
const GRID: (usize, usize) = (33, 33);
/// Starts a figure of `f`, a function of two variables, as a landscape.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 20)?;
/// let figure = surface(function_2).path(&path).angle(40.0, 30.0).figure()?;
/// assert!(figure.alt().starts_with("Landscape"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn surface<'a>(f: impl Fn(&Array1<f64>) -> f64 + 'a) -> Surface<'a> {
    Surface {
        f: Function::new(f),
        azimuth: 35.0,
        elevation: 32.0,
        options: Options::default(),
    }
}

/// A landscape in the making, see [`surface()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Surface<'a> {
    f: Function<'a, Array1<f64>, f64>,
    azimuth: f64,
    elevation: f64,
    options: Options,
}

impl Surface<'_> {
    /// From where to look: `azimuth` degrees around the vertical axis, any finite number, and
    /// `elevation` degrees above the horizon, 5 to 90.
    pub fn angle(mut self, azimuth: f64, elevation: f64) -> Self {
        (self.azimuth, self.elevation) = (azimuth, elevation);
        self
    }

    fn direction(&self) -> Result<Projection, Error> {
        if self.azimuth.is_finite() && (5.0..=90.0).contains(&self.elevation) {
            return Ok(Projection::new(self.azimuth, self.elevation));
        }
        let found = format!("({:?}, {:?})", self.azimuth, self.elevation);
        let expected = marked!("a finite azimuth, and an elevation from 5 to 90 degrees");
        Err(Error::setting(
            marked!("angle of the surface"),
            found,
            expected,
        ))
    }
}

impl Runs for Surface<'_> {}

impl Plot for Surface<'_> {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        plane::ranges(&self.options).map(Some)
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        let projection = self.direction()?;
        let Options { runs, .. } = &self.options;
        let ranges = shared.map_or_else(|| plane::ranges(&self.options), Ok)?;
        let floor = self.options.chart(NAMES, ranges, LINEAR)?;
        let grid = Grid::sample(|x| self.f.at(x), GRID, ranges.x, ranges.y);
        let nowhere = || Error::nothing_finite(words!("the function over this plane"));
        let (low, high) = grid.extremes().ok_or_else(nowhere)?;
        // A constant function is a plain in the middle.
        let air = if is_narrow(low, high) {
            low.abs().max(1.0)
        } else {
            0.02 * (high - low)
        };
        let z = Axis::new("f", low - air, high + air, Scale::Linear)?;
        let tracks = tracks(runs, Run::plane_points)?;
        let facts = sentences(runs, &tracks, |p| floor.shows(p));
        let alt = words!(
            "Landscape of a function of {x} and {y}; heights from {low} to {high}. {runs}",
            x = floor.x_label,
            y = floor.y_label,
            low = number(low, 3),
            high = number(high, 3),
            runs = facts
        );
        let caption = match runs.len() {
            0 => words!("The height is the value of the function."),
            _ => words!(
                "{runs}○ start, ● end; dashed where a ridge hides the path.",
                runs = facts
            ),
        };
        let landscape = Landscape {
            grid,
            axes: [floor.x, floor.y, z],
            names: [floor.x_label, floor.y_label, "f".to_owned()],
            tracks,
            heights: runs.iter().map(|run| run.values.clone()).collect(),
            projection,
            title: floor.title,
        };
        let scene = Scene::Landscape(Box::new(landscape));
        self.options.figure(SIZE, scene, &caption, &alt)
    }
}
