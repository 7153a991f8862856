//! The way of a descent over a plane.

use std::collections::HashSet;

use super::plane::Plane;
use crate::canvas::palette::{INK, Rgb, WHITE, mix};
use crate::canvas::{Pen, Place, Stroke};

/// A dot at every step is drawn up to this many; more would run together.
const MOST_DOTS: usize = 60;
/// The most segments that are drawn: a screen shows no more.
const MOST_SEGMENTS: usize = 20_000;
/// Arrow heads keep this distance, in nominal pixels.
const BETWEEN_ARROWS: f64 = 70.0;

/// One run: its points in data units, and the number that gives it colour and dash.
#[derive(Debug, Clone)]
pub(crate) struct Track {
    pub(crate) label: String,
    pub(crate) points: Vec<(f64, f64)>,
    pub(crate) run: usize,
}

/// A step that is drawn: from place to place, and how far along the run it lies (0 to 1).
struct Segment {
    from: Place,
    to: Place,
    progress: f64,
    /// Its end is the point of the step, not the edge of the picture.
    arrives: bool,
}

impl Track {
    pub(crate) fn stroke(&self) -> Stroke {
        Stroke::of_run(self.run)
    }

    /// The colour runs from dark at the start to the run's own at the end.
    pub(crate) fn color_at(&self, progress: f64) -> Rgb {
        mix(
            mix(self.stroke().color, INK, 0.75),
            self.stroke().color,
            progress,
        )
    }

    /// The first step whose point lies outside of `inner`, or is not finite.
    pub(crate) fn leaves_at(&self, inside: impl Fn((f64, f64)) -> bool) -> Option<usize> {
        self.points.iter().position(|&p| !inside(p))
    }

    pub(crate) fn draw(&self, pen: &mut Pen, plane: &Plane<'_>) {
        let segments = self.segments(plane);
        let stroke = self.stroke();
        for s in &segments {
            pen.line(
                &[s.from, s.to],
                Stroke::solid(WHITE, stroke.width + 2.0).alpha(0.6),
            );
        }
        if segments.len() <= MOST_DOTS {
            self.draw_dashed(pen, &segments);
        } else {
            for s in &segments {
                pen.line(
                    &[s.from, s.to],
                    Stroke::solid(self.color_at(s.progress), stroke.width),
                );
            }
        }
        self.draw_arrows(pen, &segments);
        self.draw_ends(pen, plane)
    }

    /// How much of it is seen, in nominal pixels.
    pub(crate) fn visible_length(&self, plane: &Plane<'_>) -> f64 {
        let length = |s: &Segment| (s.to.0 - s.from.0).hypot(s.to.1 - s.from.1);
        self.segments(plane).iter().map(length).sum()
    }

    fn draw_dashed(&self, pen: &mut Pen, segments: &[Segment]) {
        for s in segments {
            let color = self.color_at(s.progress);
            pen.line(
                &[s.from, s.to],
                Stroke {
                    color,
                    ..self.stroke()
                },
            );
            if s.arrives {
                pen.disc(s.to, 3.5, color);
            }
        }
    }

    /// The visible parts of the steps, those left out that would not change the picture.
    fn segments(&self, plane: &Plane<'_>) -> Vec<Segment> {
        let steps = self.points.len().saturating_sub(1).max(1) as f64;
        let mut drawn = HashSet::new();
        let mut segments = Vec::new();
        let mut last: Option<Place> = None;
        for (step, &point) in self.points.iter().enumerate() {
            let place = plane.place(point);
            if !(place.0.is_finite() && place.1.is_finite()) {
                last = None;
                continue;
            }
            let Some(from) = last else {
                last = Some(place);
                continue;
            };
            // Half a pixel of the picture moves nothing that can be seen.
            if (place.0 - from.0).hypot(place.1 - from.1) < 0.5 {
                continue;
            }
            last = Some(place);
            let Some((a, b)) = plane.inner.clip(from, place) else {
                continue;
            };
            let pixels = [a.0, a.1, b.0, b.1].map(|v| v.round() as i32);
            if segments.len() < MOST_SEGMENTS && drawn.insert(pixels) {
                let progress = step as f64 / steps;
                segments.push(Segment {
                    from: a,
                    to: b,
                    progress,
                    arrives: b == place,
                });
            }
        }
        segments
    }

    fn draw_arrows(&self, pen: &mut Pen, segments: &[Segment]) {
        let mut since = BETWEEN_ARROWS / 2.0;
        let mut has_left = false;
        // Where many short steps make a curve, an arrow points from a few pixels back.
        let mut behind: Option<Place> = None;
        for s in segments {
            let length = (s.to.0 - s.from.0).hypot(s.to.1 - s.from.1);
            since += length;
            let from = behind.unwrap_or(s.from);
            let reach = (s.to.0 - from.0).hypot(s.to.1 - from.1);
            behind = (reach <= 8.0).then_some(from);
            let color = self.color_at(s.progress);
            if !has_left && !s.arrives {
                // The run goes on outside of the picture: a larger arrow at the edge says so.
                has_left = true;
                pen.arrow_head(s.from, s.to, 17.0, color);
            } else if since > BETWEEN_ARROWS && length <= 8.0 && reach > 8.0 {
                since = 0.0;
                pen.arrow_head(from, s.to, 12.0, color);
            } else if since > BETWEEN_ARROWS && length > 8.0 {
                since = 0.0;
                let tip = |t: f64| {
                    (
                        s.from.0 + t * (s.to.0 - s.from.0),
                        s.from.1 + t * (s.to.1 - s.from.1),
                    )
                };
                // Behind the middle, where the arrow of a way back along the same line stands.
                pen.arrow_head(s.from, tip((0.6 + 6.0 / length).min(1.0)), 12.0, color);
            }
        }
    }

    fn draw_ends(&self, pen: &mut Pen, plane: &Plane<'_>) {
        let visible = |point: Option<&(f64, f64)>| {
            point
                .map(|&p| plane.place(p))
                .filter(|&place| plane.inner.contains(place))
        };
        if let Some(start) = visible(self.points.first()) {
            pen.disc(start, 6.5, WHITE);
            pen.ring(start, 6.0, Stroke::solid(self.color_at(0.0), 2.5));
        }
        if let Some(end) = visible(self.points.last()) {
            pen.disc(end, 7.5, WHITE);
            pen.disc(end, 6.0, self.color_at(1.0));
        }
    }
}
