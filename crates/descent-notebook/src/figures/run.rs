//! A descent as figures see it.

use descent::Trajectory;
use descent_language::words;
use ndarray::Dimension;

use super::plot::Plot;
use crate::error::Error;
use crate::number::{number, point};
use crate::scene::track::Track;

/// A labelled run: the points of a descent and the value at each.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) label: String,
    /// The coordinates of the points, one point after another.
    coordinates: Vec<f64>,
    /// How many coordinates a point has.
    dimension: usize,
    pub(crate) values: Vec<f64>,
}

impl Run {
    /// A run through the points of `path`, whatever their shape.
    pub(crate) fn new<D: Dimension>(label: impl Into<String>, path: &Trajectory<D>) -> Self {
        Self::through(label.into(), path.coordinates(), path.values())
    }

    fn through(label: String, coordinates: &[f64], values: &[f64]) -> Self {
        Self {
            label,
            coordinates: coordinates.to_vec(),
            dimension: coordinates.len() / values.len(),
            values: values.to_vec(),
        }
    }

    pub(crate) fn steps(&self) -> usize {
        self.values.len().saturating_sub(1)
    }

    pub(crate) fn point(&self, step: usize) -> &[f64] {
        &self.coordinates[step * self.dimension..(step + 1) * self.dimension]
    }

    /// The points on a plane.
    pub(crate) fn plane_points(&self) -> Result<Vec<(f64, f64)>, Error> {
        self.check_dimension(2)?;
        let pairs = self.coordinates.chunks_exact(2);
        Ok(pairs.map(|p| (p[0], p[1])).collect())
    }

    /// The points on the graph of a function of one variable.
    pub(crate) fn graph_points(&self) -> Result<Vec<(f64, f64)>, Error> {
        self.check_dimension(1)?;
        let values = self.values.iter().copied();
        Ok(self.coordinates.iter().copied().zip(values).collect())
    }

    /// The steps that a picture should hold: all of a run that settles, below its start or above
    /// it; the first few of one that diverges, which would squash everything else.
    pub(crate) fn near(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        /// A run that has fallen and then diverges is followed until it is this many times as high
        /// above its lowest value as its start, and one that only diverges so many times.
        const FOLLOWED: f64 = 4.0;
        const RISEN: f64 = 2.0;
        /// Such a share of the start's value is rounding.
        const ROUNDING: f64 = 1e-6;
        let finite = self.values.iter().copied().filter(|v| v.is_finite());
        let lowest = finite.fold(f64::MAX, f64::min);
        let start = self.values.first().copied().unwrap_or(0.0);
        let (depth, times) = if start > lowest {
            (start - lowest, FOLLOWED)
        } else {
            (self.depth_below_a_rise(), RISEN)
        };
        let bottom = start - depth;
        let reach = times * depth + ROUNDING * start.abs();
        let near = move |&step: &usize| {
            let value = self.values[step];
            step == 0 || value.is_finite() && value - bottom <= reach
        };
        (0..self.values.len()).filter(near)
    }

    /// How far below its start a run that only rises would have come from: without bound where it
    /// settles or rises evenly, as far as Aitken's extrapolation of a geometric series leads back
    /// where each step rises more than the one before.
    fn depth_below_a_rise(&self) -> f64 {
        /// A run that has climbed so many times its first rise has diverged: if it rests, then
        /// because numbers are so coarse there that they have no gradient.
        const COARSE: f64 = 1e6;
        let rises: Vec<f64> = self.values.windows(2).map(|v| v[1] - v[0]).collect();
        let largest = rises.iter().copied().fold(0.0, f64::max);
        let (first, last) = (rises.first(), rises.last());
        if first.is_some_and(|first| largest < COARSE * first)
            && last.is_some_and(|last| last.abs() < largest / 2.0)
        {
            return f64::INFINITY;
        }
        rises
            .windows(2)
            .filter(|r| r[0] > 0.0 && r[1] > r[0] && r[1].is_finite())
            .map(|r| r[0] / (r[1] / r[0] - 1.0))
            .fold(f64::INFINITY, f64::min)
    }

    fn check_dimension(&self, expected: usize) -> Result<(), Error> {
        if self.dimension == expected {
            return Ok(());
        }
        let (run, found) = (self.label.clone(), self.dimension);
        Err(Error::Coordinates {
            run,
            found,
            expected,
        })
    }

    /// Start, end and number of steps in a few words.
    pub(crate) fn in_words(&self) -> String {
        let steps = self.steps();
        let value = |step: usize| number(self.values.get(step).map_or(f64::NAN, |&v| v), 3);
        let label = &self.label;
        match self.dimension {
            0..=4 => {
                let (first, last) = (point(self.point(0), 3), point(self.point(steps), 3));
                let value = value(steps);
                match steps {
                    1 => words!(
                        "{label}: 1 step from {first} to {last}, where the value is {value}",
                        label,
                        first,
                        last,
                        value
                    ),
                    _ => words!(
                        "{label}: {steps} steps from {first} to {last}, where the value is {value}",
                        label,
                        steps,
                        first,
                        last,
                        value
                    ),
                }
            }
            _ => {
                let (first, last) = (value(0), value(steps));
                match steps {
                    1 => words!(
                        "{label}: 1 step from the value {first} to {last}",
                        label,
                        first,
                        last
                    ),
                    _ => words!(
                        "{label}: {steps} steps from the value {first} to {last}",
                        label,
                        steps,
                        first,
                        last
                    ),
                }
            }
        }
    }
}

/// What every figure can do that shows descents: each call adds one, or several.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let rates = [0.01, 0.1, 0.9];
/// let paths = sweep(function_2, &array![-3.0, 4.0], rates, 20)?;
/// let one_by_one = contour(function_2).path(&paths[0]).run("faster", &paths[1]);
/// assert!(one_by_one.figure()?.caption().contains("faster: 20 steps"));
/// assert!(loss_curve(&paths[0]).paths(&paths[1..]).figure()?.alt().contains("learning rate 0.9"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Runs: Plot {
    /// Adds a descent, labelled by its learning rate.
    fn path<D: Dimension>(self, path: &Trajectory<D>) -> Self {
        self.run(label_of(path.learning_rate()), path)
    }

    /// Adds several descents, each labelled by its learning rate.
    fn paths<D: Dimension>(self, paths: &[Trajectory<D>]) -> Self {
        paths.iter().fold(self, Self::path)
    }

    /// Adds a descent with a label of your own.
    fn run<D: Dimension>(mut self, label: impl Into<String>, path: &Trajectory<D>) -> Self {
        self.options().runs.push(Run::new(label, path));
        self
    }

    /// Adds several descents, each with its label.
    fn runs<L: AsRef<str>, D: Dimension>(self, runs: &[(L, Trajectory<D>)]) -> Self {
        runs.iter()
            .fold(self, |plot, (label, path)| plot.run(label.as_ref(), path))
    }
}

pub(crate) fn label_of(learning_rate: f64) -> String {
    words!("learning rate {rate}", rate = number(learning_rate, 4))
}

/// The tracks of `runs` on a plane, through the points that `points` picks.
pub(crate) fn tracks(
    runs: &[Run],
    points: impl Fn(&Run) -> Result<Vec<(f64, f64)>, Error>,
) -> Result<Vec<Track>, Error> {
    let track = |(run, data): (usize, &Run)| {
        Ok(Track {
            label: data.label.clone(),
            points: points(data)?,
            run,
        })
    };
    runs.iter().enumerate().map(track).collect()
}

/// What a reader should know about the runs on a plane, as sentences.
pub(crate) fn sentences(
    runs: &[Run],
    tracks: &[Track],
    inside: impl Fn((f64, f64)) -> bool,
) -> String {
    const MOST: usize = 6;
    if let ([first, .., last], true) = (runs, runs.len() > MOST) {
        return words!(
            "{count} runs, from {first} to {last}. ",
            count = runs.len(),
            first = first.label,
            last = last.label
        );
    }
    let mut text = String::new();
    for (run, track) in runs.iter().zip(tracks) {
        let run = run.in_words();
        text.push_str(&match track.leaves_at(&inside) {
            Some(0) => words!("{run}; it starts outside of the picture. ", run),
            Some(step) => words!("{run}; it leaves the picture at step {step}. ", run, step),
            None => words!("{run}. ", run),
        });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use descent::{function_2, gradient_descent};
    use ndarray::{Array1, array};

    /// The steps that a picture holds of a descent of so many steps from (−3, 4).
    fn near(f: impl Fn(&Array1<f64>) -> f64, rate: f64, steps: usize) -> Vec<usize> {
        let path = gradient_descent(f, &array![-3.0, 4.0], rate, steps).expect("a good start");
        Run::new("", &path).near().collect()
    }

    fn through(values: &[f64]) -> Vec<usize> {
        let run = Run {
            label: String::new(),
            coordinates: values.to_vec(),
            dimension: 1,
            values: values.to_vec(),
        };
        run.near().collect()
    }

    #[test]
    fn all_of_a_run_that_settles_is_near_whether_it_falls_or_rises() {
        let all: Vec<usize> = (0..=50).collect();
        assert_eq!(near(function_2, 0.1, 50), all);
        assert_eq!(near(|x| 7.0 - function_2(x), -0.1, 50), all);
        // From the foot of a hill: the steps grow before they shrink.
        let hill = |x: &Array1<f64>| (-function_2(x) / 16.0).exp();
        assert_eq!(near(hill, -2.0, 50), all);
    }

    #[test]
    fn a_run_that_diverges_is_near_until_it_is_a_few_times_as_high() {
        // The values are multiplied by 1.44, and by 361.
        assert_eq!(near(function_2, 1.1, 50), [0, 1]);
        assert_eq!(near(|x| function_2(x) - 100.0, 1.1, 50), [0, 1]);
        assert_eq!(near(function_2, -0.1, 50), [0, 1]);
        assert_eq!(near(function_2, 10.0, 50), [0]);
        assert_eq!(near(function_2, 10.0, 1000), [0]);
        // Down first, and then up.
        assert_eq!(through(&[3.0, 1.0, 2.0, 9.0, 100.0]), [0, 1, 2, 3]);
    }

    #[test]
    fn steps_of_equal_height_are_near() {
        assert_eq!(near(|_| 2.0, 0.1, 3), [0, 1, 2, 3]);
        // To and fro between two points of one height, but for rounding.
        assert_eq!(near(function_2, 1.0, 30).len(), 31);
        // Up a plane.
        assert_eq!(near(|x| x.sum(), -0.1, 30).len(), 31);
    }

    #[test]
    fn steps_without_a_finite_value_are_not_near() {
        let (nan, infinite) = (f64::NAN, f64::INFINITY);
        assert_eq!(through(&[3.0, 2.0, nan, 1.0, infinite]), [0, 1, 3]);
        assert_eq!(through(&[1.0, 2.0, infinite, nan]), [0, 1]);
        assert_eq!(through(&[nan, nan]), [0]);
    }
}
