//! The random numbers of a check: new ones in every call, and repeatable.

use std::cell::Cell;
use std::time::{SystemTime, UNIX_EPOCH};

use ndarray::{Array1, Array2};
use rand::RngExt;
use rand::rngs::StdRng;

/// Holds the seed of every check of the process, where set: committed notebooks are executed with
/// one, so that their outputs do not change from run to run.
const VARIABLE: &str = "DESCENT_CHECK_SEED";

/// Seeds are short enough to be typed.
const SEEDS: u128 = 100_000;

thread_local! {
    static CHOSEN: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Repeats a check with the random numbers of an earlier one, whose `seed` its answer names.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let first = check::softmax(softmax);
/// let second = check::with_seed(first.seed(), || check::softmax(softmax));
/// assert_eq!(first.to_string(), second.to_string());
/// ```
pub fn with_seed<T>(seed: u64, check: impl FnOnce() -> T) -> T {
    let before = CHOSEN.replace(Some(seed));
    let result = check();
    CHOSEN.set(before);
    result
}

/// The seed of a check that begins: the one that was asked for, else one from the time.
pub(crate) fn seed() -> u64 {
    let asked = || std::env::var(VARIABLE).ok()?.trim().parse().ok();
    let from_time = || {
        let time = SystemTime::now().duration_since(UNIX_EPOCH);
        time.map_or(0, |time| time.as_micros() % SEEDS) as u64
    };
    CHOSEN.get().or_else(asked).unwrap_or_else(from_time)
}

/// A number from `low` to `high` with two decimals: short to read, and easy to work with by hand.
pub(crate) fn between(low: f64, high: f64, random: &mut StdRng) -> f64 {
    (100.0 * random.random_range(low..high)).round() / 100.0
}

/// So many numbers from `low` to `high`.
pub(crate) fn vector(length: usize, low: f64, high: f64, random: &mut StdRng) -> Array1<f64> {
    Array1::from_shape_simple_fn(length, || between(low, high, random))
}

/// A point away from the axes, where mistakes in an element show.
pub(crate) fn point(length: usize, random: &mut StdRng) -> Array1<f64> {
    Array1::from_shape_simple_fn(length, || coordinate(random))
}

/// The same as a matrix.
pub(crate) fn matrix(rows: usize, columns: usize, random: &mut StdRng) -> Array2<f64> {
    Array2::from_shape_simple_fn((rows, columns), || coordinate(random))
}

fn coordinate(random: &mut StdRng) -> f64 {
    let sign = if random.random_bool(0.5) { 1.0 } else { -1.0 };
    sign * between(0.5, 3.0, random)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn numbers_have_two_decimals_and_keep_their_bounds() {
        let mut random = StdRng::seed_from_u64(3);
        for _ in 0..1000 {
            let number = between(-1.0, 2.0, &mut random);
            assert!((-1.0..=2.0).contains(&number));
            assert!((100.0 * number - (100.0 * number).round()).abs() < 1e-9);
        }
    }

    #[test]
    fn the_chosen_seed_holds_for_the_check_alone() {
        let inner = with_seed(7, || (seed(), with_seed(8, seed), seed()));
        assert_eq!(inner, (7, 8, 7));
        assert_eq!(CHOSEN.get(), None);
    }
}
