//! What the mathematics makes: a descent as a table, a net and images with their shapes.

use descent::{DIGIT_WIDTH, Digits, Scheduled, SimpleNet, Trajectory, TwoLayerNet};
use descent_language::{marked, translated, words};
use ndarray::{ArrayView, Dimension};

use super::{Readable, behind, numpy_text};
use crate::output::content;
use crate::text::{columns, comma, escape, shortened};

/// A trajectory of at most so many points is shown whole …
const WHOLE: usize = 21;
/// … and of a longer one so many at each end.
const ENDS: usize = 5;
/// What stands for the rows between.
const BETWEEN: &str = "…";
/// The most characters of a point: a point of a hundred elements is not read.
const LONGEST_POINT: usize = 60;

const COLUMNS: [&str; 3] = [marked!("step"), "x", "f(x)"];

/// The rows of the table; `None` stands for those left out.
fn rows<D: Dimension>(path: &Trajectory<D>) -> Vec<Option<[String; 3]>> {
    let length = path.len();
    let is_shown = |step: usize| length <= WHOLE || step < ENDS || step + ENDS >= length;
    let mut rows = Vec::new();
    for (step, (point, &value)) in path.points().zip(path.values()).enumerate() {
        if is_shown(step) {
            rows.push(Some([
                step.to_string(),
                on_one_line(&point),
                in_short(value),
            ]));
        } else if step == ENDS {
            rows.push(None);
        }
    }
    rows
}

fn on_one_line<D: Dimension>(point: &ArrayView<'_, f64, D>) -> String {
    let text = numpy_text(point);
    let words: Vec<&str> = text.split_whitespace().collect();
    // Spaces that align a matrix.
    let text = words.join(" ").replace("[ ", "[").replace(" ]", "]");
    shortened(&text.replace(" ,", ","), LONGEST_POINT)
}

/// A number as an element of an array is shown.
fn in_short(value: f64) -> String {
    f64::texts(&[&value]).concat()
}

fn headline<D: Dimension>(path: &Trajectory<D>) -> String {
    let (steps, rate) = (path.steps(), path.learning_rate());
    let rate = format!("{rate:?}");
    match steps {
        1 => words!("1 step, learning rate {rate}", rate),
        _ => words!("{steps} steps, learning rate {rate}", steps, rate),
    }
}

/// The table as text, its columns aligned.
fn table<D: Dimension>(path: &Trajectory<D>) -> String {
    let rows = rows(path);
    let head = COLUMNS.map(|name| translated(name).to_owned());
    let between = [BETWEEN; 3].map(str::to_owned);
    let lines = || {
        let rows = rows.iter().map(|row| row.as_ref().unwrap_or(&between));
        [&head].into_iter().chain(rows)
    };
    let width = |column: usize| lines().map(|line| columns(&line[column])).max();
    let widths = [0, 1].map(|column| width(column).unwrap_or(0));
    let space = |text: &str, width: usize| " ".repeat(width.saturating_sub(columns(text)));
    let mut text = headline(path);
    for [step, x, value] in lines() {
        let [before, behind] = [space(step, widths[0]), space(x, widths[1])];
        let line = format!("\n{before}{step}  {x}{behind}  {value}");
        text.push_str(line.trim_end());
    }
    text
}

/// A table of the steps, shortened in the middle where it is long; inside another value, such as
/// the list of a sweep, its ends on one line.
impl<D: Dimension> Readable for Trajectory<D> {
    fn text(&self) -> String {
        format!("{self:?}")
    }

    fn blocks(&self) -> String {
        let cells = |tag: &str, texts: &[String]| -> String {
            let cell = |text: &String| format!("<{tag}>{}</{tag}>", escape(text));
            texts.iter().map(cell).collect()
        };
        let row = |row: Option<[String; 3]>| match row {
            Some([step, x, value]) => format!(
                "<tr><th scope=\"row\">{step}</th>{}</tr>",
                cells("td", &[x, value])
            ),
            None => format!("<tr>{}</tr>", cells("td", &[BETWEEN; 3].map(str::to_owned))),
        };
        let head = COLUMNS.map(|name| format!("<th scope=\"col\">{}</th>", translated(name)));
        let body: String = rows(self).into_iter().map(row).collect();
        // No colours: the page's own are legible in both themes. The class keeps MathJax away.
        let html = format!(
            "<table class=\"mathjax_ignore tex2jax_ignore\"><caption>{}</caption>\
             <thead><tr>{}</tr></thead><tbody>{body}</tbody></table>",
            escape(&headline(self)),
            head.concat(),
        );
        content("text/html", &html) + &content("text/plain", &table(self))
    }
}

impl Readable for SimpleNet {
    fn text(&self) -> String {
        let (inputs, outputs) = self.w.dim();
        let head = words!(
            "SimpleNet, {inputs} inputs × {outputs} outputs",
            inputs,
            outputs
        );
        head + "\n" + &behind("w = ", &numpy_text(&self.w))
    }
}

/// The shapes alone: the output layer of the book's net would fill the screen.
impl Readable for TwoLayerNet {
    fn text(&self) -> String {
        let (inputs, hidden, outputs) = (self.w1.nrows(), self.w1.ncols(), self.w2.ncols());
        let head = words!(
            "TwoLayerNet, {inputs} inputs × {hidden} hidden units × {outputs} outputs",
            inputs,
            hidden,
            outputs
        );
        let shapes = [
            ("w1", self.w1.shape()),
            ("b1", self.b1.shape()),
            ("w2", self.w2.shape()),
            ("b2", self.b2.shape()),
        ];
        let shapes = shapes.map(|(name, shape)| {
            let shape = format!("{shape:?}");
            words!("{name} of shape {shape}", name, shape)
        });
        head + "\n" + &shapes.join(comma())
    }
}

impl Readable for Digits {
    fn text(&self) -> String {
        let head = words!(
            "Digits, {count} images of {width} × {width} pixels",
            count = self.len(),
            width = DIGIT_WIDTH
        );
        head + "\n" + &behind("labels = ", &self.labels.text())
    }
}

impl<S> Readable for Scheduled<S> {
    fn text(&self) -> String {
        format!("{self:?}")
    }
}

#[cfg(test)]
mod tests {
    use descent::{function_2, gradient_descent};
    use ndarray::{Array1, Array2, array};

    use super::*;

    #[test]
    fn a_short_descent_is_a_table_of_all_its_steps() {
        let points = [array![-3.0, 4.0], array![0.25, 1e-9]];
        let path = Trajectory::from_points(function_2, &points, 0.5).expect("points");
        assert_eq!(
            table(&path),
            "1 step, learning rate 0.5\n\
             step  x                   f(x)\n   \
                0  [-3., 4.]           25.\n   \
                1  [2.5e-01, 1.0e-09]  0.0625"
        );
    }

    #[test]
    fn a_long_descent_is_shortened_in_the_middle() {
        for (steps, lines) in [(20, 2 + 21), (21, 2 + 11), (1000, 2 + 11)] {
            let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, steps);
            let path = path.expect("a start");
            assert_eq!(table(&path).lines().count(), lines);
            assert_eq!(path.blocks().matches("<tr>").count(), lines - 1);
            assert_eq!(
                table(&path).matches("…").count(),
                if steps > 20 { 3 } else { 0 }
            );
            let text = table(&path);
            let last = text.lines().last().expect("a line").trim_start();
            assert!(last.starts_with(&format!("{steps}  [")), "{last}");
        }
    }

    #[test]
    fn the_table_in_html_says_what_its_headers_head() {
        let path = gradient_descent(function_2, &array![3.0, 4.0], 0.1, 1).expect("a start");
        let blocks = path.blocks();
        assert!(
            blocks.starts_with("EVCXR_BEGIN_CONTENT text/html\n<table"),
            "{blocks}"
        );
        assert!(blocks.contains("<th scope=\"col\">f(x)</th>"));
        assert!(blocks.contains("<th scope=\"row\">0</th><td>[3., 4.]</td><td>25.</td>"));
        assert!(blocks.contains("<caption>1 step, learning rate 0.1</caption>"));
        assert!(blocks.contains("EVCXR_BEGIN_CONTENT text/plain\n1 step"));
        assert!(!blocks.contains("color"));
    }

    #[test]
    fn in_a_list_a_descent_takes_one_line() {
        let points = [array![3.0, 4.0], array![0.0, 0.0]];
        let path = Trajectory::from_points(function_2, &points, 0.1).expect("points");
        let line = "Trajectory { steps: 1, learning_rate: 0.1, start: [3, 4], last: [0, 0], \
                    last_value: 0.0 }";
        assert_eq!(
            vec![path.clone(), path].text(),
            format!("[{line},\n {line}]")
        );
    }

    #[test]
    fn points_of_any_dimension_and_length_stand_on_one_line() {
        let matrix = gradient_descent(|w: &Array2<f64>| w.sum(), &array![[1.0], [2.0]], 0.0, 1);
        let text = table(&matrix.expect("a start"));
        assert!(text.contains("\n   0  [[1.], [2.]]  3.\n"), "{text}");
        let long = gradient_descent(|x: &Array1<f64>| x.sum(), &Array1::zeros(100), 0.0, 1);
        let text = table(&long.expect("a start"));
        assert!(text.lines().all(|line| line.chars().count() < 80) && text.contains("…"));
    }

    #[test]
    fn nets_and_images_show_their_shapes() {
        let net = SimpleNet::from_weights(array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.5]]);
        assert_eq!(
            net.text(),
            "SimpleNet, 2 inputs × 3 outputs\nw = [[1. , 2. , 3. ],\n     [4. , 5. , 6.5]]"
        );
        assert_eq!(
            TwoLayerNet::random(64, 50, 10, 1).text(),
            "TwoLayerNet, 64 inputs × 50 hidden units × 10 outputs\n\
             w1 of shape [64, 50], b1 of shape [50], w2 of shape [50, 10], b2 of shape [10]"
        );
        assert_eq!(
            Digits::load().text(),
            "Digits, 1797 images of 8 × 8 pixels\nlabels = [0, 1, 2, ..., 8, 9, 8]"
        );
    }
}
