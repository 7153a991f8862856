//! What can be wrong with an input.

mod sentence;

use std::fmt;

/// What was wrong with an input: what was found, what was expected, and what to do.
///
/// ```
/// use descent::{function_2, gradient_descent};
/// use ndarray::array;
///
/// let error = gradient_descent(function_2, &array![3.0, f64::NAN], 0.1, 20).unwrap_err();
/// assert_eq!(error.to_string(), "start[1] is NaN: give a start of finite numbers");
/// assert_eq!(format!("{error:?}"), error.to_string()); // what unwrap prints
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A descent was to start from an array without elements.
    EmptyStart,
    /// An element of a descent's start is NaN or infinite.
    NonFiniteStart {
        /// Where the element is, one number for each axis.
        index: Vec<usize>,
        /// The element.
        value: f64,
    },
    /// A learning rate is NaN or infinite.
    NonFiniteLearningRate {
        /// The learning rate.
        value: f64,
    },
    /// A trajectory would hold more than [`MAX_NUMBERS`](crate::MAX_NUMBERS) numbers, or more than fit into memory.
    TooManySteps {
        /// The steps that were asked for.
        steps: usize,
        /// The elements of each point.
        elements: usize,
    },
    /// A trajectory was to be made from no points at all.
    NoPoints,
    /// The points of a trajectory are arrays without elements.
    EmptyPoints,
    /// A point of a trajectory has another shape than the first.
    PointShape {
        /// The number of the point, counted from 0.
        step: usize,
        /// Its shape.
        found: Vec<usize>,
        /// The shape of the first point.
        expected: Vec<usize>,
    },
    /// A trajectory does not reach so far.
    NoSuchStep {
        /// The step that was asked for.
        step: usize,
        /// The trajectory's last step.
        last: usize,
    },
    /// A gradient differs in shape from the point that it is to move.
    GradientShape {
        /// The shape of the gradient.
        gradient: Vec<usize>,
        /// The shape of the point.
        x: Vec<usize>,
    },
    /// Two gradients that are to be compared differ in shape.
    OtherShape {
        /// The shape of the first.
        gradient: Vec<usize>,
        /// The shape of the other.
        other: Vec<usize>,
    },
    /// An input x, or a batch of them, does not fit a net's weights.
    InputShape {
        /// The shape of x.
        x: Vec<usize>,
        /// The shape of the weights, inputs × outputs.
        w: Vec<usize>,
    },
    /// The biases of a layer do not fit its weights.
    BiasShape {
        /// The number of the layer, 1 for the first.
        layer: usize,
        /// The shape of the weights, inputs × outputs of the layer.
        w: Vec<usize>,
        /// The shape of the biases.
        b: Vec<usize>,
    },
    /// The second layer of a net does not fit the first.
    LayerShape {
        /// The shape of the first layer's weights, inputs × hidden units.
        w1: Vec<usize>,
        /// The shape of the second layer's weights, hidden units × outputs.
        w2: Vec<usize>,
    },
    /// A prediction y and a label t differ in shape.
    LabelShape {
        /// The shape of y.
        y: Vec<usize>,
        /// The shape of t.
        t: Vec<usize>,
    },
    /// A label has no elements, so there is no class that it could name.
    EmptyLabel,
    /// An element of a label is negative or NaN.
    NegativeLabel {
        /// Where the element is.
        index: usize,
        /// The element.
        value: f64,
    },
    /// The elements of a label do not sum to 1.
    LabelSum {
        /// What they sum to.
        sum: f64,
    },
    /// A batch has no rows: no mean can be taken over it.
    EmptyBatch,
    /// There are not as many x as y: points are pairs.
    PairCount {
        /// How many x there are.
        x: usize,
        /// How many y there are.
        y: usize,
    },
    /// A line was to be fitted to points with a single x, or to none.
    OneX {
        /// How many points there are.
        count: usize,
    },
    /// An image was asked for that is not there.
    NoSuchImage {
        /// The number of the image, or of images, that was asked for.
        index: usize,
        /// How many images there are.
        count: usize,
    },
    /// A class was met that is not there.
    NoSuchClass {
        /// The class.
        class: usize,
        /// How many classes there are.
        classes: usize,
    },
    /// There are not as many predictions as labels.
    PredictionCount {
        /// The number of predictions.
        found: usize,
        /// The number of labels.
        expected: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence())
    }
}

/// The sentence, as [`Display`](fmt::Display) has it: `unwrap` prints this, and a student reads it.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
