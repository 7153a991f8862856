//! Texts of the caller's, made fit to be shown.

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
}
