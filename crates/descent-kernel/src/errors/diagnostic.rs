//! What rustc says of a cell, as it writes it for cargo: see
//! <https://doc.rust-lang.org/rustc/json.html>.

use serde::Deserialize;
use serde_json::Value;

/// An error, a note or a help.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Diagnostic {
    pub message: String,
    pub code: Option<Code>,
    pub level: String,
    pub spans: Vec<Span>,
    #[serde(default)]
    pub children: Vec<Diagnostic>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Code {
    pub code: String,
}

/// Where something stands; lines and columns are counted from 1, columns in characters.
#[derive(Clone, Debug, Deserialize)]
pub struct Span {
    pub file_name: String,
    pub line_start: usize,
    pub line_end: usize,
    pub column_start: usize,
    pub column_end: usize,
    pub is_primary: bool,
    pub label: Option<String>,
    /// What to write there instead.
    pub suggested_replacement: Option<String>,
    pub expansion: Option<Box<Expansion>>,
}

/// The call of the macro that wrote the code of a span.
#[derive(Clone, Debug, Deserialize)]
pub struct Expansion {
    pub span: Span,
}

impl Diagnostic {
    /// The code, for example `E0308`; empty if there is none, or a lint's name instead.
    pub fn code(&self) -> &str {
        let code = self.code.as_ref().map_or("", |code| &code.code);
        if code.starts_with('E') { code } else { "" }
    }

    /// All errors in what rustc said, which is a line each.
    pub fn errors_in(said: &str) -> Vec<Self> {
        let all = said
            .lines()
            .filter_map(|line| serde_json::from_str::<Self>(line).ok());
        all.filter(|one| one.level == "error" && !is_summary(&one.message))
            .collect()
    }
}

fn is_summary(message: &str) -> bool {
    message.starts_with("aborting due to") || message.starts_with("could not compile")
}

/// What rustc said without its warnings: evcxr takes each for an error as soon as there is one, or
/// as soon as something is wrong that rustc does not mind.
#[must_use]
pub fn without_warnings(said: &str) -> String {
    said.split_inclusive('\n')
        .filter(|line| {
            let message: Option<Value> = serde_json::from_str(line).ok();
            message.is_none_or(|message| message["level"] != "warning")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_no_errors() {
        let message = |level: &str| {
            format!(
                "{{\"$message_type\":\"diagnostic\",\"message\":\"m\",\"code\":null,\
                 \"level\":\"{level}\",\"spans\":[],\"children\":[],\"rendered\":\"\"}}\n"
            )
        };
        let said = message("warning") + "{\"$message_type\":\"artifact\"}\n" + &message("error");
        assert_eq!(Diagnostic::errors_in(&said).len(), 1);
        let rest = without_warnings(&said);
        assert!(!rest.contains("warning") && rest.contains("artifact") && rest.contains("error"));
    }
}
