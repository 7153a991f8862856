//! How a figure is drawn: strokes, texts and pictures, on pixels and as SVG.

pub(crate) mod bitmap;
pub(crate) mod font;
pub mod palette;
pub(crate) mod pen;
pub(crate) mod png;
pub(crate) mod svg;
