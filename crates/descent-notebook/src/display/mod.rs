//! Values as a cell shows them: arrays as NumPy does, the rest as `{:?}`, a descent as a table.

mod array;
mod containers;
mod descents;

pub use array::numpy_text;

use ndarray::ArrayViewD;

use crate::output::{content, show};

/// Arrays and lists longer than this are abridged, NumPy's `threshold`.
const THRESHOLD: usize = 1000;
/// What is kept of each end of what is abridged, NumPy's `edgeitems`.
const EDGE: usize = 3;
/// What stands for the rest, as in NumPy.
const LEFT_OUT: &str = "...";
/// Where a line is broken, NumPy's `linewidth`.
const LINE_WIDTH: usize = 75;

/// Shows a value as the last expression of a cell. Every [`Readable`] value can be shown.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// array![[0.5, -1.0], [2.0, 3.25]].evcxr_display();
/// (Some(array![1, 2]), "a pair").evcxr_display();
/// ```
pub trait Show {
    /// Writes the value for the kernel to show.
    fn evcxr_display(&self);
}

// evcxr shows what has no `evcxr_display` by `{:?}`, but only in a second compilation, and rustc
// asks for the type of a number that is still open, as in `let v = 4;` with `v` at the end of the
// cell, as soon as any trait has the method and no number does (E0689).
impl<T: Readable + ?Sized> Show for T {
    fn evcxr_display(&self) {
        show(&self.blocks());
    }
}

/// A value that a cell shows: its text, which stands inside the text of whatever holds the value.
///
/// Numbers, texts, arrays of up to any dimension, tuples of up to six, and the containers of the
/// standard library have one, nested in each other as you like, and so do the results of this
/// crate and [`descent`]. It is not in the prelude, so that no method called `text` is.
///
/// ```
/// use descent_notebook::{Readable, prelude::*};
///
/// assert_eq!(array![1.0, 0.5].text(), "[1. , 0.5]");
/// assert_eq!((Some(array![1.0]), vec!["a"]).text(), "(Some([1.]), [\"a\"])");
/// ```
pub trait Readable {
    /// The value as text, of one line or several.
    fn text(&self) -> String;

    /// The texts of values that stand in one array: of one width, where that helps.
    fn texts(values: &[&Self]) -> Vec<String>
    where
        Self: Sized,
    {
        values.iter().map(|value| value.text()).collect()
    }

    /// An array of such values as text.
    ///
    /// Numbers have one of their own, although it is the same: a method of the trait would be
    /// compiled in each cell that shows an array.
    fn array_text(array: &ArrayViewD<'_, Self>) -> String
    where
        Self: Sized,
    {
        array::text_of(array)
    }

    /// What a cell writes for the kernel to show, each part between the markers of evcxr's
    /// protocol: [`text`](Self::text) as `text/plain`, where a type has nothing richer.
    fn blocks(&self) -> String {
        content("text/plain", &self.text())
    }
}

/// The places of a list of `length` that are shown; `None` stands for those left out.
fn places(length: usize, abridge: bool) -> Vec<Option<usize>> {
    if abridge && length > 2 * EDGE {
        let ends = (0..EDGE).map(Some).chain([None]);
        return ends.chain((length - EDGE..length).map(Some)).collect();
    }
    (0..length).map(Some).collect()
}

/// `text` behind `before`, its further lines as far to the right as its first.
fn behind(before: &str, text: &str) -> String {
    let indent = format!("\n{}", " ".repeat(before.chars().count()));
    format!("{before}{}", text.replace('\n', &indent))
}

/// Items between brackets: in lines of at most [`LINE_WIDTH`], or one below the other where one
/// has several lines itself.
fn enclosed(open: &str, items: &[String], close: &str) -> String {
    let below = items.iter().any(|item| item.contains('\n'));
    let start = open.chars().count();
    let (mut text, mut column) = (String::new(), start);
    for (place, item) in items.iter().enumerate() {
        let width = item.chars().count();
        if place > 0 {
            // Two for the separator before it, one for what follows it.
            if below || column + width + 3 > LINE_WIDTH {
                text.push_str(",\n");
                column = start;
            } else {
                text.push_str(", ");
                column += 2;
            }
        }
        text.push_str(item);
        column += width;
    }
    behind(open, &text) + close
}

/// Texts filled up on the left to one width.
fn aligned(texts: Vec<String>) -> Vec<String> {
    let widths = texts.iter().map(|text| text.chars().count());
    let width = widths.max().unwrap_or(0);
    let fill = |text: String| format!("{text:>width$}");
    texts.into_iter().map(fill).collect()
}
