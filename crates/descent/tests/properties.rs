//! What holds at random points: numerical gradients agree with analytic ones, and no input makes
//! a function panic or change what it was given.

use descent::{
    Loss, SimpleNet, Trajectory, beale, beale_gradient, cross_entropy_error, function_1,
    function_1_gradient, function_2, function_2_gradient, gradient_descent, himmelblau,
    himmelblau_gradient, numerical_diff, numerical_gradient, numerical_gradient_with_step, ravine,
    ravine_gradient, rosenbrock, rosenbrock_gradient, softmax, swapped_cross_entropy_error,
    tangent_line,
};
use ndarray::{Array, Array1, Array2, Array3, Axis, Dimension, Slice};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

type Function = fn(&Array1<f64>) -> f64;
type Gradient = fn(&Array1<f64>) -> Array1<f64>;

/// Each function with its gradient, and from where to where both coordinates go.
const FUNCTIONS: [(&str, Function, Gradient, f64, f64); 5] = [
    ("function_2", function_2, function_2_gradient, -10.0, 10.0),
    ("ravine", ravine, ravine_gradient, -10.0, 10.0),
    ("rosenbrock", rosenbrock, rosenbrock_gradient, -2.0, 3.0),
    ("himmelblau", himmelblau, himmelblau_gradient, -5.0, 5.0),
    ("beale", beale, beale_gradient, -4.5, 4.5),
];

/// Compares to within 2·10⁻⁵, the truncation h²/6 · f‴ of Rosenbrock's function near its minimum,
/// and a millionth of the largest slope for the truncation and the rounding elsewhere.
fn assert_agree<D: Dimension>(
    what: &str,
    numerical: &Array<f64, D>,
    analytic: &Array<f64, D>,
) -> Result<(), TestCaseError> {
    let steepest = analytic
        .iter()
        .fold(0.0, |max: f64, slope| max.max(slope.abs()));
    for (numerical, analytic) in numerical.iter().zip(analytic) {
        let error = (numerical - analytic).abs();
        prop_assert!(
            error <= 2e-5 + 1e-6 * steepest,
            "{what}: {numerical} for {analytic}"
        );
    }
    Ok(())
}

/// The gradient of a net's loss by the chain rule: x times the error signal of the logits.
fn analytic_loss_gradient(
    net: &SimpleNet,
    x: &Array1<f64>,
    t: &Array1<f64>,
    loss: Loss,
) -> Array2<f64> {
    let y = softmax(&net.predict(x).expect("x fits the net"));
    let slope: Array1<f64> = match loss {
        Loss::CrossEntropy => -t / (&y + 1e-7),
        Loss::SwappedCrossEntropy => -(t + 1e-6).ln(),
    };
    let mean = (&slope * &y).sum();
    let signal = y * (slope - mean);
    Array2::from_shape_fn(net.w.dim(), |(i, j)| x[i] * signal[j])
}

/// A net with an input and a label that fit it.
fn net_and_data() -> impl Strategy<Value = (SimpleNet, Array1<f64>, Array1<f64>)> {
    (1_usize..5, 1_usize..6).prop_flat_map(|(inputs, outputs)| {
        (
            vec(-2.0..2.0, inputs * outputs),
            vec(-2.0..2.0, inputs),
            vec(0.01..1.0, outputs),
            0..outputs,
            any::<bool>(),
        )
            .prop_map(move |(w, x, parts, class, one_hot)| {
                let w = Array2::from_shape_vec((inputs, outputs), w).expect("the sizes agree");
                let t: Array1<f64> = if one_hot {
                    (0..outputs).map(|k| f64::from(k == class)).collect()
                } else {
                    let sum: f64 = parts.iter().sum();
                    parts.iter().map(|part| part / sum).collect()
                };
                (SimpleNet::from_weights(w), Array1::from(x), t)
            })
    })
}

/// Any f64 at all, the unusual ones often.
fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -10.0..10.0,
        2 => any::<f64>(),
        1 => proptest::sample::select(vec![
            0.0, -0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN,
            f64::MIN_POSITIVE, 5e-324,
        ]),
    ]
}

/// A 3-D array of any small shape, sides of 0 included, in an unusual memory layout.
fn any_array() -> impl Strategy<Value = Array3<f64>> {
    (
        (0_usize..4, 0_usize..4, 0_usize..4),
        any::<[bool; 3]>(),
        1_isize..3,
    )
        .prop_flat_map(|((a, b, c), inverted, stride)| {
            vec(any_number(), a * b * c).prop_map(move |elements| {
                let mut x = Array3::from_shape_vec((a, b, c), elements).expect("the sizes agree");
                x.swap_axes(0, 2);
                for axis in (0..3).filter(|&axis| inverted[axis]) {
                    x.invert_axis(Axis(axis));
                }
                x.slice_axis_inplace(Axis(1), Slice::new(0, None, stride));
                x
            })
        })
}

fn bits<D: Dimension>(x: &Array<f64, D>) -> Vec<u64> {
    x.iter().map(|element| element.to_bits()).collect()
}

proptest! {
    // The same points in every run: a failure is nobody's bad luck.
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn function_1_and_its_tangent(x in -20.0..20.0) {
        let slope = function_1_gradient(x);
        prop_assert!((numerical_diff(function_1, x) - slope).abs() < 1e-10);
        let tangent = tangent_line(function_1, x);
        prop_assert!((tangent.at(x) - function_1(x)).abs() < 1e-12);
        prop_assert!(tangent.at(x + 1.0) <= function_1(x + 1.0)); // the parabola lies above
    }

    #[test]
    fn functions_against_their_gradients(unit in vec(0.0..1.0, 2).prop_map(Array1::from)) {
        for (name, f, gradient, low, high) in FUNCTIONS {
            let x = low + (high - low) * &unit;
            assert_agree(name, &numerical_gradient(f, &x), &gradient(&x))?;
        }
    }

    #[test]
    fn losses_against_their_gradients((net, x, t) in net_and_data()) {
        for loss in [Loss::CrossEntropy, Loss::SwappedCrossEntropy] {
            let f = net.loss_of_weights(&x, &t, loss).unwrap();
            prop_assert_eq!(f(&net.w), net.loss_with(&x, &t, loss).unwrap());
            let analytic = analytic_loss_gradient(&net, &x, &t, loss);
            assert_agree("loss", &numerical_gradient(f, &net.w), &analytic)?;
        }
    }

    #[test]
    fn a_small_step_lowers_the_loss((net, x, t) in net_and_data()) {
        let f = net.loss_of_weights(&x, &t, Loss::CrossEntropy).unwrap();
        let path = gradient_descent(f, &net.w, 1e-3, 1).unwrap();
        prop_assert!(path.last_value() <= path.value(0).unwrap() + 1e-9);
    }

    #[test]
    fn a_softmax_is_a_distribution(a in vec(-1e3..1e3, 1..50).prop_map(Array1::from)) {
        let y = softmax(&a);
        prop_assert!(y.iter().all(|y| (0.0..=1.0).contains(y)));
        prop_assert!((y.sum() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_gradient_has_the_shape_of_any_array_and_leaves_it_untouched(
        x in any_array(),
        h in any_number(),
    ) {
        let kept = bits(&x);
        let f = |x: &Array3<f64>| x.iter().map(|x| x * x).sum();
        let gradient = numerical_gradient_with_step(f, &x, h);
        prop_assert_eq!(gradient.shape(), x.shape());
        prop_assert_eq!(bits(&x), kept);
    }

    #[test]
    fn the_layout_of_an_array_does_not_change_its_gradient(x in any_array()) {
        let f = |x: &Array3<f64>| x.iter().zip(1..).map(|(x, k)| x * f64::from(k)).sum();
        let plain = Array3::from_shape_vec(x.raw_dim(), x.iter().copied().collect()).unwrap();
        prop_assert_eq!(bits(&numerical_gradient(f, &x)), bits(&numerical_gradient(f, &plain)));
    }

    #[test]
    fn a_descent_from_anywhere_ends_or_says_why_not(
        start in any_array(),
        learning_rate in any_number(),
        steps in 0_usize..5,
    ) {
        let kept = bits(&start);
        let f = |x: &Array3<f64>| x.iter().map(|x| x * x).sum();
        let fine = !start.is_empty()
            && start.iter().all(|x| x.is_finite())
            && learning_rate.is_finite();
        match gradient_descent(f, &start, learning_rate, steps) {
            Ok(path) => {
                prop_assert!(fine);
                prop_assert_eq!(path.len(), steps + 1);
                prop_assert_eq!(bits(&path.start()), kept.clone());
                prop_assert_eq!(path.points().len(), path.values().len());
            }
            Err(error) => prop_assert!(!fine, "{error}"),
        }
        prop_assert_eq!(bits(&start), kept);
    }

    #[test]
    fn any_points_make_a_trajectory_or_an_error(
        points in vec(vec(any_number(), 0..3).prop_map(Array1::from), 0..4),
    ) {
        let one_shape = points.windows(2).all(|pair| pair[0].len() == pair[1].len());
        let fine = one_shape && points.first().is_some_and(|first| !first.is_empty());
        let path = Trajectory::from_points(function_2, &points, 0.1);
        prop_assert_eq!(path.is_ok(), fine);
        if let Ok(path) = path {
            for (point, given) in path.points().zip(&points) {
                prop_assert_eq!(bits(&point.to_owned()), bits(given));
            }
        }
    }

    #[test]
    fn any_prediction_and_label_give_a_number_or_an_error(
        y in vec(any_number(), 0..5).prop_map(Array1::from),
        t in vec(any_number(), 0..5).prop_map(Array1::from),
    ) {
        let fine = y.len() == t.len()
            && t.iter().all(|t| *t >= 0.0)
            && (t.sum() - 1.0).abs() <= 1e-6;
        prop_assert_eq!(cross_entropy_error(&y, &t).is_ok(), fine);
        prop_assert_eq!(swapped_cross_entropy_error(&y, &t).is_ok(), fine);
        prop_assert_eq!(softmax(&y).len(), y.len());
    }

    #[test]
    fn any_net_predicts_or_says_why_not(
        inputs in 0_usize..4,
        outputs in 0_usize..4,
        x in vec(any_number(), 0..4).prop_map(Array1::from),
    ) {
        let net = SimpleNet::random(inputs, outputs, 1);
        prop_assert_eq!(net.predict(&x).is_ok(), x.len() == inputs);
        let t: Array1<f64> = (0..outputs).map(|k| f64::from(k == 0)).collect();
        prop_assert_eq!(net.loss(&x, &t).is_ok(), x.len() == inputs && outputs > 0);
    }

    #[test]
    fn functions_take_any_point(x in vec(any_number(), 0..4).prop_map(Array1::from)) {
        for (name, f, ..) in FUNCTIONS {
            prop_assert!(x.len() == 2 || f(&x).is_nan(), "{name}");
        }
    }
}
