//! The numbers of the original notebook, recomputed with NumPy.
//!
//! Where no exp or logarithm is involved, they are reproduced bit for bit.

use descent::{
    Loss, LossOfWeights, SimpleNet, Trajectory, function_2, gradient_descent, numerical_gradient,
};
use ndarray::{Array1, Array2, array};

/// For numbers that went through exp and ln, whose last digits differ between libraries.
const TOLERANCE: f64 = 1e-12;

/// For gradients of the swapped loss. It is about 6.8, where neighbouring f64 are 8.9e-16 apart,
/// and a rounding of one of them, divided by 2h = 2e-4, moves a slope of about 1 by 4.4e-12: NumPy
/// on a processor of another kind differs from these numbers by as much.
const SLOPE_TOLERANCE: f64 = 1e-11;

fn assert_close(found: f64, expected: f64, tolerance: f64) {
    let error = ((found - expected) / expected).abs();
    assert!(
        error <= tolerance,
        "{found:?} differs from {expected:?} by {error:e}, relative"
    );
}

fn assert_all_close(found: &Array2<f64>, expected: &Array2<f64>, tolerance: f64) {
    assert_eq!(found.dim(), expected.dim());
    for (&found, &expected) in found.iter().zip(expected) {
        assert_close(found, expected, tolerance);
    }
}

/// The net's weights as the original printed them.
fn printed_weights() -> Array2<f64> {
    array![
        [-1.06577896, 0.3928238, 0.47935903],
        [0.3361168, 0.07822983, 0.5225732]
    ]
}

/// The weights that the original's last cells started from: earlier, interrupted calls of its
/// gradient had left 2h in one of them.
fn recorded_weights() -> Array2<f64> {
    let mut w = printed_weights();
    w[[0, 0]] += 2e-4;
    w
}

fn x() -> Array1<f64> {
    array![0.6, 0.9]
}

fn t() -> Array1<f64> {
    array![0.0, 0.0, 1.0]
}

fn loss_of_weights(loss: Loss) -> LossOfWeights {
    SimpleNet::from_weights(printed_weights())
        .loss_of_weights(&x(), &t(), loss)
        .expect("x and t fit the weights")
}

fn descend(loss: &LossOfWeights, start: &Array2<f64>) -> Trajectory<ndarray::Ix2> {
    gradient_descent(loss, start, 0.01, 100).expect("the start is finite")
}

#[test]
fn three_gradients_of_function_2_are_numpys_bit_for_bit() {
    for (point, gradient) in [
        (
            array![3.0, 4.0],
            array![6.00000000000378, 7.999999999999119],
        ),
        (array![0.0, 2.0], array![0.0, 4.000000000004]),
        (array![3.0, 0.0], array![6.000000000012662, 0.0]),
    ] {
        assert_eq!(numerical_gradient(function_2, &point), gradient);
    }
}

#[test]
fn four_descents_of_function_2_are_numpys_bit_for_bit() {
    for (learning_rate, last) in [
        (0.01, array![-0.39785866768397027, 0.5304782235783754]),
        (0.1, array![-6.111107928998789e-10, 8.148143905314271e-10]),
        (10.0, array![-25898374737328.363, -1295248616896.5398]),
        (1e-10, array![-2.999999939999995, 3.9999999199999934]),
    ] {
        let path = gradient_descent(function_2, &array![-3.0, 4.0], learning_rate, 100).unwrap();
        assert_eq!(path.last(), last, "learning rate {learning_rate}");
    }
}

#[test]
fn the_prediction_is_numpys_but_for_one_rounding() {
    // NumPy's BLAS may fuse the multiplication and the addition into one rounding.
    let logits = SimpleNet::from_weights(printed_weights())
        .predict(&x())
        .unwrap();
    for (&found, expected) in logits.iter().zip([-0.336962256, 0.306101127, 0.757931298]) {
        assert_close(found, expected, f64::EPSILON);
    }
}

#[test]
fn both_losses_of_the_printed_weights() {
    let net = SimpleNet::from_weights(printed_weights());
    let swapped = net
        .loss_with(&x(), &t(), Loss::SwappedCrossEntropy)
        .unwrap();
    assert_close(swapped, 6.806251844492854, TOLERANCE);
    assert_close(net.loss(&x(), &t()).unwrap(), 0.6785598413081254, TOLERANCE);
}

#[test]
fn loss_and_gradient_of_the_recorded_state() {
    let loss = loss_of_weights(Loss::SwappedCrossEntropy);
    assert_close(loss(&recorded_weights()), 6.8063946251703245, TOLERANCE);
    let expected = array![
        [0.7139316791793249, 1.3579488653858718, -2.07188054413443],
        [1.0708975188888914, 2.0369232976058527, -3.1078208150470132],
    ];
    let found = numerical_gradient(&loss, &recorded_weights());
    assert_all_close(&found, &expected, SLOPE_TOLERANCE);
}

#[test]
fn twenty_four_runs_from_the_recorded_state() {
    let loss = loss_of_weights(Loss::SwappedCrossEntropy);
    let w = (0..24).fold(recorded_weights(), |w, _| descend(&loss, &w).last());
    assert_close(loss(&w), 0.02415820229742929, TOLERANCE);
    let expected = array![
        [-1.9927616049663535, -0.8228261848609881, 2.6221916595983017],
        [-1.0546571682816472, -1.7452451481792437, 3.7368221456869612],
    ];
    assert_all_close(&w, &expected, TOLERANCE);
}

#[test]
fn one_clean_run_with_either_loss() {
    let swapped = descend(
        &loss_of_weights(Loss::SwappedCrossEntropy),
        &printed_weights(),
    );
    assert_close(swapped.last_value(), 0.6904824838232374, TOLERANCE);
    let book = descend(&loss_of_weights(Loss::CrossEntropy), &printed_weights());
    assert_close(book.last_value(), 0.38724038030743063, TOLERANCE);
}

#[test]
fn gradient_of_the_books_loss() {
    let expected = array![
        [0.10184742560703786, 0.1937443000765704, -0.2955917256231011],
        [0.15277113847245172, 0.2906164501675912, -0.4433875884368721],
    ];
    let found = numerical_gradient(loss_of_weights(Loss::CrossEntropy), &printed_weights());
    assert_all_close(&found, &expected, TOLERANCE);
}

#[test]
fn the_last_loss_that_the_original_printed() {
    // Its weights had more digits than it printed: eight are what one can ask for.
    let loss = loss_of_weights(Loss::SwappedCrossEntropy);
    let w = (0..24).fold(recorded_weights(), |w, _| descend(&loss, &w).last());
    assert_close(loss(&w), 0.024158202298158123, 1e-8);
    assert_close(loss(&recorded_weights()), 6.806394629466937, 1e-8);
}
