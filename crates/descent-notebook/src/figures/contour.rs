//! A function of two variables seen from above: bands between isolines, and descents over them.

use descent_language::{marked, words};
use ndarray::Array1;

use super::function::Function;
use super::minima::{Minima, stars};
use super::plane::{self, NAMES, SIZE};
use super::plot::{LINEAR, Options, Plot, Ranges};
use super::quiver::arrows;
use super::run::{Run, Runs, sentences, tracks};
use crate::error::Error;
use crate::figure::Figure;
use crate::number::number;
use crate::scene::Scene;
use crate::scene::chart::Chart;
use crate::scene::field::{Field, GRID, Grid};

/// How many levels a contour has where the caller does not say.
const LEVELS: usize = 10;

/// Starts a contour figure of `f`, a function of two variables.
///
/// The levels are evenly spaced, or denser where the function is low if much of the map lies
/// there. Without ranges of your own it shows the starts of the paths, the minima that you name
/// and whatever stays near them.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let path = gradient_descent(ravine, &array![-7.0, 2.0], 0.95, 20)?;
/// let figure = contour(ravine).path(&path).minimum(0.0, 0.0).figure()?;
/// assert!(figure.alt().contains("20 steps"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn contour<'a>(f: impl Fn(&Array1<f64>) -> f64 + 'a) -> Contour<'a> {
    Contour {
        f: Function::new(f),
        levels: LEVELS,
        quiver: false,
        options: Options::default(),
    }
}

/// A contour figure in the making, see [`contour()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Contour<'a> {
    pub(crate) f: Function<'a, Array1<f64>, f64>,
    levels: usize,
    quiver: bool,
    pub(crate) options: Options,
}

impl Contour<'_> {
    /// About how many isolines there are, 1 to 40 (10 where you do not say).
    pub fn levels(mut self, levels: usize) -> Self {
        self.levels = levels;
        self
    }

    /// Draws arrows along the negative gradient on top of the bands.
    pub fn quiver(mut self) -> Self {
        self.quiver = true;
        self
    }

    /// The plane with its field, arrows, tracks and marks.
    pub(crate) fn chart(&self, options: &Options, shared: Option<Ranges>) -> Result<Chart, Error> {
        if !(1..=40).contains(&self.levels) {
            let (what, expected) = (marked!("number of levels"), marked!("from 1 to 40"));
            return Err(Error::setting(what, self.levels, expected));
        }
        let ranges = shared.map_or_else(|| plane::ranges(options), Ok)?;
        let mut chart = options.chart(NAMES, ranges, LINEAR)?;
        let grid = Grid::sample(|x| self.f.at(x), GRID, ranges.x, ranges.y);
        if grid.extremes().is_none() {
            return Err(Error::nothing_finite(words!(
                "the function over this plane"
            )));
        }
        chart.equal_units = true;
        chart.field = Some(Field::new(grid, self.levels));
        if self.quiver {
            chart.arrows = Some(arrows(&self.f, &chart)?);
        }
        chart.tracks = tracks(&options.runs, Run::plane_points)?;
        chart.marks = stars(marked!("minimum"), &options.minima)?;
        Ok(chart)
    }
}

impl Runs for Contour<'_> {}

impl Minima for Contour<'_> {}

impl Plot for Contour<'_> {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        plane::ranges(&self.options).map(Some)
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        let chart = self.chart(&self.options, shared)?;
        let runs = sentences(&self.options.runs, &chart.tracks, |p| chart.shows(p));
        let extremes = chart.field.as_ref().and_then(|f| f.grid.extremes());
        let (low, high) = extremes.unwrap_or_default();
        let alt = words!(
            "Contour map: {plane}; values from {low} to {high}. {runs}",
            plane = chart.in_words(),
            low = number(low, 3),
            high = number(high, 3),
            runs
        );
        let spacing = chart.field.as_ref().map(|f| f.levels.in_words());
        let lines = words!(
            "Each line joins points of equal value; {levels}.",
            levels = spacing.unwrap_or_default()
        );
        let caption = match (self.options.runs.len(), self.options.minima.len()) {
            (0, _) => lines,
            (_, 0) => words!("{runs}○ start, ● end. {lines}", runs, lines),
            _ => words!("{runs}○ start, ● end, ★ minimum. {lines}", runs, lines),
        };
        let scene = Scene::Chart(Box::new(chart));
        self.options.figure(SIZE, scene, &caption, &alt)
    }
}
