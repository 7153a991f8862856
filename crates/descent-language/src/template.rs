//! A translated message with the values in it.

use std::fmt::{Display, Write};

/// The template with each `{name}` replaced by the value of that name; `{{` and `}}` are braces. A
/// name that has no value stays as it stands. Values are not looked into, so a brace in one does no
/// harm.
///
/// ```
/// use descent_language::filled;
///
/// let values: [(&str, &dyn std::fmt::Display); 2] = [("found", &3), ("most", &"{found}")];
/// assert_eq!(filled("最多 {most} 个，{{}} 有 {found} 个", &values), "最多 {found} 个，{} 有 3 个");
/// ```
#[must_use]
pub fn filled(template: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(behind) = rest.strip_prefix(brace) {
            text.push_str(brace);
            rest = behind;
            continue;
        }
        let named = (brace == "{").then(|| rest.split_once('}')).flatten();
        let value = named.and_then(|(name, behind)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, behind))
        });
        match value {
            Some((value, behind)) => {
                // Writing to a text fails only where a value's own `Display` does.
                let _ = write!(text, "{value}");
                rest = behind;
            }
            None => text.push_str(brace),
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_value_stays_as_it_stands() {
        let values: [(&str, &dyn Display); 1] = [("a", &"值")];
        for (template, text) in [
            ("", ""),
            ("{a}{a}", "值值"),
            ("{b} {a", "{b} {a"),
            ("} {a} {", "} 值 {"),
            ("{{a}}", "{a}"),
            ("{{{a}}}", "{值}"),
            ("{b{a}", "{b值"),
        ] {
            assert_eq!(filled(template, &values), text, "{template}");
        }
    }
}
