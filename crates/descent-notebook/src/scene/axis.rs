//! An axis: from numbers to a place between 0 and 1, and the ticks that a reader needs.

use crate::error::Error;
use crate::number::{fixed, number, power_of_ten};

/// How an axis spaces its numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// Equal differences are equally far apart.
    Linear,
    /// Equal ratios are equally far apart; only positive numbers have a place.
    Log,
    /// Logarithmic on both sides of zero, linear between `−linear_below` and `linear_below`
    /// (positive and finite), so that a diverging path crosses zero without being squashed.
    SymLog {
        /// Where the linear part around zero ends.
        linear_below: f64,
    },
}

impl Scale {
    /// A symmetric log scale for numbers whose smallest interesting size is around 1: linear
    /// between −1 and 1.
    pub fn symlog() -> Self {
        Self::SymLog { linear_below: 1.0 }
    }

    /// The number on the stretched line that the scale lays out evenly.
    fn stretch(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log => value.log10(),
            Self::SymLog { linear_below } => {
                let ratio = value / linear_below;
                // One unit for the linear part, one for each decade beyond it.
                if ratio.abs() <= 1.0 {
                    ratio
                } else {
                    ratio.signum() * (1.0 + ratio.abs().log10())
                }
            }
        }
    }
}

/// A labelled place on an axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tick {
    pub(crate) value: f64,
    pub(crate) label: String,
}

/// A range of numbers on a scale, with its ticks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axis {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) scale: Scale,
    pub(crate) ticks: Vec<Tick>,
    /// What to add to every tick's label, where the range is too narrow for plain labels.
    pub(crate) offset: Option<String>,
}

/// Below this, steps between ticks come near to the smallest numbers that f64 has.
const LEAST_WIDTH: f64 = 1e-300;

/// Ticks are this many or fewer.
const MOST_TICKS: usize = 8;

impl Axis {
    /// An axis from `low` to `high`; `name` is for the error.
    pub(crate) fn new(name: &str, low: f64, high: f64, scale: Scale) -> Result<Self, Error> {
        let error = || Error::Range {
            axis: name.to_owned(),
            low,
            high,
        };
        if let Scale::SymLog { linear_below } = scale
            && !(linear_below.is_normal() && linear_below > 0.0)
        {
            let (what, expected) = ("linear part of the scale", "a positive finite number");
            return Err(Error::Setting {
                what,
                found: format!("{linear_below:?}"),
                expected,
            });
        }
        let (from, to) = (scale.stretch(low), scale.stretch(high));
        // A range of fewer than a few hundred representable numbers has no room for ticks, and one
        // as wide as f64 itself overflows when it is measured.
        let room = (1e-13 * low.abs().max(high.abs())).max(LEAST_WIDTH);
        if !((to - from).is_finite() && from < to && high - low > room && (high - low).is_finite())
        {
            return Err(error());
        }
        let (ticks, offset) = match scale {
            Scale::Linear => linear_ticks(low, high),
            Scale::Log => (log_ticks(low, high), None),
            Scale::SymLog { linear_below } => (symlog_ticks(low, high, linear_below), None),
        };
        Ok(Self {
            low,
            high,
            scale,
            ticks,
            offset,
        })
    }

    /// Where `value` lies: 0 at the low end, 1 at the high one; NaN where it has no place.
    pub(crate) fn fraction(&self, value: f64) -> f64 {
        let (from, to) = (self.scale.stretch(self.low), self.scale.stretch(self.high));
        (self.scale.stretch(value) - from) / (to - from)
    }
}

/// Whether two ends are so near to each other, or both to zero, that they are one number for a
/// reader.
pub(crate) fn is_narrow(low: f64, high: f64) -> bool {
    high - low <= (1e-12 * low.abs().max(high.abs())).max(10.0 * LEAST_WIDTH)
}

/// The range of `values`, the non-finite ones left out, widened by `margin` of its width on both
/// sides of `scale`; a single value gets a range around it. `None` if no value has a place.
pub(crate) fn range_of(
    values: impl Iterator<Item = f64>,
    margin: f64,
    scale: Scale,
) -> Option<(f64, f64)> {
    let has_place = |v: &f64| v.is_finite() && (*v > 0.0 || scale != Scale::Log);
    let (low, high) = values
        .filter(has_place)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
            (low.min(v), high.max(v))
        });
    if low > high {
        return None;
    }
    if scale == Scale::Log {
        let grow = if high / low > 1.0 + 1e-9 {
            (high / low).powf(margin)
        } else {
            2.0
        };
        return Some((
            (low / grow).max(f64::MIN_POSITIVE),
            (high * grow).min(f64::MAX / 4.0),
        ));
    }
    // Half of the maximum each, so that the difference cannot overflow.
    let (low, high) = (low.max(-f64::MAX / 8.0), high.min(f64::MAX / 8.0));
    let width = high - low;
    if is_narrow(low, high) {
        let around = if low.abs() < 1e11 * LEAST_WIDTH {
            1.0
        } else {
            0.1 * low.abs()
        };
        return Some((low - around, high + around));
    }
    match scale {
        // Half a decade of air at the far ends of a range that spans decades.
        Scale::SymLog { linear_below } if low.abs().max(high.abs()) > 10.0 * linear_below => {
            let widen = |v: f64| if v.abs() > linear_below { v * 3.0 } else { v };
            // The end that is nearer to zero has its air towards it.
            let narrow = |v: f64| if v.abs() > linear_below { v / 3.0 } else { v };
            let air = linear_below / 2.0;
            let low = if low < 0.0 {
                widen(low)
            } else {
                narrow(low) - air
            };
            let high = if high > 0.0 {
                widen(high)
            } else {
                narrow(high) + air
            };
            Some((low, high))
        }
        _ => Some((low - margin * width, high + margin * width)),
    }
}

/// The step of 1, 2 or 5 times a power of ten that divides `width` into at most `most` parts.
pub(crate) fn nice_step(width: f64, most: usize) -> f64 {
    let rough = width / most.max(1) as f64;
    let power = 10f64.powi(rough.log10().floor() as i32);
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|s| *s >= rough * 0.999)
        .unwrap_or(rough)
}

fn linear_ticks(low: f64, high: f64) -> (Vec<Tick>, Option<String>) {
    let step = nice_step(high - low, MOST_TICKS);
    let exponent = step.log10().floor() as i32;
    let values = multiples(step, low, high);
    let largest = low.abs().max(high.abs());
    // 0.9999990, 0.9999992, … would hide what differs: write the difference from the middle.
    if largest / step >= 1e5 {
        let base = values[values.len() / 2];
        let digits = ((largest / step).log10().ceil() as usize + 1).min(15);
        let ticks = values
            .iter()
            .map(|&value| {
                // The difference is a multiple of the step; rounding removes what f64 adds.
                let difference = ((value - base) / step).round() * step;
                let label = match number(difference, 3) {
                    plain if difference > 0.0 => format!("+{plain}"),
                    plain => plain,
                };
                Tick { value, label }
            })
            .collect();
        return (ticks, Some(number(base, digits)));
    }
    let label = |value: f64| match exponent {
        ..=-5 | 5.. => number(value, (largest / step).log10().ceil().max(0.0) as usize + 1),
        _ if largest >= 1e5 => number(value, 4),
        _ => fixed(value, (-exponent).max(0) as usize),
    };
    (
        values
            .into_iter()
            .map(|value| Tick {
                value,
                label: label(value),
            })
            .collect(),
        None,
    )
}

/// The multiples of `step` between `low` and `high`, each the closest f64 to its decimal number.
fn multiples(step: f64, low: f64, high: f64) -> Vec<f64> {
    let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    let mut values: Vec<f64> = (0..=(last - first).clamp(0.0, 100.0) as i32)
        .map(|k| (first + f64::from(k)) * step)
        .collect();
    values.dedup();
    values
}

fn log_ticks(low: f64, high: f64) -> Vec<Tick> {
    let (from, to) = (low.log10(), high.log10());
    let decades = (to + 1e-9).floor() - (from - 1e-9).ceil();
    if decades < 1.0 {
        // Less than two powers of ten in sight: plain numbers, evenly spaced, say more.
        return linear_ticks(low, high)
            .0
            .into_iter()
            .filter(|t| t.value > 0.0)
            .collect();
    }
    let stride = stride(decades as i32 + 1);
    let first = (from - 1e-9).ceil() as i32;
    let last = (to + 1e-9).floor() as i32;
    (first..=last)
        .filter(|power| power.rem_euclid(stride) == 0)
        .map(|power| Tick {
            value: 10f64.powi(power),
            label: decade(power),
        })
        .collect()
}

fn symlog_ticks(low: f64, high: f64, linear_below: f64) -> Vec<Tick> {
    if low.abs().max(high.abs()) <= 10.0 * linear_below {
        return linear_ticks(low, high).0;
    }
    let first = linear_below.log10().round() as i32;
    let decades = |end: f64| ((end.abs().max(linear_below) / linear_below).log10() + 1e-9) as i32;
    let below = if low < 0.0 { decades(low) } else { 0 };
    let above = if high > 0.0 { decades(high) } else { 0 };
    let stride = stride(below + above + 1);
    let tick = |sign: f64, k: i32| {
        let value = sign * linear_below * 10f64.powi(k);
        let label = format!("{}{}", if sign < 0.0 { "−" } else { "" }, decade(first + k));
        Tick { value, label }
    };
    let mut ticks: Vec<Tick> = (0..=below)
        .rev()
        .filter(|k| k % stride == 0)
        .map(|k| tick(-1.0, k))
        .collect();
    ticks.push(Tick {
        value: 0.0,
        label: "0".to_owned(),
    });
    ticks.extend(
        (0..=above)
            .filter(|k| k % stride == 0)
            .map(|k| tick(1.0, k)),
    );
    ticks.retain(|t| (low..=high).contains(&t.value));
    ticks
}

/// How many decades apart ticks stand, where there are so many: a round number.
fn stride(decades: i32) -> i32 {
    let fits = |stride: &i32| decades <= stride * MOST_TICKS as i32;
    [1, 2, 3, 5, 10, 20, 50]
        .into_iter()
        .find(fits)
        .unwrap_or(100)
}

/// A power of ten: short ones in full.
fn decade(power: i32) -> String {
    match power {
        -2..=2 => number(10f64.powi(power), 1),
        _ => power_of_ten(power),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: f64, high: f64, scale: Scale) -> Vec<String> {
        let axis = Axis::new("x", low, high, scale).expect("a good range");
        axis.ticks.into_iter().map(|t| t.label).collect()
    }

    #[test]
    fn a_linear_axis_has_round_ticks() {
        assert_eq!(
            labels(-3.2, 4.1, Scale::Linear),
            ["−3", "−2", "−1", "0", "1", "2", "3", "4"]
        );
        assert_eq!(
            labels(0.0, 0.1, Scale::Linear),
            ["0.00", "0.02", "0.04", "0.06", "0.08", "0.10"]
        );
        assert_eq!(labels(0.0, 2e13, Scale::Linear)[1], "5×10¹²");
    }

    #[test]
    fn a_narrow_axis_writes_differences_and_says_from_what() {
        let axis = Axis::new("f", 24.999998, 25.0, Scale::Linear).expect("a good range");
        assert!(axis.offset.is_some(), "{axis:?}");
        assert!(
            axis.ticks.iter().all(|t| t.label.chars().count() < 9),
            "{axis:?}"
        );
    }

    #[test]
    fn a_log_axis_has_powers_of_ten_and_few_of_them() {
        assert_eq!(labels(0.5, 2e3, Scale::Log), ["1", "10", "100", "10³"]);
        assert!(labels(1e-30, 1e30, Scale::Log).len() <= MOST_TICKS + 1);
    }

    #[test]
    fn a_log_axis_within_a_decade_has_plain_ticks() {
        let labels = labels(2.0, 5.0, Scale::Log);
        assert!(
            labels.len() >= 3 && labels.contains(&"3.0".to_owned()),
            "{labels:?}"
        );
    }

    #[test]
    fn a_symlog_axis_reaches_both_ways_from_zero() {
        let labels = labels(-2.6e13, 1e13, Scale::symlog());
        assert!(
            labels.contains(&"0".to_owned()) && labels.len() <= MOST_TICKS + 2,
            "{labels:?}"
        );
    }

    #[test]
    fn fractions_run_from_0_to_1_on_every_scale() {
        for scale in [Scale::Linear, Scale::Log, Scale::symlog()] {
            let axis = Axis::new("x", 0.1, 1e6, scale).expect("a good range");
            assert_eq!(axis.fraction(0.1), 0.0);
            assert_eq!(axis.fraction(1e6), 1.0);
            assert!(axis.fraction(10.0) > 0.0 && axis.fraction(10.0) < 1.0);
        }
    }

    #[test]
    fn impossible_ranges_are_errors_that_name_the_axis() {
        let bad = [
            (1.0, 1.0),
            (2.0, 1.0),
            (f64::NAN, 1.0),
            (0.0, f64::INFINITY),
            (-f64::MAX, f64::MAX),
        ];
        for (low, high) in bad {
            let error = Axis::new("x₀", low, high, Scale::Linear).expect_err("a bad range");
            assert!(error.to_string().contains("x₀"), "{error}");
        }
        assert!(Axis::new("value", -1.0, 1.0, Scale::Log).is_err());
    }

    #[test]
    fn the_range_of_one_value_or_of_equal_values_is_not_empty() {
        for value in [0.0, 25.0, -1e13, 1e-300] {
            let (low, high) =
                range_of([value, value].into_iter(), 0.1, Scale::Linear).expect("finite");
            assert!(low < value && value < high);
        }
        assert_eq!(range_of([f64::NAN].into_iter(), 0.1, Scale::Linear), None);
    }
}
