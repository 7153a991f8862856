//! Checks and the panic hook, which belongs to the whole process: one test in a program of its own.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use descent_notebook::prelude::*;

#[test]
fn the_hook_hears_other_threads_meanwhile_and_is_back_afterwards() {
    static HEARD: AtomicUsize = AtomicUsize::new(0);
    let heard = || HEARD.load(Ordering::SeqCst);
    let earlier = panic::take_hook();
    panic::set_hook(Box::new(|_| {
        HEARD.fetch_add(1, Ordering::SeqCst);
    }));

    let report = check::softmax(|_| panic!("unheard"));
    assert!(report.to_string().contains("a panic: unheard") && heard() == 0);

    let other = check::softmax(|a| {
        let other = thread::spawn(|| panic!("heard"));
        assert!(other.join().is_err());
        softmax(a)
    });
    assert!(other.passed());
    let meanwhile = heard();
    assert!(meanwhile > 0);

    assert!(thread::spawn(|| panic!("heard")).join().is_err());
    assert_eq!(heard(), meanwhile + 1);
    panic::set_hook(earlier);
}
