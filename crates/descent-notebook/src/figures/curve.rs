//! A function of one variable: its graph, a tangent, a descent along it.

use descent::{Trajectory, tangent_line};

use crate::Error;
use crate::canvas::palette::OKABE_ITO;
use crate::canvas::pen::{Dash, Stroke};
use crate::figure::{Figure, Scene};
use crate::figures::contour;
use crate::figures::function::Function;
use crate::figures::plot::{Options, Plot, Ranges};
use crate::figures::run::{Run, sentences, tracks};
use crate::number::number;
use crate::scene::axis::{Scale, range_of};
use crate::scene::chart::{Chart, Line, Mark, MarkShape};

/// Points of the graph: one for every pixel that is drawn.
const POINTS: usize = 600;
const SIZE: (u32, u32) = (640, 480);

/// Starts a figure of the graph of `f`, a function of one variable.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let figure = curve(function_1).tangent_at(5.0).x_range(0.0, 20.0).figure()?;
/// assert!(figure.caption().contains("slope 0.2"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn curve<'a>(f: impl Fn(f64) -> f64 + 'a) -> Curve<'a> {
    Curve {
        f: Function::new(move |&x: &f64| f(x)),
        tangents: Vec::new(),
        runs: Vec::new(),
        options: Options::default(),
    }
}

/// A figure of a graph in the making, see [`curve()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Curve<'a> {
    f: Function<'a, f64, f64>,
    tangents: Vec<f64>,
    runs: Vec<Run>,
    options: Options,
}

impl Curve<'_> {
    /// Draws the tangent at `x`, its slope by numerical differentiation.
    pub fn tangent_at(mut self, x: f64) -> Self {
        self.tangents.push(x);
        self
    }

    /// Adds a descent of points with one coordinate, labelled by its learning rate.
    pub fn path(mut self, path: &Trajectory) -> Self {
        self.runs.push(Run::by_learning_rate(path));
        self
    }

    /// Adds a descent with a label of your own.
    pub fn run(mut self, label: impl Into<String>, path: &Trajectory) -> Self {
        self.runs.push(Run::new(label, path));
        self
    }

    /// The same graph with other runs and options, for the player.
    pub(crate) fn over(self, runs: Vec<Run>, options: Options) -> Self {
        Self {
            runs,
            options,
            ..self
        }
    }

    /// The graph with its tangents and tracks.
    pub(crate) fn chart(&self, shared: Option<Ranges>) -> Result<Chart, Error> {
        let ranges = self.chosen()?;
        let name = |label: &Option<String>, default: &str| {
            label.clone().unwrap_or_else(|| default.to_owned())
        };
        let (x_name, y_name) = (
            name(&self.options.x_label, "x"),
            name(&self.options.y_label, "f(x)"),
        );
        let x = self
            .options
            .x_axis(&x_name, shared, ranges.x, Scale::Linear)?;
        let y = self
            .options
            .y_axis(&y_name, shared, ranges.y, Scale::Linear)?;
        let mut chart = Chart::new(x, y);
        let color = OKABE_ITO[1];
        let graph = self.sample((chart.x.low, chart.x.high));
        chart.lines.push(Line {
            label: None,
            points: graph,
            stroke: Stroke::solid(color, 3.0),
            dots: false,
        });
        for (index, &at) in self.tangents.iter().enumerate() {
            let tangent = tangent_line(|x| self.f.at(&x), at);
            let ends = [chart.x.low, chart.x.high].map(|x| (x, tangent.at(x)));
            let stroke = Stroke::solid(OKABE_ITO[[0, 2, 3, 4][index % 4]], 2.5)
                .dashed(Dash::of_run(index + 1));
            let label = Some(format!("tangent at {}", number(at, 3)));
            chart.lines.push(Line {
                label,
                points: ends.to_vec(),
                stroke,
                dots: false,
            });
            chart.marks.push(Mark {
                at: (at, self.f.at(&at)),
                shape: MarkShape::Disc,
            });
        }
        chart.tracks = tracks(&self.runs, Run::graph_points)?;
        chart.title = self.options.title.clone().unwrap_or_default();
        (chart.x_label, chart.y_label) = (x_name, y_name);
        Ok(chart)
    }

    fn sample(&self, (low, high): (f64, f64)) -> Vec<(f64, f64)> {
        let x = |i: usize| low + (high - low) * i as f64 / (POINTS - 1) as f64;
        (0..POINTS).map(|i| (x(i), self.f.at(&x(i)))).collect()
    }

    fn chosen(&self) -> Result<Ranges, Error> {
        let mut points: Vec<f64> = self.tangents.clone();
        for run in &self.runs {
            let way = run.graph_points()?;
            points.extend(run.near().map(|step| way[step].0));
        }
        let x = match (
            self.options.x_range,
            range_of(points.iter().copied(), 0.2, Scale::Linear),
        ) {
            (Some(range), _) => range,
            (None, _) if points.is_empty() => (-4.0, 4.0),
            (None, Some(_)) if points.iter().all(|&x| x == points[0]) => {
                let around = points[0].abs().max(1.0);
                (points[0] - around, points[0] + around)
            }
            (None, Some(range)) => range,
            (None, None) => {
                return Err(Error::NothingFinite {
                    what: "what is to be drawn on the curve".to_owned(),
                });
            }
        };
        let graph = self.sample(x);
        let y = range_of(graph.iter().map(|p| p.1), 0.08, Scale::Linear).ok_or_else(|| {
            Error::NothingFinite {
                what: "the function over this range".to_owned(),
            }
        })?;
        Ok(Ranges {
            x,
            y: self.options.y_range.unwrap_or(y),
        })
    }
}

impl Plot for Curve<'_> {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        self.chosen().map(Some)
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        let size = self.options.size_or(SIZE)?;
        let chart = self.chart(shared)?;
        let mut facts = sentences(&self.runs, &chart.tracks, contour::on_plane(&chart));
        for &at in &self.tangents {
            let slope = tangent_line(|x| self.f.at(&x), at).slope;
            facts.push_str(&format!(
                "The tangent at {} has slope {}. ",
                number(at, 4),
                number(slope, 4)
            ));
        }
        let alt = format!(
            "Graph of a function: {}. {facts}",
            contour::plane_in_words(&chart)
        );
        let caption = if facts.is_empty() {
            "The graph of the function.".to_owned()
        } else {
            facts
        };
        Ok(Figure {
            size,
            caption: self
                .options
                .caption
                .clone()
                .unwrap_or_else(|| caption.trim_end().to_owned()),
            alt: self
                .options
                .alt
                .clone()
                .unwrap_or_else(|| alt.trim_end().to_owned()),
            scene: Scene::Chart(Box::new(chart)),
        })
    }
}
