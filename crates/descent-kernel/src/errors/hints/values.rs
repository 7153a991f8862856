//! Results, what can be shown, and loops.

use super::figures::figure;
use super::problem::{Problem, Rule, is_float, is_integer};

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
fn question_mark(problem: &Problem) -> Option<String> {
    problem
        .message
        .contains("the `?` operator can only be applied to values that implement")
        .then(|| {
            "`?` opens a `Result` or an `Option`; this value is neither: take the `?` away."
                .to_owned()
        })
}

/// `?` in a `fn` that returns no `Result`, or on an `Option` in a cell.
fn question_mark_in_fn(problem: &Problem) -> Option<String> {
    if problem
        .message
        .contains("the `?` operator can only be used on `Result`s, not `Option`s")
    {
        return Some(
            "In a cell `?` opens a `Result`; an `Option` is opened by `.unwrap()`.".to_owned(),
        );
    }
    if problem.message.contains("couldn't convert the error") {
        return Some(
            "This kind of error has no words of its own (`Display`), which `?` needs: write \
             `.unwrap()` instead."
                .to_owned(),
        );
    }
    (problem
        .message
        .contains("the `?` operator can only be used in"))
    .then(|| {
        "`?` passes an error on to whoever called the function: let it return a `Result`, as in \
         `-> Result<f64, Error>`, or write `.unwrap()`."
            .to_owned()
    })
}

/// A `Result` where its value is wanted.
fn result_unopened(problem: &Problem) -> Option<String> {
    if matches!(problem.code, "E0277" | "E0369") && problem.message.starts_with("cannot ") {
        let quoted = problem.quoted();
        let has = |what: &str| quoted.iter().any(|of| of.starts_with(what));
        if has("Result<") {
            return Some(
                "One side is a `Result`: the value, or an error. Write `?` behind what makes it."
                    .to_owned(),
            );
        }
        if has("Option<") {
            return Some(
                "One side is an `Option`: a value, or `None`. `.unwrap()` takes the value out."
                    .to_owned(),
            );
        }
        return None;
    }
    let (expected, found) = problem.mismatch()?;
    let found = found.trim_start_matches('&');
    if found.starts_with("Result<") && !expected.trim_start_matches('&').starts_with("Result<") {
        return Some(format!(
            "`{}` is a `Result`: the value, or an error. Write `?` behind what makes it.",
            problem.text()
        ));
    }
    (found.starts_with("Option<") && !expected.starts_with("Option<") && !expected.starts_with('&'))
        .then(|| {
            format!(
                "`{}` is an `Option`: a value, or `None`. `.unwrap()` takes the value out.",
                problem.text()
            )
        })
}

/// What cannot be shown.
fn shown(problem: &Problem) -> Option<String> {
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
                "This value has no words to show: end the line with `;`.".to_owned()
            } else {
                format!(
                    "A `{name}` cannot be shown yet: write `#[derive(Debug)]` above its `struct`."
                )
            },
        );
    }
    is_display.then(|| format!("`{{}}` cannot show a `{of}`: write `{{:?}}`."))
}

/// `println!(x)`
fn format_string(problem: &Problem) -> Option<String> {
    if problem.message != "format argument must be a string literal" {
        return None;
    }
    let x = problem.text();
    let is_name = x.chars().all(|c| c.is_alphanumeric() || c == '_');
    Some(if is_name {
        format!("The first thing is a text that says where values go: `println!(\"{{{x}}}\")`.")
    } else {
        format!("The first thing is a text that says where values go: `println!(\"{{}}\", {x})`.")
    })
}

fn arguments_of_format(problem: &Problem) -> Option<String> {
    if problem.message.contains("positional argument")
        && problem.message.contains("in format string")
    {
        return Some("Each `{}` in the text shows one value behind it.".to_owned());
    }
    problem.message.contains("argument never used").then(|| {
        "Each value behind the text needs a `{}` in the text, where it is shown.".to_owned()
    })
}

/// `{:.3f}`
fn format_kind(problem: &Problem) -> Option<String> {
    problem
        .message
        .starts_with("unknown format trait")
        .then(|| "Three digits behind the point are `{:.3}`, in powers of ten `{:.3e}`.".to_owned())
}

/// `println!("hello " + name)`
fn joined_in_print(problem: &Problem) -> Option<String> {
    (problem.message == "expected `,`, found `+`").then(|| {
        "Values stand within the text, in braces: `println!(\"hello {name}\")`.".to_owned()
    })
}

/// `if 1.0 { … }`
fn condition(problem: &Problem) -> Option<String> {
    let (expected, found) = problem.mismatch()?;
    (expected == "bool" && (is_float(found) || is_integer(found)))
        .then(|| "A condition is a comparison, such as `x > 0.0`.".to_owned())
}

fn no_else(problem: &Problem) -> Option<String> {
    (problem.code == "E0317").then(|| {
        "An `if` that is to give a value needs an `else { … }` that gives one, too.".to_owned()
    })
}

/// `for q in &path`, `for i in 3`
fn iterator(problem: &Problem) -> Option<String> {
    if !problem.message.ends_with("is not an iterator") {
        return None;
    }
    let of = problem.quoted().first()?.trim_start_matches('&');
    let text = problem.text();
    let name = text.trim_start_matches('&');
    Some(match of {
        "{integer}" | "usize" | "i32" | "u32" => {
            format!("A loop over numbers is `for i in 0..{text} {{ … }}`.")
        }
        _ if of.starts_with("Trajectory") => {
            format!(
                "A trajectory's points are walked through with `for point in {name}.points() {{ … }}`."
            )
        }
        _ if figure(of).is_some() || of.starts_with('(') => {
            "A list is wanted here, in square brackets: `panels([…, …])`; figures of several kinds \
             are joined by `contour(…).beside(curve(…))`."
                .to_owned()
        }
        _ if of.starts_with("Array") => {
            format!("Its elements are walked through with `for v in &{name} {{ … }}`.")
        }
        _ if of.starts_with("Result<") => {
            format!("`{name}` is a `Result`: write `?` behind what makes it.")
        }
        _ => return None,
    })
}

/// `match n { 4 => "a" }`
fn missing_case(problem: &Problem) -> Option<String> {
    (problem.code == "E0004").then(|| {
        "A `match` names every case: `_ => …` at its end stands for all others.".to_owned()
    })
}

fn outside_loop(problem: &Problem) -> Option<String> {
    let word = problem.quoted().into_iter().next()?;
    (matches!(problem.code, "E0267" | "E0268") && matches!(word, "break" | "continue"))
        .then(|| format!("`{word}` stands within a loop alone: `for`, `while` or `loop`."))
}

/// `return 5;` in a cell.
fn returning(problem: &Problem) -> Option<String> {
    let is_return = problem.before().trim_end().ends_with("return");
    let (expected, _) = problem.mismatch()?;
    (is_return && expected == "()").then(|| {
        "A cell has nobody to return to: its last line is its value, without `return` and `;`."
            .to_owned()
    })
}

fn implemented_twice(problem: &Problem) -> Option<String> {
    (problem.code == "E0119" || problem.code == "E0592").then(|| {
        "An earlier cell has the same `impl`: put it into the cell of its `struct`, and run that \
         cell again."
            .to_owned()
    })
}

/// `let _: ! = …`, a `struct` that was edited.
fn never_type(problem: &Problem) -> Option<String> {
    let (expected, found) = problem.mismatch()?;
    (expected == found && !expected.is_empty() && expected.chars().next().is_some_and(char::is_uppercase)).then(|| {
        format!("The variable is of the `{expected}` of an earlier cell: run the cell that makes it again.")
    })
}
