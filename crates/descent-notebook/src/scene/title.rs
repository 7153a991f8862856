//! The title above a figure.

use crate::canvas::{Frame, HPos, Lettering, Pen, TITLE_SIZE, VPos, fitted, text_width};
use crate::text::legible;

/// The lines of a title that are drawn: more would leave no room for the figure.
fn title_lines(title: &str) -> Vec<String> {
    legible(title).lines().take(4).map(str::to_owned).collect()
}

/// The room that a title takes.
pub(crate) fn title_height(title: &str) -> f64 {
    title_lines(title).len() as f64 * TITLE_SIZE * 1.35
}

/// The title above a frame, wrapped at its own line breaks and shortened to what fits, around
/// `center` as far as it stays inside.
pub(crate) fn draw_title(pen: &mut Pen, title: &str, center: f64, frame: Frame) {
    for (row, line) in title_lines(title).iter().enumerate() {
        let line = fitted(line, TITLE_SIZE, frame.width - 16.0);
        let half = (text_width(&line, TITLE_SIZE) / 2.0 + 4.0).min(frame.width / 2.0 - 1.0);
        let center = center.clamp(frame.left + half, frame.right() - half);
        let y = frame.top + 8.0 + row as f64 * TITLE_SIZE * 1.35;
        let below = Lettering::new(TITLE_SIZE, HPos::Center, VPos::Top);
        pen.text(&line, (center, y), below);
    }
}
