//! A finished figure and what a notebook gets of it.

use std::fmt;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use descent_language::words;

use crate::canvas::{Document, Pen, png};
use crate::display::Readable;
use crate::error::Error;
use crate::output::{content, no_figure, one_line, show};
use crate::scene::Scene;
use crate::script::Script;
use crate::text::{escape, is_chinese, legible};

/// A figure: drawn when it is shown or saved, always in the same way.
#[derive(Clone)]
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

    fn drawn(&self) -> Pen {
        let mut pen = Pen::new(self.size);
        let sheet = pen.sheet();
        self.scene.draw(&mut pen, sheet);
        pen
    }

    /// The picture as a PNG, two pixels for each nominal one, on white.
    ///
    /// # Errors
    ///
    /// [`Error::Drawing`] if the drawing library gives up.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        png(&self.drawn())
    }

    /// The picture as an SVG document.
    ///
    /// # Errors
    ///
    /// [`Error::Drawing`] if the drawing library gives up.
    pub fn svg(&self) -> Result<String, Error> {
        Ok(Document::of(&self.drawn())?.svg())
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
        let (alt_language, language) = (language(&self.alt), language(&self.caption));
        // Jupyter's sanitiser keeps no more than this of an untrusted notebook's figure. The
        // class keeps MathJax away from dollar signs.
        let picture = format!(
            "<img src=\"data:image/png;base64,{png}\" alt=\"{alt}\"{alt_language} width=\"{width}\" \
             height=\"{height}\" style=\"max-width:100%;height:auto;background:#fff\">"
        );
        let caption = escape(&legible(&self.caption)).replace('\n', "<br>");
        let Script { attribute, element } = Script::of(&self.scene, self.size)?;
        Ok(format!(
            "<figure class=\"descent-figure mathjax_ignore tex2jax_ignore\"{attribute} \
             style=\"margin:0;max-width:{width}px\">{picture}\
             <figcaption{language}>{caption}</figcaption></figure>{element}"
        ))
    }

    /// Shows the figure; the kernel calls this for the last expression of a cell.
    pub fn evcxr_display(&self) {
        show(&self.blocks());
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
        let text = self.text();
        Ok(content("text/html", &html)
            + &content("image/png", &png)
            + &content("text/plain", &text))
    }
}

/// What there is to see, in words; all that is drawn would be thousands of numbers.
impl fmt::Debug for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// A figure inside another value, such as a tuple or a list, is shown in words.
impl Readable for Figure {
    fn text(&self) -> String {
        let (caption, alt) = (&self.caption, &self.alt);
        one_line(&words!("Figure: {caption} {alt}", caption, alt))
    }

    fn blocks(&self) -> String {
        self.bundle().unwrap_or_else(|error| no_figure(&error))
    }
}

/// An attribute for a text that has Chinese: the page around it may be in another language, in
/// whose fonts some characters look otherwise, and a screen reader would read it in that.
fn language(text: &str) -> &'static str {
    match text.chars().any(is_chinese) {
        true => " lang=\"zh-Hans\"",
        false => "",
    }
}

fn attribute(text: &str) -> String {
    // A character reference, because a line of the caller's own could be one of evcxr's markers.
    escape(&legible(text)).replace('\n', "&#10;")
}
