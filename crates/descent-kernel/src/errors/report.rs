//! An error as text.
//!
//! Bold, and no colours: JupyterLab shows an error on pink, or on dark red, where most of the
//! sixteen colours of a terminal are too pale to read.

use annotate_snippets::renderer::Style;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};

use super::told::Told;

const BOLD: Style = Style::new().bold();
/// An output area of a notebook is about as wide, in characters.
const WIDTH: usize = 100;

/// The lines that are shown for an error in `cell`, which has this name.
pub fn lines(told: &Told, cell: &str, name: &str) -> Vec<String> {
    let title = Level::ERROR.primary_title(told.message.as_str());
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
            let text = Some(label.text.as_str()).filter(|text| !text.is_empty());
            kind.span(label.range.clone()).label(text)
        })));
    }
    for (level, text) in &told.notes {
        let level = if *level == "help" {
            Level::HELP
        } else {
            Level::NOTE
        };
        group = group.element(level.message(text.as_str()));
    }
    let mut report = vec![group];
    for suggestion in &told.suggestions {
        let patches = suggestion.patches.iter();
        let patches = patches.map(|(range, new)| Patch::new(range.clone(), new.as_str()));
        report.push(
            Level::HELP
                .secondary_title(suggestion.text.as_str())
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
    let mut is_code = false;
    let words = sentence.split(|c| {
        is_code ^= c == '`';
        c == ' ' && !is_code
    });
    let mut lines: Vec<String> = Vec::new();
    let mut room = 0;
    for word in words {
        let length = word.chars().count() + 1;
        match lines.last_mut() {
            Some(line) if length <= room => *line += &format!(" {word}"),
            Some(_) => lines.push(format!("  {word}")),
            None => lines.push(format!("{BOLD}→{BOLD:#} {word}")),
        }
        room = match length <= room {
            true => room - length,
            false => WIDTH.saturating_sub(length + 1),
        };
    }
    lines
}

/// A line of a report; where it names a place, `cell [3]:2:7`, in words: `cell [3], line 2`.
fn in_words(line: &str, name: &str) -> String {
    let line = line.trim_end();
    let Some((arrow, place)) = line.split_once(&format!("{name}:")) else {
        return line.to_owned();
    };
    match place.split_once(':') {
        Some((number, column)) if column.parse::<usize>().is_ok() => {
            format!("{arrow}{name}, line {number}")
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
    fn any_place_in_any_text_can_be_shown() {
        let cell = "let 学 = 1;\r\n\tf(\"🚀\", x\u{301});\n\n{ 1 }";
        let places: Vec<usize> = (0..=cell.len())
            .filter(|at| cell.is_char_boundary(*at))
            .collect();
        for from in &places {
            for to in places.iter().filter(|to| *to >= from) {
                let told = Told {
                    message: "wrong".to_owned(),
                    labels: vec![
                        Label {
                            range: *from..*to,
                            text: "here".to_owned(),
                            is_primary: true,
                        },
                        Label {
                            range: 0..*from,
                            text: String::new(),
                            is_primary: false,
                        },
                    ],
                    suggestions: vec![Suggestion {
                        text: "write".to_owned(),
                        patches: vec![(*from..*to, "x".to_owned()), (0..*from, String::new())],
                    }],
                    ..Told::default()
                };
                assert!(lines(&told, cell, "cell [1]")[1].contains("cell [1], line "));
            }
        }
    }
}
