//! What a caller sets, checked: a figure that cannot be drawn as asked is refused in a sentence.

use crate::error::Error;
use crate::number::point;

/// # Errors
///
/// [`Error::Setting`] for a place, of one or two coordinates, that is nowhere; `what` is its name.
pub(crate) fn finite(what: &'static str, place: &[f64]) -> Result<(), Error> {
    if place.iter().all(|coordinate| coordinate.is_finite()) {
        return Ok(());
    }
    let expected = match place.len() {
        1 => "a finite number",
        _ => "two finite numbers",
    };
    Err(Error::setting(what, point(place, 4), expected))
}

/// # Errors
///
/// [`Error::TooLarge`] for more than one figure holds.
pub(crate) fn at_most(limit: usize, what: &'static str, found: usize) -> Result<(), Error> {
    match found > limit {
        true => Err(Error::TooLarge { what, found, limit }),
        false => Ok(()),
    }
}

/// As many labels as there are things to label.
///
/// # Errors
///
/// [`Error::Labels`] for another number of them.
pub(crate) fn labelled(
    what: &'static str,
    labels: &[String],
    expected: usize,
) -> Result<Vec<String>, Error> {
    let found = labels.len();
    match found == expected {
        true => Ok(labels.to_vec()),
        false => Err(Error::Labels {
            what,
            found,
            expected,
        }),
    }
}

/// A number of columns, at least one.
///
/// # Errors
///
/// [`Error::Setting`] for none.
pub(crate) fn columns_or(columns: Option<usize>, default: usize) -> Result<usize, Error> {
    match columns {
        Some(0) => Err(Error::setting("number of columns", 0, "at least 1")),
        columns => Ok(columns.unwrap_or(default)),
    }
}
