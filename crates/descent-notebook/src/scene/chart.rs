//! A plane with two axes, and what lies on it, bottom to top: a field, arrows, points, lines,
//! tracks, marks and a legend.

use descent_language::words;

use super::arrows::Arrows;
use super::axis::{Axis, Tick};
use super::field::Field;
use super::legend::{Legend, Sample};
use super::line::Line;
use super::marks::{Mark, MarkShape};
use super::plane::Plane;
use super::points::Points;
use super::regions::Regions;
use super::title::{draw_title, title_height};
use super::track::{Track, longest_first};
use crate::canvas::palette::{FAINT, INK};
use crate::canvas::{
    Frame, HPos, LABEL_SIZE, Lettering, Pen, Stroke, TICK_SIZE, VPos, fitted, text_width, widest,
};
use crate::number::number;
use crate::text::{comma, is_chinese};

/// Everything on one plane, in data units, evaluated: drawing it calls no function.
#[derive(Debug, Clone)]
pub(crate) struct Chart {
    pub(crate) x: Axis,
    pub(crate) y: Axis,
    pub(crate) title: String,
    pub(crate) x_label: String,
    pub(crate) y_label: String,
    /// A unit is as long across as down, so that a gradient stands at right angles on isolines.
    pub(crate) equal_units: bool,
    pub(crate) field: Option<Field>,
    pub(crate) regions: Option<Regions>,
    pub(crate) arrows: Option<Arrows>,
    pub(crate) points: Vec<Points>,
    pub(crate) lines: Vec<Line>,
    pub(crate) tracks: Vec<Track>,
    pub(crate) marks: Vec<Mark>,
    /// The names of points, lines and tracks stand above the plane, and not elsewhere.
    pub(crate) has_legend: bool,
}

impl Chart {
    /// An empty plane.
    pub(crate) fn new(x: Axis, y: Axis) -> Self {
        Self {
            x,
            y,
            title: String::new(),
            x_label: String::new(),
            y_label: String::new(),
            equal_units: false,
            field: None,
            regions: None,
            arrows: None,
            points: Vec::new(),
            lines: Vec::new(),
            tracks: Vec::new(),
            marks: Vec::new(),
            has_legend: true,
        }
    }

    /// Whether a point lies on the plane.
    pub(crate) fn shows(&self, (x, y): (f64, f64)) -> bool {
        (self.x.low..=self.x.high).contains(&x) && (self.y.low..=self.y.high).contains(&y)
    }

    /// The part of an alt text that says which plane is shown.
    pub(crate) fn in_words(&self) -> String {
        let range = |name: &str, axis: &Axis| {
            let (low, high) = (number(axis.low, 3), number(axis.high, 3));
            words!("{name} from {low} to {high}", name, low, high)
        };
        let axes = [(&self.x_label, &self.x), (&self.y_label, &self.y)];
        axes.map(|(name, axis)| range(name, axis)).join(comma())
    }

    /// Draws all of it.
    pub(crate) fn draw(&self, pen: &mut Pen, frame: Frame) {
        let plane = self.draw_below_tracks(pen, frame);
        let lengths = self.tracks.iter().map(|t| t.visible_length(&plane));
        for track in longest_first(lengths) {
            self.tracks[track].draw(pen, &plane);
        }
        self.draw_above_tracks(pen, &plane)
    }

    /// Draws the plane and what the tracks run over.
    pub(crate) fn draw_below_tracks<'a>(&'a self, pen: &mut Pen, frame: Frame) -> Plane<'a> {
        let plane = Plane {
            x: &self.x,
            y: &self.y,
            inner: self.inner(frame),
        };
        match (&self.field, &self.regions) {
            (Some(field), _) => field.draw(pen, &plane),
            (None, Some(regions)) => regions.draw(pen, &plane),
            (None, None) => self.draw_grid(pen, &plane),
        }
        self.draw_axes(pen, frame, &plane);
        let labels = match &self.field {
            Some(field) => {
                let taken = self.marks.iter().map(|mark| mark.frame(&plane)).collect();
                field.labels(&plane, &self.tracks, taken)
            }
            None => Vec::new(),
        };
        if let Some(arrows) = &self.arrows {
            let taken: Vec<Frame> = labels.iter().map(|label| label.1).collect();
            arrows.draw(pen, &plane, &taken);
        }
        for points in &self.points {
            points.draw(pen, &plane);
        }
        for line in &self.lines {
            line.draw(pen, &plane);
        }
        // A star shows its points around the end of a descent that reaches it.
        for mark in self.marks.iter().filter(|m| m.shape == MarkShape::Star) {
            mark.draw(pen, &plane);
        }
        Field::draw_labels(pen, &labels);
        plane
    }

    /// Draws the marks that no track may hide.
    pub(crate) fn draw_above_tracks(&self, pen: &mut Pen, plane: &Plane<'_>) {
        for mark in self.marks.iter().filter(|m| m.shape != MarkShape::Star) {
            mark.draw(pen, plane);
        }
    }

    /// What the axes leave of the frame.
    fn inner(&self, frame: Frame) -> Frame {
        let legend = self.legend(frame).map_or(0.0, |legend| legend.height());
        let top = 12.0 + title_height(&self.title, frame.width) + legend;
        let y_label = match self.y_label.as_str() {
            "" => 0.0,
            // A short label is not turned, and may be wider than a line is high.
            _ if self.y_label_is_short() => text_width(&self.y_name(), LABEL_SIZE) + 8.0,
            _ => LABEL_SIZE + 8.0,
        };
        let x_label = match self.x_label.as_str() {
            "" => 0.0,
            _ => LABEL_SIZE + 8.0,
        };
        let left = 8.0 + y_label + widest(self.y.labels(), TICK_SIZE) + 8.0;
        let bottom = 10.0 + TICK_SIZE + 8.0 + x_label;
        let right = 12.0 + widest(self.x.labels().last(), TICK_SIZE) / 2.0;
        let mut inner = frame.within(left, top, right, bottom);
        if self.equal_units {
            let units = ((self.x.high - self.x.low), (self.y.high - self.y.low));
            let scale = (inner.width / units.0).min(inner.height / units.1);
            let (width, height) = (scale * units.0, scale * units.1);
            if width > 0.4 * inner.width && height > 0.4 * inner.height {
                inner.left += (inner.width - width) / 2.0;
                inner.top += (inner.height - height) / 2.0;
                (inner.width, inner.height) = (width, height);
            }
        }
        inner
    }

    /// Whether it has at most four letters, or two Chinese characters.
    fn y_label_is_short(&self) -> bool {
        let name = self.y_name();
        let letters = name.chars().count() + name.chars().filter(|&c| is_chinese(c)).count();
        (1..=4).contains(&letters)
    }

    /// The labels with what the ticks of a narrow axis leave out.
    fn y_name(&self) -> String {
        with_offset(&self.y_label, &self.y)
    }

    fn draw_grid(&self, pen: &mut Pen, plane: &Plane<'_>) {
        let inner = plane.inner;
        let stroke = Stroke::solid(FAINT, 1.0).alpha(0.7);
        for tick in &self.x.ticks {
            let x = plane.across(tick.value);
            pen.line(&[(x, inner.top), (x, inner.bottom())], stroke);
        }
        for tick in &self.y.ticks {
            let y = plane.down(tick.value);
            pen.line(&[(inner.left, y), (inner.right(), y)], stroke);
        }
    }

    fn draw_axes(&self, pen: &mut Pen, frame: Frame, plane: &Plane<'_>) {
        let inner = plane.inner;
        let stroke = Stroke::solid(INK, 1.0);
        pen.outline(inner, stroke);
        let below = Lettering::new(TICK_SIZE, HPos::Center, VPos::Top);
        let width = |label: &str| text_width(label, TICK_SIZE) + 6.0;
        let labelled = labelled_ticks(&self.x.ticks, |tick| {
            (plane.across(tick.value), width(&tick.label))
        });
        for (tick, labelled) in self.x.ticks.iter().zip(labelled) {
            let x = plane.across(tick.value);
            pen.line(&[(x, inner.bottom()), (x, inner.bottom() + 5.0)], stroke);
            if labelled {
                pen.text(&tick.label, (x, inner.bottom() + 9.0), below);
            }
        }
        let beside = Lettering::new(TICK_SIZE, HPos::Right, VPos::Center);
        let labelled = labelled_ticks(&self.y.ticks, |tick| {
            (plane.down(tick.value), TICK_SIZE + 3.0)
        });
        for (tick, labelled) in self.y.ticks.iter().zip(labelled) {
            let y = plane.down(tick.value);
            pen.line(&[(inner.left - 5.0, y), (inner.left, y)], stroke);
            if labelled {
                pen.text(&tick.label, (inner.left - 8.0, y), beside);
            }
        }
        self.draw_names(pen, frame, inner)
    }

    fn draw_names(&self, pen: &mut Pen, frame: Frame, inner: Frame) {
        let (center, middle) = inner.center();
        draw_title(pen, &self.title, center, frame);
        if let Some(legend) = self.legend(frame) {
            let top = inner.top - legend.height();
            legend.draw(pen, (center, top), frame);
        }
        let (x_name, size, half) = name_within(&with_offset(&self.x_label, &self.x), frame.width);
        let center = center.clamp(frame.left + half, frame.right() - half);
        let below = Lettering::new(size, HPos::Center, VPos::Top);
        pen.text(
            &x_name,
            (center, inner.bottom() + 9.0 + TICK_SIZE + 6.0),
            below,
        );
        // A short name is read without tilting the head; it stands left of the longest label.
        let edge = inner.left - 8.0 - widest(self.y.labels(), TICK_SIZE) - 8.0;
        if self.y_label_is_short() {
            let left = Lettering::new(LABEL_SIZE, HPos::Right, VPos::Center);
            pen.text(&self.y_name(), (edge, middle), left)
        } else {
            let (name, size, half) = name_within(&self.y_name(), frame.height);
            let middle = middle.clamp(frame.top + half, frame.bottom() - half);
            let turned = Lettering {
                upwards: true,
                ..Lettering::new(size, HPos::Center, VPos::Bottom)
            };
            pen.text(&name, (edge, middle), turned)
        }
    }

    /// The names of points, lines and tracks, where there are several.
    fn legend(&self, frame: Frame) -> Option<Legend> {
        let points = self.points.iter();
        let points = points.map(|p| (p.label.as_str(), Sample::Point(p.look)));
        let lines = self.lines.iter();
        let lines = lines.filter_map(|l| Some((l.label.as_deref()?, Sample::Line(l.stroke))));
        let tracks = self.tracks.iter();
        let tracks = tracks.map(|t| (t.label.as_str(), Sample::Line(t.stroke())));
        let names = points.chain(lines).chain(tracks);
        Legend::of(names.filter(|_| self.has_legend), frame)
    }
}

/// Which ticks have a label: every one or, where labels would overlap, every second one, every
/// third, and so on, zero among them. `extent` is a label's middle and its length.
fn labelled_ticks(ticks: &[Tick], extent: impl Fn(&Tick) -> (f64, f64)) -> Vec<bool> {
    let zero = ticks.iter().position(|t| t.value == 0.0).unwrap_or(0);
    let has_label = |i: usize, stride: usize| i % stride == zero % stride;
    let fits = |stride: &usize| {
        let kept = (0..ticks.len()).filter(|&i| has_label(i, *stride));
        let extents: Vec<(f64, f64)> = kept.map(|i| extent(&ticks[i])).collect();
        let apart =
            |pair: &[(f64, f64)]| (pair[1].0 - pair[0].0).abs() >= (pair[0].1 + pair[1].1) / 2.0;
        extents.windows(2).all(apart)
    };
    let stride = (1..=ticks.len()).find(fits).unwrap_or(1);
    (0..ticks.len()).map(|i| has_label(i, stride)).collect()
}

/// The name of an axis within `room`, smaller or shortened where it is long; the size of its
/// letters, and half its length.
fn name_within(name: &str, room: f64) -> (String, f64, f64) {
    const SMALLEST: f64 = 11.0;
    let size = LABEL_SIZE * (room - 8.0) / text_width(name, LABEL_SIZE).max(1.0);
    let size = size.clamp(SMALLEST, LABEL_SIZE);
    let name = fitted(name, size, room - 8.0);
    let half = (text_width(&name, size) / 2.0 + 2.0).min(room / 2.0 - 1.0);
    (name, size, half)
}

fn with_offset(label: &str, axis: &Axis) -> String {
    match &axis.offset {
        Some(offset) => words!("{label}, difference from {offset}", label, offset),
        None => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::Primitive;
    use crate::scene::axis::Scale;

    #[test]
    fn names_stand_above_the_plane_where_no_line_crosses_them() {
        let axis = || Axis::new("x", 0.0, 1.0, Scale::Linear).expect("a range");
        let line = |name: &str, run: usize| Line {
            label: Some(name.to_owned()),
            points: vec![(0.0, 0.0), (1.0, 1.0)],
            stroke: Stroke::of_run(run),
            dots: false,
        };
        let chart = Chart {
            lines: vec![line("forward", 0), line("a guide", 1)],
            ..Chart::new(axis(), axis())
        };
        let mut pen = Pen::new((640, 480));
        let sheet = pen.sheet();
        let plane = chart.draw_below_tracks(&mut pen, sheet);
        let names = pen.drawn().iter().filter_map(|primitive| match primitive {
            Primitive::Text(text, at, _) if text.len() > 5 => Some(at.1),
            _ => None,
        });
        let names: Vec<f64> = names.collect();
        assert_eq!(names.len(), 2);
        let top = plane.inner.top;
        assert!(
            names.iter().all(|y| (0.0..top).contains(y)),
            "{names:?} {top}"
        );
    }
}
