//! The checks of the exercises: right functions pass, stubs fail kindly, and each common mistake
//! gets a hint of its own, whatever the random inputs are.

#[path = "../../../descent-language/tests/chinese/mod.rs"]
mod chinese;
mod lesson_01;
mod lesson_02;
mod lesson_03;
mod lesson_04;
mod lesson_05;
mod lesson_06;
mod lesson_07;
mod lesson_09;
mod mishaps;

use descent_language::{Language, speaking};
use descent_notebook::check::{Report, Verdict, with_seed};

use crate::chinese::{assert_is_chinese, assert_says_the_same};

/// How many different random inputs each function is checked with.
const SEEDS: u64 = 20;

/// What has the same name in Chinese: terms, methods, and parameters of the exercises' functions.
const NAMES: &str = "NaN softmax sigmoid logit max exp sin tanh panic Rust RMS AdaGrad RMSProp \
    Momentum Nesterov gradient mean spread order step every momentum decay signals";

/// Runs a check on a right function, on a stub, and on wrong ones, each with a part of the hint
/// that it should get.
fn judge<F: Copy>(
    check: impl Fn(F) -> Report,
    right: impl Fn() -> Report,
    stub: impl Fn() -> Report,
    wrong: &[(&str, F)],
) {
    passes(&right);
    let report = stub();
    assert_eq!(report.verdict(), Verdict::NotWritten, "a stub:\n{report}");
    assert!(report.to_string().starts_with("… Not written yet"));
    assert!(
        report
            .hint()
            .is_some_and(|hint| hint.contains("replace todo!()"))
    );

    for seed in 0..SEEDS {
        let mut given: Vec<String> = Vec::new();
        for (phrase, mistaken) in wrong {
            let report = with_seed(seed, || check(*mistaken));
            assert_eq!(report.verdict(), Verdict::Wrong, "'{phrase}':\n{report}");
            let hint = report.hint().unwrap_or_default();
            assert!(hint.contains(phrase), "not '{phrase}':\n{report}");
            assert!(!given.iter().any(|other| other == hint), "twice: {hint}");
            given.push(hint.to_owned());
        }
    }
    in_chinese(&right);
    in_chinese(&stub);
    for (_, mistaken) in wrong {
        in_chinese(|| check(*mistaken));
    }
}

/// The answer is the same in Chinese: its verdict and its numbers.
fn in_chinese(check: impl Fn() -> Report) {
    let answer = |language| {
        speaking(language, || {
            let report = with_seed(1, &check);
            let text = report.to_string();
            (report, text)
        })
    };
    let (english, english_text) = answer(Language::English);
    let (chinese, chinese_text) = answer(Language::Chinese);
    assert_eq!(chinese.verdict(), english.verdict());
    let sentence = english_text.split(": ").nth(1).unwrap_or_default();
    let own_name = sentence.split(' ').next().unwrap_or_default();
    let names: Vec<&str> = NAMES.split_whitespace().chain([own_name]).collect();
    // A long cell is cut off, and not at the same number; what a panic says is Rust's, or ndarray's.
    match english_text.contains("…  ") {
        _ if chinese_text.contains("panic：") => {}
        true => assert_is_chinese(&chinese_text, &names),
        false => assert_says_the_same(&english_text, &chinese_text, &names),
    }
    if let (Some(english), Some(chinese)) = (english.hint(), chinese.hint()) {
        assert_ne!(english, chinese);
        assert_says_the_same(english, chinese, &names);
    }
}

/// Runs a check on a right function.
fn passes(right: impl Fn() -> Report) {
    for seed in 0..SEEDS {
        let report = with_seed(seed, &right);
        assert!(report.passed(), "a right function fails:\n{report}");
        assert_eq!(report.hint(), None);
    }
}

/// Different mistakes that deserve the same hint.
fn same_hint(phrase: &str, checks: &[&dyn Fn() -> Report]) {
    for seed in 0..SEEDS {
        for check in checks {
            let report = with_seed(seed, check);
            let hint = report.hint().unwrap_or_default();
            assert!(hint.contains(phrase), "not '{phrase}':\n{report}");
        }
    }
}
