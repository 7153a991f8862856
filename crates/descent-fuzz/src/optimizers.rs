use descent::{
    AdaGrad, Adam, Momentum, Nesterov, Optimizer, RmsProp, Scheduled, Sgd, descend_with,
    diminishing, step_decay,
};

use crate::answer;
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
        let fine = x.shape() == gradient.shape();
        assert_eq!(optimizer.ahead(&x).shape(), x.shape());
        if let Some(next) = answer(optimizer.step(&x, &gradient), fine) {
            assert_eq!(next.shape(), x.shape());
        }
        assert_eq!(bits(&x), kept);
    }
    assert_eq!(optimizer.learning_rate().to_bits(), rate.to_bits());
    let (start, steps) = (input.cube(), input.up_to(4));
    let kept = bits(&start);
    let fine = is_start(&start) && rate.is_finite();
    let path = descend_with(&mut optimizer, input.function(), &start, steps);
    if let Some(path) = answer(path, fine) {
        assert_is_whole(&path, steps);
        assert_eq!(bits(&path.start()), kept);
    }
}

fn any_optimizer(input: &mut Input) -> Box<dyn Optimizer> {
    let (rate, a, b) = (input.number(), input.number(), input.number());
    let every = input.up_to(3);
    let mut all: Vec<Box<dyn Optimizer>> = vec![
        Box::new(Sgd::new(rate)),
        Box::new(Momentum::new(rate).with_momentum(a)),
        Box::new(Nesterov::new(rate).with_momentum(a)),
        Box::new(AdaGrad::new(rate)),
        Box::new(RmsProp::new(rate).with_decay(a)),
        Box::new(Adam::new(rate).with_betas(a, b)),
        Box::new(Scheduled::new(diminishing(rate, a))),
        Box::new(Scheduled::new(step_decay(rate, a, every))),
        Box::new(Scheduled::new(move |step| if step > 1 { a } else { rate })),
    ];
    all.swap_remove(input.up_to(all.len() - 1))
}
