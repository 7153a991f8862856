use std::cell::Cell;

use descent::{
    Error, H, Trajectory, accuracy, batches, beale, beale_gradient, central_difference,
    confusion_matrix, cross_entropy_error, forward_difference, fourth_order_difference, function_1,
    function_1_gradient, function_2, function_2_gradient, gradient_descent, himmelblau,
    himmelblau_gradient, hubble_nebulae, least_squares, numerical_diff, numerical_gradient,
    numerical_gradient_with_step, ravine, ravine_gradient, relative_error, rosenbrock,
    rosenbrock_gradient, softmax, swapped_cross_entropy_error, sweep, tangent_line,
};
use ndarray::{Array, Array1, Dimension};

use crate::input::{Input, bits};
use crate::{agree, answer, assert_is_a_sentence};

const PARTS: [fn(&mut Input); 11] = [
    functions,
    derivatives,
    gradient,
    descent,
    rates,
    points,
    parts,
    errors_between,
    probabilities,
    label,
    counts,
];

/// Derivatives, gradients, descents, trajectories, losses and measures.
pub fn mathematics(data: &[u8]) {
    let mut input = Input::new(data);
    input.one_of(&PARTS)(&mut input);
}

fn functions(input: &mut Input) {
    let x = input.vector();
    for f in [function_2, ravine, rosenbrock, himmelblau, beale] {
        let value = f(&x);
        assert!(x.len() == 2 || value.is_nan(), "{value} at {x}");
    }
    for gradient in [
        function_2_gradient,
        ravine_gradient,
        rosenbrock_gradient,
        himmelblau_gradient,
        beale_gradient,
    ] {
        let slopes = gradient(&x);
        assert_eq!(slopes.len(), x.len());
        assert!(x.len() == 2 || slopes.iter().all(|slope| slope.is_nan()));
    }
    let x = input.number();
    let (value, slope) = (function_1(x), function_1_gradient(x));
    assert!(x.is_nan() == value.is_nan() && x.is_nan() == slope.is_nan() || x.is_infinite());
}

fn derivatives(input: &mut Input) {
    let (f, x, h, at) = (
        input.curve(),
        input.number(),
        input.number(),
        input.number(),
    );
    let slope = numerical_diff(f, x);
    assert_eq!(slope.to_bits(), central_difference(f, x, H).to_bits());
    let tangent = tangent_line(f, x);
    assert_eq!(tangent.slope.to_bits(), slope.to_bits());
    let height = f(x);
    let size = (slope * x).abs() + height.abs();
    if size.is_finite() {
        assert!(
            agree(tangent.at(x), height, size, 1e-15),
            "{tangent:?} at {x}"
        );
    }
    tangent.at(at);
    type Difference = fn(fn(f64) -> f64, f64, f64) -> f64;
    let differences: [Difference; 3] = [
        forward_difference,
        central_difference,
        fourth_order_difference,
    ];
    for difference in differences {
        difference(f, x, h);
        // A constant has no slope, whatever the step; but 0/0 is none either.
        let flat = difference(|_| 25.0, x, h);
        assert!(
            flat == 0.0 || h == 0.0 || h.is_nan(),
            "{flat} with step {h}"
        );
    }
}

fn gradient(input: &mut Input) {
    let x = input.cube();
    let (kept, h) = (bits(&x), input.number());
    let f = input.function();
    let calls = Cell::new(0);
    let counted = |x: &_| {
        calls.set(calls.get() + 1);
        f(x)
    };
    let gradient = numerical_gradient(counted, &x);
    assert_eq!(calls.get(), 2 * x.len());
    assert_eq!(gradient.shape(), x.shape());
    assert_eq!(
        bits(&gradient),
        bits(&numerical_gradient_with_step(&f, &x, H))
    );
    assert_eq!(numerical_gradient_with_step(&f, &x, h).shape(), x.shape());
    assert_eq!(bits(&x), kept);
}

fn descent(input: &mut Input) {
    let start = input.cube();
    let (learning_rate, steps) = (input.number(), input.up_to(4));
    let (kept, f) = (bits(&start), input.function());
    let fine = is_start(&start) && learning_rate.is_finite();
    if let Some(path) = answer(gradient_descent(&f, &start, learning_rate, steps), fine) {
        assert_eq!(bits(&path.start()), kept);
        assert_eq!(path.learning_rate().to_bits(), learning_rate.to_bits());
        assert_is_whole(&path, steps);
        for (point, value) in path.points().zip(path.values()) {
            assert!(agree(f(&point.to_owned()), *value, 0.0, 0.0));
        }
    }
    assert_eq!(bits(&start), kept);
}

/// Whether a descent can start here.
pub fn is_start<D: Dimension>(start: &Array<f64, D>) -> bool {
    !start.is_empty() && start.iter().all(|x| x.is_finite())
}

/// Checks that a trajectory has the points and values of so many steps, and none beyond.
pub fn assert_is_whole<D: Dimension>(path: &Trajectory<D>, steps: usize) {
    assert_eq!((path.steps(), path.len()), (steps, steps + 1));
    assert_eq!(path.points().count(), steps + 1);
    assert!(path.coordinates().len().is_multiple_of(steps + 1));
    assert_eq!(path.values().len(), steps + 1);
    let last = path.point(steps).expect("it has this step");
    assert_eq!(bits(&last), bits(&path.last()));
    let value = path.value(steps).expect("it has this step");
    assert_eq!(value.to_bits(), path.last_value().to_bits());
    for beyond in [steps + 1, usize::MAX] {
        for error in [path.point(beyond).err(), path.value(beyond).err()] {
            assert_is_a_sentence(&error.expect("there is no such step"));
        }
    }
}

fn rates(input: &mut Input) {
    let start = input.vector();
    let (rates, steps) = (input.numbers(3), input.up_to(3));
    let fine = rates.is_empty() || is_start(&start) && rates.iter().all(|rate| rate.is_finite());
    let paths = sweep(input.function(), &start, rates.iter().copied(), steps);
    if let Some(paths) = answer(paths, fine) {
        assert_eq!(paths.len(), rates.len());
        paths.iter().for_each(|path| assert_is_whole(path, steps));
    }
    let (elements, steps) = (start.len().max(1), input.any::<usize>() | 1 << 48);
    let ones = Array1::from_elem(elements, 1.0);
    let error = gradient_descent(|_| 0.0, &ones, 0.1, steps).expect_err("nobody has this memory");
    assert!(matches!(error, Error::TooManySteps { .. }), "{error}");
}

fn points(input: &mut Input) {
    let count = input.up_to(4);
    let points: Vec<Array1<f64>> = (0..count).map(|_| input.vector()).collect();
    let one_shape = points.windows(2).all(|pair| pair[0].len() == pair[1].len());
    let rate = input.number();
    let fine =
        one_shape && points.first().is_some_and(|first| !first.is_empty()) && rate.is_finite();
    let path = Trajectory::from_points(input.function(), &points, rate);
    if let Some(path) = answer(path, fine) {
        assert_is_whole(&path, count - 1);
        for (point, given) in path.points().zip(&points) {
            assert_eq!(bits(&point.to_owned()), bits(given));
        }
    }
}

fn parts(input: &mut Input) {
    let (x, y) = if input.any() {
        hubble_nebulae()
    } else {
        (input.vector(), input.vector())
    };
    let seed = input.any();
    let size = if input.any() {
        usize::MAX
    } else {
        input.up_to(4)
    };
    let two = x.iter().any(|&other| other != x[0]);
    let line = answer(least_squares(&x, &y), x.len() == y.len() && two);
    assert!(line.is_none_or(|line| line.len() == 2));
    let Some(parts) = answer(batches(&x, &y, size, seed), x.len() == y.len()) else {
        return;
    };
    assert!(parts.iter().all(|(x, y)| x.len() == y.len()));
    let sorted = |elements: Vec<u64>| {
        let mut elements = elements;
        elements.sort_unstable();
        elements
    };
    let given_out = parts.iter().flat_map(|(_, y)| bits(y)).collect();
    assert_eq!(sorted(given_out), sorted(bits(&y)));
}

fn errors_between(input: &mut Input) {
    let (a, b) = (input.matrix(), input.matrix());
    let fine = a.shape() == b.shape();
    let errors = [relative_error(&a, &b), relative_error(&b, &a)];
    if let [Some(one), Some(other)] = errors.map(|error| answer(error, fine)) {
        assert!(agree(one, other, 0.0, 0.0));
        let finite = a.iter().chain(&b).all(|x| x.is_finite());
        let right = if finite { one >= 0.0 } else { one.is_nan() };
        assert!(right, "{one} between {a} and {b}");
    }
    if let Ok(nothing) = relative_error(&a, &a) {
        assert!(
            nothing == 0.0 || a.iter().any(|x| !x.is_finite()),
            "{nothing} for {a}"
        );
    }
}

fn probabilities(input: &mut Input) {
    let a = input.vector();
    let y = softmax(&a);
    assert_eq!(y.len(), a.len());
    if !a.is_empty() && a.iter().all(|a| a.is_finite()) {
        assert!(y.iter().all(|y| (0.0..=1.0).contains(y)), "{y} of {a}");
        assert!((y.sum() - 1.0).abs() < 1e-12, "{y} of {a}");
    }
}

fn label(input: &mut Input) {
    let (y, t) = (input.vector(), input.vector());
    let fine = y.len() == t.len() && t.iter().all(|t| *t >= 0.0) && (t.sum() - 1.0).abs() <= 1e-6;
    answer(cross_entropy_error(&y, &t), fine);
    answer(swapped_cross_entropy_error(&y, &t), fine);
}

fn counts(input: &mut Input) {
    let (predicted, labels, classes) = (input.classes(6), input.classes(6), input.up_to(11));
    let fine = predicted.len() == labels.len();
    if let Some(share) = answer(accuracy(&predicted, &labels), fine) {
        assert!((0.0..=1.0).contains(&share) || labels.is_empty() && share.is_nan());
    }
    let known = predicted
        .iter()
        .chain(&labels)
        .all(|&class| class < classes);
    let counts = confusion_matrix(&predicted, &labels, classes);
    if let Some(counts) = answer(counts, fine && known) {
        assert_eq!(counts.dim(), (classes, classes));
        assert_eq!(counts.sum(), labels.len() as f64);
    }
}
