//! Values of another type than the one that is wanted.

use super::{all_say, lesson, shown};
use crate::errors::told::{Label, Told};
use crate::words::Words;

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
        ("let xs = vec![1.0];\nxs[-1]", "`xs[xs.len() - 1]`"),
        ("let xs = vec![1.0];\nxs[-2] + 1.0", "`xs[xs.len() - 2]`"),
        ("let mut n = 0;\nn += 1.0;", "`let mut n = 0.0;`"),
        ("let n = 3;\nn + 0.5", "`n as f64`"),
        ("let n = 3;\n0.5 + n", "`n as f64`"),
        ("let n = 3;\n0.5 - n", "`n as f64`"),
        ("let n = 3;\nn - 0.5", "`n as f64`"),
        ("let n = 3;\nn / 0.5", "`n as f64`"),
        ("let mut x = 1.5;\nlet n = 3;\nx += n;", "`n as f64`"),
        ("let x = 2.0;\nx ^ 2.0", "powi(2)"),
        ("let w: i32 = 2.5;", "whole number is wanted"),
        ("let mixed = vec![1, 2.0];", "whole number"),
        ("\"abc\"[0]", "text.chars()"),
    ]);
}

#[test]
fn what_rustc_foresees_while_it_makes_code() {
    for (label, words) in [
        (
            "index out of bounds: the length is 3 but the index is 3",
            "counted from 0",
        ),
        (
            "attempt to compute `5_usize - 6_usize`, which would overflow",
            "below 0",
        ),
    ] {
        let label = Label {
            range: 0..4,
            text: Words::said(label),
            is_primary: true,
        };
        let told = Told {
            message: Words::said("this operation will panic at runtime"),
            labels: vec![label],
            ..Told::default()
        };
        let hint = crate::errors::hints::hint(&told, "v[3]", &lesson()).unwrap_or_default();
        assert!(hint.contains(words), "{hint}");
    }
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
        ("function_2(2.0)", "`&array![…]`, and `2.0` is one number"),
        (
            "let x: Array2<f64> = 3;",
            "`array![[…], […]]`, and `3` is one number",
        ),
        ("let x: f64 = \"2.5\";", "without quotes"),
        ("let k = Some(1.0) + 1.0;", "`.unwrap()`"),
        (
            "fn longest<D>(of: &D) {}\nstruct Walk;\nfn f(w: &Walk) {}\nlet w = Walk;\nf(w)",
            "`&w`",
        ),
    ]);
}

#[test]
fn a_call_of_another_function_is_not_taken_for_one_that_stands_in_it() {
    let shown = shown("fn own(x: f64) { }\nown(function_2(&array![1.0]), 2.0)");
    assert!(!shown.contains("It is called as"), "{shown}");
}

#[test]
fn values() {
    all_say(&[
        ("struct LossCurve;\nLossCurve.log()", "Scale::Log"),
        (
            "struct Contour;\nstruct Curve;\nlet both = [Contour, Curve];",
            "contour(…).beside(curve(…))",
        ),
        (
            "struct Heatmap;\nstruct LossCurve;\nlet both = vec![LossCurve, Heatmap];",
            "loss_curve(…).beside(heatmap(…))",
        ),
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
        ("match 3 { 4 => \"a\" };", "`_ => …`"),
        ("let a = if true { 1.0 };", "`else"),
        ("break;", "within a loop"),
        ("return 5;", "nobody to return to"),
    ]);
}
