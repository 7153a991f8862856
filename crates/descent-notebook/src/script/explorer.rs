//! The script of an explorer.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use descent_language::marked;

use super::{Script, json_string, words};
use crate::canvas::{Document, Pen, Stroke};
use crate::error::Error;
use crate::scene::axis::Scale;
use crate::scene::explorer::Explorer;
use crate::scene::plane::Plane;

const CONTROLS: &str = include_str!("explorer.js");

/// What the script says, by the names that it has for it. It puts values in itself.
const WORDS: [(&str, &str); 10] = [
    ("start", marked!("start")),
    ("end", marked!("end")),
    ("value", marked!("value")),
    ("rate", marked!("learning rate η")),
    ("momentum", marked!("momentum α")),
    (
        "reset",
        marked!("back to the first start, learning rate and momentum"),
    ),
    (
        "how",
        marked!(
            "Drag the ring, click on the map, or use the arrow keys (with Shift in small steps)."
        ),
    ),
    ("done", marked!("{step} steps.")),
    ("left", marked!("Step {step} leaves the map.")),
    (
        "lost",
        marked!("Step {step} leads to where the function has no finite value."),
    ),
];

/// The script with all that it needs to know.
///
/// # Errors
///
/// [`Error::Drawing`] if the drawing library gives up.
pub(super) fn script(explorer: &Explorer, size: (u32, u32)) -> Result<Script, Error> {
    let mut pen = Pen::new(size);
    let [map, curve] = explorer.still.draw_planes(&mut pen).map(|p| in_json(&p));
    let (columns, rows) = explorer.known.size();
    let first = explorer.first;
    let stroke = Stroke::of_run(0).color;
    let fields = [
        ("svg", json_string(&Document::of(&pen)?.svg())),
        ("words", words(&WORDS)),
        ("map", map),
        ("curve", curve),
        (
            "grid",
            format!(
                "{{\"columns\":{columns},\"rows\":{rows},\"values\":\"{}\"}}",
                STANDARD.encode(explorer.known.bytes())
            ),
        ),
        ("start", format!("{:?}", first.start)),
        ("rate", format!("{:e}", first.rate)),
        ("momentum", first.momentum.to_string()),
        ("steps", first.steps.to_string()),
        (
            "decades",
            format!("[{},{}]", explorer.decades.0, explorer.decades.1),
        ),
        (
            "color",
            format!("\"rgb({},{},{})\"", stroke.0, stroke.1, stroke.2),
        ),
    ];
    let fields = fields.map(|(name, value)| format!("\"{name}\":{value}"));
    Script::new("explorer", CONTROLS, &format!("{{{}}}", fields.join(",")))
}

/// Where a plane lies in the SVG, and which numbers its edges have. The step's axis is linear.
fn in_json(plane: &Plane<'_>) -> String {
    let frame = Document::units(plane.inner);
    let (x, y) = (plane.x, plane.y);
    let scale = match y.scale {
        Scale::Linear => "\"linear\"".to_owned(),
        Scale::Log => "\"log\"".to_owned(),
        Scale::SymLog { linear_below } => format!("{linear_below:e}"),
    };
    format!(
        "{{\"frame\":{frame:?},\"x\":[{:e},{:e}],\"y\":[{:e},{:e}],\"scale\":{scale}}}",
        x.low, x.high, y.low, y.high
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::tests::assert_has_its_words;

    #[test]
    fn the_script_has_each_word_that_it_asks_for_in_each_language() {
        assert_has_its_words(CONTROLS, &WORDS, ("reset", "回到最初的起点、学习率和动量"));
    }
}
