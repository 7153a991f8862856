//! The checks of lesson 09's exercises: the parts of a two-layer net, forwards and backwards.

mod hidden_layer;
mod hidden_signal;
mod layer_gradient;
mod sigmoid;
mod sigmoid_gradient;

pub use hidden_layer::hidden_layer;
pub use hidden_signal::hidden_signal;
pub use layer_gradient::layer_gradient;
pub use sigmoid::sigmoid;
pub use sigmoid_gradient::sigmoid_gradient;
