//! Basins of attraction: the plane of starts, coloured by the minimum that a descent reaches.

use descent::Trajectory;
use ndarray::{Array1, array};
use plotters_backend::DrawingBackend;

use crate::Error;
use crate::canvas::palette::{OKABE_ITO, Rgb, UNDEFINED, WHITE, mix};
use crate::canvas::pen::{DENSITY, Frame, Pen};
use crate::figure::{Figure, Scene};
use crate::figures::contour::{names, plane_in_words};
use crate::figures::function::Function;
use crate::figures::plot::{Options, Plot, Ranges, ranges_around};
use crate::number::{number, point};
use crate::scene::axis::Scale;
use crate::scene::chart::{Chart, Mark, MarkShape, Plane};

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

/// Which minimum is reached from each start of a grid.
#[derive(Debug, Clone)]
pub(crate) struct Regions {
    columns: usize,
    rows: usize,
    /// Row by row, the lowest first: the number of the minimum, `None` where none is reached.
    reached: Vec<Option<usize>>,
}

impl Regions {
    pub(crate) fn draw<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        plane: &Plane<'_>,
    ) -> Result<(), Error> {
        let Frame {
            left,
            top,
            width,
            height,
        } = plane.inner;
        let size = (
            (width * DENSITY).round() as u32,
            (height * DENSITY).round() as u32,
        );
        let nearest = |pixel: u32, pixels: u32, cells: usize| {
            ((f64::from(pixel) + 0.5) / f64::from(pixels) * cells as f64) as usize
        };
        let mut rgb = Vec::with_capacity(size.0 as usize * size.1 as usize * 3);
        for y in 0..size.1 {
            let row = nearest(size.1 - 1 - y, size.1, self.rows);
            for x in 0..size.0 {
                let column = nearest(x, size.0, self.columns);
                let (r, g, b) = color(self.reached[row * self.columns + column]);
                rgb.extend([r, g, b]);
            }
        }
        pen.image((left, top), size, rgb)
    }

    /// The share of the starts that reach the minimum of this number, or none.
    fn share(&self, minimum: Option<usize>) -> f64 {
        let count = self.reached.iter().filter(|&&r| r == minimum).count();
        count as f64 / self.reached.len() as f64
    }
}

/// The colour of a basin, light enough for a star to stand out on it.
fn color(minimum: Option<usize>) -> Rgb {
    minimum.map_or(UNDEFINED, |m| {
        mix(OKABE_ITO[m % OKABE_ITO.len()], WHITE, 0.4)
    })
}

impl Basins<'_> {
    fn chosen(&self) -> Result<Ranges, Error> {
        if self.minima.is_empty() {
            return Err(Error::Empty {
                what: "give basins at least one minimum",
            });
        }
        if self.minima.len() > MOST_MINIMA {
            return Err(Error::TooLarge {
                what: "minima",
                found: self.minima.len(),
                limit: MOST_MINIMA,
            });
        }
        let found = ranges_around(self.minima.iter().copied()).ok_or(Error::NothingFinite {
            what: "the list of minima".to_owned(),
        })?;
        Ok(Ranges {
            x: self.options.x_range.unwrap_or(found.x),
            y: self.options.y_range.unwrap_or(found.y),
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
        let size = self.options.size_or(SIZE)?;
        let ranges = self.chosen()?;
        let (x_name, y_name) = names(&self.options);
        let x = (self.options).x_axis(&x_name, shared, ranges.x, Scale::Linear)?;
        let y = (self.options).y_axis(&y_name, shared, ranges.y, Scale::Linear)?;
        let regions = self.regions(STARTS, (x.low, x.high), (y.low, y.high))?;
        let percent = |minimum| format!("{}%", number(100.0 * regions.share(minimum), 2));
        let mut facts: Vec<String> = (self.minima.iter().enumerate())
            .map(|(index, m)| format!("{} to {}", percent(Some(index)), point(&[m.0, m.1], 3)))
            .collect();
        if let Some(first) = facts.first_mut() {
            *first = first.replacen(" to ", " of the starts lead to ", 1);
        }
        facts.push(format!("{} to none of these (grey)", percent(None)));
        let facts = format!("{}.", facts.join(", "));
        let mut chart = Chart::new(x, y);
        chart.equal_units = true;
        chart.regions = Some(regions);
        chart.marks = (self.minima.iter())
            .map(|&at| Mark {
                at,
                shape: MarkShape::Star,
            })
            .collect();
        chart.title = self.options.title.clone().unwrap_or_default();
        (chart.x_label, chart.y_label) = (x_name, y_name);
        let alt = format!("Basins of attraction: {}; {facts}", plane_in_words(&chart));
        let caption =
            format!("Each start has the colour of the minimum ★ that it leads to: {facts}");
        Ok(Figure {
            size,
            caption: self.options.caption.clone().unwrap_or(caption),
            alt: self.options.alt.clone().unwrap_or(alt),
            scene: Scene::Chart(Box::new(chart)),
        })
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
