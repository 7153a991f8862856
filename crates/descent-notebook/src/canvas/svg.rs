//! A drawing backend that writes SVG, layer by layer.

use std::convert::Infallible;
use std::fmt::{Arguments, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, FontTransform,
};

use super::face::{Face, pieces};
use super::font;
use super::frame::{DENSITY, Frame, UNITS};
use super::pen::Pen;
use super::png;
use super::replay::{Drawn, replay};
use crate::error::Error;
use crate::text::{escape, printable};

/// What a pen has drawn, as SVG.
#[derive(Debug, Default)]
pub(crate) struct Document {
    size: (u32, u32),
    /// The elements of the base, then those of the layers above it.
    layers: Vec<String>,
    /// The presentation of elements; an element names its own by a letter or two.
    styles: Vec<String>,
}

impl Document {
    /// Writes down what `pen` has drawn.
    ///
    /// # Errors
    ///
    /// [`Error::Drawing`] if the drawing library gives up.
    pub(crate) fn of(pen: &Pen) -> Result<Self, Error> {
        let units = |nominal: u32| (f64::from(nominal) * UNITS) as u32;
        let mut document = Self {
            size: (units(pen.size.0), units(pen.size.1)),
            ..Self::default()
        };
        for layer in &pen.layers {
            document.layers.push(String::new());
            replay(layer, Svg(&mut document))?;
        }
        Ok(document)
    }

    /// The elements of the layers above the base, first to last.
    pub(crate) fn steps(&self) -> &[String] {
        &self.layers[1..]
    }

    /// Left, top, width and height of a frame in the units of the document.
    pub(crate) fn units(frame: Frame) -> [f64; 4] {
        [frame.left, frame.top, frame.width, frame.height].map(|nominal| nominal * UNITS)
    }

    /// The base as a document of its own.
    pub(crate) fn svg(&self) -> String {
        let (width, height) = self.size;
        let (w, h) = (f64::from(width) / UNITS, f64::from(height) / UNITS);
        let styles: String = (0..self.styles.len())
            .map(|i| format!(".{}{{{}}}", class(i), self.styles[i]))
            .collect();
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{w}' \
             height='{h}' font-family='{}'>\
             <style>path{{stroke-linecap:round;stroke-linejoin:round}}{styles}</style>{}</svg>",
            Face::Latin.families(),
            self.layers[0]
        )
    }

    /// The layer that is drawn on.
    fn layer(&mut self) -> &mut String {
        self.layers.last_mut().expect("there is the base")
    }

    /// The class of this style.
    fn class(&mut self, style: String) -> String {
        let known = self.styles.iter().position(|s| *s == style);
        class(known.unwrap_or_else(|| {
            self.styles.push(style);
            self.styles.len() - 1
        }))
    }

    /// Adds an element of this name and style; `rest` is what follows its class, to its end.
    fn push(&mut self, name: &str, style: String, rest: Arguments<'_>) {
        let class = self.class(style);
        let _ = write!(self.layer(), "<{name} class='{class}' {rest}");
    }
}

/// `a` … `z`, `a1`, `b1`, …: short, and never an element's name in another style sheet.
fn class(index: usize) -> String {
    let letter = char::from(b'a' + (index % 26) as u8);
    match index / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    }
}

fn look(style: &impl BackendStyle, filled: bool) -> String {
    match filled {
        true => fill(style.color()),
        false => stroke(style),
    }
}

/// Writes what is drawn on the last layer of a document.
struct Svg<'a>(&'a mut Document);

impl Svg<'_> {
    fn path(&mut self, points: impl IntoIterator<Item = BackendCoord>, style: String, close: bool) {
        let mut d = String::new();
        let mut last: Option<BackendCoord> = None;
        for (x, y) in points {
            // Relative coordinates are shorter: a step's element is most of a player's bytes.
            let _ = match last {
                None => write!(d, "M{x} {y}"),
                Some((a, b)) if d.ends_with(|c: char| c.is_ascii_digit()) && y - b < 0 => {
                    write!(d, "l{}{}", x - a, y - b)
                }
                Some((a, b)) => write!(d, "l{} {}", x - a, y - b),
            };
            last = Some((x, y));
        }
        if close {
            d.push('z');
        }
        self.0.push("path", style, format_args!("d='{d}'/>"));
    }

    /// A piece of a text in its face. The language decides how a browser that has none of the
    /// families writes what Chinese and Japanese write differently.
    fn piece(&mut self, face: Face, piece: &str) -> String {
        if face == Face::Latin {
            return piece.to_owned();
        }
        let class = self.0.class(format!("font-family:{}", face.families()));
        format!("<tspan class='{class}' xml:lang='zh-Hans'>{piece}</tspan>")
    }
}

fn opacity(color: BackendColor, property: &str) -> String {
    match color.alpha >= 1.0 {
        true => String::new(),
        false => format!(";{property}:{:.3}", color.alpha),
    }
}

fn hex(color: BackendColor) -> String {
    format!("#{:02x}{:02x}{:02x}", color.rgb.0, color.rgb.1, color.rgb.2)
}

fn fill(color: BackendColor) -> String {
    format!("fill:{}{}", hex(color), opacity(color, "fill-opacity"))
}

fn stroke(style: &impl BackendStyle) -> String {
    let color = style.color();
    let opacity = opacity(color, "stroke-opacity");
    format!(
        "fill:none;stroke:{};stroke-width:{}{opacity}",
        hex(color),
        style.stroke_width()
    )
}

impl DrawingBackend for Svg<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.0.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        let next = (at.0 + 1, at.1 + 1);
        self.draw_rect(at, next, &color, true)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        filled: bool,
    ) -> Drawn {
        let (width, height) = ((right - x).max(0), (bottom - y).max(0));
        let rest = format_args!("x='{x}' y='{y}' width='{width}' height='{height}'/>");
        self.0.push("rect", look(style, filled), rest);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Drawn {
        self.path(points, stroke(style), false);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        filled: bool,
    ) -> Drawn {
        let rest = format_args!("cx='{x}' cy='{y}' r='{radius}'/>");
        self.0.push("circle", look(style, filled), rest);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.path(corners, fill(style.color()), true);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let size = style.size();
        let (dx, dy) = font::baseline(text, size, style.anchor());
        let turn = match style.transform() {
            FontTransform::None => String::new(),
            // A text reads to the right or upwards.
            _ => format!(" transform='rotate(270 {} {})'", at.0, at.1),
        };
        let (x, y) = (f64::from(at.0) + dx, f64::from(at.1) + dy);
        // The width is stated, so that a browser without the font does not let labels overlap.
        let width = font::width(text, size);
        let look = format!("{};font-size:{size}px", fill(style.color()));
        let text: String = pieces(&printable(text))
            .into_iter()
            .map(|(face, piece)| self.piece(face, &escape(piece)))
            .collect();
        let rest = format_args!(
            "x='{x:.0}' y='{y:.0}' textLength='{width:.0}' lengthAdjust='spacingAndGlyphs' \
             xml:space='preserve'{turn}>{text}</text>"
        );
        self.0.push("text", look, rest);
        Ok(())
    }

    fn blit_bitmap(&mut self, at: BackendCoord, (width, height): (u32, u32), rgb: &[u8]) -> Drawn {
        let rgba = rgb.chunks_exact(3).flat_map(|c| [c[0], c[1], c[2], 255]);
        let Ok(png) = png::encode(&rgba.collect::<Vec<u8>>(), width, height) else {
            return Ok(());
        };
        let (x, y, data) = (at.0, at.1, STANDARD.encode(png));
        let units = |pixels: u32| (f64::from(pixels) * UNITS / DENSITY).round();
        let (width, height) = (units(width), units(height));
        let _ = write!(
            self.0.layer(),
            "<image x='{x}' y='{y}' width='{width}' height='{height}' \
             href='data:image/png;base64,{data}'/>"
        );
        Ok(())
    }
}
