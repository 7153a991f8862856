//! What a function is given.

use ra_ap_syntax::TextRange;

use ra_ap_syntax::ast::{self, AstNode};

use super::problem::{Problem, Rule, is_float, is_integer};

use crate::cell_syntax::BEFORE;
use crate::words::{Words, words};

pub const RULES: &[Rule] = &[
    optimizer,
    swapped,
    count,
    function_of_array,
    called,
    by_value,
    closure_result,
    borrow,
    untyped,
];

/// The functions of the library and what each is given, in words.
const CALLS: [(&str, &str); 10] = [
    (
        "gradient_descent",
        "gradient_descent(function, &start, learning_rate, steps)",
    ),
    (
        "descend_with",
        "descend_with(optimizer, function, &start, steps)",
    ),
    ("numerical_gradient", "numerical_gradient(function, &x)"),
    ("numerical_diff", "numerical_diff(function, x)"),
    ("tangent_line", "tangent_line(function, x)"),
    ("sweep", "sweep(function, &start, learning_rates, steps)"),
    ("panels", "panels([figure, figure])"),
    ("softmax", "softmax(&scores)"),
    ("cross_entropy_error", "cross_entropy_error(&y, &t)"),
    ("function_2", "function_2(&x)"),
];

/// How to call the function that is called at the place, or is given what stands there.
fn call(problem: &Problem) -> Option<&'static str> {
    let within = |range: TextRange| {
        let byte = |at| usize::from(at).checked_sub(BEFORE.len());
        byte(range.start()) >= Some(problem.at.start) && byte(range.end()) <= Some(problem.at.end)
    };
    let innermost = problem.around::<ast::CallExpr>();
    let Some(innermost) = innermost else {
        // Within `println!(…)` no calls are known, only signs.
        let tokens = problem.tokens(problem.line());
        let known = CALLS.iter().find(|(name, _)| tokens.contains(name));
        return known.map(|(_, call)| *call);
    };
    let mut calls = innermost
        .syntax()
        .ancestors()
        .filter_map(ast::CallExpr::cast);
    let outer = calls.find(|call| !within(call.syntax().text_range()))?;
    let name = outer.expr()?.syntax().text().to_string();
    let name = name.rsplit("::").next()?;
    let known = CALLS.iter().find(|(known, _)| *known == name);
    known.map(|(_, call)| *call)
}

/// `descend_with(function_2, …, Adam::new(0.1), …)`
fn optimizer(problem: &Problem) -> Option<Words> {
    let wants =
        problem.message.contains("Optimizer") && problem.message.contains("is not satisfied");
    wants.then(|| {
        words!("The optimizer comes first: `descend_with(optimizer, function, &start, steps)`.")
    })
}

fn swapped(problem: &Problem) -> Option<Words> {
    if !problem.says("swap these arguments") && !problem.says("reorder these arguments") {
        return None;
    }
    Some(match call(problem) {
        Some(call) => words!("The arguments stand in another order: `{call}`.", call),
        None => words!("The arguments stand in another order."),
    })
}

fn count(problem: &Problem) -> Option<Words> {
    if !matches!(problem.code, "E0061" | "E0057") {
        return None;
    }
    Some(match call(problem) {
        Some(call) => words!("It is called as `{call}`.", call),
        None if problem.message.contains("method takes 0 arguments") => {
            words!("This method takes nothing: its brackets stay empty, `()`.")
        }
        None => return None,
    })
}

/// `gradient_descent(function_1, …)`
fn function_of_array(problem: &Problem) -> Option<Words> {
    let is_function = problem
        .message
        .contains("type mismatch in function arguments");
    if !is_function {
        return None;
    }
    let name = problem.text();
    if problem.says("fn(f64)") && problem.says("Array") {
        let found_number = problem.told.notes.iter().any(|note| {
            note.text
                .rsplit("found")
                .next()
                .is_some_and(|found| found.contains("fn(f64)"))
        });
        return Some(if found_number {
            words!(
                "Here a function of an array is wanted, such as `function_2`; `{name}` is one of a \
                 number.",
                name
            )
        } else {
            words!(
                "Here a function of a number is wanted, such as `function_1`; `{name}` is one of an \
                 array.",
                name
            )
        });
    }
    Some(words!(
        "`{name}` takes something else than it is given here.",
        name
    ))
}

/// `contour(function_2(&x))`
fn called(problem: &Problem) -> Option<Words> {
    let wants = problem.message.starts_with("expected a `Fn")
        || problem.message.starts_with("expected a `FnOnce");
    let found = problem.quoted().last().copied()?;
    if !wants {
        return None;
    }
    let text = problem.text();
    Some(
        if is_float(found) || is_integer(found) || found.starts_with("Result<") {
            let name = text.split('(').next().unwrap_or(text);
            words!(
                "A function itself is wanted, not its value: `{name}` without the brackets, or a closure, \
             `|x: &Array1<f64>| …`.",
                name
            )
        } else if let Some(call) = call(problem) {
            words!("A function is wanted here: `{call}`.", call)
        } else {
            words!("A function is wanted here: its name, or a closure, `|x: &Array1<f64>| …`.")
        },
    )
}

/// `|x: Array1<f64>| …`
fn by_value(problem: &Problem) -> Option<Words> {
    problem
        .message
        .contains("type mismatch in closure arguments")
        .then(|| {
            if problem.says("borrows its argument") {
                words!("The closure is lent its array: write `|x: &Array1<f64>| …`.")
            } else if problem.says("consider adjusting the signature so it does not borrow") {
                words!("The closure is given a number, not lent one: write `|x: f64| …`.")
            } else if problem.says("expected closure signature `fn(f64)") {
                words!("The closure is given a number: write `|x: f64| …`.")
            } else {
                words!("The closure takes something else than it is given here.")
            }
        })
}

/// `{ x[0] * x[0]; }`
fn closure_result(problem: &Problem) -> Option<Words> {
    let (expected, found) = problem.mismatch()?;
    let is_nothing = found == "()";
    if is_nothing && problem.says("remove this semicolon") {
        return Some(words!(
            "A block's value is its last line without a semicolon: take the last `;` away."
        ));
    }
    (expected == "()" && problem.says("return type")).then(|| {
        words!(
            "The function gives a value: state its type, `-> {found}`.",
            found
        )
    })
}

/// `&` missing or too much.
fn borrow(problem: &Problem) -> Option<Words> {
    let (expected, found) = problem.mismatch()?;
    let text = problem.wrong();
    let short = if text.len() > 40 || text.contains('\n') {
        "x"
    } else {
        text
    };
    let same = |a: &str, b: &str| a == b || kind(a).is_some() && kind(a) == kind(b);
    if let Some(inner) = expected.strip_prefix("&mut ")
        && same(inner, found)
    {
        return Some(words!(
            "It is to be lent for changes: write `&mut {short}`.",
            short
        ));
    }
    if let Some(inner) = expected.strip_prefix('&')
        && same(inner, found)
        && !found.starts_with('&')
    {
        return Some(words!("It is to be lent: write `&{short}`.", short));
    }
    let inner = found.strip_prefix('&')?;
    if expected.starts_with('&') || !same(expected, inner) {
        return None;
    }
    Some(if text.starts_with('&') {
        words!(
            "It is to be given, not lent: write `{own}`.",
            own = text.trim_start_matches('&')
        )
    } else if is_float(inner) || is_integer(inner) {
        words!(
            "`{short}` is lent, and the number itself is wanted: write `*{short}`.",
            short
        )
    } else {
        words!(
            "`{short}` is lent, and a value of its own is wanted: write `{short}.clone()`.",
            short
        )
    })
}

/// `Array1` of `Array1<f64>`
fn kind(of: &str) -> Option<&str> {
    let (name, rest) = of.split_once('<').unwrap_or((of, ""));
    let number = name.trim_start_matches('&');
    // What it holds may differ for another reason, which is told then.
    (!rest.contains("{integer}")).then_some(number)
}

/// `|x| x.sum()`, `let best = None;`
fn untyped(problem: &Problem) -> Option<Words> {
    if problem.told.is_open {
        return Some(words!(
            "State its type: in a `let`, as in `let x: f64 = …;`, or behind a number, `2.0_f64`."
        ));
    }
    if !matches!(problem.code, "E0282" | "E0283" | "E0284") {
        return None;
    }
    if problem.says("closure parameter") {
        return Some(words!(
            "State what the closure takes: `|x: f64| …` or `|x: &Array1<f64>| …`."
        ));
    }
    let name = problem.text();
    let of = problem.quoted().first().copied().unwrap_or_default();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let name = if is_name { name } else { "x" };
    Some(match of.split('<').next().unwrap_or_default() {
        "Option" => {
            words!(
                "What may be in it has to be stated: `let {name}: Option<f64> = None;`.",
                name
            )
        }
        "Vec" => {
            words!(
                "What it will hold has to be stated: `let mut {name}: Vec<f64> = Vec::new();`.",
                name
            )
        }
        _ if problem.line().contains(".collect()") => {
            words!("State what to collect into: `.collect::<Vec<_>>()`.")
        }
        _ if problem.line().contains(".sum()") => {
            words!("State what the sum is: `.sum::<f64>()`.")
        }
        _ if problem.line().contains(".parse()") => {
            words!("State what to read: `.parse::<f64>()`.")
        }
        _ => words!(
            "Its type has to be stated, as in `let {name}: f64 = …;`.",
            name
        ),
    })
}
