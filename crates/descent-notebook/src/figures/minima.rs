//! Known minima on a plane.

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
pub trait Minima: Sized {
    /// The minima that the methods below add to.
    #[doc(hidden)]
    fn list_of_minima(&mut self) -> &mut Vec<(f64, f64)>;

    /// Marks a known minimum.
    fn minimum(mut self, x0: f64, x1: f64) -> Self {
        self.list_of_minima().push((x0, x1));
        self
    }

    /// Marks several minima, `descent::HIMMELBLAU_MINIMA` say.
    fn minima(mut self, minima: &[[f64; 2]]) -> Self {
        let pairs = minima.iter().map(|m| (m[0], m[1]));
        self.list_of_minima().extend(pairs);
        self
    }
}

/// A star at each place.
///
/// # Errors
///
/// [`Error::Setting`] for one that is nowhere; `what` is its name.
pub(crate) fn stars(what: &'static str, places: &[(f64, f64)]) -> Result<Vec<Mark>, Error> {
    let star = |&at: &(f64, f64)| match at.0.is_finite() && at.1.is_finite() {
        true => Ok(Mark::star(at)),
        false => Err(Error::Setting {
            what,
            found: format!("({:?}, {:?})", at.0, at.1),
            expected: "two finite numbers",
        }),
    };
    places.iter().map(star).collect()
}
