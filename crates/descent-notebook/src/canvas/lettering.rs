//! How texts look, and the room that they take.

pub(crate) use plotters::style::text_anchor::{HPos, VPos};
use unicode_linebreak::linebreaks;

use super::font;
use super::palette::{INK, Rgb};
use crate::text::{printable, shortened};

/// Sizes of text in nominal pixels: nothing is smaller than 11, for the last row of a classroom.
pub(crate) const TITLE_SIZE: f64 = 18.0;
pub(crate) const LABEL_SIZE: f64 = 16.0;
pub(crate) const TICK_SIZE: f64 = 14.0;

/// How a text looks and where it stands around its place.
#[derive(Clone, Copy)]
pub(crate) struct Lettering {
    /// The em in nominal pixels.
    pub(crate) size: f64,
    pub(crate) color: Rgb,
    pub(crate) across: HPos,
    pub(crate) down: VPos,
    /// Reads from bottom to top.
    pub(crate) upwards: bool,
    /// A white rim, for text on a picture.
    pub(crate) halo: bool,
}

impl Lettering {
    pub(crate) fn new(size: f64, across: HPos, down: VPos) -> Self {
        Self {
            size,
            color: INK,
            across,
            down,
            upwards: false,
            halo: false,
        }
    }
}

/// The width of a text in nominal pixels.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    font::width(&printable(text), size)
}

/// The width of the widest of these texts.
pub(crate) fn widest<'a>(texts: impl IntoIterator<Item = &'a String>, size: f64) -> f64 {
    let widths = texts.into_iter().map(|text| text_width(text, size));
    widths.fold(0.0, f64::max)
}

/// `text` in two lines of like length, rather after a mark or a space than within a word; or the
/// first as long as has room in `width`, where the second has none; in none if it can be broken
/// nowhere. A line breaks where Unicode allows it (Standard Annex #14): so between Chinese
/// characters, but for marks that belong to what is before or behind them.
pub(crate) fn broken(text: &str, size: f64, width: f64) -> Option<(&str, &str)> {
    /// As many ems may a line be longer for a word that stays whole.
    const WHOLE_WORD: f64 = 4.0;
    let length = |line: &str| text_width(line, size);
    let (_, first, second) = linebreaks(text)
        .map(|(at, _)| text.split_at(at))
        .map(|(first, second)| (first, first.trim_end(), second.trim_start()))
        .take_while(|(_, first, _)| length(first) <= width)
        .filter(|(_, first, second)| !first.is_empty() && !second.is_empty())
        .map(|(before, first, second)| {
            let splits_word = before.ends_with(char::is_alphanumeric);
            let price = if splits_word { WHOLE_WORD * size } else { 0.0 };
            let longer = length(first).max(length(second));
            ((longer > width, longer + price), first, second)
        })
        .min_by(|((a_is_cut, a), ..), ((b_is_cut, b), ..)| {
            a_is_cut.cmp(b_is_cut).then(a.total_cmp(b))
        })?;
    Some((first, second))
}

/// `text`, or as much of its beginning as has room in `width`, and `…`.
pub(crate) fn fitted(text: &str, size: f64, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let characters = text.chars().count();
    let fits = |most: &usize| text_width(&shortened(text, *most), size) <= width;
    // A text is cut within the first few hundred characters: no picture is wider.
    let most = (2..characters.min(1000))
        .take_while(fits)
        .last()
        .unwrap_or(1);
    shortened(text, most)
}
