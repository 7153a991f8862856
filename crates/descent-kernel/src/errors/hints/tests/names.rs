//! Names that stand for nothing, or not here.

use std::fs;

use super::{CRATES, all_say, lesson, shown_after};
use crate::errors::Session;

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
            crate::errors::hints::names::PRELUDE
                .split(' ')
                .any(|known| known == name),
            "{name}"
        );
    }
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
        ("path", "No cell that has run makes `path`"),
        (
            "for p in path.points() { }",
            "No cell that has run makes `path`",
        ),
        ("test", "No cell that has run makes `test`"),
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
            "struct Walk { points: Vec<f64> }\nimpl Walk { fn end(&self) -> f64 { 1.0 } }\n\
             let walk = Walk { points: vec![] };\nwalk.end",
            "`end` is a method: write `.end()`",
        ),
        ("array![1.0].unwrap()", "no `Result`"),
        (
            "let walk = array![1.0];\nwalk.finish()",
            "Tab behind `walk.` shows",
        ),
        (
            "struct Walk { a: f64 }\nlet walk = Walk { a: 1.0 };\nwalk.begin",
            "no field of that name: Tab behind `walk.`",
        ),
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
    session.add_failed(4, "let lost = 1.0;", false);
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
fn a_name_that_is_merely_as_short_is_not_taken_for_the_one_that_is_meant() {
    let crates = "pub struct Ix1; pub fn s1() -> f64 { 1.0 }";
    for cell in ["x1 + 1.0", "let x = 1.0;\ny * 2.0", "lr"] {
        let shown = shown_after(cell, crates, "let ly = 1.0;", &lesson());
        assert!(shown.contains("No cell that has run makes"), "{shown}");
        assert!(!shown.contains("similar name"), "{shown}");
    }
    let shown = shown_after("adam", CRATES, "", &lesson());
    assert!(shown.contains("`Adam` meant?"), "{shown}");
}

#[test]
fn what_an_earlier_cell_relies_on_is_named_with_that_cell() {
    let norm = "fn norm(p: &Pair) -> f64 {\n    p.x + p.x\n}";
    let method = "impl Pair { fn len(&self) -> f64 { self.x } }";
    let value = "fn value(k: Kind) -> f64 { match k { Kind::A => 1.0 } }";
    let outer = "fn outer(x: f64) -> f64 { inner(x) + 1.0 }";
    for (earlier, cell, words) in [
        (
            norm,
            "struct Pair { a: f64 }",
            "`fn norm` of cell [2] relies on `Pair`",
        ),
        (
            method,
            "struct Pair { a: f64 }",
            "`impl Pair` of cell [2] relies on `Pair`",
        ),
        (
            value,
            "enum Kind { A, B }",
            "`fn value` of cell [2] relies on `Kind`",
        ),
        (
            outer,
            "let a = 1;\nfn inner(x: f64, y: f64) -> f64 { x * y }",
            "`fn outer` of cell [2] relies on `inner`",
        ),
    ] {
        let mut session = lesson();
        session.add(2, earlier);
        let shown = shown_after(cell, earlier, "", &session);
        assert_eq!(shown.matches("→").count(), 1, "{shown}");
        assert!(shown.contains(words), "{shown}");
        assert!(shown.contains("--> cell [7], line "), "{shown}");
        assert!(shown.contains("in cell [2]: `"), "{shown}");
        assert!(!shown.contains("earlier cell"), "{shown}");
    }
}
