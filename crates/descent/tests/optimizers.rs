//! The paths of the optimizers, recomputed with NumPy 2.4.6.
//!
//! All start from (−7, 2) on the ravine x₀²/20 + x₁², with its analytic gradient and the settings
//! of the book's section 6.1.7 (its code is `ch06/optimizer_compare_naive.py`): learning rates
//! 0.95 for SGD, 0.1 for momentum, 1.5 for AdaGrad, 0.3 for Adam, and momentum 0.9. The NumPy
//! program has the book's update rules, but for two: Nesterov's momentum is that of equations 3
//! and 4 of Sutskever and others (2013), with its points, not the points ahead of them; and
//! RMSProp, to which the book gives no settings, has learning rate 0.1 and the decay 0.9 of
//! Tieleman and Hinton (2012).

use descent::{
    AdaGrad, Adam, Momentum, Nesterov, Optimizer, RmsProp, Sgd, Trajectory, descend_with, ravine,
    ravine_gradient,
};
use ndarray::{Array1, array};

/// The points after some steps.
type Points = [(usize, [f64; 2]); 5];

const SGD: Points = [
    (1, [-6.335, -1.7999999999999998]),
    (2, [-5.733175, 1.6199999999999997]),
    (3, [-5.188523375, -1.4579999999999997]),
    (10, [-2.5797868938348625, 0.6973568801999994]),
    (30, [-0.3503929957523197, 0.0847823165504322]),
];

const MOMENTUM: Points = [
    (1, [-6.93, 1.6]),
    (2, [-6.7977, 0.9199999999999999]),
    (3, [-6.610653, 0.12399999999999967]),
    (10, [-4.3475537872942125, 0.008799741200000377]),
    (30, [0.896413858493733, 0.08808560171506971]),
];

const NESTEROV: Points = [
    (1, [-6.93, 1.6]),
    (2, [-6.79833, 0.992]),
    (3, [-6.61302873, 0.35583999999999993]),
    (10, [-4.4096951670566735, -0.08087673965620756]),
    (30, [0.6130736453068868, 0.005898947835791975]),
];

const ADA_GRAD: Points = [
    (1, [-5.500000214285683, 0.5000000374999991]),
    (2, [-4.573267968164272, 0.13619658308878757]),
    (3, [-3.887842338970987, 0.03731457049652155]),
    (10, [-1.4893855293838187, 4.337780396165427e-06]),
    (30, [-0.12016232231416045, 2.486389893984459e-17]),
];

const RMS_PROP: Points = [
    (1, [-6.68377237684024, 1.68377225898316]),
    (2, [-6.459445394641136, 1.47387534983787]),
    (3, [-6.274223353125947, 1.3087179103670454]),
    (10, [-5.345545324453899, 0.602796909030868]),
    (30, [-3.4762434851444612, 0.011687648361924898]),
];

const ADAM: Points = [
    (1, [-6.700001355255732, 1.700000237170637]),
    (2, [-6.400416624043272, 1.4022457408988034]),
    (3, [-6.1015490069813225, 1.108912039425857]),
    (10, [-4.059418572603199, -0.49184628747603204]),
    (30, [0.13600685239498186, 0.31824537553721943]),
];

/// Adam with the bias corrections written out, m̂ / (√v̂ + 10⁻⁸), as in the paper's algorithm 1.
const ADAM_OF_THE_PAPER: Points = [
    (1, [-6.700000004285714, 1.70000000075]),
    (2, [-6.40041430171718, 1.4022453286049847]),
    (3, [-6.101545880214859, 1.1089114798306547]),
    (10, [-4.059411585804955, -0.49184703905941823]),
    (30, [0.13601461732623224, 0.3182453888963097]),
];

/// Thirty steps with the analytic gradient, compared at those that `expected` names.
fn assert_path(mut optimizer: impl Optimizer, expected: &Points, tolerance: f64) {
    let mut x = array![-7.0, 2.0];
    let mut compared = 0;
    for step in 1..=30 {
        let gradient = ravine_gradient(&optimizer.ahead(&x));
        x = optimizer
            .step(&x, &gradient)
            .expect("the gradient has the shape of x");
        for (_, expected) in expected.iter().filter(|(at, _)| *at == step) {
            compared += 1;
            for (x, expected) in x.iter().zip(expected) {
                let error = (x - expected).abs();
                assert!(error <= tolerance, "step {step}: {x:?}, not {expected:?}");
            }
        }
    }
    assert_eq!(compared, expected.len());
}

#[test]
fn all_but_adam_take_numpys_path_bit_for_bit() {
    assert_path(Sgd::new(0.95), &SGD, 0.0);
    assert_path(Momentum::new(0.1), &MOMENTUM, 0.0);
    assert_path(Nesterov::new(0.1), &NESTEROV, 0.0);
    assert_path(AdaGrad::new(1.5), &ADA_GRAD, 0.0);
    assert_path(RmsProp::new(0.1), &RMS_PROP, 0.0);
}

#[test]
fn nesterovs_step_with_the_slope_at_the_point_itself_is_plain_momentum() {
    let (mut nesterov, mut momentum) = (Nesterov::new(0.1), Momentum::new(0.1));
    let mut x = array![-7.0, 2.0];
    for _ in 0..5 {
        let gradient = ravine_gradient(&x);
        let next = nesterov.step(&x, &gradient).unwrap();
        assert_eq!(momentum.step(&x, &gradient).unwrap(), next);
        x = next;
    }
}

#[test]
fn only_nesterov_looks_ahead_and_not_with_the_velocity_of_an_array_of_another_size() {
    let mut nesterov = Nesterov::new(0.1).with_momentum(0.5);
    assert_eq!(nesterov.ahead(&array![7.0]), array![7.0]);
    nesterov.step(&array![0.0], &array![-10.0]).unwrap(); // a velocity of 1
    assert_eq!(nesterov.ahead(&array![7.0]), array![7.5]);
    assert_eq!(nesterov.ahead(&array![7.0, 8.0]), array![7.0, 8.0]);
    let boxed: Box<dyn Optimizer> = Box::new(nesterov);
    assert_eq!(boxed.ahead(&array![7.0]), array![7.5]);
    let mut momentum = Momentum::new(0.1);
    momentum.step(&array![0.0], &array![-10.0]).unwrap();
    assert_eq!(momentum.ahead(&array![7.0]), array![7.0]);
}

#[test]
fn adam_takes_the_books_path() {
    // Its powers come from the mathematical library, which may round otherwise.
    assert_path(Adam::new(0.3), &ADAM, 1e-13);
}

#[test]
fn adam_takes_the_papers_path_but_for_epsilon() {
    assert_path(Adam::new(0.3), &ADAM_OF_THE_PAPER, 1e-5);
}

#[test]
fn the_settings_beside_the_learning_rate_can_be_chosen() {
    assert_path(Momentum::new(0.95).with_momentum(0.0), &SGD, 0.0);
    assert_path(Nesterov::new(0.95).with_momentum(0.0), &SGD, 0.0);
    assert_path(RmsProp::new(0.1).with_decay(0.9), &RMS_PROP, 0.0);
    assert_path(Adam::new(0.3).with_betas(0.9, 0.999), &ADAM, 1e-13);
    let mut forgetful = Adam::new(0.3).with_betas(0.0, 0.0);
    let x = forgetful.step(&array![1.0], &array![-50.0]).unwrap();
    assert!((x[0] - 1.3).abs() < 1e-8); // the sign of the slope alone
    let mut other_decay = RmsProp::new(0.1).with_decay(0.99);
    let x = other_decay.step(&array![0.0], &array![-50.0]).unwrap();
    assert!((x[0] - 1.0).abs() < 1e-7);
}

#[test]
fn with_the_numerical_gradient_the_paths_are_the_same_to_eight_digits() {
    let start = array![-7.0, 2.0];
    let path = |optimizer: Box<dyn Optimizer>| -> Trajectory {
        descend_with(optimizer, ravine, &start, 30).unwrap()
    };
    for (optimizer, expected) in [
        (Box::new(Sgd::new(0.95)) as Box<dyn Optimizer>, SGD),
        (Box::new(Momentum::new(0.1)), MOMENTUM),
        (Box::new(Nesterov::new(0.1)), NESTEROV),
        (Box::new(AdaGrad::new(1.5)), ADA_GRAD),
        (Box::new(RmsProp::new(0.1)), RMS_PROP),
        (Box::new(Adam::new(0.3)), ADAM),
    ] {
        let path = path(optimizer);
        for (step, point) in expected {
            let difference: Array1<f64> = path.point(step).unwrap() - Array1::from_iter(point);
            assert!(difference.iter().all(|d| d.abs() < 1e-8), "{path:?}");
        }
    }
}

#[test]
fn a_gradient_of_another_shape_is_an_error() {
    let error = Sgd::new(0.1)
        .step(&array![1.0, 2.0], &array![1.0, 2.0, 3.0])
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the gradient has shape [3], but x has shape [2]: give one slope for each element of x",
    );
}

#[test]
fn a_learning_rate_that_is_not_finite_is_an_error_of_the_descent() {
    for optimizer in [Adam::new(f64::NAN), Adam::new(f64::INFINITY)] {
        let error = descend_with(optimizer, ravine, &array![-7.0, 2.0], 3).unwrap_err();
        assert!(error.to_string().starts_with("the learning rate is"));
    }
}
