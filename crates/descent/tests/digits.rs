//! The lesson on handwritten digits, as far as its numbers are promised.

use descent::{DIGIT_CLASSES, Digits, SimpleNet, accuracy};

/// Trains a net of one layer as the lesson does: 20 times through the images, ten at a time.
fn trained(training: &Digits) -> SimpleNet {
    let start = 0.01 * SimpleNet::random(64, DIGIT_CLASSES, 1).w;
    let mut net = SimpleNet::from_weights(start);
    for epoch in 1..=20 {
        for batch in training.batches(10, epoch) {
            let gradient = net.gradient_batch(&batch.images, &batch.one_hot());
            net.w = &net.w - 0.5 * gradient.expect("images and labels fit the net");
        }
    }
    net
}

fn share_right(net: &SimpleNet, digits: &Digits) -> f64 {
    let predicted = net.classify(&digits.images).expect("images fit the net");
    accuracy(&predicted, &digits.labels).expect("as many predictions as labels")
}

#[test]
fn the_lessons_net_reads_95_percent_of_images_that_it_has_not_seen() {
    let (training, held_out) = Digits::load().split(360, 1).expect("there are 1,797");
    let net = trained(&training);
    assert!(share_right(&net, &held_out) >= 0.95);
    assert!(share_right(&net, &training) >= 0.98);
}

#[test]
fn with_other_splits_it_reads_between_94_and_98_percent() {
    let shares: Vec<f64> = (2..=9)
        .map(|seed| {
            let (training, held_out) = Digits::load().split(360, seed).expect("there are 1,797");
            share_right(&trained(&training), &held_out)
        })
        .collect();
    let rounded = |share: f64| (100.0 * share).round();
    let lowest = shares.iter().copied().fold(1.0, f64::min);
    let highest = shares.iter().copied().fold(0.0, f64::max);
    assert_eq!(
        (rounded(lowest), rounded(highest)),
        (94.0, 98.0),
        "{shares:?}"
    );
}
