//! Descents over a plane, and their values beside it, step by step.

use super::chart::Chart;
use super::plane::Plane;
use super::title::{draw_title, title_height};
use crate::canvas::palette::INK;
use crate::canvas::{Frame, Pen, Stroke};

/// The plane's share of the width; the values have the rest.
pub(crate) const PLANE_SHARE: f64 = 0.53;

/// Runs over a plane, evaluated.
#[derive(Debug, Clone)]
pub(crate) struct Steps {
    pub(crate) plane: Chart,
    pub(crate) values: Chart,
    /// Point, value and gradient at every step of every run, as text.
    pub(crate) readings: Vec<Vec<[String; 3]>>,
    pub(crate) title: String,
}

impl Steps {
    fn frames(&self, frame: Frame) -> (Frame, Frame) {
        let head = title_height(&self.title, frame.width);
        let (top, height) = (frame.top + head, frame.height - head);
        let width = frame.width * PLANE_SHARE;
        let left = Frame::at((frame.left, top), (width, height));
        let right = Frame::at((left.right(), top), (frame.width - width, height));
        (left, right)
    }

    fn draw_title(&self, pen: &mut Pen, frame: Frame) {
        draw_title(pen, &self.title, frame.center().0, frame)
    }

    /// The still picture of [`still_runs`], for where scripts do not run.
    pub(crate) fn draw(&self, pen: &mut Pen, frame: Frame) {
        let (left, right) = self.frames(frame);
        let (mut plane, mut values) = (self.plane.clone(), self.values.clone());
        let shown = still_runs(values.lines.len());
        plane.tracks = shown
            .iter()
            .map(|&run| self.plane.tracks[run].clone())
            .collect();
        values.lines = shown
            .iter()
            .map(|&run| self.values.lines[run].clone())
            .collect();
        // Those that are shown differ most in the first colours and dashes.
        for (run, (track, line)) in plane.tracks.iter_mut().zip(&mut values.lines).enumerate() {
            track.run = run;
            line.stroke = track.stroke();
        }
        self.draw_title(pen, frame);
        plane.draw(pen, left);
        values.draw(pen, right)
    }

    /// Draws what all frames share; the planes on which the runs have their places.
    pub(crate) fn draw_planes(&self, pen: &mut Pen) -> [Plane<'_>; 2] {
        let (left, right) = self.frames(pen.sheet());
        self.draw_title(pen, pen.sheet());
        let plane = self.plane.draw_below_tracks(pen, left);
        let without_lines = Chart {
            lines: Vec::new(),
            ..self.values.clone()
        };
        let values = Plane {
            x: &self.values.x,
            y: &self.values.y,
            inner: without_lines.draw_below_tracks(pen, right).inner,
        };
        self.plane.draw_above_tracks(pen, &plane);
        [plane, values]
    }

    /// Draws what all frames share, then each step of each run on a layer of its own.
    pub(crate) fn draw_steps(&self, pen: &mut Pen) {
        let [plane, values] = self.draw_planes(pen);
        for (track, line) in self.plane.tracks.iter().zip(&self.values.lines) {
            for step in 0..line.points.len() {
                pen.begin_layer();
                draw_step(pen, &plane, &track.points, step, track.run);
                draw_step(pen, &values, &line.points, step, track.run);
            }
        }
    }
}

/// Which of so many runs the still picture shows: all of a few, of more the first, the middle and
/// the last, which can be told apart.
pub(crate) fn still_runs(count: usize) -> Vec<usize> {
    const MOST: usize = 4;
    if count <= MOST {
        (0..count).collect()
    } else {
        vec![0, (count - 1) / 2, count - 1]
    }
}

/// The part of a step on one of the two planes: the way to it, and a dot where it arrives.
fn draw_step(pen: &mut Pen, plane: &Plane<'_>, points: &[(f64, f64)], step: usize, run: usize) {
    let stroke = Stroke::of_run(run);
    let to = plane.place(points[step]);
    if step > 0 {
        let from = plane.place(points[step - 1]);
        let finite = [from.0, from.1, to.0, to.1].iter().all(|v| v.is_finite());
        if let Some((a, b)) = plane.inner.clip(from, to).filter(|_| finite) {
            pen.line(&[a, b], Stroke::solid(stroke.color, 2.5));
        }
    }
    if plane.inner.contains(to) {
        pen.disc(to, 4.0, if step == 0 { INK } else { stroke.color });
    }
}
