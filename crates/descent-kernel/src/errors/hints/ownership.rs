//! Moves, loans and what can be kept from cell to cell.

use ra_ap_syntax::ast::{self, AstNode};

use super::problem::{Problem, Rule};
use crate::words::{Words, words};

pub const RULES: &[Rule] = &[
    closure,
    kept,
    moved,
    moved_in_loop,
    immutable,
    conflict,
    uninitialized,
    static_mut,
    returned,
];

/// What rustc says of a variable that evcxr wants to keep.
fn kept(problem: &Problem) -> Option<Words> {
    let name = problem.told.kept.as_deref()?;
    let is_loan = matches!(
        problem.code,
        "E0597" | "E0505" | "E0716" | "E0521" | "E0373" | "E0499" | "E0502" | "E0506"
    );
    is_loan.then(|| cannot_keep(name, problem))
}

/// A closure that only borrows what it uses.
fn closure(problem: &Problem) -> Option<Words> {
    let is_loan = matches!(problem.code, "E0373" | "E0597" | "E0521" | "E0505");
    let closure = problem.around::<ast::ClosureExpr>()?;
    if !is_loan
        || problem.code != "E0373"
            && problem.told.kept.is_none()
            && !problem.says("is borrowed for `'static`")
    {
        return None;
    }
    let arguments = closure.param_list()?.syntax().text().to_string();
    if closure.move_token().is_some() {
        return None;
    }
    let boxed = problem.line().contains("Box::new(");
    Some(if boxed {
        words!(
            "A closure that is kept has to own what it uses: write `move {arguments} …`.",
            arguments
        )
    } else {
        let name = problem.line().strip_prefix("let ").unwrap_or("f =");
        let name = name
            .trim_start_matches("mut ")
            .split([' ', ':', '='])
            .next()
            .unwrap_or("f");
        let boxed = super::boxed_closure(problem.cell, name, "move ")?;
        words!(
            "To keep a closure for later cells, write {boxed} or use it within this cell, inside \
             `{{ … }}`.",
            boxed
        )
    })
}

/// Why a variable that borrows ends with its cell, and what to write instead.
fn cannot_keep(name: &str, problem: &Problem) -> Words {
    let line = problem.line();
    let instead = if line.contains(".iter()") || line.contains(".iter_mut()") {
        words!("end it with `.collect::<Vec<_>>()`")
    } else if line.contains(".view()")
        || line.contains(".slice(")
        || line.contains(".row(")
        || line.contains(".column(")
        || line.contains(".t()")
    {
        words!("make it a value of its own with `.to_owned()`")
    } else if line.contains("..") && line.contains('[') {
        words!("make it a value of its own with `.to_vec()`")
    } else {
        words!("make it a value of its own, with `.clone()` or `.to_owned()`")
    };
    words!(
        "`{name}` is a reference, or holds one, and a reference cannot be kept for later cells: \
         {instead}, or use it within this cell, inside `{{ … }}`.",
        name,
        instead
    )
}

/// `u - 1.0` and then `u`
fn moved(problem: &Problem) -> Option<Words> {
    if problem.code != "E0382" || problem.says("in previous iteration of loop") {
        return None;
    }
    let name = *problem.quoted().first()?;
    if problem.says("moved due to usage in operator") {
        let label = problem
            .told
            .labels
            .iter()
            .find(|label| label.text.contains("usage in operator"));
        let used = label
            .and_then(|label| problem.cell.get(label.range.clone()))
            .unwrap_or(name);
        let lent = used.replacen(name, &format!("&{name}"), 1);
        return Some(words!(
            "Calculating with `{name}` itself moves it away: write `{lent}`.",
            name,
            lent
        ));
    }
    if problem.says("moved due to this implicit call to `.into_iter()`") {
        return Some(words!(
            "The loop has taken `{name}`: write `for … in &{name}`.",
            name
        ));
    }
    Some(words!(
        "`{name}` was moved away, to where rustc points: lend it there, `&{name}`, or give a copy, \
         `{name}.clone()`.",
        name
    ))
}

fn moved_in_loop(problem: &Problem) -> Option<Words> {
    if problem.code != "E0382" {
        return None;
    }
    let name = *problem.quoted().first()?;
    Some(words!(
        "The first round of the loop takes `{name}` away: write `{name}.clone()` there, or `&{name}`.",
        name
    ))
}

/// A missing `mut`.
fn immutable(problem: &Problem) -> Option<Words> {
    if !matches!(problem.code, "E0384" | "E0596" | "E0594") {
        return None;
    }
    let name = problem.quoted().into_iter().next()?.trim_start_matches('*');
    let name = name.split(['.', '[']).next().unwrap_or(name);
    if problem.message.contains("behind a `&` reference") {
        return Some(words!(
            "`{name}` is only lent to read: take it as `&mut`.",
            name
        ));
    }
    let is_here = problem
        .tree()
        .descendants()
        .filter_map(ast::IdentPat::cast)
        .any(|pat| pat.syntax().text() == name);
    Some(if is_here {
        words!(
            "Only a `mut` variable can change: write `let mut {name} = …;`.",
            name
        )
    } else {
        words!(
            "Only a `mut` variable can change: run `let mut {name} = {name};` first.",
            name
        )
    })
}

fn conflict(problem: &Problem) -> Option<Words> {
    let name = problem.quoted().into_iter().next().unwrap_or("it");
    match problem.code {
        "E0499" | "E0502" | "E0506" => Some(words!(
            "`{name}` is still lent out where it is to change: use the loan to its end first, or copy \
             what is lent, with `.clone()`.",
            name
        )),
        "E0505" => Some(words!(
            "`{name}` is still lent out where it is to be moved away.",
            name
        )),
        "E0507" => Some(words!(
            "What is only lent cannot be moved away: write `.clone()`."
        )),
        _ => None,
    }
}

/// `let never: f64;`
fn uninitialized(problem: &Problem) -> Option<Words> {
    if problem.code != "E0381" {
        return None;
    }
    let name = *problem.quoted().first()?;
    Some(words!(
        "`{name}` has no value yet, and a cell keeps variables with their values: write \
         `let {name} = …;`.",
        name
    ))
}

fn static_mut(problem: &Problem) -> Option<Words> {
    (problem.code == "E0133" && problem.message.contains("mutable static")).then(|| {
        words!("A variable of the notebook keeps its value from cell to cell: `let mut count = 0;` does \
         without `static mut` and `unsafe`.")
    })
}

/// A function that returns a reference.
fn returned(problem: &Problem) -> Option<Words> {
    (problem.code == "E0515").then(|| {
        words!(
            "What a function makes ends with it: return the value itself, not a reference to it."
        )
    })
}
