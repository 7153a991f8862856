//! The checks of lesson 05's exercises.

mod backward;
mod best_step;
mod fourth_order;
mod logit_gradient;
mod relative_error;

pub use backward::backward;
pub use best_step::best_step;
pub use fourth_order::fourth_order;
pub use logit_gradient::logit_gradient;
pub use relative_error::relative_error;
