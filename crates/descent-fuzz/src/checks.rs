use descent_notebook::check::{self, Report, with_seed};
use ndarray::{Array1, Array2};

use crate::figures::assert_is_readable;
use crate::input::Input;

/// The number of the last check in [`Student::is_checked`].
const LAST: usize = 28;

/// Every check of an exercise, with functions of a student that return anything.
pub fn checks(data: &[u8]) {
    let mut input = Input::new(data);
    let student = Student::new(&mut input);
    let (kind, seed) = (input.up_to(LAST), input.any());
    let report = with_seed(seed, || student.is_checked(kind));
    assert_is_readable(&report);
    assert!(
        !report.passed(),
        "check {kind} takes {student:?} for right: {report}"
    );
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

    fn is_checked(&self, kind: usize) -> Report {
        let me = self.clone();
        match kind {
            0 => check::ada_grad_step(move |x, h, _, _| me.change([x, h])),
            1 => check::adam_step(move |x, m, v, _, _, _| me.change([x, m, v])),
            2 => check::argmax(move |_| me.class()),
            3 => check::backward(move |_, w, _| me.matrix(w)),
            4 => check::best_learning_rate(move |curvatures| me.number(curvatures[0])),
            5 => check::best_step(move |_| me.number),
            6 => check::condition_number(move |curvatures| me.number(curvatures[0])),
            7 => check::cross_entropy_error(move |y, _| me.number(y[0])),
            8 => check::downhill(move |x| me.vector(x)),
            9 => check::fourth_order(move |f, x, _| me.number(f(x))),
            10 => check::gap_above(move |x| me.number(x)),
            11 => check::gradient_descent(move |_, start, _, _| me.vector(start)),
            12 => check::gradient_step(move |x, _, _| me.vector(x)),
            13 => check::largest_learning_rate(move |curvature| me.number(curvature)),
            14 => check::logit_gradient(move |y, _| me.vector(y)),
            15 => check::matrix_gradient(move |_, w| me.matrix(w)),
            16 => check::momentum_step(move |x, v, _, _, _| me.change([x, v])),
            17 => check::nesterov_step(move |x, v, _, _, _| me.change([x, v])),
            18 => check::numerical_diff(move |f, x| me.number(f(x))),
            19 => check::numerical_gradient(move |_, x| me.vector(x)),
            20 => check::partial_derivatives(move |x| me.vector(x)),
            21 => check::predict(move |x, _| me.vector(x)),
            22 => check::relative_error(move |a, _| me.number(a.sum())),
            23 => check::rms_prop_step(move |x, h, _, _, _| me.change([x, h])),
            24 => check::second_derivative(move |f, x, _| me.number(f(x))),
            25 => check::softmax(move |a| me.vector(a)),
            26 => check::stability_bound(move |curvatures| me.number(curvatures[0])),
            27 => check::step_decay(move |first, _, _, _| me.number(first)),
            LAST => check::values_on_the_way(move |_, start, _, _| me.vector(start).to_vec()),
            _ => check::tangent_line(move |f, x| (me.number(f(x)), me.number)),
        }
    }

    /// Does something to the arrays that a step of an optimizer changes.
    fn change<const N: usize>(&self, given: [&mut Array1<f64>; N]) {
        for array in given {
            *array = self.vector(array);
        }
    }
}
