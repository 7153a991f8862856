//! The embedded font: figures look the same on every machine, with no system library.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef, PxScale, ScaleFont, point};
use plotters_backend::text_anchor::{HPos, Pos, VPos};

/// DejaVu Sans, cut down to what figures need; see `fonts/LICENSE`.
static BYTES: &[u8] = include_bytes!("../../fonts/DejaVuSans-subset.ttf");

/// The family's name, for plotters and for the browser that shows an SVG.
pub(super) const FAMILY: &str = "DejaVu Sans";

fn font() -> &'static FontRef<'static> {
    static FONT: OnceLock<FontRef<'static>> = OnceLock::new();
    FONT.get_or_init(|| FontRef::try_from_slice(BYTES).expect("the embedded font is a font"))
}

/// The scale at which one em is `size` pixels, as in CSS.
fn scale(size: f64) -> PxScale {
    let font = font();
    let em = font.units_per_em().unwrap_or(2048.0);
    PxScale::from(size as f32 * font.height_unscaled() / em)
}

/// Calls `place` for each glyph with its character and its left edge; returns the width of all.
fn layout(text: &str, size: f64, mut place: impl FnMut(char, f32)) -> f32 {
    let font = font().as_scaled(scale(size));
    let mut x = 0.0;
    let mut previous = None;
    for c in text.chars() {
        let id = font.glyph_id(c);
        if let Some(previous) = previous {
            x += font.kern(previous, id);
        }
        previous = Some(id);
        place(c, x);
        x += font.h_advance(id);
    }
    x
}

/// The width of `text` in pixels, where an em is `size` pixels.
pub(super) fn width(text: &str, size: f64) -> f64 {
    f64::from(layout(text, size, |_, _| ()))
}

/// Calls `draw(x, y, coverage)` for every pixel that `text` covers, its baseline starting at
/// (0, 0). A character that the font lacks becomes a box: nothing is dropped silently.
pub(super) fn rasterize(text: &str, size: f64, mut draw: impl FnMut(i32, i32, f32)) {
    let scale = scale(size);
    layout(text, size, |c, x| {
        let glyph = font()
            .glyph_id(c)
            .with_scale_and_position(scale, point(x, 0.0));
        if let Some(outline) = font().outline_glyph(glyph) {
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

    #[test]
    fn the_font_has_what_labels_are_made_of() {
        for c in "x₀x₁W∇ηθλ−×·10⁻¹³±≤≥≈→★".chars() {
            assert_ne!(font().glyph_id(c).0, 0, "{c} is missing");
        }
    }

    #[test]
    fn a_missing_character_is_drawn_as_a_box() {
        let mut covered = 0;
        rasterize("梯", 20.0, |_, _, coverage| {
            covered += usize::from(coverage > 0.5)
        });
        assert!(covered > 20, "{covered} pixels");
    }

    #[test]
    fn text_is_as_wide_as_its_drawing() {
        let (mut left, mut right) = (i32::MAX, i32::MIN);
        rasterize("Hamburg", 40.0, |x, _, coverage| {
            if coverage > 0.5 {
                (left, right) = (left.min(x), right.max(x));
            }
        });
        let drawn = f64::from(right - left);
        assert!(
            (drawn - width("Hamburg", 40.0)).abs() < 12.0,
            "{drawn}, {}",
            width("Hamburg", 40.0)
        );
    }
}
