//! What a lesson calls: a builder for each kind of figure.

pub(crate) mod basins;
pub(crate) mod contour;
pub(crate) mod curve;
pub(crate) mod explore;
pub(crate) mod fidelity;
pub(crate) mod function;
pub(crate) mod heatmap;
pub(crate) mod images;
pub(crate) mod lines;
pub(crate) mod live;
pub(crate) mod loss_curve;
pub(crate) mod minima;
pub(crate) mod panels;
pub(crate) mod plane;
pub(crate) mod player;
pub(crate) mod plot;
pub(crate) mod quiver;
pub(crate) mod run;
pub(crate) mod series;
pub(crate) mod settings;
pub(crate) mod surface;
