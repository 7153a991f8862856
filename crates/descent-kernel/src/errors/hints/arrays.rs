//! Lists for arrays, and arrays of another shape.

use super::problem::{Problem, Rule, is_float, is_integer};
use crate::words::{Words, words};

pub const RULES: &[Rule] = &[vector, dimensions];

/// A `Vec` for an array and the other way round.
fn vector(problem: &Problem) -> Option<Words> {
    let quoted = problem.quoted();
    if matches!(problem.code, "E0277" | "E0369")
        && quoted.first()?.contains("Vec<")
        && problem.message.starts_with("cannot ")
    {
        return Some(words!(
            "A `Vec` does not calculate; an array does: write `array![…]`, or `Array1::from(…)` of a \
             `Vec`."
        ));
    }
    if matches!(problem.code, "E0277" | "E0369")
        && quoted.get(1).is_some_and(|of| of.contains("Vec<"))
        && problem.message.starts_with("cannot ")
    {
        return Some(words!(
            "A `Vec` does not calculate; an array does: write `array![…]`, or `Array1::from(…)` of a \
             `Vec`."
        ));
    }
    let (expected, found) = problem.mismatch()?;
    let is_list = |of: &str| {
        let of = of.trim_start_matches('&');
        of.starts_with("Vec<") || of.starts_with('[') || of.starts_with("an array")
    };
    let is_array = |of: &str| of.trim_start_matches('&').starts_with("Array");
    let lent = if expected.starts_with('&') { "&" } else { "" };
    if is_array(expected) && (is_float(found) || is_integer(found)) {
        let what = if expected.contains("Array2") {
            "array![[…], […]]"
        } else {
            "array![…]"
        };
        return Some(words!(
            "An array is wanted here, `{lent}{what}`, and `{number}` is one number.",
            lent,
            what,
            number = problem.wrong()
        ));
    }
    if is_array(expected) && is_list(found) {
        return Some(words!(
            "An array is wanted, not a list: write `{lent}array![…]` with its numbers, or \
             `{lent}Array1::from(…)` of a `Vec`.",
            lent
        ));
    }
    (is_list(expected) && is_array(found)).then(|| {
        words!("A list is wanted, not an array: write `vec![…]`, or `.to_vec()` of an array.")
    })
}

/// A matrix for a vector.
fn dimensions(problem: &Problem) -> Option<Words> {
    let sizes = "expected an array with a size of ";
    // Rows of a literal have a length that is told like this, too.
    let is_dimension = problem
        .told
        .notes
        .iter()
        .any(|note| note.text.contains("Array"));
    if problem.label.starts_with(sizes) && !is_dimension {
        return problem
            .text()
            .starts_with("array![[")
            .then(|| words!("All rows of an array have the same length."));
    }
    let from_sizes = problem.label.strip_prefix(sizes).and_then(|rest| {
        let (a, b) = rest.split_once(", found one with a size of ")?;
        Some((a.trim().to_owned(), b.trim().to_owned()))
    });
    let from_types = || {
        let (a, b) = problem.mismatch()?;
        let count = |of: &str| {
            let of = of.trim_start_matches('&').strip_prefix("Array")?;
            let digit = of.chars().next().filter(char::is_ascii_digit)?;
            Some(digit.to_string())
        };
        Some((count(a)?, count(b)?))
    };
    let (wanted, found) = from_sizes.or_else(from_types)?;
    if wanted == found {
        return None;
    }
    Some(match &*wanted {
        "1" => words!(
            "An array of 1 dimension is wanted (`Array1<f64>`), and this one has {found}.",
            found
        ),
        _ => words!(
            "An array of {wanted} dimensions is wanted (`Array{wanted}<f64>`), and this one has \
             {found}.",
            wanted,
            found
        ),
    })
}
