//! A descent to step through: the plane, the values beside it, and a slider.

use std::fmt::Write as _;
use std::io::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use descent::{Trajectory, numerical_gradient};
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use ndarray::{Array1, aview1};
use plotters_backend::DrawingBackend;

use crate::canvas::palette::INK;
use crate::canvas::pen::{Frame, Pen, Stroke, UNITS};
use crate::canvas::svg::Svg;
use crate::figure::{Figure, Scene};
use crate::figures::contour::on_plane;
use crate::figures::function::Function;
use crate::figures::plot::{Options, Plot, Ranges};
use crate::figures::run::{Run, sentences};
use crate::number::{number, point};
use crate::scene::axis::{Scale, range_of};
use crate::scene::chart::{Chart, Plane, draw_title, run_stroke, title_height};
use crate::{Contour, Error, contour, curve};

const SIZE: (u32, u32) = (900, 430);
/// The plane's share of the width; the values have the rest.
const PLANE_SHARE: f64 = 0.53;
/// The most steps of all runs together: each is a group of its own in the output.
const MOST_STEPS: usize = 6_000;
/// Runs whose values span more than this are drawn on a log scale.
const WIDE: f64 = 1e3;

/// The script that turns the picture into a player where scripts run.
const SCRIPT: &str = include_str!("player.js");

/// Starts a player: add runs, then step through them in the notebook with buttons and sliders,
/// over a contour of `f` for points with two coordinates, over its graph for points with one.
///
/// Where scripts do not run (an untrusted notebook, a PDF) it is a picture of all runs.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 20)?;
/// let figure = player(function_2).run("0.1", &path).figure()?;
/// assert!(figure.html()?.contains("<script>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn player<'a>(f: impl Fn(&Array1<f64>) -> f64 + 'a) -> Player<'a> {
    Player {
        plane: contour(f),
        scale: None,
    }
}

/// A player in the making, see [`player()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Player<'a> {
    plane: Contour<'a>,
    scale: Option<Scale>,
}

impl Player<'_> {
    /// Adds a descent with a label.
    pub fn run(mut self, label: impl Into<String>, path: &Trajectory) -> Self {
        self.plane = self.plane.run(label, path);
        self
    }

    /// Adds a descent, labelled by its learning rate.
    pub fn path(mut self, path: &Trajectory) -> Self {
        self.plane = self.plane.path(path);
        self
    }

    /// Adds several descents, each labelled by its learning rate.
    pub fn paths(mut self, paths: &[Trajectory]) -> Self {
        self.plane = self.plane.paths(paths);
        self
    }

    /// Marks a known minimum with a star.
    pub fn minimum(mut self, x0: f64, x1: f64) -> Self {
        self.plane = self.plane.minimum(x0, x1);
        self
    }

    /// Marks several minima, `descent::HIMMELBLAU_MINIMA` say.
    pub fn minima(mut self, minima: &[[f64; 2]]) -> Self {
        self.plane = self.plane.minima(minima);
        self
    }

    /// The scale of the values, instead of the one chosen from them.
    pub fn scale(mut self, scale: Scale) -> Self {
        self.scale = Some(scale);
        self
    }

    fn runs(&self) -> &[Run] {
        &self.plane.runs
    }

    /// The plane: a contour or a graph, by the coordinates of the first run's points.
    fn chart(&self, shared: Option<Ranges>) -> Result<Chart, Error> {
        let first = self.runs().first().ok_or(Error::Empty {
            what: "give the player a run",
        })?;
        let mut options = self.plane.options.clone();
        options.title = None;
        // The plane is narrower than the figure, and has its shape.
        let (width, height) = options.size_or(SIZE)?;
        options.size = Some(((f64::from(width) * PLANE_SHARE) as u32, height));
        if first.point(0).len() == 1 {
            let f = |x: f64| self.plane.f().at(&Array1::from_elem(1, x));
            return curve(f).over(self.runs().to_vec(), options).chart(shared);
        }
        self.plane.chart(&options, shared)
    }

    /// Linear values where they lie close together, logarithmic ones where they do not.
    fn value_scale(&self) -> Scale {
        if let Some(scale) = self.scale {
            return scale;
        }
        let finite = || {
            self.runs()
                .iter()
                .flat_map(|r| &r.values)
                .filter(|v| v.is_finite())
        };
        let low = finite().fold(f64::INFINITY, |low, &v| low.min(v));
        let high = finite().fold(f64::NEG_INFINITY, |high, &v| high.max(v));
        if low > 0.0 && high / low > WIDE {
            Scale::Log
        } else if high.abs().max(low.abs()) > 1e6 {
            Scale::SYMLOG
        } else {
            Scale::Linear
        }
    }
}

/// Runs over a plane, evaluated.
#[derive(Debug, Clone)]
pub(crate) struct Runs {
    plane: Chart,
    values: Chart,
    /// Point, value and gradient at every step of every run, as text.
    readings: Vec<Vec<[String; 3]>>,
    title: String,
}

impl Runs {
    fn frames(&self, frame: Frame) -> (Frame, Frame) {
        let head = title_height(&self.title);
        let (top, height) = (frame.top + head, frame.height - head);
        let width = frame.width * PLANE_SHARE;
        let left = Frame {
            left: frame.left,
            top,
            width,
            height,
        };
        (
            left,
            Frame {
                left: left.right(),
                width: frame.width - width,
                ..left
            },
        )
    }

    fn draw_title<DB: DrawingBackend>(&self, pen: &Pen<DB>, frame: Frame) -> Result<(), Error> {
        draw_title(pen, &self.title, frame.left + frame.width / 2.0, frame)
    }

    /// The picture of all runs, for where scripts do not run.
    pub(crate) fn draw<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        frame: Frame,
    ) -> Result<(), Error> {
        let (left, right) = self.frames(frame);
        self.draw_title(pen, frame)?;
        // The names beside the values serve for both.
        let plane = self.plane.draw_below_tracks(pen, left)?;
        self.plane.draw_tracks(pen, &plane)?;
        self.marks_only().draw_above_tracks(pen, &plane)?;
        self.values.draw(pen, right)
    }

    fn marks_only(&self) -> Chart {
        Chart {
            tracks: Vec::new(),
            lines: Vec::new(),
            field: None,
            ..self.plane.clone()
        }
    }

    /// Draws what all frames share, then each step of each run; `begin` is told the number of
    /// the step, counted over all runs from 1, before its strokes.
    fn draw_steps<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        frame: Frame,
        begin: impl Fn(usize),
    ) -> Result<(), Error> {
        let (left, right) = self.frames(frame);
        self.draw_title(pen, frame)?;
        let plane = self.plane.draw_below_tracks(pen, left)?;
        let axes = Chart {
            lines: Vec::new(),
            ..self.values.clone()
        };
        let values = axes.draw_below_tracks(pen, right)?;
        self.marks_only().draw_above_tracks(pen, &plane)?;
        let mut number = 0;
        for (track, line) in self.plane.tracks.iter().zip(&self.values.lines) {
            for step in 0..line.points.len() {
                number += 1;
                begin(number);
                draw_step(pen, &plane, &track.points, step, track.run)?;
                draw_step(pen, &values, &line.points, step, track.run)?;
            }
        }
        Ok(())
    }

    /// The script that upgrades the picture, with all frames in it.
    ///
    /// Also the name by which the script finds its figure: a checksum of what it shows.
    pub(crate) fn script(&self, figure: &Figure) -> Result<(String, String), Error> {
        let document = figure.document();
        let pen = Pen::new(Svg::new(&document))?;
        self.draw_steps(&pen, figure.whole(), |step| {
            document.borrow_mut().draw_on(step)
        })?;
        drop(pen);
        let document = document.into_inner();
        let mut json = format!(
            "{{\"svg\":{},\"runs\":[",
            json_string(&document.svg(UNITS, ""))
        );
        let mut steps = document.steps().iter();
        for (run, (track, readings)) in self.plane.tracks.iter().zip(&self.readings).enumerate() {
            let comma = if run > 0 { "," } else { "" };
            let _ = write!(
                json,
                "{comma}{{\"label\":{},\"steps\":[",
                json_string(&track.label)
            );
            for (step, (reading, layer)) in readings.iter().zip(steps.by_ref()).enumerate() {
                let comma = if step > 0 { "," } else { "" };
                let texts = [layer, &reading[0], &reading[1], &reading[2]];
                let texts: Vec<String> = texts.into_iter().map(|t| json_string(t)).collect();
                let _ = write!(json, "{comma}[{}]", texts.join(","));
            }
            json.push_str("]}");
        }
        json.push_str("]}");
        // Twenty runs of a hundred steps are half a megabyte of nearly equal groups; compressed
        // and in base64 a tenth of it, with nothing in it that could end the script.
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        let written = encoder
            .write_all(json.as_bytes())
            .and_then(|()| encoder.finish());
        let compressed = written.map_err(|error| Error::Drawing(error.to_string()))?;
        let mut checksum = Crc::new();
        checksum.update(json.as_bytes());
        let name = format!("{:08x}", checksum.sum());
        let script = minimal(SCRIPT).replace("HASH", &name);
        Ok((
            name,
            format!(
                "<script>{script}(\"{}\")</script>",
                STANDARD.encode(compressed)
            ),
        ))
    }
}

/// The script without its comments, indentation and line breaks at the ends: Markdown would end
/// the HTML at an empty line.
fn minimal(script: &str) -> String {
    let lines = script
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The part of a step on one of the two planes: the way to it, and a dot where it arrives.
fn draw_step<DB: DrawingBackend>(
    pen: &Pen<DB>,
    plane: &Plane<'_>,
    points: &[(f64, f64)],
    step: usize,
    run: usize,
) -> Result<(), Error> {
    let stroke = run_stroke(run);
    let to = plane.place(points[step]);
    if step > 0 {
        let from = plane.place(points[step - 1]);
        let finite = [from.0, from.1, to.0, to.1].iter().all(|v| v.is_finite());
        if let Some((a, b)) = plane.inner.clip(from, to).filter(|_| finite) {
            pen.line(&[a, b], Stroke::solid(stroke.color, 2.5))?;
        }
    }
    if plane.inner.contains(to) {
        pen.disc(to, 4.0, if step == 0 { INK } else { stroke.color })?;
    }
    Ok(())
}

/// A JSON string.
fn json_string(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            c if c < ' ' => {
                let _ = write!(json, "\\u{:04x}", c as u32);
            }
            c => json.push(c),
        }
    }
    json.push('"');
    json
}

impl Plot for Player<'_> {
    fn options(&mut self) -> &mut Options {
        &mut self.plane.options
    }

    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        Ok(None)
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        let options = &self.plane.options;
        let size = options.size_or(SIZE)?;
        let found: usize = self.runs().iter().map(|run| run.steps() + 1).sum();
        if found > MOST_STEPS {
            return Err(Error::TooLarge {
                what: "steps in the player",
                found,
                limit: MOST_STEPS,
            });
        }
        let plane = self.chart(shared)?;
        let runs = self.runs();
        let scale = self.value_scale();
        let steps = runs.iter().map(Run::steps).max().unwrap_or(0).max(1) as f64;
        let all = runs.iter().flat_map(|run| run.values.iter().copied());
        let y = range_of(all, 0.06, scale).ok_or_else(|| Error::NothingFinite {
            what: "the value at every step".to_owned(),
        })?;
        let ranges = Ranges {
            x: (-0.02 * steps, 1.02 * steps),
            y,
        };
        let values = crate::figures::loss_curve::chart(runs, &Options::default(), scale, ranges)?;
        let f = self.plane.f();
        let readings = runs.iter().map(|run| readings(f, run)).collect();
        let sentences = sentences(runs, &plane.tracks, on_plane(&plane));
        let alt = format!("Descent over a plane, and its value against the step. {sentences}");
        Ok(Figure {
            size,
            caption: options
                .caption
                .clone()
                .unwrap_or_else(|| sentences.trim_end().to_owned()),
            alt: options
                .alt
                .clone()
                .unwrap_or_else(|| alt.trim_end().to_owned()),
            scene: Scene::Runs(Box::new(Runs {
                plane,
                values,
                readings,
                title: options.title.clone().unwrap_or_default(),
            })),
        })
    }
}

/// Point, value and gradient at every step, with four digits.
fn readings(f: &Function<'_, Array1<f64>, f64>, run: &Run) -> Vec<[String; 3]> {
    (0..=run.steps())
        .map(|step| {
            let at = run.point(step);
            let gradient = numerical_gradient(|x| f.at(x), &aview1(at).to_owned());
            [
                point(at, 4),
                number(run.values[step], 4),
                point(&gradient.to_vec(), 4),
            ]
        })
        .collect()
}
