//! What a notebook names: the [`descent`] crate, arrays shown as NumPy shows them, and figures.
//!
//! The way of a figure: a builder → an evaluated scene → strokes on a canvas → an output.
//!
//! From the top: [`prelude`] is what a lesson imports. [`contour()`], [`quiver()`], [`curve()`],
//! [`surface()`], [`loss_curve()`], [`lines()`], [`basins()`], [`heatmap()`], [`images()`],
//! [`panels()`], [`player()`] and [`explore()`] each start a figure; [`Plot`] is what they all can do, [`Runs`]
//! and [`Minima`] what those can do that show descents and minima; [`Figure`] is the finished
//! picture, which a cell shows and [`Figure::save`] writes to a file. [`Show`] shows all other
//! values, by their [`Readable`] texts; [`check`] has the checks of the exercises.
//! [`progress()`] shows how far a loop is, and [`live()`] a figure that follows it.
//!
//! ```
//! use descent_notebook::prelude::*;
//!
//! let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 20)?;
//! let figure = contour(function_2).path(&path).title("learning rate 0.1").figure()?;
//! assert!(figure.png()?.len() < 40_000);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![deny(missing_debug_implementations)]

mod canvas;
pub mod check;
mod display;
mod error;
mod figure;
mod figures;
mod number;
mod output;
mod progress;
mod scene;
mod script;
mod text;
mod updates;

pub use canvas::palette;
pub use display::{Readable, Show, numpy_text};
pub use error::Error;
pub use figure::Figure;
pub use figures::basins::{Basins, basins};
pub use figures::contour::{Contour, contour};
pub use figures::curve::{Curve, curve};
pub use figures::explore::{Explore, explore};
pub use figures::heatmap::{Heatmap, heatmap};
pub use figures::images::{Images, images};
pub use figures::lines::{Lines, lines};
pub use figures::live::{Drawable, Live, LiveSteps, live};
pub use figures::loss_curve::{LossCurve, loss_curve};
pub use figures::minima::Minima;
pub use figures::panels::{Panels, panels};
pub use figures::player::{Player, player};
pub use figures::plot::{Options, Plot, Ranges};
pub use figures::quiver::{Quiver, quiver};
pub use figures::run::Runs;
pub use figures::surface::{Surface, surface};
pub use progress::{Progress, progress};
pub use scene::axis::Scale;
pub use updates::clear_output;

pub use descent;
pub use ndarray;
pub use plotters;
pub use rand;

/// What a lesson imports: `use descent_notebook::prelude::*;`.
///
/// It names ndarray, rand and plotters too, so that code from elsewhere finds them.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let m = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(m.slice(s![.., 0]), array![1.0, 3.0]);
/// assert_eq!(m.sum_axis(Axis(0)), array![4.0, 6.0]);
/// assert_eq!(ndarray::Zip::from(&m).fold(0.0, |sum, x| sum + x), 10.0);
/// ```
pub mod prelude {
    pub use crate::check;
    pub use crate::{
        Figure, Minima, Plot, Runs, Scale, Show, basins, clear_output, contour, curve, explore,
        heatmap, images, lines, live, loss_curve, numpy_text, panels, player, progress, quiver,
        surface,
    };
    // Constants stay behind the crate's name, as in `descent::H`: with one in scope, completion in
    // a cell can end the kernel (rust-analyzer's term search, which evcxr uses, panics).
    pub use descent;
    pub use descent::{
        AdaGrad, Adam, Digits, Error, Line, Loss, LossOfWeights, Momentum, Nesterov, Optimizer,
        RmsProp, Scheduled, Sgd, SimpleNet, Trajectory, TwoLayerNet, accuracy, batches, beale,
        beale_gradient, central_difference, confusion_matrix, cross_entropy_error, descend_with,
        diminishing, forward_difference, fourth_order_difference, function_1, function_1_gradient,
        function_2, function_2_gradient, gradient_descent, himmelblau, himmelblau_gradient,
        hubble_nebulae, least_squares, numerical_diff, numerical_gradient,
        numerical_gradient_with_step, ravine, ravine_gradient, relative_error, rosenbrock,
        rosenbrock_gradient, sigmoid, softmax, step_decay, swapped_cross_entropy_error, sweep,
        tangent_line,
    };
    // The crates by their names, so that pasted code with `use ndarray::Axis;`, `use rand::Rng;` or
    // `use plotters::prelude::*;` compiles.
    pub use ndarray::{
        self, Array, Array1, Array2, Array3, ArrayView1, ArrayView2, Axis, Dimension, Ix1, Ix2,
        array, s,
    };
    pub use {plotters, rand};
    // What `use rand::Rng;` brought before rand 0.10 moved `random_range` to another trait.
    pub use rand::RngExt as _;
}
