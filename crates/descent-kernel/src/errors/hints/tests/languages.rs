//! Lines that are no Rust.

use super::all_say;

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
fn signs_and_words_of_other_languages() {
    all_say(&[
        (
            "let x = 2.0;\nlet y = 3.0;\n(x + y)**2",
            "`(x + y).powi(2)`",
        ),
        ("let x = 2.0;\n1.0 + x**-1", "`x.powi(-1)`"),
        ("2**3", "`2_i32.pow(3)`"),
        (
            "let x = 2.0;\nlet half: f64 = 0.5;\nx**half",
            "`x.powf(half)`",
        ),
        ("let mut n = 1;\n++n", "`n += 1`"),
        (
            "let x = 1.0;\nlet s = f\"{x:.2f}\";",
            "`format!(\"{x:.2}\")`",
        ),
        (
            "let x = 1.0;\nprintln!(f\"{x:.3f}\");",
            "`println!(\"{x:.3}\")`",
        ),
        (
            "let xs = vec![1.0];\nlet sq = [v*v for v in xs];",
            "`xs.iter().map(|v| v*v).collect::<Vec<_>>()`",
        ),
        (
            "[2*i for i in range(3) if i > 1];",
            "`(0..3).filter(|i| i > 1).map(|i| 2*i)",
        ),
        ("try:\n    f()", "has no `try`"),
        ("raise ValueError(\"x\")", "has no `raise`"),
        ("with open(\"f\") as f:\n    pass", "has no `with`"),
        ("let x = 1;\ndel x", "`drop(x);`"),
        ("int k = 5;", "`let k = 5;`"),
        ("var k = 5;", "`let k = 5;`"),
        (
            "double half(double x) { return x / 2; }",
            "`fn half(x: f64) -> f64 { … }`",
        ),
        ("function f(x) { return x; }", "`fn f(x: f64) -> f64 { … }`"),
        ("let f = x -> x * 2;", "`|x: f64| …`"),
        ("let f = x => x * 2;", "`|x: f64| …`"),
        ("a, b = 1, 2;", "`let (a, b) = (1, 2);`"),
        ("numerical_diff(f = function_1, x = 1.0)", "have no names"),
        ("z: float = 5", "`let z = 5;`"),
        ("k := 5", "`let k = 5;`"),
        ("z = 5", "`let z = 5;`"),
        ("let d = {\"a\": 1};", "HashMap::from"),
        ("let xs = vec![1.0];\nxs[1:3];", "`&xs[1..3]`"),
        ("let m = vec![1.0];\nm[:, 0];", "`m.slice(s![.., 0])`"),
        ("let m = 1; let a = 2;\nm @ a", "`m.dot(&a)`"),
        ("let xs = vec![1.0];\n2.0 in xs", "contains"),
        ("let x = 1.0;\nx is None", "`==`"),
        ("\"\"\"a text\"\"\"", "single `\"`"),
        ("# a comment\n1", "`//`"),
        ("#include <stdio.h>", "`//`"),
        ("let x = 1.0;\nif (x == 2.0) then { 1 }", "no `then`"),
        ("fn add(a: f64, b: f64): f64 { a + b }", "`-> f64`"),
        ("let v = vec[1, 2];", "`vec![…]`"),
        ("let m = 1;\nm[0, 1];", "`m[[0, 1]]`"),
        ("let x = 1.0; let y = 2.0;\nmax(x, y)", "`x.max(y)`"),
        ("let xs = vec![1.0];\nmin(xs)", "f64::min)"),
        ("pow(2, 3)", "`2_i32.pow(3)`"),
        ("int(2.5)", "`2.5 as i64`"),
        ("float(3)", "`3 as f64`"),
        ("let x = 1.0;\nstr(x)", "`x.to_string()`"),
        ("'a' + 'b'", "Single quotes"),
        ("\"a\" * 3", "repeat"),
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
        ("let nb: f64 =\u{a0}1.0;", "type a space"),
        ("let\u{3000}wide = 1;", "type a space"),
        ("let none =\u{200b}1;", "type a space"),
        ("let x = 1.0; let c = x > 1.0 ? 1 : 2;", "if condition"),
        ("#![feature(let_chains)]\n1", "nightly"),
        ("let mut x = 2.0;\nif x = 1.0 { }", "`==`"),
    ]);
}
