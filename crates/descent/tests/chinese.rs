//! The errors in Chinese.

#[path = "../../descent-language/tests/chinese/mod.rs"]
mod chinese;

use chinese::assert_says_the_same;
use descent::{Error, function_2, gradient_descent};
use descent_language::{Language, speaking};
use ndarray::array;

fn errors() -> Vec<Error> {
    let (w, b, t) = (vec![2, 3], vec![4], vec![5]);
    vec![
        Error::EmptyStart,
        Error::NonFiniteStart {
            index: vec![1],
            value: f64::NAN,
        },
        Error::NonFiniteStart {
            index: vec![1, 2],
            value: f64::INFINITY,
        },
        Error::NonFiniteLearningRate { value: f64::NAN },
        Error::TooManySteps {
            steps: 1_000_000_000,
            elements: 2,
        },
        Error::NoPoints,
        Error::EmptyPoints,
        Error::PointShape {
            step: 7,
            found: b.clone(),
            expected: w.clone(),
        },
        Error::NoSuchStep { step: 21, last: 20 },
        Error::GradientShape {
            gradient: b.clone(),
            x: t.clone(),
        },
        Error::OtherShape {
            gradient: b.clone(),
            other: t.clone(),
        },
        Error::InputShape {
            x: b.clone(),
            w: w.clone(),
        },
        Error::InputShape {
            x: vec![8, 4],
            w: w.clone(),
        },
        Error::BiasShape {
            layer: 2,
            w: w.clone(),
            b: b.clone(),
        },
        Error::LayerShape {
            w1: w.clone(),
            w2: vec![4, 9],
        },
        Error::LabelShape { y: b, t },
        Error::EmptyLabel,
        Error::NegativeLabel {
            index: 3,
            value: -0.5,
        },
        Error::LabelSum { sum: 1.5 },
        Error::EmptyBatch,
        Error::PairCount { x: 1, y: 2 },
        Error::PairCount { x: 3, y: 2 },
        Error::OneX { count: 0 },
        Error::OneX { count: 4 },
        Error::NoSuchImage { index: 9, count: 0 },
        Error::NoSuchImage { index: 9, count: 5 },
        Error::NoSuchClass {
            class: 10,
            classes: 9,
        },
        Error::PredictionCount {
            found: 3,
            expected: 4,
        },
    ]
}

#[test]
fn each_error_is_told_in_chinese_with_the_same_numbers() {
    for error in errors() {
        let english = speaking(Language::English, || error.to_string());
        let chinese = speaking(Language::Chinese, || format!("{error:?}"));
        // Arguments by their names, and what f64 calls a number.
        let names = ["start", "NaN", "inf", "array"];
        assert_says_the_same(&english, &chinese, &names);
    }
}

#[test]
fn a_failed_descent_tells_why_in_chinese() {
    let error = speaking(Language::Chinese, || {
        let path = gradient_descent(function_2, &array![3.0, f64::NAN], 0.1, 20);
        path.expect_err("no start").to_string()
    });
    assert_eq!(error, "start[1] 是 NaN：起点的每个数都要是有限的");
}
