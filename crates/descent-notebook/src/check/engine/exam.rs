//! How a check comes to its answer.

use std::sync::Arc;

use super::answer::Answer;
use super::attempt::{Outcome, attempt};
use super::report::{Report, Row, Verdict};

/// How many digits of an answer are shown.
const DIGITS: usize = 6;
/// How many where a wrong answer would look right.
const MORE_DIGITS: usize = 10;

/// A check in the making: the inputs, and what is known about right and wrong answers to them.
pub(crate) struct Exam<I: 'static, T: 'static> {
    /// The name of the check, as `check::name` has it.
    pub(crate) name: &'static str,
    /// The seed that the inputs were made from.
    pub(crate) seed: u64,
    /// What the student's function is tried on, in this order.
    pub(crate) inputs: Vec<I>,
    /// An input for people.
    pub(crate) show: fn(&I) -> String,
    /// The right answer to an input.
    pub(crate) right: fn(&I) -> T,
    /// What usually goes wrong; the first that explains all answers gives the hint.
    pub(crate) mistakes: &'static [Mistake<I, T>],
}

/// A common mistake, how to recognise it, and what to tell a student who made it.
pub(crate) struct Mistake<I, T> {
    sign: Sign<I, T>,
    hint: &'static str,
    forbidden: bool,
}

enum Sign<I, T> {
    /// It gives this wrong answer.
    Gives(fn(&I) -> T),
    /// It can be told from the answer.
    Shows(fn(&I, &T) -> bool),
}

impl<I, T: Answer> Mistake<I, T> {
    /// A mistake that leads to a wrong answer of its own.
    pub(crate) const fn gives(wrong: fn(&I) -> T, hint: &'static str) -> Self {
        let sign = Sign::Gives(wrong);
        Self {
            sign,
            hint,
            forbidden: false,
        }
    }

    /// A mistake that shows in a wrong answer in another way.
    pub(crate) const fn shows(seen: fn(&I, &T) -> bool, hint: &'static str) -> Self {
        let sign = Sign::Shows(seen);
        Self {
            sign,
            hint,
            forbidden: false,
        }
    }

    /// A mistake that makes an answer wrong even if its numbers happen to be right.
    pub(crate) const fn forbidden(seen: fn(&I, &T) -> bool, hint: &'static str) -> Self {
        let sign = Sign::Shows(seen);
        Self {
            sign,
            hint,
            forbidden: true,
        }
    }

    fn explains(&self, input: &I, answer: &T) -> bool {
        match self.sign {
            Sign::Gives(wrong) => answer.is_near(&wrong(input)),
            Sign::Shows(seen) => seen(input, answer),
        }
    }
}

impl<I: Clone + Send + 'static, T: Answer> Exam<I, T> {
    /// Tries the student's function on every input, until it is known not to be written or to run
    /// forever.
    pub(crate) fn sit(self, mine: impl Fn(&I) -> T + Send + Sync + 'static) -> Report {
        let mine = Arc::new(mine);
        let mut trials = Vec::new();
        for input in &self.inputs {
            let (mine, input) = (Arc::clone(&mine), input.clone());
            let outcome = attempt(move || mine(&input));
            let goes_on = matches!(outcome, Outcome::Value(_) | Outcome::Panicked(_));
            trials.push(outcome);
            if !goes_on {
                break;
            }
        }
        let rows: Vec<Row> = self
            .inputs
            .iter()
            .zip(&trials)
            .map(|(input, outcome)| self.row(input, outcome))
            .collect();
        let verdict = match trials.last() {
            Some(Outcome::Unwritten) => Verdict::NotWritten,
            Some(Outcome::Unfinished) => Verdict::Unfinished,
            _ if rows.iter().all(|row| row.right) => Verdict::Passed,
            _ => Verdict::Wrong,
        };
        let hint = self.hint(&verdict, &trials, &rows);
        Report::new(self.name, self.seed, verdict, rows, hint)
    }

    fn row(&self, input: &I, outcome: &Outcome<T>) -> Row {
        let expected = (self.right)(input);
        let mut digits = DIGITS;
        let (came_out, right) = match outcome {
            Outcome::Value(answer) => {
                let mut forbidden = self.mistakes.iter().filter(|mistake| mistake.forbidden);
                let allowed = !forbidden.any(|mistake| mistake.explains(input, answer));
                let right = allowed && answer.is_near(&expected);
                if !right && answer.text(digits) == expected.text(digits) {
                    digits = MORE_DIGITS;
                }
                (answer.text(digits), right)
            }
            Outcome::Unwritten => ("nothing yet".to_owned(), false),
            Outcome::Panicked(message) => (format!("a panic: {message}"), false),
            Outcome::Unfinished => ("no answer in 5 s".to_owned(), false),
        };
        Row {
            tried: (self.show)(input),
            came_out,
            expected: expected.text(digits),
            right,
        }
    }

    fn hint(&self, verdict: &Verdict, trials: &[Outcome<T>], rows: &[Row]) -> Option<String> {
        match verdict {
            Verdict::Passed => return None,
            Verdict::NotWritten => {
                return Some(
                    "replace todo!() by your own code, run that cell, then this one again"
                        .to_owned(),
                );
            }
            Verdict::Unfinished => {
                return Some(
                    "look for a loop that never ends: does its condition become false? The \
                     function works on unseen: restart the kernel to stop it"
                        .to_owned(),
                );
            }
            Verdict::Wrong => {}
        }
        let known = self.mistakes.iter().find(|mistake| {
            let mut explains_a_wrong_one = false;
            let explains_all = self.inputs.iter().zip(trials).zip(rows).all(
                |((input, outcome), row)| match outcome {
                    Outcome::Value(answer) => {
                        let explained = mistake.explains(input, answer);
                        explains_a_wrong_one |= explained && !row.right;
                        explained
                    }
                    // A mistake may well end in a panic elsewhere.
                    _ => true,
                },
            );
            explains_all && explains_a_wrong_one
        });
        if let Some(mistake) = known {
            return Some(mistake.hint.to_owned());
        }
        let wrong = rows.iter().position(|row| !row.right)?;
        let expected = (self.right)(&self.inputs[wrong]);
        Some(match &trials[wrong] {
            Outcome::Panicked(message) => of_panic(message).to_owned(),
            Outcome::Value(answer) => of_numbers(answer, &expected, &rows[wrong]),
            Outcome::Unwritten | Outcome::Unfinished => return None,
        })
    }
}

fn of_panic(message: &str) -> &'static str {
    if message.contains("out of bounds") {
        "an index is too large: the elements of n are numbered from 0 to n − 1"
    } else if message.contains("overflow") {
        "an integer became too large or fell below 0: usize has no negative numbers; convert with \
         `as f64` before you subtract"
    } else if message.contains("divide by zero") {
        "an integer was divided by 0: convert with `as f64` first, or count from 1"
    } else if ["broadcast", "incompatible", "not compatible"]
        .iter()
        .any(|word| message.contains(word))
    {
        "arrays of different shapes meet in one operation: print their `.shape()`"
    } else {
        "the function panicked where the table says so: the message names the reason"
    }
}

/// What can be said about a wrong answer that no known mistake explains.
fn of_numbers<T: Answer>(answer: &T, expected: &T, row: &Row) -> String {
    let (found, wanted) = (answer.parts(), expected.parts());
    for (found, wanted) in found.iter().zip(&wanted) {
        if found.shape != wanted.shape {
            let (found, wanted) = (&found.shape, &wanted.shape);
            return format!("the answer has shape {found:?}, but should have shape {wanted:?}");
        }
    }
    let numbers = || found.iter().flat_map(|part| &part.elements);
    if numbers().any(|number| number.is_nan()) {
        return "NaN comes from 0/0, ∞ − ∞ or the logarithm of a negative number: look for one \
                with the values of that row"
            .to_owned();
    }
    if numbers().any(|number| number.is_infinite()) {
        return "∞ comes from a division by 0 or from a number beyond 10³⁰⁸: look for one with \
                the values of that row"
            .to_owned();
    }
    if numbers().all(|&number| number == 0.0) {
        return "the answer is 0 throughout: is the result stored, and is it the stored one that \
                is returned?"
            .to_owned();
    }
    format!(
        "none of the usual mistakes gives these numbers: work `{}` out by hand, step by step, and \
         compare with what your code does (println! shows values on the way)",
        row.tried
    )
}
