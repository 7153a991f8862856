//! The crates say nothing past the catalogue: each sentence in their code is a `words!` or a
//! `marked!`.

use std::fs;
use std::path::{Path, PathBuf};

const CRATES: [&str; 2] = ["descent", "descent-notebook"];

/// Behind these a sentence is for whoever reads the code, or what others say.
const FOR_OTHERS: [&str; 7] = [
    "reason = ",
    "message = ",
    "label = ",
    "note = ",
    ".expect(",
    "#[must_use = ",
    // What panics of Rust's own and of ndarray's are known by.
    ".contains(",
];

/// What `todo!()` and ndarray say, in lists to compare with.
const OF_OTHERS: [&str; 3] = ["not yet implemented", "not implemented", "not compatible"];

/// The string literals of code without comments, each with what stands before it.
fn literals(code: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut begin = None;
    let mut skip = 0;
    for (at, character) in code.char_indices() {
        if at < skip {
            continue;
        }
        match (character, begin) {
            ('\\', _) => skip = at + 2,
            ('\'', None) if code[at..].starts_with("'\"'") => skip = at + 3,
            ('"', None) => begin = Some(at + 1),
            ('"', Some(start)) => {
                found.push((&code[..start - 1], &code[start..at]));
                begin = None;
            }
            _ => {}
        }
    }
    found
}

/// Whether two words stand side by side in a text that is no markup.
fn is_a_sentence(literal: &str) -> bool {
    let is_word = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
    let words: Vec<&str> = literal.split_whitespace().collect();
    let two = words.windows(2).any(|pair| pair.iter().all(|w| is_word(w)));
    two && !literal.contains(['<', '='])
}

#[test]
fn each_sentence_of_the_crates_is_marked_for_translation() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("");
    let mut waiting: Vec<PathBuf> = CRATES.map(|name| folder.join(name).join("src")).into();
    let mut marked = 0;
    while let Some(file) = waiting.pop() {
        if let Ok(inside) = fs::read_dir(&file) {
            waiting.extend(inside.map(|entry| entry.expect("an entry").path()));
        }
        if file.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let text = fs::read_to_string(&file).expect("UTF-8");
        let code: String = (text
            .split("#[cfg(test)]")
            .next()
            .unwrap_or_default()
            .lines())
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
        for (before, literal) in literals(&code) {
            let before = before.trim_end();
            if before.ends_with("words!(") || before.ends_with("marked!(") {
                marked += 1;
            } else if is_a_sentence(literal) {
                let is_for_others = FOR_OTHERS
                    .iter()
                    .any(|end| before.ends_with(end.trim_end()));
                let is_of_others = OF_OTHERS.contains(&literal);
                assert!(
                    is_for_others || is_of_others,
                    "{}: {literal:?} is in no `words!` or `marked!`",
                    file.display()
                );
            }
        }
    }
    assert!(marked > 400, "{marked}");
}
