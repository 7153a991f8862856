//! How rustc compiles a cell in less time.
//!
//! A cell is compiled once and mostly runs once. evcxr asks for what a crate in development gets;
//! of that, a student waits longest for what she has nothing of.
//!
//! Not needed once evcxr asks for it in this way.

/// Arguments of cargo's for what goes: incremental compilation writes more than the next cell, which
/// is another one, finds again.
const LEFT_OUT: &str = "incremental=";
/// What comes instead: a part of the cell for each of two cores, where sixteen would each hold copies
/// of the same small functions; no second optimisation across these parts; and none of the
/// assertions by which std and ndarray check themselves in the code that a cell makes of them.
/// Overflow is still found. Nor the names of functions, which nobody reads: a panic has its place.
const QUICK: [&str; 5] = [
    "codegen-units=2",
    "lto=off",
    "debug-assertions=off",
    "overflow-checks=on",
    "strip=symbols",
];

/// The arguments of rustc for the cell `source`, as cargo gives them, changed so that rustc is
/// quicker.
pub(super) fn quick(arguments: &[String], source: &str) -> Vec<String> {
    let mut quick = Vec::with_capacity(arguments.len() + 2 * QUICK.len());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "-C"
            && let Some(option) = rest.next()
        {
            if !option.starts_with(LEFT_OUT) {
                quick.extend([argument.clone(), option.clone()]);
            }
        } else {
            quick.push(argument.clone());
        }
    }
    // `debug_assert!`, `cfg!(debug_assertions)`: who names them wants them.
    let has_assertions = source.contains("debug_assert");
    let options = QUICK
        .iter()
        .filter(|option| !(has_assertions && option.starts_with("debug-assertions")));
    for option in options {
        quick.extend(["-C".to_owned(), (*option).to_owned()]);
    }
    quick
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_costs_time_goes_and_assertions_stay_where_a_cell_names_them() {
        let given = ["src/lib.rs", "-C", "incremental=/a b", "-C", "rpath", "-C"];
        let given = given.map(str::to_owned);
        let quicker = |source| quick(&given, source).join(" ");
        assert_eq!(
            quicker("let x = 1;"),
            "src/lib.rs -C rpath -C -C codegen-units=2 -C lto=off -C debug-assertions=off \
             -C overflow-checks=on -C strip=symbols"
        );
        assert_eq!(
            quicker("debug_assert!(x > 0);"),
            "src/lib.rs -C rpath -C -C codegen-units=2 -C lto=off -C overflow-checks=on \
             -C strip=symbols"
        );
    }
}
