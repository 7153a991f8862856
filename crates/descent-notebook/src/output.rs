//! evcxr's protocol: what a cell writes for the kernel to show.

use std::io::Write;

use descent_language::words;

use crate::error::Error;
use crate::text::legible;

/// One block of evcxr's output protocol. No line of `body` can be a marker: a caller's text stands
/// on a line that begins with ours.
pub(crate) fn content(mime: &str, body: &str) -> String {
    format!("EVCXR_BEGIN_CONTENT {mime}\n{body}\nEVCXR_END_CONTENT\n")
}

/// A text on one line, without what could be a marker.
pub(crate) fn one_line(text: &str) -> String {
    let words = legible(text);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn show(bundle: &str) {
    // A closed pipe means that the kernel is gone: nobody is left to tell.
    let mut stdout = std::io::stdout().lock();
    let _ = stdout
        .write_all(bundle.as_bytes())
        .and_then(|()| stdout.flush());
}

/// What is shown in place of a figure: why there is none.
pub(crate) fn no_figure(error: &Error) -> String {
    content(
        "text/plain",
        &one_line(&words!("No figure: {error}.", error)),
    )
}
