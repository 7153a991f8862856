//! A function between the points of a grid, as the page of an explorer knows it.

use super::field::Grid;

/// A function of two variables that is known at the points of a grid, in `f32`, and between them
/// by the polynomial of degree 5 in each variable through the 36 values around (Lagrange's).
///
/// `explorer.js` computes the same: what is measured here holds for the page.
#[derive(Debug, Clone)]
pub(crate) struct Interpolant {
    columns: usize,
    rows: usize,
    pub(crate) x: (f64, f64),
    pub(crate) y: (f64, f64),
    /// Row by row, the lowest y first.
    values: Vec<f32>,
}

impl Interpolant {
    pub(crate) fn of(grid: &Grid) -> Self {
        Self {
            columns: grid.columns,
            rows: grid.rows,
            x: grid.x,
            y: grid.y,
            values: grid.values.iter().map(|&value| value as f32).collect(),
        }
    }

    /// How many points it has across and down.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.columns, self.rows)
    }

    /// The values, four bytes each, the lowest first.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.values.iter().flat_map(|v| v.to_le_bytes()).collect()
    }

    /// Whether a point lies on the grid.
    pub(crate) fn holds(&self, [x, y]: [f64; 2]) -> bool {
        (self.x.0..=self.x.1).contains(&x) && (self.y.0..=self.y.1).contains(&y)
    }

    /// Value and gradient at a point that it holds. Where one of the 36 values around it is not
    /// finite, the four corners of its cell have to do.
    pub(crate) fn at(&self, [x, y]: [f64; 2]) -> (f64, [f64; 2]) {
        let smooth = self.through::<6>(x, y);
        if smooth.0.is_finite() {
            smooth
        } else {
            self.through::<2>(x, y)
        }
    }

    /// The polynomial through `NODES` × `NODES` values.
    fn through<const NODES: usize>(&self, x: f64, y: f64) -> (f64, [f64; 2]) {
        let (column, across, wide) = nodes::<NODES>(x, self.x, self.columns);
        let (row, up, high) = nodes::<NODES>(y, self.y, self.rows);
        let (mut value, mut gradient) = (0.0, [0.0; 2]);
        for (j, up) in up.iter().enumerate() {
            let (mut along, mut slope) = (0.0, 0.0);
            for (i, across) in across.iter().enumerate() {
                let known = f64::from(self.values[(row + j) * self.columns + column + i]);
                along += across.0 * known;
                slope += across.1 * known;
            }
            value += up.0 * along;
            gradient[0] += up.0 * slope / wide;
            gradient[1] += up.1 * along / high;
        }
        (value, gradient)
    }
}

/// The first of the nodes around a place on an axis of `count` points, what each of them counts
/// for in the value and in the slope there, and how far one is from the next.
fn nodes<const NODES: usize>(
    place: f64,
    (low, high): (f64, f64),
    count: usize,
) -> (usize, [(f64, f64); NODES], f64) {
    let width = (high - low) / (count - 1) as f64;
    let place = (place - low) / width;
    let first = (place as usize)
        .saturating_sub(NODES / 2 - 1)
        .min(count - NODES);
    let u = place - first as f64;
    let weights = std::array::from_fn(|node| {
        let (mut value, mut slope, mut scale) = (1.0, 0.0, 1.0);
        for other in (0..NODES).filter(|&other| other != node) {
            let away = u - other as f64;
            slope = slope * away + value;
            value *= away;
            scale *= node as f64 - other as f64;
        }
        (value / scale, slope / scale)
    });
    (first, weights, width)
}

#[cfg(test)]
mod tests {
    use ndarray::Array1;

    use super::*;

    fn known(f: impl Fn(f64, f64) -> f64) -> Interpolant {
        let size = (41, 31);
        let f = |x: &Array1<f64>| f(x[0], x[1]);
        Interpolant::of(&Grid::sample(f, size, (-2.0, 2.0), (-1.0, 2.0)))
    }

    #[test]
    fn a_polynomial_of_degree_5_and_its_gradient_are_found_again_up_to_the_edge() {
        let known = known(|x, y| x.powi(5) - 3.0 * x * x * y + y.powi(4) - 2.0);
        for [x, y] in [
            [-2.0, -1.0],
            [2.0, 2.0],
            [-1.97, 1.99],
            [0.013, 0.4],
            [1.0, -0.9],
        ] {
            let (value, [along, up]) = known.at([x, y]);
            let expected = x.powi(5) - 3.0 * x * x * y + y.powi(4) - 2.0;
            assert!((value - expected).abs() < 2e-5, "{value} at ({x}, {y})");
            let slope = 5.0 * x.powi(4) - 6.0 * x * y;
            assert!((along - slope).abs() < 1e-3, "{along} at ({x}, {y})");
            let slope = -3.0 * x * x + 4.0 * y.powi(3);
            assert!((up - slope).abs() < 1e-3, "{up} at ({x}, {y})");
        }
    }

    #[test]
    fn beside_what_is_not_finite_the_corners_of_a_cell_serve() {
        let known = known(|x, y| if x < 0.0 { f64::NAN } else { 2.0 * x - y });
        let (value, [along, up]) = known.at([0.05, 0.5]);
        let near = |a: f64, b: f64| (a - b).abs() < 1e-5;
        assert!(near(value, -0.4) && near(along, 2.0) && near(up, -1.0));
        assert!(known.at([-0.05, 0.5]).0.is_nan());
        assert!(known.holds([-2.0, 2.0]) && !known.holds([0.0, 2.001]));
        assert!(!known.holds([f64::NAN, 0.0]));
    }
}
