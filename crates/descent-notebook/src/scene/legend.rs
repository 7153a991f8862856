//! The names of several runs.

use crate::canvas::palette::{FAINT, WHITE};
use crate::canvas::{Frame, HPos, Lettering, Pen, Stroke, TICK_SIZE, VPos, fitted, text_width};

/// A legend has at most this many names.
const MOST_NAMES: usize = 8;

/// The names of several runs, each beside a sample of its line.
pub(crate) struct Legend {
    pub(crate) frame: Frame,
    entries: Vec<(String, Stroke)>,
    letters: f64,
}

impl Legend {
    const SAMPLE: f64 = 34.0;

    /// A legend, its place still open, in a plane of this size. One run needs no name; the names
    /// of a whole sweep would hide it, and stand in the caption; and so do names that have no
    /// room in a small plane.
    pub(crate) fn of(names: &[(&str, Stroke)], room: (f64, f64)) -> Option<Self> {
        if !(2..=MOST_NAMES).contains(&names.len()) {
            return None;
        }
        // Many names are smaller, so that they hide less.
        let letters = if names.len() > 4 { 12.0 } else { TICK_SIZE };
        const LONGEST: f64 = 240.0;
        let entries: Vec<(String, Stroke)> = names
            .iter()
            .map(|&(name, stroke)| (fitted(name, letters, LONGEST), stroke))
            .collect();
        let widths = entries.iter().map(|(name, _)| text_width(name, letters));
        let frame = Frame {
            left: 0.0,
            top: 0.0,
            width: Self::SAMPLE + widths.fold(0.0, f64::max) + 22.0,
            height: entries.len() as f64 * (letters + 6.0) + 10.0,
        };
        let fits = frame.width < 0.8 * room.0 && frame.height < 0.8 * room.1;
        fits.then_some(Self {
            frame,
            entries,
            letters,
        })
    }

    pub(crate) fn draw(&self, pen: &mut Pen) {
        pen.rectangle(self.frame, WHITE, 0.85);
        pen.outline(self.frame, Stroke::solid(FAINT, 1.0));
        for (row, (name, stroke)) in self.entries.iter().enumerate() {
            let y = self.frame.top + 5.0 + (self.letters + 6.0) * (row as f64 + 0.5);
            let x = self.frame.left + 8.0;
            pen.line(&[(x, y), (x + Self::SAMPLE, y)], *stroke);
            let beside = Lettering::new(self.letters, HPos::Left, VPos::Center);
            pen.text(name, (x + Self::SAMPLE + 8.0, y), beside);
        }
    }
}
