//! The way of a descent over a plane.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use super::plane::Plane;
use crate::canvas::palette::{Rgb, WHITE};
use crate::canvas::{Pen, Place, Stroke, between, distance};

/// The radius of a dot at a step, smaller where steps are short. Where they are so short that
/// dots would run together there are none: dots of some of them would look like steps.
const DOTS: RangeInclusive<f64> = 1.8..=3.5;
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

/// A step that is drawn, from place to place.
struct Segment {
    from: Place,
    to: Place,
    /// Its end is the point of the step, not the edge of the picture.
    arrives: bool,
}

impl Segment {
    fn length(&self) -> f64 {
        distance(self.from, self.to)
    }
}

impl Track {
    pub(crate) fn stroke(&self) -> Stroke {
        Stroke::of_run(self.run)
    }

    /// The first step whose point is not `inside`, or is not finite.
    pub(crate) fn leaves_at(&self, inside: impl Fn((f64, f64)) -> bool) -> Option<usize> {
        self.points.iter().position(|&p| !inside(p))
    }

    pub(crate) fn draw(&self, pen: &mut Pen, plane: &Plane<'_>) {
        let segments = self.segments(plane);
        let (lines, stroke) = (lines(&segments), self.stroke());
        let rim = Stroke::solid(WHITE, stroke.width + 2.0).alpha(0.6);
        for stroke in [rim, stroke] {
            for line in &lines {
                pen.line(line, stroke);
            }
        }
        for step in segments.iter().filter(|s| s.arrives) {
            let radius = 0.45 * step.length();
            if radius >= *DOTS.start() {
                pen.disc(step.to, radius.min(*DOTS.end()), stroke.color);
            }
        }
        self.draw_arrows(pen, &segments);
        let visible = |point: Option<&(f64, f64)>| {
            let place = point.map(|&point| plane.place(point));
            place.filter(|&place| plane.inner.contains(place))
        };
        let (start, end) = (visible(self.points.first()), visible(self.points.last()));
        draw_ends(pen, start, end, stroke.color);
    }

    /// How much of it is seen, in nominal pixels.
    pub(crate) fn visible_length(&self, plane: &Plane<'_>) -> f64 {
        self.segments(plane).iter().map(Segment::length).sum()
    }

    /// The visible parts of the steps, those left out that would not change the picture.
    fn segments(&self, plane: &Plane<'_>) -> Vec<Segment> {
        let mut drawn = HashSet::new();
        let mut segments = Vec::new();
        let mut last: Option<Place> = None;
        for &point in &self.points {
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
            if distance(from, place) < 0.5 {
                continue;
            }
            last = Some(place);
            let Some((a, b)) = plane.inner.clip(from, place) else {
                continue;
            };
            let pixels = [a.0, a.1, b.0, b.1].map(|v| v.round() as i32);
            if segments.len() < MOST_SEGMENTS && drawn.insert(pixels) {
                segments.push(Segment {
                    from: a,
                    to: b,
                    arrives: b == place,
                });
            }
        }
        segments
    }

    fn draw_arrows(&self, pen: &mut Pen, segments: &[Segment]) {
        let color = self.stroke().color;
        let mut since = BETWEEN_ARROWS / 2.0;
        let mut has_left = false;
        // Where many short steps make a curve, an arrow points from a few pixels back.
        let mut behind: Option<Place> = None;
        for s in segments {
            let length = s.length();
            since += length;
            let from = behind.unwrap_or(s.from);
            let reach = distance(from, s.to);
            behind = (reach <= 8.0).then_some(from);
            if !has_left && !s.arrives {
                // The run goes on outside of the picture: a larger arrow at the edge says so.
                has_left = true;
                pen.arrow_head(s.from, s.to, 17.0, color);
            } else if since > BETWEEN_ARROWS && length <= 8.0 && reach > 8.0 {
                since = 0.0;
                pen.arrow_head(from, s.to, 12.0, color);
            } else if since > BETWEEN_ARROWS && length > 8.0 {
                since = 0.0;
                // Behind the middle, where the arrow of a way back along the same line stands.
                let tip = between(s.from, s.to, (0.6 + 6.0 / length).min(1.0));
                pen.arrow_head(s.from, tip, 12.0, color);
            }
        }
    }
}

/// The order in which to draw ways of these lengths: so a longer one does not hide the others where
/// they coincide.
pub(super) fn longest_first(lengths: impl Iterator<Item = f64>) -> Vec<usize> {
    let lengths: Vec<f64> = lengths.collect();
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.sort_by(|&a, &b| lengths[b].total_cmp(&lengths[a]));
    order
}

/// A ring at the start and a disc at the end, where they are seen.
pub(super) fn draw_ends(pen: &mut Pen, start: Option<Place>, end: Option<Place>, color: Rgb) {
    if let Some(start) = start {
        // Around the end, where both fall together.
        let near = end.is_some_and(|end| distance(start, end) < 13.0);
        let radius = if near { 11.0 } else { 6.0 };
        pen.disc(start, radius + 1.5, WHITE);
        pen.ring(start, radius, Stroke::solid(color, 2.5));
    }
    if let Some(end) = end {
        pen.disc(end, 7.5, WHITE);
        pen.disc(end, 6.0, color);
    }
}

/// Steps that follow one another as one line, so that its dashes run on.
fn lines(segments: &[Segment]) -> Vec<Vec<Place>> {
    let mut lines: Vec<Vec<Place>> = Vec::new();
    for s in segments {
        match lines.last_mut() {
            Some(line) if line.last() == Some(&s.from) => line.push(s.to),
            _ => lines.push(vec![s.from, s.to]),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::iter::successors;

    use super::*;
    use crate::canvas::{Frame, Primitive};
    use crate::scene::axis::{Axis, Scale};

    fn drawn<T>(
        (x, y): (f64, f64),
        points: Vec<(f64, f64)>,
        look: impl Fn(&Track, &Plane<'_>) -> T,
    ) -> T {
        let axis = |half: f64| Axis::new("x", -half, half, Scale::Linear).expect("a range");
        let (x, y) = (axis(x), axis(y));
        let inner = Frame {
            left: 61.3,
            top: 12.0,
            width: 531.7,
            height: 390.1,
        };
        let (x, y) = (&x, &y);
        let plane = Plane { x, y, inner };
        let (label, run) = (String::new(), 1);
        let track = Track { label, points, run };
        look(&track, &plane)
    }

    /// The points of a descent on x₀² + x₁²: each step multiplies by 1 − 2η.
    fn descent(start: (f64, f64), rate: f64, steps: usize) -> Vec<(f64, f64)> {
        let factor = 1.0 - 2.0 * rate;
        let next = |p: &(f64, f64)| Some((factor * p.0, factor * p.1));
        successors(Some(start), next).take(steps + 1).collect()
    }

    #[test]
    fn a_step_that_ends_inside_is_not_drawn_as_leaving() {
        for (ranges, points, steps) in [
            ((6.0, 6.0), descent((5.0, 1.0), 0.9, 20), 20),
            // Each way is drawn once.
            ((8.0, 6.0), descent((4.0, 3.0), 1.0, 20), 2),
        ] {
            drawn(ranges, points, |track, plane| {
                let segments = track.segments(plane);
                assert!(segments.iter().all(|s| s.arrives), "{ranges:?}");
                assert!(segments.len() <= steps && segments.len() > steps / 2);
            });
        }
    }

    #[test]
    fn a_long_path_keeps_its_dashes_and_its_colour_from_the_first_step() {
        // A spiral of 400 short steps, longer than most runs of a lesson.
        let turn = |k: u32| {
            let angle = f64::from(k) / 20.0;
            let radius = 5.0 * (-angle / 10.0).exp();
            (radius * angle.cos(), radius * angle.sin())
        };
        drawn((6.0, 6.0), (0..=400).map(turn).collect(), |track, plane| {
            let mut pen = Pen::new((640, 480));
            track.draw(&mut pen, plane);
            let own = track.stroke();
            let dashes: Vec<f64> = (pen.drawn().iter())
                .filter_map(|primitive| match primitive {
                    Primitive::Line(points, stroke) if stroke.width == own.width => {
                        assert_eq!(stroke.color, own.color);
                        let lengths = points.windows(2).map(|ends| distance(ends[0], ends[1]));
                        Some(lengths.sum())
                    }
                    _ => None,
                })
                .collect();
            assert!(dashes.len() > 50, "{} dashes", dashes.len());
            assert!(dashes.iter().all(|length| *length < 9.1), "{dashes:?}");
        });
    }

    #[test]
    fn steps_have_dots_as_long_as_these_can_be_told_apart() {
        let dots = |points| {
            drawn((6.0, 6.0), points, |track, plane| {
                let mut pen = Pen::new((640, 480));
                track.draw(&mut pen, plane);
                let is_dot = |p: &&Primitive| matches!(p, Primitive::Disc(_, 0.0..=3.5, _));
                pen.drawn().iter().filter(is_dot).count()
            })
        };
        // A hundred steps, of which the first dozen can be seen.
        let converging = dots(descent((-3.0, 4.0), 0.1, 100));
        assert!((8..20).contains(&converging), "{converging} dots");
        // Two thousand steps of less than a pixel each: a dot at some would look like a step.
        let crawling = (0..2000).map(|k| (-5.0 + f64::from(k) / 200.0, 0.0));
        assert_eq!(dots(crawling.collect()), 0);
    }

    #[test]
    fn a_start_is_seen_around_an_end_at_the_same_place() {
        drawn(
            (6.0, 6.0),
            vec![(1.0, 1.0), (3.0, 1.0), (1.0, 1.0)],
            |track, plane| {
                let mut pen = Pen::new((640, 480));
                track.draw(&mut pen, plane);
                let radius = pen.drawn().iter().find_map(|p| match p {
                    Primitive::Ring(_, radius, _) => Some(*radius),
                    _ => None,
                });
                assert!(radius.is_some_and(|radius| radius > 7.5 + 1.25));
            },
        );
    }
}
