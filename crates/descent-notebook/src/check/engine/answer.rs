//! What a student's function returns, in the form in which answers are compared and shown.

use descent_language::{translated, words};
use ndarray::{Array, Dimension};

use crate::number::number;

/// Answers are right to within this much of the expected number, or of 1 where that is smaller: a
/// central difference with any reasonable h is, a forward difference with h = 10⁻⁴ is not.
const TOLERANCE: f64 = 1e-6;

/// How many elements of an answer are shown.
const MOST_SHOWN: usize = 12;

/// A number or an array: its shape and elements, and a name where there are several.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) shape: Vec<usize>,
    pub(crate) elements: Vec<f64>,
}

/// What a function that is checked can return.
pub(crate) trait Answer: Sized + Send + 'static {
    /// The numbers of the answer, part by part.
    fn parts(&self) -> Vec<Part>;

    /// The numbers of all parts.
    fn elements(&self) -> Vec<f64> {
        let parts = self.parts().into_iter();
        parts.flat_map(|part| part.elements).collect()
    }

    /// Whether both have the same shape and nearly the same numbers. NaN is near to NaN, so that
    /// a mistake that makes NaNs can be recognised.
    fn is_near(&self, other: &Self) -> bool {
        self.compare(other, |a, b| near(a, b, TOLERANCE * b.abs().max(1.0)))
    }

    /// Whether this is `factor` times the other, however small it is.
    fn is_scaled(&self, other: &Self, factor: f64) -> bool {
        let all_zero = other.elements().iter().all(|element| *element == 0.0);
        !all_zero && self.compare(other, |a, b| near(a, factor * b, 1e-4 * (factor * b).abs()))
    }

    /// Whether both have the same shape and `agree` holds for each pair of numbers.
    fn compare(&self, other: &Self, agree: impl Fn(f64, f64) -> bool) -> bool {
        let (mine, theirs) = (self.parts(), other.parts());
        mine.len() == theirs.len()
            && mine.iter().zip(&theirs).all(|(mine, theirs)| {
                let mut pairs = mine.elements.iter().zip(&theirs.elements);
                mine.shape == theirs.shape && pairs.all(|(&a, &b)| agree(a, b))
            })
    }

    /// The answer for people, with so many digits.
    fn text(&self, digits: usize) -> String {
        let parts: Vec<String> = self.parts().iter().map(|part| part.text(digits)).collect();
        parts.join(", ")
    }
}

fn near(a: f64, b: f64, tolerance: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan()) || (tolerance.is_finite() && (a - b).abs() <= tolerance)
}

impl Part {
    fn new(shape: &[usize], elements: Vec<f64>) -> Self {
        let (name, shape) = ("", shape.to_vec());
        Self {
            name,
            shape,
            elements,
        }
    }

    fn text(&self, digits: usize) -> String {
        if self.name.is_empty() {
            self.numbers(digits)
        } else {
            format!("{} = {}", translated(self.name), self.numbers(digits))
        }
    }

    fn numbers(&self, digits: usize) -> String {
        let shown = self.elements.iter().take(MOST_SHOWN);
        let texts: Vec<String> = shown.map(|&element| number(element, digits)).collect();
        if self.elements.len() > MOST_SHOWN {
            return words!(
                "[{numbers}, … {count} numbers]",
                numbers = texts.join(", "),
                count = self.elements.len()
            );
        }
        match self.shape.as_slice() {
            [] => texts.concat(),
            [_, columns] if *columns > 0 => {
                let rows = texts.chunks(*columns);
                let rows: Vec<String> = rows.map(|row| format!("[{}]", row.join(", "))).collect();
                format!("[{}]", rows.join(", "))
            }
            _ => format!("[{}]", texts.join(", ")),
        }
    }
}

/// An input as a table shows it: with all its digits.
pub(crate) fn text_of(input: &impl Answer) -> String {
    input.text(8)
}

impl Answer for f64 {
    fn parts(&self) -> Vec<Part> {
        vec![Part::new(&[], vec![*self])]
    }
}

/// A number whose size may be anything: only its relative error counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AnySize(pub(crate) f64);

impl Answer for AnySize {
    fn parts(&self) -> Vec<Part> {
        self.0.parts()
    }

    fn is_near(&self, other: &Self) -> bool {
        near(self.0, other.0, TOLERANCE * other.0.abs())
    }
}

impl Answer for usize {
    fn parts(&self) -> Vec<Part> {
        (*self as f64).parts()
    }
}

impl<D: Dimension + Send + 'static> Answer for Array<f64, D> {
    fn parts(&self) -> Vec<Part> {
        vec![Part::new(self.shape(), self.iter().copied().collect())]
    }
}

impl Answer for Vec<f64> {
    fn parts(&self) -> Vec<Part> {
        vec![Part::new(&[self.len()], self.clone())]
    }
}

/// Several answers at once, each with its name; none by default.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named(Vec<Part>);

impl Named {
    pub(crate) fn and(mut self, name: &'static str, answer: &impl Answer) -> Self {
        let parts = answer.parts().into_iter();
        self.0.extend(parts.map(|part| Part { name, ..part }));
        self
    }
}

impl Answer for Named {
    fn parts(&self) -> Vec<Part> {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, array};

    use super::*;

    #[test]
    fn answers_are_near_to_six_digits_and_of_one_shape() {
        assert!(array![1.0, 2e6].is_near(&array![1.0 + 5e-7, 2e6 + 1.0]));
        assert!(!array![1.0, 2.0].is_near(&array![1.0 + 5e-6, 2.0]));
        assert!(!array![1.0].is_near(&array![1.0, 2.0]));
        assert!(1e-7.is_near(&0.0) && !1e-5.is_near(&0.0));
        assert!(f64::NAN.is_near(&f64::NAN) && !f64::NAN.is_near(&1.0));
        assert!(AnySize(1e-20).is_near(&AnySize(1e-20)) && !AnySize(1e-20).is_near(&AnySize(0.0)));
        assert!(
            f64::INFINITY.is_near(&f64::INFINITY)
                && !1.0.is_near(&f64::INFINITY)
                && !f64::INFINITY.is_near(&1.0)
        );
    }

    #[test]
    fn a_multiple_is_recognised_however_small() {
        assert!(array![3e-8, -1e-8].is_scaled(&array![3.0, -1.0], 1e-8));
        assert!(!array![0.0, 0.0].is_scaled(&array![3.0, -1.0], 1e-8));
        assert!(!array![0.0, 0.0].is_scaled(&array![0.0, 0.0], 2.0));
    }

    #[test]
    fn answers_are_written_on_one_line() {
        assert_eq!(array![[1.0, 2.0], [3.0, 4.5]].text(8), "[[1, 2], [3, 4.5]]");
        let two = Named::default()
            .and("slope", &0.25)
            .and("at", &array![-1.0]);
        assert_eq!(two.text(8), "slope = 0.25, at = [−1]");
        assert_eq!(Vec::<f64>::new().text(8), "[]");
        assert_eq!(6.0001.text(8), "6.0001");
        let long = Array1::<f64>::zeros(1000).text(8);
        assert!(long.ends_with("… 1000 numbers]") && long.len() < 80);
    }
}
