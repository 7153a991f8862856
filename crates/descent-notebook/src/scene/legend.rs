//! The names of what is drawn, in rows above the plane, where they hide nothing.

use super::points::Look;
use crate::canvas::{Frame, HPos, Lettering, Pen, Stroke, TICK_SIZE, VPos, fitted, text_width};

/// A legend has at most this many names.
const MOST_NAMES: usize = 8;
/// The length of a line's sample, and of a whole entry without its name.
const SAMPLE: f64 = 34.0;
const BESIDE_NAME: f64 = SAMPLE + 8.0 + 18.0;
const ROW: f64 = TICK_SIZE + 7.0;

/// How what has a name looks.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sample {
    Line(Stroke),
    Point(Look),
}

/// Several names, each beside a sample of what it names.
pub(super) struct Legend {
    entries: Vec<(String, Sample)>,
    columns: usize,
    /// The width of a column.
    width: f64,
}

impl Legend {
    /// A legend for a picture in this frame. One name says nothing; the names of a whole sweep
    /// would take the room of the plane, and stand in the caption; and so do names that have no
    /// room in a small picture.
    pub(super) fn of<'a>(
        names: impl Iterator<Item = (&'a str, Sample)>,
        frame: Frame,
    ) -> Option<Self> {
        const LONGEST: f64 = 240.0;
        let entries: Vec<(String, Sample)> = names
            .map(|(name, sample)| (fitted(name, TICK_SIZE, LONGEST), sample))
            .collect();
        let widths = entries.iter().map(|(name, _)| text_width(name, TICK_SIZE));
        let width = BESIDE_NAME + widths.fold(0.0, f64::max);
        let count = entries.len();
        let most_columns = ((frame.width - 16.0) / width) as usize;
        if !(2..=MOST_NAMES).contains(&count) || most_columns == 0 {
            return None;
        }
        // As even as the fewest rows allow.
        let columns = count.div_ceil(count.div_ceil(most_columns));
        let legend = Self {
            entries,
            columns,
            width,
        };
        (legend.height() < 0.3 * frame.height).then_some(legend)
    }

    pub(super) fn height(&self) -> f64 {
        self.entries.len().div_ceil(self.columns) as f64 * ROW + 4.0
    }

    /// Draws it around `center`, from `top` down.
    pub(super) fn draw(&self, pen: &mut Pen, (center, top): (f64, f64), frame: Frame) {
        let half = self.columns as f64 * self.width / 2.0;
        let left = (center - half).min(frame.right() - 2.0 * half);
        let left = left.max(frame.left + 8.0);
        for (index, (name, sample)) in self.entries.iter().enumerate() {
            let x = left + (index % self.columns) as f64 * self.width;
            let y = top + ((index / self.columns) as f64 + 0.5) * ROW;
            match sample {
                Sample::Line(stroke) => pen.line(&[(x, y), (x + SAMPLE, y)], *stroke),
                Sample::Point(look) => look.draw(pen, (x + SAMPLE / 2.0, y)),
            }
            let beside = Lettering::new(TICK_SIZE, HPos::Left, VPos::Center);
            pen.text(name, (x + SAMPLE + 8.0, y), beside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn legend(names: &[&str], (width, height): (f64, f64)) -> Option<Legend> {
        let frame = Frame {
            left: 0.0,
            top: 0.0,
            width,
            height,
        };
        let entries = names.iter().enumerate();
        Legend::of(
            entries.map(|(run, name)| (*name, Sample::Line(Stroke::of_run(run)))),
            frame,
        )
    }

    #[test]
    fn names_stand_in_even_rows() {
        let six = legend(&["learning rate 0.1"; 6], (640.0, 480.0)).expect("there is room");
        assert_eq!(six.columns, 3);
        let four = legend(&["learning rate 0.1"; 4], (640.0, 480.0)).expect("there is room");
        assert_eq!(four.columns, 2, "not three and one");
    }

    #[test]
    fn one_name_a_sweep_and_a_small_picture_have_none() {
        assert!(legend(&["one"], (640.0, 480.0)).is_none());
        assert!(legend(&["one"; 9], (640.0, 480.0)).is_none());
        assert!(legend(&["learning rate 0.1"; 6], (200.0, 160.0)).is_none());
    }
}
