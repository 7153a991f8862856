//! Functions to descend, one a file.

mod beale;
mod function_1;
mod function_2;
mod himmelblau;
mod ravine;
mod rosenbrock;

use ndarray::Array1;

pub use beale::{BEALE_MINIMA, beale, beale_gradient};
pub use function_1::{FUNCTION_1_MINIMA, function_1, function_1_gradient};
pub use function_2::{FUNCTION_2_MINIMA, function_2, function_2_gradient};
pub use himmelblau::{HIMMELBLAU_MINIMA, himmelblau, himmelblau_gradient};
pub use ravine::{RAVINE_MINIMA, ravine, ravine_gradient};
pub use rosenbrock::{ROSENBROCK_MINIMA, rosenbrock, rosenbrock_gradient};

/// `f` of the two coordinates of `x`; NaN, for there is no value, if `x` does not have two.
#[inline]
fn value_at(x: &Array1<f64>, f: impl Fn(f64, f64) -> f64) -> f64 {
    if x.len() == 2 {
        f(x[0], x[1])
    } else {
        f64::NAN
    }
}

/// `gradient` of the two coordinates of `x`; NaNs, as many as elements, if `x` does not have two.
fn gradient_at(x: &Array1<f64>, gradient: impl Fn(f64, f64) -> [f64; 2]) -> Array1<f64> {
    if x.len() == 2 {
        Array1::from_iter(gradient(x[0], x[1]))
    } else {
        Array1::from_elem(x.len(), f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    type Function = fn(&Array1<f64>) -> f64;
    type Gradient = fn(&Array1<f64>) -> Array1<f64>;

    const FUNCTIONS: [(&str, Function, Gradient, &[[f64; 2]]); 5] = [
        (
            "function_2",
            function_2,
            function_2_gradient,
            &FUNCTION_2_MINIMA,
        ),
        ("ravine", ravine, ravine_gradient, &RAVINE_MINIMA),
        (
            "rosenbrock",
            rosenbrock,
            rosenbrock_gradient,
            &ROSENBROCK_MINIMA,
        ),
        (
            "himmelblau",
            himmelblau,
            himmelblau_gradient,
            &HIMMELBLAU_MINIMA,
        ),
        ("beale", beale, beale_gradient, &BEALE_MINIMA),
    ];

    #[test]
    fn at_each_minimum_the_value_and_the_gradient_are_zero() {
        for (name, f, gradient, minima) in FUNCTIONS {
            for minimum in minima {
                let x = Array1::from(minimum.to_vec());
                assert!(f(&x).abs() < 1e-26, "{name} at {x}: {}", f(&x));
                assert!(
                    gradient(&x).iter().all(|slope| slope.abs() < 1e-12),
                    "{name} at {x}"
                );
            }
        }
        assert_eq!(function_1_gradient(FUNCTION_1_MINIMA[0]), 0.0);
    }

    #[test]
    fn around_each_minimum_the_values_are_larger() {
        for (name, f, _, minima) in FUNCTIONS {
            for &[x0, x1] in minima {
                for (d0, d1) in [(1e-3, 0.0), (-1e-3, 0.0), (0.0, 1e-3), (0.0, -1e-3)] {
                    assert!(f(&array![x0 + d0, x1 + d1]) > f(&array![x0, x1]), "{name}");
                }
            }
        }
    }

    #[test]
    fn a_point_without_two_coordinates_has_no_value() {
        for (name, f, gradient, _) in FUNCTIONS {
            for x in [array![], array![1.0], array![1.0, 2.0, 3.0]] {
                assert!(f(&x).is_nan(), "{name}");
                assert_eq!(gradient(&x).len(), x.len(), "{name}");
                assert!(gradient(&x).iter().all(|slope| slope.is_nan()), "{name}");
            }
        }
    }
}
