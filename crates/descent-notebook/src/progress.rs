//! A bar that shows how far a loop is.

use std::time::{Duration, Instant};

use descent_language::words;

use crate::output::content;
use crate::text::escape;
use crate::updates::{Pace, Screen};

/// The characters of a full bar, tqdm's.
const WIDTH: usize = 10;
/// A character of the bar in eighths.
const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// Shows a bar while a loop runs over `items`: how many are done, how many a second, and how long
/// the rest will take.
///
/// `items` is anything that a `for` takes. Where it knows its length, such as `0..100` or a `Vec`,
/// there is a percentage. The bar is updated in place, at most ten times a second; when the loop
/// ends, also by `break`, `?` or a panic, its last state stays. On a kernel that cannot update an
/// output, only the last state is printed. What the loop prints itself is not touched.
///
/// Source: the form is that of tqdm, C. da Costa-Luis and others, Journal of Open Source Software
/// 4(37), 2019.
///
/// ```
/// use descent_notebook::prelude::*;
///
/// let mut sum = 0;
/// for step in progress(0..100) {
///     sum += step;
/// }
/// assert_eq!(sum, 4950);
/// // 100%|██████████| 100/100 [00:02<00:00, 50.0 it/s]
/// ```
pub fn progress<I: IntoIterator>(items: I) -> Progress<I::IntoIter> {
    Progress::on(Screen::new(), items.into_iter())
}

/// An iterator with a bar, see [`progress()`].
#[derive(Debug)]
#[must_use = "a bar moves in a loop: for step in progress(0..100) { … }"]
pub struct Progress<I> {
    items: I,
    bar: Bar,
    /// Whether the loop has begun; the item that it is at is not yet done.
    is_begun: bool,
    is_ended: bool,
    pace: Pace,
    screen: Screen,
}

impl<I: Iterator> Progress<I> {
    fn on(screen: Screen, items: I) -> Self {
        let (least, most) = items.size_hint();
        let total = most.filter(|&most| most == least && most > 0);
        let bar = Bar {
            total,
            done: 0,
            started: Instant::now(),
        };
        Self {
            items,
            bar,
            is_begun: false,
            is_ended: false,
            pace: Pace::default(),
            screen,
        }
    }
}

impl<I> Progress<I> {
    fn end(&mut self) {
        if self.is_ended || !self.is_begun {
            return;
        }
        self.is_ended = true;
        let now = Instant::now();
        match self.screen.updates() {
            true => self.screen.show(&self.bar.blocks(now)),
            false => self.screen.print(&self.bar.text(now)),
        }
    }
}

impl<I: Iterator> Iterator for Progress<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        let now = Instant::now();
        match self.is_begun {
            true if !self.is_ended => self.bar.done += 1,
            true => {}
            false => (self.is_begun, self.bar.started) = (true, now),
        }
        if self.screen.updates() && !self.is_ended && self.pace.is_due(now) {
            self.screen.show(&self.bar.blocks(now));
            self.pace.wait_from(Instant::now());
        }
        let item = self.items.next();
        if item.is_none() {
            self.end();
        }
        item
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

impl<I: ExactSizeIterator> ExactSizeIterator for Progress<I> {}

impl<I> Drop for Progress<I> {
    fn drop(&mut self) {
        self.end();
    }
}

/// How far a loop is.
#[derive(Clone, Debug)]
struct Bar {
    total: Option<usize>,
    done: usize,
    started: Instant,
}

impl Bar {
    /// The total, unless there turn out to be more.
    fn total(&self) -> Option<usize> {
        self.total.filter(|&total| self.done <= total)
    }

    /// `50/200 [00:01<00:03, 49.8 it/s]`
    fn facts(&self, now: Instant) -> String {
        let (done, passed) = (self.done, now.duration_since(self.started));
        let seconds = passed.as_secs_f64();
        let rate = match done {
            0 => words!("? it/s"),
            _ => rate(done as f64 / seconds.max(1e-9)),
        };
        let passed = clock(passed);
        let Some(total) = self.total() else {
            return words!("{done} it [{passed}, {rate}]", done, passed, rate);
        };
        let rest = seconds * (total - done) as f64 / done as f64;
        let rest = Duration::try_from_secs_f64(rest).map_or_else(|_| "?".to_owned(), clock);
        format!("{done}/{total} [{passed}<{rest}, {rate}]")
    }

    /// `100%|██████████| 200/200 [00:01<00:00, 150.2 it/s]`
    fn text(&self, now: Instant) -> String {
        let facts = self.facts(now);
        let Some(total) = self.total() else {
            return facts;
        };
        // In u128 nothing overflows.
        let (done, total) = (self.done as u128, total as u128);
        let eighths = (done * 8 * WIDTH as u128 / total) as usize;
        let mut bar = "█".repeat(eighths / 8);
        if eighths < 8 * WIDTH {
            bar.push(EIGHTHS[eighths % 8]);
        }
        format!("{:>3}%|{bar:<WIDTH$}| {facts}", done * 100 / total)
    }

    fn html(&self, now: Instant) -> String {
        let facts = escape(&self.facts(now));
        // No style of its own, so that it fits both themes. Where the element is not kept, the
        // words say the same.
        match self.total() {
            Some(total) => format!(
                "<label class=\"mathjax_ignore tex2jax_ignore\"><progress max=\"{total}\" \
                 value=\"{done}\"></progress> {percent}% {facts}</label>",
                done = self.done,
                percent = self.done as u128 * 100 / total as u128,
            ),
            None => format!("<div class=\"mathjax_ignore tex2jax_ignore\">{facts}</div>"),
        }
    }

    fn blocks(&self, now: Instant) -> String {
        content("text/html", &self.html(now)) + &content("text/plain", &self.text(now))
    }
}

/// `150.2 it/s`, or for slow loops `2.5 s/it`.
fn rate(a_second: f64) -> String {
    match a_second {
        slow if slow < 1.0 => words!("{seconds} s/it", seconds = format!("{:.1}", 1.0 / slow)),
        fast if fast >= 1000.0 => words!("{rate} it/s", rate = format!("{fast:.0}")),
        rate => words!("{rate} it/s", rate = format!("{rate:.1}")),
    }
}

/// `01:05`, or `1:01:05` from an hour on.
fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes:02}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use descent_language::{Language, speaking};

    use super::*;
    use crate::updates::tests::{Written, recorded};

    fn bar(done: usize, total: Option<usize>, seconds: f64) -> String {
        let started = Instant::now();
        let bar = Bar {
            total,
            done,
            started,
        };
        bar.text(started + Duration::from_secs_f64(seconds))
    }

    /// The text of the last output.
    fn last(written: &Written) -> String {
        let written = written.borrow();
        let blocks = written.last().expect("an output");
        let plain = blocks.split("text/plain\n").nth(1).expect("a text");
        plain.replace("\nEVCXR_END_CONTENT\n", "")
    }

    #[test]
    fn a_bar_reads_like_tqdms() {
        for (done, total, seconds, text) in [
            (
                0,
                Some(200),
                0.0,
                "  0%|          | 0/200 [00:00<?, ? it/s]",
            ),
            (
                50,
                Some(200),
                1.0,
                " 25%|██▌       | 50/200 [00:01<00:03, 50.0 it/s]",
            ),
            (
                199,
                Some(200),
                100.0,
                " 99%|█████████▉| 199/200 [01:40<00:00, 2.0 it/s]",
            ),
            (
                200,
                Some(200),
                0.1,
                "100%|██████████| 200/200 [00:00<00:00, 2000 it/s]",
            ),
            (
                2,
                Some(4),
                3700.0,
                " 50%|█████     | 2/4 [1:01:40<1:01:40, 1850.0 s/it]",
            ),
            (5, None, 2.0, "5 it [00:02, 2.5 it/s]"),
            (0, None, 0.0, "0 it [00:00, ? it/s]"),
            (3, Some(2), 1.0, "3 it [00:01, 3.0 it/s]"),
            (
                0,
                Some(usize::MAX),
                1.0,
                &format!("  0%|          | 0/{} [00:01<?, ? it/s]", usize::MAX),
            ),
        ] {
            assert_eq!(bar(done, total, seconds), text);
        }
    }

    #[test]
    fn a_bar_in_chinese_counts_times() {
        speaking(Language::Chinese, || {
            for (done, total, seconds, text) in [
                (0, None, 0.0, "0 次 [00:00, ? 次/秒]"),
                (5, None, 2.0, "5 次 [00:02, 2.5 次/秒]"),
                (
                    1,
                    Some(2),
                    2.0,
                    " 50%|█████     | 1/2 [00:02<00:02, 2.0 秒/次]",
                ),
            ] {
                assert_eq!(bar(done, total, seconds), text);
            }
        });
    }

    #[test]
    fn the_bar_in_html_is_an_element_with_words() {
        let started = Instant::now();
        let bar = Bar {
            total: Some(200),
            done: 50,
            started,
        };
        assert_eq!(
            bar.html(started + Duration::from_secs(1)),
            "<label class=\"mathjax_ignore tex2jax_ignore\"><progress max=\"200\" value=\"50\">\
             </progress> 25% 50/200 [00:01&lt;00:03, 50.0 it/s]</label>"
        );
    }

    #[test]
    fn a_fast_loop_shows_its_begin_and_its_end_and_little_between() {
        let (screen, written) = recorded(true);
        let start = Instant::now();
        let sum: usize = Progress::on(screen, 0..20_000).sum();
        assert_eq!(sum, 199_990_000);
        let most = 2 + start.elapsed().as_millis() / 100;
        assert!((written.borrow().len() as u128) <= most);
        assert!(written.borrow()[0].contains("0/20000"));
        assert!(last(&written).starts_with("100%|██████████| 20000/20000 ["));
    }

    #[test]
    fn the_last_state_stays_however_the_loop_ends() {
        let (screen, written) = recorded(true);
        for step in Progress::on(screen, 0..10) {
            if step == 3 {
                break;
            }
        }
        assert!(last(&written).starts_with(" 30%|███       | 3/10 ["));

        let (screen, written) = recorded(true);
        let panic = catch_unwind(AssertUnwindSafe(|| {
            for step in Progress::on(screen, 0..10) {
                assert!(step < 5, "as a mistake would");
            }
        }));
        assert!(panic.is_err() && last(&written).starts_with(" 50%"));

        let (screen, written) = recorded(true);
        let mut steps = Progress::on(screen, vec![1, 2].into_iter());
        assert_eq!(steps.len(), 2);
        assert_eq!(steps.by_ref().count(), 2);
        assert_eq!((steps.next(), steps.next()), (None, None));
        drop(steps);
        assert_eq!(written.borrow().len(), 2);
        assert!(last(&written).starts_with("100%"));
    }

    #[test]
    fn no_items_and_an_unknown_number_of_them_have_a_count() {
        let (screen, written) = recorded(true);
        assert_eq!(Progress::on(screen, 0..0).count(), 0);
        assert_eq!(last(&written), "0 it [00:00, ? it/s]");
        let (screen, written) = recorded(true);
        let odd = (0..10).filter(|step| step % 2 == 1);
        assert_eq!(Progress::on(screen, odd).count(), 5);
        assert!(last(&written).starts_with("5 it [00:00, "));
    }

    #[test]
    fn without_updates_the_last_state_is_printed_as_a_line() {
        let (screen, written) = recorded(false);
        assert_eq!(Progress::on(screen, 0..1000).count(), 1000);
        let written = written.borrow();
        assert_eq!(written.len(), 1);
        assert!(
            written[0].starts_with("100%|██████████| 1000/1000 [") && written[0].ends_with("]\n")
        );
    }

    #[test]
    fn what_never_ran_shows_nothing() {
        let (screen, written) = recorded(true);
        drop(Progress::on(screen, 0..10));
        assert!(written.borrow().is_empty());
    }
}
