//! A small matrix as coloured cells with its numbers.

use descent_language::{marked, words};
use ndarray::ArrayRef2;

use super::plot::{Options, Plot, Ranges};
use super::settings::{at_most, labelled};
use crate::error::Error;
use crate::figure::Figure;
use crate::number::number;
use crate::scene::Scene;
use crate::scene::matrix::Matrix;

/// The most cells: a larger matrix is a picture, not a table.
const MOST_CELLS: usize = 4096;
const SIZE: (u32, u32) = (480, 320);

/// Starts a heat map of `matrix` (rows × columns): orange-red above 0, blue below, white at 0,
/// and the number in every cell that has room for it.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let figure = heatmap(&array![[0.5, -1.0], [2.0, 0.0]]).title("W").figure()?;
/// assert!(figure.alt().contains("2 rows and 2 columns"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn heatmap(matrix: &ArrayRef2<f64>) -> Heatmap {
    Heatmap {
        shape: (matrix.nrows(), matrix.ncols()),
        values: matrix.iter().copied().collect(),
        row_labels: None,
        column_labels: None,
        limit: None,
        options: Options::default(),
    }
}

/// A heat map in the making, see [`heatmap()`].
#[derive(Debug, Clone)]
#[must_use = "a figure is shown as the last expression of a cell"]
pub struct Heatmap {
    shape: (usize, usize),
    values: Vec<f64>,
    row_labels: Option<Vec<String>>,
    column_labels: Option<Vec<String>>,
    limit: Option<f64>,
    options: Options,
}

impl Heatmap {
    /// Names the rows, top to bottom, instead of numbering them from 0.
    pub fn rows<S: Into<String>>(mut self, labels: impl IntoIterator<Item = S>) -> Self {
        self.row_labels = Some(labels.into_iter().map(Into::into).collect());
        self
    }

    /// Names the columns, left to right, instead of numbering them from 0.
    pub fn columns<S: Into<String>>(mut self, labels: impl IntoIterator<Item = S>) -> Self {
        self.column_labels = Some(labels.into_iter().map(Into::into).collect());
        self
    }

    /// The size of the number that gets the full colour, so that two maps can be compared.
    pub fn limit(mut self, limit: f64) -> Self {
        self.limit = Some(limit);
        self
    }
}

impl Plot for Heatmap {
    fn options(&mut self) -> &mut Options {
        &mut self.options
    }

    fn figure_over(&self, _: Option<Ranges>) -> Result<Figure, Error> {
        let (rows, columns) = self.shape;
        if self.values.is_empty() {
            return Err(Error::Empty {
                what: marked!("the matrix has no elements"),
            });
        }
        at_most(MOST_CELLS, marked!("elements"), self.values.len())?;
        let finite = self.values.iter().filter(|v| v.is_finite());
        let largest = finite.fold(0.0, |largest: f64, v| largest.max(v.abs()));
        let limit = match self.limit {
            Some(limit) if !(limit.is_finite() && limit > 0.0) => {
                let what = marked!("limit of the colours");
                let expected = marked!("a positive finite number");
                return Err(Error::setting(what, number(limit, 4), expected));
            }
            Some(limit) => limit,
            // A matrix of zeros is white, whatever the limit.
            None if largest == 0.0 => 1.0,
            None => largest,
        };
        let labels = |what, given: &Option<Vec<String>>, count: usize| match given {
            Some(labels) => labelled(what, labels, count),
            None => Ok((0..count).map(|i| i.to_string()).collect()),
        };
        let table: Vec<String> = self.values.iter().take(60).map(|&v| number(v, 3)).collect();
        let table: Vec<String> = table.chunks(columns).map(|row| row.join(", ")).collect();
        let alt = words!(
            "Heat map of {rows} rows and {columns} columns: {table}.",
            rows,
            columns,
            table = table.join("; ")
        );
        let caption = words!(
            "Orange-red is positive, blue is negative, white is 0; the full colour stands for \
             {limit}.",
            limit = number(limit, 3)
        );
        let matrix = Matrix {
            shape: self.shape,
            values: self.values.clone(),
            rows: labels(marked!("names of rows"), &self.row_labels, rows)?,
            columns: labels(marked!("names of columns"), &self.column_labels, columns)?,
            limit,
            title: self.options.title(),
        };
        let scene = Scene::Matrix(Box::new(matrix));
        self.options.figure(SIZE, scene, &caption, &alt)
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn another_number_of_names_is_refused_in_a_sentence() {
        let plot = heatmap(&array![[0.5, -1.0], [2.0, 0.0]]);
        assert!(
            plot.clone()
                .rows(["a", "b"])
                .columns(["c", "d"])
                .figure()
                .is_ok()
        );
        let message = |plot: Heatmap| plot.figure().expect_err("a wrong number").to_string();
        assert_eq!(
            message(plot.clone().rows(["a"])),
            "there is 1 name of rows for 2; give one for each"
        );
        assert_eq!(
            message(plot.columns(["a", "b", "c"])),
            "there are 3 names of columns for 2; give one for each"
        );
    }
}
