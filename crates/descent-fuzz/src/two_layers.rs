use descent::{TwoLayerNet, numerical_gradient, relative_error, sigmoid};
use ndarray::{Array, Array1, Array2, Dimension};

use crate::input::{Input, bits};
use crate::nets::said;
use crate::{agree, answer, assert_is_a_sentence};

/// Fields, inputs and labels that fit now and then.
pub fn fields(input: &mut Input) {
    let (net, x) = if input.any() {
        fitting(input)
    } else {
        (any_net(input), input.matrix())
    };
    let fits = net.b1.len() == net.w1.ncols()
        && net.b2.len() == net.w2.ncols()
        && net.w2.nrows() == net.w1.ncols()
        && x.ncols() == net.w1.nrows();
    let kept = bits(&net.w1);
    if let Some(y) = answer(net.predict(&x), fits) {
        assert_eq!(y.dim(), (x.nrows(), net.w2.ncols()));
        for row in y.rows() {
            let sum = row.sum();
            assert!(
                row.is_empty() || sum.is_nan() || (sum - 1.0).abs() < 1e-9,
                "{row}"
            );
        }
    }
    if let Some(classes) = answer(net.classify(&x), fits) {
        assert_eq!(classes.len(), x.nrows());
        assert!(classes.iter().all(|&class| class < net.w2.ncols().max(1)));
        let share = net.accuracy(&x, &classes).expect("a label for each");
        assert!(share == 1.0 || x.nrows() == 0, "{share}");
    }
    let labels = input.classes(4);
    answer(net.accuracy(&x, &labels), fits && labels.len() == x.nrows());
    let mut t = input.matrix();
    if input.any() {
        t = Array2::from_shape_fn((x.nrows(), net.w2.ncols()), |(_, k)| f64::from(k == 0));
    }
    losses(&net, &x, &t);
    assert_eq!(bits(&net.w1), kept);
}

/// The loss and both gradients are errors together, or answers of one shape.
fn losses(net: &TwoLayerNet, x: &Array2<f64>, t: &Array2<f64>) {
    let loss = net.loss(x, t);
    let (gradient, numerical) = (net.gradient(x, t), net.numerical_gradient(x, t));
    assert_eq!(said(&loss), said(&gradient));
    assert_eq!(said(&loss), said(&numerical));
    match (gradient, numerical) {
        (Ok(gradient), Ok(numerical)) => {
            for slopes in [gradient, numerical] {
                assert_eq!(slopes.w1.dim(), net.w1.dim());
                assert_eq!(slopes.b1.dim(), net.b1.dim());
                assert_eq!(slopes.w2.dim(), net.w2.dim());
                assert_eq!(slopes.b2.dim(), net.b2.dim());
            }
        }
        _ => assert_is_a_sentence(&loss.expect_err("all three are errors")),
    }
}

/// Backpropagation gives what central differences give.
pub fn gradients(input: &mut Input) {
    let [inputs, hidden, outputs, rows] = [4, 4, 4, 3].map(|most| 1 + input.up_to(most - 1));
    let mut matrix =
        |rows, columns| Array2::from_shape_simple_fn((rows, columns), || input.moderate());
    let net = TwoLayerNet {
        w1: matrix(inputs, hidden),
        b1: matrix(1, hidden).row(0).to_owned(),
        w2: matrix(hidden, outputs),
        b2: matrix(1, outputs).row(0).to_owned(),
    };
    let x = matrix(rows, inputs);
    let class = input.up_to(outputs - 1);
    let t = Array2::from_shape_fn((rows, outputs), |(_, k)| f64::from(k == class));
    let analytic = net.gradient(&x, &t).expect("all fits");
    let numerical = net.numerical_gradient(&x, &t).expect("all fits");
    assert_close(&analytic.w1, &numerical.w1);
    assert_close(&analytic.b1, &numerical.b1);
    assert_close(&analytic.w2, &numerical.w2);
    assert_close(&analytic.b2, &numerical.b2);
    let again = numerical_gradient(
        |w1: &Array2<f64>| {
            let moved = TwoLayerNet {
                w1: w1.clone(),
                ..net.clone()
            };
            moved.loss(&x, &t).expect("all fits")
        },
        &net.w1,
    );
    assert_eq!(again, numerical.w1);
}

/// Equal but for the truncation h²/6 · f‴, and rounding.
fn assert_close<D: Dimension>(analytic: &Array<f64, D>, numerical: &Array<f64, D>) {
    let steepest = analytic
        .iter()
        .fold(0.0, |most: f64, slope| most.max(slope.abs()));
    let error = relative_error(analytic, numerical).expect("one shape");
    assert!(
        error * steepest <= 1e-7 + 1e-6 * steepest,
        "{analytic} and {numerical}"
    );
}

/// Random nets, and the function between their layers.
pub fn random(input: &mut Input) {
    let [inputs, hidden, outputs] = [20, 20, 20].map(|most| input.up_to(most));
    let seed = input.any();
    let net = TwoLayerNet::random(inputs, hidden, outputs, seed);
    assert_eq!(net, TwoLayerNet::random(inputs, hidden, outputs, seed));
    assert!(net.w1.iter().chain(&net.w2).all(|w| w.abs() < 0.2));
    let a = input.number();
    let (z, other) = (sigmoid(a), sigmoid(-a));
    assert!(a.is_nan() && z.is_nan() || (0.0..=1.0).contains(&z), "{z}");
    assert!(
        agree(z + other, 1.0, 1.0, 1e-15) || a.is_nan(),
        "{z}, {other}"
    );
}

/// A net whose fields have any shape each.
fn any_net(input: &mut Input) -> TwoLayerNet {
    TwoLayerNet {
        w1: input.matrix(),
        b1: input.vector(),
        w2: input.matrix(),
        b2: input.vector(),
    }
}

/// A net of any numbers whose fields fit, and inputs for it.
fn fitting(input: &mut Input) -> (TwoLayerNet, Array2<f64>) {
    let [rows, inputs, hidden, outputs] = [3, 4, 4, 4].map(|most| input.up_to(most));
    let net = TwoLayerNet {
        w1: input.matrix_of(inputs, hidden),
        b1: Array1::from_shape_simple_fn(hidden, || input.number()),
        w2: input.matrix_of(hidden, outputs),
        b2: Array1::from_shape_simple_fn(outputs, || input.number()),
    };
    (net, input.matrix_of(rows, inputs))
}
