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
//! earlier cell. So each cell is compiled under a name of its own (see [`Cell`](crate::Cell)), and
//! the line itself is shown: the student reads
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
use crate::errors::line_in_cell;
use crate::words::{Words, words};

/// The longest piece of a cell that a message quotes, in characters.
const LONGEST_QUOTE: usize = 80;

/// Joins the head and the message of each panic into one line; other lines pass unchanged.
#[derive(Debug)]
pub struct Panics {
    /// Where the sources of cells lie under their names.
    sources: PathBuf,
    /// Where the panic happened whose message comes next.
    place: Option<Words>,
    /// Whether the last line belongs to a panic of the thread that runs the cells.
    is_report: bool,
    /// An empty line that may precede a panic, as std writes one before each.
    blank: bool,
}

impl Panics {
    /// The sources of cells lie in the folder `sources`.
    #[must_use]
    pub fn in_cells(sources: &Path) -> Self {
        Self {
            sources: sources.to_owned(),
            place: None,
            is_report: false,
            blank: false,
        }
    }

    /// Takes the next line, without its end, and returns what to show, with line ends.
    pub fn line(&mut self, line: &str) -> String {
        if let Some(place) = self.place.take() {
            return format!("{}\n", words!("{place}: {line}", place, line));
        }
        self.is_report = false;
        if let Some((place, is_of_cell)) = panic_in(line, &self.sources) {
            self.place = Some(place);
            self.is_report = is_of_cell;
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
        let source = source_of(&self.sources, file)?;
        let place = match line_in_cell(&source, &cell.code, line.parse().ok()?) {
            Some(line) => words!("cell {number}, line {line}", number = cell.number, line),
            None => words!("an earlier cell"),
        };
        Some(format!("[{place}]{rest}"))
    }

    /// Whether the line that was taken last is the head of a panic that may end the cell, with its
    /// message: no other thread's.
    pub(crate) fn is_report(&self) -> bool {
        self.is_report
    }

    /// Whether a line that begins like this may belong to a panic.
    pub(crate) fn may_begin_with(&self, start: &[u8]) -> bool {
        const HEAD: &[u8] = b"thread '";
        self.place.is_some() || start.starts_with(HEAD) || HEAD.starts_with(start)
    }

    /// What is left to show when no more lines come.
    pub fn finish(&mut self) -> String {
        match (self.place.take(), std::mem::take(&mut self.blank)) {
            (Some(place), _) => format!("{place}\n"),
            (None, true) => "\n".to_owned(),
            (None, false) => String::new(),
        }
    }
}

/// What to show for the first line of a panic's report,
/// `thread 'name' (id) panicked at file:line:column:`; older versions of std write no id. Tells besides
/// whether it is the thread that runs the cells.
fn panic_in(report: &str, sources: &Path) -> Option<(Words, bool)> {
    let (thread, rest) = report.strip_prefix("thread '")?.split_once('\'')?;
    let (_, place) = rest.split_once("panicked at ")?;
    let mut parts = place.strip_suffix(':')?.rsplitn(3, ':');
    let _column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let file = parts.next()?;
    let is_cell = file == "src/lib.rs" || file.starts_with(cells::NAMED);
    let place = match quote(sources, file, line) {
        Some(quoted) => Words::said(quoted),
        None if is_cell => words!("a cell"),
        None => Words::said(format!("{}:{line}", shorten(file))),
    };
    Some(match thread {
        "main" | "<unnamed>" => (words!("panicked at {place}", place), true),
        thread => (
            words!("thread '{thread}' panicked at {place}", thread, place),
            false,
        ),
    })
}

/// Line `number`, counted from 1, of the cell that is called `file`.
fn quote(sources: &Path, file: &str, number: usize) -> Option<String> {
    let source = source_of(sources, file)?;
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

/// The source of the cell that is called `file`; `None` for another file, and for a cell that was
/// compiled without a name.
fn source_of(sources: &Path, file: &str) -> Option<String> {
    let is_cell = file.starts_with(cells::NAMED);
    is_cell.then(|| fs::read_to_string(sources.join(file)).ok())?
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
    use descent_language::{Language, speaking};

    use super::*;

    const SOURCE: &str = "fn wrapper() {\n    let y = values[7];\n}\n";

    const FILE: &str = "cell-0123456789abcdef.rs";

    fn sources(name: &str, text: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("panics-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("the temporary folder is writable");
        fs::write(folder.join(FILE), text).expect("the folder is writable");
        folder
    }

    fn rewritten(input: &str, sources: &Path) -> String {
        let mut panics = Panics::in_cells(sources);
        let lines: String = input.lines().map(|line| panics.line(line)).collect();
        lines + &panics.finish()
    }

    #[test]
    fn a_panic_in_a_cell_quotes_the_cells_line() {
        let sources = sources("cell", SOURCE);
        let report = "\nthread '<unnamed>' (16441) panicked at cell-0123456789abcdef.rs:2:13:\n\
                      index out of bounds: the len is 3 but the index is 7\n\
                      note: run with `RUST_BACKTRACE=1` environment variable to display a \
                      backtrace\nnext\n";
        assert_eq!(
            rewritten(report, &sources),
            "panicked at `let y = values[7];`: index out of bounds: the len is 3 but the index \
             is 7\nnext\n"
        );
    }

    #[test]
    fn a_panic_is_told_in_chinese_with_the_words_of_the_code() {
        let sources = sources("chinese", SOURCE);
        let report = "thread '<unnamed>' (16441) panicked at cell-0123456789abcdef.rs:2:13:\n\
                      out of bounds\n";
        let mut panics = Panics::in_cells(&sources);
        speaking(Language::Chinese, || {
            let mut lines = report.lines().map(|line| panics.line(line));
            assert_eq!(lines.next().as_deref(), Some(""));
            assert_eq!(
                lines.next().as_deref(),
                Some("发生 panic（`let y = values[7];`）：out of bounds\n")
            );
        });
        assert!(panics.is_report());
        let other = "thread 'worker' panicked at src/lib.rs:1:1:";
        assert_eq!(panics.line(other), "");
        assert!(!panics.is_report());
        let told = speaking(Language::Chinese, || panics.line("no"));
        assert_eq!(told, "thread 'worker' panicked at a cell：no\n");
    }

    #[test]
    fn a_panic_in_a_displayed_value_quotes_the_value() {
        let wrapped = "evcxr_send_text_plain(&format!(\"{:?}\",&(\nvalues[7]\n)));\n";
        let sources = sources("displayed", wrapped);
        let report =
            "thread '<unnamed>' panicked at cell-0123456789abcdef.rs:1:1:\nout of bounds\n";
        assert_eq!(
            rewritten(report, &sources),
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
        let sources = sources("lines", SOURCE);
        let report = "thread '<unnamed>' panicked at cell-0123456789abcdef.rs:2:1:\nassertion failed\n  left: 1\n";
        assert_eq!(
            rewritten(report, &sources),
            "panicked at `let y = values[7];`: assertion failed\n  left: 1\n"
        );
    }

    #[test]
    fn of_a_cell_without_a_known_name_no_line_is_quoted() {
        let sources = sources("unknown", SOURCE);
        for file in ["src/lib.rs", "cell-ffff.rs"] {
            let report = format!("thread '<unnamed>' panicked at {file}:2:1:\nno\n");
            assert_eq!(rewritten(&report, &sources), "panicked at a cell: no\n");
        }
    }

    #[test]
    fn what_dbg_writes_names_the_cell_and_its_line() {
        let before = "#![allow(unused)]\nfn f() { dbg!(1); }\nmod evcxr_internal_runtime {\n}\n\
                      pub extern \"C\" fn run_user_code_7(\n";
        let code = "let x = 1;\n    dbg!(x);\nlet y = 2;\ndbg!(x);\n";
        // evcxr ends a line behind each statement and what follows it.
        let cut = "let x = 1;\n    \ndbg!(x);\n\nlet y = 2;\n\ndbg!(x);\n\n";
        let sources = sources("dbg", &format!("{before}{cut}"));
        let panics = Panics::in_cells(&sources);
        let (number, code) = (7, code.to_owned());
        let cell = CurrentCell { number, code };
        let shown = |text: &str| panics.debugged(text, &cell);
        for (line, place) in [
            (2, "an earlier cell"),
            (8, "cell 7, line 2"),
            (12, "cell 7, line 4"),
        ] {
            let written = format!("[{FILE}:{line}] x = 1\n");
            assert_eq!(shown(&written), Some(format!("[{place}] x = 1\n")));
        }
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
