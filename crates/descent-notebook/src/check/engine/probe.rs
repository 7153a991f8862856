//! Functions that a student's function cannot have seen, and that note where they are called.

use std::cell::RefCell;

use descent_language::words;
use ndarray::{Array1, Array2};
use rand::rngs::StdRng;

use super::answer::{Answer, Part, text_of};
use super::random::between;
use crate::number::number;

/// The most calls that are noted: enough for every check, and no endless loop fills the memory.
const MOST_CALLS: usize = 10_000;

/// The most variables whose formula fits a table.
const MOST_IN_FORMULA: usize = 3;

/// A function with known derivatives.
pub(crate) trait Function: Send + 'static {
    /// The formula, where it is short.
    fn text(&self) -> String;
    /// The value at a point.
    fn value(&self, x: &[f64]) -> f64;
    /// The gradient at a point.
    fn gradient(&self, x: &[f64]) -> Vec<f64>;
}

/// A bowl of any number of variables: Σᵢ aᵢxᵢ² + c Σᵢ xᵢxᵢ₊₁.
///
/// The second sum couples neighbours: without it, a difference quotient that forgets to put an
/// element back would still be right.
#[derive(Clone, Debug)]
pub(crate) struct Bowl {
    squares: Vec<f64>,
    coupling: f64,
}

impl Bowl {
    /// x₀² + x₁².
    pub(crate) fn function_2() -> Self {
        Self {
            squares: vec![1.0, 1.0],
            coupling: 0.0,
        }
    }

    pub(crate) fn random(variables: usize, random: &mut StdRng) -> Self {
        Self {
            squares: (0..variables).map(|_| between(0.5, 2.0, random)).collect(),
            coupling: between(0.3, 0.9, random),
        }
    }
}

impl Function for Bowl {
    fn text(&self) -> String {
        let variables = self.squares.len();
        if self.coupling == 0.0 {
            return "function_2".to_owned();
        }
        if variables > MOST_IN_FORMULA {
            return words!("a bowl of {variables} variables", variables);
        }
        let factor = |factor: f64| match number(factor, 3) {
            one if one == "1" => String::new(),
            other => other,
        };
        let index = |i: usize| ["₀", "₁", "₂"][i];
        let squares = self.squares.iter().enumerate();
        let squares = squares.map(|(i, &a)| format!("{}x{}²", factor(a), index(i)));
        let pairs = (1..variables)
            .map(|i| format!("{}x{}x{}", factor(self.coupling), index(i - 1), index(i)));
        squares.chain(pairs).collect::<Vec<_>>().join(" + ")
    }

    fn value(&self, x: &[f64]) -> f64 {
        if x.len() != self.squares.len() {
            return f64::NAN;
        }
        let squares: f64 = x.iter().zip(&self.squares).map(|(x, a)| a * x * x).sum();
        let pairs: f64 = x.windows(2).map(|pair| pair[0] * pair[1]).sum();
        squares + self.coupling * pairs
    }

    fn gradient(&self, x: &[f64]) -> Vec<f64> {
        let neighbour = |i: Option<usize>| i.and_then(|i| x.get(i)).copied().unwrap_or(0.0);
        let slope = |(i, a): (usize, &f64)| {
            let neighbours = neighbour(i.checked_sub(1)) + neighbour(Some(i + 1));
            2.0 * a * neighbour(Some(i)) + self.coupling * neighbours
        };
        self.squares.iter().enumerate().map(slope).collect()
    }
}

/// A curve: ax² + bx + c·sin x.
#[derive(Clone, Debug)]
pub(crate) struct Curve {
    square: f64,
    line: f64,
    wave: f64,
}

impl Curve {
    /// The book's function, 0.01x² + 0.1x.
    pub(crate) fn function_1() -> Self {
        Self {
            square: 0.01,
            line: 0.1,
            wave: 0.0,
        }
    }

    pub(crate) fn random(random: &mut StdRng) -> Self {
        Self {
            square: between(0.5, 2.0, random),
            line: between(-2.0, 2.0, random),
            wave: between(0.5, 2.0, random),
        }
    }

    pub(crate) fn at(&self, x: f64) -> f64 {
        self.square * x * x + self.line * x + self.wave * x.sin()
    }

    pub(crate) fn slope(&self, x: f64) -> f64 {
        2.0 * self.square * x + self.line + self.wave * x.cos()
    }
}

impl Function for Curve {
    fn text(&self) -> String {
        let [square, line, wave] = [self.square, self.line, self.wave].map(|a| number(a, 3));
        if self.wave == 0.0 {
            return "function_1".to_owned();
        }
        format!("{square}x² + {line}x + {wave} sin x").replace("+ −", "− ")
    }

    fn value(&self, x: &[f64]) -> f64 {
        self.at(x[0])
    }

    fn gradient(&self, x: &[f64]) -> Vec<f64> {
        vec![self.slope(x[0])]
    }
}

/// What a student's function returned, and where it called the function that it was given.
#[derive(Clone, Debug)]
pub(crate) struct Observed<T> {
    pub(crate) value: T,
    pub(crate) calls: Vec<Vec<f64>>,
    /// Where the student's function left its x, if that is not where it found it.
    pub(crate) left_at: Option<String>,
}

impl<T> Observed<T> {
    /// The same, with x compared before and after.
    pub(crate) fn with_x<X: Answer>(self, before: &X, after: &X) -> Self {
        let stays = before.compare(after, |x, now| !is_moved(x, now));
        let left_at = (!stays).then(|| text_of(after));
        Self { left_at, ..self }
    }
}

impl<T: Answer> Answer for Observed<T> {
    fn parts(&self) -> Vec<Part> {
        self.value.parts()
    }

    fn text(&self, digits: usize) -> String {
        match &self.left_at {
            Some(x) => {
                let value = self.value.text(digits);
                words!("{value}, and x is left at {x}", value, x)
            }
            None => self.value.text(digits),
        }
    }
}

/// Whether an element is elsewhere than at `x`, rounding aside: `x + h − 2h + h` is back.
pub(crate) fn is_moved(x: f64, now: f64) -> bool {
    (now - x).abs() > 1e-13 * x.abs().max(1.0)
}

struct Observation {
    function: Box<dyn Function>,
    calls: Vec<Vec<f64>>,
}

thread_local! {
    /// The function that stands behind [`of_number`] and its like on this thread. A student's
    /// function takes a plain `fn`, which cannot carry one.
    static OBSERVATION: RefCell<Option<Observation>> = const { RefCell::new(None) };
}

/// Calls `student`, with `function` behind [`of_number`], [`of_vector`] and so on.
pub(crate) fn observe<T>(
    function: &(impl Function + Clone),
    student: impl FnOnce() -> T,
) -> Observed<T> {
    OBSERVATION.set(Some(Observation {
        function: Box::new(function.clone()),
        calls: Vec::new(),
    }));
    let value = student();
    let calls = OBSERVATION.take().map_or_else(Vec::new, |seen| seen.calls);
    Observed {
        value,
        calls,
        left_at: None,
    }
}

fn called<T>(x: Vec<f64>, undefined: T, answer: impl Fn(&dyn Function, &[f64]) -> T) -> T {
    OBSERVATION.with_borrow_mut(|observation| match observation {
        Some(observation) => {
            let value = answer(observation.function.as_ref(), &x);
            if observation.calls.len() < MOST_CALLS {
                observation.calls.push(x);
            }
            value
        }
        None => undefined,
    })
}

/// The observed function of one number.
pub(crate) fn of_number(x: f64) -> f64 {
    called(vec![x], f64::NAN, |f, x| f.value(x))
}

/// The observed function of a vector.
pub(crate) fn of_vector(x: &Array1<f64>) -> f64 {
    called(x.to_vec(), f64::NAN, |f, x| f.value(x))
}

/// The observed function of a matrix, its elements in row-major order.
pub(crate) fn of_matrix(x: &Array2<f64>) -> f64 {
    let elements = x.iter().copied().collect();
    called(elements, f64::NAN, |f, x| f.value(x))
}

/// The observed function's gradient.
pub(crate) fn gradient_of_vector(x: &Array1<f64>) -> Array1<f64> {
    let undefined = Array1::from_elem(x.len(), f64::NAN);
    called(x.to_vec(), undefined, |f, x| Array1::from(f.gradient(x)))
}

#[cfg(test)]
mod tests {
    use descent::{numerical_diff, numerical_gradient};
    use ndarray::array;
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn the_gradients_are_those_of_the_values() {
        let mut random = StdRng::seed_from_u64(1);
        for variables in 1..6 {
            let bowl = Bowl::random(variables, &mut random);
            let x = Array1::from_shape_fn(variables, |_| between(-2.0, 2.0, &mut random));
            let found = numerical_gradient(|x| bowl.value(&x.to_vec()), &x);
            let expected = Array1::from(bowl.gradient(&x.to_vec()));
            assert!((found - expected).iter().all(|e| e.abs() < 1e-9));
            let curve = Curve::random(&mut random);
            assert!((numerical_diff(|x| curve.at(x), 0.7) - curve.slope(0.7)).abs() < 1e-7);
        }
        assert_eq!(Bowl::function_2().value(&[3.0, 4.0]), 25.0);
        assert_eq!(Curve::function_1().at(5.0), descent::function_1(5.0));
    }

    #[test]
    fn calls_are_noted_and_nothing_is_left_behind() {
        let bowl = Bowl::function_2();
        let observed = observe(&bowl, || {
            of_vector(&array![3.0, 4.0]) + of_matrix(&array![[0.0, 1.0]])
        });
        assert_eq!(observed.value, 26.0);
        assert_eq!(observed.calls, [[3.0, 4.0], [0.0, 1.0]]);
        assert!(of_vector(&array![3.0, 4.0]).is_nan());
    }

    #[test]
    fn formulas_are_written_as_on_a_blackboard() {
        let bowl = Bowl {
            squares: vec![1.3, 1.0],
            coupling: 0.5,
        };
        assert_eq!(bowl.text(), "1.3x₀² + x₁² + 0.5x₀x₁");
        let curve = Curve {
            square: 0.5,
            line: -1.25,
            wave: 2.0,
        };
        assert_eq!(curve.text(), "0.5x² − 1.25x + 2 sin x");
    }
}
