//! A function of two variables seen from above: bands between isolines, and descents over them.

use descent::Trajectory;
use ndarray::Array1;

use crate::Error;
use crate::figure::{Figure, Scene};
use crate::figures::function::Function;
use crate::figures::plot::{Options, Plot, Ranges, ranges_around, with_equal_units};
use crate::figures::quiver;
use crate::figures::run::{Run, sentences, tracks};
use crate::number::number;
use crate::scene::axis::Scale;
use crate::scene::chart::{Chart, Mark, MarkShape};
use crate::scene::field::{Field, GRID, Grid};

/// How many levels a contour has where the caller does not say.
const LEVELS: usize = 10;
const SIZE: (u32, u32) = (640, 480);

/// Starts a contour figure of `f`, a function of two variables.
///
/// The levels are denser where the function is low. Without ranges of your own it shows the
/// starts of the paths, the minima that you name and whatever stays near them.
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
        runs: Vec::new(),
        minima: Vec::new(),
        levels: LEVELS,
        quiver: false,
        options: Options::default(),
    }
}

/// A contour figure in the making, see [`contour()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Contour<'a> {
    f: Function<'a, Array1<f64>, f64>,
    pub(crate) runs: Vec<Run>,
    minima: Vec<(f64, f64)>,
    levels: usize,
    quiver: bool,
    pub(crate) options: Options,
}

impl<'a> Contour<'a> {
    /// Adds a descent, labelled by its learning rate.
    pub fn path(mut self, path: &Trajectory) -> Self {
        self.runs.push(Run::by_learning_rate(path));
        self
    }

    /// Adds several descents, each labelled by its learning rate.
    pub fn paths(self, paths: &[Trajectory]) -> Self {
        paths.iter().fold(self, Self::path)
    }

    /// Adds a descent with a label of your own.
    pub fn run(mut self, label: impl Into<String>, path: &Trajectory) -> Self {
        self.runs.push(Run::new(label, path));
        self
    }

    /// Adds several descents, each with its label.
    pub fn runs<L: AsRef<str>>(self, runs: &[(L, Trajectory)]) -> Self {
        runs.iter()
            .fold(self, |plot, (label, path)| plot.run(label.as_ref(), path))
    }

    /// Marks a known minimum with a star.
    pub fn minimum(mut self, x0: f64, x1: f64) -> Self {
        self.minima.push((x0, x1));
        self
    }

    /// Marks several minima, `descent::HIMMELBLAU_MINIMA` say.
    pub fn minima(mut self, minima: &[[f64; 2]]) -> Self {
        self.minima.extend(minima.iter().map(|m| (m[0], m[1])));
        self
    }

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

    pub(crate) fn f(&self) -> &Function<'a, Array1<f64>, f64> {
        &self.f
    }

    /// The plane with its field, arrows, tracks and marks.
    pub(crate) fn chart(&self, options: &Options, shared: Option<Ranges>) -> Result<Chart, Error> {
        if !(1..=40).contains(&self.levels) {
            let (what, expected) = ("number of levels", "from 1 to 40");
            return Err(Error::Setting {
                what,
                found: self.levels.to_string(),
                expected,
            });
        }
        let ranges = self.chosen(options)?;
        let (x_name, y_name) = names(options);
        let x = options.x_axis(&x_name, shared, ranges.x, Scale::Linear)?;
        let y = options.y_axis(&y_name, shared, ranges.y, Scale::Linear)?;
        let grid = Grid::sample(&self.f, GRID, (x.low, x.high), (y.low, y.high));
        if grid.extremes().is_none() {
            return Err(Error::NothingFinite {
                what: "the function over this plane".to_owned(),
            });
        }
        let mut chart = Chart::new(x, y);
        chart.equal_units = true;
        chart.field = Some(Field::new(grid, self.levels));
        if self.quiver {
            let arrows = quiver::arrows(&self.f, &chart)?;
            (chart.arrows, chart.arrows_apart) = (arrows.arrows, arrows.apart);
        }
        chart.tracks = tracks(&self.runs, Run::plane_points)?;
        chart.marks = self
            .minima
            .iter()
            .map(|&at| Mark {
                at,
                shape: MarkShape::Star,
            })
            .collect();
        chart.title = options.title.clone().unwrap_or_default();
        (chart.x_label, chart.y_label) = (x_name, y_name);
        Ok(chart)
    }

    fn chosen(&self, options: &Options) -> Result<Ranges, Error> {
        chosen_ranges(options, &self.runs, &self.minima)
    }
}

/// The names of the axes of a plane of two variables.
pub(crate) fn names(options: &Options) -> (String, String) {
    let name =
        |label: &Option<String>, default: &str| label.clone().unwrap_or_else(|| default.to_owned());
    (name(&options.x_label, "x₀"), name(&options.y_label, "x₁"))
}

/// What a plane shows where the caller does not say: the paths, those that diverge as far as they
/// stay near, and the minima.
pub(crate) fn chosen_ranges(
    options: &Options,
    runs: &[Run],
    minima: &[(f64, f64)],
) -> Result<Ranges, Error> {
    const DEFAULT: Ranges = Ranges {
        x: (-4.0, 4.0),
        y: (-4.0, 4.0),
    };
    /// A path this near to the origin is shown with it: there the functions of a lesson are at
    /// home.
    const HOME: f64 = 20.0;
    if let (Some(x), Some(y)) = (options.x_range, options.y_range) {
        return Ok(Ranges { x, y });
    }
    let mut points = minima.to_vec();
    for run in runs {
        let way = run.plane_points()?;
        if !way.iter().any(|p| p.0.is_finite() && p.1.is_finite()) {
            return Err(Error::NothingFinite {
                what: format!("the path '{}'", run.label),
            });
        }
        points.extend(run.near().map(|step| way[step]));
    }
    let at_home = points
        .iter()
        .all(|p| p.0.abs() <= HOME && p.1.abs() <= HOME);
    if at_home && minima.is_empty() && !runs.is_empty() {
        points.push((0.0, 0.0));
    }
    let found = match ranges_around(points.iter().copied()) {
        Some(found) if at_home && runs.is_empty() => DEFAULT.joined(found),
        None if runs.is_empty() => DEFAULT,
        Some(found) => found,
        None => {
            return Err(Error::NothingFinite {
                what: "the path".to_owned(),
            });
        }
    };
    if options.x_range.is_some() || options.y_range.is_some() {
        let (x, y) = (
            options.x_range.unwrap_or(found.x),
            options.y_range.unwrap_or(found.y),
        );
        return Ok(Ranges { x, y });
    }
    let (width, height) = options.size.unwrap_or(SIZE);
    // What axes and labels leave of the figure.
    let shape = (f64::from(width) - 75.0).max(50.0) / (f64::from(height) - 90.0).max(50.0);
    Ok(with_equal_units(found, shape))
}

/// Whether a point lies on the plane of a chart.
pub(crate) fn on_plane(chart: &Chart) -> impl Fn((f64, f64)) -> bool + '_ {
    |(x, y)| (chart.x.low..=chart.x.high).contains(&x) && (chart.y.low..=chart.y.high).contains(&y)
}

/// The part of an alt text that says which plane is shown.
pub(crate) fn plane_in_words(chart: &Chart) -> String {
    format!(
        "{} from {} to {}, {} from {} to {}",
        chart.x_label,
        number(chart.x.low, 3),
        number(chart.x.high, 3),
        chart.y_label,
        number(chart.y.low, 3),
        number(chart.y.high, 3)
    )
}

impl Plot for Contour<'_> {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        self.chosen(&self.options).map(Some)
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        let size = self.options.size_or(SIZE)?;
        let chart = self.chart(&self.options, shared)?;
        let runs = sentences(&self.runs, &chart.tracks, on_plane(&chart));
        let (low, high) = chart
            .field
            .as_ref()
            .and_then(|f| f.grid.extremes())
            .unwrap_or_default();
        let alt = format!(
            "Contour map: {}; values from {} to {}. {runs}",
            plane_in_words(&chart),
            number(low, 3),
            number(high, 3)
        );
        let caption = match self.runs.len() {
            0 => "Each line joins points of equal value.".to_owned(),
            _ => format!(
                "{runs}○ start, ● end{}.",
                if self.minima.is_empty() {
                    ""
                } else {
                    ", ★ minimum"
                }
            ),
        };
        Ok(Figure {
            size,
            caption: self.options.caption.clone().unwrap_or(caption),
            alt: self
                .options
                .alt
                .clone()
                .unwrap_or_else(|| alt.trim_end().to_owned()),
            scene: Scene::Chart(Box::new(chart)),
        })
    }
}
