//! The values at which the isolines of a map run.

use descent_language::words;

use super::axis::{is_narrow, multiples, nice_step, round_numbers};
use crate::number::number;

/// How the levels follow one another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Spacing {
    /// So far apart, as on a map.
    Equal(f64),
    /// Round numbers, each two to ten times the one before: for a ravine, whose floor is far below
    /// its walls.
    Rising,
    /// So that they lie denser where the function is low.
    Denser,
}

/// Levels, lowest first, and how they follow one another.
#[derive(Debug, Clone)]
pub(crate) struct Levels {
    pub(crate) values: Vec<f64>,
    pub(crate) spacing: Spacing,
}

impl Levels {
    /// About `count` levels for the values of a grid, none where they are all the same.
    ///
    /// They are equally far apart, unless much of the picture would then lie within one step of the
    /// lowest value and yet above it: a ravine's floor is where a descent spends its steps.
    pub(crate) fn of(values: &[f64], count: usize) -> Self {
        /// The part of the picture that may lie there.
        const BELOW: f64 = 0.27;
        let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let (Some(&lowest), Some(&highest)) = (sorted.first(), sorted.last()) else {
            return Self::denser(&sorted, 0);
        };
        if is_narrow(lowest, highest) {
            return Self::denser(&sorted, 0);
        }
        let step = step(highest - lowest, count);
        let mut values = multiples(step, lowest, highest);
        values.retain(|level| lowest < *level && *level < highest);
        // A floor that is flat has nothing to show.
        let flat = sorted.partition_point(|v| *v == lowest);
        let below = sorted[flat..].partition_point(|v| *v < lowest + step) as f64;
        if !values.is_empty() && below <= BELOW * sorted.len() as f64 {
            let spacing = Spacing::Equal(step);
            return Self { values, spacing };
        }
        Self::rising(&sorted, count).unwrap_or_else(|| Self::denser(&sorted, count))
    }

    /// Round numbers from a fiftieth of the picture up, if the values are positive and span a
    /// decade.
    fn rising(sorted: &[f64], count: usize) -> Option<Self> {
        let (low, high) = (sorted[sorted.len() / 50], sorted[sorted.len() - 1]);
        if !(sorted[0] >= 0.0 && low > 0.0 && high / low >= 10.0) {
            return None;
        }
        let few: [(&[u8], i32); 5] = [
            (&[1, 2, 5], 1),
            (&[1, 3], 1),
            (&[1], 1),
            (&[1], 2),
            (&[1], 5),
        ];
        let levels = few.map(|(factors, stride)| {
            let mut levels = round_numbers(low, high, factors, stride);
            levels.retain(|level| sorted[0] < *level && *level < high);
            levels
        });
        let values = levels.into_iter().find(|levels| levels.len() <= count)?;
        let spacing = Spacing::Rising;
        (values.len() > 1).then_some(Self { values, spacing })
    }

    /// Quantiles of `sorted` values, denser below, rounded as far as they stay apart.
    fn denser(sorted: &[f64], count: usize) -> Self {
        let quantile = |k: usize| {
            let share = (k as f64 / (count + 1) as f64).powf(1.6);
            sorted[(share * (sorted.len() - 1) as f64) as usize]
        };
        let mut values: Vec<f64> = Vec::with_capacity(count);
        for k in 1..=count {
            let gap = (quantile(k + 1) - quantile(k)).max(quantile(k) - quantile(k - 1));
            let step = 10f64.powf(gap.log10().floor()) * if gap > 0.0 { 0.5 } else { 0.0 };
            let level = if step > 0.0 {
                (quantile(k) / step).round() * step
            } else {
                quantile(k)
            };
            let is_between = level > quantile(0) && level < quantile(count + 1);
            if is_between && values.last().is_none_or(|&last| level > last) {
                values.push(level);
            }
        }
        let spacing = Spacing::Denser;
        Self { values, spacing }
    }

    /// So many significant digits as say each level: what they leave out is nothing beside its
    /// distance from the others.
    pub(super) fn digits(&self) -> usize {
        let says = |digits: &usize| {
            self.values.iter().all(|&level| {
                let others = self.values.iter().map(|other| (other - level).abs());
                let room = others.filter(|&gap| gap > 0.0).fold(level.abs(), f64::min);
                let said = format!("{level:.*e}", digits - 1).parse::<f64>();
                said.is_ok_and(|said| (said - level).abs() <= 1e-3 * room)
            })
        };
        (3..16).find(says).unwrap_or(16)
    }

    /// What a caption says of them, as the end of a sentence on lines.
    pub(crate) fn in_words(&self) -> String {
        match (self.spacing, self.values.as_slice()) {
            (_, []) => words!("there is none where all values are the same"),
            (Spacing::Equal(_), [only]) => {
                words!(
                    "this one is at {level}",
                    level = number(*only, self.digits())
                )
            }
            (Spacing::Equal(step), _) => words!("they are {step} apart", step = number(step, 3)),
            (Spacing::Rising, values) => {
                let all: Vec<String> = values.iter().map(|&level| number(level, 3)).collect();
                words!("they are at {levels}", levels = all.join(", "))
            }
            (Spacing::Denser, _) => words!("they are denser where the function is low"),
        }
    }
}

/// The round step that comes nearest to dividing `width` into `count` parts.
fn step(width: f64, count: usize) -> f64 {
    let (fewer, more) = (nice_step(width, count), nice_step(width, 2 * count));
    let off = |step: &f64| (width / step / count as f64).ln().abs();
    if off(&more) < off(&fewer) {
        more
    } else {
        fewer
    }
}

#[cfg(test)]
mod tests {
    use descent::{function_2, himmelblau, ravine, rosenbrock};
    use ndarray::array;

    use super::*;

    fn levels(f: impl Fn(f64, f64) -> f64, x: f64, y: f64) -> Levels {
        let place = |k: usize, half: f64| half * (k as f64 / 20.0 - 1.0);
        let values = (0..41 * 41).map(|i| f(place(i % 41, x), place(i / 41, y)));
        Levels::of(&values.collect::<Vec<f64>>(), 10)
    }

    #[test]
    fn a_bowl_and_a_plane_have_levels_equally_far_apart() {
        let bowl = levels(|x, y| function_2(&array![x, y]), 4.0, 4.0);
        assert_eq!(bowl.values, [5.0, 10.0, 15.0, 20.0, 25.0, 30.0]);
        assert_eq!(bowl.in_words(), "they are 5 apart");
        let plane = levels(|x, y| 0.1 * (x - y), 1.0, 1.0);
        assert_eq!(plane.values, [-0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15]);
    }

    #[test]
    fn a_ravine_has_levels_on_its_floor() {
        let wide = levels(|x, y| ravine(&array![x, y]), 10.0, 10.0);
        assert_eq!(wide.spacing, Spacing::Rising);
        assert_eq!(wide.values, [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]);
        assert!(wide.in_words().starts_with("they are at 1, 2, 5, 10"));
        for (curved, half) in [(rosenbrock as fn(&_) -> _, 2.0), (himmelblau, 5.0)] {
            let levels = levels(|x, y| curved(&array![x, y]), half, half);
            assert_eq!(levels.spacing, Spacing::Rising);
        }
        // Where values fall below 0, no round number rises from the lowest.
        let sunken = levels(|x, y| rosenbrock(&array![x, y]) - 5.0, 2.0, 2.0);
        let gaps: Vec<f64> = sunken.values.windows(2).map(|w| w[1] - w[0]).collect();
        assert_eq!(sunken.spacing, Spacing::Denser);
        assert!(gaps[0] < gaps[gaps.len() - 1], "{sunken:?}");
    }

    #[test]
    fn a_flat_floor_leaves_levels_equally_far_apart() {
        let hinge = levels(|x, _| x.max(0.0), 4.0, 4.0);
        assert_eq!(hinge.in_words(), "they are 0.5 apart");
    }

    #[test]
    fn no_level_is_the_highest_value() {
        let hill = levels(|x, y| (-x * x - y * y).exp(), 4.0, 4.0);
        assert_eq!(hill.spacing, Spacing::Rising);
        assert!(hill.values.iter().all(|&level| level < 1.0), "{hill:?}");
    }

    #[test]
    fn digits_say_the_levels_and_no_more() {
        let digits = |values: &[f64]| {
            let (values, spacing) = (values.to_vec(), Spacing::Denser);
            Levels { values, spacing }.digits()
        };
        assert_eq!(digits(&[0.5, 1.0, 20.0]), 3);
        assert_eq!(digits(&[995.0, 1000.0, 1005.0]), 4);
        assert_eq!(digits(&[1005.0]), 4);
        assert_eq!(digits(&[-0.25, 0.0, 1e6]), 3);
        assert_eq!(digits(&[100_000.0, 100_001.0]), 6);
    }

    #[test]
    fn values_that_are_all_the_same_have_no_levels() {
        for values in [[3.0; 100], [f64::NAN; 100]] {
            assert!(Levels::of(&values, 10).values.is_empty());
        }
    }

    #[test]
    fn any_values_and_any_number_of_levels_give_levels_in_order_between_them() {
        for scale in [1e-300, 1e-9, 1.0, 1e9, 1e300] {
            for power in [-3.0, 0.2, 1.0, 7.0, 40.0] {
                let values: Vec<f64> = (1..500)
                    .map(|k| (f64::from(k) / 500.0).powf(power) * scale)
                    .collect();
                for count in 1..=40 {
                    let levels = Levels::of(&values, count);
                    assert!(levels.values.windows(2).all(|w| w[0] < w[1]), "{levels:?}");
                    assert!(levels.values.len() <= 2 * count, "{count}: {levels:?}");
                    let inside = |level: &f64| {
                        values.iter().any(|v| v < level) && values.iter().any(|v| v > level)
                    };
                    assert!(levels.values.iter().all(inside), "{levels:?}");
                }
            }
        }
    }
}
