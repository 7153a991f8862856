//! Calling a student's function: it may panic, never return, or not be written yet.

use std::any::Any;
use std::cell::Cell;
use std::panic;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use descent_language::{marked, translated, words};

/// A function that has not answered after this long is taken to be in an endless loop: the
/// slowest right answer takes some milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);

/// What came of a call.
#[derive(Debug, PartialEq)]
pub(crate) enum Outcome<T> {
    /// It returned.
    Value(T),
    /// It stopped at a `todo!()`.
    Unwritten,
    /// It panicked, with this message.
    Panicked(String),
    /// It had no answer when the patience was at its end, and may run on.
    Unfinished,
}

/// Calls the function on a thread of its own. Its panic stays there and prints nothing.
///
/// A thread cannot be stopped from outside: one that never ends works on until the kernel is
/// restarted.
pub(crate) fn attempt<T: Send + 'static>(call: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
    silently(|| {
        let (sender, receiver) = mpsc::channel();
        let check = thread::Builder::new().name("check".to_owned());
        let spawned = check.spawn(move || {
            SILENT.set(true);
            // Nobody listens any more to one that took too long.
            let _ = sender.send(call());
        });
        let thread = match spawned {
            Ok(thread) => thread,
            Err(error) => {
                return Outcome::Panicked(words!("no thread can be started: {error}", error));
            }
        };
        match receiver.recv_timeout(PATIENCE) {
            Ok(value) => Outcome::Value(value),
            Err(RecvTimeoutError::Timeout) => Outcome::Unfinished,
            Err(RecvTimeoutError::Disconnected) => match thread.join() {
                Ok(()) => Outcome::Panicked(words!("the function ended without an answer")),
                Err(payload) => panicked(payload.as_ref()),
            },
        }
    })
}

fn panicked<T>(payload: &(dyn Any + Send)) -> Outcome<T> {
    let formatted = payload.downcast_ref::<String>().map(String::as_str);
    let message = formatted.or_else(|| payload.downcast_ref::<&str>().copied());
    let message = message.unwrap_or(translated(marked!("a panic without a message")));
    // What todo!() and unimplemented!() say.
    if message.starts_with("not yet implemented") || message.starts_with("not implemented") {
        Outcome::Unwritten
    } else {
        Outcome::Panicked(message.to_owned())
    }
}

thread_local! {
    /// Whether panics of this thread print nothing.
    static SILENT: Cell<bool> = const { Cell::new(false) };
}

/// The hook belongs to the whole process: checks on several threads take turns with it.
static TURN: Mutex<()> = Mutex::new(());

/// Does the work; meanwhile panics of silent threads print nothing, and those of others as before.
fn silently<T>(work: impl FnOnce() -> T) -> T {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let before = Arc::new(panic::take_hook());
    let others = Arc::clone(&before);
    panic::set_hook(Box::new(move |info| {
        if !SILENT.get() {
            others(info);
        }
    }));
    let result = work();
    drop(panic::take_hook());
    // What is put back is the hook that was there before, not a wrapper around it.
    if let Some(before) = Arc::into_inner(before) {
        panic::set_hook(before);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back() {
        assert_eq!(attempt(|| 6.0 * 7.0), Outcome::Value(42.0));
    }

    #[test]
    #[expect(clippy::todo, reason = "this is what stubs do")]
    fn what_is_still_to_do_is_no_panic() {
        assert_eq!(attempt::<f64>(|| todo!()), Outcome::Unwritten);
        assert_eq!(attempt::<f64>(|| todo!("the loop")), Outcome::Unwritten);
        assert_eq!(attempt::<f64>(|| unimplemented!()), Outcome::Unwritten);
    }

    #[test]
    fn a_panic_comes_back_as_its_message() {
        let empty: Vec<f64> = Vec::new();
        let message = "index out of bounds: the len is 0 but the index is 3";
        assert_eq!(
            attempt(move || empty[3]),
            Outcome::Panicked(message.to_owned())
        );
        assert!(matches!(
            attempt(|| panic::panic_any(7)),
            Outcome::<()>::Panicked(_)
        ));
    }
}
