//! The title above a figure.

use crate::canvas::{Frame, HPos, Lettering, Pen, TITLE_SIZE, VPos, broken, fitted, text_width};
use crate::text::{legible, printable};

/// More lines would leave no room for the figure.
const MOST_LINES: usize = 4;
const LINE: f64 = TITLE_SIZE * 1.35;

/// The lines of a title above a frame of this width: those of the caller's, of which one that is
/// too long is broken in two where there are lines left, and shortened where that is not enough.
fn title_lines(title: &str, width: f64) -> Vec<String> {
    let room = width - 16.0;
    let own = legible(title);
    let own: Vec<String> = own.lines().take(MOST_LINES).map(printable).collect();
    let mut left = MOST_LINES - own.len();
    let mut lines = Vec::with_capacity(MOST_LINES);
    for line in &own {
        let is_broken = left > 0 && text_width(line, TITLE_SIZE) > room;
        let halves = is_broken.then(|| broken(line, TITLE_SIZE, room));
        match halves.flatten() {
            Some((first, second)) => {
                left -= 1;
                lines.extend([first, second].map(|part| fitted(part, TITLE_SIZE, room)));
            }
            None => lines.push(fitted(line, TITLE_SIZE, room)),
        }
    }
    lines
}

/// The room that a title takes above a frame of this width.
pub(crate) fn title_height(title: &str, width: f64) -> f64 {
    title_lines(title, width).len() as f64 * LINE
}

/// The title above a frame, around `center` as far as it stays inside.
pub(crate) fn draw_title(pen: &mut Pen, title: &str, center: f64, frame: Frame) {
    for (row, line) in title_lines(title, frame.width).iter().enumerate() {
        let half = (text_width(line, TITLE_SIZE) / 2.0 + 4.0).min(frame.width / 2.0 - 1.0);
        let center = center.clamp(frame.left + half, frame.right() - half);
        let y = frame.top + 8.0 + row as f64 * LINE;
        let below = Lettering::new(TITLE_SIZE, HPos::Center, VPos::Top);
        pen.text(line, (center, y), below);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_broken_between_words_into_lines_of_like_length() {
        let title = "a learning rate that is right, and one that is far too large";
        assert_eq!(title_lines(title, 900.0), [title]);
        let two = [
            "a learning rate that is right,",
            "and one that is far too large",
        ];
        assert_eq!(title_lines(title, 400.0), two);
    }

    #[test]
    fn no_chinese_line_begins_or_ends_with_a_mark_of_the_other() {
        let title = "合适的学习率（蓝色）和“太大”的学习率：一个收敛，另一个发散";
        for width in (100..600).step_by(7) {
            for line in title_lines(title, f64::from(width)) {
                assert!(!line.starts_with(['）', '”', '：', '，']), "{line}");
                assert!(!line.ends_with(['（', '“']), "{line}");
            }
        }
        assert_eq!(title_lines(title, 400.0).concat(), title);
    }

    #[test]
    fn what_two_lines_do_not_hold_is_left_out_visibly() {
        let lines = title_lines(&"梯度".repeat(40), 200.0);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert!(title_lines(&"x".repeat(100), 200.0)[0].ends_with('…'));
    }

    #[test]
    fn the_callers_own_lines_have_room_before_a_broken_one() {
        let lines = title_lines(&format!("{}\nb\nc\nd\ne", "long ".repeat(40)), 200.0);
        assert_eq!(lines[1..], ["b", "c", "d"]);
    }
}
