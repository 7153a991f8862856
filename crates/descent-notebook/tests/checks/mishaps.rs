//! What else a student's function can do.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use descent_notebook::check::Verdict;
use descent_notebook::prelude::*;

#[test]
fn a_panic_is_answered_with_its_message_and_what_to_do() {
    let report = check::numerical_gradient(|f, x| {
        let mut gradient = Array1::zeros(x.len());
        for i in 0..=x.len() {
            gradient[i] = f(x);
        }
        gradient
    });
    assert_eq!(report.verdict(), Verdict::Wrong);
    assert!(
        report.to_string().contains("a panic: ndarray: index"),
        "{report}"
    );
    assert!(
        report
            .hint()
            .is_some_and(|hint| hint.contains("from 0 to n − 1")),
        "{report}"
    );
}

#[test]
fn a_panic_on_some_inputs_leaves_the_others_to_tell_the_mistake() {
    // In the square matrices the transposed product exists; elsewhere ndarray panics.
    let report = check::predict(|x, w| w.dot(x));
    assert!(report.to_string().contains("a panic: "), "{report}");
    assert!(
        report.hint().is_some_and(|hint| hint.contains("W·x")),
        "{report}"
    );
}

#[test]
fn an_endless_loop_is_given_up_after_five_seconds() {
    static ENOUGH: AtomicBool = AtomicBool::new(false);
    let begin = Instant::now();
    let report = check::softmax(|a| {
        while !ENOUGH.load(Ordering::Relaxed) {
            sleep(Duration::from_millis(10));
        }
        a.clone()
    });
    ENOUGH.store(true, Ordering::Relaxed);
    assert_eq!(report.verdict(), Verdict::Unfinished);
    assert!(
        report
            .hint()
            .is_some_and(|hint| hint.contains("restart the kernel"))
    );
    assert!(begin.elapsed() < Duration::from_secs(10));
}

#[test]
fn answers_of_another_shape_nan_and_infinity_have_hints() {
    for (report, phrase) in [
        (
            check::softmax(|_| array![1.0]),
            "has shape [1], but should have shape [3]",
        ),
        (check::softmax(|a| a * f64::NAN), "NaN comes from"),
        (check::softmax(|a| a / 0.0), "∞ comes from"),
        (check::softmax(|a| Array1::zeros(a.len())), "0 throughout"),
        (
            check::softmax(|a| a * 0.123),
            "work `a = [0.3, 2.9, 4]` out by hand",
        ),
    ] {
        let hint = report.hint().unwrap_or_default();
        assert!(hint.contains(phrase), "not '{phrase}':\n{report}");
    }
}

#[test]
fn the_inputs_are_new_in_every_call_and_the_same_for_a_seed() {
    let seeds: Vec<u64> = (0..3)
        .map(|_| {
            sleep(Duration::from_millis(2));
            check::softmax(softmax).seed()
        })
        .collect();
    assert!(seeds[0] != seeds[1] || seeds[1] != seeds[2], "{seeds:?}");
    let text = |seed| check::with_seed(seed, || check::softmax(softmax)).to_string();
    assert_eq!(text(5), text(5));
    assert_ne!(text(5).replace("5", ""), text(6).replace("6", ""));
}

#[test]
fn the_report_is_html_that_untrusted_notebooks_keep() {
    let html = check::softmax(|a| a * 0.5).html();
    let colored = ["009e73", "d55e00", "e69f00"].map(|color| format!("b style=\"color:#{color}\""));
    let plain = ["p", "b", "table", "thead", "tbody", "tr"];
    let others = [
        "div class=\"descent-check mathjax_ignore tex2jax_ignore\"",
        "th align=\"left\"",
        "td align=\"left\"",
    ];
    let tags = html
        .split('<')
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap());
    for tag in tags.map(|tag| tag.trim_start_matches('/')) {
        let known = plain.contains(&tag) || others.contains(&tag) || tag == "div";
        assert!(
            known || ["th", "td"].contains(&tag) || colored.iter().any(|c| c == tag),
            "{tag}"
        );
    }
    assert!(html.contains("<table>"));
    assert!(!html.contains("\n\n"));
}

#[test]
#[expect(clippy::todo, reason = "this is what stubs do")]
fn a_check_that_must_pass_is_an_error_unless_it_did() {
    assert_eq!(check::softmax(softmax).must_pass(), Ok(()));
    for report in [check::softmax(|a| a.clone()), check::softmax(|_| todo!())] {
        let error = report.must_pass().expect_err("no softmax");
        assert_eq!(
            error.to_string(),
            "check::softmax has to pass here and did not, as the table above says; change your \
             function, run its cell, then this one again"
        );
    }
}
