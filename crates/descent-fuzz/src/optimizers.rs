use descent::{
    AdaGrad, Adam, Momentum, Nesterov, Optimizer, RmsProp, Scheduled, Sgd, descend_with,
    diminishing, step_decay,
};

use crate::assert_is_a_sentence;
use crate::input::{Input, bits};
use crate::mathematics::{assert_is_whole, is_start};

/// Every optimizer and schedule, stepping and descending.
pub fn optimizers(data: &[u8]) {
    let mut input = Input::new(data);
    let mut optimizer = any_optimizer(&mut input);
    let rate = optimizer.learning_rate();
    for _ in 0..input.up_to(3) {
        // The shape may change from step to step.
        let (x, gradient) = (input.cube(), input.cube());
        let kept = bits(&x);
        match optimizer.step(&x, &gradient) {
            Ok(next) => {
                assert_eq!(x.shape(), gradient.shape());
                assert_eq!(next.shape(), x.shape());
            }
            Err(error) => {
                assert_ne!(x.shape(), gradient.shape());
                assert_is_a_sentence(&error);
            }
        }
        assert_eq!(bits(&x), kept);
    }
    assert_eq!(optimizer.learning_rate().to_bits(), rate.to_bits());
    let (start, steps) = (input.cube(), input.up_to(4));
    let kept = bits(&start);
    let fine = is_start(&start) && rate.is_finite();
    match descend_with(&mut optimizer, input.function(), &start, steps) {
        Ok(path) => {
            assert!(fine, "from {start} with {rate}");
            assert_is_whole(&path, steps);
            assert_eq!(bits(&path.start()), kept);
        }
        Err(error) => {
            assert!(!fine, "{error}");
            assert_is_a_sentence(&error);
        }
    }
}

fn any_optimizer(input: &mut Input) -> Box<dyn Optimizer> {
    let (rate, a, b) = (input.number(), input.number(), input.number());
    match input.up_to(8) {
        0 => Box::new(Sgd::new(rate)),
        1 => Box::new(Momentum::new(rate).with_momentum(a)),
        2 => Box::new(Nesterov::new(rate).with_momentum(a)),
        3 => Box::new(AdaGrad::new(rate)),
        4 => Box::new(RmsProp::new(rate).with_decay(a)),
        5 => Box::new(Adam::new(rate).with_betas(a, b)),
        6 => Box::new(Scheduled::new(diminishing(rate, a))),
        7 => Box::new(Scheduled::new(step_decay(rate, a, input.up_to(3)))),
        _ => Box::new(Scheduled::new(move |step| if step > 1 { a } else { rate })),
    }
}
