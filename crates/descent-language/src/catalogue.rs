//! What the messages are in other languages.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::{Language, language};

/// The Chinese catalogue, in gettext's format.
static CHINESE: &str = include_str!("../po/zh_CN.po");

/// The translation of an English text into the [`language`] of its reader. `None` in English, and
/// where the catalogue has none, or only one that is marked as fuzzy.
///
/// ```
/// use descent_language::{Language, speaking, translation};
///
/// assert_eq!(speaking(Language::Chinese, || translation("step")), Some("步"));
/// assert_eq!(speaking(Language::English, || translation("step")), None);
/// ```
#[must_use]
pub fn translation(text: &str) -> Option<&'static str> {
    static IN_CHINESE: OnceLock<HashMap<String, String>> = OnceLock::new();
    let catalogue = match language() {
        Language::English => return None,
        Language::Chinese => IN_CHINESE.get_or_init(|| entries(CHINESE)),
    };
    catalogue.get(text).map(String::as_str)
}

/// A text that [`marked!`](crate::marked) marks in the [`language`] of its reader; the text itself
/// where there is no [`translation`].
///
/// ```
/// use descent_language::{Language, speaking, translated};
///
/// assert_eq!(speaking(Language::Chinese, || translated("step")), "步");
/// assert_eq!(speaking(Language::English, || translated("step")), "step");
/// ```
#[must_use]
pub fn translated(text: &str) -> &str {
    translation(text).unwrap_or(text)
}

/// The finished entries of a catalogue: each `msgid` with its `msgstr`. An entry without a
/// translation, one that is fuzzy, and the header, whose `msgid` is empty, are left out; so are
/// contexts and plurals, which no message has.
fn entries(catalogue: &str) -> HashMap<String, String> {
    let mut entries = HashMap::new();
    for entry in catalogue.split("\n\n") {
        let mut texts = [String::new(), String::new()];
        let mut field = None;
        let mut is_fuzzy = false;
        for line in entry.lines() {
            let quoted = if let Some(text) = line.strip_prefix("msgid ") {
                field = Some(0);
                text
            } else if let Some(text) = line.strip_prefix("msgstr ") {
                field = Some(1);
                text
            } else {
                is_fuzzy |= line.starts_with("#,") && line.contains("fuzzy");
                line
            };
            let inside = quoted
                .trim()
                .strip_prefix('"')
                .and_then(|text| text.strip_suffix('"'));
            if let (Some(field), Some(inside)) = (field, inside) {
                unescape(inside, &mut texts[field]);
            }
        }
        let [id, text] = texts;
        if !(is_fuzzy || id.is_empty() || text.is_empty()) {
            entries.insert(id, text);
        }
    }
    entries
}

/// Adds to `text` what stands between the quotation marks of a line.
fn unescape(quoted: &str, text: &mut String) {
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '\\' => match characters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some(escaped) => escaped,
                None => '\\',
            },
            character => character,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finished_entries_are_read_over_several_lines() {
        let read = entries(
            "msgid \"\"\nmsgstr \"\"\n\"Language: zh_CN\\n\"\n\n\
             # of a translator\n#: a.rs\nmsgid \"one \"\n\"line\"\nmsgstr \"一\"\n\"行\"\n\n\
             msgid \"say \\\"a\\\"\\n\\\\b\"\nmsgstr \"说 \\\"a\\\"\\n\\\\b\"\n\n\
             #, fuzzy, python-format\nmsgid \"unsure\"\nmsgstr \"没把握\"\n\n\
             #, rust-format\nmsgid \"sure\"\nmsgstr \"有把握\"\n\n\
             msgid \"open\"\nmsgstr \"\"\n\n\
             #~ msgid \"gone\"\n#~ msgstr \"没有了\"\n",
        );
        let mut read: Vec<(&str, &str)> = read.iter().map(|(id, text)| (&**id, &**text)).collect();
        read.sort_unstable();
        assert_eq!(
            read,
            [
                ("one line", "一行"),
                ("say \"a\"\n\\b", "说 \"a\"\n\\b"),
                ("sure", "有把握"),
            ]
        );
    }

    #[test]
    fn each_entry_of_the_catalogue_is_read() {
        let found = CHINESE
            .lines()
            .filter(|line| line.starts_with("msgid "))
            .count();
        assert_eq!(entries(CHINESE).len() + 1, found);
    }
}
