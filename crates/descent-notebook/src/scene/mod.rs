//! What a figure shows, evaluated and ready to be drawn: drawing it calls no function of the
//! caller's.

pub(crate) mod album;
pub(crate) mod arrows;
pub(crate) mod axis;
pub(crate) mod chart;
pub(crate) mod explorer;
pub(crate) mod field;
pub(crate) mod interpolant;
pub(crate) mod landscape;
mod legend;
mod levels;
pub(crate) mod line;
pub(crate) mod marks;
pub(crate) mod matrix;
pub(crate) mod plane;
pub(crate) mod points;
pub(crate) mod projection;
pub(crate) mod regions;
pub(crate) mod steps;
mod title;
pub(crate) mod track;

use self::album::Album;
use self::chart::Chart;
use self::explorer::Explorer;
use self::landscape::Landscape;
use self::matrix::Matrix;
use self::steps::Steps;
use self::title::{draw_title, title_height};
use crate::canvas::{Frame, Pen};

/// What a figure shows, evaluated: drawing it calls no function of the caller's.
#[derive(Debug, Clone)]
pub(crate) enum Scene {
    Chart(Box<Chart>),
    Matrix(Box<Matrix>),
    Album(Box<Album>),
    Landscape(Box<Landscape>),
    Grid(Box<Grid>),
    Steps(Box<Steps>),
    Explorer(Box<Explorer>),
}

impl Scene {
    pub(crate) fn draw(&self, pen: &mut Pen, frame: Frame) {
        match self {
            Self::Chart(chart) => chart.draw(pen, frame),
            Self::Matrix(matrix) => matrix.draw(pen, frame),
            Self::Album(album) => album.draw(pen, frame),
            Self::Landscape(landscape) => landscape.draw(pen, frame),
            Self::Grid(grid) => grid.draw(pen, frame),
            Self::Steps(steps) => steps.draw(pen, frame),
            Self::Explorer(explorer) => explorer.draw(pen, frame),
        }
    }
}

/// Evaluated figures and how they are laid out.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    pub(crate) scenes: Vec<Scene>,
    pub(crate) columns: usize,
    pub(crate) title: String,
}

impl Grid {
    /// The room for a title above all panels, so wide together.
    pub(crate) fn head(&self, width: f64) -> f64 {
        match title_height(&self.title, width) {
            0.0 => 0.0,
            height => height + 10.0,
        }
    }

    pub(crate) fn draw(&self, pen: &mut Pen, frame: Frame) {
        let head = self.head(frame.width);
        draw_title(pen, &self.title, frame.center().0, frame);
        let rows = self.scenes.len().div_ceil(self.columns);
        let width = frame.width / self.columns as f64;
        let height = (frame.height - head) / rows as f64;
        for (index, scene) in self.scenes.iter().enumerate() {
            let left = frame.left + (index % self.columns) as f64 * width;
            let top = frame.top + head + (index / self.columns) as f64 * height;
            scene.draw(pen, Frame::at((left, top), (width, height)));
        }
    }
}
