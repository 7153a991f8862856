//! The checks of lesson 03's exercises.

mod argmax;
mod cross_entropy_error;
mod matrix_gradient;
mod predict;
mod softmax;

pub use argmax::argmax;
pub use cross_entropy_error::cross_entropy_error;
pub use matrix_gradient::matrix_gradient;
pub use predict::predict;
pub use softmax::softmax;
