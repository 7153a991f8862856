//! Who may call whom: figures → figure → scene → canvas, never back; `check` beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the top floor down, those of one floor together. A file may import from its own
/// floor and from those below.
const FLOORS: [&[&str]; 5] = [
    &["figures"],
    &["figure", "script"],
    &["scene", "check"],
    &["canvas", "display", "output", "progress", "updates"],
    &["error", "number", "text"],
];

/// What `check` has no use for, although it stands above it or beside it.
const NOT_FOR_CHECK: [&str; 3] = ["figures", "figure", "scene"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Each file as the path of its module, with the modules that it names outside its tests.
fn imports() -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let module = |file: &Path| -> Vec<String> {
        let path = file
            .strip_prefix(&root)
            .expect("below src")
            .with_extension("");
        let names = path.iter().map(|name| name.to_string_lossy().into_owned());
        names.filter(|name| name != "mod").collect()
    };
    let known: BTreeSet<Vec<String>> = files.iter().map(|file| module(file)).collect();
    // The longest beginning of a path that is a module.
    let target = |path: Vec<String>| {
        (1..=path.len())
            .rev()
            .map(|n| path[..n].to_vec())
            .find(|p| known.contains(p))
    };
    let mut imports = BTreeMap::new();
    for file in files.iter().filter(|file| !file.ends_with("src/lib.rs")) {
        let text = fs::read_to_string(file).expect("UTF-8");
        let code: String = (text
            .split("#[cfg(test)]")
            .next()
            .unwrap_or_default()
            .lines())
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
        let from = module(file);
        let parent = match file.ends_with("mod.rs") {
            true => from.clone(),
            false => from[..from.len() - 1].to_vec(),
        };
        let named = |start: &str, base: &[String]| -> Vec<Vec<String>> {
            let pieces = code.split(start).skip(1).map(|rest| {
                let path = rest.split(|c: char| !(c.is_alphanumeric() || "_:".contains(c)));
                let path = path
                    .take(1)
                    .flat_map(|path| path.split("::"))
                    .map(str::to_owned);
                base.iter()
                    .cloned()
                    .chain(path.filter(|name| !name.is_empty()))
                    .collect()
            });
            pieces.collect()
        };
        let all = [named("crate::", &[]), named("super::", &parent)].concat();
        let to = all.into_iter().filter_map(target).filter(|to| *to != from);
        let to = to.collect();
        imports.insert(from, to);
    }
    imports
}

fn floor(module: &[String]) -> usize {
    FLOORS
        .iter()
        .position(|floor| floor.contains(&module[0].as_str()))
        .unwrap_or_else(|| panic!("{module:?} has no floor in tests/layers.rs"))
}

#[test]
fn no_import_runs_back_up() {
    let mut count = 0;
    for (from, all) in imports() {
        for to in all {
            count += 1;
            assert!(
                floor(&from) <= floor(&to),
                "{from:?} imports {to:?}, which stands above it"
            );
            let is_barred = from[0] == "check" && NOT_FOR_CHECK.contains(&to[0].as_str());
            assert!(
                !is_barred,
                "{from:?} imports {to:?}: check stands beside the figures"
            );
        }
    }
    assert!(
        count > 150,
        "only {count} imports were found: the test no longer reads them"
    );
}

#[test]
fn a_lesson_of_the_checks_imports_from_the_engine_and_the_engine_from_no_lesson() {
    let mut count = 0;
    for (from, all) in imports() {
        let in_check = |module: &[String]| module[0] == "check" && module.len() > 1;
        for to in all.iter().filter(|to| in_check(&from) && in_check(to)) {
            count += 1;
            assert!(
                to[1] == "engine" || to[1] == from[1],
                "{from:?} imports {to:?}"
            );
        }
    }
    assert!(count > 50, "only {count} imports were found");
}

#[test]
fn no_circle_is_larger_than_three_files() {
    let imports = imports();
    let reached = |start: &Vec<String>| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![start.clone()]);
        while let Some(from) = open.pop() {
            for to in imports.get(&from).into_iter().flatten() {
                if seen.insert(to.clone()) {
                    open.push(to.clone());
                }
            }
        }
        seen
    };
    let reached: BTreeMap<_, _> = imports.keys().map(|from| (from, reached(from))).collect();
    for from in imports.keys() {
        let circle: Vec<_> = (reached[from].iter())
            .filter(|to| reached.get(to).is_some_and(|back| back.contains(from)))
            .collect();
        assert!(circle.len() <= 3, "a circle of files: {circle:?}");
    }
}
