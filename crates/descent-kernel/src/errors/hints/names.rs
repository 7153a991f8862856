//! Names that stand for nothing, or not here.

use ra_ap_syntax::ast::{self, AstNode, HasName};

use super::SIMILAR;

use super::problem::{Problem, Rule};

use crate::errors::session::Fate;
use crate::words::{Words, words};

pub const RULES: &[Rule] = &[
    field,
    captured,
    earlier,
    new_variable,
    array_macro,
    first_cell,
    unnamed_type,
    import,
    crates,
    similar,
    generic,
    other_case,
    nowhere,
];

/// What a lesson's first cell brings in.
pub(super) const PRELUDE: &str = "Figure Minima Plot Runs Scale Show basins clear_output contour \
    curve explore heatmap images lines live loss_curve numpy_text panels player progress quiver surface check descent AdaGrad Adam \
    Digits Error Line Loss LossOfWeights Momentum Nesterov Optimizer RmsProp Scheduled Sgd \
    SimpleNet Trajectory accuracy beale beale_gradient central_difference confusion_matrix \
    cross_entropy_error descend_with diminishing forward_difference fourth_order_difference \
    function_1 function_1_gradient function_2 function_2_gradient gradient_descent himmelblau \
    himmelblau_gradient numerical_diff numerical_gradient numerical_gradient_with_step ravine \
    ravine_gradient relative_error rosenbrock rosenbrock_gradient softmax step_decay \
    swapped_cross_entropy_error sweep tangent_line Array Array1 Array2 Array3 ArrayView1 \
    ArrayView2 Axis Dimension Ix1 Ix2 array s plotters rand RngExt descent_notebook \
    TwoLayerNet batches hubble_nebulae least_squares sigmoid";

/// The name that is not found.
fn unknown<'a>(problem: &Problem<'a>) -> Option<&'a str> {
    let is_unknown = matches!(
        problem.code,
        "E0405" | "E0412" | "E0422" | "E0425" | "E0432" | "E0433"
    ) || problem.message.starts_with("cannot find macro");
    let name = problem.quoted().into_iter().next();
    name.filter(|_| is_unknown)
}

/// `w` for `self.w`.
fn field(problem: &Problem) -> Option<Words> {
    let name = unknown(problem)?;
    problem.says("available field").then(|| {
        words!(
            "A method names the fields of its own value by `self`: `self.{name}`.",
            name
        )
    })
}

/// A variable within a `fn`.
fn captured(problem: &Problem) -> Option<Words> {
    let name = unknown(problem).or_else(|| (problem.code == "E0434").then(|| problem.text()))?;
    let function = problem.around::<ast::Fn>()?.name()?;
    if function.text() == "cell" {
        return None;
    }
    let is_variable = problem.code == "E0434"
        || matches!(
            problem.session.fate(name),
            Some(Fate::Made(_) | Fate::Moved { .. })
        )
        || problem
            .tree()
            .descendants()
            .filter_map(ast::LetStmt::cast)
            .any(|made| made.pat().is_some_and(|pat| pat.syntax().text() == name));
    is_variable.then(|| {
        words!(
            "A `fn` does not see the variables of the notebook: give `{name}` to `{function}` as an \
             argument, or write a closure, `|x: f64| …`.",
            name,
            function = function.text()
        )
    })
}

/// A name that an earlier cell made, or was to make.
fn earlier(problem: &Problem) -> Option<Words> {
    let name = unknown(problem).filter(|_| !problem.message.starts_with("cannot find macro"))?;
    Some(match problem.session.fate(name)? {
        Fate::Moved { count, statement } => words!(
            "`{name}` was moved in cell [{count}], by `{statement}`: write `&{name}` or \
             `{name}.clone()` there, and run the cell that makes `{name}` again.",
            name,
            count,
            statement
        ),
        Fate::Failed(count) => words!(
            "Cell [{count}], which was to make `{name}`, has failed: run it again once it is right.",
            count,
            name
        ),
        Fate::Lost { made, at } => words!(
            "All variables went when cell [{at}] ended the program: run cell [{made}], which makes \
             `{name}`, again.",
            at,
            made,
            name
        ),
        Fate::Made(made) if problem.code == "E0425" => words!(
            "Cell [{made}] made `{name}`, and it is gone: its type was defined anew, or a panic took \
             it. Run that cell again.",
            made,
            name
        ),
        Fate::Made(_) => return None,
    })
}

/// `z = 5`
fn new_variable(problem: &Problem) -> Option<Words> {
    unknown(problem)?;
    problem
        .says("you might have meant to introduce a new binding")
        .then(|| {
            let line = problem.line().trim_end_matches(';');
            words!("A new variable is made by `let`: `let {line};`.", line)
        })
}

/// `s!` and `rand`, which the prelude leaves out.
fn array_macro(problem: &Problem) -> Option<Words> {
    let name = unknown(problem).filter(|_| problem.message.starts_with("cannot find macro"))?;
    ["s", "azip", "concatenate", "stack"]
        .contains(&name)
        .then(|| {
            words!(
                "`{name}!` is ndarray's: `use descent_notebook::ndarray::{name};` brings it in.",
                name
            )
        })
}

/// A name of the prelude, where no cell has brought it in.
fn first_cell(problem: &Problem) -> Option<Words> {
    let name = unknown(problem)?;
    let is_known = PRELUDE.split_whitespace().any(|known| known == name);
    (is_known && !problem.session.has_prelude()).then(|| {
        words!("Has the notebook's first cell been run, the one with `:dep` and `use …::prelude::*;`? It \
         brings such names in: choose Run → Run All Above Selected Cell.")
    })
}

/// A variable whose type cannot be written down in the next cell.
fn unnamed_type(problem: &Problem) -> Option<Words> {
    let name = problem.told.kept.as_deref()?;
    let missing = unknown(problem)?;
    Some(words!(
        "`{name}` is kept for later cells under its type, and `{missing}` in it is not known there: \
         bring it in with `use`, or keep less, as in `let {name} = ….unwrap();`.",
        name,
        missing
    ))
}

/// A name that an import would bring in.
fn import(problem: &Problem) -> Option<Words> {
    unknown(problem)?;
    let mut notes = problem.told.notes.iter();
    let note = notes.find(|note| note.text.starts_with("consider importing"))?;
    let import = super::problem::quoted(&note.text).into_iter().next()?;
    Some(words!("`{import}` brings it in.", import))
}

/// A crate that is not there, or that lies within another.
fn crates(problem: &Problem) -> Option<Words> {
    let name = unknown(problem)?;
    let root = name.split("::").next()?;
    let is_crate = problem.says("unlinked crate");
    if !is_crate {
        return None;
    }
    Some(match root {
        "ndarray" | "rand" | "plotters" => words!(
            "`{root}` is there as `descent_notebook::{root}`: write \
             `use descent_notebook::{root}::…;`.",
            root
        ),
        _ => words!(
            "No crate `{root}` is at hand. A line `:dep {root} = \"…\"` at the top of a cell fetches \
             one, with a network.",
            root
        ),
    })
}

/// A name with a letter wrong.
fn similar(problem: &Problem) -> Option<Words> {
    let name = similar_name(problem)?;
    is_near(problem.text(), &name).then(|| words!("Is `{meant}` meant?", meant = name))
}

/// Whether rustc takes one name for another that is merely as short, as `x1` for `Ix1`.
pub(super) fn is_far_fetched(problem: &Problem) -> bool {
    similar_name(problem).is_some_and(|name| !is_near(problem.text(), &name))
}

/// The name that rustc finds similar.
fn similar_name(problem: &Problem) -> Option<String> {
    let help = problem.told.suggestions.iter().find(|help| {
        help.text.contains(SIMILAR) || help.text.starts_with("a similar name exists")
    })?;
    let mut name = problem.text().to_owned();
    for (range, new) in help.patches.iter().rev() {
        let start = range.start.checked_sub(problem.at.start)?;
        let end = range.end.checked_sub(problem.at.start)?;
        name.get(start..end)?;
        name.replace_range(start..end, new);
    }
    Some(name)
}

/// Whether a name of more than two letters may have been meant by another, which is the name of a
/// value or of a type as well.
fn is_near(typed: &str, name: &str) -> bool {
    let is_type = |name: &str| name.starts_with(char::is_uppercase);
    typed.to_lowercase() == name.to_lowercase()
        || typed.chars().count() > 2 && is_type(typed) == is_type(name)
}

/// `&Array1` for `&Array1<f64>`
fn generic(problem: &Problem) -> Option<Words> {
    if problem.code != "E0107" {
        return None;
    }
    let name = *problem.quoted().first()?;
    ["Array", "Vec", "Option"]
        .iter()
        .any(|known| name.starts_with(known))
        .then(|| words!("`{name}` has to say what it holds: `{name}<f64>`.", name))
}

/// `adam` for `Adam`
fn other_case(problem: &Problem) -> Option<Words> {
    let name = unknown(problem)?;
    let mut known = PRELUDE.split_whitespace();
    let meant = known.find(|known| *known != name && known.eq_ignore_ascii_case(name))?;
    Some(words!(
        "No cell that has run makes `{name}`: run the one that does, or is `{meant}` meant?",
        name,
        meant
    ))
}

/// A name of which nothing is known.
fn nowhere(problem: &Problem) -> Option<Words> {
    let name = unknown(problem)?;
    let is_plain = problem.message.starts_with("cannot find value")
        || problem.message.starts_with("cannot find function");
    (is_plain && problem.code == "E0425" && problem.message.ends_with("in this scope")).then(|| {
        words!("No cell that has run makes `{name}`: run the one that does, or look for a typing error.", name)
    })
}
