//! The lessons' figures.

use super::problem::{Problem, Rule};
use crate::words::{Words, words};

pub const RULES: &[Rule] = &[logarithmic_axis, mixed_figures, no_figure];

/// The lessons' figures, by the names of their types.
const FIGURES: [&str; 11] = [
    "Basins",
    "Contour",
    "Curve",
    "Heatmap",
    "Images",
    "Lines",
    "LossCurve",
    "Panels",
    "Player",
    "Quiver",
    "Surface",
];

/// The function that makes the figures of a type.
pub(super) fn figure(of: &str) -> Option<String> {
    let kind = of.split('<').next().unwrap_or(of);
    FIGURES.contains(&kind).then(|| match kind {
        "LossCurve" => "loss_curve".to_owned(),
        kind => kind.to_lowercase(),
    })
}

/// `panels([contour(f), curve(g)])`
fn mixed_figures(problem: &Problem) -> Option<Words> {
    let (expected, found) = problem.mismatch()?;
    let (first, second) = (figure(expected)?, figure(found)?);
    (first != second).then(|| {
        words!(
            "A list holds figures of one kind; of several kinds write \
             `{first}(…).beside({second}(…))`, and `.and(…)` for each one more.",
            first,
            second
        )
    })
}

/// `contour(f).beside([curve(g)])`
fn no_figure(problem: &Problem) -> Option<Words> {
    let [what, of] = *problem.quoted().first()?.split(": ").collect::<Vec<_>>() else {
        return None;
    };
    let is_wanted = problem.code == "E0277" && of.rsplit("::").next() == Some("Plot");
    is_wanted.then(|| {
        words!(
            "A figure is wanted here, such as `curve(function_1)`; a `{what}` is none.",
            what
        )
    })
}

/// `loss_curve(&path).log()`
fn logarithmic_axis(problem: &Problem) -> Option<Words> {
    let is_missing = |name: &str| {
        let start = format!("no method named `{name}` found for struct");
        problem.message.starts_with(&start)
    };
    ["log", "log_scale", "logy", "semilogy", "y_log"]
        .into_iter()
        .any(is_missing)
        .then(|| {
            words!("A logarithmic axis is `.y_scale(Scale::Log)`; it has no place for 0 and below.")
        })
}
