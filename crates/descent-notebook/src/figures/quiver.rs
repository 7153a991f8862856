//! The negative gradient as a field of arrows: where a step would go from here.

use descent::numerical_gradient;
use descent_language::{marked, words};
use ndarray::Array1;

use super::function::Function;
use super::minima::{Minima, stars};
use super::plane::{self, NAMES, SIZE};
use super::plot::{LINEAR, Options, Plot, Ranges};
use crate::canvas::palette::{INK, VIRIDIS, at};
use crate::error::Error;
use crate::figure::Figure;
use crate::number::number;
use crate::scene::Scene;
use crate::scene::arrows::{Arrow, Arrows};
use crate::scene::chart::Chart;

/// Arrows across the picture.
const ACROSS: usize = 15;

/// Starts a quiver figure of `f`: arrows along its negative gradient, the direction in which
/// gradient descent steps.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let figure = quiver(function_2).title("−∇f of x₀² + x₁²").figure()?;
/// assert!(figure.alt().starts_with("Arrows along the negative gradient"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn quiver<'a>(f: impl Fn(&Array1<f64>) -> f64 + 'a) -> Quiver<'a> {
    Quiver {
        f: Function::new(f),
        options: Options::default(),
    }
}

/// A quiver figure in the making, see [`quiver()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Quiver<'a> {
    f: Function<'a, Array1<f64>, f64>,
    options: Options,
}

/// Arrows over the plane of `chart`; dark ones where it has a field below them.
pub(crate) fn arrows(f: &Function<'_, Array1<f64>, f64>, chart: &Chart) -> Result<Arrows, Error> {
    let (width, height) = (chart.x.high - chart.x.low, chart.y.high - chart.y.low);
    // As many down as keep them equally far apart both ways.
    let down = ((ACROSS as f64 * height / width).round() as usize).clamp(5, 25);
    let mut found: Vec<((f64, f64), (f64, f64))> = Vec::with_capacity(ACROSS * down);
    let mut point = Array1::zeros(2);
    for row in 0..down {
        for column in 0..ACROSS {
            point[0] = chart.x.low + width * (column as f64 + 0.5) / ACROSS as f64;
            point[1] = chart.y.low + height * (row as f64 + 0.5) / down as f64;
            let gradient = numerical_gradient(|x| f.at(x), &point);
            found.push(((point[0], point[1]), (-gradient[0], -gradient[1])));
        }
    }
    found.retain(|(_, v)| v.0.is_finite() && v.1.is_finite());
    let mut sizes: Vec<f64> = found.iter().map(|(_, v)| v.0.hypot(v.1)).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let nowhere = || Error::nothing_finite(words!("the gradient over this plane"));
    let &largest = sizes.last().ok_or_else(nowhere)?;
    // Proportional arrows vanish where the largest gradient is far above the small ones: on the
    // floor of a ravine.
    let stretched = largest > 8.0 * sizes[sizes.len() / 20];
    let arrow = |&(place, (dx, dy)): &((f64, f64), (f64, f64))| {
        let size = dx.hypot(dy);
        let share = if largest > 0.0 { size / largest } else { 0.0 };
        let share = if stretched { share.powf(0.3) } else { share };
        let length = if size > 0.0 { share / size } else { 0.0 };
        let color = match chart.field {
            Some(_) => INK,
            // Without the light end, which is lost on white.
            None => at(&VIRIDIS, 0.75 * (1.0 - share)),
        };
        Arrow {
            at: place,
            vector: (dx * length, dy * length),
            color,
        }
    };
    Ok(Arrows {
        list: found.iter().map(arrow).collect(),
        apart: (width / ACROSS as f64, height / down as f64),
        largest,
        stretched,
    })
}

impl Minima for Quiver<'_> {}

impl Plot for Quiver<'_> {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn ranges(&self) -> Result<Option<Ranges>, Error> {
        plane::ranges(&self.options).map(Some)
    }

    fn figure_over(&self, shared: Option<Ranges>) -> Result<Figure, Error> {
        let ranges = shared.map_or_else(|| plane::ranges(&self.options), Ok)?;
        let mut chart = self.options.chart(NAMES, ranges, LINEAR)?;
        chart.equal_units = true;
        let arrows = arrows(&self.f, &chart)?;
        let largest = number(arrows.largest, 3);
        let caption = if arrows.stretched {
            words!(
                "Each arrow points along the negative gradient, the way down; longer means \
                 steeper, but less than in proportion. The longest stands for a gradient of \
                 {largest}.",
                largest
            )
        } else {
            words!(
                "Each arrow points along the negative gradient, the way down; its length is \
                 proportional to the slope. The longest stands for a gradient of {largest}.",
                largest
            )
        };
        chart.arrows = Some(arrows);
        chart.marks = stars(marked!("minimum"), &self.options.minima)?;
        let plane = chart.in_words();
        let alt = words!("Arrows along the negative gradient: {plane}.", plane);
        let scene = Scene::Chart(Box::new(chart));
        self.options.figure(SIZE, scene, &caption, &alt)
    }
}

#[cfg(test)]
mod tests {
    use descent::{function_2, ravine};

    use super::*;

    fn arrows_of(f: impl Fn(&Array1<f64>) -> f64, half: f64) -> Arrows {
        let plot = quiver(f).x_range(-half, half).y_range(-half, half);
        let Scene::Chart(chart) = plot.figure().expect("a figure").scene else {
            panic!("a plane");
        };
        chart.arrows.expect("arrows")
    }

    #[test]
    fn arrows_are_seen_on_the_floor_of_a_ravine() {
        let arrows = arrows_of(ravine, 10.0);
        assert!(arrows.stretched);
        let share = |at: (f64, f64)| {
            let near = |a: &&Arrow| (a.at.0 - at.0).abs() < 0.7 && (a.at.1 - at.1).abs() < 0.7;
            let arrow = arrows.list.iter().find(near).expect("an arrow");
            arrow.vector.0.hypot(arrow.vector.1)
        };
        assert!(share((8.0, 0.0)) > 0.3, "{}", share((8.0, 0.0)));
        assert!(share((8.0, 0.0)) < share((0.0, 8.0)));
    }

    #[test]
    fn arrows_over_a_bowl_are_as_long_as_the_slope_is_steep() {
        assert!(!arrows_of(function_2, 4.0).stretched);
    }
}
