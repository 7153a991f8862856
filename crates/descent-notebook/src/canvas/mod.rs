//! How a figure is drawn: a [`Pen`] records strokes, texts and pictures once, in nominal pixels;
//! [`png()`] and [`Document`] replay them.
//!
//! The replay goes through plotters' elements and the interface of its backends. plotters' own
//! charts are not used: they have no axes of equal units, no symmetric logarithm, no ticks that
//! write differences, and no depth order of a landscape with paths on it.

mod bitmap;
mod face;
mod font;
mod frame;
mod lettering;
pub mod palette;
mod pen;
mod png;
mod replay;
mod stroke;
mod svg;

pub(crate) use bitmap::png;
pub(crate) use frame::{DENSITY, Frame, Place, between, distance};
pub(crate) use lettering::{
    HPos, LABEL_SIZE, Lettering, TICK_SIZE, TITLE_SIZE, VPos, broken, fitted, text_width, widest,
};
pub(crate) use pen::Pen;
#[cfg(test)]
pub(crate) use pen::Primitive;
pub(crate) use stroke::{Dash, Stroke};
pub(crate) use svg::Document;
