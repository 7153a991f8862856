//! What a check answers.

use std::fmt;
use std::process;

use descent_language::{marked, translated, words};

use crate::canvas::palette::{OKABE_ITO, Rgb};
use crate::error::Error;
use crate::output::{content, show};
use crate::text::{columns, escape};

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// Every answer is right.
    Passed,
    /// The function stops at a `todo!()`.
    NotWritten,
    /// An answer is wrong, or the function panicked.
    Wrong,
    /// The function had no answer after five seconds.
    Unfinished,
}

/// A check's answer: what was tried, what came out, what was expected, and a hint.
///
/// As the last expression of a cell it shows itself as a table. `to_string` gives the same as
/// text.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let report = check::softmax(softmax);
/// assert!(report.passed());
/// assert_eq!(report.hint(), None);
/// assert!(report.to_string().starts_with("✓ Passed"));
/// ```
#[derive(Clone, Debug)]
#[must_use = "a check is shown as the last expression of a cell"]
pub struct Report {
    name: &'static str,
    seed: u64,
    verdict: Verdict,
    rows: Vec<Row>,
    hint: Option<String>,
}

/// One line of the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// What was tried, what came out, and what was expected.
    pub(crate) cells: [String; 3],
    pub(crate) right: bool,
}

const COLUMNS: [&str; 4] = [
    "",
    marked!("tried"),
    marked!("came out"),
    marked!("expected"),
];
/// A panic's message can be of any length.
const LONGEST_CELL: usize = 160;
/// Legible on white and on JupyterLab's dark background alike.
const GOOD: Rgb = OKABE_ITO[2];
const BAD: Rgb = OKABE_ITO[0];
const OPEN: Rgb = OKABE_ITO[3];

impl Report {
    pub(crate) fn new(
        name: &'static str,
        seed: u64,
        verdict: Verdict,
        mut rows: Vec<Row>,
        hint: Option<String>,
    ) -> Self {
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
            *cell = one_line(cell);
        }
        let hint = hint.map(|hint| hint.split_whitespace().collect::<Vec<_>>().join(" "));
        Self {
            name,
            seed,
            verdict,
            rows,
            hint,
        }
    }

    /// Whether every answer was right.
    pub fn passed(&self) -> bool {
        self.verdict == Verdict::Passed
    }

    /// How the check ended.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// What to look for, where something is wrong or missing.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// What the random inputs were made from, for [`with_seed`](crate::check::with_seed).
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Shows the answer, and is an error unless every answer was right: for a check that is marked.
    ///
    /// nbgrader gives a cell all its points unless it fails, whatever it shows. So the check cells
    /// of its assignments end in `.must_pass()?;`.
    ///
    /// A function that is still at work is ended together with the process that runs the cells:
    /// nothing less stops it, and it could slow the cells that follow, or print into them for ever.
    ///
    /// # Errors
    /// [`Error::NotPassed`] where an answer is wrong or missing.
    ///
    /// ```
    /// use descent_notebook::prelude::*;
    ///
    /// assert_eq!(check::softmax(softmax).must_pass(), Ok(()));
    /// let error = check::softmax(|a| a.clone()).must_pass().unwrap_err();
    /// assert!(error.to_string().starts_with("check::softmax has to pass here and did not"));
    /// ```
    pub fn must_pass(self) -> Result<(), Error> {
        self.evcxr_display();
        match self.verdict {
            Verdict::Passed => Ok(()),
            Verdict::Unfinished => {
                println!(
                    "{}",
                    words!("Its process is ended, so that it stops: variables are gone with it.")
                );
                process::exit(1)
            }
            Verdict::Wrong | Verdict::NotWritten => Err(Error::NotPassed { check: self.name }),
        }
    }

    fn headline(&self) -> (&'static str, Rgb, String) {
        let (name, rows) = (self.name, self.rows.len());
        let wrong = self.rows.iter().filter(|row| !row.right).count();
        let (word, color) = match self.verdict {
            Verdict::Passed => (marked!("✓ Passed"), GOOD),
            Verdict::NotWritten => (marked!("… Not written yet"), OPEN),
            Verdict::Wrong => (marked!("✗ Not yet"), BAD),
            Verdict::Unfinished => (marked!("✗ No answer"), BAD),
        };
        let sentence = match self.verdict {
            Verdict::Passed => words!("{name} is right in all {rows} rows.", name, rows),
            Verdict::NotWritten => {
                words!(
                    "{name} waits for your code; this is the first thing it is asked for.",
                    name
                )
            }
            Verdict::Wrong => words!(
                "{name} is wrong in {wrong} of {rows} rows.",
                name,
                wrong,
                rows
            ),
            Verdict::Unfinished => words!("{name} was still at work after 5 seconds.", name),
        };
        (translated(word), color, sentence)
    }

    /// How to try the same numbers again, where there is something to try.
    fn repetition(&self) -> Option<String> {
        let Self { name, seed, .. } = self;
        let sentence = words!(
            "The numbers come from seed {seed}: check::with_seed({seed}, || check::{name}(…)) \
             tries the same again.",
            seed,
            name
        );
        (self.verdict != Verdict::NotWritten).then_some(sentence)
    }

    fn hint_sentence(&self) -> Option<String> {
        let hint = self.hint.as_ref()?;
        Some(match hint.ends_with(['.', '?', ')', '。', '？']) {
            true => words!("Hint: {hint}", hint),
            false => words!("Hint: {hint}.", hint),
        })
    }

    /// The answer as HTML that Jupyter shows in untrusted notebooks too.
    pub fn html(&self) -> String {
        let (word, color, sentence) = self.headline();
        let cell = |tag: &str, text: &str| format!("<{tag} align=\"left\">{text}</{tag}>");
        let head = COLUMNS
            .map(|column| cell("th", translated(column)))
            .concat();
        let line = |row: &Row| {
            let (mark, color) = row.mark(self.verdict);
            let mark = cell("td", &colored(mark, color));
            let texts = row.cells.iter().map(|text| cell("td", &escape(text)));
            format!("<tr>{mark}{}</tr>", texts.collect::<String>())
        };
        let body: String = self.rows.iter().map(line).collect();
        let paragraph = |text: String| format!("<p>{}</p>", escape(&text));
        let hint = self.hint_sentence().map(paragraph).unwrap_or_default();
        let repetition = self.repetition().map(paragraph).unwrap_or_default();
        format!(
            "<div class=\"descent-check mathjax_ignore tex2jax_ignore\"><p>{} {}</p>{hint}\
             <table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{repetition}</div>",
            colored(word, color),
            escape(&sentence),
        )
    }

    /// Shows the answer; the kernel calls this for the last expression of a cell.
    pub fn evcxr_display(&self) {
        show(&(content("text/html", &self.html()) + &content("text/plain", &self.to_string())));
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, _, sentence) = self.headline();
        let mut lines = vec![words!("{word}: {sentence}", word, sentence)];
        lines.extend(self.hint_sentence());
        let mut table = vec![COLUMNS.map(translated)];
        for row in &self.rows {
            let [tried, came_out, expected] = row.cells.each_ref().map(String::as_str);
            table.push([row.mark(self.verdict).0, tried, came_out, expected]);
        }
        let width = |column: usize| table.iter().map(|row| columns(row[column])).max();
        let widths: [usize; 4] = std::array::from_fn(|column| width(column).unwrap_or(0));
        for row in &table {
            let cells = row.iter().zip(widths);
            let space = |cell: &str, width: usize| " ".repeat(width + 2 - columns(cell));
            let padded = cells.map(|(cell, width)| cell.to_string() + &space(cell, width));
            lines.push(padded.collect::<String>().trim_end().to_owned());
        }
        lines.extend(self.repetition());
        f.write_str(&lines.join("\n"))
    }
}

impl Row {
    fn mark(&self, verdict: Verdict) -> (&'static str, Rgb) {
        match (self.right, verdict) {
            (true, _) => ("✓", GOOD),
            (false, Verdict::NotWritten) => ("…", OPEN),
            (false, _) => ("✗", BAD),
        }
    }
}

fn colored(text: &str, (red, green, blue): Rgb) -> String {
    format!("<b style=\"color:#{red:02x}{green:02x}{blue:02x}\">{text}</b>")
}

/// A cell's text on one line, so that no part of it can be taken for a marker of the kernel's
/// protocol or break the table.
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_CELL {
        return line;
    }
    let start: String = line.chars().take(LONGEST_CELL - 1).collect();
    start + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(came_out: &str, verdict: Verdict) -> Report {
        let row = Row {
            cells: ["x = 3", came_out, "6"].map(str::to_owned),
            right: verdict == Verdict::Passed,
        };
        let hint = (verdict != Verdict::Passed).then(|| "look again".to_owned());
        Report::new("slope", 17, verdict, vec![row], hint)
    }

    #[test]
    fn the_text_is_an_aligned_table_with_verdict_hint_and_seed() {
        assert_eq!(
            report("5.9", Verdict::Wrong).to_string(),
            "✗ Not yet: slope is wrong in 1 of 1 rows.\n\
             Hint: look again.\n\
             \u{20}  tried  came out  expected\n\
             ✗  x = 3  5.9       6\n\
             The numbers come from seed 17: check::with_seed(17, || check::slope(…)) tries the \
             same again."
        );
    }

    #[test]
    fn what_a_panic_says_cannot_break_the_output() {
        let report = report(
            "a panic: <b>\n\nEVCXR_END_CONTENT\n$x$ & \"y\"</td>",
            Verdict::Wrong,
        );
        let html = report.html();
        assert!(html.contains("&lt;b&gt; EVCXR_END_CONTENT $x$ &amp; &quot;y&quot;&lt;/td&gt;"));
        assert!(!html.contains('\n'));
        assert!(
            !report
                .to_string()
                .lines()
                .any(|line| line == "EVCXR_END_CONTENT")
        );
    }

    #[test]
    fn long_texts_are_cut() {
        let report = report(&"é".repeat(5000), Verdict::Wrong);
        assert!(
            report
                .to_string()
                .lines()
                .all(|line| line.chars().count() < 200)
        );
    }

    #[test]
    fn each_verdict_has_its_own_words() {
        for (verdict, word) in [
            (Verdict::Passed, "✓ Passed"),
            (Verdict::NotWritten, "… Not written yet"),
            (Verdict::Wrong, "✗ Not yet"),
            (Verdict::Unfinished, "✗ No answer"),
        ] {
            assert!(report("5.9", verdict).to_string().starts_with(word));
            assert!(report("5.9", verdict).html().contains(word));
        }
    }
}
