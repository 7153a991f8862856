//! What can be wrong with an input.

use std::fmt;

use crate::MAX_NUMBERS;

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
    /// A trajectory would hold more than [`MAX_NUMBERS`] numbers, or more than fit into memory.
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
        match self {
            Error::EmptyStart => f.write_str(
                "start has no elements: give it at least one number, as array![3.0] has",
            ),
            Error::NonFiniteStart { index, value } => {
                match index.as_slice() {
                    [index] => write!(f, "start[{index}]")?,
                    index => write!(f, "start[{index:?}]")?,
                }
                write!(f, " is {value}: give a start of finite numbers")
            }
            Error::NonFiniteLearningRate { value } => write!(
                f,
                "the learning rate is {value}: give a finite number, such as 0.1",
            ),
            Error::TooManySteps { steps, elements } => write!(
                f,
                "{steps} steps would record {} numbers each, and a trajectory holds at most \
                 {MAX_NUMBERS} in all, memory permitting: ask for fewer steps",
                elements.saturating_add(1),
            ),
            Error::NoPoints => {
                f.write_str("there are no points: a trajectory needs at least its start")
            }
            Error::EmptyPoints => {
                f.write_str("the points have no elements: give each at least one number")
            }
            Error::PointShape {
                step,
                found,
                expected,
            } => write!(
                f,
                "point {step} has shape {found:?}, but point 0 has shape {expected:?}: \
                 give all points one shape",
            ),
            Error::NoSuchStep { step, last } => write!(
                f,
                "there is no step {step}: this trajectory has steps 0 (its start) to {last}",
            ),
            Error::GradientShape { gradient, x } => write!(
                f,
                "the gradient has shape {gradient:?}, but x has shape {x:?}: \
                 give one slope for each element of x",
            ),
            Error::OtherShape { gradient, other } => write!(
                f,
                "the gradient has shape {gradient:?}, but the other one has shape {other:?}: \
                 only gradients of one shape can be compared",
            ),
            Error::InputShape { x, w } => write!(
                f,
                "x has shape {x:?}, but the weights have shape {w:?}: \
                 x needs one {} for each of their {} rows",
                if x.len() == 2 { "column" } else { "element" },
                w.first().unwrap_or(&0),
            ),
            Error::BiasShape { layer, w, b } => write!(
                f,
                "b{layer} has shape {b:?}, but w{layer} has shape {w:?}: \
                 b{layer} needs one element for each of its {} columns",
                w.last().unwrap_or(&0),
            ),
            Error::LayerShape { w1, w2 } => write!(
                f,
                "w2 has shape {w2:?}, but w1 has shape {w1:?}: \
                 w2 needs one row for each of the {} columns of w1",
                w1.last().unwrap_or(&0),
            ),
            Error::LabelShape { y, t } => write!(
                f,
                "the prediction y has shape {y:?}, but the label t has shape {t:?}: \
                 give t one element for each element of y",
            ),
            Error::EmptyLabel => f.write_str(
                "the label t has no elements: a label is a distribution over one class or more",
            ),
            Error::NegativeLabel { index, value } => write!(
                f,
                "t[{index}] is {value}: a label is a distribution, \
                 so give it no element below 0, as in array![0.0, 0.0, 1.0]",
            ),
            Error::LabelSum { sum } => write!(
                f,
                "the elements of t sum to {sum}: a label is a distribution, \
                 so make them sum to 1, as in array![0.0, 0.0, 1.0]",
            ),
            Error::EmptyBatch => {
                f.write_str("the batch has no rows: give at least one input with its label")
            }
            Error::PairCount { x, y } => write!(
                f,
                "x has {x} element{} and y has {y}: give one y for each x",
                if *x == 1 { "" } else { "s" },
            ),
            Error::OneX { count: 0 } => {
                f.write_str("there are no points: a line needs at least two, with different x")
            }
            Error::OneX { count } => write!(
                f,
                "all x are the same ({count} of them): a line needs points with at least two \
                 different x",
            ),
            Error::NoSuchImage { index, count: 0 } => write!(
                f,
                "{index} was asked for, but there are no images: begin with Digits::load()",
            ),
            Error::NoSuchImage { index, count } => write!(
                f,
                "{index} was asked for, but there are only {count} images, numbered from 0: \
                 ask for less",
            ),
            Error::NoSuchClass { class, classes } => write!(
                f,
                "there is a class {class}, but the {classes} classes are numbered from 0: \
                 give the number of classes that your labels need",
            ),
            Error::PredictionCount { found, expected } => write!(
                f,
                "there are {found} predictions for {expected} labels: give one for each",
            ),
        }
    }
}

/// The sentence, as [`Display`](fmt::Display) has it: `unwrap` prints this, and a student reads it.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
