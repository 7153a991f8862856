//! The checks of lesson 04's exercises.

mod line_gradient;
mod mean_squared_error;
mod one_epoch;
mod original_units;
mod points;
mod standardize;

pub use line_gradient::line_gradient;
pub use mean_squared_error::mean_squared_error;
pub use one_epoch::one_epoch;
pub use original_units::original_units;
pub use standardize::standardize;
