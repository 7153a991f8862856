//! Each rule against what the installed rustc says today of a cell as evcxr would write it.

use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

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
    let shown = explain(Some(&refused), &messages, &seventh(cell), session);
    shown.traceback.join("\n")
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
fn the_names_of_a_first_cell_are_those_of_the_prelude() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let library = folder.with_file_name("descent-notebook").join("src/lib.rs");
    let library = fs::read_to_string(library).expect("it is in the checkout");
    let (_, prelude) = library.split_once("pub mod prelude {").expect("a prelude");
    let lines = prelude
        .lines()
        .filter(|line| !line.trim().starts_with("//"));
    let text = lines.collect::<Vec<_>>().join(" ");
    let names = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    let words = ["pub", "use", "crate", "self", "as", "_", "ndarray", ""];
    for name in names.filter(|name| !words.contains(name)) {
        assert!(
            super::names::PRELUDE.split(' ').any(|known| known == name),
            "{name}"
        );
    }
}

#[test]
fn habits_from_python() {
    all_say(&[
        ("%matplotlib inline", "IPython's"),
        ("?function_2", "Shift+Tab"),
        ("for i in range(3):\n    print(i)", "for i in 0..3 {"),
        ("let x = 1.0;\nif x > 0.5:\n    x", "braces"),
        ("while True:\n    pass", "braces"),
        ("def f(x):\n    return x", "fn f(x: f64) -> f64"),
        ("import numpy as np", "`use"),
        ("from numpy import array", "`use"),
        ("let x = 1.0;\nprint(x)", "println!(\"{x}\")"),
        ("let mut i = 0;\ni++;", "i += 1"),
        ("let b = 3.0;\nb**2", "b.powi(2)"),
        ("let x = 1.0;\nif x > 0.5 and x < 2.0 { }", "&&"),
        ("if not true { }", "`!`"),
        ("let x = 1.0;\nif x > 0.5 { } elif x > 2.0 { }", "else if"),
        ("let f = lambda x: x * 2", "|x: f64|"),
        ("let n4 = 3;\nprintln!(f\"{n4}\");", "println!(\"{n4}\")"),
        ("'hello'", "double quotes"),
        ("let t = True;", "`true`"),
        ("let t = null;", "Option"),
        ("let xs = vec![1.0];\nlen(xs)", "xs.len()"),
        ("let x: f64 = 2.0;\nsqrt(x)", "x.sqrt()"),
        ("np.array([1, 2])", "array![1.0, 2.0]"),
        ("for i in range(1, 3) { }", "1..3"),
        ("let early: i32 = 1;\n:dep regex", "come first"),
        ("fn g(x: float) { }", "`f64`"),
        ("fn g(x) { }", "states its type"),
        ("let lambda: f32 = 0.1;\nlet loss: f64 = lambda;", "`f32`"),
        ("assert 1 == 1", "assert!(1 == 1)"),
    ]);
}

#[test]
fn brackets_quotes_and_semicolons() {
    all_say(&[
        ("println!(\"a\"", "`(` in line 1 is not closed"),
        ("let z = (1 + 2));", "one too many"),
        (
            "fn g(x: f64) -> f64 {\n    x * 2.0",
            "`{` in line 1 is not closed",
        ),
        ("let s = \"abc;\nprintln!(\"{s}\");", "begins in line 1"),
        ("let a = 1\nlet b = 2;", "Line 1 needs a `;`"),
        ("let nosemi = 5.0", "Line 1 needs a `;`"),
        ("let step = std::", "unfinished"),
        ("let 🚀 = 1;", "letters, digits"),
        ("let r = 0.1:", "not with `:`"),
        ("let x₀ = 1.0;", "`x0`"),
        ("let x = 1.0; let c = x > 1.0 ? 1 : 2;", "if condition"),
        ("#![feature(let_chains)]\n1", "nightly"),
        ("let mut x = 2.0;\nif x = 1.0 { }", "`==`"),
    ]);
}

#[test]
fn names() {
    all_say(&[
        (
            "gradient_decent(function_2, &array![1.0], 0.1, 3)",
            "Is `gradient_descent` meant?",
        ),
        ("let Gamma = 1.0;\ngamma", "Is `Gamma` meant?"),
        ("std::f64::consts::PI.sqr()", "Is `"),
        (
            "let rate: f64 = 0.5;\nfn scaled(v: f64) -> f64 { v * rate }",
            "as an argument",
        ),
        ("s![0..1]", "descent_notebook::ndarray::s"),
        ("use ndarray::Axis;", "descent_notebook::ndarray"),
        ("use std::collections::HasMap;", "Is `"),
        (
            "struct Net { w: f64 }\nimpl Net { fn f(&self) -> f64 { w } }",
            "`self.w`",
        ),
        ("fn quadratic(x: &Array1) -> f64 { x[0] }", "`Array1<f64>`"),
        ("nowhere + 1", "No cell that has run makes `nowhere`"),
        ("use nalgebra::Matrix;", ":dep nalgebra"),
        (
            "let pt = gradient_descent(function_2, &array![1.0], 0.1, 3);\npt.end()",
            "`?`",
        ),
        ("array![1.0, 2.0].powi(2)", ".mapv(|v| v.powi"),
        ("vec![1.0, 2.0].sum()", "Array1::from"),
        (
            "let m: HashMap<u8, u8> = HashMap::new();",
            "`use std::collections::HashMap;` brings it in",
        ),
        ("let x: f64 = 2.0;\nx.pow(2)", ".powi(2)"),
        ("2.0.sqrt()", "2.0_f64"),
        (
            "let xs = vec![1.0];\nxs.len",
            "xs.len()".trim_start_matches("xs"),
        ),
    ]);
}

#[test]
fn names_of_earlier_cells() {
    let mut session = lesson();
    session.add(2, "let names = vec![1];\nlet rate = 0.1;");
    session.add(3, "let all = names;");
    session.add_failed(4, "let lost = 1.0;", "…");
    let say = |cell: &str, words: &str| {
        let shown = shown_after(cell, CRATES, "let rate = 0.1;", &session);
        assert!(shown.contains(words), "{shown}");
    };
    say(
        "names.len()",
        "`names` was moved in cell [3], by `let all = names;`",
    );
    say(
        "lost + 1.0",
        "Cell [4], which was to make `lost`, has failed",
    );
    say(
        "fn f(x: f64) -> f64 { rate * x }",
        "give `rate` to `f` as an argument",
    );
    let shown = shown_after(
        "gradient_descent(function_2, &array![1.0], 0.1, 3)?",
        "",
        "",
        &Session::default(),
    );
    assert!(shown.contains("first cell been run"), "{shown}");
    assert_eq!(shown.matches("first cell been run").count(), 1);
}

#[test]
fn ownership() {
    all_say(&[
        (
            "let five = vec![1.0, 2.0];\nlet middle = &five[1..2];",
            "`middle` is a reference",
        ),
        ("let v = vec![1.0].iter();", ".collect::<Vec<_>>()"),
        ("let u = array![1.0];\nlet d = u - 1.0;\nu[0]", "`&u - 1.0`"),
        (
            "let a = vec![1.0];\nlet b = a;\na.len()",
            "`a` was moved away",
        ),
        ("let xs = vec![1.0];\nfor q in xs { }\nxs.len()", "in &xs"),
        (
            "let start = vec![1.0];\nfor r in 0..2 { let x = start; }",
            "first round",
        ),
        ("let m = 5;\nm = 6;", "let mut m"),
        ("let v = vec![1.0];\nv.push(2.0);", "let mut v"),
        (
            "{ let mut v = vec![1.0];\nlet first = &v[0];\nv.push(2.0);\nprintln!(\"{first}\"); }",
            "still lent out",
        ),
        (
            "let c: Box<dyn Fn(f64) -> f64> = { let k = 2.0; Box::new(|v: f64| v * k) };",
            "move |v: f64|",
        ),
        (
            "let k = 2.0;\nlet f = |v: f64| v * k;",
            "Box::new(move |v: f64| …)",
        ),
        ("let never: f64;", "has no value yet"),
        (
            "static mut COUNT: u32 = 0;\nCOUNT += 1;",
            "without `static mut`",
        ),
        ("fn f(x: &Vec<f64>) { x.push(1.0); }", "`&mut`"),
    ]);
}

#[test]
fn numbers() {
    all_say(&[
        ("let x = 2.5;\n2 * x", "write `2.0`"),
        ("let e: f64 = 3;", "write `3.0`"),
        ("fn f(x: f64) -> f64 { x + 1 }", "write `1.0`"),
        (
            "let x = array![3, 4];\ngradient_descent(function_2, &x, 0.1, 3)",
            "with a point",
        ),
        ("let n: usize = 3;\nn * 0.5", "`n as f64`"),
        ("let n: usize = 3;\nlet x: f64 = n;", "`n as f64`"),
        ("let a: f32 = 1.0; let b: f64 = 2.0;\na + b", "`f32`"),
        ("let xs = vec![1.0];\nxs[1.0]", "`[1]`"),
        (
            "let xs = vec![1.0];\nlet k: f64 = 1.0;\nxs[k]",
            "`[k as usize]`",
        ),
        (
            "let xs = vec![1.0];\nlet i: i32 = 0;\nxs[i]",
            "`[i as usize]`",
        ),
        ("let xs = vec![1.0];\nxs[-1]", "x[x.len() - 1]"),
        ("let x = 2.0;\nx ^ 2.0", "powi(2)"),
        ("let w: i32 = 2.5;", "whole number is wanted"),
        ("let mixed = vec![1, 2.0];", "whole number"),
    ]);
}

#[test]
fn arguments() {
    all_say(&[
        (
            "gradient_descent(function_2, array![1.0], 0.1, 3)",
            "lent: write `&array![1.0]`",
        ),
        (
            "gradient_descent(function_2, &vec![1.0], 0.1, 3)",
            "`&array![…]`",
        ),
        (
            "gradient_descent(function_2, &array![1.0], 20, 0.1)",
            "(function, &start, learning_rate, steps)",
        ),
        (
            "gradient_descent(function_2, &array![1.0], 0.1)",
            "(function, &start, learning_rate, steps)",
        ),
        (
            "gradient_descent(function_1, &array![1.0], 0.1, 3)",
            "function of an array",
        ),
        ("numerical_diff(|x: &Array1<f64>| x[0], 1.0)", "|x: f64|"),
        ("numerical_diff(function_2, 1.0)", "function of a number"),
        (
            "gradient_descent(|x: Array1<f64>| x[0], &array![1.0], 0.1, 3)",
            "|x: &Array1<f64>|",
        ),
        (
            "gradient_descent(|x: &Array1<f64>| { x[0]; }, &array![1.0], 0.1, 3)",
            "last `;` away",
        ),
        (
            "gradient_descent(function_2(&array![1.0]), &array![1.0], 0.1, 3)",
            "`function_2` without",
        ),
        (
            "descend_with(function_2, &array![1.0], Adam, 3)",
            "optimizer comes first",
        ),
        ("function_2(&array![[1.0, 2.0]])", "1 dimension is wanted"),
        ("let f = |x| x * 2.0;", "|x: f64|"),
        ("let best = None;", "let best: Option<f64> = None;"),
        ("let v = Vec::new();", "Vec<f64> = Vec::new()"),
        ("let s: String = \"abc\";", "\"abc\".to_string()"),
        ("let mut xs = vec![1.0];\nxs.append(4.0);", ".push(…)"),
        ("\"a\" + \"b\"", "format!"),
        ("fn h(x: f64) { x * 2.0 }", "-> f64"),
        ("fn h2(x: f64) -> f64 { x * 2.0; }", "last `;` away"),
        ("let x: f64 = \"2.5\".parse();", "`Result`"),
        ("let x: f64 = \"2.5\";", "without quotes"),
        ("let k = Some(1.0) + 1.0;", "`.unwrap()`"),
    ]);
}

#[test]
fn values() {
    all_say(&[
        ("struct LossCurve;\nLossCurve.log()", "Scale::Log"),
        ("let x = 1.0;\nx?;", "neither"),
        (
            "fn f() -> f64 { \"1\".parse::<f64>()? }",
            "return a `Result`",
        ),
        ("let x = 1.0;\nprintln!(x);", "println!(\"{x}\")"),
        ("let x = 1.0;\nprintln!(\"{} {}\", x);", "Each `{}`"),
        ("let x = 1.0;\nprintln!(\"\", x);", "needs a `{}`"),
        ("struct Foo;\nFoo", "#[derive(Debug)]"),
        ("println!(\"{}\", vec![1.0]);", "`{:?}`"),
        ("for i in 3 { }", "0..3"),
        ("let p = Trajectory;\nfor q in &p { }", "p.points()"),
        ("println!(\"{:.3f}\", 1.0);", "`{:.3}`"),
        (
            "let name = 1;\nprintln!(\"hello \" + name);",
            "hello {name}",
        ),
        ("if 1.0 { }", "comparison"),
        ("let a = if true { 1.0 };", "`else"),
        ("break;", "within a loop"),
        ("return 5;", "nobody to return to"),
    ]);
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
        plain.contains("error[E0308]: mismatched types\n --> cell [7], line 2\n"),
        "{plain}"
    );
    assert!(
        plain.contains("2 | let s = \"梯度\"; let bad: f64 = 3;\n"),
        "{plain}"
    );
}
