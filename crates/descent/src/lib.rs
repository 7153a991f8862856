//! The mathematics of gradient descent, small enough to read in class: numerical gradients,
//! descent that records its path, and softmax nets of one and two layers to train with it.
//!
//! From the top:
//!
//! - [`gradient_descent`] walks downhill from a start and returns a [`Trajectory`]: every point
//!   it visited and the function's value there; [`sweep`] does so at several learning rates.
//! - [`numerical_gradient`] is what it follows: the central difference in every element of an
//!   array of any dimension. [`numerical_diff`] and [`tangent_line`] are the same for one number.
//! - [`descend_with`] walks with an [`Optimizer`]: [`Sgd`], [`Momentum`], [`Nesterov`],
//!   [`AdaGrad`], [`RmsProp`], [`Adam`], or [`Scheduled`] learning rates.
//! - [`SimpleNet`] is a matrix of weights with a softmax on top; its [`Loss`] becomes a function
//!   of the weights through [`SimpleNet::loss_of_weights`], and that can be descended too.
//!   [`SimpleNet::gradient`] is its gradient by backpropagation.
//! - [`Digits`] are handwritten digits to train on, with `…_batch` methods of the net for many
//!   inputs at once, [`accuracy`] and [`confusion_matrix`].
//! - [`TwoLayerNet`] is the book's net: a hidden layer with a [`sigmoid`] before the softmax, its
//!   [`gradient`](TwoLayerNet::gradient) by backpropagation through both.
//! - [`hubble_nebulae`] are points to fit a line to, [`least_squares`] is the line that fits best,
//!   and [`batches`] gives points in random parts.
//! - [`forward_difference`], [`central_difference`] and [`fourth_order_difference`] show what the
//!   step h does, and [`relative_error`] how far apart two gradients are.
//! - [`Error`] says what was wrong with an input. Overflow and NaN are no errors: they are what a
//!   diverging descent looks like, and worth a look.
//!
//! ```
//! use descent::{function_2, gradient_descent, numerical_gradient};
//! use ndarray::array;
//!
//! let gradient = numerical_gradient(function_2, &array![3.0, 4.0]);
//! assert!((gradient - array![6.0, 8.0]).iter().all(|difference| difference.abs() < 1e-8));
//!
//! let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 100)?;
//! assert_eq!(path.len(), 101); // the start and one point a step
//! assert!(path.last_value() < 1e-17);
//! # Ok::<(), descent::Error>(())
//! ```
//!
//! # Functions to descend
//!
//! Each has its analytic gradient beside it, under the same name with `_gradient`, and its known
//! minima in a constant, under the same name with `_MINIMA`.
//!
//! | function | formula | minima |
//! | --- | --- | --- |
//! | [`function_1`] | 0.01x² + 0.1x | [−5](FUNCTION_1_MINIMA) |
//! | [`function_2`] | x₀² + x₁² | [(0, 0)](FUNCTION_2_MINIMA) |
//! | [`ravine`] | x₀²/20 + x₁² | [(0, 0)](RAVINE_MINIMA) |
//! | [`rosenbrock`] | (1 − x₀)² + 100(x₁ − x₀²)² | [(1, 1)](ROSENBROCK_MINIMA) |
//! | [`himmelblau`] | (x₀² + x₁ − 11)² + (x₀ + x₁² − 7)² | [four](HIMMELBLAU_MINIMA) |
//! | [`beale`] | Σₖ (cₖ − x₀(1 − x₁ᵏ))², c = 1.5, 2.25, 2.625 | [(3, ½)](BEALE_MINIMA) |
//!
//! 'The book' in these pages is Saitō Kōki, *Deep Learning from Scratch* (ゼロから作る Deep
//! Learning), O'Reilly Japan, 2016.

#![deny(missing_debug_implementations)]

mod accuracy;
mod backpropagation;
mod batch;
mod batches;
mod derivative;
mod descent;
mod differences;
mod digits;
mod error;
mod functions;
mod gradient;
mod least_squares;
mod loss;
mod nebulae;
mod optimizers;
mod relative_error;
mod sigmoid;
mod simple_net;
mod softmax;
mod sweep;
mod targets;
mod trajectory;
mod two_layer_net;

pub use accuracy::{accuracy, confusion_matrix};
pub use batches::{Batch, batches};
pub use derivative::{Line, numerical_diff, tangent_line};
pub use descent::gradient_descent;
pub use differences::{central_difference, forward_difference, fourth_order_difference};
pub use digits::{DIGIT_CLASSES, DIGIT_WIDTH, Digits};
pub use error::Error;
pub use functions::{
    BEALE_MINIMA, FUNCTION_1_MINIMA, FUNCTION_2_MINIMA, HIMMELBLAU_MINIMA, RAVINE_MINIMA,
    ROSENBROCK_MINIMA, beale, beale_gradient, function_1, function_1_gradient, function_2,
    function_2_gradient, himmelblau, himmelblau_gradient, ravine, ravine_gradient, rosenbrock,
    rosenbrock_gradient,
};
pub use gradient::{H, numerical_gradient, numerical_gradient_with_step};
pub use least_squares::least_squares;
pub use loss::{Loss, cross_entropy_error, swapped_cross_entropy_error};
pub use nebulae::hubble_nebulae;
pub use optimizers::{
    AdaGrad, Adam, Momentum, Nesterov, Optimizer, RmsProp, Scheduled, Sgd, descend_with,
    diminishing, step_decay,
};
pub use relative_error::relative_error;
pub use sigmoid::sigmoid;
pub use simple_net::{LossOfWeights, SimpleNet};
pub use softmax::{OneDimension, softmax};
pub use sweep::sweep;
pub use trajectory::{MAX_NUMBERS, Trajectory};
pub use two_layer_net::TwoLayerNet;
