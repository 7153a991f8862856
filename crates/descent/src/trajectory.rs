//! The way that a descent took.

use std::fmt;

use ndarray::{Array, ArrayView, Dimension, Ix1};

use crate::Error;
use crate::gradient::elements;

/// The most numbers that a [`Trajectory`] may hold, its points' elements and its values together:
/// 10⁸, which take 0.8 GB.
///
/// More would not be drawn or read by anyone, and a slip such as `1_000_000_000` steps would take
/// all the memory of the machine, and the class with it.
pub const MAX_NUMBERS: usize = 100_000_000;

/// Every point that a descent visited, from its start to its result, and the value at each.
///
/// `D` is the dimension of the points: `Trajectory<Ix1>`, or `Trajectory` alone, for vectors,
/// `Trajectory<Ix2>` for matrices. After `steps` steps there are `steps + 1` points; step 0 is
/// the start. A diverging descent leaves infinities and NaNs in it.
///
/// ```
/// use descent::{Trajectory, function_2, gradient_descent};
/// use ndarray::array;
///
/// let path: Trajectory = gradient_descent(function_2, &array![3.0, 4.0], 0.5, 1)?;
/// for (point, value) in path.points().zip(path.values()) {
///     println!("{point} {value}"); // [3, 4] 25, then nearly [0, 0] 0
/// }
/// assert_eq!(path.start(), array![3.0, 4.0]);
/// assert!(path.last_value() < 1e-20);
/// # Ok::<(), descent::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Trajectory<D: Dimension = Ix1> {
    /// The shape of every point, which has at least one element.
    shape: D,
    /// The points end to end, each in row-major order: one allocation for all.
    points: Vec<f64>,
    values: Vec<f64>,
    learning_rate: f64,
}

#[expect(
    clippy::len_without_is_empty,
    reason = "a trajectory always has its start"
)]
impl<D: Dimension> Trajectory<D> {
    /// The trajectory through `points`, first to last, with the value of `f` at each: for a way
    /// that another algorithm found. The points may be non-finite, `learning_rate` may not.
    ///
    /// # Errors
    ///
    /// If there are no points, if they are empty or differ in shape, if `learning_rate` is not
    /// finite, or if they hold more than [`MAX_NUMBERS`] numbers.
    ///
    /// ```
    /// use descent::{Trajectory, function_2};
    /// use ndarray::array;
    ///
    /// let path = Trajectory::from_points(function_2, &[array![3.0, 4.0], array![0.0, 1.0]], 0.1)?;
    /// assert_eq!(path.steps(), 1);
    /// assert_eq!(path.values(), [25.0, 1.0]);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn from_points(
        f: impl Fn(&Array<f64, D>) -> f64,
        points: &[Array<f64, D>],
        learning_rate: f64,
    ) -> Result<Self, Error> {
        let first = points.first().ok_or(Error::NoPoints)?;
        let shape = first.shape();
        if let Some(step) = points.iter().position(|point| point.shape() != shape) {
            let (found, expected) = (points[step].shape().to_vec(), shape.to_vec());
            return Err(Error::PointShape {
                step,
                found,
                expected,
            });
        }
        if first.is_empty() {
            return Err(Error::EmptyPoints);
        }
        let mut trajectory = Self::with_capacity(first.raw_dim(), learning_rate, points.len() - 1)?;
        for point in points {
            trajectory.points.extend(point.iter());
            trajectory.values.push(f(point));
        }
        Ok(trajectory)
    }

    /// A trajectory without points yet, with room for `steps + 1`. `shape` has an element.
    pub(crate) fn with_capacity(shape: D, learning_rate: f64, steps: usize) -> Result<Self, Error> {
        let (points, values) = room(shape.size(), learning_rate, steps)?;
        Ok(Self {
            shape,
            points,
            values,
            learning_rate,
        })
    }

    /// Appends a point, its elements in row-major order.
    #[inline]
    pub(crate) fn push(&mut self, point: &[f64], value: f64) {
        self.points.extend(point);
        self.values.push(value);
    }

    /// The number of steps: one less than there are points.
    ///
    /// ```
    /// use descent::{function_2, gradient_descent};
    /// use ndarray::array;
    ///
    /// let path = gradient_descent(function_2, &array![3.0, 4.0], 0.1, 20)?;
    /// assert_eq!(path.steps(), 20);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn steps(&self) -> usize {
        self.values.len() - 1
    }

    /// The number of points: `steps() + 1`, the start included.
    ///
    /// ```
    /// use descent::{function_2, gradient_descent};
    /// use ndarray::array;
    ///
    /// let path = gradient_descent(function_2, &array![3.0, 4.0], 0.1, 20)?;
    /// assert_eq!(path.len(), 21);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// The learning rate, as it was given.
    ///
    /// ```
    /// use descent::{function_2, gradient_descent};
    /// use ndarray::array;
    ///
    /// let path = gradient_descent(function_2, &array![3.0, 4.0], 0.1, 20)?;
    /// assert_eq!(path.learning_rate(), 0.1);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    /// The first point.
    ///
    /// ```
    /// use descent::{function_2, gradient_descent};
    /// use ndarray::array;
    ///
    /// let path = gradient_descent(function_2, &array![3.0, 4.0], 0.1, 20)?;
    /// assert_eq!(path.start(), array![3.0, 4.0]);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn start(&self) -> Array<f64, D> {
        self.copy(0)
    }

    /// The last point: the result.
    ///
    /// ```
    /// use descent::{function_2, gradient_descent};
    /// use ndarray::array;
    ///
    /// let path = gradient_descent(function_2, &array![3.0, 4.0], 0.1, 20)?;
    /// assert!(path.last().iter().all(|element| element.abs() < 0.05));
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn last(&self) -> Array<f64, D> {
        self.copy(self.steps())
    }

    /// The point after step `step`; `point(0)` is the start.
    ///
    /// # Errors
    ///
    /// If `step` is more than `steps()`.
    ///
    /// ```
    /// use descent::{function_2, gradient_descent};
    /// use ndarray::array;
    ///
    /// let path = gradient_descent(function_2, &array![3.0, 4.0], 0.1, 20)?;
    /// let first = path.point(1)?; // x − 0.1 · 2x
    /// assert!((first - array![2.4, 3.2]).iter().all(|difference| difference.abs() < 1e-9));
    /// assert_eq!(
    ///     path.point(21).unwrap_err().to_string(),
    ///     "there is no step 21: this trajectory has steps 0 (its start) to 20",
    /// );
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn point(&self, step: usize) -> Result<Array<f64, D>, Error> {
        self.check(step)?;
        Ok(self.copy(step))
    }

    /// All points, first to last, as views: nothing is copied.
    ///
    /// ```
    /// use descent::{function_2, gradient_descent};
    /// use ndarray::array;
    ///
    /// let path = gradient_descent(function_2, &array![3.0, 4.0], 0.1, 20)?;
    /// let first_coordinates: Vec<f64> = path.points().map(|point| point[0]).collect();
    /// assert_eq!(first_coordinates.len(), 21);
    /// assert_eq!(first_coordinates[0], 3.0);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn points(
        &self,
    ) -> impl DoubleEndedIterator<Item = ArrayView<'_, f64, D>> + ExactSizeIterator + Clone {
        (0..self.len()).map(|step| self.view(step))
    }

    /// The value of the function at the last point.
    ///
    /// ```
    /// use descent::{function_2, gradient_descent};
    /// use ndarray::array;
    ///
    /// let path = gradient_descent(function_2, &array![3.0, 4.0], 0.1, 20)?;
    /// assert!(path.last_value() < 0.01);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn last_value(&self) -> f64 {
        self.values[self.steps()]
    }

    /// The value of the function at the point after step `step`; `value(0)` is that at the start.
    ///
    /// # Errors
    ///
    /// If `step` is more than `steps()`.
    ///
    /// ```
    /// use descent::{function_2, gradient_descent};
    /// use ndarray::array;
    ///
    /// let path = gradient_descent(function_2, &array![3.0, 4.0], 0.1, 20)?;
    /// assert_eq!(path.value(0)?, 25.0);
    /// assert!(path.value(21).is_err());
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn value(&self, step: usize) -> Result<f64, Error> {
        self.check(step)?;
        Ok(self.values[step])
    }

    /// The values of the function at all points, first to last.
    ///
    /// ```
    /// use descent::{function_2, gradient_descent};
    /// use ndarray::array;
    ///
    /// let path = gradient_descent(function_2, &array![3.0, 4.0], 0.1, 20)?;
    /// assert_eq!(path.values().len(), 21);
    /// assert!(path.values().is_sorted_by(|before, after| before > after)); // always downhill
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The elements of all points end to end, first point to last, each in row-major order.
    ///
    /// ```
    /// use descent::{function_2, gradient_descent};
    /// use ndarray::array;
    ///
    /// let path = gradient_descent(function_2, &array![3.0, 4.0], 0.1, 20)?;
    /// assert_eq!(path.coordinates().len(), 21 * 2);
    /// assert_eq!(path.coordinates()[..2], [3.0, 4.0]);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn coordinates(&self) -> &[f64] {
        &self.points
    }

    fn check(&self, step: usize) -> Result<(), Error> {
        let last = self.steps();
        if step > last {
            Err(Error::NoSuchStep { step, last })
        } else {
            Ok(())
        }
    }

    fn copy(&self, step: usize) -> Array<f64, D> {
        let mut point = Array::zeros(self.shape.clone());
        elements(&mut point).copy_from_slice(self.elements_of(step));
        point
    }

    fn view(&self, step: usize) -> ArrayView<'_, f64, D> {
        ArrayView::from_shape(self.shape.clone(), self.elements_of(step))
            .expect("a point has the shape's size")
    }

    fn elements_of(&self, step: usize) -> &[f64] {
        let elements = self.shape.size();
        &self.points[step * elements..(step + 1) * elements]
    }
}

/// Room for the points and the values of a trajectory, `elements` a point.
///
/// It knows no dimension, so that a notebook's cell does not compile it for its own.
fn room(elements: usize, learning_rate: f64, steps: usize) -> Result<(Vec<f64>, Vec<f64>), Error> {
    if !learning_rate.is_finite() {
        return Err(Error::NonFiniteLearningRate {
            value: learning_rate,
        });
    }
    let too_many = || Error::TooManySteps { steps, elements };
    let length = steps.checked_add(1).ok_or_else(too_many)?;
    let numbers = elements
        .checked_add(1)
        .and_then(|numbers| numbers.checked_mul(length));
    if numbers.is_none_or(|numbers| numbers > MAX_NUMBERS) {
        return Err(too_many());
    }
    let (mut points, mut values) = (Vec::new(), Vec::new());
    points
        .try_reserve_exact(length * elements)
        .map_err(|_| too_many())?;
    values.try_reserve_exact(length).map_err(|_| too_many())?;
    Ok((points, values))
}

/// One line on the ends of the path; every point would fill the screen.
impl<D: Dimension> fmt::Debug for Trajectory<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trajectory")
            .field("steps", &self.steps())
            .field("learning_rate", &self.learning_rate)
            .field("start", &format_args!("{}", self.view(0)))
            .field("last", &format_args!("{}", self.view(self.steps())))
            .field("last_value", &self.last_value())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, Array2, array};

    use super::*;
    use crate::{function_2, gradient_descent};

    #[test]
    fn points_given_come_back_with_their_values() {
        let points = [array![3.0, 4.0], array![f64::NAN, 1.0], array![0.0, 0.0]];
        let path = Trajectory::from_points(function_2, &points, 0.1).unwrap();
        assert_eq!(
            (path.start(), path.last()),
            (points[0].clone(), points[2].clone())
        );
        assert_eq!((path.value(0), path.last_value()), (Ok(25.0), 0.0));
        assert!(path.value(1).unwrap().is_nan() && path.point(1).unwrap()[0].is_nan());
    }

    #[test]
    fn points_keep_their_logical_positions_in_any_layout() {
        let point = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]].reversed_axes();
        let points = [point];
        let path = Trajectory::from_points(|w: &Array2<f64>| w[[2, 0]], &points, 0.1).unwrap();
        assert_eq!((path.last(), path.last_value()), (points[0].clone(), 3.0));
    }

    #[test]
    fn a_descent_is_the_trajectory_of_its_points() {
        let path = gradient_descent(function_2, &array![3.0, 4.0], 0.1, 9).unwrap();
        let points: Vec<Array1<f64>> = path.points().map(|point| point.to_owned()).collect();
        assert_eq!(
            path,
            Trajectory::from_points(function_2, &points, 0.1).unwrap()
        );
        assert_eq!(path.points().len(), 10);
        assert_eq!(path.points().next_back().unwrap(), path.last());
    }

    #[test]
    fn points_come_from_both_ends_and_by_number() {
        let points = [array![0.0], array![1.0], array![2.0], array![3.0]];
        let path = Trajectory::from_points(|x| x[0], &points, 0.1).unwrap();
        let mut views = path.points();
        assert_eq!(views.nth(1), Some(points[1].view()));
        assert_eq!(
            (views.len(), views.next_back()),
            (2, Some(points[3].view()))
        );
        assert_eq!(views.clone().count(), 1);
        let visited: Vec<f64> = path.points().map(|point| point[0]).collect();
        assert_eq!(visited, path.values());
    }

    #[test]
    fn the_longest_trajectory_is_max_numbers_long() {
        let length = MAX_NUMBERS / 4;
        let at_most = Trajectory::with_capacity(ndarray::Ix1(3), 0.1, length - 1).unwrap();
        assert!(at_most.points.capacity() >= 3 * length);
        for steps in [length, usize::MAX - 1, usize::MAX] {
            let error = Trajectory::with_capacity(ndarray::Ix1(3), 0.1, steps).unwrap_err();
            assert_eq!(error, Error::TooManySteps { steps, elements: 3 });
        }
    }

    #[test]
    fn debug_shows_the_ends_on_one_line() {
        let points = [array![3.0, 4.0], array![0.5, 0.0], array![0.0, 0.0]];
        let path = Trajectory::from_points(function_2, &points, 0.1).unwrap();
        assert_eq!(
            format!("{path:?}"),
            "Trajectory { steps: 2, learning_rate: 0.1, start: [3, 4], last: [0, 0], \
             last_value: 0.0 }",
        );
    }
}
