//! The scripts that turn the picture of a figure into one that answers, where scripts run.

mod explorer;
mod player;

use std::fmt::Write as _;
use std::io::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use descent_language::translated;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use crate::error::Error;
use crate::scene::Scene;

/// What all such figures have in common.
const LIVE: &str = include_str!("live.js");

/// A script that belongs to a figure.
#[derive(Debug, Default)]
pub(crate) struct Script {
    /// The attribute of the figure's element by which the script finds it, with a blank before it.
    pub(crate) attribute: String,
    /// The script's element, which follows the figure's.
    pub(crate) element: String,
}

impl Script {
    /// The script of what `scene` shows at this size; an empty one where that does not answer.
    ///
    /// # Errors
    ///
    /// [`Error::Drawing`] if the drawing library gives up.
    pub(crate) fn of(scene: &Scene, size: (u32, u32)) -> Result<Self, Error> {
        match scene {
            Scene::Steps(steps) => player::script(steps, size),
            Scene::Explorer(explorer) => explorer::script(explorer, size),
            _ => Ok(Self::default()),
        }
    }

    /// The script with its `controls`, and `json` for them to show.
    fn new(kind: &str, controls: &str, json: &str) -> Result<Self, Error> {
        // Twenty runs of a hundred steps are half a megabyte of nearly equal groups; compressed
        // and in base64 a tenth of it, with nothing in it that could end the script.
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        let written = encoder
            .write_all(json.as_bytes())
            .and_then(|()| encoder.finish());
        let compressed = written.map_err(|error| Error::Drawing(error.to_string()))?;
        let data = STANDARD.encode(compressed);
        // A checksum of what it shows.
        let mut checksum = Crc::new();
        checksum.update(json.as_bytes());
        let hash = format!("{:08x}", checksum.sum());
        let script = LIVE.replace("KIND", kind).replace("HASH", &hash);
        let script = minimal(&script.replace("CONTROLS", controls));
        Ok(Self {
            attribute: format!(" data-descent-{kind}='{hash}'"),
            element: format!("<script>{script}(\"{data}\")</script>"),
        })
    }
}

/// The words of a script as a JSON object, in the language of the reader.
fn words(words: &[(&str, &str)]) -> String {
    let word =
        |(name, text): &(&str, &str)| format!("\"{name}\":{}", json_string(translated(text)));
    format!(
        "{{{}}}",
        words.iter().map(word).collect::<Vec<_>>().join(",")
    )
}

/// The script without its comments, indentation and line breaks at the ends: Markdown would end
/// the HTML at an empty line.
fn minimal(script: &str) -> String {
    let lines = script
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A JSON string.
fn json_string(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            c if c < ' ' => {
                let _ = write!(json, "\\u{:04x}", c as u32);
            }
            c => json.push(c),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use descent_language::{Language, speaking};

    use super::*;

    /// Each word that a script asks for as `words.name`, and each by `words[name]`, is there.
    pub(super) fn assert_has_its_words(
        script: &str,
        table: &[(&str, &str)],
        chinese: (&str, &str),
    ) {
        let asked = script.split("words.").skip(1);
        let asked: Vec<&str> = asked
            .map(|rest| {
                rest.split(|c: char| !c.is_alphanumeric())
                    .next()
                    .unwrap_or_default()
            })
            .collect();
        assert!(asked.len() > 6, "{asked:?}");
        for language in [Language::English, Language::Chinese] {
            let words = speaking(language, || words(table));
            let words: serde_json::Value = serde_json::from_str(&words).expect("it is JSON");
            for name in &asked {
                assert!(words[name].is_string(), "{name}");
            }
            if language == Language::Chinese {
                assert_eq!(words[chinese.0], chinese.1);
            }
        }
    }
}
