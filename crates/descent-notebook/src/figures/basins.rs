//! Basins of attraction: the plane of starts, coloured by the minimum that a descent reaches.

use descent::Trajectory;
use descent_language::{marked, words};
use ndarray::{Array1, array};

use super::function::Function;
use super::minima::stars;
use super::plane::{NAMES, ranges_around};
use super::plot::{LINEAR, Options, Plot, Ranges};
use super::settings::at_most;
use crate::error::Error;
use crate::figure::Figure;
use crate::number::{number, point};
use crate::scene::Scene;
use crate::scene::regions::Regions;
use crate::text::comma;

const SIZE: (u32, u32) = (640, 520);
/// Starts across and down: a descent of 200 steps that takes 20 µs costs half a second.
const STARTS: (usize, usize) = (180, 150);
/// A descent has arrived when it ends this near to a minimum.
const ARRIVED: f64 = 0.1;
/// More minima would not have colours to tell apart.
const MOST_MINIMA: usize = 6;

/// Starts a figure of the basins of attraction of `minima`: which of them `descend` reaches from
/// each start on the plane.
///
/// It has arrived if it ends within 0.1 of one. A start from which it does not, because it
/// diverges, is too slow or ends elsewhere, stays grey.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let descend = |start: &Array1<f64>| gradient_descent(himmelblau, start, 0.01, 50);
/// let figure = basins(&descent::HIMMELBLAU_MINIMA, descend).x_range(-5.0, 5.0).y_range(-5.0, 5.0).figure()?;
/// assert!(figure.caption().contains("of the starts lead to (3, 2)"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn basins<'a>(
    minima: &[[f64; 2]],
    descend: impl Fn(&Array1<f64>) -> Result<Trajectory, descent::Error> + 'a,
) -> Basins<'a> {
    Basins {
        descend: Function::new(descend),
        minima: minima.iter().map(|m| (m[0], m[1])).collect(),
        options: Options::default(),
    }
}

/// A figure of basins in the making, see [`basins()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Basins<'a> {
    descend: Function<'a, Array1<f64>, Result<Trajectory, descent::Error>>,
    minima: Vec<(f64, f64)>,
    options: Options,
}

impl Basins<'_> {
    fn chosen(&self) -> Result<Ranges, Error> {
        if self.minima.is_empty() {
            return Err(Error::Empty {
                what: marked!("give basins at least one minimum"),
            });
        }
        at_most(MOST_MINIMA, marked!("minima"), self.minima.len())?;
        self.options.ranges_or(NAMES, || {
            let found = ranges_around(self.minima.iter().copied());
            found.ok_or_else(|| Error::nothing_finite(words!("the list of minima")))
        })
    }

    /// Runs a descent from the middle of each cell of the grid.
    fn regions(
        &self,
        (columns, rows): (usize, usize),
        x: (f64, f64),
        y: (f64, f64),
    ) -> Result<Regions, Error> {
        let middle = |(low, high): (f64, f64), cell: usize, cells: usize| {
            low + (high - low) * (cell as f64 + 0.5) / cells as f64
        };
        let mut reached = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                let start = array![middle(x, column, columns), middle(y, row, rows)];
                let end = self.descend.at(&start).map_err(Error::Descent)?.last();
                reached.push(self.minimum_at(&end));
            }
        }
        Ok(Regions {
            columns,
            rows,
            reached,
        })
    }

    /// The number of the minimum nearest to `end`, if it is near.
    fn minimum_at(&self, end: &Array1<f64>) -> Option<usize> {
        let &[x, y] = end.as_slice()? else {
            return None;
        };
        let distances = self.minima.iter().map(|m| (x - m.0).hypot(y - m.1));
        let near = distances.enumerate().filter(|(_, d)| *d <= ARRIVED);
        near.min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(index, _)| index)
    }
}

impl Plot for Basins<'_> {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        self.chosen().map(Some)
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        let ranges = shared.map_or_else(|| self.chosen(), Ok)?;
        let mut chart = self.options.chart(NAMES, ranges, LINEAR)?;
        chart.marks = stars(marked!("minimum"), &self.minima)?;
        let regions = self.regions(STARTS, ranges.x, ranges.y)?;
        let percent = |minimum| format!("{}%", number(100.0 * regions.share(minimum), 2));
        let fact = |(index, m): (usize, &(f64, f64))| {
            let (percent, minimum) = (percent(Some(index)), point(&[m.0, m.1], 3));
            match index {
                0 => words!(
                    "{percent} of the starts lead to {minimum}",
                    percent,
                    minimum
                ),
                _ => words!("{percent} to {minimum}", percent, minimum),
            }
        };
        let mut facts: Vec<String> = self.minima.iter().enumerate().map(fact).collect();
        let nowhere = percent(None);
        facts.push(words!(
            "{percent} to none of these (grey)",
            percent = nowhere
        ));
        let facts = facts.join(comma());
        chart.equal_units = true;
        chart.regions = Some(regions);
        let plane = chart.in_words();
        let alt = words!("Basins of attraction: {plane}; {facts}.", plane, facts);
        let caption = words!(
            "Each start has the colour of the minimum ★ that it leads to: {facts}.",
            facts
        );
        let scene = Scene::Chart(Box::new(chart));
        self.options.figure(SIZE, scene, &caption, &alt)
    }
}

#[cfg(test)]
mod tests {
    use descent::gradient_descent;

    use super::*;

    /// Two wells, at −1 and 1.
    fn wells(x: &Array1<f64>) -> f64 {
        (x[0].powi(2) - 1.0).powi(2) + x[1].powi(2)
    }

    fn descend(start: &Array1<f64>) -> Result<Trajectory, descent::Error> {
        gradient_descent(wells, start, 0.05, 60)
    }

    const WELLS: [[f64; 2]; 2] = [[-1.0, 0.0], [1.0, 0.0]];

    #[test]
    fn each_side_of_the_ridge_leads_to_its_own_well() {
        let basins = basins(&WELLS, descend);
        let regions = basins
            .regions((12, 10), (-1.5, 1.5), (-1.0, 1.0))
            .expect("good starts");
        for (index, reached) in regions.reached.iter().enumerate() {
            let left = index % regions.columns < regions.columns / 2;
            assert_eq!(*reached, Some(usize::from(!left)), "start {index}");
        }
        assert_eq!(regions.share(Some(0)), 0.5);
    }

    #[test]
    fn starts_that_arrive_nowhere_are_counted_as_such() {
        let stay = |start: &Array1<f64>| gradient_descent(wells, start, 0.0, 1);
        let figure = basins(&WELLS, stay).figure().expect("a figure");
        let regions = basins(&WELLS, stay).regions(STARTS, (-2.0, 2.0), (-2.0, 2.0));
        let share = regions.expect("good starts").share(Some(0));
        let disc = std::f64::consts::PI * ARRIVED.powi(2) / 16.0;
        assert!((share / disc - 1.0).abs() < 0.2, "{share} {disc}");
        assert!(figure.alt().contains("none of these (grey)"));
        let lost = |start: &Array1<f64>| gradient_descent(|_| f64::NAN, start, 0.1, 1);
        let figure = basins(&WELLS, lost).figure().expect("a figure");
        assert!(
            figure.caption().contains("100% to none"),
            "{}",
            figure.caption()
        );
    }

    #[test]
    fn wrong_settings_are_errors_that_say_why() {
        let error = basins(&[], descend).figure().expect_err("no minimum");
        assert!(
            error.to_string().contains("at least one minimum"),
            "{error}"
        );
        let nan = |start: &Array1<f64>| gradient_descent(wells, start, f64::NAN, 1);
        let error = basins(&WELLS, nan).figure().expect_err("no learning rate");
        assert!(
            error.to_string().contains("the learning rate is NaN"),
            "{error}"
        );
        assert!(basins(&[[f64::NAN, 0.0]], descend).figure().is_err());
        assert!(basins(&[[0.0, 0.0]; 7], descend).figure().is_err());
    }
}
