//! A finished figure and what a notebook gets of it.

use std::io::Write;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tiny_skia::Pixmap;

use crate::Error;
use crate::canvas::bitmap::Bitmap;
use crate::canvas::font::legible;
use crate::canvas::pen::{DENSITY, Frame, Pen, UNITS};
use crate::canvas::png;
use crate::canvas::svg::{Document, Svg, escape};
use crate::figures::heatmap::Matrix;
use crate::figures::images::Album;
use crate::figures::panels::Grid;
use crate::figures::player::Runs;
use crate::figures::surface::Landscape;
use crate::scene::chart::Chart;

use plotters_backend::DrawingBackend;

/// What a figure shows, evaluated: drawing it calls no function of the caller's.
#[derive(Debug, Clone)]
pub(crate) enum Scene {
    Chart(Box<Chart>),
    Matrix(Box<Matrix>),
    Album(Box<Album>),
    Landscape(Box<Landscape>),
    Grid(Box<Grid>),
    Runs(Box<Runs>),
}

impl Scene {
    pub(crate) fn draw<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        frame: Frame,
    ) -> Result<(), Error> {
        match self {
            Self::Chart(chart) => chart.draw(pen, frame),
            Self::Matrix(matrix) => matrix.draw(pen, frame),
            Self::Album(album) => album.draw(pen, frame),
            Self::Landscape(landscape) => landscape.draw(pen, frame),
            Self::Grid(grid) => grid.draw(pen, frame),
            Self::Runs(runs) => runs.draw(pen, frame),
        }
    }
}

/// A figure: drawn when it is shown or saved, always in the same way.
#[derive(Debug, Clone)]
pub struct Figure {
    pub(crate) scene: Scene,
    pub(crate) size: (u32, u32),
    pub(crate) caption: String,
    pub(crate) alt: String,
}

impl Figure {
    /// Width and height in nominal pixels.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// The sentence below the figure.
    pub fn caption(&self) -> &str {
        &self.caption
    }

    /// What there is to see, for a reader who cannot see it.
    pub fn alt(&self) -> &str {
        &self.alt
    }

    fn frame(&self) -> Frame {
        let (width, height) = self.size;
        Frame {
            left: 0.0,
            top: 0.0,
            width: width.into(),
            height: height.into(),
        }
    }

    fn times(&self, factor: f64) -> (u32, u32) {
        let times = |nominal: u32| (f64::from(nominal) * factor) as u32;
        (times(self.size.0), times(self.size.1))
    }

    /// The picture as a PNG, two pixels for each nominal one, on white.
    ///
    /// # Errors
    ///
    /// [`Error::Drawing`] if the drawing library gives up.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        let (width, height) = self.times(DENSITY);
        let failed = || Error::Drawing(format!("no memory for {width} × {height} pixels"));
        let mut pixmap = Pixmap::new(width, height).ok_or_else(failed)?;
        pixmap.fill(tiny_skia::Color::WHITE);
        self.scene
            .draw(&Pen::new(Bitmap::new(pixmap.as_mut()))?, self.frame())?;
        png::encode(pixmap.data(), width, height)
    }

    /// The picture as an SVG document.
    ///
    /// # Errors
    ///
    /// [`Error::Drawing`] if the drawing library gives up.
    pub fn svg(&self) -> Result<String, Error> {
        let document = self.document();
        self.scene
            .draw(&Pen::new(Svg::new(&document))?, self.frame())?;
        let document = document.into_inner();
        Ok(document.svg(UNITS, ""))
    }

    /// Writes the picture to a file, `.png` or `.svg` by the end of its name.
    ///
    /// # Errors
    ///
    /// [`Error::Extension`] for another name, [`Error::Save`] if the file cannot be written.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// let figure = quiver(function_2).figure()?;
    /// let error = figure.save("picture.jpeg").unwrap_err();
    /// assert!(error.to_string().contains(".png or .svg"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        let bytes = match extension.as_deref() {
            Some("png") => self.png()?,
            Some("svg") => self.svg()?.into_bytes(),
            _ => {
                return Err(Error::Extension {
                    path: path.to_owned(),
                });
            }
        };
        std::fs::write(path, bytes).map_err(|error| Error::Save {
            path: path.to_owned(),
            reason: error.to_string(),
        })
    }

    /// The figure as a notebook's output shows it: an HTML `<figure>` that loads nothing.
    ///
    /// # Errors
    ///
    /// As [`Figure::png`].
    pub fn html(&self) -> Result<String, Error> {
        self.html_around(&STANDARD.encode(self.png()?))
    }

    fn html_around(&self, png: &str) -> Result<String, Error> {
        let (width, height) = self.size;
        let alt = attribute(&self.alt);
        // Jupyter's sanitiser keeps no more than this of an untrusted notebook's figure. The
        // class keeps MathJax away from dollar signs.
        let picture = format!(
            "<img src=\"data:image/png;base64,{png}\" alt=\"{alt}\" width=\"{width}\" \
             height=\"{height}\" style=\"max-width:100%;height:auto;background:#fff\">"
        );
        let caption = escape(&legible(&self.caption)).replace('\n', "<br>");
        let (data, script) = match &self.scene {
            Scene::Runs(runs) => {
                let (name, script) = runs.script(self)?;
                (format!(" data-descent-player='{name}'"), script)
            }
            _ => Default::default(),
        };
        Ok(format!(
            "<figure class=\"descent-figure mathjax_ignore tex2jax_ignore\"{data} \
             style=\"margin:0;max-width:{width}px\">{picture}\
             <figcaption>{caption}</figcaption></figure>{script}"
        ))
    }

    /// The figure's place in the document of its steps, for the player.
    pub(crate) fn document(&self) -> std::cell::RefCell<Document> {
        let (width, height) = self.times(UNITS);
        Document::new(width, height)
    }

    pub(crate) fn whole(&self) -> Frame {
        self.frame()
    }

    /// Shows the figure; the kernel calls this for the last expression of a cell.
    pub fn evcxr_display(&self) {
        match self.bundle() {
            Ok(bundle) => show(&bundle),
            Err(error) => show_error(&error),
        }
    }

    /// What a cell writes for the kernel to show: `text/html`, `image/png` and `text/plain`, each
    /// between the markers of evcxr's protocol.
    ///
    /// There is no `image/svg+xml`: in an untrusted notebook it would be blank, and it would win
    /// over the PNG; `nbconvert --to latex` fails on it where Inkscape is missing.
    ///
    /// # Errors
    ///
    /// As [`Figure::png`].
    pub fn bundle(&self) -> Result<String, Error> {
        let png = STANDARD.encode(self.png()?);
        let html = self.html_around(&png)?;
        let text = one_line(&format!("Figure: {} {}", self.caption, self.alt));
        Ok(content("text/html", &html)
            + &content("image/png", &png)
            + &content("text/plain", &text))
    }
}

/// One block of evcxr's output protocol. No line of `body` can be a marker: a caller's text stands
/// on a line that begins with ours.
pub(crate) fn content(mime: &str, body: &str) -> String {
    format!("EVCXR_BEGIN_CONTENT {mime}\n{body}\nEVCXR_END_CONTENT\n")
}

fn attribute(text: &str) -> String {
    // A character reference, because a line of the caller's own could be one of evcxr's markers.
    escape(&legible(text)).replace('\n', "&#10;")
}

fn one_line(text: &str) -> String {
    let words = legible(text);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn show(bundle: &str) {
    // A closed pipe means that the kernel is gone: nobody is left to tell.
    let _ = std::io::stdout().lock().write_all(bundle.as_bytes());
}

/// Shows, in place of a figure, why there is none.
pub(crate) fn show_error(error: &Error) {
    show(&content(
        "text/plain",
        &one_line(&format!("No figure: {error}.")),
    ));
}
