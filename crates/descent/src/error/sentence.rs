//! What an error says.

use descent_language::words;

use super::Error;
use crate::MAX_NUMBERS;

impl Error {
    /// The message, in the language of its reader.
    pub(super) fn sentence(&self) -> String {
        match self {
            Error::EmptyStart => {
                words!("start has no elements: give it at least one number, as array![3.0] has")
            }
            Error::NonFiniteStart { index, value } => match index.as_slice() {
                [index] => words!(
                    "start[{index}] is {value}: give a start of finite numbers",
                    index,
                    value
                ),
                index => words!(
                    "start[{index}] is {value}: give a start of finite numbers",
                    index = list(index),
                    value
                ),
            },
            Error::NonFiniteLearningRate { value } => words!(
                "the learning rate is {value}: give a finite number, such as 0.1",
                value
            ),
            Error::TooManySteps { steps, elements } => words!(
                "{steps} steps would record {numbers} numbers each, and a trajectory holds at most \
                 {most} in all, memory permitting: ask for fewer steps",
                steps,
                numbers = elements.saturating_add(1),
                most = MAX_NUMBERS
            ),
            Error::NoPoints => {
                words!("there are no points: a trajectory needs at least its start")
            }
            Error::EmptyPoints => {
                words!("the points have no elements: give each at least one number")
            }
            Error::PointShape {
                step,
                found,
                expected,
            } => words!(
                "point {step} has shape {found}, but point 0 has shape {expected}: \
                 give all points one shape",
                step,
                found = list(found),
                expected = list(expected)
            ),
            Error::NoSuchStep { step, last } => words!(
                "there is no step {step}: this trajectory has steps 0 (its start) to {last}",
                step,
                last
            ),
            Error::GradientShape { gradient, x } => words!(
                "the gradient has shape {gradient}, but x has shape {x}: \
                 give one slope for each element of x",
                gradient = list(gradient),
                x = list(x)
            ),
            Error::OtherShape { gradient, other } => words!(
                "the gradient has shape {gradient}, but the other one has shape {other}: \
                 only gradients of one shape can be compared",
                gradient = list(gradient),
                other = list(other)
            ),
            Error::InputShape { x, w } if x.len() == 2 => words!(
                "x has shape {x}, but the weights have shape {w}: \
                 x needs one column for each of their {rows} rows",
                x = list(x),
                w = list(w),
                rows = w.first().unwrap_or(&0)
            ),
            Error::InputShape { x, w } => words!(
                "x has shape {x}, but the weights have shape {w}: \
                 x needs one element for each of their {rows} rows",
                x = list(x),
                w = list(w),
                rows = w.first().unwrap_or(&0)
            ),
            Error::BiasShape { layer, w, b } => words!(
                "b{layer} has shape {b}, but w{layer} has shape {w}: \
                 b{layer} needs one element for each of its {columns} columns",
                layer,
                w = list(w),
                b = list(b),
                columns = w.last().unwrap_or(&0)
            ),
            Error::LayerShape { w1, w2 } => words!(
                "w2 has shape {w2}, but w1 has shape {w1}: \
                 w2 needs one row for each of the {columns} columns of w1",
                w1 = list(w1),
                w2 = list(w2),
                columns = w1.last().unwrap_or(&0)
            ),
            Error::LabelShape { y, t } => words!(
                "the prediction y has shape {y}, but the label t has shape {t}: \
                 give t one element for each element of y",
                y = list(y),
                t = list(t)
            ),
            Error::EmptyLabel => words!(
                "the label t has no elements: a label is a distribution over one class or more"
            ),
            Error::NegativeLabel { index, value } => words!(
                "t[{index}] is {value}: a label is a distribution, \
                 so give it no element below 0, as in array![0.0, 0.0, 1.0]",
                index,
                value
            ),
            Error::LabelSum { sum } => words!(
                "the elements of t sum to {sum}: a label is a distribution, \
                 so make them sum to 1, as in array![0.0, 0.0, 1.0]",
                sum
            ),
            Error::EmptyBatch => {
                words!("the batch has no rows: give at least one input with its label")
            }
            Error::PairCount { x: 1, y } => {
                words!("x has 1 element and y has {y}: give one y for each x", y)
            }
            Error::PairCount { x, y } => {
                words!(
                    "x has {x} elements and y has {y}: give one y for each x",
                    x,
                    y
                )
            }
            Error::OneX { count: 0 } => {
                words!("there are no points: a line needs at least two, with different x")
            }
            Error::OneX { count } => words!(
                "all x are the same ({count} of them): a line needs points with at least two \
                 different x",
                count
            ),
            Error::NoSuchImage { index, count: 0 } => words!(
                "{index} was asked for, but there are no images: begin with Digits::load()",
                index
            ),
            Error::NoSuchImage { index, count } => words!(
                "{index} was asked for, but there are only {count} images, numbered from 0: \
                 ask for less",
                index,
                count
            ),
            Error::NoSuchClass { class, classes } => words!(
                "there is a class {class}, but the {classes} classes are numbered from 0: \
                 give the number of classes that your labels need",
                class,
                classes
            ),
            Error::PredictionCount { found, expected } => words!(
                "there are {found} predictions for {expected} labels: give one for each",
                found,
                expected
            ),
        }
    }
}

/// A shape, or the place of an element in an array of several axes: `[2, 3]`.
fn list(numbers: &[usize]) -> String {
    format!("{numbers:?}")
}
