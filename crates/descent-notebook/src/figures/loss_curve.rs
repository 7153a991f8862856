//! The value at each step of one or several descents.

use descent::Trajectory;
use ndarray::Dimension;

use crate::Error;
use crate::figure::{Figure, Scene};
use crate::figures::plot::{Options, Plot, Ranges};
use crate::figures::run::Run;
use crate::number::number;
use crate::scene::axis::{Scale, range_of};
use crate::scene::chart::{Chart, Line, run_stroke};

const SIZE: (u32, u32) = (640, 480);
/// Dots are drawn up to this many steps; more would run together.
const MOST_DOTS: usize = 40;

/// Starts a figure of the values of `path` against its steps; its points may be vectors, matrices
/// or of any other shape.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 20)?;
/// let figure = loss_curve(&path).log().figure()?;
/// assert!(figure.alt().contains("from 25"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn loss_curve<D: Dimension>(path: &Trajectory<D>) -> LossCurve {
    LossCurve {
        runs: vec![Run::by_learning_rate(path)],
        scale: Scale::Linear,
        options: Options::default(),
    }
}

/// A figure of values against steps in the making, see [`loss_curve()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct LossCurve {
    runs: Vec<Run>,
    scale: Scale,
    options: Options,
}

impl LossCurve {
    /// Adds another descent, labelled by its learning rate.
    pub fn path<D: Dimension>(mut self, path: &Trajectory<D>) -> Self {
        self.runs.push(Run::by_learning_rate(path));
        self
    }

    /// Adds several descents, each labelled by its learning rate.
    pub fn paths<D: Dimension>(self, paths: &[Trajectory<D>]) -> Self {
        paths.iter().fold(self, Self::path)
    }

    /// Adds another descent with a label of your own.
    pub fn run<D: Dimension>(mut self, label: impl Into<String>, path: &Trajectory<D>) -> Self {
        self.runs.push(Run::new(label, path));
        self
    }

    /// Adds several descents, each with its label.
    pub fn runs<L: AsRef<str>, D: Dimension>(self, runs: &[(L, Trajectory<D>)]) -> Self {
        runs.iter()
            .fold(self, |plot, (label, path)| plot.run(label.as_ref(), path))
    }

    /// Labels the descent that was added last.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        if let Some(run) = self.runs.last_mut() {
            run.label = label.into();
        }
        self
    }

    /// Puts the values on a logarithmic scale; those that are not positive have no place on it.
    pub fn log(mut self) -> Self {
        self.scale = Scale::Log;
        self
    }

    /// Puts the values on a symmetric logarithmic scale: linear between −1 and 1.
    pub fn symlog(mut self) -> Self {
        self.scale = Scale::SYMLOG;
        self
    }

    fn chosen(&self) -> Result<Ranges, Error> {
        let steps = self.runs.iter().map(Run::steps).max().unwrap_or(0).max(1) as f64;
        let values = self.runs.iter().flat_map(|run| run.values.iter().copied());
        let y = range_of(values, 0.06, self.scale).ok_or_else(|| Error::NothingFinite {
            what: match self.scale {
                Scale::Log => "a run on a log scale, which shows positive values only,".to_owned(),
                _ => "the run".to_owned(),
            },
        })?;
        Ok(Ranges {
            x: (-0.02 * steps, 1.02 * steps),
            y,
        })
    }
}

/// The plane of values against steps, and a line for each run.
pub(crate) fn chart(
    runs: &[Run],
    options: &Options,
    scale: Scale,
    ranges: Ranges,
) -> Result<Chart, Error> {
    let x = options.x_axis("step", None, ranges.x, Scale::Linear)?;
    let y = options.y_axis("value", None, ranges.y, scale)?;
    let mut chart = Chart::new(x, y);
    // Half a step is no step.
    chart
        .x
        .ticks
        .retain(|tick| tick.value.fract() == 0.0 && tick.value >= 0.0);
    for (index, run) in runs.iter().enumerate() {
        let points = run
            .values
            .iter()
            .enumerate()
            .map(|(step, &value)| (step as f64, value));
        chart.lines.push(Line {
            label: Some(run.label.clone()),
            points: points.collect(),
            stroke: run_stroke(index),
            dots: run.steps() <= MOST_DOTS,
        });
    }
    chart.title = options.title.clone().unwrap_or_default();
    chart.x_label = options.x_label.clone().unwrap_or_else(|| "step".to_owned());
    chart.y_label = options
        .y_label
        .clone()
        .unwrap_or_else(|| "value".to_owned());
    Ok(chart)
}

impl Plot for LossCurve {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        self.chosen().map(Some)
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        let size = self.options.size_or(SIZE)?;
        let ranges = shared.map_or_else(|| self.chosen(), Ok)?;
        let chart = chart(&self.runs, &self.options, self.scale, ranges)?;
        let facts: Vec<String> = self.runs.iter().take(8).map(in_words).collect();
        let scale = match self.scale {
            Scale::Linear => "",
            Scale::Log => " Logarithmic scale.",
            Scale::SymLog { .. } => " Symmetric logarithmic scale, linear between −1 and 1.",
        };
        let facts = format!("{}.{scale}", facts.join("; "));
        Ok(Figure {
            size,
            alt: self
                .options
                .alt
                .clone()
                .unwrap_or_else(|| format!("Value against step: {facts}")),
            caption: self.options.caption.clone().unwrap_or(facts),
            scene: Scene::Chart(Box::new(chart)),
        })
    }
}

/// How the values of a run begin and end.
fn in_words(run: &Run) -> String {
    let (first, last) = (run.values[0], run.values[run.steps()]);
    let lost = run.values.iter().position(|v| !v.is_finite());
    let until = match lost {
        Some(step) => format!(", no longer finite from step {step}"),
        None => String::new(),
    };
    format!(
        "{}: from {} to {} in {} steps{until}",
        run.label,
        number(first, 4),
        number(last, 4),
        run.steps()
    )
}
