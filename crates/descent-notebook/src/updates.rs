//! Outputs that change while a cell runs.

use std::env;
use std::fmt;
use std::process;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::output::{self, content};

/// Set by our kernel for the process that runs the cells: it understands updates, stock evcxr does
/// not.
const KERNEL: &str = "DESCENT_KERNEL_FOLDER";
/// The block before a value that names the output which the value is for.
const NAMED: &str = "application/vnd.descent.shown+json";
/// Ten outputs a second look like motion; more would only be messages.
const INTERVAL: Duration = Duration::from_millis(100);

/// Asks the kernel to remove what the cell has shown.
const CLEAR: &str = "application/vnd.descent.clear";

/// Removes what the cell has shown so far, as soon as it shows something new: so nothing flickers.
/// IPython's `clear_output(wait=True)` does the same. Kernels other than ours are not asked.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// for step in 0..3 {
///     clear_output();
///     println!("step {step}");
/// }
/// ```
pub fn clear_output() {
    if is_understood() {
        output::show(&content(CLEAR, "wait"));
    }
}

fn is_understood() -> bool {
    env::var_os(KERNEL).is_some_and(|folder| !folder.is_empty())
}

/// One output of a cell, written anew as often as one likes.
#[derive(Clone)]
pub(crate) struct Screen {
    id: String,
    is_shown: bool,
    updates: bool,
    write: Rc<dyn Fn(&str)>,
}

impl Screen {
    pub(crate) fn new() -> Self {
        Self::to(is_understood(), Rc::new(output::show))
    }

    /// A screen that hands what it shows to `write`.
    pub(crate) fn to(updates: bool, write: Rc<dyn Fn(&str)>) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Self {
            id: format!("descent-{}-{number}", process::id()),
            is_shown: false,
            updates,
            write,
        }
    }

    /// Whether one output can follow another in the same place; where not, only the last is shown.
    pub(crate) fn updates(&self) -> bool {
        self.updates
    }

    /// Shows blocks of evcxr's protocol, in place of those before.
    pub(crate) fn show(&mut self, blocks: &str) {
        if !self.updates {
            return (self.write)(blocks);
        }
        let (id, is_update) = (&self.id, self.is_shown);
        let named = format!(
            r#"{{"data": {{}}, "id": "{id}", "is_update": {is_update}, "metadata": {{}}}}"#
        );
        (self.write)(&(content(NAMED, &named) + blocks));
        self.is_shown = true;
    }

    /// Prints a line, for where outputs cannot follow one another.
    pub(crate) fn print(&self, line: &str) {
        (self.write)(&format!("{line}\n"));
    }
}

impl fmt::Debug for Screen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Screen").field(&self.id).finish()
    }
}

/// When the next output may come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pace {
    next: Option<Instant>,
}

impl Pace {
    pub(crate) fn is_due(&self, now: Instant) -> bool {
        self.next.is_none_or(|next| now >= next)
    }

    /// Counts from `now`, when an output was written: drawing it does not use up the pause.
    pub(crate) fn wait_from(&mut self, now: Instant) {
        self.next = Some(now + INTERVAL);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::RefCell;

    use super::*;

    pub(crate) type Written = Rc<RefCell<Vec<String>>>;

    /// A screen, and what is written to it.
    pub(crate) fn recorded(updates: bool) -> (Screen, Written) {
        let written = Written::default();
        let copy = Rc::clone(&written);
        let write = move |text: &str| copy.borrow_mut().push(text.to_owned());
        (Screen::to(updates, Rc::new(write)), written)
    }

    #[test]
    fn the_first_output_has_a_name_that_the_others_refer_to() {
        let (mut screen, written) = recorded(true);
        screen.show("one");
        screen.show("two");
        let (mut other, _) = recorded(true);
        other.show("three");
        let id = screen.id.clone();
        let named = |is_update| {
            format!(
                "EVCXR_BEGIN_CONTENT application/vnd.descent.shown+json\n\
                 {{\"data\": {{}}, \"id\": \"{id}\", \"is_update\": {is_update}, \"metadata\": {{}}}}\n\
                 EVCXR_END_CONTENT\n"
            )
        };
        assert_eq!(written.borrow()[0], named(false) + "one");
        assert_eq!(written.borrow()[1], named(true) + "two");
        assert_ne!(other.id, id);
        let json: serde_json::Value =
            serde_json::from_str(written.borrow()[0].lines().nth(1).expect("a line"))
                .expect("it is JSON");
        assert_eq!(json["is_update"], false);
    }

    #[test]
    fn ten_outputs_a_second_are_due() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        let ticks = (0..1000).map(|tick| start + Duration::from_millis(tick));
        let due = ticks.filter(|&now| {
            let is_due = pace.is_due(now);
            if is_due {
                pace.wait_from(now);
            }
            is_due
        });
        assert_eq!(due.count(), 10);
    }
}
