//! Numbers against numbers as figures see them, with a name.

use std::borrow::Borrow;

use descent_language::words;

use crate::canvas::Stroke;
use crate::number::number;
use crate::scene::line::Line;
use crate::scene::points::{Look, Points};

/// Points x and y with a name, in the order of the caller.
#[derive(Debug, Clone)]
pub(crate) struct Series {
    pub(crate) label: String,
    pub(crate) points: Vec<(f64, f64)>,
}

impl Series {
    /// The points given or lent.
    pub(crate) fn new(
        label: impl Into<String>,
        points: impl IntoIterator<Item = impl Borrow<(f64, f64)>>,
    ) -> Self {
        let points = points.into_iter().map(|point| *point.borrow());
        Self {
            label: label.into(),
            points: points.collect(),
        }
    }

    /// A line through the points.
    pub(crate) fn as_line(&self, stroke: Stroke, dots: bool) -> Line {
        Line {
            label: Some(self.label.clone()),
            points: self.points.clone(),
            stroke,
            dots,
        }
    }

    /// The points alone, which look as those of the set of this number.
    pub(crate) fn as_points(&self, set: usize) -> Points {
        Points {
            label: self.label.clone(),
            points: self.points.clone(),
            look: Look::of_set(set),
        }
    }

    fn finite(&self) -> impl DoubleEndedIterator<Item = &(f64, f64)> + Clone {
        let is_finite = |p: &&(f64, f64)| p.0.is_finite() && p.1.is_finite();
        self.points.iter().filter(is_finite)
    }

    /// The ends of a line, and its lowest point where that is neither; nothing of one that is
    /// nowhere.
    pub(crate) fn line_in_words(&self) -> Option<String> {
        let mut finite = self.finite();
        let lowest = finite.clone().min_by(|a, b| a.1.total_cmp(&b.1))?;
        let first = finite.next()?;
        let last = finite.next_back().unwrap_or(first);
        let has_lower = lowest.1 < first.1.min(last.1);
        let [(start, first), (end, last), (place, lowest)] =
            [first, last, lowest].map(|p| (number(p.0, 3), number(p.1, 3)));
        let label = &self.label;
        Some(match has_lower {
            true => words!(
                "{label}: from {first} at {start} to {last} at {end}, lowest {lowest} at {place}",
                label,
                first,
                start,
                last,
                end,
                lowest,
                place
            ),
            false => words!(
                "{label}: from {first} at {start} to {last} at {end}",
                label,
                first,
                start,
                last,
                end
            ),
        })
    }

    /// How many points there are, and where; nothing of points that are nowhere.
    pub(crate) fn points_in_words(&self) -> Option<String> {
        let between = |pick: fn(&(f64, f64)) -> f64| {
            let values = self.finite().map(pick);
            let lowest = values.clone().reduce(f64::min)?;
            Some((number(lowest, 3), number(values.reduce(f64::max)?, 3)))
        };
        let count = self.finite().count();
        let ((left, right), (low, high)) = (between(|p| p.0)?, between(|p| p.1)?);
        let label = &self.label;
        Some(match count {
            1 => words!(
                "{label}: 1 point between {left} and {right}, from {low} to {high} high",
                label,
                left,
                right,
                low,
                high
            ),
            _ => words!(
                "{label}: {count} points between {left} and {right}, from {low} to {high} high",
                label,
                count,
                left,
                right,
                low,
                high
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_counted_and_placed_those_that_are_nowhere_left_out() {
        let nan = f64::NAN;
        let points = [(2.0, -1.0), (nan, 9.0), (0.0, 3.5), (9.0, nan)];
        let words = |points: &[(f64, f64)]| Series::new("data", points).points_in_words();
        assert_eq!(
            words(&points).as_deref(),
            Some("data: 2 points between 0 and 2, from −1 to 3.5 high")
        );
        assert_eq!(
            words(&points[..1]).as_deref(),
            Some("data: 1 point between 2 and 2, from −1 to −1 high")
        );
        assert_eq!(words(&[(nan, 1.0)]), None);
    }

    #[test]
    fn a_line_of_one_point_begins_and_ends_there() {
        let line = Series::new("one", [(1.0, 2.0)]);
        assert_eq!(
            line.line_in_words().as_deref(),
            Some("one: from 2 at 1 to 2 at 1")
        );
    }
}
