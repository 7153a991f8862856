//! What of an error concerns the student.

use std::ops::Range;

use super::brackets;
use super::diagnostic::{Diagnostic, Span};
use super::hints;
use super::note::Note;
use super::place::{Earlier, Place, Places};
use super::types::{END, readable};
use crate::words::{Words, words};

/// How the notes begin that say nothing to whoever wrote a cell.
const NOISE: [&str; 26] = [
    "the full name for",
    "the full type name",
    "the trait `",
    "the only appropriate formatting traits",
    "call `.into_iter()` first",
    "not a `struct`, `enum`",
    "items from traits can only be used",
    "the nightly-only, unstable trait",
    "consider using `--verbose`",
    "this error originates in",
    "this warning originates in",
    "the following other types implement",
    "the following types implement",
    "required by ",
    "required for ",
    "required because",
    "see issue #",
    "this compiler was built on",
    "add `#![feature",
    "if you wanted to use a crate named",
    "you might be missing a crate named",
    "for a list of",
    "captures in a macro",
    "`#[warn(",
    "`#[deny(",
    "`#[forbid(",
];
/// No more than so many suggestions of one kind are shown.
const MOST: usize = 3;

/// An error in terms of the cell.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// For example `E0308`; may be empty.
    pub code: String,
    pub message: Words,
    pub labels: Vec<Label>,
    /// Notes and helps.
    pub notes: Vec<Note>,
    pub suggestions: Vec<Suggestion>,
    /// The variable that evcxr was about to keep for later cells when rustc found the error.
    pub kept: Option<String>,
    /// The code of an earlier cell that rustc refuses.
    pub earlier: Option<Earlier>,
    /// Whether the line is another language's.
    pub is_foreign: bool,
    /// Whether the type of the value to show is not known.
    pub is_open: bool,
    /// Whether the code of the cell ends too early.
    pub breaks_off: bool,
    /// One sentence in plain words.
    pub hint: Option<Words>,
}

/// A place in the cell and what is said of it.
#[derive(Clone, Debug)]
pub struct Label {
    pub range: Range<usize>,
    pub text: Words,
    pub is_primary: bool,
}

/// What to write instead.
#[derive(Clone, Debug)]
pub struct Suggestion {
    pub text: Words,
    pub patches: Vec<(Range<usize>, String)>,
}

impl Told {
    pub fn of(diagnostic: &Diagnostic, places: &Places) -> Self {
        let mut told = Self {
            code: diagnostic.code().to_owned(),
            message: Words::said(readable(&diagnostic.message)),
            ..Self::default()
        };
        for span in &diagnostic.spans {
            told.add(span, places);
        }
        for child in &diagnostic.children {
            told.add_child(child, places);
        }
        // What is said in a label need not be said again.
        if told
            .labels
            .iter()
            .any(|label| label.text.starts_with("expected `"))
        {
            told.notes
                .retain(|note| !note.text.starts_with("expected "));
        }
        told.forget_attributes();
        if told.code.is_empty() {
            // Where a cell breaks off, rustc reads on in the code of another one.
            told.earlier = None;
            told.notes.retain(|note| note.earlier.is_none());
        }
        told.ends_with_cell(diagnostic, places);
        told.leave_out_evcxr(&diagnostic.message);
        told
    }

    /// Has the value of the last line in place of evcxr's call that shows it, and no words for
    /// cargo's linker.
    fn leave_out_evcxr(&mut self, message: &str) {
        if message.contains("evcxr_display") {
            self.message = words!("the type of the value to show is not known");
            self.is_open = true;
            self.suggestions.clear();
            self.notes.clear();
            self.labels.iter_mut().for_each(Label::clear);
        }
        if message.starts_with("linking with") {
            self.message = words!("the compiled cell could not be linked");
            self.notes.clear();
            self.hint = Some(words!("Is the disk full?"));
        }
        if message.starts_with("linker `") && message.ends_with("` not found") {
            self.message = words!("there is no C compiler, with which Rust links");
            self.notes.clear();
            self.hint = Some(words!(
                "Install one, on Debian with `sudo apt install gcc libc6-dev`, or ask whoever runs \
                 this hub to."
            ));
        }
    }

    /// A name that no cell has made may be that of an attribute, as `path` is.
    fn forget_attributes(&mut self) {
        let found = self.message.strip_prefix("expected value, found ");
        let mut kinds = ["built-in attribute ", "attribute macro "].iter();
        let name = found.and_then(|found| kinds.find_map(|kind| found.strip_prefix(kind)));
        if let Some(name) = name {
            self.message = Words::said(format!("cannot find value {name} in this scope"));
            "E0425".clone_into(&mut self.code);
            self.labels.iter_mut().for_each(Label::clear);
        }
    }

    /// Says that something is missing at the end of the cell where rustc goes on to read what
    /// evcxr has written behind it.
    fn ends_with_cell(&mut self, diagnostic: &Diagnostic, places: &Places) {
        let mut spans = diagnostic.spans.iter();
        let reads_on = spans.any(|span| matches!(places.of(span), Place::Generated(_)));
        if let Some((expected, found)) = self.message.split_once(", found ")
            && reads_on
            && ["keyword `fn`", "`)`", "`}`", "`let`"].contains(&found)
        {
            self.message = Words::said(format!("{expected}, found {END}"));
        }
        self.breaks_off = self.message.ends_with(END);
        if self.message.contains(END) && !self.message.contains(", found ") {
            self.message = words!("something is missing at the end of the cell");
            self.breaks_off = true;
            self.code.clear();
        }
    }

    /// Puts right what rustc misunderstands, as it sees evcxr's code around the cell.
    pub fn correct(&mut self, cell: &str) {
        let place = if self.message.contains("delimiter") {
            brackets::problem(cell).map(|found| found.at)
        } else if self.code == "E0765" {
            brackets::open_text(cell)
        } else {
            None
        };
        if let Some(at) = place {
            self.suggestions.clear();
            self.labels = vec![Label {
                range: at..at + 1,
                text: Words::default(),
                is_primary: true,
            }];
        }
        let end = cell.trim_end().len();
        if self.labels.is_empty() && self.breaks_off && end > 0 {
            self.labels.push(Label {
                range: end..end,
                text: Words::default(),
                is_primary: true,
            });
        }
        // Only the kind of a variable to keep can be at fault in a line of evcxr's alone.
        if let (Some(name), true) = (&self.kept, self.labels.is_empty()) {
            let range = hints::variable(cell, name);
            self.labels.extend(range.map(|range| Label {
                range,
                text: Words::default(),
                is_primary: true,
            }));
        }
        // The value to show stands in a call that evcxr has written.
        if self.labels.is_empty()
            && self.code == "E0277"
            && self.message.contains("doesn't implement")
        {
            let (line, start) = last_line(cell);
            self.suggestions.clear();
            self.labels.push(Label {
                range: start..start + line.len(),
                text: words!("to be shown here"),
                is_primary: true,
            });
        }
    }

    /// Where in the cell the error is.
    pub fn primary(&self) -> Option<&Label> {
        let primary = self.labels.iter().find(|label| label.is_primary);
        primary.or(self.labels.first())
    }

    fn add(&mut self, span: &Span, places: &Places) {
        let mut text = span.label.as_deref().map(readable).unwrap_or_default();
        let is_noise = NOISE.iter().any(|start| text.starts_with(start));
        if is_noise && !span.is_primary {
            return;
        }
        if is_noise {
            text.clear();
        }
        let text = Words::said(text);
        match places.of(span) {
            Place::Cell(range) => self.labels.push(Label {
                range,
                text,
                is_primary: span.is_primary,
            }),
            Place::Earlier(earlier) => {
                self.notes.push(Note::of("note", text, Some(&earlier.line)));
                if span.is_primary {
                    self.earlier = Some(earlier);
                }
            }
            Place::Generated(line) => {
                let name = line
                    .split_once("stringify!(")
                    .or(line.split_once("evcxr_variable_store("));
                let name = name.and_then(|(_, rest)| rest.split_once(')'));
                let keeps =
                    line.contains(".put_variable") || line.starts_with("evcxr_variable_store(");
                // Of several variables it is the one that wants to live on.
                if keeps && (self.kept.is_none() || text.starts_with("argument requires")) {
                    self.kept = name.map(|(name, _)| name.to_owned());
                }
            }
            Place::Elsewhere => {}
        }
    }

    fn add_child(&mut self, child: &Diagnostic, places: &Places) {
        let text = readable(&child.message);
        let is_noise = NOISE.iter().any(|start| text.starts_with(start));
        if is_noise || text.is_empty() || text.to_lowercase().contains("evcxr") {
            return;
        }
        let level = if child.level == "help" {
            "help"
        } else {
            "note"
        };
        if child.spans.is_empty() {
            return self.notes.push(Note::of(level, Words::said(text), None));
        }
        let imports = imports(child);
        if !imports.is_empty() {
            let text = Words::said(format!("{text}: {imports}"));
            return self.notes.push(Note::of(level, text, None));
        }
        let text = Words::said(text);
        let mut patches: Vec<(Range<usize>, String)> = Vec::new();
        let mut labels = Vec::new();
        let mut notes = Vec::new();
        for span in &child.spans {
            match (places.of(span), &span.suggested_replacement) {
                // Others for the same place are alternatives.
                (Place::Cell(range), Some(_)) if patches.iter().any(|(at, _)| *at == range) => {}
                (Place::Cell(range), Some(new)) => patches.push((range, readable(new))),
                (Place::Cell(range), None) => {
                    let label = span.label.as_deref().map(readable);
                    let label = label.filter(|text| !text.is_empty());
                    labels.push((range, label.map(Words::said)));
                }
                (Place::Earlier(earlier), _) => {
                    notes.push(Note::of(level, text.clone(), Some(&earlier.line)));
                }
                _ => {}
            }
        }
        if !patches.is_empty() {
            let mut known = self.suggestions.iter();
            let is_alternative = known.any(|one| one.patches[0].0 == patches[0].0);
            if self.suggestions.len() < MOST && !is_alternative {
                self.suggestions.push(Suggestion { text, patches });
            }
        } else if !labels.is_empty() {
            self.labels
                .extend(labels.into_iter().map(|(range, label)| Label {
                    range,
                    text: label.unwrap_or_else(|| text.clone()),
                    is_primary: false,
                }));
        } else if let Some(note) = notes.pop() {
            self.notes.push(note);
        }
    }
}

impl Label {
    /// Leaves nothing but the place.
    fn clear(&mut self) {
        self.text = Words::default();
    }
}

/// The imports that a help suggests: their place is at the top of evcxr's source.
fn imports(help: &Diagnostic) -> String {
    let new = help
        .spans
        .iter()
        .filter_map(|span| span.suggested_replacement.as_deref());
    let lines: Vec<String> = new
        .map(str::trim)
        .filter(|new| new.starts_with("use ") && new.ends_with(';'))
        .map(|new| format!("`{new}`"))
        .take(MOST)
        .collect();
    lines.join(" or ")
}

/// The last line of a cell that holds something, and where it begins.
fn last_line(cell: &str) -> (&str, usize) {
    let code = cell.trim_end();
    let start = code.rfind('\n').map_or(0, |at| at + 1);
    let line = code[start..].trim_start();
    (line, code.len() - line.len())
}
