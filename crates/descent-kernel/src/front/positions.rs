//! Places in a cell: Jupyter counts characters, evcxr what a reader takes for one.

use unicode_segmentation::UnicodeSegmentation;

use crate::dependency::Replacement;

/// A cell as evcxr reads it: with the line ends of Unix, and parts replaced.
pub struct Text {
    code: String,
    /// For each character of the client's text, its place in `code`; then the end.
    places: Vec<usize>,
}

impl Text {
    pub fn new(client: &str, replacements: &[Replacement]) -> Self {
        let mut code = String::with_capacity(client.len());
        let mut places = Vec::new();
        let mut replacements = replacements.iter().peekable();
        let mut skipped = 0;
        for (at, character) in client.char_indices() {
            if let Some(replaced) = replacements.next_if(|one| one.range.start == at) {
                code.push_str(&replaced.text);
                skipped = replaced.range.end;
            }
            places.push(code.len());
            let is_first_of_two = character == '\r' && client[at + 1..].starts_with('\n');
            if at >= skipped && !is_first_of_two {
                code.push(character);
            }
        }
        places.push(code.len());
        Self { code, places }
    }

    pub fn code(&self) -> &str {
        &self.code
    }

    /// The byte at which the client's character `at` stands.
    pub fn byte(&self, at: usize) -> usize {
        self.places[at.min(self.places.len() - 1)]
    }

    /// evcxr's number of the client's character `at`.
    pub fn to_evcxr(&self, at: usize) -> usize {
        let byte = self.byte(at);
        self.code
            .grapheme_indices(true)
            .take_while(|(start, _)| *start < byte)
            .count()
    }

    /// The client's number of evcxr's character `at`.
    pub fn to_client(&self, at: usize) -> usize {
        let starts = self.code.grapheme_indices(true).map(|(start, _)| start);
        let byte = starts
            .chain([self.code.len()])
            .nth(at)
            .unwrap_or(self.code.len());
        self.places
            .iter()
            .position(|place| *place >= byte)
            .unwrap_or(self.places.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_there_and_back_whatever_stands_before_them() {
        for before in [
            "",
            "ab\r\n",
            "x₀ ",
            "学习率\n",
            "🦀🏽 ",
            "e\u{301} ",
            "\r\n\r\n",
        ] {
            let text = format!("{before}name.end");
            let at = before.chars().count();
            let cell = Text::new(&text, &[]);
            assert_eq!(&cell.code()[cell.byte(at)..], "name.end", "{before:?}");
            assert_eq!(cell.to_client(cell.to_evcxr(at)), at, "{before:?}");
        }
    }

    #[test]
    fn a_place_beyond_the_end_is_the_end() {
        let cell = Text::new("a\r\nb", &[]);
        assert_eq!(
            (cell.code(), cell.byte(99), cell.to_evcxr(99)),
            ("a\nb", 3, 3)
        );
        assert_eq!(cell.to_client(99), 4);
    }

    #[test]
    fn what_stands_behind_a_replaced_line_is_found_there_and_back() {
        for text in ["", ":dep a = { path = \"/a/long/folder\" }"] {
            let client = ":dep a = \"学\"\r\nname.end";
            let range = 0..client.find('\r').expect("a line");
            let text = text.to_owned();
            let cell = Text::new(
                client,
                &[Replacement {
                    range,
                    text: text.clone(),
                }],
            );
            assert_eq!(cell.code(), format!("{text}\nname.end"));
            let at = client.chars().count() - "name.end".len();
            assert_eq!(&cell.code()[cell.byte(at)..], "name.end");
            assert_eq!(cell.to_client(cell.to_evcxr(at)), at);
        }
    }
}
