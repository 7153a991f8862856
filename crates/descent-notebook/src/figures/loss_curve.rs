//! The value at each step of one or several descents.

use descent::Trajectory;
use descent_language::{marked, words};
use ndarray::Dimension;

use super::plane::SIZE;
use super::plot::{Options, Plot, Ranges};
use super::run::{Run, Runs};
use crate::canvas::Stroke;
use crate::error::Error;
use crate::figure::Figure;
use crate::number::number;
use crate::scene::Scene;
use crate::scene::axis::{Scale, range_of};
use crate::scene::chart::Chart;
use crate::scene::line::Line;
use crate::text::semicolon;

/// The names of the axes.
const NAMES: (&str, &str) = (marked!("step"), marked!("value"));
/// Dots are drawn up to this many steps; more would run together.
const MOST_DOTS: usize = 40;

/// Starts a figure of the values of `path` against its steps; its points may be vectors, matrices
/// or of any other shape.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 20)?;
/// let figure = loss_curve(&path).y_scale(Scale::Log).figure()?;
/// assert!(figure.alt().contains("from 25"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn loss_curve<D: Dimension>(path: &Trajectory<D>) -> LossCurve {
    let empty = LossCurve {
        scale: Scale::Linear,
        options: Options::default(),
    };
    empty.path(path)
}

/// A figure of values against steps in the making, see [`loss_curve()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct LossCurve {
    scale: Scale,
    options: Options,
}

impl LossCurve {
    /// Labels the descent that was added last.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        if let Some(run) = self.options.runs.last_mut() {
            run.label = label.into();
        }
        self
    }

    /// The scale of the values, instead of the linear one; on a logarithmic one, those that are
    /// not positive have no place.
    pub fn y_scale(mut self, scale: Scale) -> Self {
        self.scale = scale;
        self
    }
}

/// The ranges of values against steps.
pub(crate) fn ranges(options: &Options, scale: Scale) -> Result<Ranges, Error> {
    options.ranges_or(NAMES, || {
        let runs = &options.runs;
        let steps = runs.iter().map(Run::steps).max().unwrap_or(0).max(1) as f64;
        let values = runs.iter().flat_map(|run| run.values.iter().copied());
        let what = match scale {
            Scale::Log => words!("a run on a log scale, which shows positive values only,"),
            _ => words!("the run"),
        };
        let x = (-0.02 * steps, 1.02 * steps);
        let y = range_of(values, 0.06, scale).ok_or_else(|| Error::nothing_finite(what))?;
        Ok(Ranges { x, y })
    })
}

/// The plane of values against steps, and a line for each run.
pub(crate) fn chart(options: &Options, scale: Scale, ranges: Ranges) -> Result<Chart, Error> {
    let mut chart = options.chart(NAMES, ranges, (Scale::Linear, scale))?;
    // Half a step is no step.
    let is_step = |value: f64| value.fract() == 0.0 && value >= 0.0;
    chart.x.ticks.retain(|tick| is_step(tick.value));
    let lines = options.runs.iter().enumerate().map(|(index, run)| Line {
        label: Some(run.label.clone()),
        points: (0..)
            .map(f64::from)
            .zip(run.values.iter().copied())
            .collect(),
        stroke: Stroke::of_run(index),
        dots: run.steps() <= MOST_DOTS,
    });
    chart.lines = lines.collect();
    Ok(chart)
}

impl Runs for LossCurve {}

impl Plot for LossCurve {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        ranges(&self.options, self.scale).map(Some)
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        let ranges = shared.map_or_else(|| ranges(&self.options, self.scale), Ok)?;
        let chart = chart(&self.options, self.scale, ranges)?;
        let facts: Vec<String> = self.options.runs.iter().take(8).map(in_words).collect();
        let facts = facts.join(semicolon());
        let facts = match self.scale {
            Scale::Linear => words!("{facts}.", facts),
            Scale::Log => words!("{facts}. Logarithmic scale.", facts),
            Scale::SymLog { linear_below } => words!(
                "{facts}. Symmetric logarithmic scale, linear between −{below} and {below}.",
                facts,
                below = number(linear_below, 3)
            ),
        };
        let alt = words!("Value against step: {facts}", facts);
        let scene = Scene::Chart(Box::new(chart));
        self.options.figure(SIZE, scene, &facts, &alt)
    }
}

/// How the values of a run begin and end.
fn in_words(run: &Run) -> String {
    let (first, last) = (run.values[0], run.values[run.steps()]);
    let lost = run.values.iter().position(|v| !v.is_finite());
    let (label, steps) = (&run.label, run.steps());
    let (first, last) = (number(first, 4), number(last, 4));
    match lost {
        Some(step) => words!(
            "{label}: from {first} to {last} in {steps} steps, no longer finite from step {step}",
            label,
            first,
            last,
            steps,
            step
        ),
        None => words!(
            "{label}: from {first} to {last} in {steps} steps",
            label,
            first,
            last,
            steps
        ),
    }
}
