//! The script of a player.

use descent_language::marked;

use super::{Script, json_string, words};
use crate::canvas::{Document, Pen};
use crate::error::Error;
use crate::scene::steps::Steps;

const CONTROLS: &str = include_str!("player.js");

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

/// The script with all frames of a player of this size in it.
///
/// # Errors
///
/// [`Error::Drawing`] if the drawing library gives up.
pub(super) fn script(steps: &Steps, size: (u32, u32)) -> Result<Script, Error> {
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
    let (svg, runs, words) = (json_string(&document.svg()), runs.join(","), words(&WORDS));
    let json = format!("{{\"svg\":{svg},\"runs\":[{runs}],\"words\":{words}}}");
    Script::new("player", CONTROLS, &json)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::tests::assert_has_its_words;

    #[test]
    fn the_script_has_each_word_that_it_asks_for_in_each_language() {
        assert_has_its_words(CONTROLS, &WORDS, ("play", "播放"));
    }
}
