//! The script that turns the picture of a player into one, where scripts run.

use std::fmt::Write as _;
use std::io::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use descent_language::{marked, translated};
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use crate::canvas::{Document, Pen};
use crate::error::Error;
use crate::scene::steps::Steps;

const SCRIPT: &str = include_str!("script.js");

/// What the script says, by the names that it has for it. It puts values in itself.
const WORDS: [(&str, &str); 11] = [
    ("step", marked!("step")),
    ("point", marked!("point")),
    ("value", marked!("value")),
    ("gradient", marked!("gradient")),
    ("run", marked!("run")),
    ("play", marked!("play")),
    ("pause", marked!("pause")),
    ("back", marked!("one step back")),
    ("on", marked!("one step on")),
    ("place", marked!("{step} of {last}")),
    ("reading", marked!("step {step}: value {value}")),
];

/// The name by which the script finds its figure, a checksum of what it shows, and the script
/// with all frames of a player of this size in it.
///
/// # Errors
///
/// [`Error::Drawing`] if the drawing library gives up.
pub(crate) fn script(steps: &Steps, size: (u32, u32)) -> Result<(String, String), Error> {
    let mut pen = Pen::new(size);
    steps.draw_steps(&mut pen);
    let document = Document::of(&pen)?;
    let mut layers = document.steps().iter();
    let mut runs = Vec::with_capacity(steps.readings.len());
    for (track, readings) in steps.plane.tracks.iter().zip(&steps.readings) {
        let step = |([point, value, gradient], layer): (&[String; 3], &String)| {
            let texts = [layer, point, value, gradient].map(|text| json_string(text));
            format!("[{}]", texts.join(","))
        };
        let frames: Vec<String> = readings.iter().zip(layers.by_ref()).map(step).collect();
        let (label, frames) = (json_string(&track.label), frames.join(","));
        runs.push(format!("{{\"label\":{label},\"steps\":[{frames}]}}"));
    }
    let (svg, runs, words) = (json_string(&document.svg()), runs.join(","), words());
    let json = format!("{{\"svg\":{svg},\"runs\":[{runs}],\"words\":{words}}}");
    // Twenty runs of a hundred steps are half a megabyte of nearly equal groups; compressed and
    // in base64 a tenth of it, with nothing in it that could end the script.
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    let written = encoder
        .write_all(json.as_bytes())
        .and_then(|()| encoder.finish());
    let compressed = written.map_err(|error| Error::Drawing(error.to_string()))?;
    let mut checksum = Crc::new();
    checksum.update(json.as_bytes());
    let name = format!("{:08x}", checksum.sum());
    let script = minimal(SCRIPT).replace("HASH", &name);
    let data = STANDARD.encode(compressed);
    Ok((name, format!("<script>{script}(\"{data}\")</script>")))
}

/// The words as a JSON object, in the language of the reader.
fn words() -> String {
    let words = WORDS.map(|(name, text)| format!("\"{name}\":{}", json_string(translated(text))));
    format!("{{{}}}", words.join(","))
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

    #[test]
    fn the_script_has_each_word_that_it_asks_for_in_each_language() {
        let asked = SCRIPT.split("words.").skip(1);
        let asked: Vec<&str> = asked
            .map(|rest| {
                rest.split(|c: char| !c.is_alphanumeric())
                    .next()
                    .unwrap_or_default()
            })
            .collect();
        assert!(asked.len() > 8, "{asked:?}");
        for (language, play) in [(Language::English, "play"), (Language::Chinese, "播放")] {
            let words = speaking(language, words);
            let words: serde_json::Value = serde_json::from_str(&words).expect("it is JSON");
            assert_eq!(words["play"], play);
            for name in &asked {
                assert!(words[name].is_string(), "{name}");
            }
        }
    }
}
