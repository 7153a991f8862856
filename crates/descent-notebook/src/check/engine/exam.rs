//! How a check comes to its answer.

use std::sync::Arc;

use descent_language::{marked, translated, words};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::answer::Answer;
use super::attempt::{Outcome, attempt};
use super::random::seed;
use super::report::{Report, Row, Verdict};

/// How many digits of an answer are shown.
const DIGITS: usize = 6;
/// How many where a wrong answer would look right.
const MORE_DIGITS: usize = 10;

/// The hint of [`Verdict::NotWritten`].
const WRITE: &str = marked!("replace todo!() by your own code, run that cell, then this one again");
/// The hint of [`Verdict::Unfinished`].
const END: &str = marked!(
    "look for a loop that never ends: does its condition become false? The function works on \
     unseen: restart the kernel to stop it"
);

/// A check: what is tried, and what is known about right and wrong answers to it.
pub(crate) struct Exam<I: 'static, T: 'static> {
    /// The name of the check, as `check::name` has it.
    pub(crate) name: &'static str,
    /// What the student's function is tried on first, the same in every call.
    pub(crate) known: Vec<I>,
    /// What it is tried on then, new in every call.
    pub(crate) random: fn(&mut StdRng) -> Vec<I>,
    /// An input for people.
    pub(crate) show: fn(&I) -> String,
    /// The right answer to an input.
    pub(crate) right: fn(&I) -> T,
    /// What usually goes wrong; the first that explains all answers gives the hint.
    pub(crate) mistakes: &'static [Mistake<I, T>],
}

/// A common mistake: how to recognise it, and the hint for a student who made it.
pub(crate) enum Mistake<I, T> {
    /// It leads to this wrong answer.
    Gives(fn(&I) -> T, &'static str),
    /// It shows in a wrong answer in another way.
    Shows(fn(&I, &T) -> bool, &'static str),
    /// It makes an answer wrong even if its numbers happen to be right.
    Forbidden(fn(&I, &T) -> bool, &'static str),
}

impl<I, T: Answer> Mistake<I, T> {
    fn explains(&self, input: &I, answer: &T) -> bool {
        match self {
            Self::Gives(wrong, _) => answer.is_near(&wrong(input)),
            Self::Shows(seen, _) | Self::Forbidden(seen, _) => seen(input, answer),
        }
    }

    fn hint(&self) -> &'static str {
        match self {
            Self::Gives(_, hint) | Self::Shows(_, hint) | Self::Forbidden(_, hint) => hint,
        }
    }
}

/// An input, what came of it, and both for people.
struct Trial<I, T> {
    input: I,
    outcome: Outcome<T>,
    row: Row,
}

impl<I: Clone + Send + 'static, T: Answer> Exam<I, T> {
    /// Tries the student's function on every input, until it is known not to be written or to run
    /// forever.
    pub(crate) fn sit(self, mine: impl Fn(&I) -> T + Send + Sync + 'static) -> Report {
        let seed = seed();
        let mut inputs = self.known.clone();
        inputs.extend((self.random)(&mut StdRng::seed_from_u64(seed)));
        let mine = Arc::new(mine);
        let mut trials = Vec::new();
        for input in inputs {
            let (mine, given) = (Arc::clone(&mine), input.clone());
            let outcome = attempt(move || mine(&given));
            let is_last = matches!(outcome, Outcome::Unwritten | Outcome::Unfinished);
            let row = self.row(&input, &outcome);
            trials.push(Trial {
                input,
                outcome,
                row,
            });
            if is_last {
                break;
            }
        }
        let (verdict, hint) = match trials.last().map(|trial| &trial.outcome) {
            Some(Outcome::Unwritten) => (Verdict::NotWritten, Some(translated(WRITE).to_owned())),
            Some(Outcome::Unfinished) => (Verdict::Unfinished, Some(translated(END).to_owned())),
            _ if trials.iter().all(|trial| trial.row.right) => (Verdict::Passed, None),
            _ => (Verdict::Wrong, self.hint(&trials)),
        };
        let rows = trials.into_iter().map(|trial| trial.row).collect();
        Report::new(self.name, seed, verdict, rows, hint)
    }

    fn row(&self, input: &I, outcome: &Outcome<T>) -> Row {
        let expected = (self.right)(input);
        let mut digits = DIGITS;
        let (came_out, right) = match outcome {
            Outcome::Value(answer) => {
                let forbidden = self.mistakes.iter().any(
                    |mistake| matches!(mistake, Mistake::Forbidden(seen, _) if seen(input, answer)),
                );
                let right = !forbidden && answer.is_near(&expected);
                if !right && answer.text(digits) == expected.text(digits) {
                    digits = MORE_DIGITS;
                }
                (answer.text(digits), right)
            }
            Outcome::Unwritten => (words!("nothing yet"), false),
            Outcome::Panicked(message) => (words!("a panic: {message}", message), false),
            Outcome::Unfinished => (words!("no answer in 5 s"), false),
        };
        Row {
            cells: [(self.show)(input), came_out, expected.text(digits)],
            right,
        }
    }

    /// What to look for where something is wrong.
    fn hint(&self, trials: &[Trial<I, T>]) -> Option<String> {
        let wrong = trials.iter().find(|trial| !trial.row.right)?;
        // A mistake explains all answers, and may well end in a panic elsewhere.
        let answered = trials.iter().filter_map(|trial| match &trial.outcome {
            Outcome::Value(answer) => Some((trial, answer)),
            _ => None,
        });
        let answered: Vec<_> = answered.collect();
        if answered.iter().any(|(trial, _)| !trial.row.right) {
            let explains = |mistake: &&Mistake<I, T>| {
                let mut all = answered.iter();
                all.all(|(trial, answer)| mistake.explains(&trial.input, answer))
            };
            if let Some(mistake) = self.mistakes.iter().find(explains) {
                return Some(translated(mistake.hint()).to_owned());
            }
        }
        match &wrong.outcome {
            Outcome::Panicked(message) => Some(translated(of_panic(message)).to_owned()),
            Outcome::Value(answer) => {
                let expected = (self.right)(&wrong.input);
                Some(of_numbers(answer, &expected, &wrong.row.cells[0]))
            }
            Outcome::Unwritten | Outcome::Unfinished => None,
        }
    }
}

fn of_panic(message: &str) -> &'static str {
    if message.contains("out of bounds") {
        marked!("an index is too large: the elements of n are numbered from 0 to n − 1")
    } else if message.contains("overflow") {
        marked!(
            "an integer became too large or fell below 0: usize has no negative numbers; convert \
             with `as f64` before you subtract"
        )
    } else if message.contains("divide by zero") {
        marked!("an integer was divided by 0: convert with `as f64` first, or count from 1")
    } else if ["broadcast", "incompatible", "not compatible"]
        .iter()
        .any(|word| message.contains(word))
    {
        marked!("arrays of different shapes meet in one operation: print their `.shape()`")
    } else {
        marked!("the function panicked where the table says so: the message names the reason")
    }
}

/// What can be said about a wrong answer that no known mistake explains, to what was `tried`.
fn of_numbers<T: Answer>(answer: &T, expected: &T, tried: &str) -> String {
    let (found, wanted) = (answer.parts(), expected.parts());
    for (found, wanted) in found.iter().zip(&wanted) {
        if found.shape != wanted.shape {
            let [found, wanted] = [found, wanted].map(|part| format!("{:?}", part.shape));
            return words!(
                "the answer has shape {found}, but should have shape {wanted}",
                found,
                wanted
            );
        }
    }
    let numbers = answer.elements();
    if numbers.iter().any(|number| number.is_nan()) {
        words!(
            "NaN comes from 0/0, ∞ − ∞ or the logarithm of a negative number: look for one with \
             the values of that row"
        )
    } else if numbers.iter().any(|number| number.is_infinite()) {
        words!(
            "∞ comes from a division by 0 or from a number beyond 10³⁰⁸: look for one with the \
             values of that row"
        )
    } else if numbers.iter().all(|&number| number == 0.0) {
        words!(
            "the answer is 0 throughout: is the result stored, and is it the stored one that is \
             returned?"
        )
    } else {
        words!(
            "none of the usual mistakes gives these numbers: work `{tried}` out by hand, step by \
             step, and compare with what your code does (println! shows values on the way)",
            tried
        )
    }
}
