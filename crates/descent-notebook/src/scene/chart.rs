//! A plane with two axes, and what lies on it, bottom to top: a field, arrows, lines, tracks,
//! marks and a legend.

use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::DrawingBackend;

use crate::Error;
use crate::canvas::font::legible;
use crate::canvas::palette::{FAINT, INK, OKABE_ITO, Rgb, WHITE};
use crate::canvas::pen::{Dash, Frame, Lettering, Pen, Place, Stroke, text_width};
use crate::figures::basins::Regions;
use crate::scene::axis::{Axis, Tick};
use crate::scene::field::Field;
use crate::scene::track::Track;

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
    /// Right and up, as shares of the longest arrow.
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
    pub(crate) regions: Option<Regions>,
    pub(crate) arrows: Vec<Arrow>,
    /// How far apart the arrows stand, in data units: the longest is a little shorter.
    pub(crate) arrows_apart: (f64, f64),
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
            regions: None,
            arrows: Vec::new(),
            arrows_apart: (0.0, 0.0),
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
        self.draw_tracks(pen, &plane)?;
        self.draw_above_tracks(pen, &plane)
    }

    /// Draws the tracks, the longest first: so it does not hide the others where they coincide.
    pub(crate) fn draw_tracks<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        plane: &Plane<'_>,
    ) -> Result<(), Error> {
        let mut tracks: Vec<(f64, &Track)> = self
            .tracks
            .iter()
            .map(|t| (t.visible_length(plane), t))
            .collect();
        tracks.sort_by(|a, b| b.0.total_cmp(&a.0));
        tracks
            .into_iter()
            .try_for_each(|(_, track)| track.draw(pen, plane))
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
        match (&self.field, &self.regions) {
            (Some(field), _) => field.draw(pen, &plane)?,
            (None, Some(regions)) => regions.draw(pen, &plane)?,
            (None, None) => self.draw_grid(pen, &plane)?,
        }
        self.draw_axes(pen, frame, &plane)?;
        let longest = self.longest_arrow(&plane);
        for arrow in &self.arrows {
            draw_arrow(pen, &plane, arrow, longest)?;
        }
        for line in &self.lines {
            draw_line(pen, &plane, line)?;
        }
        // A star shows its points around the end of a descent that reaches it.
        for &mark in self.marks.iter().filter(|m| m.shape == MarkShape::Star) {
            draw_mark(pen, &plane, mark)?;
        }
        if let Some(field) = &self.field {
            let marks = self.marks.iter().map(|mark| {
                let (x, y) = plane.place(mark.at);
                Frame {
                    left: x - MARK_RADIUS,
                    top: y - MARK_RADIUS,
                    width: 2.0 * MARK_RADIUS,
                    height: 2.0 * MARK_RADIUS,
                }
            });
            let taken = marks.chain(self.legend(&plane).map(|l| l.frame)).collect();
            field.draw_labels(pen, &plane, &self.tracks, taken)?;
        }
        Ok(plane)
    }

    /// Draws the marks and the legend.
    pub(crate) fn draw_above_tracks<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        plane: &Plane<'_>,
    ) -> Result<(), Error> {
        for &mark in self.marks.iter().filter(|m| m.shape == MarkShape::Disc) {
            draw_mark(pen, plane, mark)?;
        }
        match self.legend(plane) {
            Some(legend) => legend.draw(pen),
            None => Ok(()),
        }
    }

    /// What the axes leave of the frame.
    fn inner(&self, frame: Frame) -> Frame {
        let widest = |axis: &Axis| {
            axis.ticks
                .iter()
                .map(|t| text_width(&t.label, TICK_SIZE))
                .fold(0.0, f64::max)
        };
        let top = 12.0 + title_height(&self.title);
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

    /// The length in nominal pixels at which no arrow reaches its neighbours.
    fn longest_arrow(&self, plane: &Plane<'_>) -> f64 {
        const LONGEST: f64 = 34.0;
        let (x, y) = (self.x.low, self.y.low);
        let across = plane.across(x + self.arrows_apart.0) - plane.across(x);
        let down = plane.down(y) - plane.down(y + self.arrows_apart.1);
        LONGEST.min(0.9 * across).min(0.9 * down)
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
        let width = |label: &str| text_width(label, TICK_SIZE) + 6.0;
        let labelled = labelled_ticks(&self.x.ticks, |tick| {
            (plane.across(tick.value), width(&tick.label))
        });
        for (tick, labelled) in self.x.ticks.iter().zip(labelled) {
            let x = plane.across(tick.value);
            pen.line(&[(x, inner.bottom()), (x, inner.bottom() + 5.0)], stroke)?;
            if labelled {
                pen.text(&tick.label, (x, inner.bottom() + 9.0), below)?;
            }
        }
        let beside = Lettering::new(TICK_SIZE, HPos::Right, VPos::Center);
        let labelled = labelled_ticks(&self.y.ticks, |tick| {
            (plane.down(tick.value), TICK_SIZE + 3.0)
        });
        for (tick, labelled) in self.y.ticks.iter().zip(labelled) {
            let y = plane.down(tick.value);
            pen.line(&[(inner.left - 5.0, y), (inner.left, y)], stroke)?;
            if labelled {
                pen.text(&tick.label, (inner.left - 8.0, y), beside)?;
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
        let center = inner.left + inner.width / 2.0;
        draw_title(pen, &self.title, center, frame)?;
        let (x_name, size, half) = name_within(&with_offset(&self.x_label, &self.x), frame.width);
        pen.text(
            &x_name,
            (
                center.clamp(frame.left + half, frame.right() - half),
                inner.bottom() + 9.0 + TICK_SIZE + 6.0,
            ),
            Lettering::new(size, HPos::Center, VPos::Top),
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
            let (name, size, half) = name_within(&self.y_name(), frame.height);
            let middle = middle.clamp(frame.top + half, frame.bottom() - half);
            let turned = Lettering {
                upwards: true,
                ..Lettering::new(size, HPos::Center, VPos::Bottom)
            };
            pen.text(&name, (edge, middle), turned)
        }
    }

    /// The names of lines and tracks, where there are several.
    fn legend(&self, plane: &Plane<'_>) -> Option<Legend> {
        let lines = self
            .lines
            .iter()
            .filter_map(|l| Some((l.label.as_deref()?, l.stroke)));
        let tracks = self.tracks.iter().map(|t| (t.label.as_str(), t.stroke()));
        let names: Vec<(&str, Stroke)> = lines.chain(tracks).collect();
        let mut legend = Legend::of(&names, (plane.inner.width, plane.inner.height))?;
        legend.frame = self.emptiest_place(plane, (legend.frame.width, legend.frame.height));
        Some(legend)
    }

    /// The place on the plane, a corner if possible, where a box of this size hides the fewest
    /// points.
    fn emptiest_place(&self, plane: &Plane<'_>, (width, height): (f64, f64)) -> Frame {
        let inner = plane.inner.shrunk(8.0);
        let at = |across: f64, down: f64| {
            let (room, fall) = (inner.width - width, inner.height - height);
            (inner.left + across * room, inner.top + down * fall)
        };
        let corners = [at(1.0, 0.0), at(0.0, 0.0), at(1.0, 1.0), at(0.0, 1.0)];
        let elsewhere = (0..25).map(|i| at(f64::from(i % 5) / 4.0, f64::from(i / 5) / 4.0));
        let hidden = |&(left, top): &Place| {
            let frame = Frame {
                left,
                top,
                width,
                height,
            }
            .shrunk(-6.0);
            let lines = self.lines.iter().flat_map(|l| along(&l.points));
            let tracks = self.tracks.iter().flat_map(|t| along(&t.points));
            let marks = self.marks.iter().map(|m| m.at);
            lines
                .chain(tracks)
                .chain(marks)
                .filter(|&p| frame.contains(plane.place(p)))
                .count()
        };
        // Of equal ones, the first: a corner.
        let places = corners.into_iter().chain(elsewhere);
        let (left, top) = places.min_by_key(hidden).unwrap_or(corners[0]);
        Frame {
            left,
            top,
            width,
            height,
        }
    }
}

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

    pub(crate) fn draw<DB: DrawingBackend>(&self, pen: &Pen<DB>) -> Result<(), Error> {
        pen.rectangle(self.frame, WHITE, 0.85)?;
        pen.outline(self.frame, Stroke::solid(FAINT, 1.0))?;
        for (row, (name, stroke)) in self.entries.iter().enumerate() {
            let y = self.frame.top + 5.0 + (self.letters + 6.0) * (row as f64 + 0.5);
            let x = self.frame.left + 8.0;
            pen.line(&[(x, y), (x + Self::SAMPLE, y)], *stroke)?;
            let beside = Lettering::new(self.letters, HPos::Left, VPos::Center);
            pen.text(name, (x + Self::SAMPLE + 8.0, y), beside)?;
        }
        Ok(())
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
pub(crate) fn draw_title<DB: DrawingBackend>(
    pen: &Pen<DB>,
    title: &str,
    center: f64,
    frame: Frame,
) -> Result<(), Error> {
    for (row, line) in title_lines(title).iter().enumerate() {
        let line = fitted(line, TITLE_SIZE, frame.width - 16.0);
        let half = (text_width(&line, TITLE_SIZE) / 2.0 + 4.0).min(frame.width / 2.0 - 1.0);
        let center = center.clamp(frame.left + half, frame.right() - half);
        let y = frame.top + 8.0 + row as f64 * TITLE_SIZE * 1.35;
        let below = Lettering::new(TITLE_SIZE, HPos::Center, VPos::Top);
        pen.text(&line, (center, y), below)?;
    }
    Ok(())
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
    // Dots of many steps in a small plane would run together.
    if line.dots && plane.inner.width >= 8.0 * line.points.len() as f64 {
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
    longest: f64,
) -> Result<(), Error> {
    let middle = plane.place(arrow.at);
    let half = longest / 2.0;
    let (dx, dy) = (half * arrow.vector.0, -half * arrow.vector.1);
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

/// How far a mark reaches, in nominal pixels.
const MARK_RADIUS: f64 = 15.0;

fn draw_mark<DB: DrawingBackend>(
    pen: &Pen<DB>,
    plane: &Plane<'_>,
    mark: Mark,
) -> Result<(), Error> {
    let at = plane.place(mark.at);
    if !plane.inner.contains(at) {
        return Ok(());
    }
    match mark.shape {
        MarkShape::Star => {
            pen.polygon(&star(at, MARK_RADIUS), WHITE, 1.0)?;
            pen.polygon(&star(at, MARK_RADIUS - 3.0), INK, 1.0)
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
