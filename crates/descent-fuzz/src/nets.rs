use descent::{Digits, Error, Loss, SimpleNet, accuracy, numerical_gradient, relative_error};
use ndarray::{Array1, Array2};

use crate::input::{Input, bits};
use crate::{agree, answer, assert_is_a_sentence, two_layers};

const PARTS: [fn(&mut Input); 8] = [
    one,
    many,
    gradients,
    random,
    digits,
    two_layers::fields,
    two_layers::gradients,
    two_layers::random,
];

/// `SimpleNet` with one input and with many, `TwoLayerNet`, their gradients, and the digits.
pub fn nets(data: &[u8]) {
    let mut input = Input::new(data);
    input.one_of(&PARTS)(&mut input);
}

fn one(input: &mut Input) {
    let net = SimpleNet::from_weights(input.matrix());
    let (x, t) = (input.vector(), label(input));
    let kept = bits(&net.w);
    let fits = x.len() == net.w.nrows();
    if let Some(logits) = answer(net.predict(&x), fits) {
        assert_eq!(logits.len(), net.w.ncols());
    }
    let fine = fits && t.len() == net.w.ncols();
    for loss in [Loss::CrossEntropy, Loss::SwappedCrossEntropy] {
        let value = net.loss_with(&x, &t, loss);
        let gradient = net.gradient_with(&x, &t, loss);
        let of_weights = net.loss_of_weights(&x, &t, loss);
        assert_eq!(said(&value), said(&gradient));
        assert_eq!(said(&value), said(&of_weights));
        if let (Ok(value), Ok(gradient), Ok(of_weights)) = (&value, &gradient, of_weights) {
            assert_eq!(gradient.dim(), net.w.dim());
            assert!(agree(of_weights(&net.w), *value, 0.0, 0.0));
            let other = input.matrix();
            assert!(other.dim() == net.w.dim() || of_weights(&other).is_nan());
        }
        answer(value, fine);
    }
    assert_eq!(net.loss(&x, &t).is_ok(), fine);
    assert_eq!(net.gradient(&x, &t).is_ok(), fine);
    assert_eq!(bits(&net.w), kept);
}

/// The message of an error: errors that name a NaN are never equal.
pub(crate) fn said<T>(answer: &Result<T, Error>) -> Option<String> {
    answer.as_ref().err().map(Error::to_string)
}

/// A distribution: all on one class, or spread evenly.
fn label(input: &mut Input) -> Array1<f64> {
    let classes = 1 + input.up_to(4);
    if input.any() {
        return Array1::from_elem(classes, 1.0 / classes as f64);
    }
    let class = input.up_to(classes - 1);
    (0..classes).map(|k| f64::from(k == class)).collect()
}

fn many(input: &mut Input) {
    let net = SimpleNet::from_weights(input.matrix());
    let (x, mut t) = (input.matrix(), input.matrix());
    if input.any() {
        // Labels that fit, so that what lies behind the errors is reached.
        t = Array2::from_shape_fn((x.nrows(), net.w.ncols()), |(_, k)| f64::from(k == 0));
    }
    let fits = x.ncols() == net.w.nrows();
    let predicted = net.predict_batch(&x);
    let classes = net.classify(&x);
    assert_eq!((predicted.is_ok(), classes.is_ok()), (fits, fits));
    if let (Ok(predicted), Ok(classes)) = (predicted, classes) {
        assert_eq!(predicted.dim(), (x.nrows(), net.w.ncols()));
        assert_eq!(classes.len(), x.nrows());
        assert!(classes.iter().all(|&class| class < net.w.ncols().max(1)));
        assert!(accuracy(&classes, &classes).is_ok());
        for (row, x) in predicted.rows().into_iter().zip(x.rows()) {
            let x = x.to_owned();
            let alone = net.predict(&x).expect("it fits");
            for (place, (a, b)) in row.iter().zip(&alone).enumerate() {
                let terms = x
                    .iter()
                    .zip(net.w.column(place))
                    .map(|(x, w)| (x * w).abs());
                assert!(agree(*a, *b, terms.sum(), 1e-14), "{row} and {alone}");
            }
        }
    }
    let loss = net.loss_batch(&x, &t);
    let gradient = net.gradient_batch(&x, &t);
    let of_weights = net.loss_of_weights_batch(&x, &t);
    assert_eq!(said(&loss), said(&gradient));
    assert_eq!(said(&loss), said(&of_weights));
    match (loss, gradient, of_weights) {
        (Ok(loss), Ok(gradient), Ok(of_weights)) => {
            assert_eq!(gradient.dim(), net.w.dim());
            assert!(agree(of_weights(&net.w), loss, 0.0, 0.0));
        }
        (loss, ..) => assert_is_a_sentence(&loss.expect_err("all three are errors")),
    }
}

/// Backpropagation gives what the central difference gives.
fn gradients(input: &mut Input) {
    let (inputs, outputs) = (1 + input.up_to(3), 1 + input.up_to(3));
    let w = Array2::from_shape_simple_fn((inputs, outputs), || input.moderate());
    let net = SimpleNet::from_weights(w);
    let x = Array1::from_shape_simple_fn(inputs, || input.moderate());
    let class = input.up_to(outputs - 1);
    let t: Array1<f64> = (0..outputs).map(|k| f64::from(k == class)).collect();
    for loss in [Loss::CrossEntropy, Loss::SwappedCrossEntropy] {
        let f = net.loss_of_weights(&x, &t, loss).expect("all fits");
        let numerical = numerical_gradient(f, &net.w);
        let analytic = net.gradient_with(&x, &t, loss).expect("all fits");
        let steepest = analytic
            .iter()
            .fold(0.0, |most: f64, slope| most.max(slope.abs()));
        for (a, b) in analytic.iter().zip(&numerical) {
            // The truncation h²/6 · f‴, and rounding.
            assert!(
                (a - b).abs() <= 1e-7 + 1e-6 * steepest,
                "{analytic} and {numerical}"
            );
        }
        let error = relative_error(&analytic, &numerical).expect("one shape");
        assert!(error < 1e-4 || steepest < 1e-3, "{error}");
    }
}

fn random(input: &mut Input) {
    let (inputs, outputs, seed) = (input.up_to(20), input.up_to(20), input.any());
    let net = SimpleNet::random(inputs, outputs, seed);
    assert_eq!(net.w.dim(), (inputs, outputs));
    assert!(net.w.iter().all(|w| w.abs() < 20.0));
    assert_eq!(net, SimpleNet::random(inputs, outputs, seed));
}

fn digits(input: &mut Input) {
    let all = Digits::load();
    let indices: Vec<usize> = (0..input.up_to(5)).map(|_| input.up_to(1800)).collect();
    let fine = indices.iter().all(|&index| index < all.len());
    let Some(some) = answer(all.select(&indices), fine) else {
        return;
    };
    assert_eq!(
        (some.len(), some.is_empty()),
        (indices.len(), indices.is_empty())
    );
    assert_eq!(some.one_hot().sum(), indices.len() as f64);
    let (held_out, seed) = (input.up_to(6), input.any());
    let parts = some.split(held_out, seed);
    if let Some((training, kept)) = answer(parts, held_out <= some.len()) {
        let all = training.len() + kept.len();
        assert_eq!((all, kept.len()), (some.len(), held_out));
    }
    let size = if input.any() {
        usize::MAX
    } else {
        input.up_to(3)
    };
    let batches = some.batches(size, seed);
    assert_eq!(batches.iter().map(Digits::len).sum::<usize>(), some.len());
    assert!(batches.iter().all(|batch| size == 0 || batch.len() <= size));
}
