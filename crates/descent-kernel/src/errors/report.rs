//! An error as text.
//!
//! Bold, and no colours: JupyterLab shows an error on pink, or on dark red, where most of the
//! sixteen colours of a terminal are too pale to read.

use annotate_snippets::renderer::Style;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::told::Told;
use crate::words::words;

const BOLD: Style = Style::new().bold();
/// An output area of a notebook is about as wide, in characters.
const WIDTH: usize = 100;

/// The lines that are shown for an error in `cell`, which has this name.
pub fn lines(told: &Told, cell: &str, name: &str) -> Vec<String> {
    let title = Level::ERROR.primary_title(&*told.message);
    let title = if told.code.is_empty() {
        title
    } else {
        title.id(told.code.as_str())
    };
    let mut group = Group::with_title(title);
    let mut labels = told.labels.clone();
    // Something has to be pointed at.
    if let Some(first) = labels
        .first_mut()
        .filter(|_| !told.labels.iter().any(|l| l.is_primary))
    {
        first.is_primary = true;
    }
    if !labels.is_empty() {
        let snippet = Snippet::source(cell).path(name).fold(true);
        group = group.element(snippet.annotations(labels.iter().map(|label| {
            let kind = match label.is_primary {
                true => AnnotationKind::Primary,
                false => AnnotationKind::Context,
            };
            let text = Some(&*label.text).filter(|text| !text.is_empty());
            kind.span(label.range.clone()).label(text)
        })));
    }
    for note in &told.notes {
        let level = if note.level == "help" {
            Level::HELP
        } else {
            Level::NOTE
        };
        group = group.element(level.message(String::from(note.whole())));
    }
    let mut report = vec![group];
    for suggestion in &told.suggestions {
        let patches = suggestion.patches.iter();
        let patches = patches.map(|(range, new)| Patch::new(range.clone(), new.as_str()));
        report.push(
            Level::HELP
                .secondary_title(&*suggestion.text)
                .element(Snippet::source(cell).fold(true).patches(patches)),
        );
    }
    let text = Renderer::plain()
        .error(BOLD)
        .help(BOLD)
        .note(BOLD)
        .emphasis(BOLD)
        .term_width(WIDTH)
        .render(&report);
    let mut lines: Vec<String> = text.lines().map(|line| in_words(line, name)).collect();
    // Above the code, where it is seen first.
    if let Some(hint) = &told.hint {
        let below_title = told.message.lines().count().clamp(1, lines.len());
        lines.splice(below_title..below_title, wrapped(hint));
    }
    lines
}

/// A sentence behind an arrow, in lines: JupyterLab would break them within a word. Code between
/// backquotes stays in one line.
fn wrapped(sentence: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut room = 0;
    for (gap, piece) in pieces(sentence) {
        let width = piece.width();
        let length = gap.len() + width;
        match lines.last_mut() {
            Some(line) if length <= room => {
                *line += gap;
                *line += piece;
                room -= length;
                continue;
            }
            Some(_) => lines.push(format!("  {piece}")),
            None => lines.push(format!("{BOLD}→{BOLD:#} {piece}")),
        }
        room = WIDTH.saturating_sub(width + 2);
    }
    lines
}

/// Where a line may end: each piece with the space before it, if there is one. Chinese has no spaces.
fn pieces(sentence: &str) -> Vec<(&'static str, &str)> {
    let mut pieces = Vec::new();
    let (mut start, mut gap) = (0, "");
    let mut is_code = false;
    let mut last = ' ';
    for (at, c) in sentence.char_indices() {
        let was_code = is_code;
        is_code ^= c == '`';
        if !was_code && c == ' ' {
            pieces.push((gap, &sentence[start..at]));
            (start, gap) = (at + 1, " ");
        } else if !was_code && may_end_between(last, c) {
            pieces.push((gap, &sentence[start..at]));
            (start, gap) = (at, "");
        }
        last = c;
    }
    pieces.push((gap, &sentence[start..]));
    pieces
}

/// Whether a line may end between two signs, of which one is Chinese: no line begins with a sign that
/// closes, or ends with one that opens.
fn may_end_between(last: char, next: char) -> bool {
    let is_chinese = |sign: char| sign.width() == Some(2);
    last != ' '
        && (is_chinese(last) || is_chinese(next))
        && !"，。：；？！、）》”…".contains(next)
        && !"（《“".contains(last)
}

/// A line of a report; where it names a place, `cell [3]:2:7`, in words: `cell [3], line 2`.
fn in_words(line: &str, name: &str) -> String {
    let line = line.trim_end();
    let Some((arrow, place)) = line.split_once(&format!("{name}:")) else {
        return line.to_owned();
    };
    match place.split_once(':') {
        Some((number, column)) if column.parse::<usize>().is_ok() => {
            format!("{arrow}{}", words!("{name}, line {number}", name, number))
        }
        _ => line.to_owned(),
    }
}

/// The number of the line that holds this byte, from 1.
pub fn line_of(cell: &str, byte: usize) -> usize {
    cell[..byte.min(cell.len())].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::told::{Label, Suggestion};
    use crate::words::Words;

    #[test]
    fn a_long_sentence_is_broken_between_words_and_not_within_code() {
        let code = "`let f: Box<dyn Fn(f64) -> f64> = Box::new(…);`";
        let sentence = format!(
            "{} {code} {}.",
            "word".repeat(18),
            "last ".repeat(30).trim()
        );
        let lines = wrapped(&sentence);
        assert!(lines.len() > 2, "{lines:?}");
        assert!(lines[1].starts_with(&format!("  {code} last")), "{lines:?}");
        assert!(
            lines[1..].iter().all(|line| line.chars().count() <= WIDTH),
            "{lines:?}"
        );
        let joined: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
        assert!(joined.join(" ").ends_with(&sentence), "{lines:?}");
        assert_eq!(wrapped("Short.").len(), 1);
    }

    #[test]
    fn a_long_chinese_sentence_is_broken_between_characters_and_not_before_a_stop() {
        let sentence = format!(
            "{}，“写成” `let f = |x| 学习率 * x;`，{}。",
            "一".repeat(48),
            "二".repeat(60)
        );
        let lines = wrapped(&sentence);
        let plain: Vec<&str> = lines
            .iter()
            .map(|line| line.trim_start_matches("\u{1b}[1m→\u{1b}[0m").trim())
            .collect();
        assert_eq!(plain.concat().replace(' ', ""), sentence.replace(' ', ""));
        assert!(lines.len() > 2, "{lines:?}");
        assert!(
            lines
                .iter()
                .any(|line| line.contains("`let f = |x| 学习率 * x;`，")),
            "{lines:?}"
        );
        for line in &lines[1..] {
            assert!(line.width() <= WIDTH, "{line}");
            assert!(
                !"，。”".contains(line.trim().chars().next().unwrap_or(' ')),
                "{lines:?}"
            );
        }
    }

    #[test]
    fn any_place_in_any_text_can_be_shown() {
        let cell = "let 学 = 1;\r\n\tf(\"🚀\", x\u{301});\n\n{ 1 }";
        let places: Vec<usize> = (0..=cell.len())
            .filter(|at| cell.is_char_boundary(*at))
            .collect();
        for from in &places {
            for to in places.iter().filter(|to| *to >= from) {
                let told = Told {
                    message: Words::said("wrong"),
                    labels: vec![
                        Label {
                            range: *from..*to,
                            text: Words::said("here"),
                            is_primary: true,
                        },
                        Label {
                            range: 0..*from,
                            text: Words::default(),
                            is_primary: false,
                        },
                    ],
                    suggestions: vec![Suggestion {
                        text: Words::said("write"),
                        patches: vec![(*from..*to, "x".to_owned()), (0..*from, String::new())],
                    }],
                    ..Told::default()
                };
                assert!(lines(&told, cell, "cell [1]")[1].contains("cell [1], line "));
            }
        }
    }
}
