//! The checks of lesson 06's exercises.

mod best_learning_rate;
mod condition_number;
mod curvatures;
mod second_derivative;
mod stability_bound;
mod step_decay;

pub use best_learning_rate::best_learning_rate;
pub use condition_number::condition_number;
pub use second_derivative::second_derivative;
pub use stability_bound::stability_bound;
pub use step_decay::step_decay;
