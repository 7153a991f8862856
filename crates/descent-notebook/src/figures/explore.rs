//! A map on which the reader herself descends.

use descent_language::{marked, words};
use ndarray::{Array1, array};

use super::contour::{Contour, contour};
use super::fidelity::{DESCENTS, distance, real};
use super::function::Function;
use super::loss_curve;
use super::minima::Minima;
use super::plane;
use super::plot::{Options, Plot, Ranges};
use super::run::{Run, label_of, sentences, tracks};
use super::settings::finite;
use crate::error::Error;
use crate::figure::Figure;
use crate::number::{number, point};
use crate::scene::Scene;
use crate::scene::axis::{Axis, Scale, nice_step, range_of};
use crate::scene::chart::Chart;
use crate::scene::explorer::{Descent, Explorer};
use crate::scene::interpolant::Interpolant;
use crate::scene::steps::Steps;

const STEPS: usize = 100;
/// A page follows the hand up to so many steps on the slowest of computers.
const MOST_STEPS: usize = 1000;
/// The momentum's slider ends here.
const MOST_MOMENTUM: f64 = 0.99;

/// Starts an explorer of `f`, a function of two variables: a map on which the reader drags the
/// start of a descent, and chooses learning rate and momentum. Path and values follow at once, no
/// cell is run.
///
/// The page knows f at 161 × 121 points and interpolates values and gradients between them. How
/// far its descents are from those of [`descend_with`](descent::descend_with) with
/// [`Momentum`](descent::Momentum) is measured on 32 of them, from all over the map, and said in the
/// caption. A descent ends where it leaves the map, or where f is not finite. Where scripts do not
/// run, the figure is a picture of the first descent.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let figure = explore(ravine).start(-7.0, 2.0).learning_rate(0.95).minimum(0.0, 0.0).figure()?;
/// assert!(figure.caption().contains("learning rate 0.95: 100 steps from (−7, 2)"));
/// assert!(figure.html()?.len() < 200_000);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn explore<'a>(f: impl Fn(&Array1<f64>) -> f64 + 'a) -> Explore<'a> {
    Explore {
        plane: contour(f),
        start: None,
        learning_rate: None,
        momentum: 0.0,
        steps: STEPS,
        scale: None,
    }
}

/// An explorer in the making, see [`explore()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Explore<'a> {
    plane: Contour<'a>,
    start: Option<(f64, f64)>,
    learning_rate: Option<f64>,
    momentum: f64,
    steps: usize,
    scale: Option<Scale>,
}

impl Explore<'_> {
    /// Where the first descent starts, on the map; in its upper left corner where you do not say.
    pub fn start(mut self, x0: f64, x1: f64) -> Self {
        self.start = Some((x0, x1));
        self
    }

    /// The learning rate of the first descent, above 0. The slider leads from at most a hundredth
    /// of it to at least ten times as much. Where you do not say, it suits the curvature at the
    /// start.
    pub fn learning_rate(mut self, learning_rate: f64) -> Self {
        self.learning_rate = Some(learning_rate);
        self
    }

    /// The momentum of the first descent, 0 to 0.99; 0 where you do not say.
    pub fn momentum(mut self, momentum: f64) -> Self {
        self.momentum = momentum;
        self
    }

    /// How many steps each descent has, 1 to 1000; 100 where you do not say.
    pub fn steps(mut self, steps: usize) -> Self {
        self.steps = steps;
        self
    }

    /// The scale of the values, instead of the one chosen from those on the map.
    pub fn y_scale(mut self, scale: Scale) -> Self {
        self.scale = Some(scale);
        self
    }

    fn checked(&self) -> Result<(), Error> {
        let (what, expected) = (marked!("learning rate"), marked!("a finite number above 0"));
        if let Some(rate) = self.learning_rate
            && !(rate.is_normal() && rate > 0.0)
        {
            return Err(Error::setting(what, number(rate, 4), expected));
        }
        if !(0.0..=MOST_MOMENTUM).contains(&self.momentum) {
            let found = number(self.momentum, 4);
            return Err(Error::setting(
                marked!("momentum"),
                found,
                marked!("from 0 to 0.99"),
            ));
        }
        if !(1..=MOST_STEPS).contains(&self.steps) {
            let (what, expected) = (marked!("number of steps"), marked!("from 1 to 1000"));
            return Err(Error::setting(what, self.steps, expected));
        }
        let start = self.start.map(|(x0, x1)| [x0, x1]);
        start.map_or(Ok(()), |start| finite(marked!("start"), &start))
    }

    /// The map, without a path.
    fn map(&self, shared: Option<Ranges>) -> Result<Chart, Error> {
        let options = plane::beside_values(&self.plane.options)?;
        let ranges = match shared {
            Some(ranges) => ranges,
            None => {
                let mut with_start = options.clone();
                with_start.minima.extend(self.start);
                plane::ranges(&with_start)?
            }
        };
        let map = self.plane.chart(&options, Some(ranges))?;
        match self.start {
            Some(start) if !map.shows(start) => {
                let found = point(&[start.0, start.1], 4);
                Err(Error::setting(
                    marked!("start"),
                    found,
                    marked!("on the map"),
                ))
            }
            _ => Ok(map),
        }
    }

    fn label(&self, rate: f64) -> String {
        match self.momentum {
            0.0 => label_of(rate),
            momentum => words!(
                "learning rate {rate}, momentum {momentum}",
                rate = number(rate, 4),
                momentum = number(momentum, 4)
            ),
        }
    }

    /// The scale and the range of the values, by the lowest and the highest on the map: it stays
    /// the same while the reader explores, so that one descent can be compared with another.
    fn value_axis(&self, (low, high): (f64, f64)) -> Result<(Scale, (f64, f64)), Error> {
        /// Values that span more than this are drawn on a log scale.
        const WIDE: f64 = 1e3;
        /// A descent comes lower than the lowest point of a grid: so much, as a factor, is shown.
        const BELOW: f64 = 1e-3;
        let is_wide = high > WIDE * low.abs();
        let scale = self.scale.unwrap_or(match is_wide {
            true if low >= 0.0 => Scale::Log,
            true => Scale::SymLog { linear_below: -low },
            false => Scale::Linear,
        });
        let ends = match scale {
            Scale::Log => [(BELOW * low).max(1e-9 * high), high],
            _ => [low, high],
        };
        let range = range_of(ends.into_iter(), 0.06, scale);
        let what = || words!("the map on a log scale, which shows positive values only,");
        Ok((scale, range.ok_or_else(|| Error::nothing_finite(what()))?))
    }
}

impl Minima for Explore<'_> {}

impl Plot for Explore<'_> {
    fn options(&mut self) -> &mut Options {
        &mut self.plane.options
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        self.checked()?;
        let (f, options) = (&self.plane.f, &self.plane.options);
        let mut map = self.map(shared)?;
        let Some(field) = &map.field else {
            return Err(Error::nothing_finite(words!(
                "the function over this plane"
            )));
        };
        let known = Interpolant::of(&field.grid);
        let (scale, y) = self.value_axis(field.grid.extremes().unwrap_or_default())?;
        let start = self.start.map_or_else(|| corner(&map), |(x0, x1)| [x0, x1]);
        let rate = self
            .learning_rate
            .unwrap_or_else(|| suitable_rate(f, start, &map));
        let first = Descent {
            start,
            rate,
            momentum: self.momentum,
            steps: self.steps,
        };
        let run = Run::new(self.label(rate), &real(&first, f)?);
        let own = Options {
            runs: vec![run],
            y_range: Some(y),
            ..Options::default()
        };
        let values = loss_curve::chart(&own, scale, loss_curve::ranges(&own, scale)?)?;
        map.tracks = tracks(&own.runs, Run::plane_points)?;
        map.has_legend = false;
        let said = sentences(&own.runs, &map.tracks, |p| map.shows(p));
        let caption = format!("{said}{}", told(distance(f, &known, &first)?, &known));
        let alt = words!(
            "A map of a function with a descent on it, and its value against the step. {said}",
            said
        );
        let decade = rate.log10().floor() as i32;
        let scene = Scene::Explorer(Box::new(Explorer {
            still: Steps {
                plane: map,
                values: Chart {
                    has_legend: false,
                    ..values
                },
                readings: Vec::new(),
                title: options.title(),
            },
            known,
            first,
            decades: (decade - 3, decade + 2),
        }));
        options.figure(plane::SIZE_WITH_VALUES, scene, &caption, &alt)
    }
}

/// A start near the upper left corner of the map, in round numbers.
fn corner(map: &Chart) -> [f64; 2] {
    let round = |value: f64, axis: &Axis| {
        let unit = nice_step(axis.high - axis.low, 20);
        (value / unit).round() * unit
    };
    let (x, y) = (&map.x, &map.y);
    [
        round(x.low + (x.high - x.low) / 8.0, x),
        round(y.high - (y.high - y.low) / 8.0, y),
    ]
}

/// A tenth of the bound 2/λ for the curvature λ at the start, in one digit; less where the first
/// step would lead farther than a tenth of the map.
fn suitable_rate(f: &Function<'_, Array1<f64>, f64>, start: [f64; 2], map: &Chart) -> f64 {
    let at = |x: f64, y: f64| f.at(&array![x, y]);
    let [x, y] = start;
    let (wide, high) = (map.x.high - map.x.low, map.y.high - map.y.low);
    let (dx, dy) = (wide / 1000.0, high / 1000.0);
    let middle = 2.0 * at(x, y);
    let along = (at(x + dx, y) - middle + at(x - dx, y)) / (dx * dx);
    let up = (at(x, y + dy) - middle + at(x, y - dy)) / (dy * dy);
    let slope = ((at(x + dx, y) - at(x - dx, y)) / (2.0 * dx))
        .hypot((at(x, y + dy) - at(x, y - dy)) / (2.0 * dy));
    let rate = 0.2 / along.abs().max(up.abs()).max(2.0 * slope / wide.max(high));
    let one_digit = format!("{rate:.0e}").parse();
    one_digit
        .ok()
        .filter(|rate: &f64| rate.is_normal())
        .unwrap_or(0.1)
}

/// What the page of an explorer does on its own, and how exact it is.
fn told(distance: f64, known: &Interpolant) -> String {
    let (columns, rows) = known.size();
    let share = match 100.0 * distance {
        0.0..0.001 => words!("less than 0.001%"),
        percent => format!("{}%", number(percent, 1)),
    };
    words!(
        "Where scripts run, drag the start, and choose learning rate and momentum. The page \
         knows {columns} × {rows} values of the function: of {count} descents from all over the \
         map, the farthest was {share} of the map's width away from the real one.",
        columns,
        rows,
        count = DESCENTS,
        share
    )
}

#[cfg(test)]
mod tests {
    use descent::{function_2, rosenbrock};

    use super::*;

    fn message(plot: &Explore<'_>) -> String {
        plot.figure()
            .expect_err("a setting that is none")
            .to_string()
    }

    fn explorer(plot: &Explore<'_>) -> Explorer {
        match plot.figure().expect("it can be drawn").scene {
            Scene::Explorer(explorer) => *explorer,
            _ => panic!("an explorer"),
        }
    }

    #[test]
    fn what_cannot_be_explored_is_refused_in_a_sentence() {
        let bowl = || explore(function_2);
        let refused = [
            (
                bowl().learning_rate(0.0),
                "the learning rate is 0, but should be a finite number above 0",
            ),
            (bowl().learning_rate(f64::NAN), "the learning rate is NaN"),
            (bowl().learning_rate(-0.1), "the learning rate is −0.1"),
            (
                bowl().momentum(1.0),
                "the momentum is 1, but should be from 0 to 0.99",
            ),
            (bowl().momentum(f64::NAN), "the momentum is NaN"),
            (
                bowl().steps(0),
                "the number of steps is 0, but should be from 1 to 1000",
            ),
            (bowl().steps(1001), "the number of steps is 1001"),
            (
                bowl().start(f64::INFINITY, 0.0),
                "the start is (∞, 0), but should be two finite numbers",
            ),
            (
                bowl().start(9.0, 0.0).x_range(-1.0, 1.0),
                "the start is (9, 0), but should be on the map",
            ),
            (
                explore(|_| f64::NAN),
                "the function over this plane has no finite number",
            ),
            (bowl().size(5, 5), "the size of the figure is 5 × 5"),
        ];
        for (plot, expected) in refused {
            let message = message(&plot);
            assert!(message.starts_with(expected), "{message}");
        }
        let negative = explore(|x| -function_2(x)).y_scale(Scale::Log);
        assert!(message(&negative).contains("log scale"));
    }

    #[test]
    fn a_start_and_a_learning_rate_are_chosen_where_nobody_gives_them() {
        let chosen = explorer(&explore(function_2));
        assert_eq!((chosen.first.start, chosen.first.rate), ([-3.5, 3.0], 0.1));
        assert_eq!(chosen.decades, (-4, 1));
        for (plot, curvature) in [
            (explore(rosenbrock).start(-1.5, 2.0), 1902.0),
            (explore(|x| 1e6 * function_2(x)), 2e6),
            (explore(|x| 1e-6 * function_2(x)), 2e-6),
            (explore(|x| x[0] + 100.0 * x[1]), 0.0),
            (explore(|_| 7.0), 0.0),
        ] {
            let rate = explorer(&plot).first.rate;
            assert!(rate.is_normal() && rate * curvature < 1.0, "{rate}");
        }
    }

    #[test]
    fn values_have_the_scale_that_the_map_asks_for() {
        let scale = |plot: Explore<'_>| explorer(&plot).still.values.y.scale;
        assert_eq!(scale(explore(function_2)), Scale::Log);
        assert_eq!(scale(explore(|x| x[0].sin())), Scale::Linear);
        assert_eq!(scale(explore(|x| 20.0 + function_2(x))), Scale::Linear);
        let deep = scale(explore(|x| 1e4 * function_2(x) - 1.0));
        assert!(matches!(deep, Scale::SymLog { .. }), "{deep:?}");
        assert_eq!(
            scale(explore(function_2).y_scale(Scale::Linear)),
            Scale::Linear
        );
    }

    #[test]
    fn a_function_with_a_kink_is_said_to_be_known_less_exactly() {
        let kink = explore(|x| x[0].abs() + x[1].abs())
            .figure()
            .expect("it can be drawn");
        let smooth = explore(function_2).figure().expect("it can be drawn");
        assert!(
            smooth
                .caption()
                .contains("was less than 0.001% of the map's width"),
            "{}",
            smooth.caption()
        );
        assert!(!kink.caption().contains("less than"), "{}", kink.caption());
    }
}
