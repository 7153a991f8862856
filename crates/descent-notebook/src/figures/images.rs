//! Small pictures side by side.

use descent_language::{marked, words};
use ndarray::ArrayRef2;

use super::plot::{Options, Plot, Ranges};
use super::settings::{at_most, columns_or, labelled};
use crate::canvas::palette::{BLUE_WHITE_RED, INK, UNDEFINED, WHITE, at, mix};
use crate::error::Error;
use crate::figure::Figure;
use crate::number::number;
use crate::scene::Scene;
use crate::scene::album::Album;
use crate::text::comma;

/// The most images: more would be too small to be looked at.
const MOST_IMAGES: usize = 200;
/// The most pixels of all images together, each of them a square of its own in an SVG.
const MOST_PIXELS: usize = 40_000;
/// The images in a row, where there are enough and nobody says otherwise.
const COLUMNS: usize = 10;
/// The width of the figure.
const WIDTH: u32 = 640;
/// Starts a figure of images, one in each row of `pixels` (images × pixels), `width` pixels wide.
///
/// Images of numbers from 0 up are drawn as ink on paper, 0 white. Where there are numbers below
/// 0, they are drawn in the colours of [`heatmap()`](crate::heatmap()): weights, say.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let digits = Digits::load().select(&[0, 1, 2])?;
/// let figure = images(&digits.images, descent::DIGIT_WIDTH).labels(digits.labels).figure()?;
/// assert!(figure.alt().starts_with("3 images of 8 × 8 pixels: 0, 1, 2."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn images(pixels: &ArrayRef2<f64>, width: usize) -> Images {
    Images {
        pixels: pixels.rows().into_iter().map(|row| row.to_vec()).collect(),
        width,
        labels: Vec::new(),
        columns: None,
        options: Options::default(),
    }
}

/// A figure of images in the making, see [`images()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Images {
    pixels: Vec<Vec<f64>>,
    width: usize,
    labels: Vec<String>,
    columns: Option<usize>,
    options: Options,
}

impl Images {
    /// What stands above the images, first to last.
    pub fn labels<L: ToString>(mut self, labels: impl IntoIterator<Item = L>) -> Self {
        self.labels = labels.into_iter().map(|label| label.to_string()).collect();
        self
    }

    /// How many images stand in a row (ten where you do not say).
    pub fn columns(mut self, columns: usize) -> Self {
        self.columns = Some(columns);
        self
    }

    fn check(&self) -> Result<(), Error> {
        let pixels = self.pixels.first().map_or(0, Vec::len);
        if pixels == 0 {
            return Err(Error::Empty {
                what: marked!("give at least one image with at least one pixel"),
            });
        }
        if self.width == 0 || !pixels.is_multiple_of(self.width) {
            let width = self.width;
            let found = words!("{width}, and an image has {pixels} pixels", width, pixels);
            let expected = marked!("a number that divides its pixels into full rows");
            return Err(Error::setting(
                marked!("width of the images"),
                found,
                expected,
            ));
        }
        at_most(MOST_IMAGES, marked!("images"), self.pixels.len())?;
        at_most(MOST_PIXELS, marked!("pixels"), pixels * self.pixels.len())
    }
}

impl Plot for Images {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn figure_over(&self, _: Option<Ranges>) -> Result<Figure, Error> {
        self.check()?;
        let all = self.pixels.iter().flatten().copied();
        let mut finite = all.filter(|pixel| pixel.is_finite());
        let limit = finite.clone().map(f64::abs).fold(0.0, f64::max);
        let signed = finite.any(|pixel| pixel < 0.0);
        let share = |pixel: f64| if limit == 0.0 { 0.0 } else { pixel / limit };
        let color = |&pixel: &f64| match share(pixel).clamp(-1.0, 1.0) {
            share if share.is_nan() => UNDEFINED,
            share if signed => at(&BLUE_WHITE_RED, 0.5 + 0.5 * share),
            share => mix(WHITE, INK, share),
        };
        let count = self.pixels.len();
        let labels = match self.labels.len() {
            0 => Vec::new(),
            _ => labelled(marked!("labels"), &self.labels, count)?,
        };
        let album = Album {
            images: self
                .pixels
                .iter()
                .map(|image| image.iter().map(color).collect())
                .collect(),
            width: self.width,
            labels,
            columns: columns_or(self.columns, COLUMNS)?.min(count),
            title: self.options.title(),
        };
        // An image alone need not fill the width.
        let across = (album.columns as u32 * 160).min(WIDTH);
        let high = album.height(across.into()).clamp(160.0, 2000.0).round() as u32;
        let (columns, rows) = album.shape();
        let pictures = match count {
            1 => words!("1 image of {columns} × {rows} pixels", columns, rows),
            _ => words!(
                "{count} images of {columns} × {rows} pixels",
                count,
                columns,
                rows
            ),
        };
        let alt = match album.labels.len() {
            0 => words!("{facts}.", facts = pictures),
            _ => {
                let labels = album.labels.join(comma());
                words!("{label}: {facts}.", label = pictures, facts = labels)
            }
        };
        let caption = if signed {
            words!(
                "Orange-red is positive, blue is negative, white is 0; the full colour stands \
                 for {limit}.",
                limit = number(limit, 3)
            )
        } else {
            words!("{facts}.", facts = pictures)
        };
        let scene = Scene::Album(Box::new(album));
        self.options.figure((across, high), scene, &caption, &alt)
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::*;

    #[test]
    fn ink_is_dark_and_weights_have_two_colours() {
        let colors = |pixels: &Array2<f64>| match images(pixels, 2).figure().unwrap().scene {
            Scene::Album(album) => album.images.concat(),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            colors(&array![[0.0, 1.0], [0.0, 2.0]]),
            [WHITE, mix(WHITE, INK, 0.5), WHITE, INK]
        );
        let weights = colors(&array![[0.0, -1.0, 1.0, f64::NAN]]);
        assert_eq!(weights[0], WHITE);
        assert_eq!(weights[1..3], [BLUE_WHITE_RED[0], BLUE_WHITE_RED[8]]);
        assert_eq!(weights[3], UNDEFINED);
    }

    #[test]
    fn what_cannot_be_drawn_is_an_error_in_a_sentence() {
        let message = |pixels: &Array2<f64>, width| {
            let error = images(pixels, width).figure().unwrap_err();
            error.to_string()
        };
        assert!(message(&Array2::zeros((0, 64)), 8).contains("at least one image"));
        assert!(message(&Array2::zeros((3, 0)), 8).contains("at least one pixel"));
        assert!(message(&Array2::zeros((3, 64)), 0).contains("width of the images is 0"));
        assert!(message(&Array2::zeros((3, 64)), 7).contains("an image has 64 pixels"));
        assert!(message(&Array2::zeros((201, 4)), 2).contains("201 images"));
        assert!(message(&Array2::zeros((100, 1024)), 32).contains("102400 pixels"));
        let two = || images(&Array2::zeros((2, 4)), 2);
        let labelled = two().labels(["one"]).figure().unwrap_err().to_string();
        assert!(labelled.starts_with("there is 1 label"), "{labelled}");
        let columns = two().columns(0).figure().unwrap_err().to_string();
        assert!(columns.contains("columns is 0"), "{columns}");
    }

    #[test]
    fn any_values_labels_and_sizes_make_a_picture() {
        for pixels in [
            Array2::zeros((1, 1)),
            Array2::from_elem((3, 6), f64::INFINITY),
            Array2::from_elem((200, 64), -1e300),
        ] {
            let labels = ["<&>", "", "très long texte qui ne tient pas"];
            let labels = labels.into_iter().cycle().take(pixels.nrows());
            let figure = images(&pixels, 1).labels(labels).columns(99).figure();
            assert!(!figure.unwrap().png().unwrap().is_empty());
        }
        let tall = images(&Array2::ones((20, 64)), 8).size(160, 2000);
        assert!(!tall.figure().unwrap().svg().unwrap().is_empty());
    }
}
