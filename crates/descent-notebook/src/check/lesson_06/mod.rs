//! The checks of lesson 06's exercises.

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
