//! Reads a figure's output as its readers do: the kernel, a browser, the player's script.

#![allow(dead_code, reason = "each test file reads some of it")]

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::ZlibDecoder;
use html5gum::{DefaultEmitter, HtmlString, Token, Tokenizer};

/// A block of a bundle.
pub struct Block {
    pub mime: String,
    pub body: String,
}

/// The blocks of what a cell wrote, line by line as evcxr 0.22 reads it (`eval_context.rs`).
///
/// # Panics
///
/// At a line outside of all blocks, which would be shown as text, and at an open block.
pub fn blocks(written: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = written.lines();
    while let Some(line) = lines.next() {
        assert_ne!(line, "EVCXR_PANIC_NOTIFICATION");
        let rest = line
            .split_once("EVCXR_BEGIN_CONTENT ")
            .expect("a line outside of all blocks")
            .1;
        let mime = rest.split(' ').next().unwrap_or_default().to_owned();
        let mut body = Vec::new();
        loop {
            match lines.next().expect("every block is closed") {
                "EVCXR_END_CONTENT" => break,
                line => {
                    assert_ne!(line, "EVCXR_PANIC_NOTIFICATION");
                    body.push(line);
                }
            }
        }
        blocks.push(Block {
            mime,
            body: body.join("\n"),
        });
    }
    blocks
}

/// An element of an HTML text, in the order of the start tags.
#[derive(Debug, Default)]
pub struct Element {
    pub tag: String,
    pub attributes: Vec<(String, String)>,
    /// What stands directly in it; a `<br>` counts as a line break.
    pub text: String,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The elements of an HTML text, `<br>` excepted, tokenized as the WHATWG standard says.
///
/// # Panics
///
/// At any error that the standard knows, at comments, and at tags that are not balanced.
pub fn elements(html: &str) -> Vec<Element> {
    let string = |s: &HtmlString| String::from_utf8(s.to_vec()).expect("UTF-8");
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        match token.expect("text cannot fail to be read") {
            Token::StartTag(tag) => {
                let attributes = tag.attributes.iter();
                let element = Element {
                    tag: string(&tag.name),
                    attributes: attributes
                        .map(|(n, v)| (string(n), string(&v.value)))
                        .collect(),
                    text: String::new(),
                };
                if element.tag == "br" {
                    elements[*open.last().expect("a parent")].text.push('\n');
                    continue;
                }
                if element.tag != "img" {
                    open.push(elements.len());
                }
                elements.push(element);
            }
            Token::EndTag(tag) => {
                let closed = open.pop().expect("an open element");
                assert_eq!(elements[closed].tag, string(&tag.name));
            }
            Token::String(text) => {
                let parent = *open.last().expect("no text outside of elements");
                elements[parent].text.push_str(&string(&text.value));
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(open.is_empty(), "an element is not closed");
    elements
}

/// What a player's script shows.
pub struct Player {
    /// The picture below all steps.
    pub svg: String,
    pub runs: Vec<PlayedRun>,
}

pub struct PlayedRun {
    pub label: String,
    pub steps: Vec<PlayedStep>,
}

pub struct PlayedStep {
    /// The elements that the step adds to the picture.
    pub layer: String,
    pub point: String,
    pub value: String,
    pub gradient: String,
}

/// What the script in the HTML of a figure shows; nothing if there is no script.
pub fn shown(html: &str) -> Option<serde_json::Value> {
    let elements = elements(html);
    let script = elements.iter().find(|element| element.tag == "script")?;
    let data = script
        .text
        .rsplit('"')
        .nth(1)
        .expect("the data are the script's last string");
    let compressed = STANDARD.decode(data).expect("base64");
    let mut json = String::new();
    ZlibDecoder::new(compressed.as_slice())
        .read_to_string(&mut json)
        .expect("zlib");
    Some(serde_json::from_str(&json).expect("JSON"))
}

/// The frames in the HTML of a player; nothing if there is no script.
pub fn frames(html: &str) -> Option<Player> {
    let json = shown(html)?;
    let text = |value: &serde_json::Value| value.as_str().expect("a string").to_owned();
    let list = |value: &serde_json::Value| value.as_array().expect("a list").clone();
    let step = |step: &serde_json::Value| PlayedStep {
        layer: text(&step[0]),
        point: text(&step[1]),
        value: text(&step[2]),
        gradient: text(&step[3]),
    };
    let run = |run: &serde_json::Value| PlayedRun {
        label: text(&run["label"]),
        steps: list(&run["steps"]).iter().map(step).collect(),
    };
    let runs = list(&json["runs"]).iter().map(run).collect();
    Some(Player {
        svg: text(&json["svg"]),
        runs,
    })
}

/// Whether a text is an XML document.
pub fn is_well_formed(svg: &str) -> bool {
    roxmltree::Document::parse(svg).is_ok()
}
