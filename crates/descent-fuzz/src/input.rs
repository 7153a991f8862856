//! Values made from a fuzzer's bytes, the unusual ones often.

use arbitrary::{Arbitrary, Unstructured};
use ndarray::{Array, Array1, Array2, Array3, Axis, Dimension, Slice};

/// Numbers at the ends of what f64 can hold, and where rounding shows.
const UNUSUAL: [f64; 17] = [
    0.0,
    -0.0,
    1.0,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    5e-324,
    -5e-324,
    f64::EPSILON,
    1.0 + f64::EPSILON,
    1e-300,
    1e300,
    1e16,
    -1e13,
];

/// Texts in which the kernel's markers, markup and unusual letters stand next to each other.
const PIECES: [&str; 15] = [
    "<b>&amp;",
    "\"'`",
    "</script></figure><script>",
    "<!--",
    "]]>",
    "\n",
    "\r\n\r",
    "\nEVCXR_END_CONTENT\n",
    "\nEVCXR_BEGIN_CONTENT text/html\n",
    "$x_0$ \\(a\\) \\\\",
    "\0\u{1}\u{1b}[31m\u{7f}\u{85}\u{2028}\u{ffff}\u{fdd0}\u{1fffe}",
    "梯度下降",
    "“梯度”法：（x₀……𠮷龘）—·，［１］",
    "👩🏽‍🏫 ☞",
    "\u{202e}ירידה\u{202c}",
];

/// A source of values. Without bytes left, every value is a plain one.
pub struct Input<'a>(Unstructured<'a>);

impl<'a> Input<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self(Unstructured::new(data))
    }

    /// Any value of a type.
    pub fn any<T: Arbitrary<'a> + Default>(&mut self) -> T {
        self.0.arbitrary().unwrap_or_default()
    }

    /// A whole number from 0 to `most`.
    pub fn up_to(&mut self, most: usize) -> usize {
        self.0.int_in_range(0..=most).unwrap_or(0)
    }

    /// One of some values, each of which some bytes lead to.
    pub fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.up_to(values.len() - 1)]
    }

    /// Any number at all.
    pub fn number(&mut self) -> f64 {
        match self.up_to(3) {
            0 | 1 => self.moderate(),
            2 => self.one_of(&UNUSUAL),
            _ => self.any(),
        }
    }

    /// A number from -2 to 2.
    pub fn moderate(&mut self) -> f64 {
        f64::from(self.any::<i16>()) / 16384.0
    }

    /// Up to `most` numbers.
    pub fn numbers(&mut self, most: usize) -> Vec<f64> {
        let count = self.up_to(most);
        (0..count).map(|_| self.number()).collect()
    }

    /// Up to `most` classes, now and then one that is not there.
    pub fn classes(&mut self, most: usize) -> Vec<usize> {
        let count = self.up_to(most);
        (0..count).map(|_| self.up_to(10)).collect()
    }

    /// A vector of up to five elements, in an unusual layout at times.
    pub fn vector(&mut self) -> Array1<f64> {
        let numbers = self.numbers(5);
        self.laid_out(Array1::from(numbers))
    }

    /// A matrix with sides of up to four, 0 included, in an unusual layout at times.
    pub fn matrix(&mut self) -> Array2<f64> {
        let (rows, columns) = (self.up_to(4), self.up_to(4));
        self.matrix_of(rows, columns)
    }

    /// A matrix of one shape.
    pub fn matrix_of(&mut self, rows: usize, columns: usize) -> Array2<f64> {
        if self.any() {
            let matrix = Array2::from_shape_simple_fn((columns, rows), || self.number());
            return matrix.reversed_axes();
        }
        Array2::from_shape_simple_fn((rows, columns), || self.number())
    }

    /// An array of three dimensions, in an unusual layout at times.
    pub fn cube(&mut self) -> Array3<f64> {
        let shape = (self.up_to(3), self.up_to(3), self.up_to(3));
        let mut cube = Array3::from_shape_simple_fn(shape, || self.number());
        cube.swap_axes(self.up_to(2), self.up_to(2));
        self.laid_out(cube)
    }

    /// The array read backwards, or every other element of it.
    fn laid_out<D: Dimension>(&mut self, mut array: Array<f64, D>) -> Array<f64, D> {
        for axis in (0..array.ndim()).map(Axis) {
            match self.up_to(3) {
                0 => array.invert_axis(axis),
                1 => array.slice_axis_inplace(axis, Slice::new(0, None, 2)),
                _ => {}
            }
        }
        array
    }

    /// A text of up to four pieces.
    pub fn text(&mut self) -> String {
        let pieces = self.up_to(4);
        (0..pieces)
            .map(|_| match self.up_to(PIECES.len()) {
                place if place < PIECES.len() => PIECES[place].to_owned(),
                _ => self.any::<String>().chars().take(100).collect(),
            })
            .collect()
    }

    /// A function of one number that misbehaves in a way of its own.
    pub fn curve(&mut self) -> fn(f64) -> f64 {
        self.one_of::<fn(f64) -> f64>(&[
            |x| x * x,
            f64::sin,
            |_| 25.0,
            |_| f64::NAN,
            f64::ln,
            f64::recip,
            |x| x * 1e308,
            |x| x * 5e-324,
            |x| if x > 0.0 { f64::MAX } else { f64::MIN },
            |x| (x * 12.9898).sin() * 43758.5453 % 1.0,
        ])
    }

    /// A function of any number of variables that misbehaves in a way of its own.
    pub fn function<D: Dimension>(&mut self) -> impl Fn(&Array<f64, D>) -> f64 + Clone + use<D> {
        let (curve, sum) = (self.curve(), self.any::<bool>());
        move |x: &Array<f64, D>| {
            if sum {
                x.iter().map(|&x| curve(x)).sum()
            } else {
                x.first().map_or(0.0, |&x| curve(x))
            }
        }
    }
}

/// The bits of each element: what tells -0 from 0, and one NaN from another.
pub fn bits<D: Dimension>(x: &Array<f64, D>) -> Vec<u64> {
    x.iter().map(|element| element.to_bits()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn some_byte_leads_to_each_of_the_values() {
        let values: Vec<usize> = (0..50).collect();
        let chosen = (0..=u8::MAX).map(|byte| Input::new(&[byte]).one_of(&values));
        assert_eq!(chosen.collect::<BTreeSet<_>>().len(), values.len());
    }
}
