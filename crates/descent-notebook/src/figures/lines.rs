//! Numbers against numbers: points and lines on one plane, each axis linear or logarithmic.

use std::borrow::Borrow;

use descent_language::{marked, words};

use super::minima::stars;
use super::plane::SIZE;
use super::plot::{LINEAR, Options, Plot, Ranges};
use super::series::Series;
use super::settings::{at_most, placed};
use crate::canvas::palette::INK;
use crate::canvas::{Dash, Stroke};
use crate::error::Error;
use crate::figure::Figure;
use crate::number::number;
use crate::scene::Scene;
use crate::scene::axis::{Scale, range_of};
use crate::scene::chart::Chart;
use crate::scene::line::Line;
use crate::text::semicolon;

/// The names of the axes.
const NAMES: (&str, &str) = ("x", "y");
/// Dots are drawn up to this many points a line; more would run together.
const MOST_DOTS: usize = 40;
/// More points would be a blot.
const MOST_POINTS: usize = 10_000;

/// Starts a figure of points, or of lines through points, of your own.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let steps = [1e-1, 1e-2, 1e-3];
/// let error = |h: f64| forward_difference(f64::exp, 1.0, h) - 1_f64.exp();
/// let figure = lines()
///     .line("forward", steps.map(|h| (h, error(h))))
///     .x_scale(Scale::Log)
///     .y_scale(Scale::Log)
///     .x_label("h")
///     .y_label("error")
///     .figure()?;
/// assert!(figure.caption().contains("forward: from 0.141 at 0.1 to 0.00136 at 0.001"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn lines() -> Lines {
    Lines {
        lines: Vec::new(),
        points: Vec::new(),
        unpaired: None,
        guides: Vec::new(),
        verticals: Vec::new(),
        stars: Vec::new(),
        scales: LINEAR,
        options: Options::default(),
    }
}

/// A figure of lines in the making, see [`lines()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Lines {
    lines: Vec<Series>,
    points: Vec<Series>,
    /// Points that are no pairs of x and y.
    unpaired: Option<descent::Error>,
    guides: Vec<Series>,
    verticals: Vec<(String, f64)>,
    stars: Vec<(f64, f64)>,
    scales: (Scale, Scale),
    options: Options,
}

impl Lines {
    /// Adds a line through `points`, x and y each, given or lent (`&points`), with dots where they
    /// are few and no other [`points`](Self::points) are there to be mistaken for. One that is not
    /// finite, or not positive on a logarithmic axis, interrupts it.
    pub fn line(
        mut self,
        label: impl Into<String>,
        points: impl IntoIterator<Item = impl Borrow<(f64, f64)>>,
    ) -> Self {
        self.lines.push(Series::new(label, points));
        self
    }

    /// Adds points that no line joins, such as what was measured: as many x as y, given or lent
    /// (`&x`), at most 10,000 in a figure. Lines are drawn over them.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// let (x, y) = (array![1.0, 2.0, 3.0], array![2.1, 3.9, 6.2]);
    /// let figure = lines().points("measured", &x, &y).line("y = 2x", [(0.0, 0.0), (3.0, 6.0)]);
    /// assert!(figure.figure()?.caption().starts_with("measured: 3 points between 1 and 3"));
    /// assert!(lines().points("measured", &x, [1.0]).figure().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn points(
        mut self,
        label: impl Into<String>,
        x: impl IntoIterator<Item = impl Borrow<f64>>,
        y: impl IntoIterator<Item = impl Borrow<f64>>,
    ) -> Self {
        let x: Vec<f64> = x.into_iter().map(|x| *x.borrow()).collect();
        let y: Vec<f64> = y.into_iter().map(|y| *y.borrow()).collect();
        if x.len() != y.len() {
            let (x, y) = (x.len(), y.len());
            self.unpaired = Some(descent::Error::PairCount { x, y });
        }
        self.points.push(Series::new(label, x.into_iter().zip(y)));
        self
    }

    /// Adds a thin line to compare with, such as what a theory says. It does not widen the ranges,
    /// unless there is nothing else.
    pub fn guide(
        mut self,
        label: impl Into<String>,
        points: impl IntoIterator<Item = impl Borrow<(f64, f64)>>,
    ) -> Self {
        self.guides.push(Series::new(label, points));
        self
    }

    /// Adds a thin line from bottom to top at `x`, a finite number: a bound, say.
    pub fn vertical(mut self, label: impl Into<String>, x: f64) -> Self {
        self.verticals.push((label.into(), x));
        self
    }

    /// Marks a point with a star.
    pub fn star(mut self, x: f64, y: f64) -> Self {
        self.stars.push((x, y));
        self
    }

    /// The scale of x, instead of the linear one.
    pub fn x_scale(mut self, scale: Scale) -> Self {
        self.scales.0 = scale;
        self
    }

    /// The scale of y, instead of the linear one.
    pub fn y_scale(mut self, scale: Scale) -> Self {
        self.scales.1 = scale;
        self
    }

    fn ranges(&self) -> Result<Ranges, Error> {
        self.options.ranges_or(NAMES, || self.chosen())
    }

    fn chosen(&self) -> Result<Ranges, Error> {
        const AIR: f64 = 0.05;
        let (x_scale, y_scale) = self.scales;
        let mut drawn: Vec<&Series> = self.lines.iter().chain(&self.points).collect();
        if drawn.is_empty() {
            drawn.extend(&self.guides);
        }
        let points = drawn.iter().flat_map(|series| &series.points);
        let points = points.chain(&self.stars).copied();
        let points = points.filter(|p| x_scale.has_place(p.0) && y_scale.has_place(p.1));
        let verticals = self.verticals.iter().map(|(_, x)| *x);
        let x = range_of(points.clone().map(|p| p.0).chain(verticals), AIR, x_scale);
        let y = range_of(points.map(|p| p.1), AIR, y_scale);
        match (x, y) {
            (Some(x), Some(y)) => Ok(Ranges { x, y }),
            _ if drawn.is_empty() => Err(Error::Empty {
                what: marked!("add a line, as in lines().line(\"error\", points)"),
            }),
            _ => Err(Error::nothing_finite(match self.scales {
                LINEAR => words!("what is to be drawn"),
                _ => {
                    words!("what is to be drawn on a log scale, which shows positive values only,")
                }
            })),
        }
    }

    fn chart(&self, ranges: Ranges) -> Result<Chart, Error> {
        let mut chart = self.options.chart(NAMES, ranges, self.scales)?;
        let count = self.points.iter().map(|series| series.points.len()).sum();
        at_most(MOST_POINTS, marked!("points"), count)?;
        let sets = self.points.iter().enumerate();
        chart.points = sets.map(|(set, series)| series.as_points(set)).collect();
        let lines = self.lines.iter().enumerate();
        let line = |(run, series): (usize, &Series)| {
            let dots = self.points.is_empty() && series.points.len() <= MOST_DOTS;
            series.as_line(Stroke::of_run(run), dots)
        };
        chart.lines.extend(lines.map(line));
        let verticals = self.verticals.iter().map(|(label, x)| {
            let ends = [(*x, chart.y.low), (*x, chart.y.high)];
            Series::new(label, ends)
        });
        let thin =
            (self.guides.iter().cloned().chain(verticals).enumerate()).map(|(index, series)| {
                let stroke = Stroke::solid(INK, 1.5).dashed(Dash::of_run(index + 1));
                series.as_line(stroke, false)
            });
        let thin: Vec<Line> = thin.collect();
        chart.lines.extend(thin);
        chart.marks = stars(marked!("star"), &self.stars)?;
        for &(x, y) in &self.stars {
            placed(marked!("x of the star"), x, self.scales.0)?;
            placed(marked!("y of the star"), y, self.scales.1)?;
        }
        Ok(chart)
    }
}

impl Plot for Lines {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        self.ranges().map(Some)
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        if let Some(error) = &self.unpaired {
            return Err(Error::Descent(error.clone()));
        }
        for (_, x) in &self.verticals {
            placed(marked!("place of the vertical line"), *x, self.scales.0)?;
        }
        let ranges = shared.map_or_else(|| self.ranges(), Ok)?;
        let chart = self.chart(ranges)?;
        let points = self.points.iter().take(8);
        let mut facts: Vec<String> = points.filter_map(Series::points_in_words).collect();
        let lines = self.lines.iter().take(8);
        facts.extend(lines.filter_map(Series::line_in_words));
        for (label, x) in self.verticals.iter().take(8) {
            facts.push(words!("{label}: at {place}", label, place = number(*x, 3)));
        }
        let facts = facts.join(semicolon());
        let facts = words!("{facts}.", facts);
        let (y, x) = (&chart.y_label, &chart.x_label);
        let alt = match self.scales {
            LINEAR => words!("{y} against {x}. {facts}", y, x, facts),
            (Scale::Linear, _) => words!(
                "{y} against {x}, vertical axis logarithmic. {facts}",
                y,
                x,
                facts
            ),
            (_, Scale::Linear) => words!(
                "{y} against {x}, horizontal axis logarithmic. {facts}",
                y,
                x,
                facts
            ),
            _ => words!(
                "{y} against {x}, both axes logarithmic. {facts}",
                y,
                x,
                facts
            ),
        };
        let scene = Scene::Chart(Box::new(chart));
        self.options.figure(SIZE, scene, &facts, &alt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_axis_has_its_own_scale() {
        let power = |x: f64| (x, x.powi(2));
        let plot = lines()
            .line("square", [1.0, 10.0, 100.0].map(power))
            .y_scale(Scale::Log);
        let chart = plot.chart(plot.ranges().expect("ranges")).expect("a chart");
        assert_eq!((chart.x.scale, chart.y.scale), (Scale::Linear, Scale::Log));
    }

    #[test]
    fn guides_do_not_widen_the_ranges_but_bounds_do() {
        let line = lines().line("data", [(0.0, 0.0), (1.0, 1.0)]);
        let alone = line.chosen().expect("ranges");
        let guided = line.clone().guide("theory", [(-100.0, 5.0), (100.0, 9.0)]);
        assert_eq!(guided.chosen().expect("ranges"), alone);
        let bounded = line.vertical("bound", 3.0).chosen().expect("ranges");
        assert!(bounded.x.1 > 3.0 && bounded.y == alone.y);
    }

    #[test]
    fn points_widen_the_ranges_and_take_the_dots_from_lines() {
        let line = lines().line("fit", [(0.0, 0.0), (1.0, 1.0)]);
        let both = line.clone().points("data", [-3.0, 2.0], [0.0, 7.0]);
        let ranges = both.chosen().expect("ranges");
        assert!(ranges.x.0 < -3.0 && ranges.x.1 > 2.0 && ranges.y.1 > 7.0);
        let has_dots = |plot: &Lines| plot.chart(ranges).expect("a chart").lines[0].dots;
        assert!(has_dots(&line) && !has_dots(&both));
    }

    #[test]
    fn what_a_log_axis_cannot_show_does_not_count() {
        let points = [
            (1e-3, 0.0),
            (1e-2, -1.0),
            (1e-1, 4.0),
            (1.0, f64::NAN),
            (0.0, 9.0),
        ];
        let plot = lines()
            .line("error", points)
            .x_scale(Scale::Log)
            .y_scale(Scale::Log);
        let ranges = plot.chosen().expect("one point is left");
        assert!(
            ranges.x.0 > 0.01 && ranges.x.1 < 1.0 && ranges.y.0 > 0.0,
            "{ranges:?}"
        );
        plot.figure().expect("a figure").png().expect("a picture");
    }

    #[test]
    fn nothing_to_draw_is_an_error_that_says_so() {
        let error = lines().figure().expect_err("nothing was added");
        assert!(error.to_string().contains("lines().line("), "{error}");
        let error = lines()
            .line("x", [(1.0, -1.0)])
            .y_scale(Scale::Log)
            .figure();
        assert!(
            error
                .expect_err("nothing positive")
                .to_string()
                .contains("log scale")
        );
        assert!(lines().line("empty", [(0.0, 0.0); 0]).figure().is_err());
    }

    #[test]
    fn the_caption_names_ends_and_lowest_point() {
        let figure = lines()
            .line("v", [(0.0, 2.0), (1.0, 0.5), (2.0, 3.0)])
            .vertical("bound", 1.5)
            .figure()
            .expect("a figure");
        assert_eq!(
            figure.caption(),
            "v: from 2 at 0 to 3 at 2, lowest 0.5 at 1; bound: at 1.5."
        );
        assert!(figure.alt().starts_with("y against x. v: from 2"));
    }
}
