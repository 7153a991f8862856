use descent_notebook::check::{self, Report, with_seed};
use ndarray::{Array1, Array2};

use crate::figures::assert_is_readable;
use crate::input::Input;

/// Every check, with a function of a student's.
const CHECKS: [fn(Student) -> Report; 40] = [
    |me| check::ada_grad_step(move |x, h, _, _| me.change([x, h])),
    |me| check::adam_step(move |x, m, v, _, _, _| me.change([x, m, v])),
    |me| check::argmax(move |_| me.class()),
    |me| check::backward(move |_, w, _| me.matrix(w)),
    |me| check::best_learning_rate(move |curvatures| me.number(curvatures[0])),
    |me| check::best_step(move |_| me.number),
    |me| check::condition_number(move |curvatures| me.number(curvatures[0])),
    |me| check::cross_entropy_error(move |y, _| me.number(y[0])),
    |me| check::downhill(move |x| me.vector(x)),
    |me| check::fourth_order(move |f, x, _| me.number(f(x))),
    |me| check::gap_above(move |x| me.number(x)),
    |me| check::gradient_descent(move |_, start, _, _| me.vector(start)),
    |me| check::gradient_step(move |x, _, _| me.vector(x)),
    |me| check::hidden_layer(move |_, w, _| me.matrix(w)),
    |me| check::hidden_signal(move |da2, _, _| me.matrix(da2)),
    |me| check::largest_learning_rate(move |curvature| me.number(curvature)),
    |me| check::layer_gradient(move |x, _| (me.matrix(x), me.vector.clone())),
    |me| check::line_gradient(move |_, _, line| me.vector(line)),
    |me| check::logit_gradient(move |y, _| me.vector(y)),
    |me| check::matrix_gradient(move |_, w| me.matrix(w)),
    |me| check::mean_squared_error(move |_, _, line| me.number(line[0])),
    |me| check::momentum_step(move |x, v, _, _, _| me.change([x, v])),
    |me| check::nesterov_step(move |x, v, _, _, _| me.change([x, v])),
    |me| check::numerical_diff(move |f, x| me.number(f(x))),
    |me| check::numerical_gradient(move |_, x| me.vector(x)),
    |me| check::one_epoch(move |_, start, _| me.vector(start)),
    |me| check::original_units(move |line, _, _| me.vector(line)),
    |me| check::partial_derivatives(move |x| me.vector(x)),
    |me| check::predict(move |x, _| me.vector(x)),
    |me| check::relative_error(move |a, _| me.number(a.sum())),
    |me| check::rms_prop_step(move |x, h, _, _, _| me.change([x, h])),
    |me| check::second_derivative(move |f, x, _| me.number(f(x))),
    |me| check::sigmoid(move |a| me.number(a)),
    |me| check::sigmoid_gradient(move |z| me.number(z)),
    |me| check::softmax(move |a| me.vector(a)),
    |me| check::stability_bound(move |curvatures| me.number(curvatures[0])),
    |me| check::standardize(move |x| me.vector(x)),
    |me| check::step_decay(move |first, _, _, _| me.number(first)),
    |me| check::values_on_the_way(move |_, start, _, _| me.vector(start).to_vec()),
    |me| check::tangent_line(move |f, x| (me.number(f(x)), me.number)),
];

/// Every check of an exercise, with functions of a student that return anything.
pub fn checks(data: &[u8]) {
    let mut input = Input::new(data);
    let student = Student::new(&mut input);
    let (check, seed) = (input.one_of(&CHECKS), input.any());
    let report = with_seed(seed, || check(student.clone()));
    assert_is_readable(&report);
    assert!(!report.passed(), "{student:?} is taken for right: {report}");
}

/// What a student's functions return.
#[derive(Clone, Debug)]
struct Student {
    number: f64,
    vector: Array1<f64>,
    matrix: Array2<f64>,
    /// Whether it is added to the input, where that has the same type.
    adds: bool,
}

impl Student {
    fn new(input: &mut Input) -> Self {
        Self {
            number: input.number(),
            vector: input.vector(),
            matrix: input.matrix(),
            adds: input.any(),
        }
    }

    fn number(&self, given: f64) -> f64 {
        if self.adds {
            given + self.number
        } else {
            self.number
        }
    }

    fn vector(&self, given: &Array1<f64>) -> Array1<f64> {
        if self.adds {
            given + self.number
        } else {
            self.vector.clone()
        }
    }

    fn matrix(&self, given: &Array2<f64>) -> Array2<f64> {
        if self.adds {
            given + self.number
        } else {
            self.matrix.clone()
        }
    }

    /// A class; `as` takes NaN for 0.
    fn class(&self) -> usize {
        self.number as usize
    }

    /// Does something to the arrays that a step of an optimizer changes.
    fn change<const N: usize>(&self, given: [&mut Array1<f64>; N]) {
        for array in given {
            *array = self.vector(array);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::{fs, path::Path};

    use super::*;

    /// The names of all checks, as their lessons list them.
    fn names() -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../descent-notebook/src/check");
        let lessons = fs::read_dir(folder).expect("a folder of this project");
        // Lesson 08 has none, and the engine no `pub use`.
        let texts = lessons.filter_map(|lesson| {
            fs::read_to_string(lesson.expect("a lesson").path().join("mod.rs")).ok()
        });
        let name = |line: &str| {
            line.strip_prefix("pub use ")?
                .split("::")
                .next()
                .map(str::to_owned)
        };
        texts
            .flat_map(|text| text.lines().filter_map(name).collect::<Vec<_>>())
            .collect()
    }

    #[test]
    fn each_check_is_fuzzed_once() {
        let student = Student::new(&mut Input::new(&[]));
        let reports = CHECKS.map(|check| check(student.clone()).to_string());
        let names = names();
        assert_eq!(names.len(), CHECKS.len());
        for name in names {
            let call = format!("check::{name}(");
            let times = reports
                .iter()
                .filter(|report| report.contains(&call))
                .count();
            assert_eq!(times, 1, "{name}");
        }
    }
}
