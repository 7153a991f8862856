//! Arrays as NumPy shows them.

use ndarray::{ArrayBase, ArrayRef, ArrayViewD, Axis, Data, Dimension};

use super::{LEFT_OUT, LINE_WIDTH, Readable, THRESHOLD, places};

/// The most decimals, NumPy's `precision`.
const PRECISION: usize = 8;

impl<A: Readable, D: Dimension> Readable for ArrayRef<A, D> {
    fn text(&self) -> String {
        numpy_text(self)
    }
}

impl<S: Data<Elem: Readable>, D: Dimension> Readable for ArrayBase<S, D> {
    fn text(&self) -> String {
        numpy_text(self)
    }
}

impl Readable for f64 {
    fn text(&self) -> String {
        format!("{self:?}")
    }

    fn array_text(array: &ArrayViewD<'_, Self>) -> String {
        text_of(array)
    }

    fn texts(values: &[&Self]) -> Vec<String> {
        let values: Vec<f64> = values.iter().map(|&&value| value).collect();
        let format = Format::of(&values);
        values.iter().map(|&value| format.number(value)).collect()
    }
}

impl Readable for f32 {
    fn text(&self) -> String {
        format!("{self:?}")
    }

    fn array_text(array: &ArrayViewD<'_, Self>) -> String {
        text_of(array)
    }

    fn texts(values: &[&Self]) -> Vec<String> {
        // By way of its shortest decimals: 0.1 is nearer to them than to the f64 of its bits.
        let wide = |value: &&f32| value.to_string().parse().unwrap_or(f64::NAN);
        let wide: Vec<f64> = values.iter().map(wide).collect();
        f64::texts(&wide.iter().collect::<Vec<_>>())
    }
}

/// The text of an array as NumPy's `repr` has it, without the `array(…)` around it and with the
/// sign and point aligned: at most 8 decimals, exponents where numbers differ too much in size.
/// Elements of other kinds have the texts that [`Readable`] gives them.
///
/// The rules are those of `numpy.core.arrayprint.FloatingFormat` with the default print options.
///
/// ```
/// use descent_notebook::numpy_text;
/// use ndarray::array;
///
/// assert_eq!(numpy_text(&array![-0.397858667683, 0.530478223578]), "[-0.39785867,  0.53047822]");
/// assert_eq!(numpy_text(&array![6.0, 8.0]), "[6., 8.]");
/// assert_eq!(numpy_text(&array![[6, 10], [8, 9]]), "[[ 6, 10],\n [ 8,  9]]");
/// ```
pub fn numpy_text<A: Readable, D: Dimension>(array: &ArrayRef<A, D>) -> String {
    A::array_text(&array.view().into_dyn())
}

/// What [`numpy_text`] gives for an array of any dimension.
pub(super) fn text_of<A: Readable>(array: &ArrayViewD<'_, A>) -> String {
    let abridge = array.len() > THRESHOLD;
    let mut shown = Vec::new();
    collect(array, abridge, &mut shown);
    let mut texts = A::texts(&shown).into_iter();
    let mut text = String::new();
    write(array, abridge, &mut texts, 0, &mut text);
    text
}

/// The elements that are shown, in the order of their logical positions.
fn collect<'a, A>(array: &ArrayViewD<'a, A>, abridge: bool, shown: &mut Vec<&'a A>) {
    if array.ndim() == 0 {
        shown.extend(array.clone());
        return;
    }
    for place in places(array.len_of(Axis(0)), abridge).into_iter().flatten() {
        collect(
            &array.clone().index_axis_move(Axis(0), place),
            abridge,
            shown,
        );
    }
}

/// Writes an array whose elements have the next of `texts`.
fn write<A>(
    array: &ArrayViewD<'_, A>,
    abridge: bool,
    texts: &mut impl Iterator<Item = String>,
    depth: usize,
    text: &mut String,
) {
    if array.ndim() == 0 {
        text.extend(texts.next());
        return;
    }
    text.push('[');
    let (indent, mut column) = (" ".repeat(depth + 1), depth + 1);
    let parts = places(array.len_of(Axis(0)), abridge);
    for (place, index) in parts.into_iter().enumerate() {
        let mut item = String::new();
        match index.map(|index| array.index_axis(Axis(0), index)) {
            Some(part) => write(&part, abridge, texts, depth + 1, &mut item),
            None => item.push_str(LEFT_OUT),
        }
        if array.ndim() > 1 {
            // Rows stand below each other, with an empty line between matrices.
            if place > 0 {
                text.push(',');
                text.push_str(&"\n".repeat(array.ndim() - 1));
                text.push_str(&indent);
            }
        } else if place > 0 {
            // Two for the separator before it, one for what follows it.
            if column + item.chars().count() + 3 > LINE_WIDTH {
                text.push_str(",\n");
                text.push_str(&indent);
                column = depth + 1;
            } else {
                text.push_str(", ");
                column += 2;
            }
        }
        column += item.chars().count();
        text.push_str(&item);
    }
    text.push(']');
}

/// How all numbers of one array are written.
struct Format {
    /// The digits of the exponent, where there is one.
    exponent: Option<usize>,
    decimals: usize,
    width: usize,
}

impl Format {
    fn of(shown: &[f64]) -> Self {
        let finite: Vec<f64> = shown.iter().copied().filter(|v| v.is_finite()).collect();
        let sizes = || finite.iter().map(|v| v.abs()).filter(|&v| v != 0.0);
        let largest = sizes().fold(0.0, f64::max);
        let smallest = sizes().fold(f64::MAX, f64::min);
        let exponent = sizes().next().is_some()
            && (largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000.0);
        let decimals = finite.iter().map(|&v| decimals_of(v, exponent));
        let digits = 2 + usize::from(largest >= 1e100 || smallest < 1e-99);
        let mut format = Self {
            exponent: exponent.then_some(digits),
            decimals: decimals.max().unwrap_or(0),
            width: 0,
        };
        let widths = shown.iter().map(|&v| format.bare(v).chars().count());
        format.width = widths.max().unwrap_or(0);
        format
    }

    fn bare(&self, value: f64) -> String {
        if value.is_nan() {
            return "nan".to_owned();
        }
        if value.is_infinite() {
            return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
        }
        if let Some(digits) = self.exponent {
            return exponential(value, self.decimals, digits);
        }
        let number = format!("{value:.*}", self.decimals);
        if self.decimals == 0 {
            return number + ".";
        }
        // Like NumPy, 0.5 beside 0.125 is filled up with spaces, not with zeros.
        format!(
            "{:width$}",
            number.trim_end_matches('0'),
            width = number.len()
        )
    }

    fn number(&self, value: f64) -> String {
        let text = self.bare(value);
        // Words are aligned with the numbers' right edge.
        format!("{text:>width$}", width = self.width)
    }
}

/// The decimals that `value` needs, at most [`PRECISION`].
fn decimals_of(value: f64, exponent: bool) -> usize {
    let text = match exponent {
        true => format!("{value:.PRECISION$e}"),
        false => format!("{value:.PRECISION$}"),
    };
    let mantissa = text.split('e').next().unwrap_or_default();
    let decimals = mantissa.split('.').nth(1).unwrap_or_default();
    decimals.trim_end_matches('0').len()
}

/// `-2.58983747e+13`: the exponent with a sign and at least `digits` digits.
fn exponential(value: f64, decimals: usize, digits: usize) -> String {
    let text = format!("{value:.decimals$e}");
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return text;
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let point = if decimals == 0 { "." } else { "" };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}{point}e{sign}{:0digits$}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, Array2, Array3, array};

    /// Every expected text was printed by NumPy 2 (`repr`, `array(` and `)` removed).
    #[test]
    fn arrays_look_as_numpy_prints_them() {
        assert_eq!(
            numpy_text(&array![6.00000000000378, 7.999999999999119]),
            "[6., 8.]"
        );
        assert_eq!(numpy_text(&array![0.0, 4.000000000004]), "[0., 4.]");
        assert_eq!(
            numpy_text(&array![-25898374737328.363, -1295248616896.5398]),
            "[-2.58983747e+13, -1.29524862e+12]"
        );
        assert_eq!(
            numpy_text(&array![-2.999999939999995, 3.9999999199999934]),
            "[-2.99999994,  3.99999992]"
        );
        assert_eq!(
            numpy_text(&array![-6.111107928998789e-10, 8.148143905314271e-10]),
            "[-6.11110793e-10,  8.14814391e-10]"
        );
        assert_eq!(
            numpy_text(&array![0.5, 0.125, 10.0]),
            "[ 0.5  ,  0.125, 10.   ]"
        );
        assert_eq!(
            numpy_text(&array![f64::NAN, 1.0, f64::NEG_INFINITY]),
            "[ nan,   1., -inf]"
        );
        assert_eq!(numpy_text(&array![1.0, 1e-5]), "[1.e+00, 1.e-05]");
        assert_eq!(numpy_text(&array![f64::NAN, 0.5]), "[nan, 0.5]");
        assert_eq!(numpy_text(&array![1e-300, 1.0]), "[1.e-300, 1.e+000]");
        assert_eq!(
            numpy_text(&array![99999999.0, 1.0]),
            "[9.9999999e+07, 1.0000000e+00]"
        );
        assert_eq!(numpy_text(&array![1e-5, f64::NAN]), "[1.e-05,    nan]");
        assert_eq!(numpy_text(&array![-0.0, 1.0]), "[-0.,  1.]");
        assert_eq!(numpy_text(&Array1::<f64>::zeros(0)), "[]");
    }

    #[test]
    fn rows_stand_below_each_other() {
        let w = array![
            [-1.06577896, 0.3928238, 0.47935903],
            [0.3361168, 0.07822983, 0.5225732]
        ];
        assert_eq!(
            numpy_text(&w),
            "[[-1.06577896,  0.3928238 ,  0.47935903],\n [ 0.3361168 ,  0.07822983,  0.5225732 ]]"
        );
        let cube = Array3::<f64>::zeros((2, 1, 2));
        assert_eq!(numpy_text(&cube), "[[[0., 0.]],\n\n [[0., 0.]]]");
    }

    #[test]
    fn a_long_array_is_abridged_and_a_wide_row_broken() {
        assert_eq!(
            numpy_text(&Array1::<f64>::zeros(2000)),
            "[0., 0., 0., ..., 0., 0., 0.]"
        );
        assert!(
            numpy_text(&Array1::<f64>::zeros(100))
                .lines()
                .all(|l| l.len() <= LINE_WIDTH)
        );
        assert_eq!(
            numpy_text(&Array2::<f64>::zeros((2, 1000))).lines().count(),
            2
        );
    }
}
