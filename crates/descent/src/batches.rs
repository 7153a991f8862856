//! Data in random parts: what stochastic gradient descent takes a step for.

use ndarray::{Array1, Axis};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::Error;

/// Some points: their x, and as many y.
///
/// ```
/// use descent::{Batch, batches};
/// use ndarray::array;
///
/// let all: Vec<Batch> = batches(&array![1.0, 2.0], &array![3.0, 4.0], 2, 1)?;
/// assert_eq!(all.len(), 1);
/// # Ok::<(), descent::Error>(())
/// ```
pub type Batch = (Array1<f64>, Array1<f64>);

/// The points (x, y) in random groups of `size`: each point once, the last group may be smaller.
/// The order follows from `seed`; a `size` of 0, or of more points than there are, gives one group
/// of all.
///
/// A step of gradient descent for each group is mini-batch gradient descent, or stochastic gradient
/// descent where `size` is 1; all groups are an epoch.
///
/// Source: I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016, section
/// 8.1.3.
///
/// # Errors
///
/// If `x` and `y` differ in length.
///
/// ```
/// use descent::batches;
/// use ndarray::Array1;
///
/// let (x, y) = (Array1::range(0.0, 7.0, 1.0), Array1::range(10.0, 17.0, 1.0));
/// let batches = batches(&x, &y, 3, 1)?;
/// assert_eq!(batches.iter().map(|(x, _)| x.len()).collect::<Vec<_>>(), [3, 3, 1]);
/// assert!(batches.iter().all(|(x, y)| y - x == Array1::from_elem(x.len(), 10.0)));
/// # Ok::<(), descent::Error>(())
/// ```
pub fn batches(
    x: &Array1<f64>,
    y: &Array1<f64>,
    size: usize,
    seed: u64,
) -> Result<Vec<Batch>, Error> {
    if x.len() != y.len() {
        let (x, y) = (x.len(), y.len());
        return Err(Error::PairCount { x, y });
    }
    let select = |group: &[usize]| (x.select(Axis(0), group), y.select(Axis(0), group));
    let order = shuffled(x.len(), seed);
    Ok(groups(&order, size).map(select).collect())
}

/// `order` cut into groups of `size`, the last of which may be smaller; one of all if it is 0.
pub(crate) fn groups(order: &[usize], size: usize) -> impl Iterator<Item = &[usize]> {
    let size = if size == 0 { order.len().max(1) } else { size };
    order.chunks(size)
}

/// The numbers below `count` in random order (Fisher and Yates).
pub(crate) fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..order.len()).rev() {
        order.swap(last, random.random_range(0..=last));
    }
    order
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    fn ten() -> (Array1<f64>, Array1<f64>) {
        let x = Array1::range(0.0, 10.0, 1.0);
        (x.clone(), 2.0 * x)
    }

    /// The x of all groups, in their order.
    fn order(size: usize, seed: u64) -> Vec<f64> {
        let (x, y) = ten();
        let groups = batches(&x, &y, size, seed).unwrap();
        groups.into_iter().flat_map(|(x, _)| x).collect()
    }

    #[test]
    fn each_point_is_there_once_and_keeps_its_y() {
        let (x, y) = ten();
        for size in [1, 3, 5, 10, 11, usize::MAX, 0] {
            let mut all = order(size, 1);
            all.sort_by(f64::total_cmp);
            assert_eq!(all, x.to_vec(), "groups of {size}");
            for (x, y) in batches(&x, &y, size, 1).unwrap() {
                assert!(size == 0 || x.len() <= size);
                assert_eq!(y, 2.0 * x);
            }
        }
    }

    #[test]
    fn the_order_follows_from_the_seed_and_not_from_the_size() {
        assert_eq!(order(3, 1), order(1, 1));
        assert_ne!(order(3, 1), order(3, 2));
        assert_ne!(order(3, 1), ten().0.to_vec());
    }

    #[test]
    fn no_points_are_no_groups() {
        assert_eq!(batches(&array![], &array![], 3, 1), Ok(vec![]));
        assert_eq!(batches(&array![], &array![], 0, 1), Ok(vec![]));
    }

    #[test]
    fn slices_of_larger_arrays_serve() {
        let (mut x, y) = ten();
        x.invert_axis(Axis(0));
        for (x, y) in batches(&x, &y, 4, 1).unwrap() {
            assert_eq!(y, 2.0 * (9.0 - x));
        }
    }
}
