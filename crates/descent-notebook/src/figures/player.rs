//! A descent to step through: the plane, the values beside it, and a slider.

use descent::numerical_gradient;
use descent_language::{marked, words};
use ndarray::{Array1, aview1};

use super::contour::{Contour, contour};
use super::curve::curve;
use super::function::Function;
use super::loss_curve;
use super::minima::{Minima, stars};
use super::plane;
use super::plot::{Options, Plot, Ranges};
use super::run::{Run, Runs, sentences};
use super::settings::at_most;
use crate::error::Error;
use crate::figure::Figure;
use crate::number::{number, point};
use crate::scene::Scene;
use crate::scene::axis::Scale;
use crate::scene::chart::Chart;
use crate::scene::steps::{Steps, still_runs};

/// The most steps of all runs together: each is a group of its own in the output.
const MOST_STEPS: usize = 6_000;
/// Runs whose values span more than this are drawn on a log scale.
const WIDE: f64 = 1e3;

/// Starts a player: add runs, then step through them in the notebook with buttons and sliders,
/// over a contour of `f` for points with two coordinates, over its graph for points with one.
///
/// Where scripts do not run (an untrusted notebook, a PDF) it is a picture of all runs, or of three
/// of more than four.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 20)?;
/// let figure = player(function_2).run("0.1", &path).figure()?;
/// assert!(figure.html()?.contains("<script>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn player<'a>(f: impl Fn(&Array1<f64>) -> f64 + 'a) -> Player<'a> {
    Player {
        plane: contour(f),
        scale: None,
    }
}

/// A player in the making, see [`player()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Player<'a> {
    plane: Contour<'a>,
    scale: Option<Scale>,
}

impl Player<'_> {
    /// The scale of the values, instead of the one chosen from them.
    pub fn y_scale(mut self, scale: Scale) -> Self {
        self.scale = Some(scale);
        self
    }

    /// The plane: a contour or a graph, by the coordinates of the first run's points.
    fn chart(&self, shared: Option<Ranges>) -> Result<Chart, Error> {
        let options = plane::beside_values(&self.plane.options)?;
        let first = options.runs.first().ok_or(Error::Empty {
            what: marked!("give the player a run"),
        })?;
        let on_graph = first.point(0).len() == 1;
        if on_graph {
            stars(marked!("minimum"), &options.minima)?;
            if let Some(&(x, y)) = options.minima.first() {
                let expected =
                    marked!("left out, for runs with one coordinate are drawn on a graph");
                let minimum = point(&[x, y], 4);
                return Err(Error::setting(marked!("minimum"), minimum, expected));
            }
            let f = |x: f64| self.plane.f.at(&Array1::from_elem(1, x));
            let mut graph = curve(f);
            graph.options = options;
            return graph.chart(shared);
        }
        self.plane.chart(&options, shared)
    }

    /// Linear values where they lie close together, logarithmic ones where they do not.
    fn value_scale(&self) -> Scale {
        if let Some(scale) = self.scale {
            return scale;
        }
        let values = self.plane.options.runs.iter().flat_map(|run| &run.values);
        let finite = values.copied().filter(|value| value.is_finite());
        let low = finite.clone().fold(f64::INFINITY, f64::min);
        let high = finite.fold(f64::NEG_INFINITY, f64::max);
        if low > 0.0 && high / low > WIDE {
            Scale::Log
        } else if high.abs().max(low.abs()) > 1e6 {
            Scale::symlog()
        } else {
            Scale::Linear
        }
    }
}

impl Runs for Player<'_> {}

impl Minima for Player<'_> {}

impl Plot for Player<'_> {
    fn options(&mut self) -> &mut Options {
        &mut self.plane.options
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        let (options, runs) = (&self.plane.options, &self.plane.options.runs);
        let steps = runs.iter().map(|run| run.steps() + 1).sum();
        at_most(MOST_STEPS, marked!("steps in the player"), steps)?;
        // The names beside the values serve for both.
        let plane = Chart {
            has_legend: false,
            ..self.chart(shared)?
        };
        // The other options are those of the plane.
        let own = Options {
            runs: runs.clone(),
            ..Options::default()
        };
        let scale = self.value_scale();
        let values = loss_curve::chart(&own, scale, loss_curve::ranges(&own, scale)?)?;
        let readings = |run| readings(&self.plane.f, run);
        let mut sentences = sentences(runs, &plane.tracks, |p| plane.shows(p));
        let still = still_runs(runs.len());
        if let ([first, middle, last], true) = (still.as_slice(), still.len() < runs.len()) {
            let [first, middle, last] = [first, middle, last].map(|&run| &runs[run].label);
            sentences.push_str(&words!(
                "The still picture shows three of these {count} runs: {first}, {middle}, {last}. ",
                count = runs.len(),
                first,
                middle,
                last
            ));
        }
        let alt = words!(
            "Descent over a plane, and its value against the step. {runs}",
            runs = sentences
        );
        let scene = Scene::Steps(Box::new(Steps {
            plane,
            values,
            readings: runs.iter().map(readings).collect(),
            title: options.title(),
        }));
        options.figure(plane::SIZE_WITH_VALUES, scene, &sentences, &alt)
    }
}

/// Point, value and gradient at every step, with four digits.
fn readings(f: &Function<'_, Array1<f64>, f64>, run: &Run) -> Vec<[String; 3]> {
    (0..=run.steps())
        .map(|step| {
            let at = run.point(step);
            let gradient = numerical_gradient(|x| f.at(x), &aview1(at).to_owned());
            [
                point(at, 4),
                number(run.values[step], 4),
                point(&gradient.to_vec(), 4),
            ]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::{Pen, Primitive};
    use descent::{function_2, sweep};
    use ndarray::array;

    /// The caption, and the runs that have an end of their own in the still picture.
    fn still(count: usize) -> (String, usize) {
        let rates = (0..count).map(|k| 0.01 + 0.04 * k as f64);
        let paths = sweep(function_2, &array![-3.0, 4.0], rates, 3);
        let plot = player(function_2).paths(&paths.expect("a good start"));
        let figure = plot.figure().expect("it can be drawn");
        let mut pen = Pen::new(figure.size());
        let sheet = pen.sheet();
        figure.scene.draw(&mut pen, sheet);
        let ends = pen
            .drawn()
            .iter()
            .filter(|p| matches!(p, Primitive::Disc(_, 6.0, _)));
        let found = (figure.caption().to_owned(), ends.count());
        let Scene::Steps(steps) = figure.scene else {
            panic!("a player has steps");
        };
        assert_eq!(steps.plane.tracks.len(), count, "the player has all");
        found
    }

    #[test]
    fn a_still_picture_shows_three_of_many_runs_and_says_so() {
        let (caption, ends) = still(20);
        assert_eq!(ends, 3);
        let sentence = "shows three of these 20 runs: learning rate 0.01, learning rate 0.37, \
                        learning rate 0.77.";
        assert!(caption.contains(sentence), "{caption}");
    }

    #[test]
    fn a_still_picture_shows_all_of_a_few_runs() {
        let (caption, ends) = still(4);
        assert_eq!(ends, 4);
        assert!(!caption.contains("still picture"), "{caption}");
    }
}
