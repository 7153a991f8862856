//! A function of one variable: its graph, a tangent, a descent along it.

use descent::tangent_line;
use descent_language::{marked, words};

use super::function::Function;
use super::plane::SIZE;
use super::plot::{LINEAR, Options, Plot, Ranges};
use super::run::{Run, Runs, sentences, tracks};
use super::settings::finite;
use crate::canvas::palette::OKABE_ITO;
use crate::canvas::{Dash, Stroke};
use crate::error::Error;
use crate::figure::Figure;
use crate::number::number;
use crate::scene::Scene;
use crate::scene::axis::{Scale, range_of};
use crate::scene::chart::Chart;
use crate::scene::line::Line;
use crate::scene::marks::Mark;

/// The names of the axes.
const NAMES: (&str, &str) = ("x", "f(x)");
/// Points of the graph: one for every pixel that is drawn.
const POINTS: usize = 600;

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
        options: Options::default(),
    }
}

/// A figure of a graph in the making, see [`curve()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Curve<'a> {
    f: Function<'a, f64, f64>,
    tangents: Vec<f64>,
    pub(crate) options: Options,
}

impl Curve<'_> {
    /// Draws the tangent at `x`, where the function is finite, its slope by numerical
    /// differentiation.
    pub fn tangent_at(mut self, x: f64) -> Self {
        self.tangents.push(x);
        self
    }

    /// The graph with its tangents and tracks.
    pub(crate) fn chart(&self, shared: Option<Ranges>) -> Result<Chart, Error> {
        for &at in &self.tangents {
            finite(marked!("place of the tangent"), &[at])?;
        }
        let ranges = shared.map_or_else(|| self.chosen(), Ok)?;
        let mut chart = self.options.chart(NAMES, ranges, LINEAR)?;
        chart.lines.push(Line {
            label: None,
            points: self.sample((chart.x.low, chart.x.high)),
            stroke: Stroke::solid(OKABE_ITO[1], 3.0),
            dots: false,
        });
        for (index, &at) in self.tangents.iter().enumerate() {
            let tangent = tangent_line(|x| self.f.at(&x), at);
            let value = self.f.at(&at);
            if !(tangent.slope.is_finite() && value.is_finite()) {
                let (what, at) = (marked!("place of the tangent"), number(at, 4));
                let expected = marked!("where the function and its slope are finite numbers");
                return Err(Error::setting(what, at, expected));
            }
            let ends = [chart.x.low, chart.x.high].map(|x| (x, tangent.at(x)));
            let color = OKABE_ITO[[0, 2, 3, 4][index % 4]];
            chart.lines.push(Line {
                label: Some(words!("tangent at {place}", place = number(at, 3))),
                points: ends.to_vec(),
                stroke: Stroke::solid(color, 2.5).dashed(Dash::of_run(index + 1)),
                dots: false,
            });
            chart.marks.push(Mark::disc((at, value), color));
        }
        chart.tracks = tracks(&self.options.runs, Run::graph_points)?;
        Ok(chart)
    }

    fn sample(&self, (low, high): (f64, f64)) -> Vec<(f64, f64)> {
        let x = |i: usize| low + (high - low) * i as f64 / (POINTS - 1) as f64;
        (0..POINTS).map(|i| (x(i), self.f.at(&x(i)))).collect()
    }

    /// The ranges without a shared one; y depends on x.
    fn chosen(&self) -> Result<Ranges, Error> {
        let mut points = self.tangents.clone();
        for run in &self.options.runs {
            let way = run.graph_points()?;
            points.extend(run.near().map(|step| way[step].0));
        }
        self.options.ranges_or(NAMES, || {
            let found = range_of(points.iter().copied(), 0.2, Scale::Linear);
            let x = match (self.options.x_range, found) {
                (Some(range), _) => range,
                (None, _) if points.is_empty() => (-4.0, 4.0),
                (None, Some(_)) if points.iter().all(|&x| x == points[0]) => {
                    let around = points[0].abs().max(1.0);
                    (points[0] - around, points[0] + around)
                }
                (None, Some(range)) => range,
                (None, None) => {
                    let what = words!("what is to be drawn on the curve");
                    return Err(Error::nothing_finite(what));
                }
            };
            let graph = self.sample(x).into_iter().map(|p| p.1);
            let y = range_of(graph, 0.08, Scale::Linear)
                .ok_or_else(|| Error::nothing_finite(words!("the function over this range")))?;
            Ok(Ranges { x, y })
        })
    }
}

impl Runs for Curve<'_> {}

impl Plot for Curve<'_> {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        self.chosen().map(Some)
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        let chart = self.chart(shared)?;
        let mut facts = sentences(&self.options.runs, &chart.tracks, |p| chart.shows(p));
        for &at in &self.tangents {
            let slope = tangent_line(|x| self.f.at(&x), at).slope;
            let (at, slope) = (number(at, 4), number(slope, 4));
            let tangent = words!(
                "The tangent at {place} has slope {slope}. ",
                place = at,
                slope
            );
            facts.push_str(&tangent);
        }
        let plane = chart.in_words();
        let alt = words!("Graph of a function: {plane}. {facts}", plane, facts);
        let caption = match facts.as_str() {
            "" => words!("The graph of the function."),
            _ => facts,
        };
        let scene = Scene::Chart(Box::new(chart));
        self.options.figure(SIZE, scene, &caption, &alt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dot_of_a_tangent_has_its_colour() {
        let plot = curve(|x| x * x).tangent_at(1.0).tangent_at(2.0);
        let chart = plot.chart(None).expect("a chart");
        let (lines, marks) = (&chart.lines[1..], &chart.marks);
        for (line, mark) in lines.iter().zip(marks) {
            assert!(format!("{mark:?}").contains(&format!("{:?}", line.stroke.color)));
        }
        assert_ne!(lines[0].stroke.color, lines[1].stroke.color);
    }
}
