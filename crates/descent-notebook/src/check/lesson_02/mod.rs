//! The checks of lesson 02's exercises.

mod descents;
mod gap_above;
mod gradient_descent;
mod gradient_step;
mod largest_learning_rate;
mod values_on_the_way;

pub use gap_above::gap_above;
pub use gradient_descent::gradient_descent;
pub use gradient_step::gradient_step;
pub use largest_learning_rate::largest_learning_rate;
pub use values_on_the_way::values_on_the_way;
