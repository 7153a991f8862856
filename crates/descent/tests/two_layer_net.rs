//! The lesson on the book's two-layer net and the answers to its questions, as far as their
//! numbers are promised.

use descent::{DIGIT_CLASSES, Digits, SimpleNet, TwoLayerNet, accuracy};

/// A step down, as the lesson makes it.
fn step(net: &mut TwoLayerNet, batch: &Digits, learning_rate: f64) {
    let gradient = net.gradient(&batch.images, &batch.one_hot());
    let slopes = gradient.expect("images and labels fit the net");
    net.w1 -= &(learning_rate * slopes.w1);
    net.b1 -= &(learning_rate * slopes.b1);
    net.w2 -= &(learning_rate * slopes.w2);
    net.b2 -= &(learning_rate * slopes.b2);
}

/// Trains a net of two layers as the lesson does: 40 times through the images, ten at a time.
fn trained(mut net: TwoLayerNet, training: &Digits) -> TwoLayerNet {
    for batch in (1..=40).flat_map(|epoch| training.batches(10, epoch)) {
        step(&mut net, &batch, 1.0);
    }
    net
}

fn with_hidden_units(hidden: usize) -> TwoLayerNet {
    TwoLayerNet::random(64, hidden, DIGIT_CLASSES, 1)
}

/// The same for the net of one layer.
fn trained_single(training: &Digits) -> SimpleNet {
    let start = 0.01 * SimpleNet::random(64, DIGIT_CLASSES, 1).w;
    let mut net = SimpleNet::from_weights(start);
    for batch in (1..=40).flat_map(|epoch| training.batches(10, epoch)) {
        let slopes = net.gradient_batch(&batch.images, &batch.one_hot());
        net.w = &net.w - 0.5 * slopes.expect("images and labels fit the net");
    }
    net
}

fn split() -> (Digits, Digits) {
    Digits::load().split(360, 1).expect("there are 1,797")
}

/// The share that the net reads right, in percent.
fn percent(net: &TwoLayerNet, digits: &Digits) -> f64 {
    let share = net.accuracy(&digits.images, &digits.labels);
    100.0 * share.expect("images and labels fit the net")
}

fn percent_single(net: &SimpleNet, digits: &Digits) -> f64 {
    let read = net.classify(&digits.images).expect("images fit the net");
    100.0 * accuracy(&read, &digits.labels).expect("as many predictions as labels")
}

/// Rounded to one decimal, as the lesson says it.
fn rounded(percent: f64) -> f64 {
    (10.0 * percent).round() / 10.0
}

#[test]
fn more_hidden_units_learn_the_training_images_and_hardly_read_others_better() {
    let (training, held_out) = split();
    let shares = [5, 50, 100].map(|hidden| {
        let net = trained(with_hidden_units(hidden), &training);
        [&training, &held_out].map(|digits| rounded(percent(&net, digits)))
    });
    assert_eq!(shares, [[96.8, 93.6], [100.0, 95.8], [100.0, 96.7]]);
}

#[test]
fn weights_that_begin_at_0_make_all_hidden_units_one() {
    let (training, held_out) = split();
    let mut net = with_hidden_units(50);
    net.w1.fill(0.0);
    net.w2.fill(0.0);
    let net = trained(net, &training);
    assert!(
        net.w1
            .columns()
            .into_iter()
            .all(|unit| unit == net.w1.column(0))
    );
    assert_eq!(rounded(percent(&net, &held_out)), 40.8);
}

#[test]
fn one_layer_cannot_read_digits_that_are_dark_on_white_or_white_on_dark() {
    let every_other_inverted = |mut digits: Digits| {
        for mut image in digits.images.rows_mut().into_iter().skip(1).step_by(2) {
            image.mapv_inplace(|pixel| 1.0 - pixel);
        }
        digits
    };
    let (training, held_out) = split();
    let (training, held_out) = (
        every_other_inverted(training),
        every_other_inverted(held_out),
    );
    let single = percent_single(&trained_single(&training), &held_out);
    let double = percent(&trained(with_hidden_units(50), &training), &held_out);
    assert_eq!((rounded(single), rounded(double)), (14.4, 89.2));
}

#[test]
fn the_books_batches_and_learning_rate_need_128_epochs_to_90_percent() {
    let (training, held_out) = split();
    let mut net = with_hidden_units(50);
    let reached = (1..=200).find(|&epoch| {
        for batch in training.batches(100, epoch) {
            step(&mut net, &batch, 0.1);
        }
        percent(&net, &held_out) >= 90.0
    });
    assert_eq!(reached, Some(128));
}
