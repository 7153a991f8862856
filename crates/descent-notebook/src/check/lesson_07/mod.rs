//! The checks of lesson 07's exercises.

mod ada_grad_step;
mod adam_step;
mod momentum_step;
mod nesterov_step;
mod rms_prop_step;

pub use ada_grad_step::ada_grad_step;
pub use adam_step::adam_step;
pub use momentum_step::momentum_step;
pub use nesterov_step::nesterov_step;
pub use rms_prop_step::rms_prop_step;

#[cfg(test)]
mod tests {
    use descent::{AdaGrad, Adam, Momentum, Optimizer, RmsProp};
    use ndarray::Array1;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;
    use crate::check::engine::answer::{Answer, Named};
    use crate::check::engine::steps::Steps;

    #[test]
    fn the_right_answers_are_the_crates() {
        let steps = Steps::random(3, &mut StdRng::seed_from_u64(1));
        let (rate, keep) = (steps.rate, steps.keep);
        let assert_agree = |mut optimizer: Box<dyn Optimizer>, right: fn(&Steps) -> Named| {
            let step = |x, gradient| optimizer.step(&x, gradient).unwrap();
            let end = steps.gradients.iter().fold(steps.start.clone(), step);
            let found = right(&steps).parts()[0].elements.clone();
            assert!(Array1::from(found).is_near(&end));
        };
        assert_agree(
            Box::new(Momentum::new(rate).with_momentum(keep)),
            momentum_step::right,
        );
        assert_agree(Box::new(AdaGrad::new(rate)), ada_grad_step::right);
        assert_agree(
            Box::new(RmsProp::new(rate).with_decay(keep)),
            rms_prop_step::right,
        );
        assert_agree(Box::new(Adam::new(rate)), adam_step::right);
    }
}
