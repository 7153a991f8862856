//! Several figures side by side.

use std::fmt;
use std::rc::Rc;

use descent_language::marked;

use super::plot::{Options, Plot, Ranges};
use super::settings::{at_most, columns_or};
use crate::error::Error;
use crate::figure::Figure;
use crate::scene::{Grid, Scene};

/// Up to two panels in a row are this wide and high each, whatever size their own figures have,
/// unless the whole has one …
const PANEL: (u32, u32) = (480, 400);
/// … and more of them this: a page, or a projector, would shrink a wider figure with its letters.
const NARROW_PANEL: (u32, u32) = (330, 340);

/// Puts figures of one kind side by side; for different kinds see [`Plot::beside`].
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 20)?;
/// let two = panels([contour(function_2), contour(function_2).path(&path)]).shared_ranges();
/// assert_eq!(two.figure()?.size(), (960, 400));
/// let also_two = contour(function_2).path(&path).beside(loss_curve(&path));
/// assert_eq!(also_two.figure()?.size(), (960, 400));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn panels<'a, P: Plot + 'a>(plots: impl IntoIterator<Item = P>) -> Panels<'a> {
    plots.into_iter().fold(Panels::new(), Panels::and)
}

/// Figures side by side in the making, see [`panels()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Panels<'a> {
    plots: Vec<Rc<dyn Panel + 'a>>,
    columns: Option<usize>,
    shared: bool,
    options: Options,
}

/// What panels ask of a [`Plot`] of any kind.
trait Panel: fmt::Debug {
    fn ranges(&self) -> Result<Option<Ranges>, Error>;
    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error>;
}

impl<P: Plot> Panel for P {
    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        Plot::ranges(self)
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        Plot::figure_over(self, shared)
    }
}

impl<'a> Panels<'a> {
    pub(crate) fn new() -> Self {
        Self {
            plots: Vec::new(),
            columns: None,
            shared: false,
            options: Options::default(),
        }
    }

    /// Adds a figure of any kind.
    pub fn and(mut self, plot: impl Plot + 'a) -> Self {
        self.plots.push(Rc::new(plot));
        self
    }

    /// How many figures stand in a row (two where you do not say, three where there are three or
    /// more than eight).
    pub fn columns(mut self, columns: usize) -> Self {
        self.columns = Some(columns);
        self
    }

    /// Shows the same part of the plane in every panel that has one.
    pub fn shared_ranges(mut self) -> Self {
        self.shared = true;
        self
    }

    fn joined(&self) -> Result<Option<Ranges>, Error> {
        let mut joined: Option<Ranges> = None;
        for plot in &self.plots {
            if let Some(ranges) = plot.ranges()? {
                joined = Some(joined.map_or(ranges, |j| j.joined(ranges)));
            }
        }
        Ok(joined)
    }
}

impl Plot for Panels<'_> {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        self.joined()
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        let count = self.plots.len();
        if count == 0 {
            return Err(Error::Empty {
                what: marked!("give panels at least one figure"),
            });
        }
        at_most(12, marked!("panels"), count)?;
        let default = if count == 3 || count > 8 { 3 } else { 2 };
        let columns = columns_or(self.columns, default)?.min(count);
        let shared = if self.shared && shared.is_none() {
            self.joined()?
        } else {
            shared
        };
        let figures: Vec<Figure> = self
            .plots
            .iter()
            .map(|plot| plot.figure_over(shared))
            .collect::<Result<_, _>>()?;
        let numbered = |pick: fn(&Figure) -> &str| {
            let parts = figures.iter().enumerate();
            let parts = parts.map(|(i, f)| format!("{}. {}", i + 1, pick(f)));
            parts.collect::<Vec<_>>().join(" ")
        };
        let (caption, alt) = (numbered(Figure::caption), numbered(Figure::alt));
        let grid = Grid {
            scenes: figures.into_iter().map(|figure| figure.scene).collect(),
            columns,
            title: self.options.title(),
        };
        let rows = count.div_ceil(columns) as u32;
        let (wide, high) = if columns > 2 { NARROW_PANEL } else { PANEL };
        let width = wide * columns as u32;
        let size = (width, high * rows + grid.head(width.into()) as u32);
        let scene = Scene::Grid(Box::new(grid));
        self.options.figure(size, scene, &caption, &alt)
    }
}

#[cfg(test)]
mod tests {
    use descent::{function_2, gradient_descent};
    use ndarray::array;

    use super::*;
    use crate::figures::lines::lines;
    use crate::figures::loss_curve::loss_curve;

    #[test]
    fn shared_ranges_keep_those_that_a_caller_set() {
        let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 20).expect("a start");
        let wide = loss_curve(&path).x_range(-5.0, 50.0).y_range(-10.0, 100.0);
        let line = lines()
            .line("line", [(0.0, 1.0), (70.0, 2.0)])
            .y_range(-20.0, 4.0);
        let both = wide.clone().beside(line.clone()).shared_ranges();
        let joined = both.joined().expect("ranges").expect("both have a plane");
        assert_eq!((joined.x.0, joined.y), (-5.0, (-20.0, 100.0)));
        assert!(joined.x.1 > 70.0);
        for plot in [&wide as &dyn Panel, &line] {
            let Scene::Chart(chart) = plot.figure_over(Some(joined)).expect("a figure").scene
            else {
                panic!("a plane");
            };
            assert_eq!((chart.x.low, chart.x.high), joined.x);
            assert_eq!((chart.y.low, chart.y.high), joined.y);
        }
    }

    #[test]
    fn no_number_of_panels_makes_a_figure_wider_than_a_page() {
        let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 20).expect("a start");
        for count in 1..=12 {
            let figure = panels(vec![loss_curve(&path); count]).figure();
            assert!(figure.expect("a figure").size().0 <= 1000, "{count} panels");
        }
    }

    #[test]
    fn no_column_is_refused_in_a_sentence() {
        let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 20).expect("a start");
        let error = panels([loss_curve(&path)])
            .columns(0)
            .figure()
            .expect_err("no column");
        assert_eq!(
            error.to_string(),
            "the number of columns is 0, but should be at least 1"
        );
    }
}
