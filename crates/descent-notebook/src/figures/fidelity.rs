//! How far the descents of an explorer's page are from the real ones.

use descent::{Momentum, Trajectory, descend_with};
use ndarray::{Array1, Ix1};

use super::function::Function;
use crate::error::Error;
use crate::scene::explorer::Descent;
use crate::scene::interpolant::Interpolant;

/// So many starts across and down the map.
const STARTS: usize = 4;
/// The descents that are compared, two from each start.
pub(crate) const DESCENTS: usize = 2 * STARTS * STARTS;

/// A descent as the crate descends.
pub(crate) fn real(
    descent: &Descent,
    f: &Function<'_, Array1<f64>, f64>,
) -> Result<Trajectory<Ix1>, Error> {
    let optimizer = Momentum::new(descent.rate).with_momentum(descent.momentum);
    let start = Array1::from(descent.start.to_vec());
    descend_with(optimizer, |x| f.at(x), &start, descent.steps).map_err(Error::Descent)
}

/// The largest distance between a point of a descent on the page and that of the real one, as a
/// share of the map's width and height, of [`DESCENTS`] from all over the map: as the first one,
/// and with twice its learning rate and a momentum of 0.9. As long as both are on the map.
pub(crate) fn distance(
    f: &Function<'_, Array1<f64>, f64>,
    known: &Interpolant,
    first: &Descent,
) -> Result<f64, Error> {
    let part =
        |(low, high): (f64, f64), k: usize| low + (high - low) * (k as f64 + 0.5) / STARTS as f64;
    let mut largest: f64 = 0.0;
    for k in 0..STARTS * STARTS {
        let start = [part(known.x, k % STARTS), part(known.y, k / STARTS)];
        let as_first = Descent { start, ..*first };
        let faster = Descent {
            rate: 2.0 * first.rate,
            momentum: 0.9,
            ..as_first
        };
        for descent in [as_first, faster] {
            largest = largest.max(apart(f, known, &descent)?);
        }
    }
    Ok(largest)
}

fn apart(
    f: &Function<'_, Array1<f64>, f64>,
    known: &Interpolant,
    descent: &Descent,
) -> Result<f64, Error> {
    let real = real(descent, f)?;
    let (real, page) = (real.coordinates().chunks_exact(2), descent.on(known));
    let (wide, high) = (known.x.1 - known.x.0, known.y.1 - known.y.0);
    let pairs = real
        .zip(&page)
        .map(|(real, page)| ([real[0], real[1]], *page));
    let on_map = pairs.take_while(|(real, page)| known.holds(*real) && known.holds(*page));
    Ok(on_map
        .map(|(real, page)| ((real[0] - page[0]) / wide).hypot((real[1] - page[1]) / high))
        .fold(0.0, f64::max))
}

#[cfg(test)]
mod tests {
    use descent::{beale, function_2, himmelblau, ravine, rosenbrock};

    use super::*;
    use crate::scene::field::{GRID, Grid};

    /// The distances of 600 descents of 200 steps on a map, from small to large: learning rates up
    /// to `rate`, momenta up to 0.9.
    fn distances(f: fn(&Array1<f64>) -> f64, x: (f64, f64), y: (f64, f64), rate: f64) -> Vec<f64> {
        const SETTINGS: [(f64, f64); 6] = [
            (0.1, 0.0),
            (0.5, 0.0),
            (1.0, 0.0),
            (0.1, 0.5),
            (0.1, 0.9),
            (0.5, 0.9),
        ];
        let known = Interpolant::of(&Grid::sample(f, GRID, x, y));
        let f = Function::new(f);
        let part = |(low, high): (f64, f64), k: usize| low + (high - low) * (k as f64 + 0.5) / 10.0;
        let mut found = Vec::new();
        for k in 0..100 {
            for (share, momentum) in SETTINGS {
                let descent = Descent {
                    start: [part(x, k % 10), part(y, k / 10)],
                    rate: share * rate,
                    momentum,
                    steps: 200,
                };
                found.push(apart(&f, &known, &descent).expect("a good start"));
            }
        }
        found.sort_by(f64::total_cmp);
        found
    }

    #[test]
    fn on_the_functions_of_the_crate_a_page_descends_as_the_crate_does() {
        let four = (-4.0, 4.0);
        let six = (-6.0, 6.0);
        let bowl = distances(function_2, four, four, 1.1);
        let valley = distances(ravine, (-8.0, 8.0), four, 1.1);
        let banana = distances(rosenbrock, (-2.2, 2.2), (-0.5, 3.7), 0.002);
        let bowls = distances(himmelblau, six, six, 0.02);
        let plateau = distances(beale, (-1.0, 4.5), (-1.5, 2.5), 0.02);
        // Linear gradients: only the values' digits count.
        assert!(
            bowl[599] < 1e-5 && valley[599] < 1e-5,
            "{} {}",
            bowl[599],
            valley[599]
        );
        // A descent that jumps wildly, or runs along the border of two basins, may be led elsewhere
        // by the last digit.
        for found in [banana, bowls, plateau] {
            assert!(found[539] < 1e-5, "nine tenths: {}", found[539]);
            assert!(found[587] < 6e-4, "98 of a hundred: {}", found[587]);
        }
    }
}
