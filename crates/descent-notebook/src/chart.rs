//! A plane with two axes, and what lies on it, bottom to top: a field, arrows, lines, tracks,
//! marks and a legend.

use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::DrawingBackend;

use crate::Error;
use crate::axis::Axis;
use crate::field::Field;
use crate::palette::{FAINT, INK, OKABE_ITO, Rgb, WHITE};
use crate::pen::{Dash, Frame, Lettering, Pen, Place, Stroke, text_width};
use crate::track::Track;

/// Sizes of text in nominal pixels: nothing is smaller than 11, for the last row of a classroom.
pub(crate) const TITLE_SIZE: f64 = 18.0;
pub(crate) const LABEL_SIZE: f64 = 16.0;
pub(crate) const TICK_SIZE: f64 = 14.0;

/// A legend has at most this many names.
const MOST_NAMES: usize = 8;

/// A curve or a run of values.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) label: Option<String>,
    /// x and y in data units; a non-finite point interrupts the line.
    pub(crate) points: Vec<(f64, f64)>,
    pub(crate) stroke: Stroke,
    /// A dot at every point.
    pub(crate) dots: bool,
}

/// An arrow of a quiver, its middle at a grid point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrow {
    pub(crate) at: (f64, f64),
    /// In nominal pixels, right and up.
    pub(crate) vector: (f64, f64),
    pub(crate) color: Rgb,
}

/// A star for a known minimum, a disc for a point of interest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) at: (f64, f64),
    pub(crate) shape: MarkShape,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum MarkShape {
    Star,
    Disc,
}

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
    pub(crate) arrows: Vec<Arrow>,
    pub(crate) lines: Vec<Line>,
    pub(crate) tracks: Vec<Track>,
    pub(crate) marks: Vec<Mark>,
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
            arrows: Vec::new(),
            lines: Vec::new(),
            tracks: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// Draws all of it.
    pub(crate) fn draw<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        frame: Frame,
    ) -> Result<(), Error> {
        let plane = self.draw_below_tracks(pen, frame)?;
        for track in &self.tracks {
            track.draw(pen, &plane)?;
        }
        self.draw_above_tracks(pen, &plane)
    }

    /// Draws the plane and what the tracks run over.
    pub(crate) fn draw_below_tracks<'a, DB: DrawingBackend>(
        &'a self,
        pen: &Pen<DB>,
        frame: Frame,
    ) -> Result<Plane<'a>, Error> {
        let plane = Plane {
            x: &self.x,
            y: &self.y,
            inner: self.inner(frame),
        };
        match &self.field {
            Some(field) => field.draw(pen, &plane, &self.tracks)?,
            None => self.draw_grid(pen, &plane)?,
        }
        self.draw_axes(pen, frame, &plane)?;
        for arrow in &self.arrows {
            draw_arrow(pen, &plane, arrow)?;
        }
        for line in &self.lines {
            draw_line(pen, &plane, line)?;
        }
        Ok(plane)
    }

    /// Draws the marks and the legend.
    pub(crate) fn draw_above_tracks<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        plane: &Plane<'_>,
    ) -> Result<(), Error> {
        for mark in &self.marks {
            let at = plane.place(mark.at);
            if plane.inner.contains(at) {
                draw_mark(pen, at, mark.shape)?;
            }
        }
        self.draw_legend(pen, plane)
    }

    /// What the axes leave of the frame.
    fn inner(&self, frame: Frame) -> Frame {
        let widest = |axis: &Axis| {
            axis.ticks
                .iter()
                .map(|t| text_width(&t.label, TICK_SIZE))
                .fold(0.0, f64::max)
        };
        let title_lines = self.title.lines().count() as f64;
        let top = 12.0 + title_lines * TITLE_SIZE * 1.35;
        let y_label = if self.y_label.is_empty() {
            0.0
        } else {
            LABEL_SIZE + 8.0
        };
        // A short label is not turned, and may be wider than a line is high.
        let y_label = if self.y_label_is_short() {
            text_width(&self.y_name(), LABEL_SIZE) + 8.0
        } else {
            y_label
        };
        let left = 8.0 + y_label + widest(&self.y) + 8.0;
        let bottom = 10.0
            + TICK_SIZE
            + 8.0
            + if self.x_label.is_empty() {
                0.0
            } else {
                LABEL_SIZE + 8.0
            };
        let right = 12.0
            + self
                .x
                .ticks
                .last()
                .map_or(0.0, |t| text_width(&t.label, TICK_SIZE) / 2.0);
        let mut inner = Frame {
            left: frame.left + left,
            top: frame.top + top,
            width: (frame.width - left - right).max(10.0),
            height: (frame.height - top - bottom).max(10.0),
        };
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

    fn y_label_is_short(&self) -> bool {
        !self.y_label.is_empty() && self.y_name().chars().count() <= 4
    }

    /// The labels with what the ticks of a narrow axis leave out.
    fn y_name(&self) -> String {
        with_offset(&self.y_label, &self.y)
    }

    fn draw_grid<DB: DrawingBackend>(&self, pen: &Pen<DB>, plane: &Plane<'_>) -> Result<(), Error> {
        let inner = plane.inner;
        let stroke = Stroke::solid(FAINT, 1.0).alpha(0.7);
        for tick in &self.x.ticks {
            let x = plane.across(tick.value);
            pen.line(&[(x, inner.top), (x, inner.bottom())], stroke)?;
        }
        for tick in &self.y.ticks {
            let y = plane.down(tick.value);
            pen.line(&[(inner.left, y), (inner.right(), y)], stroke)?;
        }
        Ok(())
    }

    fn draw_axes<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        frame: Frame,
        plane: &Plane<'_>,
    ) -> Result<(), Error> {
        let inner = plane.inner;
        let stroke = Stroke::solid(INK, 1.0);
        pen.outline(inner, stroke)?;
        let below = Lettering::new(TICK_SIZE, HPos::Center, VPos::Top);
        let mut free_from = f64::NEG_INFINITY;
        for tick in &self.x.ticks {
            let x = plane.across(tick.value);
            pen.line(&[(x, inner.bottom()), (x, inner.bottom() + 5.0)], stroke)?;
            let half = text_width(&tick.label, TICK_SIZE) / 2.0;
            if x - half > free_from {
                pen.text(&tick.label, (x, inner.bottom() + 9.0), below)?;
                free_from = x + half + 6.0;
            }
        }
        let beside = Lettering::new(TICK_SIZE, HPos::Right, VPos::Center);
        let mut free_above = f64::INFINITY;
        for tick in &self.y.ticks {
            let y = plane.down(tick.value);
            pen.line(&[(inner.left - 5.0, y), (inner.left, y)], stroke)?;
            if y + TICK_SIZE / 2.0 < free_above {
                pen.text(&tick.label, (inner.left - 8.0, y), beside)?;
                free_above = y - TICK_SIZE / 2.0 - 3.0;
            }
        }
        self.draw_names(pen, frame, inner)
    }

    fn draw_names<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        frame: Frame,
        inner: Frame,
    ) -> Result<(), Error> {
        draw_title(
            pen,
            &self.title,
            (inner.left + inner.width / 2.0, frame.top + 8.0),
            frame.width,
        )?;
        let center = inner.left + inner.width / 2.0;
        let x_name = with_offset(&self.x_label, &self.x);
        let below = Lettering::new(LABEL_SIZE, HPos::Center, VPos::Top);
        pen.text(
            &x_name,
            (center, inner.bottom() + 9.0 + TICK_SIZE + 6.0),
            below,
        )?;
        let middle = inner.top + inner.height / 2.0;
        // A short name is read without tilting the head; it stands left of the longest label.
        let widest = self
            .y
            .ticks
            .iter()
            .map(|t| text_width(&t.label, TICK_SIZE))
            .fold(0.0, f64::max);
        let edge = inner.left - 8.0 - widest - 8.0;
        if self.y_label_is_short() {
            let left = Lettering::new(LABEL_SIZE, HPos::Right, VPos::Center);
            pen.text(&self.y_name(), (edge, middle), left)
        } else {
            let turned = Lettering {
                upwards: true,
                ..Lettering::new(LABEL_SIZE, HPos::Center, VPos::Bottom)
            };
            pen.text(&self.y_name(), (edge, middle), turned)
        }
    }

    fn draw_legend<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        plane: &Plane<'_>,
    ) -> Result<(), Error> {
        let lines = self
            .lines
            .iter()
            .filter_map(|l| Some((l.label.as_deref()?, l.stroke)));
        let tracks = self.tracks.iter().map(|t| (t.label.as_str(), t.stroke()));
        let entries: Vec<(String, Stroke)> = lines
            .chain(tracks)
            .map(|(label, stroke)| (shortened(label, 30), stroke))
            .collect();
        // One run needs no name; the names of a whole sweep would hide it, and stand in the caption.
        if !(2..=MOST_NAMES).contains(&entries.len()) {
            return Ok(());
        }
        const ROW: f64 = TICK_SIZE + 6.0;
        const SAMPLE: f64 = 34.0;
        let widest = entries
            .iter()
            .map(|(l, _)| text_width(l, TICK_SIZE))
            .fold(0.0, f64::max);
        let size = (SAMPLE + widest + 22.0, entries.len() as f64 * ROW + 10.0);
        let frame = self.emptiest_corner(plane, size);
        pen.rectangle(frame, WHITE, 0.85)?;
        pen.outline(frame, Stroke::solid(FAINT, 1.0))?;
        for (row, (label, stroke)) in entries.iter().enumerate() {
            let y = frame.top + 5.0 + ROW * (row as f64 + 0.5);
            let x = frame.left + 8.0;
            pen.line(&[(x, y), (x + SAMPLE, y)], *stroke)?;
            let beside = Lettering::new(TICK_SIZE, HPos::Left, VPos::Center);
            pen.text(label, (x + SAMPLE + 8.0, y), beside)?;
        }
        Ok(())
    }

    /// The corner of the plane in which a box of this size hides the fewest points.
    fn emptiest_corner(&self, plane: &Plane<'_>, (width, height): (f64, f64)) -> Frame {
        let inner = plane.inner.shrunk(8.0);
        let (right, bottom) = (inner.right() - width, inner.bottom() - height);
        let corners = [
            (right, inner.top),
            (inner.left, inner.top),
            (right, bottom),
            (inner.left, bottom),
        ];
        let hidden = |&(left, top): &Place| {
            let frame = Frame {
                left,
                top,
                width,
                height,
            };
            let lines = self.lines.iter().flat_map(|l| along(&l.points));
            let tracks = self.tracks.iter().flat_map(|t| along(&t.points));
            let marks = self.marks.iter().map(|m| m.at);
            lines
                .chain(tracks)
                .chain(marks)
                .filter(|&p| frame.contains(plane.place(p)))
                .count()
        };
        let (left, top) = corners.into_iter().min_by_key(hidden).unwrap_or(corners[0]);
        Frame {
            left,
            top,
            width,
            height,
        }
    }
}

/// At most some hundred points along a line, the ones between its points included: what a box
/// may hide is judged by these.
fn along(points: &[(f64, f64)]) -> impl Iterator<Item = (f64, f64)> + '_ {
    let stride = points.len() / 200 + 1;
    let last = points.len().saturating_sub(1);
    points
        .iter()
        .enumerate()
        .step_by(stride)
        .flat_map(move |(i, &a)| {
            let b = points[(i + stride).min(last)];
            (0..4).map(move |k| {
                let t = f64::from(k) / 4.0;
                (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1))
            })
        })
}

/// Where data lies in the picture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plane<'a> {
    x: &'a Axis,
    y: &'a Axis,
    pub(crate) inner: Frame,
}

impl Plane<'_> {
    fn across(&self, x: f64) -> f64 {
        self.inner.left + self.x.fraction(x) * self.inner.width
    }

    fn down(&self, y: f64) -> f64 {
        self.inner.bottom() - self.y.fraction(y) * self.inner.height
    }

    /// The place of a point in nominal pixels, which may lie outside of the frame or be NaN.
    pub(crate) fn place(&self, (x, y): (f64, f64)) -> Place {
        (self.across(x), self.down(y))
    }
}

/// The title, wrapped at its own line breaks and shortened to what fits.
pub(crate) fn draw_title<DB: DrawingBackend>(
    pen: &Pen<DB>,
    title: &str,
    (center, top): Place,
    width: f64,
) -> Result<(), Error> {
    for (row, line) in title.lines().enumerate() {
        let fits =
            (line.chars().count() as f64 * (width - 24.0) / text_width(line, TITLE_SIZE)) as usize;
        let y = top + row as f64 * TITLE_SIZE * 1.35;
        let below = Lettering::new(TITLE_SIZE, HPos::Center, VPos::Top);
        pen.text(&shortened(line, fits.max(8)), (center, y), below)?;
    }
    Ok(())
}

/// `text` with at most `most` characters, the last of them `…` where some are left out.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars()
        .take(most.saturating_sub(1))
        .chain(['…'])
        .collect()
}

fn with_offset(label: &str, axis: &Axis) -> String {
    match &axis.offset {
        Some(offset) => format!("{label}, difference from {offset}"),
        None => label.to_owned(),
    }
}

fn draw_line<DB: DrawingBackend>(
    pen: &Pen<DB>,
    plane: &Plane<'_>,
    line: &Line,
) -> Result<(), Error> {
    for piece in visible_pieces(plane, &line.points) {
        pen.line(&piece, line.stroke)?;
    }
    if line.dots {
        for &point in &line.points {
            let at = plane.place(point);
            if plane.inner.contains(at) {
                pen.disc(at, line.stroke.width + 1.2, line.stroke.color)?;
            }
        }
    }
    Ok(())
}

/// The parts of a line inside the plane, interrupted where it is not finite, without the points
/// that fall on the same pixel.
pub(crate) fn visible_pieces(plane: &Plane<'_>, points: &[(f64, f64)]) -> Vec<Vec<Place>> {
    let mut pieces: Vec<Vec<Place>> = Vec::new();
    let mut previous: Option<Place> = None;
    let mut joined = false;
    for &point in points {
        let place = plane.place(point);
        if !(place.0.is_finite() && place.1.is_finite()) {
            (previous, joined) = (None, false);
            continue;
        }
        if let Some(last) = previous {
            if (place.0 - last.0).abs() < 0.25 && (place.1 - last.1).abs() < 0.25 {
                continue;
            }
            match plane.inner.clip(last, place) {
                Some((a, b)) => {
                    match pieces.last_mut() {
                        Some(piece) if joined && piece.last() == Some(&a) => piece.push(b),
                        _ => pieces.push(vec![a, b]),
                    }
                    joined = b == place;
                }
                None => joined = false,
            }
        }
        previous = Some(place);
    }
    pieces
}

fn draw_arrow<DB: DrawingBackend>(
    pen: &Pen<DB>,
    plane: &Plane<'_>,
    arrow: &Arrow,
) -> Result<(), Error> {
    let middle = plane.place(arrow.at);
    let (dx, dy) = (arrow.vector.0 / 2.0, -arrow.vector.1 / 2.0);
    let (tail, tip) = (
        (middle.0 - dx, middle.1 - dy),
        (middle.0 + dx, middle.1 + dy),
    );
    let length = (2.0 * dx).hypot(2.0 * dy);
    if length < 1.5 {
        return pen.disc(middle, 1.5, arrow.color);
    }
    let head = (0.45 * length).clamp(3.0, 9.0);
    let neck = 1.0 - 0.6 * head / length;
    let neck = (
        tail.0 + neck * (tip.0 - tail.0),
        tail.1 + neck * (tip.1 - tail.1),
    );
    pen.line(&[tail, neck], Stroke::solid(arrow.color, 2.0))?;
    pen.arrow_head(tail, tip, head, arrow.color)
}

fn draw_mark<DB: DrawingBackend>(pen: &Pen<DB>, at: Place, shape: MarkShape) -> Result<(), Error> {
    match shape {
        MarkShape::Star => {
            pen.polygon(&star(at, 13.0), WHITE, 1.0)?;
            pen.polygon(&star(at, 10.0), INK, 1.0)
        }
        MarkShape::Disc => {
            pen.disc(at, 7.0, WHITE)?;
            pen.disc(at, 5.0, OKABE_ITO[0])
        }
    }
}

/// The corners of a five-pointed star.
fn star((x, y): Place, radius: f64) -> Vec<Place> {
    (0..10)
        .map(|corner| {
            let angle = f64::from(corner) * std::f64::consts::PI / 5.0;
            let radius = if corner % 2 == 0 {
                radius
            } else {
                0.42 * radius
            };
            (x + radius * angle.sin(), y - radius * angle.cos())
        })
        .collect()
}

/// The stroke of the run of this number: colour and dash differ.
pub(crate) fn run_stroke(run: usize) -> Stroke {
    let color = OKABE_ITO[run % OKABE_ITO.len()];
    Stroke::solid(color, 2.5).dashed(Dash::of_run(run))
}
