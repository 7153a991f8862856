//! What the figures of a plane of two variables have in common.

use descent_language::words;

use super::plot::{Options, Ranges};
use crate::error::Error;
use crate::scene::axis::{Scale, range_of};
use crate::scene::steps::PLANE_SHARE;

/// The names of the axes.
pub(crate) const NAMES: (&str, &str) = ("x₀", "x₁");
pub(crate) const SIZE: (u32, u32) = (640, 480);
/// With the values of descents beside the plane.
pub(crate) const SIZE_WITH_VALUES: (u32, u32) = (900, 430);

/// The options of a plane with values beside it: it is narrower than the figure, and the title is
/// above both.
pub(crate) fn beside_values(options: &Options) -> Result<Options, Error> {
    let (width, height) = options.size_or(SIZE_WITH_VALUES)?;
    Ok(Options {
        title: None,
        size: Some(((f64::from(width) * PLANE_SHARE) as u32, height)),
        ..options.clone()
    })
}

/// What a plane shows where the caller does not say: the paths, those that diverge as far as they
/// stay near, and the minima.
pub(crate) fn ranges(options: &Options) -> Result<Ranges, Error> {
    options.ranges_or(NAMES, || chosen(options))
}

fn chosen(options: &Options) -> Result<Ranges, Error> {
    const DEFAULT: Ranges = Ranges {
        x: (-4.0, 4.0),
        y: (-4.0, 4.0),
    };
    /// A path this near to the origin is shown with it: there the functions of a lesson are at
    /// home.
    const HOME: f64 = 20.0;
    let Options { runs, minima, .. } = options;
    let mut points = minima.clone();
    for run in runs {
        let way = run.plane_points()?;
        if !way.iter().any(|p| p.0.is_finite() && p.1.is_finite()) {
            let what = words!("the path '{label}'", label = run.label);
            return Err(Error::nothing_finite(what));
        }
        points.extend(run.near().map(|step| way[step]));
    }
    let at_home = points
        .iter()
        .all(|p| p.0.abs() <= HOME && p.1.abs() <= HOME);
    if at_home && minima.is_empty() && !runs.is_empty() {
        points.push((0.0, 0.0));
    }
    let found = match ranges_around(points.iter().copied()) {
        Some(found) if at_home && runs.is_empty() => DEFAULT.joined(found),
        None if runs.is_empty() => DEFAULT,
        Some(found) => found,
        None => return Err(Error::nothing_finite(words!("the path"))),
    };
    if options.x_range.is_some() || options.y_range.is_some() {
        return Ok(found);
    }
    let (width, height) = options.size.unwrap_or(SIZE);
    // What axes and labels leave of the figure.
    let shape = (f64::from(width) - 75.0).max(50.0) / (f64::from(height) - 90.0).max(50.0);
    Ok(with_equal_units(found, shape))
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
fn with_equal_units(ranges: Ranges, shape: f64) -> Ranges {
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
