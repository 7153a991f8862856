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
//! whoever wrote the cell; and a value that is kept in a variable may panic in the code of an
//! earlier cell. So each cell that leaves such a value is compiled under a name of its own (see
//! [`Cell`](crate::Cell)), and the line itself is shown: the student reads
//!
//! ```text
//! panicked at `values[7]`: index out of bounds: the len is 3 but the index is 7
//! ```
//!
//! Not needed once evcxr names cells and their own lines in panics.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cells;
use crate::current_cell::CurrentCell;

/// The longest piece of a cell that a message quotes, in characters.
const LONGEST_QUOTE: usize = 80;

/// Joins the head and the message of each panic into one line; other lines pass unchanged.
#[derive(Debug)]
pub struct Panics {
    cell_source: PathBuf,
    /// Where the panic happened whose message comes next.
    place: Option<String>,
    /// An empty line that may precede a panic, as std writes one before each.
    blank: bool,
}

impl Panics {
    /// `cell_source` is the file that `src/lib.rs` means in a message.
    #[must_use]
    pub fn in_cells(cell_source: &Path) -> Self {
        Self {
            cell_source: cell_source.to_owned(),
            place: None,
            blank: false,
        }
    }

    /// Takes the next line, without its end, and returns what to show, with line ends.
    pub fn line(&mut self, line: &str) -> String {
        if let Some(place) = self.place.take() {
            return format!("{place}: {line}\n");
        }
        self.place = panic_in(line, &self.cell_source);
        if self.place.is_some() {
            self.blank = false;
            return String::new();
        }
        if line.starts_with("note: run with `RUST_BACKTRACE=1`") {
            return String::new();
        }
        let blank = std::mem::replace(&mut self.blank, line.is_empty());
        let before = if blank { "\n" } else { "" };
        let after = if line.is_empty() { "" } else { "\n" };
        format!("{before}{line}{after}")
    }

    /// What `dbg!` writes, with the place in the student's `cell` instead of that in a file.
    pub(crate) fn debugged(&self, text: &str, cell: &CurrentCell) -> Option<String> {
        let (place, rest) = text.strip_prefix('[')?.split_once(']')?;
        let (file, line) = place.rsplit_once(':')?;
        let source = source_of(&self.cell_source, file)?;
        let number: usize = line.parse().ok()?;
        let line = fs::read_to_string(source).ok()?;
        let line = line.lines().nth(number.checked_sub(1)?)?;
        let place = cell.place_of(line);
        let place = place.as_deref().unwrap_or("an earlier cell");
        Some(format!("[{place}]{rest}"))
    }

    /// Whether a line that begins like this may belong to a panic.
    pub(crate) fn may_begin_with(&self, start: &[u8]) -> bool {
        const HEAD: &[u8] = b"thread '";
        self.place.is_some() || start.starts_with(HEAD) || HEAD.starts_with(start)
    }

    /// What is left to show when no more lines come.
    pub fn finish(&mut self) -> String {
        match (self.place.take(), std::mem::take(&mut self.blank)) {
            (Some(place), _) => place + "\n",
            (None, true) => "\n".to_owned(),
            (None, false) => String::new(),
        }
    }
}

/// What to show for the first line of a panic's report,
/// `thread 'name' (id) panicked at file:line:column:`; older versions of std write no id.
fn panic_in(report: &str, cell_source: &Path) -> Option<String> {
    let (thread, rest) = report.strip_prefix("thread '")?.split_once('\'')?;
    let (_, place) = rest.split_once("panicked at ")?;
    let mut parts = place.strip_suffix(':')?.rsplitn(3, ':');
    let _column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let file = parts.next()?;
    let place = if file == "src/lib.rs" || file.starts_with(cells::NAMED) {
        quote(cell_source, file, line).unwrap_or_else(|| "a cell".to_owned())
    } else {
        format!("{}:{line}", shorten(file))
    };
    Some(match thread {
        "main" | "<unnamed>" => format!("panicked at {place}"),
        thread => format!("thread '{thread}' panicked at {place}"),
    })
}

/// Line `number`, counted from 1, of the cell that is called `file`.
///
/// `None` when it cannot be known whose line it is: where no wrapper of rustc names the cells that
/// leave code behind, the panic may come from one of these.
fn quote(cell_source: &Path, file: &str, number: usize) -> Option<String> {
    let is_named = file.starts_with(cells::NAMED);
    let source = fs::read_to_string(source_of(cell_source, file)?).ok()?;
    if !is_named && cells::may_run_later(&source) {
        return None;
    }
    let line = source
        .lines()
        .skip(number.checked_sub(1)?)
        // A value to display stands in a call that evcxr opens on the line before.
        .find(|line| !line.starts_with("evcxr_") && line.trim() != "(")?
        .trim();
    let cut: String = line.chars().take(LONGEST_QUOTE).collect();
    let dots = if cut.len() < line.len() { "…" } else { "" };
    Some(format!("`{cut}{dots}`"))
}

/// The file with the lines of the cell whose source rustc calls `file`.
fn source_of(cell_source: &Path, file: &str) -> Option<PathBuf> {
    match file {
        "src/lib.rs" => Some(cell_source.to_owned()),
        named if named.starts_with(cells::NAMED) => Some(cell_source.with_file_name(named)),
        _ => None,
    }
}

/// The end of a path that names its crate: `ndarray-0.17.2/src/…`, `library/core/src/…`.
fn shorten(file: &str) -> &str {
    for marker in ["/registry/src/", "/rustc/"] {
        if let Some((_, rest)) = file.split_once(marker)
            && let Some((_, end)) = rest.split_once('/')
        {
            return end;
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

    const SOURCE: &str = "fn wrapper() {\n    let y = values[7];\n}\n";

    fn source_file(name: &str, text: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("panics-{}-{name}", std::process::id()));
        std::fs::write(&path, text).expect("the temporary folder is writable");
        path
    }

    fn rewritten(input: &str, source: &Path) -> String {
        let mut panics = Panics::in_cells(source);
        let lines: String = input.lines().map(|line| panics.line(line)).collect();
        lines + &panics.finish()
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
    fn a_panic_in_a_displayed_value_quotes_the_value() {
        let wrapped = "evcxr_send_text_plain(&format!(\"{:?}\",&(\nvalues[7]\n)));\n";
        let source = source_file("displayed", wrapped);
        let report = "thread '<unnamed>' panicked at src/lib.rs:1:1:\nout of bounds\n";
        assert_eq!(
            rewritten(report, &source),
            "panicked at `values[7]`: out of bounds\n"
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
    fn the_line_is_that_of_the_cell_that_is_named() {
        let source = source_file("last", "let other = 1;\nlet wrong = 2;\n");
        let earlier = source.with_file_name("cell-0123456789abcdef.rs");
        std::fs::write(&earlier, SOURCE).expect("the temporary folder is writable");
        let report = "thread '<unnamed>' panicked at cell-0123456789abcdef.rs:2:1:\nno\n";
        let shown = rewritten(report, &source);
        assert_eq!(shown, "panicked at `let y = values[7];`: no\n");
        let unknown = "thread '<unnamed>' panicked at cell-ffff.rs:2:1:\nno\n";
        assert_eq!(rewritten(unknown, &source), "panicked at a cell: no\n");
    }

    #[test]
    fn without_names_no_line_is_quoted_when_a_kept_value_may_have_panicked() {
        for kept in [
            "Box<dyn Fn(f64) -> f64>",
            "fn(f64) -> f64",
            "Box<dyn Shape>",
            "LossOfWeights",
        ] {
            let kept = format!("let f = store.put_variable::<{kept}>(stringify!(f));\nx\n");
            let source = source_file("kept", &kept);
            let report = "thread '<unnamed>' panicked at src/lib.rs:2:1:\nno\n";
            assert_eq!(rewritten(report, &source), "panicked at a cell: no\n");
        }
    }

    #[test]
    fn what_dbg_writes_names_the_cell_and_its_line() {
        let source = source_file("dbg", "fn wrapper() {\n    dbg!(2 + 2);\n}\n");
        let panics = Panics::in_cells(&source);
        let cell = CurrentCell {
            number: 7,
            code: "\ndbg!(2 + 2);".to_owned(),
        };
        let shown = |text| panics.debugged(text, &cell);
        let place = "[cell 7, line 2] 2 + 2 = 4\n";
        assert_eq!(shown("[src/lib.rs:2] 2 + 2 = 4\n").as_deref(), Some(place));
        assert_eq!(
            shown("[src/lib.rs:1] x = 4\n").as_deref(),
            Some("[an earlier cell] x = 4\n")
        );
        assert_eq!(shown("[other.rs:1] x = 4\n"), None);
        assert_eq!(shown("[1, 2]\n"), None);
    }

    #[test]
    fn other_output_passes_unchanged() {
        let text = "a\n\nb\nthread 'x' sleeps\n\n\nlast\n\n";
        assert_eq!(rewritten(text, Path::new("/nowhere")), text);
    }

    #[test]
    fn a_process_that_dies_within_a_report_still_says_where() {
        let report = "thread 'main' panicked at library/std/src/io.rs:1:1:\n";
        let place = "panicked at library/std/src/io.rs:1\n";
        assert_eq!(rewritten(report, Path::new("/nowhere")), place);
    }
}
