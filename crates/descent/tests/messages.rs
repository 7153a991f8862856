//! Every error, brought about through the public functions, and its message.

use descent::{
    Digits, Error, Loss, SimpleNet, Trajectory, TwoLayerNet, accuracy, batches, confusion_matrix,
    cross_entropy_error, function_2, gradient_descent, least_squares, relative_error,
    swapped_cross_entropy_error,
};
use ndarray::{Array1, Array2, array};

fn descent_error(start: Array1<f64>, learning_rate: f64, steps: usize) -> String {
    gradient_descent(function_2, &start, learning_rate, steps)
        .expect_err("this is no input for a descent")
        .to_string()
}

#[test]
fn unwrap_prints_the_sentence() {
    let error = gradient_descent(function_2, &array![3.0], f64::NAN, 20).unwrap_err();
    assert_eq!(
        format!("{error:?}"),
        "the learning rate is NaN: give a finite number, such as 0.1"
    );
    let panic = std::panic::catch_unwind(|| SimpleNet::random(1, 1, 1).predict(&array![]).unwrap());
    let printed = *panic.unwrap_err().downcast::<String>().unwrap();
    assert!(
        printed.ends_with("x needs one element for each of their 1 rows"),
        "{printed}"
    );
}

#[test]
fn an_empty_start() {
    assert_eq!(
        descent_error(array![], 0.1, 20),
        "start has no elements: give it at least one number, as array![3.0] has",
    );
    let error = gradient_descent(|_| 0.0, &Array2::zeros((0, 3)), 0.1, 20).unwrap_err();
    assert_eq!(error, Error::EmptyStart);
}

#[test]
fn a_start_that_is_not_finite() {
    assert_eq!(
        descent_error(array![3.0, f64::NAN], 0.1, 20),
        "start[1] is NaN: give a start of finite numbers",
    );
    assert_eq!(
        descent_error(array![f64::NEG_INFINITY, f64::NAN], 0.1, 20),
        "start[0] is -inf: give a start of finite numbers",
    );
    let start = array![[0.0, 1.0, f64::INFINITY], [0.0, 0.0, 0.0]];
    for (start, message) in [
        (
            start.clone(),
            "start[[0, 2]] is inf: give a start of finite numbers",
        ),
        (
            start.reversed_axes(),
            "start[[2, 0]] is inf: give a start of finite numbers",
        ),
    ] {
        let error = gradient_descent(|w: &Array2<f64>| w.sum(), &start, 0.1, 20).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_learning_rate_that_is_not_finite() {
    for (learning_rate, shown) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
        let message = format!("the learning rate is {shown}: give a finite number, such as 0.1");
        assert_eq!(descent_error(array![3.0, 4.0], learning_rate, 20), message);
        let error = Trajectory::from_points(function_2, &[array![3.0, 4.0]], learning_rate);
        assert_eq!(error.unwrap_err().to_string(), message);
    }
}

#[test]
fn more_steps_than_can_be_recorded() {
    assert_eq!(
        descent_error(array![3.0, 4.0], 0.1, 1_000_000_000),
        "1000000000 steps would record 3 numbers each, and a trajectory holds at most 100000000 \
         in all, memory permitting: ask for fewer steps",
    );
    assert!(descent_error(array![3.0, 4.0], 0.1, usize::MAX).starts_with("18446744073709551615"));
}

#[test]
fn no_points() {
    let error = Trajectory::from_points(function_2, &[], 0.1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there are no points: a trajectory needs at least its start"
    );
}

#[test]
fn empty_points() {
    let error = Trajectory::from_points(function_2, &[array![], array![]], 0.1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the points have no elements: give each at least one number"
    );
    // Where others have some, their shapes differ.
    let error = Trajectory::from_points(function_2, &[array![], array![1.0]], 0.1).unwrap_err();
    assert!(error.to_string().starts_with("point 1 has shape [1]"));
}

#[test]
fn points_of_two_shapes() {
    let points = [array![1.0, 2.0], array![1.0, 2.0], array![1.0]];
    let error = Trajectory::from_points(function_2, &points, 0.1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "point 2 has shape [1], but point 0 has shape [2]: give all points one shape",
    );
}

#[test]
fn a_step_that_the_trajectory_does_not_have() {
    let path = gradient_descent(function_2, &array![3.0, 4.0], 0.1, 20).unwrap();
    let message = "there is no step 21: this trajectory has steps 0 (its start) to 20";
    assert_eq!(path.point(21).unwrap_err().to_string(), message);
    assert_eq!(path.value(21).unwrap_err().to_string(), message);
    assert!(path.point(20).is_ok() && path.value(20).is_ok());
}

#[test]
fn an_input_that_does_not_fit_the_weights() {
    let net = SimpleNet::random(2, 3, 1);
    let (x, t) = (array![0.6, 0.9, 0.3], array![0.0, 0.0, 1.0]);
    let message = "x has shape [3], but the weights have shape [2, 3]: \
                   x needs one element for each of their 2 rows";
    assert_eq!(net.predict(&x).unwrap_err().to_string(), message);
    assert_eq!(net.loss(&x, &t).unwrap_err().to_string(), message);
    let error = net
        .loss_of_weights(&x, &t, Loss::CrossEntropy)
        .err()
        .unwrap();
    assert_eq!(error.to_string(), message);
    assert_eq!(
        net.classify(&array![[1.0], [2.0]]).unwrap_err().to_string(),
        "x has shape [2, 1], but the weights have shape [2, 3]: \
         x needs one column for each of their 2 rows",
    );
}

#[test]
fn layers_that_do_not_fit_each_other() {
    let (x, mut net) = (array![[0.6, 0.9]], TwoLayerNet::random(2, 3, 4, 1));
    net.b1 = array![0.0, 0.0];
    assert_eq!(
        net.predict(&x).unwrap_err().to_string(),
        "b1 has shape [2], but w1 has shape [2, 3]: \
         b1 needs one element for each of its 3 columns",
    );
    net.b1 = array![0.0, 0.0, 0.0];
    net.w2 = Array2::zeros((2, 4));
    assert_eq!(
        net.classify(&x).unwrap_err().to_string(),
        "w2 has shape [2, 4], but w1 has shape [2, 3]: \
         w2 needs one row for each of the 3 columns of w1",
    );
    let error = TwoLayerNet::random(2, 3, 4, 1).classify(&array![[1.0], [2.0]]);
    assert_eq!(
        error.unwrap_err().to_string(),
        "x has shape [2, 1], but the weights have shape [2, 3]: \
         x needs one column for each of their 2 rows",
    );
}

#[test]
fn gradients_that_cannot_be_compared() {
    assert_eq!(
        relative_error(&array![1.0, 2.0], &array![1.0])
            .unwrap_err()
            .to_string(),
        "the gradient has shape [2], but the other one has shape [1]: \
         only gradients of one shape can be compared",
    );
}

/// Checks what both errors of a prediction say of a label, and the loss of a net that predicts as
/// many classes.
fn assert_no_label(y: &Array1<f64>, t: &Array1<f64>, message: &str) {
    let net = SimpleNet::random(2, y.len(), 1);
    for answer in [
        cross_entropy_error(y, t),
        swapped_cross_entropy_error(y, t),
        net.loss(&array![0.6, 0.9], t),
    ] {
        assert_eq!(answer.expect_err("this is no label").to_string(), message);
    }
}

#[test]
fn a_label_that_does_not_fit_the_prediction() {
    assert_no_label(
        &array![0.2, 0.3, 0.5],
        &array![0.0, 1.0],
        "the prediction y has shape [3], but the label t has shape [2]: \
         give t one element for each element of y",
    );
}

#[test]
fn a_label_without_elements() {
    assert_no_label(
        &array![],
        &array![],
        "the label t has no elements: a label is a distribution over one class or more",
    );
}

#[test]
fn a_label_below_zero_or_nan() {
    for (t, found) in [
        (array![1.5, -0.5], "t[1] is -0.5"),
        (array![f64::NAN, 1.0], "t[0] is NaN"),
    ] {
        let message = format!(
            "{found}: a label is a distribution, \
             so give it no element below 0, as in array![0.0, 0.0, 1.0]"
        );
        assert_no_label(&array![0.5, 0.5], &t, &message);
    }
}

#[test]
fn a_label_that_does_not_sum_to_one() {
    for (t, sum) in [
        (array![0.0, 0.0], "0"),
        (array![1.0, 1.0], "2"),
        (array![f64::INFINITY, 0.0], "inf"),
    ] {
        let message = format!(
            "the elements of t sum to {sum}: a label is a distribution, \
             so make them sum to 1, as in array![0.0, 0.0, 1.0]"
        );
        assert_no_label(&array![0.5, 0.5], &t, &message);
    }
}

#[test]
fn errors_travel_as_std_errors_and_between_threads() {
    fn fails() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        cross_entropy_error(&array![1.0], &array![0.5])?;
        Ok(())
    }
    assert!(fails().unwrap_err().to_string().contains("sum to 0.5"));
}

#[test]
fn a_batch_without_rows() {
    let net = SimpleNet::random(2, 3, 1);
    let error = net.loss_batch(&Array2::zeros((0, 2)), &Array2::zeros((0, 3)));
    assert_eq!(
        error.unwrap_err().to_string(),
        "the batch has no rows: give at least one input with its label",
    );
}

#[test]
fn an_image_that_is_not_there() {
    assert_eq!(
        Digits::load().select(&[0, 1797]).unwrap_err().to_string(),
        "1797 was asked for, but there are only 1797 images, numbered from 0: ask for less",
    );
    assert_eq!(
        Digits::load().split(2000, 1).unwrap_err().to_string(),
        "2000 was asked for, but there are only 1797 images, numbered from 0: ask for less",
    );
    let nothing = Digits::load().select(&[]).unwrap();
    assert_eq!(
        nothing.select(&[0]).unwrap_err().to_string(),
        "0 was asked for, but there are no images: begin with Digits::load()",
    );
}

#[test]
fn predictions_that_do_not_fit_their_labels() {
    assert_eq!(
        accuracy(&[1, 2], &[1]).unwrap_err().to_string(),
        "there are 2 predictions for 1 labels: give one for each",
    );
    assert_eq!(
        confusion_matrix(&[3], &[1], 3).unwrap_err().to_string(),
        "there is a class 3, but the 3 classes are numbered from 0: \
         give the number of classes that your labels need",
    );
}

#[test]
fn points_that_are_no_pairs() {
    assert_eq!(
        batches(&array![1.0, 2.0, 3.0], &array![1.0], 2, 1)
            .unwrap_err()
            .to_string(),
        "x has 3 elements and y has 1: give one y for each x",
    );
}

#[test]
fn points_that_lead_to_no_line() {
    let message = |x: Array1<f64>, y: Array1<f64>| least_squares(&x, &y).unwrap_err().to_string();
    assert_eq!(
        message(array![], array![]),
        "there are no points: a line needs at least two, with different x"
    );
    assert_eq!(
        message(array![2.0, 2.0, 2.0], array![1.0, 2.0, 3.0]),
        "all x are the same (3 of them): a line needs points with at least two different x"
    );
    assert!(message(array![1.0], array![]).starts_with("x has 1 element "));
}
