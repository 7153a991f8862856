//! What every kind of figure has in common.

use std::path::Path;

use crate::figure::{Figure, show_error};
use crate::scene::axis::{Axis, Scale, range_of};
use crate::{Error, Panels};

/// Titles, texts and size that a caller chose; what is `None` is chosen for them.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub(crate) title: Option<String>,
    pub(crate) caption: Option<String>,
    pub(crate) alt: Option<String>,
    pub(crate) x_label: Option<String>,
    pub(crate) y_label: Option<String>,
    pub(crate) x_range: Option<(f64, f64)>,
    pub(crate) y_range: Option<(f64, f64)>,
    pub(crate) size: Option<(u32, u32)>,
}

/// A figure is at least and at most this wide and high, in nominal pixels.
const SIZES: std::ops::RangeInclusive<u32> = 160..=2000;

impl Options {
    /// The size that was asked for, or `default`.
    pub(crate) fn size_or(&self, default: (u32, u32)) -> Result<(u32, u32), Error> {
        let (width, height) = self.size.unwrap_or(default);
        if SIZES.contains(&width) && SIZES.contains(&height) {
            return Ok((width, height));
        }
        Err(Error::Setting {
            what: "size of the figure",
            found: format!("{width} × {height}"),
            expected: "from 160 to 2000 pixels each way",
        })
    }

    /// An axis over the range that was asked for, the one that is shared, or `chosen`.
    pub(crate) fn x_axis(
        &self,
        name: &str,
        shared: Option<Ranges>,
        chosen: (f64, f64),
        scale: Scale,
    ) -> Result<Axis, Error> {
        let (low, high) = shared.map(|s| s.x).or(self.x_range).unwrap_or(chosen);
        Axis::new(name, low, high, scale)
    }

    /// As [`Options::x_axis`].
    pub(crate) fn y_axis(
        &self,
        name: &str,
        shared: Option<Ranges>,
        chosen: (f64, f64),
        scale: Scale,
    ) -> Result<Axis, Error> {
        let (low, high) = shared.map(|s| s.y).or(self.y_range).unwrap_or(chosen);
        Axis::new(name, low, high, scale)
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
pub trait Plot {
    /// The options that the methods below set.
    fn options(&mut self) -> &mut Options;

    /// The ranges that the figure would choose; `None` if it has no plane to share.
    ///
    /// # Errors
    ///
    /// As [`Plot::figure`].
    fn ranges(&self) -> Result<Option<Ranges>, Error>;

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
    fn save(&self, path: impl AsRef<Path>) -> Result<(), Error>
    where
        Self: Sized,
    {
        self.figure()?.save(path)
    }

    /// The line above the figure.
    fn title(mut self, title: impl Into<String>) -> Self
    where
        Self: Sized,
    {
        self.options().title = Some(title.into());
        self
    }

    /// The sentence below the figure, instead of the one that is made from the data.
    fn caption(mut self, caption: impl Into<String>) -> Self
    where
        Self: Sized,
    {
        self.options().caption = Some(caption.into());
        self
    }

    /// What there is to see, for a reader who cannot see it, instead of what is made from the
    /// data.
    fn alt(mut self, alt: impl Into<String>) -> Self
    where
        Self: Sized,
    {
        self.options().alt = Some(alt.into());
        self
    }

    /// The name of the horizontal axis.
    fn x_label(mut self, label: impl Into<String>) -> Self
    where
        Self: Sized,
    {
        self.options().x_label = Some(label.into());
        self
    }

    /// The name of the vertical axis.
    fn y_label(mut self, label: impl Into<String>) -> Self
    where
        Self: Sized,
    {
        self.options().y_label = Some(label.into());
        self
    }

    /// The horizontal range, instead of one chosen from the data.
    fn x_range(mut self, low: f64, high: f64) -> Self
    where
        Self: Sized,
    {
        self.options().x_range = Some((low, high));
        self
    }

    /// The vertical range, instead of one chosen from the data.
    fn y_range(mut self, low: f64, high: f64) -> Self
    where
        Self: Sized,
    {
        self.options().y_range = Some((low, high));
        self
    }

    /// Width and height in nominal pixels, 160 to 2000 each.
    fn size(mut self, width: u32, height: u32) -> Self
    where
        Self: Sized,
    {
        self.options().size = Some((width, height));
        self
    }

    /// This figure and another one, side by side in one output.
    fn beside<'a>(self, other: impl Plot + 'a) -> Panels<'a>
    where
        Self: Sized + 'a,
    {
        Panels::new().and(self).and(other)
    }

    /// Shows the figure, or why there is none; the kernel calls this for the last expression of
    /// a cell.
    fn evcxr_display(&self) {
        match self.figure() {
            Ok(figure) => figure.evcxr_display(),
            Err(error) => show_error(&error),
        }
    }
}

/// Ranges with some air around `points` (finite or not).
pub(crate) fn ranges_around(points: impl Iterator<Item = (f64, f64)> + Clone) -> Option<Ranges> {
    const AIR: f64 = 0.18;
    let x = range_of(points.clone().map(|p| p.0), AIR, Scale::Linear)?;
    let y = range_of(points.map(|p| p.1), AIR, Scale::Linear)?;
    // Points on a line along an axis need room across it too.
    let reach = (x.1 - x.0).max(y.1 - y.0) / 4.0;
    let widen = |(low, high): (f64, f64)| {
        let lack = (reach - (high - low) / 2.0).max(0.0);
        (low - lack, high + lack)
    };
    Some(Ranges {
        x: widen(x),
        y: widen(y),
    })
}

/// The narrower range widened, so that a unit is as long across as down in a plane of this shape
/// (width / height); ranges that differ more than fourfold stay as they are.
pub(crate) fn with_equal_units(ranges: Ranges, shape: f64) -> Ranges {
    let (width, height) = (ranges.x.1 - ranges.x.0, ranges.y.1 - ranges.y.0);
    let wanted = width / shape;
    let widen = |(low, high): (f64, f64), by: f64| (low - by / 2.0, high + by / 2.0);
    if wanted > height && wanted < 4.0 * height {
        return Ranges {
            y: widen(ranges.y, wanted - height),
            ..ranges
        };
    }
    if wanted <= height && height * shape < 4.0 * width {
        return Ranges {
            x: widen(ranges.x, height * shape - width),
            ..ranges
        };
    }
    ranges
}
