//! What every kind of figure has in common.

use std::fmt;
use std::path::Path;

use descent_language::{marked, translated};

use super::panels::Panels;
use super::run::Run;
use crate::error::Error;
use crate::figure::Figure;
use crate::output;
use crate::scene::Scene;
use crate::scene::axis::{Axis, Scale};
use crate::scene::chart::Chart;

/// Two axes whose numbers are spaced evenly.
pub(crate) const LINEAR: (Scale, Scale) = (Scale::Linear, Scale::Linear);

/// What a caller chose, whatever the kind of figure: texts, size and ranges, and the descents and
/// minima that it shows. What is `None` is chosen for them.
#[derive(Debug, Clone)]
pub struct Options {
    pub(crate) title: Option<String>,
    pub(crate) caption: Option<String>,
    pub(crate) alt: Option<String>,
    pub(crate) x_label: Option<String>,
    pub(crate) y_label: Option<String>,
    pub(crate) x_range: Option<(f64, f64)>,
    pub(crate) y_range: Option<(f64, f64)>,
    pub(crate) size: Option<(u32, u32)>,
    pub(crate) runs: Vec<Run>,
    pub(crate) minima: Vec<(f64, f64)>,
}

#[expect(
    clippy::derivable_impls,
    reason = "a derived one is inlined: a notebook's cell would compile it for each figure"
)]
impl Default for Options {
    fn default() -> Self {
        Self {
            title: None,
            caption: None,
            alt: None,
            x_label: None,
            y_label: None,
            x_range: None,
            y_range: None,
            size: None,
            runs: Vec::new(),
            minima: Vec::new(),
        }
    }
}

impl Options {
    /// The size that was asked for, or `default`.
    pub(crate) fn size_or(&self, default: (u32, u32)) -> Result<(u32, u32), Error> {
        let size @ (width, height) = self.size.unwrap_or(default);
        if [width, height]
            .iter()
            .all(|side| (160..=2000).contains(side))
        {
            return Ok(size);
        }
        let (found, expected) = (
            format!("{width} × {height}"),
            marked!("from 160 to 2000 pixels each way"),
        );
        Err(Error::setting(
            marked!("size of the figure"),
            found,
            expected,
        ))
    }

    /// The ranges that were asked for, and `chosen` where nobody asked.
    ///
    /// # Errors
    ///
    /// [`Error::Range`] for one that was asked for and is none, before a function is called on it.
    pub(crate) fn ranges_or(
        &self,
        names: (&str, &str),
        chosen: impl FnOnce() -> Result<Ranges, Error>,
    ) -> Result<Ranges, Error> {
        let (x_name, y_name) = self.names(names);
        for (name, range) in [(x_name, self.x_range), (y_name, self.y_range)] {
            if let Some((low, high)) = range {
                Axis::new(&name, low, high, Scale::Linear)?;
            }
        }
        if let (Some(x), Some(y)) = (self.x_range, self.y_range) {
            return Ok(Ranges { x, y });
        }
        let chosen = chosen()?;
        Ok(Ranges {
            x: self.x_range.unwrap_or(chosen.x),
            y: self.y_range.unwrap_or(chosen.y),
        })
    }

    /// An empty plane with title and names; `names` are those of axes that nobody named.
    pub(crate) fn chart(
        &self,
        names: (&str, &str),
        ranges: Ranges,
        scales: (Scale, Scale),
    ) -> Result<Chart, Error> {
        let (x_label, y_label) = self.names(names);
        let x = Axis::new(&x_label, ranges.x.0, ranges.x.1, scales.0)?;
        let y = Axis::new(&y_label, ranges.y.0, ranges.y.1, scales.1)?;
        Ok(Chart {
            title: self.title(),
            x_label,
            y_label,
            ..Chart::new(x, y)
        })
    }

    /// The names of the axes, `names` where nobody named them.
    pub(crate) fn names(&self, names: (&str, &str)) -> (String, String) {
        let name = |label: &Option<String>, name: &str| {
            let own = label.as_deref();
            own.unwrap_or(translated(name)).to_owned()
        };
        (name(&self.x_label, names.0), name(&self.y_label, names.1))
    }

    /// The title, empty where there is none.
    pub(crate) fn title(&self) -> String {
        self.title.clone().unwrap_or_default()
    }

    /// The finished figure, of size `default`, with `caption` and `alt` text where the caller gave
    /// none.
    pub(crate) fn figure(
        &self,
        default: (u32, u32),
        scene: Scene,
        caption: &str,
        alt: &str,
    ) -> Result<Figure, Error> {
        let text =
            |own: &Option<String>, made: &str| own.clone().unwrap_or(made.trim_end().to_owned());
        Ok(Figure {
            scene,
            size: self.size_or(default)?,
            caption: text(&self.caption, caption),
            alt: text(&self.alt, alt),
        })
    }
}

/// The part of a plane that a figure shows: from lowest to highest on both axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranges {
    /// Left to right.
    pub x: (f64, f64),
    /// Bottom to top.
    pub y: (f64, f64),
}

impl Ranges {
    /// The smallest ranges that hold both.
    pub(crate) fn joined(self, other: Self) -> Self {
        let join = |a: (f64, f64), b: (f64, f64)| (a.0.min(b.0), a.1.max(b.1));
        Self {
            x: join(self.x, other.x),
            y: join(self.y, other.y),
        }
    }
}

/// Shows a figure, or why there is none. It knows no kind of figure, so that a notebook's cell does
/// not compile it for its own.
fn show(figure: &dyn Fn() -> Result<Figure, Error>) {
    match figure() {
        Ok(figure) => figure.evcxr_display(),
        Err(error) => output::show(&output::no_figure(&error)),
    }
}

/// A figure in the making: set it up with the methods that return it, show it as the last
/// expression of a cell.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 20)?;
/// let figure = contour(function_2).path(&path).title("learning rate 0.1").figure()?;
/// assert!(figure.caption().contains("20 steps"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Plot: fmt::Debug + Sized {
    /// The options that the methods below set.
    fn options(&mut self) -> &mut Options;

    /// The ranges that the figure would choose; `None` if it has no plane to share.
    ///
    /// # Errors
    ///
    /// As [`Plot::figure`].
    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        Ok(None)
    }

    /// The figure over given ranges; `None` leaves the choice to it.
    ///
    /// # Errors
    ///
    /// As [`Plot::figure`].
    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error>;

    /// The figure itself: drawn, saved or shown any number of times, its function no longer
    /// called.
    ///
    /// # Errors
    ///
    /// If there is nothing that can be drawn; [`Error`] says what and why.
    fn figure(&self) -> Result<Figure, Error> {
        self.figure_over(None)
    }

    /// Writes the figure to a file, `.png` (two pixels for each nominal one) or `.svg`.
    ///
    /// # Errors
    ///
    /// As [`Plot::figure`] and [`Figure::save`].
    fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        self.figure()?.save(path)
    }

    /// The line above the figure.
    fn title(mut self, title: impl Into<String>) -> Self {
        self.options().title = Some(title.into());
        self
    }

    /// The sentence below the figure, instead of the one that is made from the data.
    fn caption(mut self, caption: impl Into<String>) -> Self {
        self.options().caption = Some(caption.into());
        self
    }

    /// What there is to see, for a reader who cannot see it, instead of what is made from the
    /// data.
    fn alt(mut self, alt: impl Into<String>) -> Self {
        self.options().alt = Some(alt.into());
        self
    }

    /// The name of the horizontal axis.
    fn x_label(mut self, label: impl Into<String>) -> Self {
        self.options().x_label = Some(label.into());
        self
    }

    /// The name of the vertical axis.
    fn y_label(mut self, label: impl Into<String>) -> Self {
        self.options().y_label = Some(label.into());
        self
    }

    /// The horizontal range, instead of one chosen from the data.
    fn x_range(mut self, low: f64, high: f64) -> Self {
        self.options().x_range = Some((low, high));
        self
    }

    /// The vertical range, instead of one chosen from the data.
    fn y_range(mut self, low: f64, high: f64) -> Self {
        self.options().y_range = Some((low, high));
        self
    }

    /// Width and height in nominal pixels, 160 to 2000 each.
    fn size(mut self, width: u32, height: u32) -> Self {
        self.options().size = Some((width, height));
        self
    }

    /// This figure and another one, side by side in one output.
    fn beside<'a>(self, other: impl Plot + 'a) -> Panels<'a>
    where
        Self: 'a,
    {
        Panels::new().and(self).and(other)
    }

    /// Shows the figure, or why there is none; the kernel calls this for the last expression of
    /// a cell.
    fn evcxr_display(&self) {
        show(&|| self.figure());
    }
}
