//! How wide a text is, and which pixels it covers.

use ab_glyph::{Font, Glyph, PxScale, ScaleFont, point};
use plotters_backend::text_anchor::{HPos, Pos, VPos};

use super::face::{Face, pieces};

/// The scale at which one em is `size` pixels, as in CSS.
fn scale(face: Face, size: f64) -> PxScale {
    let font = face.font();
    let em = font.units_per_em().unwrap_or(2048.0);
    PxScale::from(size as f32 * font.height_unscaled() / em)
}

/// Calls `place` for each glyph with its face, its left edge on a common baseline; returns the
/// width of all.
fn layout(text: &str, size: f64, mut place: impl FnMut(Face, Glyph)) -> f32 {
    let mut x = 0.0;
    for (face, piece) in pieces(text) {
        let scale = scale(face, size);
        let font = face.font().as_scaled(scale);
        let mut previous = None;
        for c in piece.chars() {
            let id = font.glyph_id(c);
            if let Some((before, id_before)) = previous.replace((c, id)) {
                x += match face {
                    Face::Latin => font.kern(id_before, id),
                    Face::Chinese => -shared_air(before, c) * size as f32,
                };
            }
            place(face, id.with_scale_and_position(scale, point(x, 0.0)));
            x += font.h_advance(id);
        }
    }
    x
}

/// The part of an em that two Chinese marks share: each is an em wide, half of which is air, on the
/// right of one that closes and on the left of one that opens. (W3C, 'Requirements for Chinese Text
/// Layout', 3.1.6.)
fn shared_air(before: char, character: char) -> f32 {
    const CLOSING: &str = "、。，．：；！？）］｝》〉」』】〕〗”’";
    const OPENING: &str = "（［｛《〈「『【〔〖“‘";
    let after_closing = CLOSING.contains(before);
    let shares = match OPENING.contains(character) {
        true => after_closing || OPENING.contains(before),
        false => after_closing && CLOSING.contains(character),
    };
    if shares { 0.5 } else { 0.0 }
}

/// The width of `text` in pixels, where an em is `size` pixels.
pub(super) fn width(text: &str, size: f64) -> f64 {
    f64::from(layout(text, size, |_, _| ()))
}

/// Calls `draw(x, y, coverage)` for every pixel that `text` covers, its baseline starting at
/// (0, 0). A character that no face has becomes a box: nothing is dropped silently.
pub(super) fn rasterize(text: &str, size: f64, mut draw: impl FnMut(i32, i32, f32)) {
    layout(text, size, |face, glyph| {
        if let Some(outline) = face.font().outline_glyph(glyph) {
            let bounds = outline.px_bounds();
            let (left, top) = (bounds.min.x as i32, bounds.min.y as i32);
            outline.draw(|x, y, coverage| draw(left + x as i32, top + y as i32, coverage));
        }
    });
}

/// Where the baseline of a text starts, relative to the point that it is anchored at.
///
/// Capitals and digits are centred on the point, whatever the text, so that neighbouring labels
/// stand on one line.
pub(super) fn baseline(text: &str, size: f64, anchor: Pos) -> (f64, f64) {
    const CAPITAL_HEIGHT: f64 = 0.73;
    const DESCENT: f64 = 0.24;
    let dx = match anchor.h_pos {
        HPos::Left => 0.0,
        HPos::Center => -width(text, size) / 2.0,
        HPos::Right => -width(text, size),
    };
    let dy = match anchor.v_pos {
        VPos::Top => CAPITAL_HEIGHT * size,
        VPos::Center => CAPITAL_HEIGHT * size / 2.0,
        VPos::Bottom => -DESCENT * size,
    };
    (dx, dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns and rows that a text covers at 40 pixels: left, right, top, bottom.
    fn extent(text: &str) -> [i32; 4] {
        let mut extent = [i32::MAX, i32::MIN, i32::MAX, i32::MIN];
        rasterize(text, 40.0, |x, y, coverage| {
            if coverage > 0.5 {
                let [left, right, top, bottom] = extent;
                extent = [left.min(x), right.max(x), top.min(y), bottom.max(y)];
            }
        });
        extent
    }

    #[test]
    fn a_missing_character_is_drawn_as_a_box() {
        for character in ["𠮷", "龘", "☞"] {
            let mut covered = 0;
            rasterize(character, 20.0, |_, _, coverage| {
                covered += usize::from(coverage > 0.5);
            });
            assert!(covered > 20, "{covered} pixels of {character}");
        }
    }

    #[test]
    fn text_is_as_wide_as_its_drawing() {
        for text in ["Hamburg", "学习率", "学习率 0.1", "f(x₀) 的等高线"] {
            let [left, right, ..] = extent(text);
            let (drawn, width) = (f64::from(right - left), width(text, 40.0));
            assert!((drawn - width).abs() < 12.0, "{text}: {drawn}, {width}");
        }
    }

    #[test]
    fn a_chinese_character_is_one_em_wide_whatever_surrounds_it() {
        for text in ["梯", "，", "”梯", "龘"] {
            let expected = text.chars().count() as f64 * 40.0;
            assert!((width(text, 40.0) - expected).abs() < 0.01, "{text}");
        }
        for text in ["：《", "”。", "（“"] {
            let shared = width(text, 40.0);
            assert!((shared - 60.0).abs() < 0.01, "{text}: {shared}");
        }
        assert!(width("’”", 40.0) > 20.0, "Latin marks share nothing");
        let apart = width("x₀", 40.0) + width("梯度", 40.0);
        assert!((width("x₀梯度", 40.0) - apart).abs() < 0.01);
    }

    #[test]
    fn chinese_and_latin_stand_on_one_line() {
        let [_, _, latin_top, latin_bottom] = extent("H0");
        let [_, _, top, bottom] = extent("国");
        let middle = f64::from(top + bottom) / 2.0;
        let latin_middle = f64::from(latin_top + latin_bottom) / 2.0;
        assert!(
            (middle - latin_middle).abs() < 2.5,
            "{middle}, {latin_middle}"
        );
        assert!(top < latin_top && bottom > latin_bottom);
        let [.., mixed_top, mixed_bottom] = extent("H0 国");
        assert_eq!((mixed_top, mixed_bottom), (top, bottom));
    }
}
