//! An axis: from numbers to a place between 0 and 1, and the ticks that a reader needs.

use descent_language::{marked, words};

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

    /// Whether a number has a place on this scale.
    pub(crate) fn has_place(self, number: f64) -> bool {
        number.is_finite() && (number > 0.0 || self != Self::Log)
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
const MOST_TICKS: usize = 9;

impl Axis {
    /// An axis from `low` to `high`; `name` is for the error.
    pub(crate) fn new(name: &str, low: f64, high: f64, scale: Scale) -> Result<Self, Error> {
        if let Scale::SymLog { linear_below } = scale
            && !(linear_below.is_normal() && linear_below > 0.0)
        {
            let what = marked!("linear part of the scale");
            let expected = marked!("a positive finite number");
            return Err(Error::setting(what, format!("{linear_below:?}"), expected));
        }
        let (from, to) = (scale.stretch(low), scale.stretch(high));
        // A range of fewer than a few hundred representable numbers has no room for ticks, and one
        // as wide as f64 itself overflows when it is measured.
        let room = (1e-13 * low.abs().max(high.abs())).max(LEAST_WIDTH);
        if !((to - from).is_finite() && from < to && high - low > room && (high - low).is_finite())
        {
            let axis = name.to_owned();
            return Err(Error::Range { axis, low, high });
        }
        let (ticks, offset) = match scale {
            Scale::Linear => linear_ticks(low, high),
            Scale::Log => log_ticks(low, high),
            Scale::SymLog { linear_below } => symlog_ticks(low, high, linear_below),
        };
        Ok(Self {
            low,
            high,
            scale,
            ticks,
            offset,
        })
    }

    /// The texts at its ticks, from the low end up.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &String> {
        self.ticks.iter().map(|tick| &tick.label)
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
    let (low, high) = values
        .filter(|&v| scale.has_place(v))
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
    // An eighth of the maximum at most, so that the width with its margins cannot overflow.
    let (low, high) = [low, high]
        .map(|v| v.clamp(-f64::MAX / 8.0, f64::MAX / 8.0))
        .into();
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

/// Ticks, and what to add to their labels where these are differences.
type Ticks = (Vec<Tick>, Option<String>);

fn linear_ticks(low: f64, high: f64) -> Ticks {
    // There is a tick more than steps between them.
    let step = nice_step(high - low, MOST_TICKS - 1);
    let exponent = (step.log10() + 1e-9).floor() as i32;
    let values = multiples(step, low, high);
    let largest = low.abs().max(high.abs());
    // As many as tell a tick from the next one.
    let digits = ((largest / step).log10().ceil().max(0.0) as usize + 1).min(15);
    // 0.9999990, 0.9999992, … would hide what differs: write the difference from a round tick.
    if largest / step >= 1e5 {
        let base = roundest(&values, digits);
        // Where the differences themselves are long, small whole numbers of a unit.
        let unit = match exponent {
            -3..=3 => 0,
            _ => exponent,
        };
        let decimals = (unit - exponent).max(0) as usize;
        let label = |value: f64| {
            // The difference is a multiple of the step; rounding removes what f64 adds.
            let steps = ((value - base) / step).round();
            let plain = fixed(steps * (step / 10f64.powi(unit)), decimals);
            if steps > 0.0 {
                format!("+{plain}")
            } else {
                plain
            }
        };
        let from = match (number(base, digits), unit) {
            (base, 0) => base,
            (base, unit) => {
                let unit = power_of_ten(unit);
                words!("{number} in units of {unit}", number = base, unit)
            }
        };
        return (labelled(values, label), Some(from));
    }
    let label = |value: f64| match exponent {
        -4..=4 if largest < 1e5 => fixed(value, (-exponent).max(0) as usize),
        _ => number(value, digits),
    };
    (labelled(values, label), None)
}

fn labelled(values: Vec<f64>, label: impl Fn(f64) -> String) -> Vec<Tick> {
    values
        .into_iter()
        .map(|value| Tick {
            value,
            label: label(value),
        })
        .collect()
}

/// The tick with the shortest number, 25 among 24.999998, 24.999999 and 25; of equally short ones
/// the largest, from which a descent comes.
fn roundest(ticks: &[f64], digits: usize) -> f64 {
    let length = |&tick: &f64| number(tick, digits).chars().count();
    let roundest = ticks.iter().copied().rev().min_by_key(length);
    roundest.unwrap_or_default()
}

/// The multiples of `step`, which is 1, 2 or 5 times a power of ten, from `low` to `high`, each
/// the closest f64 to its decimal number.
pub(crate) fn multiples(step: f64, low: f64, high: f64) -> Vec<f64> {
    let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    // By way of decimals: 3 × 0.1 is a little more than 0.3.
    let power = (step.log10() + 1e-9).floor() as i32;
    let factor = (step / 10f64.powi(power)).round() as i64;
    let count = (last - first).clamp(0.0, 100.0) as i64;
    let mut values: Vec<f64> = (0..=count)
        .filter_map(|k| {
            format!("{}e{power}", (first as i64 + k) * factor)
                .parse()
                .ok()
        })
        .collect();
    values.dedup();
    values
}

/// `factors` (from 1 to 9, rising) times the powers of ten that `stride` divides, from `low` to
/// `high`, both positive.
pub(crate) fn round_numbers(low: f64, high: f64, factors: &[u8], stride: i32) -> Vec<f64> {
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    (first..=last)
        .filter(|power| power.rem_euclid(stride) == 0)
        .flat_map(|power| {
            factors
                .iter()
                .map(move |factor| format!("{factor}e{power}"))
        })
        .filter_map(|decimal| decimal.parse().ok())
        .filter(|value| (low..=high).contains(value))
        .collect()
}

/// The ticks that `with_stride` sets as few decades apart as does not make too many.
fn few(with_stride: impl Fn(i32) -> Vec<f64>) -> Vec<f64> {
    [1, 2, 3, 5, 10, 20, 50, 100, 200]
        .into_iter()
        .map(with_stride)
        .find(|ticks| ticks.len() <= MOST_TICKS)
        .unwrap_or_default()
}

fn log_ticks(low: f64, high: f64) -> Ticks {
    let powers = few(|stride| round_numbers(low, high, &[1], stride));
    if powers.len() < 2 {
        // Less than two powers of ten in sight: plain numbers, evenly spaced, say more.
        return linear_ticks(low, high);
    }
    (labelled(powers, power), None)
}

fn symlog_ticks(low: f64, high: f64, linear_below: f64) -> Ticks {
    /// With fewer ticks, a reader does not see where the scale changes.
    const FEWEST: usize = 4;
    let farthest = low.abs().max(high.abs());
    if farthest <= 10.0 * linear_below {
        return linear_ticks(low, high);
    }
    let both_ways = |factors: &[u8], stride: i32| -> Vec<f64> {
        let above = round_numbers(linear_below, farthest, factors, stride);
        let below = above.iter().rev().map(|value| -value);
        let all = below.chain([0.0]).chain(above.iter().copied());
        all.filter(|value| (low..=high).contains(value)).collect()
    };
    let powers = few(|stride| both_ways(&[1], stride));
    if powers.len() >= FEWEST {
        return (labelled(powers, power), None);
    }
    let thirds = both_ways(&[1, 3], 1);
    if thirds.len() >= FEWEST {
        return (labelled(thirds, |value| number(value, 1)), None);
    }
    // It shows a few decades of one side.
    linear_ticks(low, high)
}

/// Zero, or a power of ten with its sign: short ones in full.
fn power(value: f64) -> String {
    let exponent = value.abs().log10().round() as i32;
    match exponent {
        _ if value == 0.0 => number(value, 1),
        -2..=2 => number(value, 1),
        _ if value < 0.0 => format!("−{}", power_of_ten(exponent)),
        _ => power_of_ten(exponent),
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
    fn neighbouring_ticks_of_large_numbers_have_different_labels() {
        let labels = labels(1e6, 1.0001e6, Scale::Linear);
        assert_eq!(labels[..2], ["10⁶", "1.00002×10⁶"]);
    }

    #[test]
    fn a_tick_is_the_number_of_its_label_and_there_are_few() {
        let ranges = [
            (-4.0, 4.0),
            (0.0, 0.7),
            (0.001, 0.009),
            (-3e5, 8e5),
            (0.5, 90.0),
            (2e-7, 6e4),
            (1e-300, 1e300),
            (-60.0, 60.0),
            (-0.2, 12.0),
            (20.0, 90.0),
            (-1e300, 3e299),
        ];
        let below = [0.3, 0.5, 1.0, 2.0, 9.0, 7e-5, 1e-7];
        let scales = below.map(|linear_below| Scale::SymLog { linear_below });
        for (low, high) in ranges {
            for scale in scales.into_iter().chain([Scale::Linear, Scale::Log]) {
                let Ok(axis) = Axis::new("x", low, high, scale) else {
                    assert!(
                        low <= 0.0 && scale == Scale::Log,
                        "{scale:?} from {low} to {high}"
                    );
                    continue;
                };
                let ticks = axis.ticks;
                assert!(
                    (2..=MOST_TICKS).contains(&ticks.len()),
                    "{scale:?} {ticks:?}"
                );
                for Tick { value, label } in ticks {
                    let plain = plain(&label);
                    assert_eq!(value, plain, "{label} on {scale:?} from {low} to {high}");
                }
            }
        }
    }

    /// The number that a reader sees.
    fn plain(label: &str) -> f64 {
        let digit = |c: char| match c {
            '−' | '⁻' => '-',
            '¹' => '1',
            '²' => '2',
            '³' => '3',
            '⁰'..='⁹' => char::from(b'0' + (c as u32 - '⁰' as u32) as u8),
            c => c,
        };
        let raised = |c: char| "⁻⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c);
        let Some(at) = label.find(raised) else {
            return label
                .chars()
                .map(digit)
                .collect::<String>()
                .parse()
                .expect("a number");
        };
        let (base, exponent) = label.split_at(at);
        let factor = base.trim_end_matches("10").trim_end_matches('×');
        let factor = if matches!(factor, "" | "−") {
            format!("{factor}1")
        } else {
            factor.to_owned()
        };
        let decimal: String = factor
            .chars()
            .chain(['e'])
            .chain(exponent.chars())
            .map(digit)
            .collect();
        decimal.parse().expect("a number")
    }

    #[test]
    fn a_symlog_axis_has_round_ticks_wherever_its_linear_part_ends() {
        let symlog = |low, high, linear_below| labels(low, high, Scale::SymLog { linear_below });
        assert_eq!(symlog(-60.0, 60.0, 0.5), ["−10", "−1", "0", "1", "10"]);
        assert_eq!(
            symlog(-5.0, 5.0, 0.3),
            ["−3", "−1", "−0.3", "0", "0.3", "1", "3"]
        );
        assert_eq!(symlog(-30.0, 300.0, 2.0), ["−10", "0", "10", "100"]);
        assert_eq!(symlog(0.0, 0.1, 7e-5), ["0", "10⁻⁴", "10⁻³", "0.01", "0.1"]);
        assert_eq!(
            symlog(20.0, 60.0, 1.0),
            ["20", "25", "30", "35", "40", "45", "50", "55", "60"]
        );
    }

    #[test]
    fn a_narrow_axis_says_from_what_it_differs_on_every_scale() {
        for scale in [Scale::Linear, Scale::Log, Scale::symlog()] {
            let axis = Axis::new("f", 1e6, 1e6 + 1.0, scale).expect("a good range");
            assert_eq!(axis.offset.as_deref(), Some("10⁶"), "{axis:?}");
        }
    }

    #[test]
    fn a_narrow_axis_writes_differences_and_says_from_what() {
        let axis = Axis::new("f", 24.999998, 25.0, Scale::Linear).expect("a good range");
        let labels: Vec<&str> = axis.ticks.iter().map(|t| t.label.as_str()).collect();
        assert_eq!(labels, ["−15", "−10", "−5", "0"]);
        assert_eq!(
            axis.offset.as_deref(),
            Some("25 in units of 10⁻⁷"),
            "{axis:?}"
        );
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
