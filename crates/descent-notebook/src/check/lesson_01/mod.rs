//! The checks of lesson 01's exercises.

mod downhill;
mod numerical_diff;
mod numerical_gradient;
mod partial_derivatives;
mod tangent_line;

pub use downhill::downhill;
pub use numerical_diff::numerical_diff;
pub use numerical_gradient::numerical_gradient;
pub use partial_derivatives::partial_derivatives;
pub use tangent_line::tangent_line;
