//! What a figure shows, evaluated and ready to be drawn.

pub(crate) mod axis;
pub(crate) mod chart;
pub(crate) mod field;
pub(crate) mod track;
