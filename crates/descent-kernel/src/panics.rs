//! Panics of a cell in one readable line.
//!
//! A panic arrives on the standard error of the process that runs the cells as
//!
//! ```text
//! thread '<unnamed>' (4242) panicked at src/lib.rs:117:2:
//! index out of bounds: the len is 3 but the index is 7
//! note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
//! ```
//!
//! `src/lib.rs` is code that evcxr wrote around the cell, so its line number says nothing to
//! whoever wrote the cell. The line itself does: the student reads
//!
//! ```text
//! panicked at `values[7]`: index out of bounds: the len is 3 but the index is 7
//! ```

use std::io::{self, BufRead, Write};
use std::path::Path;

/// The longest piece of a cell that a message quotes, in characters.
const LONGEST_QUOTE: usize = 80;

/// Copies lines from `input` to `output`, with each panic's head and message joined into one
/// line. `cell_source` is the file that the code in `src/lib.rs` of a message means.
///
/// # Errors
/// When `input` cannot be read or `output` not be written.
pub fn rewrite(
    mut input: impl BufRead,
    mut output: impl Write,
    cell_source: &Path,
) -> io::Result<()> {
    let mut head: Option<String> = None;
    let mut blank_held = false;
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        if let Some(place) = head.take() {
            writeln!(output, "{place}: {text}")?;
        } else if let Some(panic) = Panic::parse(text) {
            // std writes an empty line before each panic.
            head = Some(panic.describe(cell_source));
            blank_held = false;
        } else if !is_backtrace_note(text) {
            if blank_held {
                writeln!(output)?;
            }
            blank_held = text.is_empty();
            if !blank_held {
                // evcxr stops reading at bytes that are not UTF-8.
                output.write_all(String::from_utf8_lossy(&line).as_bytes())?;
            }
        }
        output.flush()?;
        line.clear();
    }
    if let Some(place) = head {
        writeln!(output, "{place}")?;
    } else if blank_held {
        writeln!(output)?;
    }
    output.flush()
}

fn is_backtrace_note(line: &str) -> bool {
    line.starts_with("note: run with `RUST_BACKTRACE=1`")
}

/// The first line of a panic's report.
struct Panic<'a> {
    thread: &'a str,
    file: &'a str,
    line: usize,
}

impl<'a> Panic<'a> {
    /// Reads `thread 'name' (id) panicked at file:line:column:`; older versions of std write no
    /// id.
    fn parse(text: &'a str) -> Option<Self> {
        let (thread, rest) = text.strip_prefix("thread '")?.split_once('\'')?;
        let (_, place) = rest.split_once("panicked at ")?;
        let mut parts = place.strip_suffix(':')?.rsplitn(3, ':');
        let _column: usize = parts.next()?.parse().ok()?;
        let line = parts.next()?.parse().ok()?;
        Some(Self {
            thread,
            file: parts.next()?,
            line,
        })
    }

    fn describe(&self, cell_source: &Path) -> String {
        let place = if self.file == "src/lib.rs" {
            quote(cell_source, self.line).unwrap_or_else(|| "a cell".to_owned())
        } else {
            format!("{}:{}", shorten(self.file), self.line)
        };
        match self.thread {
            "main" | "<unnamed>" => format!("panicked at {place}"),
            thread => format!("thread '{thread}' panicked at {place}"),
        }
    }
}

/// Line `number`, counted from 1, of the code that evcxr compiled last.
///
/// `None` when the line may stem from an earlier cell: a boxed closure kept in a variable was
/// compiled with that cell, and its line numbers belong to a file that is gone.
fn quote(cell_source: &Path, number: usize) -> Option<String> {
    let source = std::fs::read_to_string(cell_source).ok()?;
    if source
        .lines()
        .any(|line| line.contains(".take_variable::<") && line.contains("dyn Fn"))
    {
        return None;
    }
    let line = source.lines().nth(number.checked_sub(1)?)?.trim();
    let cut: String = line.chars().take(LONGEST_QUOTE).collect();
    let dots = if cut.len() < line.len() { "…" } else { "" };
    Some(format!("`{cut}{dots}`"))
}

/// The end of a path that names its crate: `ndarray-0.17.2/src/…`, `library/core/src/…`.
fn shorten(file: &str) -> &str {
    for (marker, keep) in [("/registry/src/", 1), ("/rustc/", 1)] {
        if let Some((_, rest)) = file.split_once(marker)
            && let Some((at, _)) = rest.match_indices('/').nth(keep - 1)
        {
            return &rest[at + 1..];
        }
    }
    match file.rfind("/crates/") {
        Some(at) => &file[at + 1..],
        None => file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    const SOURCE: &str = "fn wrapper() {\n    let y = values[7];\n}\n";

    fn source_file(name: &str, text: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("panics-{}-{name}", std::process::id()));
        std::fs::write(&path, text).expect("the temporary folder is writable");
        path
    }

    fn rewritten(input: &str, source: &Path) -> String {
        let mut output = Vec::new();
        rewrite(input.as_bytes(), &mut output, source).expect("memory is writable");
        String::from_utf8(output).expect("text in, text out")
    }

    #[test]
    fn a_panic_in_a_cell_quotes_the_cells_line() {
        let source = source_file("cell", SOURCE);
        let report = "\nthread '<unnamed>' (16441) panicked at src/lib.rs:2:13:\n\
                      index out of bounds: the len is 3 but the index is 7\n\
                      note: run with `RUST_BACKTRACE=1` environment variable to display a \
                      backtrace\nnext\n";
        assert_eq!(
            rewritten(report, &source),
            "panicked at `let y = values[7];`: index out of bounds: the len is 3 but the index \
             is 7\nnext\n"
        );
    }

    #[test]
    fn a_panic_in_a_crate_names_crate_file_and_line() {
        let missing = Path::new("/nowhere");
        let report = "thread 'worker' panicked at /h/.cargo/registry/src/i/ndarray-0.17.2/src/a.rs\
                      :12:3:\nshapes differ\n";
        assert_eq!(
            rewritten(report, missing),
            "thread 'worker' panicked at ndarray-0.17.2/src/a.rs:12: shapes differ\n"
        );
        assert_eq!(
            shorten("/rustc/5980/library/core/src/slice.rs"),
            "library/core/src/slice.rs"
        );
        assert_eq!(
            shorten("/home/a b/crates/descent/src/net.rs"),
            "crates/descent/src/net.rs"
        );
    }

    #[test]
    fn a_message_of_several_lines_keeps_them() {
        let source = source_file("lines", SOURCE);
        let report =
            "thread '<unnamed>' panicked at src/lib.rs:2:1:\nassertion failed\n  left: 1\n";
        assert_eq!(
            rewritten(report, &source),
            "panicked at `let y = values[7];`: assertion failed\n  left: 1\n"
        );
    }

    #[test]
    fn a_line_is_not_quoted_when_a_kept_closure_may_have_panicked() {
        let kept = "let f = store.take_variable::<Box<dyn Fn(f64) -> f64>>(stringify!(f));\nx\n";
        let source = source_file("kept", kept);
        let report = "thread '<unnamed>' panicked at src/lib.rs:2:1:\nno\n";
        assert_eq!(rewritten(report, &source), "panicked at a cell: no\n");
    }

    #[test]
    fn other_output_passes_unchanged() {
        let text = "a\n\nb\nthread 'x' sleeps\n\u{fffd}\nlast";
        assert_eq!(rewritten(text, Path::new("/nowhere")), text);
    }

    #[test]
    fn a_process_that_dies_within_a_report_still_says_where() {
        let report = "thread 'main' panicked at library/std/src/io.rs:1:1:\n";
        let place = "panicked at library/std/src/io.rs:1\n";
        assert_eq!(rewritten(report, Path::new("/nowhere")), place);
    }
}
