//! What a function is given.

use ra_ap_syntax::TextRange;

use ra_ap_syntax::ast::{self, AstNode};

use super::problem::{Problem, Rule, is_float, is_integer};

use crate::cell_syntax::BEFORE;

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
fn optimizer(problem: &Problem) -> Option<String> {
    let wants =
        problem.message.contains("Optimizer") && problem.message.contains("is not satisfied");
    wants.then(|| {
        "The optimizer comes first: `descend_with(optimizer, function, &start, steps)`.".to_owned()
    })
}

fn swapped(problem: &Problem) -> Option<String> {
    if !problem.says("swap these arguments") && !problem.says("reorder these arguments") {
        return None;
    }
    Some(match call(problem) {
        Some(call) => format!("The arguments stand in another order: `{call}`."),
        None => "The arguments stand in another order.".to_owned(),
    })
}

fn count(problem: &Problem) -> Option<String> {
    if !matches!(problem.code, "E0061" | "E0057") {
        return None;
    }
    Some(match call(problem) {
        Some(call) => format!("It is called as `{call}`."),
        None if problem.message.contains("method takes 0 arguments") => {
            "This method takes nothing: its brackets stay empty, `()`.".to_owned()
        }
        None => return None,
    })
}

/// `gradient_descent(function_1, …)`
fn function_of_array(problem: &Problem) -> Option<String> {
    let is_function = problem
        .message
        .contains("type mismatch in function arguments");
    if !is_function {
        return None;
    }
    let name = problem.text();
    if problem.says("fn(f64)") && problem.says("Array") {
        let found_number = problem.told.notes.iter().any(|(_, note)| {
            note.rsplit("found")
                .next()
                .is_some_and(|found| found.contains("fn(f64)"))
        });
        return Some(if found_number {
            format!(
                "Here a function of an array is wanted, such as `function_2`; `{name}` is one of a \
                 number."
            )
        } else {
            format!(
                "Here a function of a number is wanted, such as `function_1`; `{name}` is one of an \
                 array."
            )
        });
    }
    Some(format!(
        "`{name}` takes something else than it is given here."
    ))
}

/// `contour(function_2(&x))`
fn called(problem: &Problem) -> Option<String> {
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
            format!(
                "A function itself is wanted, not its value: `{name}` without the brackets, or a closure, \
             `|x: &Array1<f64>| …`."
            )
        } else if let Some(call) = call(problem) {
            format!("A function is wanted here: `{call}`.")
        } else {
            "A function is wanted here: its name, or a closure, `|x: &Array1<f64>| …`.".to_owned()
        },
    )
}

/// `|x: Array1<f64>| …`
fn by_value(problem: &Problem) -> Option<String> {
    problem
        .message
        .contains("type mismatch in closure arguments")
        .then(|| {
            if problem.says("borrows its argument") {
                "The closure is lent its array: write `|x: &Array1<f64>| …`.".to_owned()
            } else if problem.says("consider adjusting the signature so it does not borrow") {
                "The closure is given a number, not lent one: write `|x: f64| …`.".to_owned()
            } else if problem.says("expected closure signature `fn(f64)") {
                "The closure is given a number: write `|x: f64| …`.".to_owned()
            } else {
                "The closure takes something else than it is given here.".to_owned()
            }
        })
}

/// `{ x[0] * x[0]; }`
fn closure_result(problem: &Problem) -> Option<String> {
    let (expected, found) = problem.mismatch()?;
    let is_nothing = found == "()";
    if is_nothing && problem.says("remove this semicolon") {
        return Some(
            "A block's value is its last line without a semicolon: take the last `;` away."
                .to_owned(),
        );
    }
    (expected == "()" && problem.says("return type"))
        .then(|| format!("The function gives a value: state its type, `-> {found}`."))
}

/// `&` missing or too much.
fn borrow(problem: &Problem) -> Option<String> {
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
        return Some(format!(
            "It is to be lent for changes: write `&mut {short}`."
        ));
    }
    if let Some(inner) = expected.strip_prefix('&')
        && same(inner, found)
        && !found.starts_with('&')
    {
        return Some(format!("It is to be lent: write `&{short}`."));
    }
    let inner = found.strip_prefix('&')?;
    if expected.starts_with('&') || !same(expected, inner) {
        return None;
    }
    Some(if text.starts_with('&') {
        format!(
            "It is to be given, not lent: write `{}`.",
            text.trim_start_matches('&')
        )
    } else if is_float(inner) || is_integer(inner) {
        format!("`{short}` is lent, and the number itself is wanted: write `*{short}`.")
    } else {
        format!("`{short}` is lent, and a value of its own is wanted: write `{short}.clone()`.")
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
fn untyped(problem: &Problem) -> Option<String> {
    if problem.message == "the type of the value to show is not known" {
        return Some(
            "State its type: in a `let`, as in `let x: f64 = …;`, or behind a number, `2.0_f64`."
                .to_owned(),
        );
    }
    if !matches!(problem.code, "E0282" | "E0283" | "E0284") {
        return None;
    }
    if problem.says("closure parameter") {
        return Some(
            "State what the closure takes: `|x: f64| …` or `|x: &Array1<f64>| …`.".to_owned(),
        );
    }
    let name = problem.text();
    let of = problem.quoted().first().copied().unwrap_or_default();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let name = if is_name { name } else { "x" };
    Some(match of.split('<').next().unwrap_or_default() {
        "Option" => {
            format!("What may be in it has to be stated: `let {name}: Option<f64> = None;`.")
        }
        "Vec" => {
            format!("What it will hold has to be stated: `let mut {name}: Vec<f64> = Vec::new();`.")
        }
        _ if problem.line().contains(".collect()") => {
            "State what to collect into: `.collect::<Vec<_>>()`.".to_owned()
        }
        _ if problem.line().contains(".sum()") => {
            "State what the sum is: `.sum::<f64>()`.".to_owned()
        }
        _ if problem.line().contains(".parse()") => {
            "State what to read: `.parse::<f64>()`.".to_owned()
        }
        _ => format!("Its type has to be stated, as in `let {name}: f64 = …;`."),
    })
}
