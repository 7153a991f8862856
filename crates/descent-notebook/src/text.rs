//! Texts, made fit to be shown.

use descent_language::{marked, translated};

/// A text of one line, all of whose characters can be shown: see [`legible`].
pub(crate) fn printable(text: &str) -> String {
    legible(text).replace(['\n', '\t'], " ")
}

/// A text all of whose characters can be shown: each line break is one `\n`; other control
/// characters and what Unicode calls noncharacters, which neither SVG nor HTML may hold, become
/// the replacement character.
pub(crate) fn legible(text: &str) -> String {
    let is_character = |c: char| {
        let no_character = matches!(c, '\u{fdd0}'..='\u{fdef}') || c as u32 & 0xfffe == 0xfffe;
        !c.is_control() && !no_character
    };
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\r' => '\n',
            '\n' | '\t' => c,
            c if is_character(c) => c,
            _ => '\u{fffd}',
        })
        .collect()
}

/// What stands between the parts of a list.
pub(crate) fn comma() -> &'static str {
    translated(marked!(", "))
}

/// What stands between parts that have commas.
pub(crate) fn semicolon() -> &'static str {
    translated(marked!("; "))
}

/// How many columns a text takes where all characters have the same width: a Chinese one takes two.
pub(crate) fn columns(text: &str) -> usize {
    let wide = |c: &char| {
        matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}')
    };
    text.chars().count() + text.chars().filter(wide).count()
}

/// `text` with at most `most` characters, the last of them `…` where some are left out.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars()
        .take(most.saturating_sub(1))
        .chain(['…'])
        .collect()
}

/// Whether a character is one of Chinese texts alone: an ideograph, or a mark as wide as one.
pub(crate) fn is_chinese(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{2fdf}' // radicals
        | '\u{3000}'..='\u{303f}' // marks
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' // full-width forms
        | '\u{20000}'..='\u{3fffd}')
}

/// `text` as XML shows it.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_made_visible() {
        assert_eq!(printable("a\nb\0c"), "a b\u{fffd}c");
    }

    #[test]
    fn a_chinese_character_takes_two_columns() {
        for (text, wide) in [("", 0), ("x₀ −1", 5), ("步", 2), ("（x）：", 7), ("“x”", 3)]
        {
            assert_eq!(columns(text), wide, "{text}");
        }
    }
}
