//! Several figures in one output: the kernel shows one figure a cell.

use plotters_backend::DrawingBackend;

use crate::Error;
use crate::canvas::pen::{Frame, Pen};
use crate::figure::{Figure, Scene};
use crate::figures::plot::{Options, Plot, Ranges};
use crate::scene::chart::{draw_title, title_height};

/// A panel is this wide and high where neither it nor the whole says otherwise.
const PANEL: (u32, u32) = (480, 400);

/// Puts figures of one kind side by side; for different kinds see [`Plot::beside`].
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 20)?;
/// let two = panels([contour(function_2), contour(function_2).path(&path)]).shared_ranges();
/// assert_eq!(two.figure()?.size(), (960, 400));
/// let also_two = contour(function_2).path(&path).beside(loss_curve(&path));
/// assert_eq!(also_two.figure()?.size(), (960, 400));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn panels<'a, P: Plot + 'a>(plots: impl IntoIterator<Item = P>) -> Panels<'a> {
    plots.into_iter().fold(Panels::new(), Panels::and)
}

/// Figures side by side in the making, see [`panels()`].
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Panels<'a> {
    plots: Vec<Box<dyn Plot + 'a>>,
    columns: Option<usize>,
    shared: bool,
    options: Options,
}

impl<'a> Panels<'a> {
    pub(crate) fn new() -> Self {
        Self {
            plots: Vec::new(),
            columns: None,
            shared: false,
            options: Options::default(),
        }
    }

    /// Adds a figure of any kind.
    pub fn and(mut self, plot: impl Plot + 'a) -> Self {
        self.plots.push(Box::new(plot));
        self
    }

    /// How many figures stand in a row (two where you do not say, three where there are three).
    pub fn columns(mut self, columns: usize) -> Self {
        self.columns = Some(columns);
        self
    }

    /// Shows the same part of the plane in every panel that has one.
    pub fn shared_ranges(mut self) -> Self {
        self.shared = true;
        self
    }

    fn joined(&self) -> Result<Option<Ranges>, Error> {
        let mut joined: Option<Ranges> = None;
        for plot in &self.plots {
            if let Some(ranges) = plot.ranges()? {
                joined = Some(joined.map_or(ranges, |j| j.joined(ranges)));
            }
        }
        Ok(joined)
    }
}

/// Evaluated figures and how they are laid out.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    scenes: Vec<Scene>,
    columns: usize,
    title: String,
}

/// The room for a title above all panels.
fn head(title: &str) -> f64 {
    match title_height(title) {
        0.0 => 0.0,
        height => height + 10.0,
    }
}

impl Grid {
    pub(crate) fn draw<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        frame: Frame,
    ) -> Result<(), Error> {
        let head = head(&self.title);
        draw_title(pen, &self.title, frame.left + frame.width / 2.0, frame)?;
        let rows = self.scenes.len().div_ceil(self.columns);
        let width = frame.width / self.columns as f64;
        let height = (frame.height - head) / rows as f64;
        for (index, scene) in self.scenes.iter().enumerate() {
            let left = frame.left + (index % self.columns) as f64 * width;
            let top = frame.top + head + (index / self.columns) as f64 * height;
            scene.draw(
                pen,
                Frame {
                    left,
                    top,
                    width,
                    height,
                },
            )?;
        }
        Ok(())
    }
}

impl Plot for Panels<'_> {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        self.joined()
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        let count = self.plots.len();
        if count == 0 {
            return Err(Error::Empty {
                what: "give panels at least one figure",
            });
        }
        if count > 12 {
            return Err(Error::TooLarge {
                what: "panels",
                found: count,
                limit: 12,
            });
        }
        let columns = self
            .columns
            .unwrap_or(if count == 3 { 3 } else { 2 })
            .clamp(1, count);
        let shared = if self.shared && shared.is_none() {
            self.joined()?
        } else {
            shared
        };
        let figures: Vec<Figure> = self
            .plots
            .iter()
            .map(|plot| plot.figure_over(shared))
            .collect::<Result<_, _>>()?;
        let rows = count.div_ceil(columns) as u32;
        let wide = if columns > 2 { 400 } else { PANEL.0 };
        let head = self.options.title.as_deref().map_or(0.0, head) as u32;
        let size = self
            .options
            .size_or((wide * columns as u32, PANEL.1 * rows + head))?;
        let numbered = |pick: fn(&Figure) -> &str| {
            let parts = figures.iter().enumerate();
            let parts = parts.map(|(i, f)| format!("{}. {}", i + 1, pick(f)));
            parts.collect::<Vec<_>>().join(" ")
        };
        Ok(Figure {
            size,
            caption: self
                .options
                .caption
                .clone()
                .unwrap_or_else(|| numbered(Figure::caption)),
            alt: self
                .options
                .alt
                .clone()
                .unwrap_or_else(|| numbered(Figure::alt)),
            scene: Scene::Grid(Box::new(Grid {
                scenes: figures.into_iter().map(|figure| figure.scene).collect(),
                columns,
                title: self.options.title.clone().unwrap_or_default(),
            })),
        })
    }
}
