//! Numbers as text for people: a real minus sign, powers of ten as 10³.

/// `value` rounded to at most `digits` significant digits: `0.5`, `12300`, `−3`, `2.6×10¹³`, `10⁻⁴`,
/// `NaN`, `−∞`.
pub(crate) fn number(value: f64, digits: usize) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞" } else { "−∞" }.to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let digits = digits.max(1);
    let scientific = format!("{:.*e}", digits - 1, value);
    let Some((mantissa, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-3..5).contains(&exponent) {
        let decimals = digits as i32 - 1 - exponent;
        // Digits before the point are rounded like those behind it.
        let unit = 10f64.powi((-decimals).max(0));
        let value = if unit > 1.0 {
            (value / unit).round() * unit
        } else {
            value
        };
        let decimals = decimals.max(0) as usize;
        return minus(trim(&format!("{value:.decimals$}")));
    }
    match trim(mantissa) {
        "1" => power_of_ten(exponent),
        "-1" => format!("−{}", power_of_ten(exponent)),
        mantissa => format!("{}×{}", minus(mantissa), power_of_ten(exponent)),
    }
}

/// `value` with exactly `decimals` decimals: the labels of one axis line up.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let is_zero = text.chars().all(|c| matches!(c, '-' | '0' | '.'));
    minus(if is_zero {
        text.trim_start_matches('-')
    } else {
        &text
    })
}

/// `10` with a raised exponent.
pub(crate) fn power_of_ten(exponent: i32) -> String {
    let mut text = "10".to_owned();
    for digit in exponent.to_string().chars() {
        text.push(match digit {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            // The superscripts 0 and 4–9 are consecutive, 1–3 came earlier, with Latin-1.
            digit => char::from_u32(0x2070 + digit as u32 - '0' as u32).unwrap_or(digit),
        });
    }
    text
}

/// A point as `(−3, 4)`.
pub(crate) fn point(coordinates: &[f64], digits: usize) -> String {
    let parts: Vec<String> = coordinates.iter().map(|&c| number(c, digits)).collect();
    match parts.len() {
        1 => parts.concat(),
        _ => format!("({})", parts.join(", ")),
    }
}

fn trim(text: &str) -> &str {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    }
}

fn minus(text: &str) -> String {
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_on_a_blackboard() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (0.5, "0.5"),
            (-3.0, "−3"),
            (25.0, "25"),
            (-2.58983747e13, "−2.59×10¹³"),
            (1e-10, "10⁻¹⁰"),
            (-1e6, "−10⁶"),
            (0.00999, "0.00999"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "−∞"),
        ] {
            assert_eq!(number(value, 3), text, "{value:?}");
        }
    }

    #[test]
    fn no_number_has_more_significant_digits_than_asked_for() {
        for (value, digits, text) in [
            (12345.0, 4, "12350"),
            (-12345.0, 3, "−12300"),
            (12345.0, 1, "10000"),
            (12345.0, 5, "12345"),
            (1024.0, 3, "1020"),
            (99999.9, 4, "10⁵"),
        ] {
            assert_eq!(number(value, digits), text, "{value:?} with {digits}");
        }
    }

    #[test]
    fn rounding_up_to_the_next_power_of_ten_keeps_the_exponent_right() {
        assert_eq!(number(99999.9, 3), "10⁵");
        assert_eq!(number(0.9996, 3), "1");
    }

    #[test]
    fn labels_of_an_axis_have_the_same_decimals_and_no_negative_zero() {
        assert_eq!(fixed(-0.5, 2), "−0.50");
        assert_eq!(fixed(-0.0001, 2), "0.00");
    }

    #[test]
    fn points_are_put_in_parentheses() {
        assert_eq!(point(&[-3.0, 4.0], 3), "(−3, 4)");
        assert_eq!(point(&[2.5], 3), "2.5");
    }
}
