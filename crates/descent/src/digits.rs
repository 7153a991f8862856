//! Handwritten digits to train on.

use std::fmt;

use ndarray::{Array2, Axis};

use crate::Error;
use crate::batches::{groups, shuffled};

/// One image a line; `data/README.md` has the format, the source and the licence.
const FILE: &str = include_str!("../data/digits.txt");

/// The number that a pixel of full ink has in the file.
const FULL_INK: f64 = 16.0;

// Not constants of the type: with a type in scope that has some, completion in a cell can end the
// kernel (rust-analyzer's term search panics on them).

/// The pixels in a row of an image of [`Digits`], and the rows.
pub const DIGIT_WIDTH: usize = 8;

/// How many digits there are: the classes of [`Digits`].
pub const DIGIT_CLASSES: usize = 10;

/// Images of handwritten digits and what they show.
///
/// ```
/// use descent::Digits;
///
/// let digits = Digits::load();
/// assert_eq!(digits.images.dim(), (1797, 64));
/// assert_eq!(digits.labels[..4], [0, 1, 2, 3]);
/// ```
#[derive(Clone, PartialEq)]
pub struct Digits {
    /// One image a row, images × 64: the pixels of [`DIGIT_WIDTH`] × [`DIGIT_WIDTH`], row by
    /// row, from 0 (paper) to 1 (ink).
    pub images: Array2<f64>,
    /// The digit, 0 to 9, that each image shows.
    pub labels: Vec<usize>,
}

impl Digits {
    /// All 1,797 images, in the order of the source.
    ///
    /// Source: E. Alpaydin and C. Kaynak, 'Optical Recognition of Handwritten Digits', UCI Machine
    /// Learning Repository, 1998, the test set; licence CC BY 4.0.
    ///
    /// ```
    /// use descent::Digits;
    ///
    /// let digits = Digits::load();
    /// assert_eq!(digits.len(), 1797);
    /// assert!(digits.images.iter().all(|pixel| (0.0..=1.0).contains(pixel)));
    /// ```
    pub fn load() -> Self {
        let pixels = DIGIT_WIDTH * DIGIT_WIDTH;
        let mut images = Vec::new();
        let mut labels = Vec::new();
        for line in FILE.lines() {
            let digits = line.chars().filter_map(|c| c.to_digit(17));
            let mut numbers: Vec<f64> = digits.map(f64::from).collect();
            labels.extend(numbers.pop().map(|label| label as usize));
            images.extend(numbers.iter().map(|number| number / FULL_INK));
        }
        let images = Array2::from_shape_vec((labels.len(), pixels), images)
            .expect("each line of the file has 64 pixels and a label");
        Self { images, labels }
    }

    /// How many images there are.
    ///
    /// ```
    /// use descent::Digits;
    ///
    /// let digits = Digits::load().select(&[3, 1, 4])?;
    /// assert_eq!(digits.len(), 3);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is no image.
    ///
    /// ```
    /// use descent::Digits;
    ///
    /// assert!(!Digits::load().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The images with these numbers, counted from 0, in this order.
    ///
    /// # Errors
    ///
    /// If there is no image with one of the numbers.
    ///
    /// ```
    /// use descent::Digits;
    ///
    /// let digits = Digits::load();
    /// let two = digits.select(&[5, 5])?;
    /// assert_eq!(two.labels, [5, 5]);
    /// assert!(digits.select(&[1797]).is_err());
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn select(&self, indices: &[usize]) -> Result<Self, Error> {
        let count = self.len();
        if let Some(&index) = indices.iter().find(|&&index| index >= count) {
            return Err(Error::NoSuchImage { index, count });
        }
        Ok(Self {
            images: self.images.select(Axis(0), indices),
            labels: indices.iter().map(|&index| self.labels[index]).collect(),
        })
    }

    /// The images in two groups, chosen at random from `seed`: those to train with, and `held_out`
    /// that the training never sees.
    ///
    /// # Errors
    ///
    /// If there are not as many images as are to be held out.
    ///
    /// ```
    /// use descent::Digits;
    ///
    /// let (training, held_out) = Digits::load().split(360, 1)?;
    /// assert_eq!((training.len(), held_out.len()), (1437, 360));
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn split(&self, held_out: usize, seed: u64) -> Result<(Self, Self), Error> {
        let (index, count) = (held_out, self.len());
        let training = count
            .checked_sub(held_out)
            .ok_or(Error::NoSuchImage { index, count })?;
        let order = shuffled(count, seed);
        Ok((
            self.select(&order[..training])?,
            self.select(&order[training..])?,
        ))
    }

    /// All images in groups of `size` (the last may be smaller), in an order that follows from
    /// `seed`; one group of all if `size` is 0.
    ///
    /// ```
    /// use descent::Digits;
    ///
    /// let batches = Digits::load().batches(100, 1);
    /// assert_eq!(batches.len(), 18);
    /// assert_eq!(batches[17].len(), 97);
    /// ```
    pub fn batches(&self, size: usize, seed: u64) -> Vec<Self> {
        let order = shuffled(self.len(), seed);
        let batches = groups(&order, size).map(|batch| self.select(batch));
        batches.filter_map(Result::ok).collect()
    }

    /// The labels as rows with a single 1, images × [`DIGIT_CLASSES`].
    ///
    /// ```
    /// use descent::Digits;
    ///
    /// let t = Digits::load().select(&[3])?.one_hot();
    /// assert_eq!(t.row(0).to_vec(), [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    /// # Ok::<(), descent::Error>(())
    /// ```
    pub fn one_hot(&self) -> Array2<f64> {
        Array2::from_shape_fn((self.len(), DIGIT_CLASSES), |(image, class)| {
            f64::from(u8::from(self.labels.get(image) == Some(&class)))
        })
    }
}

/// The numbers of images and labels; a hundred thousand pixels would fill the screen.
impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (images, pixels) = self.images.dim();
        let labels = self.labels.len();
        write!(
            f,
            "Digits {{ images: {images} × {pixels}, labels: {labels} }}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_sizes_and_no_pixels() {
        let shown = format!("{:?}", Digits::load());
        assert_eq!(shown, "Digits { images: 1797 × 64, labels: 1797 }");
    }

    /// The counts that the source states for its test set.
    #[test]
    fn each_digit_is_there_as_often_as_the_source_says() {
        let mut counts = [0; DIGIT_CLASSES];
        for label in Digits::load().labels {
            counts[label] += 1;
        }
        assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    }

    /// As `sklearn.datasets.load_digits()` has them.
    #[test]
    fn the_first_image_and_the_sum_of_all_are_those_of_the_source() {
        let images = Digits::load().images * FULL_INK;
        let row = [0.0, 0.0, 5.0, 13.0, 9.0, 1.0, 0.0, 0.0];
        assert_eq!(images.row(0).to_vec()[..8], row);
        assert_eq!(images.sum(), 561_718.0);
    }

    #[test]
    fn a_split_has_every_image_once_and_follows_its_seed() {
        let digits = Digits::load();
        let (training, held_out) = digits.split(360, 7).unwrap();
        let mut rows: Vec<Vec<u64>> = [&training, &held_out]
            .iter()
            .flat_map(|part| part.images.rows())
            .map(|row| row.iter().map(|pixel| pixel.to_bits()).collect())
            .collect();
        let mut all: Vec<Vec<u64>> = digits
            .images
            .rows()
            .into_iter()
            .map(|row| row.iter().map(|pixel| pixel.to_bits()).collect())
            .collect();
        rows.sort_unstable();
        all.sort_unstable();
        assert_eq!(rows, all);
        assert_eq!(digits.split(360, 7).unwrap().1, held_out);
        assert_ne!(digits.split(360, 8).unwrap().1, held_out);
    }

    #[test]
    fn nothing_or_everything_can_be_held_out_but_no_more() {
        let digits = Digits::load();
        assert!(digits.split(0, 1).unwrap().1.is_empty());
        assert!(digits.split(1797, 1).unwrap().0.is_empty());
        assert_eq!(
            digits.split(1798, 1),
            Err(Error::NoSuchImage {
                index: 1798,
                count: 1797
            })
        );
    }

    #[test]
    fn batches_have_every_image_once() {
        let digits = Digits::load().select(&[0, 1, 2, 3, 4, 5, 6]).unwrap();
        let mut labels: Vec<usize> = digits
            .batches(3, 1)
            .iter()
            .flat_map(|batch| batch.labels.clone())
            .collect();
        labels.sort_unstable();
        assert_eq!(labels, [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(digits.batches(0, 1).len(), 1);
        assert!(digits.select(&[]).unwrap().batches(3, 1).is_empty());
    }
}
