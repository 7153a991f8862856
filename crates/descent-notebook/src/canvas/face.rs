//! The two embedded faces, and which of them draws a character: figures look the same on every
//! machine, with no system library.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef};

use crate::text::is_chinese;

/// Both are cut down to what figures need by `scripts/fonts.py`; see `fonts/LICENSE`.
static DEJAVU: &[u8] = include_bytes!("../../fonts/DejaVuSans-subset.ttf");
static NOTO: &[u8] = include_bytes!("../../fonts/NotoSansSC-subset.otf");

/// Quotation marks, which Latin and Chinese write with the same codes in different widths.
const QUOTES: &str = "“”‘’";
/// Other marks that both write.
const MARKS: &str = "…—·";

/// A font that is embedded. Both have capitals of 0.73 em and stand on one baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// DejaVu Sans.
    Latin,
    /// Noto Sans SC: read when the first Chinese text is drawn, and not before.
    Chinese,
}

impl Face {
    pub(super) fn font(self) -> &'static FontRef<'static> {
        static LATIN: OnceLock<FontRef<'static>> = OnceLock::new();
        static CHINESE: OnceLock<FontRef<'static>> = OnceLock::new();
        let (font, bytes) = match self {
            Self::Latin => (&LATIN, DEJAVU),
            Self::Chinese => (&CHINESE, NOTO),
        };
        font.get_or_init(|| FontRef::try_from_slice(bytes).expect("an embedded font is a font"))
    }

    /// Families that look like it, for the browser that shows an SVG, the first that it has.
    pub(super) fn families(self) -> &'static str {
        match self {
            Self::Latin => "DejaVu Sans, Verdana, sans-serif",
            // As they are called on Linux, on Android, by Adobe, on macOS and on Windows.
            Self::Chinese => {
                "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, \
                 Microsoft YaHei, sans-serif"
            }
        }
    }

    fn has(self, character: char) -> bool {
        self.font().glyph_id(character).0 != 0
    }

    /// The face of a character outside of Chinese text: what neither has becomes a box, which is
    /// as wide as a Chinese character where it stands for one.
    fn of(character: char) -> Self {
        match Self::Latin.has(character) {
            true => Self::Latin,
            false if is_chinese(character) || Self::Chinese.has(character) => Self::Chinese,
            false => Self::Latin,
        }
    }
}

/// The pieces of a text that one face draws each, first to last.
pub(super) fn pieces(text: &str) -> Vec<(Face, &str)> {
    let has_chinese = text.chars().any(is_chinese);
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, character) in text.char_indices() {
        let after = at + character.len_utf8();
        let face = match has_chinese && is_in_chinese(&text[..at], character, &text[after..]) {
            true => Face::Chinese,
            false => Face::of(character),
        };
        if let Some(last) = last.replace(face)
            && last != face
        {
            pieces.push((last, &text[start..at]));
            start = at;
        }
    }
    pieces.extend(last.map(|last| (last, &text[start..])));
    pieces
}

/// Whether a mark in a text that has Chinese is one of the Chinese: a quotation mark, but for the
/// apostrophe in a word; another one beside a Chinese character, as in `……`.
fn is_in_chinese(before: &str, character: char, after: &str) -> bool {
    // Marks of a kind stand in twos, or few more.
    const FEW: usize = 8;
    let is_other = |c: &char| *c != character;
    let beside = || {
        let before = before.chars().rev().take(FEW).find(is_other);
        [before, after.chars().take(FEW).find(is_other)]
    };
    if QUOTES.contains(character) {
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_chinese(c));
        !beside().into_iter().all(is_letter)
    } else {
        MARKS.contains(character) && beside().into_iter().flatten().any(is_chinese)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_faces_have_what_labels_are_made_of() {
        for c in "x₀x₁W∇ηθλ−×·10⁻¹³±≤≥≈→★".chars() {
            assert!(Face::Latin.has(c), "{c} is missing");
        }
        for c in "梯度法的损失函数，（交叉熵误差）：“学习率”、步长；！？……——《》［１］①∝　".chars()
        {
            assert!(Face::Chinese.has(c), "{c} is missing");
        }
    }

    #[test]
    fn a_latin_text_is_one_piece() {
        assert_eq!(pieces(""), []);
        for text in ["learning rate 0.1", "“W” … ’", "x₀ 👩 ", "ירידה"] {
            assert_eq!(pieces(text), [(Face::Latin, text)]);
        }
    }

    #[test]
    fn chinese_and_latin_are_drawn_by_their_faces() {
        let expected = [
            (Face::Chinese, "学习率"),
            (Face::Latin, " 0.1 "),
            (Face::Chinese, "的路径（"),
            (Face::Latin, "x₀"),
            (Face::Chinese, "）"),
        ];
        assert_eq!(pieces("学习率 0.1 的路径（x₀）"), expected);
    }

    #[test]
    fn marks_that_both_write_go_with_the_text_around_them() {
        let chinese = |text: &str| -> String {
            let pieces = pieces(text).into_iter();
            let chinese = pieces.filter(|(face, _)| *face == Face::Chinese);
            chinese.map(|(_, piece)| piece).collect()
        };
        assert_eq!(chinese("“mini-batch”的步"), "“”的步");
        assert_eq!(chinese("步……——停"), "步……——停");
        assert_eq!(chinese("x₀, …, xₙ 的值"), "的值");
        assert_eq!(chinese("2·x 的值"), "的值");
        assert_eq!(chinese("Newton’s 法"), "法");
    }

    #[test]
    fn a_character_outside_takes_the_box_of_its_kind() {
        assert_eq!(pieces("龘"), [(Face::Chinese, "龘")]);
        assert_eq!(pieces("𠮷"), [(Face::Chinese, "𠮷")]);
        assert!(!Face::Chinese.has('龘'));
        assert_eq!(pieces("☞"), [(Face::Latin, "☞")]);
    }
}
