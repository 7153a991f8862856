//! What is wrong with a `:dep` line, and with other commands of evcxr's.

use super::told::{Label, Told};
use crate::words::{Words, words};

/// How the lessons' own line is written.
const LESSONS: (&str, &str) = (
    "descent-notebook",
    "`:dep descent-notebook = { path = \"../crates/descent-notebook\" }`",
);
/// What cargo says of a line that is no TOML, or no dependency.
const UNREADABLE: [&str; 6] = [
    "Invalid :dep command",
    ":dep requires arguments",
    "failed to parse manifest",
    "--> Cargo.toml:",
    "TOML parse error",
    "invalid type: ",
];
const NO_NETWORK: [&str; 5] = [
    "network",
    "resolve host",
    "download",
    "--offline",
    "registry index",
];

/// An error of a command, with the place of its line.
pub fn told(message: &str, cell: &str) -> Option<Told> {
    let (message, hint) = reworded(message, cell)?;
    let (at, line) = line_in(cell)?;
    Some(Told {
        message,
        hint: Some(hint),
        labels: vec![Label {
            range: at..at + line.len(),
            text: Words::default(),
            is_primary: true,
        }],
        ..Told::default()
    })
}

fn reworded(message: &str, cell: &str) -> Option<(Words, Words)> {
    let (_, line) = line_in(cell)?;
    if let Some(command) = message.strip_prefix("Unrecognised command ") {
        let command = command.trim();
        let hint = words!("A crate is brought in by `:dep`; `:help` shows the other commands.");
        return Some((words!("there is no command `{command}`", command), hint));
    }
    if UNREADABLE.iter().any(|words| message.contains(words)) {
        let hint = words!(
            "A dependency is written as `:dep name = \"1.0\"`, or as \
             `:dep name = {{ path = \"…\" }}`."
        );
        return Some((words!("this `:dep` line cannot be read"), hint));
    }
    let quoted = |number: usize| message.split('`').nth(2 * number + 1).unwrap_or_default();
    if message.contains("failed to select a version for the requirement") {
        let (name, version) = quoted(0).split_once(" = ")?;
        let version = version.trim_matches(['"', '^', '=']);
        let known = message
            .split_once("didn't match: ")
            .map_or("", |(_, rest)| rest.lines().next().unwrap_or_default());
        let known: Vec<&str> = known.split(", ").filter(|one| *one != "...").collect();
        let hint = words!(
            "Among those that there are: {known}.",
            known = known.join(", ")
        );
        let message = words!("there is no version {version} of `{name}`", version, name);
        return Some((message, hint));
    }
    if message.contains("does not have that feature") {
        let (_, rest) = message.split_once("depends on `")?;
        let mut names = rest.split('`').step_by(2);
        let (name, feature) = (names.next()?, names.next()?);
        let hint = words!(
            "Take it out, or look up `{name}`'s features on docs.rs.",
            name
        );
        let message = words!("`{name}` has no feature `{feature}`", name, feature);
        return Some((message, hint));
    }
    let name = line
        .split(['=', ' ', '\t'])
        .find(|word| !word.is_empty() && *word != ":dep")?;
    let path = line
        .split_once("path")
        .and_then(|(_, rest)| rest.split('"').nth(1));
    if message.contains("(os error 2)") {
        let path = path.or(message.split('"').nth(1)).unwrap_or_default();
        return Some((
            words!("there is no crate in the folder `{path}`", path),
            words!("A path is counted from the folder of the notebook."),
        ));
    }
    if let Some((_, meant)) = message.split_once("perhaps you meant:") {
        let meant = meant.trim().lines().next().unwrap_or_default().trim();
        return Some((
            words!("no crate `{name}` was found", name),
            words!("Is `{meant}` meant?", meant),
        ));
    }
    let is_missing = [
        "no matching package",
        "not found in registry",
        "failed to get `",
    ]
    .iter()
    .any(|words| message.contains(words));
    let has_no_network = NO_NETWORK.iter().any(|word| message.contains(word));
    if !is_missing && !has_no_network {
        return None;
    }
    Some(match path {
        Some(path) => (
            words!("the folder `{path}` holds no crate `{name}`", path, name),
            words!(
                "The lessons' crate is brought in by {line}.",
                line = LESSONS.1
            ),
        ),
        None if name.replace('_', "-") == LESSONS.0 => (
            words!("no crate `{name}` was found", name),
            words!("It lies in the checkout: write {line}.", line = LESSONS.1),
        ),
        None if is_missing && !has_no_network => (
            words!("no crate `{name}` was found", name),
            words!("Is the name right? What the lessons need is in the first cell's `:dep` line."),
        ),
        None => (
            words!("no crate `{name}` was found", name),
            words!(
                "It could not be fetched: is there a network? What the lessons need is in the \
                 first cell's `:dep` line, and needs none."
            ),
        ),
    })
}

/// The first command of a cell, and where it begins.
fn line_in(cell: &str) -> Option<(usize, &str)> {
    let mut start = 0;
    cell.split_inclusive('\n').find_map(|line| {
        let at = start + (line.len() - line.trim_start().len());
        start += line.len();
        let line = line.trim();
        line.starts_with(':').then_some((at, line))
    })
}

#[cfg(test)]
mod tests {
    use descent_language::{Language, speaking};

    use super::*;

    fn shown(message: &str, cell: &str) -> (Words, Words) {
        let told = told(message, cell).expect("it is known");
        assert_eq!(told.labels.len(), 1);
        (told.message, told.hint.unwrap_or_default())
    }

    fn code(text: &str) -> Vec<&str> {
        text.split('`').skip(1).step_by(2).collect()
    }

    #[test]
    fn what_is_wrong_with_a_line_is_told_and_what_to_write() {
        let unmatched = "no matching package named `descent-notebook` found\n\
                         location searched: /tmp";
        for (message, cell, text, words) in [
            (
                "unable to read \"../crates/nosuch/Cargo.toml\": No such file (os error 2)",
                ":dep nosuch = { path = \"../crates/nosuch\" }",
                "there is no crate in the folder `../crates/nosuch`",
                "counted from the folder of the notebook",
            ),
            (
                "unable to read \"crates/descent-notebook\": No such file (os error 2)",
                "// first\n:dep plots = { path = \"crates/plots\" }",
                "there is no crate in the folder `crates/plots`",
                "counted from the folder of the notebook",
            ),
            (
                unmatched,
                ":dep descent-notebook = { path = \"/tmp\" }",
                "the folder `/tmp` holds no crate `descent-notebook`",
                "\"../crates/descent-notebook\"",
            ),
            (
                unmatched,
                ":dep descent-notebook",
                "no crate `descent-notebook` was found",
                "lies in the checkout",
            ),
            (
                "error: no matching package found\nsearched package name: `descent_notebook`\n\
                 perhaps you meant:      descent-notebook\nlocation searched: /x",
                ":dep descent_notebook = { path = \"../crates/descent-notebook\" }",
                "no crate `descent_notebook` was found",
                "Is `descent-notebook` meant?",
            ),
            (
                "error: unclosed inline table, expected `}`\n   --> Cargo.toml:12:5",
                ":dep a = { path = \"b\"",
                "this `:dep` line cannot be read",
                "`:dep name = \"1.0\"`",
            ),
            (
                ":dep requires arguments",
                ":dep",
                "this `:dep` line cannot be read",
                "`:dep name = \"1.0\"`",
            ),
            (
                "error: failed to select a version for the requirement `rand = \"^99\"`\n\
                 candidate versions found which didn't match: 0.10.4, 0.10.3, ...\nlocation",
                ":dep rand = \"99\"",
                "there is no version 99 of `rand`",
                "there are: 0.10.4, 0.10.3.",
            ),
            (
                "versions that meet the requirements `^0.10` are: 0.10.4\n\npackage `ctx` depends on \
                 `rand` with feature `nope` but `rand` does not have that feature.",
                ":dep rand = { version = \"0.10\", features = [\"nope\"] }",
                "`rand` has no feature `nope`",
                "docs.rs",
            ),
            (
                "Unrecognised command :depp",
                ":depp x",
                "there is no command `:depp`",
                "`:dep`",
            ),
            (
                "failed to download from the registry index",
                ":dep itertools = \"0.14\"",
                "no crate `itertools` was found",
                "is there a network?",
            ),
        ] {
            let (said, hint) = shown(message, cell);
            assert_eq!(&*said, text);
            assert!(hint.contains(words), "{hint}");
            let chinese = speaking(Language::Chinese, || shown(message, cell));
            assert!(
                chinese.0.contains(|sign: char| sign >= '\u{4e00}'),
                "{chinese:?}"
            );
            assert!(chinese.1.ends_with(['。', '？']), "{chinese:?}");
            assert_eq!(code(&chinese.1), code(&hint));
        }
        assert!(told("mismatched types", "let x = 1;").is_none());
    }
}
