//! Results, what can be shown, and loops.

use super::figures::figure;
use super::problem::{Problem, Rule, is_float, is_integer};
use crate::words::{Words, words};

pub const RULES: &[Rule] = &[
    question_mark,
    question_mark_in_fn,
    result_unopened,
    shown,
    format_string,
    arguments_of_format,
    format_kind,
    joined_in_print,
    condition,
    no_else,
    iterator,
    outside_loop,
    returning,
    implemented_twice,
    never_type,
    missing_case,
];

/// `x?` of something that is no `Result`.
fn question_mark(problem: &Problem) -> Option<Words> {
    problem
        .message
        .contains("the `?` operator can only be applied to values that implement")
        .then(|| {
            words!("`?` opens a `Result` or an `Option`; this value is neither: take the `?` away.")
        })
}

/// `?` in a `fn` that returns no `Result`, or on an `Option` in a cell.
fn question_mark_in_fn(problem: &Problem) -> Option<Words> {
    if problem
        .message
        .contains("the `?` operator can only be used on `Result`s, not `Option`s")
    {
        return Some(words!(
            "In a cell `?` opens a `Result`; an `Option` is opened by `.unwrap()`."
        ));
    }
    if problem.message.contains("couldn't convert the error") {
        return Some(words!(
            "This kind of error has no words of its own (`Display`), which `?` needs: write \
             `.unwrap()` instead."
        ));
    }
    (problem
        .message
        .contains("the `?` operator can only be used in"))
    .then(|| {
        words!("`?` passes an error on to whoever called the function: let it return a `Result`, as in \
         `-> Result<f64, Error>`, or write `.unwrap()`.")
    })
}

/// A `Result` where its value is wanted.
fn result_unopened(problem: &Problem) -> Option<Words> {
    if matches!(problem.code, "E0277" | "E0369") && problem.message.starts_with("cannot ") {
        let quoted = problem.quoted();
        let has = |what: &str| quoted.iter().any(|of| of.starts_with(what));
        if has("Result<") {
            return Some(words!(
                "One side is a `Result`: the value, or an error. Write `?` behind what makes it."
            ));
        }
        if has("Option<") {
            return Some(words!(
                "One side is an `Option`: a value, or `None`. `.unwrap()` takes the value out."
            ));
        }
        return None;
    }
    let (expected, found) = problem.mismatch()?;
    let found = found.trim_start_matches('&');
    if found.starts_with("Result<") && !expected.trim_start_matches('&').starts_with("Result<") {
        return Some(words!(
            "`{name}` is a `Result`: the value, or an error. Write `?` behind what makes it.",
            name = problem.text()
        ));
    }
    (found.starts_with("Option<") && !expected.starts_with("Option<") && !expected.starts_with('&'))
        .then(|| {
            words!(
                "`{name}` is an `Option`: a value, or `None`. `.unwrap()` takes the value out.",
                name = problem.text()
            )
        })
}

/// What cannot be shown.
fn shown(problem: &Problem) -> Option<Words> {
    let is_debug = problem.message.ends_with("doesn't implement `Debug`");
    let is_display = problem
        .message
        .contains("doesn't implement `std::fmt::Display`")
        || problem.message.ends_with("doesn't implement `Display`");
    let of = *problem.quoted().first()?;
    if is_debug {
        let name = of.split('<').next().unwrap_or(of);
        return Some(
            if name.starts_with('{') || name.starts_with("impl ") || of.contains("closure") {
                words!("This value has no words to show: end the line with `;`.")
            } else {
                words!(
                    "A `{name}` cannot be shown yet: write `#[derive(Debug)]` above its `struct`.",
                    name
                )
            },
        );
    }
    is_display.then(|| words!("`{{}}` cannot show a `{of}`: write `{{:?}}`.", of))
}

/// `println!(x)`
fn format_string(problem: &Problem) -> Option<Words> {
    if problem.message != "format argument must be a string literal" {
        return None;
    }
    let x = problem.text();
    let is_name = x.chars().all(|c| c.is_alphanumeric() || c == '_');
    Some(if is_name {
        words!(
            "The first thing is a text that says where values go: `println!(\"{{{x}}}\")`.",
            x
        )
    } else {
        words!(
            "The first thing is a text that says where values go: `println!(\"{{}}\", {x})`.",
            x
        )
    })
}

fn arguments_of_format(problem: &Problem) -> Option<Words> {
    if problem.message.contains("positional argument")
        && problem.message.contains("in format string")
    {
        return Some(words!("Each `{{}}` in the text shows one value behind it."));
    }
    problem.message.contains("argument never used").then(|| {
        words!("Each value behind the text needs a `{{}}` in the text, where it is shown.")
    })
}

/// `{:.3f}`
fn format_kind(problem: &Problem) -> Option<Words> {
    problem
        .message
        .starts_with("unknown format trait")
        .then(|| {
            words!("Three digits behind the point are `{{:.3}}`, in powers of ten `{{:.3e}}`.")
        })
}

/// `println!("hello " + name)`
fn joined_in_print(problem: &Problem) -> Option<Words> {
    (problem.message == "expected `,`, found `+`")
        .then(|| words!("Values stand within the text, in braces: `println!(\"hello {{name}}\")`."))
}

/// `if 1.0 { … }`
fn condition(problem: &Problem) -> Option<Words> {
    let (expected, found) = problem.mismatch()?;
    (expected == "bool" && (is_float(found) || is_integer(found)))
        .then(|| words!("A condition is a comparison, such as `x > 0.0`."))
}

fn no_else(problem: &Problem) -> Option<Words> {
    (problem.code == "E0317").then(|| {
        words!("An `if` that is to give a value needs an `else {{ … }}` that gives one, too.")
    })
}

/// `for q in &path`, `for i in 3`
fn iterator(problem: &Problem) -> Option<Words> {
    if !problem.message.ends_with("is not an iterator") {
        return None;
    }
    let of = problem.quoted().first()?.trim_start_matches('&');
    let text = problem.text();
    let name = text.trim_start_matches('&');
    Some(match of {
        "{integer}" | "usize" | "i32" | "u32" => {
            words!("A loop over numbers is `for i in 0..{text} {{ … }}`.", text)
        }
        _ if of.starts_with("Trajectory") => {
            words!(
                "A trajectory's points are walked through with `for point in {name}.points() {{ … }}`.",
                name
            )
        }
        _ if figure(of).is_some() || of.starts_with('(') => {
            words!(
                "A list is wanted here, in square brackets: `panels([…, …])`; figures of several kinds \
             are joined by `contour(…).beside(curve(…))`."
            )
        }
        _ if of.starts_with("Array") => {
            words!(
                "Its elements are walked through with `for v in &{name} {{ … }}`.",
                name
            )
        }
        _ if of.starts_with("Result<") => {
            words!(
                "`{name}` is a `Result`: write `?` behind what makes it.",
                name
            )
        }
        _ => return None,
    })
}

/// `match n { 4 => "a" }`
fn missing_case(problem: &Problem) -> Option<Words> {
    (problem.code == "E0004")
        .then(|| words!("A `match` names every case: `_ => …` at its end stands for all others."))
}

fn outside_loop(problem: &Problem) -> Option<Words> {
    let word = problem.quoted().into_iter().next()?;
    (matches!(problem.code, "E0267" | "E0268") && matches!(word, "break" | "continue")).then(|| {
        words!(
            "`{word}` stands within a loop alone: `for`, `while` or `loop`.",
            word
        )
    })
}

/// `return 5;` in a cell.
fn returning(problem: &Problem) -> Option<Words> {
    let is_return = problem.before().trim_end().ends_with("return");
    let (expected, _) = problem.mismatch()?;
    (is_return && expected == "()").then(|| {
        words!(
            "A cell has nobody to return to: its last line is its value, without `return` and `;`."
        )
    })
}

fn implemented_twice(problem: &Problem) -> Option<Words> {
    (problem.code == "E0119" || problem.code == "E0592").then(|| {
        words!("An earlier cell has the same `impl`: put it into the cell of its `struct`, and run that \
         cell again.")
    })
}

/// `let _: ! = …`, a `struct` that was edited.
fn never_type(problem: &Problem) -> Option<Words> {
    let (expected, found) = problem.mismatch()?;
    (expected == found && !expected.is_empty() && expected.chars().next().is_some_and(char::is_uppercase)).then(|| {
        words!("The variable is of the `{expected}` of an earlier cell: run the cell that makes it again.", expected)
    })
}
