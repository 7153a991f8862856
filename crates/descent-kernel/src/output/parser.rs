//! Standard output of the process that runs the cells, taken apart: text, values in evcxr's own
//! form, and the lines that are for evcxr.
//!
//! A value is written as `EVCXR_BEGIN_CONTENT type`, its lines, and `EVCXR_END_CONTENT`. Values of
//! different types that follow each other are forms of one. What only begins like that is text.

use serde_json::{Map, Value};

use crate::front::printed::Shown;

const BEGIN: &str = "EVCXR_BEGIN_CONTENT ";
const END: &str = "EVCXR_END_CONTENT";
pub const DONE: &str = "EVCXR_EXECUTION_COMPLETE";
pub const PANICKED: &str = "EVCXR_PANIC_NOTIFICATION";
pub const FAILED: &str = "EVCXR_ERROR_OCCURRED";
/// Written by cells as they are compiled here, see [`cells`](crate::cells): the code begins, and
/// so many bytes of standard error follow on the next line.
const BEGUN: &str = "EVCXR_CELL_BEGUN";
const ERROR_TEXT: &str = "EVCXR_STDERR ";
/// The value of the cell's last expression is shown between these.
const VALUE: &str = "EVCXR_VALUE";
const RESULT: &str = "EVCXR_RESULT";
pub const CHANGED_TYPE: &str = "EVCXR_VARIABLE_CHANGED_TYPE:";
const ASKS: &str = "EVCXR_INPUT_REQUEST";
/// What every line begins with that is not text.
const MARK: &[u8] = b"EVCXR_";
/// A value that says how the next one is shown, as JSON.
const MANNER: &str = "application/vnd.descent.shown+json";
/// A request to remove what the cell has shown: `wait` until the next output, or `now`.
const CLEAR: &str = "application/vnd.descent.clear";
/// A value that is the error which a `?` met.
const ERROR: &str = "application/vnd.descent.error";

/// What standard output turns out to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Text(String),
    /// Text for standard error, printed among the rest.
    ErrorText(String),
    Shown(Shown),
    /// What the cell has shown shall go, at once or with the next output.
    Clear {
        wait: bool,
    },
    /// A line for evcxr; the cell goes on.
    ForEvcxr(String),
    /// The variable of this name is of a type that a cell has defined anew, and is lost.
    ChangedType(String),
    /// The cell's code begins.
    Begun,
    /// The cell's code panicked.
    Panicked,
    /// A `?` met this error.
    Failed(String),
    /// The cell's code has ended.
    Done,
}

/// Takes bytes as they come.
#[derive(Debug, Default)]
pub struct Parser {
    /// Bytes that may go on.
    rest: Vec<u8>,
    /// The type and the lines of a value whose end has not come.
    open: Option<(String, Vec<String>)>,
    /// Forms of a value to which the next may belong.
    forms: Shown,
    /// So many bytes of standard error are still to come.
    error_text: Option<usize>,
    /// The error that a `?` has met.
    error: String,
    events: Vec<Event>,
}

impl Parser {
    /// Takes the next bytes and returns what is sure by now.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Event> {
        self.rest.extend_from_slice(bytes);
        while self.take_one() {}
        if self.open.is_none() && self.error_text.is_none() && !may_become_mark(&self.rest) {
            let text = complete_characters(&mut self.rest);
            self.text(text);
        }
        std::mem::take(&mut self.events)
    }

    /// What is left when nothing more comes, or nothing for now that is to wait for.
    pub fn finish(&mut self) -> Vec<Event> {
        self.abandon();
        self.close_forms(false);
        let rest = std::mem::take(&mut self.rest);
        self.text(String::from_utf8_lossy(&rest).into_owned());
        std::mem::take(&mut self.events)
    }

    /// Takes a line, or a piece of standard error; false if it is not complete.
    fn take_one(&mut self) -> bool {
        if let Some(length) = self.error_text {
            // A line end stands behind it.
            if self.rest.len() <= length {
                return false;
            }
            let text: Vec<u8> = self.rest.drain(..=length).collect();
            self.error_text = None;
            self.close_forms(false);
            let text = String::from_utf8_lossy(&text[..length]).into_owned();
            self.events.push(Event::ErrorText(text));
            return true;
        }
        let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') else {
            return false;
        };
        let line: Vec<u8> = self.rest.drain(..=end).collect();
        self.line(&line);
        true
    }

    fn line(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        let content = text.trim_end_matches(['\r', '\n']);
        // A cell may have printed text without a line end before.
        let marked = content.rfind("EVCXR_").map(|at| content.split_at(at));
        let (before, mark) = marked.unwrap_or((content, ""));
        match mark {
            DONE | PANICKED | FAILED => {
                self.abandon();
                self.before(before);
                self.close_forms(false);
                self.events.push(match mark {
                    DONE => Event::Done,
                    PANICKED => Event::Panicked,
                    _ => Event::Failed(std::mem::take(&mut self.error)),
                });
            }
            END if self.open.is_some() => self.end_of_value(before),
            _ if self.open.is_some() => {
                if let Some((_, lines)) = &mut self.open {
                    lines.push(content.to_owned());
                }
            }
            _ if mark.strip_prefix(BEGIN).is_some_and(is_type) => {
                self.before(before);
                self.open = Some((mark[BEGIN.len()..].trim().to_owned(), Vec::new()));
            }
            VALUE | RESULT => {
                self.before(before);
                self.close_forms(mark == RESULT);
            }
            BEGUN => {
                self.before(before);
                self.events.push(Event::Begun);
            }
            _ if error_text_length(mark).is_some() => {
                self.before(before);
                self.error_text = error_text_length(mark);
            }
            _ if mark.starts_with(CHANGED_TYPE) => {
                self.before(before);
                let name = mark[CHANGED_TYPE.len()..].to_owned();
                self.events.push(Event::ChangedType(name));
            }
            _ if mark.starts_with(ASKS) => {
                self.before(before);
                self.events.push(Event::ForEvcxr(mark.to_owned()));
            }
            _ => self.text(text.into_owned()),
        }
    }

    /// Text before a mark on its line.
    fn before(&mut self, text: &str) {
        self.text(text.to_owned());
    }

    fn text(&mut self, text: String) {
        if text.is_empty() {
            return;
        }
        self.close_forms(false);
        match self.events.last_mut() {
            Some(Event::Text(last)) => *last += &text,
            _ => self.events.push(Event::Text(text)),
        }
    }

    fn end_of_value(&mut self, last: &str) {
        let Some((kind, mut lines)) = self.open.take() else {
            return;
        };
        if !last.is_empty() {
            lines.push(last.to_owned());
        }
        let content = lines.join("\n");
        if kind == CLEAR {
            self.close_forms(false);
            let wait = content.trim() == "wait";
            self.events.push(Event::Clear { wait });
            return;
        }
        if kind == ERROR {
            self.error = content;
            return;
        }
        if kind == MANNER {
            self.close_forms(false);
            if let Ok(manner) = serde_json::from_str(&content) {
                self.forms = manner;
            }
            return;
        }
        if self.forms.data.contains_key(&kind) {
            self.close_forms(false);
        }
        let value = match kind
            .contains("json")
            .then(|| serde_json::from_str(&content))
        {
            Some(Ok(value)) => value,
            _ if kind == "text/plain" => Value::String(without_layout(&content)),
            _ => Value::String(content),
        };
        self.forms.data.insert(kind, value);
    }

    /// A value whose end never came was text.
    fn abandon(&mut self) {
        if let Some((kind, lines)) = self.open.take() {
            let text: String = [format!("{BEGIN}{kind}")]
                .into_iter()
                .chain(lines)
                .map(|line| line + "\n")
                .collect();
            self.text(text);
        }
    }

    /// No more forms of a value will come; `is_last` if the cell's code has ended with it.
    fn close_forms(&mut self, is_last: bool) {
        let mut shown = std::mem::take(&mut self.forms);
        let nothing = Map::from_iter([("text/plain".to_owned(), Value::from("()"))]);
        if shown.data.is_empty() || shown.data == nothing {
            return;
        }
        shown.is_result |= is_last && shown.id.is_none();
        self.events.push(Event::Shown(shown));
    }
}

/// A value's text without the shape and the strides that ndarray writes behind the numbers of each
/// array: `[1.0, 2.0], shape=[2], strides=[1], layout=CFcf (0xf), const ndim=1`.
fn without_layout(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, layout)) = rest.split_once(", shape=[") {
        kept += before;
        rest = match end_of_layout(layout) {
            Some(end) => &layout[end..],
            None => {
                kept += ", shape=[";
                layout
            }
        };
    }
    kept + rest
}

/// Where what ndarray writes behind `, shape=[` ends.
fn end_of_layout(layout: &str) -> Option<usize> {
    let mut rest = layout;
    for (part, characters) in [
        ("], strides=[", "0123456789, "),
        ("], layout=", "-0123456789, "),
        (" (0x", "CFcfustom"),
        ("), ", "0123456789abcdef"),
    ] {
        let (before, behind) = rest.split_once(part)?;
        if !before.chars().all(|one| characters.contains(one)) {
            return None;
        }
        rest = behind;
    }
    let kind = ["const ndim=", "dynamic ndim="]
        .iter()
        .find_map(|kind| rest.strip_prefix(kind))?;
    let number = kind.trim_start_matches(|one: char| one.is_ascii_digit());
    Some(layout.len() - number.len())
}

/// How many bytes of standard error a line announces.
fn error_text_length(mark: &str) -> Option<usize> {
    mark.strip_prefix(ERROR_TEXT)?.parse().ok()
}

/// Whether the word is a MIME type.
fn is_type(word: &str) -> bool {
    let word = word.trim();
    word.contains('/') && !word.contains(' ')
}

/// Whether bytes without a line end may be the beginning of a line that is not text.
fn may_become_mark(rest: &[u8]) -> bool {
    (0..rest.len()).any(|at| {
        let tail = &rest[at..];
        tail.starts_with(MARK) || MARK.starts_with(tail)
    })
}

/// Takes the text off `bytes`, but for a character whose last bytes have not come yet.
pub fn complete_characters(bytes: &mut Vec<u8>) -> String {
    let incomplete = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => bytes.len() - error.valid_up_to(),
        // Something wrong before the end: what is incomplete is at most three bytes.
        Err(_) => (1..=3.min(bytes.len()))
            .find(|count| {
                let tail = &bytes[bytes.len() - count..];
                tail[0] >= 0xC0
                    && std::str::from_utf8(tail).is_err_and(|error| error.error_len().is_none())
            })
            .unwrap_or(0),
        Ok(_) => 0,
    };
    let rest = bytes.split_off(bytes.len() - incomplete);
    let text = String::from_utf8_lossy(bytes).into_owned();
    *bytes = rest;
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    fn shown(forms: &[(&str, &str)], is_result: bool) -> Event {
        let forms = forms
            .iter()
            .map(|(kind, value)| ((*kind).to_owned(), Value::from(*value)));
        Event::Shown(Shown {
            data: forms.collect(),
            is_result,
            ..Shown::default()
        })
    }

    fn value(kind: &str, content: &str) -> String {
        format!("EVCXR_BEGIN_CONTENT {kind}\n{content}\nEVCXR_END_CONTENT\n")
    }

    fn events(output: &str) -> Vec<Event> {
        let mut parser = Parser::default();
        let mut events = parser.take(output.as_bytes());
        events.extend(parser.finish());
        events
    }

    #[test]
    fn text_without_a_line_end_is_there_at_once_and_before_the_end() {
        let mut parser = Parser::default();
        assert_eq!(parser.take(b"hello"), [text("hello")]);
        assert_eq!(parser.take(b"\r50%"), [text("\r50%")]);
        assert_eq!(parser.take(b" EVC"), []);
        assert_eq!(
            parser.take(b"XR_EXECUTION_COMPLETE\n"),
            [text(" "), Event::Done]
        );
    }

    #[test]
    fn forms_of_a_value_are_one_and_a_second_value_is_another() {
        let figure = value("text/html", "<p>") + &value("text/plain", "a\nb");
        let output =
            format!("{figure}EVCXR_VALUE\n{figure}EVCXR_RESULT\nEVCXR_EXECUTION_COMPLETE\n");
        let forms = [("text/html", "<p>"), ("text/plain", "a\nb")];
        assert_eq!(
            events(&output),
            [shown(&forms, false), shown(&forms, true), Event::Done]
        );
    }

    #[test]
    fn arrays_within_values_show_their_numbers_alone() {
        let layout = ", shape=[2], strides=[1], layout=CFcf (0xf), const ndim=1";
        let dynamic = ", shape=[2, 1], strides=[-1, 1], layout=Custom (0x0), dynamic ndim=2";
        let text = format!("Some(([1.0, 2.0]{layout}, [[1], [2]]{dynamic}))");
        assert_eq!(without_layout(&text), "Some(([1.0, 2.0], [[1], [2]]))");
        for other in [
            "a, shape=[2]",
            "b, shape=[2], strides=[x], layout=C (0xf), const ndim=1",
        ] {
            assert_eq!(without_layout(other), other);
        }
    }

    #[test]
    fn what_was_shown_is_cleared_at_once_or_with_what_comes() {
        assert_eq!(events(&value(CLEAR, "wait")), [Event::Clear { wait: true }]);
        assert_eq!(events(&value(CLEAR, "now")), [Event::Clear { wait: false }]);
    }

    #[test]
    fn text_between_values_keeps_its_place_and_a_value_before_text_is_no_result() {
        let output = value("text/plain", "1") + "then\n" + "EVCXR_EXECUTION_COMPLETE\n";
        assert_eq!(
            events(&output),
            [
                shown(&[("text/plain", "1")], false),
                text("then\n"),
                Event::Done
            ]
        );
    }

    #[test]
    fn nothing_is_no_value() {
        let output = value("text/plain", "()") + "EVCXR_EXECUTION_COMPLETE\n";
        assert_eq!(events(&output), [Event::Done]);
    }

    #[test]
    fn half_a_mark_or_a_wrong_one_is_text() {
        for wrong in [
            "EVCXR_BEGIN_CONTENT\nx\n",
            "EVCXR_END_CONTENT\n",
            "EVCXR_SOMETHING\n",
            "EVCXR_BEGIN_CONTENT text/plain\nhalf\n",
        ] {
            let output = format!("{wrong}EVCXR_EXECUTION_COMPLETE\n");
            assert_eq!(events(&output), [text(wrong), Event::Done]);
        }
    }

    #[test]
    fn a_manner_tells_the_name_and_the_size_of_the_value_that_follows() {
        let manner = r#"{"data": {}, "id": "bar", "is_update": true, "metadata": {"a": 1}}"#;
        let output = value(MANNER, manner) + &value("text/plain", "50%");
        let Some(Event::Shown(shown)) = events(&output).pop() else {
            panic!("nothing shown");
        };
        assert_eq!(shown.id.as_deref(), Some("bar"));
        assert!(shown.is_update && !shown.is_result);
        assert_eq!(shown.metadata["a"], 1);
        assert_eq!(shown.data["text/plain"], "50%");
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced_and_split_characters_joined() {
        let mut parser = Parser::default();
        assert_eq!(
            parser.take("x₀".as_bytes().split_last().expect("not empty").1),
            [text("x")]
        );
        assert_eq!(parser.take(&["₀".as_bytes()[2]]), [text("₀")]);
        assert_eq!(parser.take(b"a\xffb\n"), [text("a\u{fffd}b\n")]);
        assert_eq!(parser.take(b"\xff\xe2\x82"), [text("\u{fffd}")]);
    }

    #[test]
    fn what_evcxr_asks_about_goes_to_evcxr() {
        let lost = "EVCXR_VARIABLE_CHANGED_TYPE:x";
        assert_eq!(
            events(&format!("a\n{lost}\n")),
            [text("a\n"), Event::ChangedType("x".to_owned())]
        );
        assert_eq!(events("EVCXR_PANIC_NOTIFICATION\n"), [Event::Panicked]);
    }
}
