//! Each rule against what the installed rustc says today of a cell as evcxr would write it.

mod languages;
mod names;
mod types;

use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use descent_language::{Language, speaking};

use crate::current_cell::CurrentCell;
use crate::errors::place::{Kind, cut};
use crate::errors::{Refused, Session, explain};

/// What stands for the lessons' crates: arrays as ndarray makes them, and a few functions.
const CRATES: &str = r#"
pub use std::marker::PhantomData;
#[derive(Clone, Debug)] pub struct OwnedRepr<A>(PhantomData<A>);
#[derive(Clone, Debug)] pub struct Dim<I>(PhantomData<I>);
#[derive(Clone, Debug)] pub struct ArrayBase<S, D>(Vec<f64>, PhantomData<(S, D)>);
pub type Array1<A> = ArrayBase<OwnedRepr<A>, Dim<[usize; 1]>>;
pub type Array2<A> = ArrayBase<OwnedRepr<A>, Dim<[usize; 2]>>;
pub fn array1<A>(_: Vec<A>) -> Array1<A> { ArrayBase(vec![], PhantomData) }
pub fn array2<A>(_: Vec<Vec<A>>) -> Array2<A> { ArrayBase(vec![], PhantomData) }
macro_rules! array {
    ($([$($x:expr),*]),+) => { array2(vec![$(vec![$($x),*]),+]) };
    ($($x:expr),*) => { array1(vec![$($x),*]) };
}
impl<S, D> std::ops::Index<usize> for ArrayBase<S, D> { type Output = f64; fn index(&self, i: usize) -> &f64 { &self.0[i] } }
impl<D> std::ops::Sub<f64> for ArrayBase<OwnedRepr<f64>, D> { type Output = Self; fn sub(self, _: f64) -> Self { self } }
impl<'a, D> std::ops::Sub<f64> for &'a ArrayBase<OwnedRepr<f64>, D> { type Output = ArrayBase<OwnedRepr<f64>, D>; fn sub(self, _: f64) -> Self::Output { ArrayBase(vec![], PhantomData) } }
#[derive(Clone, Debug)] pub struct Trajectory;
impl Trajectory { pub fn end(&self) -> Array1<f64> { array![1.0] } pub fn points(&self) -> Vec<Array1<f64>> { vec![] } }
#[derive(Debug)] pub struct Error;
pub trait Optimizer {}
#[derive(Debug)] pub struct Adam; impl Optimizer for Adam {}
pub fn function_1(x: f64) -> f64 { x }
pub fn function_2(x: &Array1<f64>) -> f64 { x[0] }
pub fn gradient_descent(f: impl Fn(&Array1<f64>) -> f64, start: &Array1<f64>, learning_rate: f64, steps: usize) -> Result<Trajectory, Error> { Err(Error) }
pub fn descend_with(optimizer: impl Optimizer, f: impl Fn(&Array1<f64>) -> f64, start: &Array1<f64>, steps: usize) -> Result<Trajectory, Error> { Err(Error) }
pub fn numerical_diff(f: impl Fn(f64) -> f64, x: f64) -> f64 { f(x) }
"#;

/// What evcxr writes for a cell, and what rustc says of it.
fn refused(cell: &str, crates: &str, variables: &str) -> Refused {
    let mut attributes = String::new();
    let mut items = format!("{crates}\n");
    let mut body = String::new();
    let mut kept = String::new();
    let pieces = cut(cell);
    for (at, (range, kind)) in pieces.iter().enumerate() {
        let text = &cell[range.clone()];
        let line = if text.ends_with('\n') { "" } else { "\n" };
        let made = text.trim_start().strip_prefix("let ");
        if let Some(name) = made.map(|rest| rest.trim_start_matches("mut ")) {
            let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
            kept += &format!("evcxr_variable_store({name});\n");
        }
        let is_shown = at + 1 == pieces.len() && !text.trim_end().ends_with([';', '}']);
        match kind {
            _ if text.starts_with("#![") => attributes += text,
            Kind::Statement if is_shown && made.is_none() => {
                body += &format!("evcxr_show(&format!(\"{{:?}}\",&(\n{text}{line})));\n");
            }
            Kind::Statement => body += &format!("{text}{line}"),
            _ => items += &format!("{text}{line}"),
        }
    }
    let source = format!(
        "{attributes}#![allow(unused, dead_code)]\n{items}fn evcxr_show(_: &str) {{}}\n\
         fn evcxr_variable_store<T: 'static>(_: T) {{}}\nstruct EvcxrUserCodeError {{}}\n\
         impl<T: std::fmt::Display> From<T> for EvcxrUserCodeError {{ fn from(_: T) -> Self {{ \
         EvcxrUserCodeError {{}} }} }}\npub extern \"C\" fn run_user_code_3(\n) {{\n{variables}\n\
         let _ = (|| -> std::result::Result<(), EvcxrUserCodeError> {{\n{body}{kept}\
         Ok(())}})();\n}}\n"
    );
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("errors-{}-{number}", std::process::id()));
    fs::create_dir_all(folder.join("src")).expect("the temporary folder is writable");
    fs::write(folder.join("src/lib.rs"), &source).expect("the temporary folder is writable");
    let output = Command::new("rustc")
        .args([
            "--edition=2024",
            "--crate-type=lib",
            "--emit=metadata",
            "--error-format=json",
        ])
        .args(["--diagnostic-width=1000", "--crate-name=ctx", "src/lib.rs"])
        .env_remove("RUSTC_WRAPPER")
        .current_dir(&folder)
        .output()
        .expect("rustc is installed");
    fs::remove_dir_all(&folder).expect("the temporary folder is writable");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Refused { source, said }
}

fn seventh(cell: &str) -> CurrentCell {
    CurrentCell {
        number: 7,
        code: cell.to_owned(),
    }
}

fn lesson() -> Session {
    let mut session = Session::default();
    session.add(1, "use descent_notebook::prelude::*;");
    session
}

/// What is shown for a cell after those of the session.
fn shown_after(cell: &str, crates: &str, variables: &str, session: &Session) -> String {
    let refused = refused(cell, crates, variables);
    let messages: Vec<String> = refused
        .said
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["level"] == "error")
        .filter_map(|message| message["message"].as_str().map(str::to_owned))
        .collect();
    let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
    if messages.is_empty() {
        return "no error".to_owned();
    }
    let told = || {
        let shown = explain(Some(&refused), &messages, &seventh(cell), session);
        unwrapped(&shown.traceback)
    };
    let shown = speaking(Language::English, told);
    assert_says_the_same(&shown, &speaking(Language::Chinese, told));
    shown
}

/// Whether all hints are in Chinese, with the code and the numbers of the English ones.
fn assert_says_the_same(english: &str, chinese: &str) {
    let both = format!("{english}\n{chinese}");
    let hints = |text: &str| text.lines().filter(|line| line.contains('→')).count();
    assert_eq!(hints(chinese), hints(english), "{both}");
    let is_english = |line: &&str| line.contains('→') && !line.contains(is_chinese);
    assert_eq!(chinese.lines().find(is_english), None, "{both}");
    assert!(!chinese.contains("cell ["), "{both}");
    let code = |text: &str| {
        let mut code: Vec<String> = text
            .split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect();
        code.sort_unstable();
        code
    };
    assert_eq!(code(chinese), code(english), "{both}");
    let numbers = |text: &str| {
        let mut numbers: Vec<String> = text
            .split(|c: char| !c.is_ascii_digit())
            .filter(|number| !number.is_empty())
            .map(str::to_owned)
            .collect();
        numbers.sort_unstable();
        numbers
    };
    assert_eq!(numbers(chinese), numbers(english), "{both}");
}

fn is_chinese(sign: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&sign)
}

/// The lines of an error with each sentence in one.
fn unwrapped(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines {
        let rest = line
            .strip_prefix("  ")
            .filter(|rest| !rest.starts_with([' ', '|', '=', '-']));
        match rest {
            Some(rest) => text += &format!(" {rest}"),
            None => text += &format!("\n{line}"),
        }
    }
    text.trim_start_matches('\n').to_owned()
}

fn shown(cell: &str) -> String {
    shown_after(cell, CRATES, "", &lesson())
}

/// Each cell shows its words, and nothing that evcxr has written.
fn all_say(cases: &[(&str, &str)]) {
    let mut wrong = String::new();
    for (cell, words) in cases {
        let shown = shown(cell);
        let hints = shown
            .lines()
            .filter(|line| line.contains('→'))
            .collect::<Vec<_>>()
            .join("\n");
        if !hints.contains(words) || shown.to_lowercase().contains("evcxr") {
            wrong += &format!("--- {cell}\n    wanted: {words}\n{shown}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_report_names_the_cell_and_the_line_and_holds_no_colours() {
    let cell = "let 学习率: f64 = 0.1;\nlet s = \"梯度\"; let bad: f64 = 3;";
    let refused = refused(cell, CRATES, "");
    let shown = explain(
        Some(&refused),
        &["mismatched types"],
        &seventh(cell),
        &lesson(),
    );
    assert_eq!(shown.ename, "E0308");
    assert_eq!(
        shown.evalue,
        "mismatched types (cell [7], line 2)\n→ `3` is a whole number; here a float is wanted: write \
         `3.0`."
    );
    let text = shown.traceback.join("\n");
    let plain = text.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "");
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
    assert!(
        plain.starts_with("error[E0308]: mismatched types\n→ `3` is a whole number"),
        "{plain}"
    );
    assert!(
        plain.contains("write `3.0`.\n --> cell [7], line 2\n"),
        "{plain}"
    );
    assert!(
        plain.contains("2 | let s = \"梯度\"; let bad: f64 = 3;\n"),
        "{plain}"
    );
}

#[test]
fn a_chinese_report_keeps_what_rustc_says() {
    let cell = "let 学习率: f64 = 0.1;\nlet s = \"梯度\"; let bad: f64 = 3;";
    let refused = refused(cell, CRATES, "");
    let shown = speaking(Language::Chinese, || {
        explain(
            Some(&refused),
            &["mismatched types"],
            &seventh(cell),
            &lesson(),
        )
    });
    assert_eq!(
        shown.evalue,
        "mismatched types（单元格 [7]，第 2 行）\n→ `3` 是整数，而这里要浮点数：写成 `3.0`。"
    );
    let text = shown.traceback.join("\n");
    let plain = text.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "");
    assert!(
        plain.starts_with(
            "error[E0308]: mismatched types\n→ `3` 是整数，而这里要浮点数：写成 `3.0`。\n --> \
             单元格 [7]，第 2 行\n"
        ),
        "{plain}"
    );
    assert!(plain.contains("expected `f64`, found integer"), "{plain}");
}
