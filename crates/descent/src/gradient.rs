//! The gradient by central differences.

use ndarray::{Array, ArrayViewD, Dimension};

/// The step h of the central difference, 10⁻⁴, as in the book (section 4.3.1).
///
/// Two errors pull at it. The formula's own shrinks as h² and the rounding of f64 grows as
/// 10⁻¹⁶/h; they balance near h = 10⁻⁵, and 10⁻⁴ is on the safe side, where about ten digits of
/// a smooth function's gradient are right. Far smaller, h would lose itself in the rounding; so
/// it does, whatever its size, at points so large that x + h rounds to x (for 10⁻⁴, from about
/// 10¹² on).
pub const H: f64 = 1e-4;

/// The gradient of `f` at `x`, of the shape of `x`, by central differences of step [`H`].
///
/// Element by element, in row-major order, the gradient is (f(x + h) − f(x − h)) / 2h with h
/// added to that element alone: exactly two evaluations of `f` an element. They see a private
/// copy of `x` in row-major layout, whatever the layout of `x`; `x` itself is not touched.
/// The gradient of an empty array is empty. A NaN or an infinity on the way is handed on.
///
/// With many variables nearly all of the time is spent in `f`. Write it with ndarray's own
/// operations, such as `x.pow2().sum()` or `x.dot(x)`, which add eight elements at a time: with
/// 10,000 variables they take a third of the time of `x.iter().map(|x| x * x).sum()`, which adds
/// one after the other.
///
/// Source: the book, section 4.4, `numerical_gradient`.
///
/// ```
/// use descent::{function_2, numerical_gradient};
/// use ndarray::{Array1, array};
///
/// let gradient = numerical_gradient(function_2, &array![3.0, 4.0]);
/// assert_eq!(gradient, array![6.00000000000378, 7.999999999999119]); // (6, 8) but for rounding
///
/// // A 2×2 matrix has a 2×2 gradient.
/// let gradient = numerical_gradient(|w| w[[0, 1]].powi(2), &array![[1.0, 2.0], [3.0, 4.0]]);
/// assert!((gradient[[0, 1]] - 4.0).abs() < 1e-8);
/// assert_eq!(gradient[[1, 0]], 0.0);
///
/// // A hundred variables: the gradient of a sum of squares is 2x.
/// let x = Array1::linspace(-1.0, 1.0, 100);
/// let gradient = numerical_gradient(|x| x.pow2().sum(), &x);
/// assert!((gradient - 2.0 * x).iter().all(|difference| difference.abs() < 1e-8));
/// ```
#[inline]
pub fn numerical_gradient<D: Dimension>(
    f: impl Fn(&Array<f64, D>) -> f64,
    x: &Array<f64, D>,
) -> Array<f64, D> {
    numerical_gradient_with_step(f, x, H)
}

/// [`numerical_gradient`] with a step of one's own, to see what the step does.
///
/// `h` can be any number. Its sign does not matter, and with h = 0 (or one so small that x ± h
/// rounds to x) the difference is 0 and the gradient 0 or, for h = 0, NaN.
///
/// ```
/// use descent::numerical_gradient_with_step;
/// use ndarray::{Array1, array};
///
/// let cube = |x: &Array1<f64>| x[0].powi(3);
/// let coarse = numerical_gradient_with_step(cube, &array![1.0], 1e-1);
/// let fine = numerical_gradient_with_step(cube, &array![1.0], 1e-3);
/// assert!((coarse[0] - 3.01).abs() < 1e-12); // 3 + h²
/// assert!((fine[0] - 3.000001).abs() < 1e-12);
/// ```
#[inline]
pub fn numerical_gradient_with_step<D: Dimension>(
    f: impl Fn(&Array<f64, D>) -> f64,
    x: &Array<f64, D>,
    h: f64,
) -> Array<f64, D> {
    let mut probe = row_major_copy(x);
    let mut gradient = Array::zeros(x.raw_dim());
    let slopes = elements(&mut gradient);
    for_each_slope(&f, &mut probe, h, |index, _, slope| slopes[index] = slope);
    gradient
}

/// Calls `take(index, element, slope)` for each element of `probe` in row-major order. `probe` is
/// in row-major layout; it is changed on the way and left as it was.
#[inline]
pub(crate) fn for_each_slope<D: Dimension>(
    f: &impl Fn(&Array<f64, D>) -> f64,
    probe: &mut Array<f64, D>,
    h: f64,
    mut take: impl FnMut(usize, f64, f64),
) {
    for index in 0..probe.len() {
        let kept = elements(probe)[index];
        elements(probe)[index] = kept + h;
        let above = f(probe);
        elements(probe)[index] = kept - h;
        let below = f(probe);
        elements(probe)[index] = kept;
        take(index, kept, (above - below) / (2.0 * h));
    }
}

/// A copy whose elements lie in row-major order.
pub(crate) fn row_major_copy<D: Dimension>(x: &Array<f64, D>) -> Array<f64, D> {
    let mut copy = Array::zeros(x.raw_dim());
    fill(elements(&mut copy), x.view().into_dyn());
    copy
}

/// Of one dimension for all, so that a notebook's cell does not compile it for its own.
fn fill(elements: &mut [f64], x: ArrayViewD<'_, f64>) {
    for (element, value) in elements.iter_mut().zip(x) {
        *element = *value;
    }
}

/// The elements of an array that is known to be in row-major layout.
#[inline]
pub(crate) fn elements<D: Dimension>(x: &mut Array<f64, D>) -> &mut [f64] {
    x.as_slice_mut().expect("the array is in row-major layout")
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use ndarray::{Array0, Array1, Array2, Array3, ArrayD, Axis, Ix2, ShapeBuilder, Slice, array};

    use super::*;

    /// Its gradient is 1, 2, 3, … in row-major order.
    fn ramp<D: Dimension>(x: &Array<f64, D>) -> f64 {
        x.iter()
            .zip(1..)
            .map(|(x, weight)| x * f64::from(weight))
            .sum()
    }

    fn assert_is_ramp<D: Dimension>(gradient: &Array<f64, D>) {
        for (slope, expected) in gradient.iter().zip(1..) {
            assert!((slope - f64::from(expected)).abs() < 1e-9, "{gradient}");
        }
    }

    #[test]
    fn two_evaluations_an_element_and_the_callers_array_untouched() {
        let x = array![[1.0, f64::MAX, 1e-300], [-0.0, 0.1, 3.0]];
        let kept = x.clone();
        let evaluations = Cell::new(0);
        numerical_gradient(
            |x| {
                evaluations.set(evaluations.get() + 1);
                x.sum()
            },
            &x,
        );
        assert_eq!(evaluations.get(), 2 * x.len());
        assert!(
            x.iter()
                .zip(&kept)
                .all(|(x, kept)| x.to_bits() == kept.to_bits())
        );
    }

    #[test]
    fn elements_are_moved_one_at_a_time_in_row_major_order() {
        let seen = RefCell::new(Vec::new());
        let f = |x: &Array2<f64>| {
            seen.borrow_mut()
                .push(x.iter().copied().collect::<Vec<_>>());
            0.0
        };
        numerical_gradient_with_step(f, &array![[1.0, 2.0], [3.0, 4.0]].reversed_axes(), 0.5);
        let expected = [
            [1.5, 3.0, 2.0, 4.0],
            [0.5, 3.0, 2.0, 4.0],
            [1.0, 3.5, 2.0, 4.0],
            [1.0, 2.5, 2.0, 4.0],
            [1.0, 3.0, 2.5, 4.0],
            [1.0, 3.0, 1.5, 4.0],
            [1.0, 3.0, 2.0, 4.5],
            [1.0, 3.0, 2.0, 3.5],
        ];
        assert_eq!(*seen.borrow(), expected);
    }

    #[test]
    fn any_dimension_has_a_gradient_of_its_own_shape() {
        assert_is_ramp(&numerical_gradient(ramp, &Array0::from_elem((), 2.0)));
        assert_is_ramp(&numerical_gradient(ramp, &Array1::linspace(-1.0, 1.0, 5)));
        assert_is_ramp(&numerical_gradient(
            ramp,
            &Array3::from_elem((2, 3, 2), 0.5),
        ));
        let gradient = numerical_gradient(ramp, &ArrayD::from_elem(vec![2, 1, 3, 1], 0.5));
        assert_eq!(gradient.shape(), [2, 1, 3, 1]);
        assert_is_ramp(&gradient);
    }

    #[test]
    fn any_memory_layout_gives_the_same_logical_positions() {
        let fortran = Array2::from_shape_fn((3, 2).f(), |(i, j)| (2 * i + j) as f64);
        assert_is_ramp(&numerical_gradient(ramp, &fortran));
        let mut strided = Array2::from_shape_fn((6, 2), |(i, j)| (i + j) as f64);
        strided.slice_axis_inplace(Axis(0), Slice::new(0, None, 2));
        assert_is_ramp(&numerical_gradient(ramp, &strided));
        let mut reversed = Array1::linspace(0.0, 1.0, 4);
        reversed.invert_axis(Axis(0));
        assert_is_ramp(&numerical_gradient(ramp, &reversed));
        assert_is_ramp(&numerical_gradient(ramp, &strided.reversed_axes()));
    }

    #[test]
    fn an_empty_array_has_an_empty_gradient() {
        for shape in [Ix2(0, 0), Ix2(0, 3), Ix2(3, 0)] {
            let unreachable = |_: &Array2<f64>| panic!("there is nothing to evaluate");
            let gradient = numerical_gradient(unreachable, &Array2::zeros(shape));
            assert_eq!(gradient.raw_dim(), shape);
        }
    }

    #[test]
    fn nan_and_infinity_are_handed_on() {
        let sum = |x: &Array1<f64>| x.sum();
        let gradient = numerical_gradient(sum, &array![f64::NAN, 1.0]);
        assert!(gradient.iter().all(|slope| slope.is_nan()));
        let steep = |x: &Array1<f64>| if x[0] > 1.0 { f64::INFINITY } else { 0.0 };
        assert_eq!(numerical_gradient(steep, &array![1.0])[0], f64::INFINITY);
    }

    #[test]
    fn where_h_is_lost_in_rounding_the_gradient_is_zero() {
        assert_eq!(numerical_gradient(|x| x[0], &array![1e13])[0], 0.0);
        assert!(numerical_gradient_with_step(|x| x[0], &array![1.0], 0.0)[0].is_nan());
    }

    #[test]
    fn the_sign_of_the_step_does_not_matter() {
        let f = |x: &Array1<f64>| x[0].exp();
        let forth = numerical_gradient_with_step(f, &array![0.3], 1e-3);
        let back = numerical_gradient_with_step(f, &array![0.3], -1e-3);
        assert_eq!(forth, back);
    }
}
