//! Known minima on a plane.

use super::plot::Plot;
use super::settings::finite;
use crate::error::Error;
use crate::scene::marks::Mark;

/// What every figure of a plane can do that marks known minima, each with a star.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let figure = contour(himmelblau).minima(&descent::HIMMELBLAU_MINIMA).minimum(0.0, 0.0).figure()?;
/// assert!(contour(himmelblau).minimum(0.0, f64::NAN).figure().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Minima: Plot {
    /// Marks a known minimum.
    fn minimum(mut self, x0: f64, x1: f64) -> Self {
        self.options().minima.push((x0, x1));
        self
    }

    /// Marks several minima, `descent::HIMMELBLAU_MINIMA` say.
    fn minima(mut self, minima: &[[f64; 2]]) -> Self {
        let pairs = minima.iter().map(|m| (m[0], m[1]));
        self.options().minima.extend(pairs);
        self
    }
}

/// A star at each place.
///
/// # Errors
///
/// [`Error::Setting`] for one that is nowhere; `what` is its name.
pub(crate) fn stars(what: &'static str, places: &[(f64, f64)]) -> Result<Vec<Mark>, Error> {
    let star = |&at: &(f64, f64)| finite(what, &[at.0, at.1]).map(|()| Mark::star(at));
    places.iter().map(star).collect()
}
