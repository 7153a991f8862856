//! Bad input for every public function of `descent` and `descent-notebook`: whatever it is, they
//! give a right answer or the error that their documentation names, and never a panic.
//!
//! Each function here makes its input from bytes, calls what it is named for, and panics where an
//! answer is wrong. The tests try bytes at random; a fuzzer learns from the code which bytes lead
//! somewhere new. With `cargo install --locked cargo-fuzz` and a C++ compiler:
//!
//! ```text
//! cargo fuzz run --fuzz-dir crates/descent-fuzz --features fuzzer --sanitizer none mathematics
//! ```

mod checks;
mod figures;
mod input;
mod mathematics;
mod nets;
mod optimizers;

pub use checks::checks;
pub use figures::figures;
pub use mathematics::mathematics;
pub use nets::nets;
pub use optimizers::optimizers;

/// Checks what every error shares: a sentence on one line, to which the notebook adds the full
/// stop.
fn assert_is_a_sentence(error: &dyn std::error::Error) {
    let message = error.to_string();
    assert!(!message.is_empty() && message.len() < 2000, "{message:?}");
    assert!(!message.contains('\n'), "{message:?}");
    assert!(!message.ends_with('.'), "{message:?}");
}

/// Whether two numbers are the same, NaN included, or differ by rounding: by no more than `share`
/// of `size`.
fn agree(a: f64, b: f64, size: f64, share: f64) -> bool {
    a == b || a.is_nan() && b.is_nan() || (a - b).abs() <= share * size || !size.is_finite()
}
