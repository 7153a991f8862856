//! The checks of the exercises: right functions pass, stubs fail kindly, and each common mistake
//! gets a hint of its own, whatever the random inputs are.

mod lesson_01;
mod lesson_02;
mod lesson_03;
mod lesson_04;
mod lesson_05;
mod lesson_06;
mod lesson_07;
mod lesson_09;
mod mishaps;

use descent_notebook::check::{Report, Verdict, with_seed};

/// How many different random inputs each function is checked with.
const SEEDS: u64 = 20;

/// Runs a check on a right function, on a stub, and on wrong ones, each with a part of the hint
/// that it should get.
fn judge<F: Copy>(
    check: impl Fn(F) -> Report,
    right: impl Fn() -> Report,
    stub: impl Fn() -> Report,
    wrong: &[(&str, F)],
) {
    passes(right);
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
