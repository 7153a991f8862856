//! What evcxr itself has to say of a cell, in the words of a lesson.

use super::dependency;
use super::diagnostic::Diagnostic;
use super::hints;
use super::session::Session;
use super::told::{Label, Told};
use super::types::readable;
use crate::words::{Words, words};

/// Whether evcxr tells by this message of one of these errors.
pub fn is_rustcs(message: &str, errors: &[Diagnostic]) -> bool {
    let message = message.replace("<end of input>", "`evcxr_variable_store`");
    // evcxr's words for what rustc says of a variable that it wants to keep.
    if message.contains("contains a reference with a non-static lifetime") {
        return true;
    }
    errors.iter().any(|error| {
        let children = error.children.iter().map(|child| &child.message);
        children.chain([&error.message]).any(|one| *one == message)
    })
}

/// How evcxr begins to say that the process has ended which runs the cells.
const HAS_ENDED: &str = "Subprocess terminated";

/// Whether evcxr says so: the variables are gone then.
pub fn has_ended(messages: &[&str]) -> bool {
    messages.iter().any(|message| message.contains(HAS_ENDED))
}

/// What rustc's warnings about a cell hold.
const WARNINGS: [&str; 7] = [
    "unused ",
    "is never ",
    "are never ",
    "should have a snake case name",
    "should have an upper camel case name",
    "should have an upper case name",
    "unreachable ",
];

/// The error in a message of evcxr's own.
pub fn told(messages: &[&str], cell: &str, session: &Session) -> Vec<Told> {
    // Without the wrapper of rustc they hold warnings, too.
    let is_warning = |message: &&&str| WARNINGS.iter().any(|words| message.contains(words));
    let errors: Vec<&str> = messages
        .iter()
        .filter(|one| !is_warning(one))
        .copied()
        .collect();
    let message = if errors.is_empty() {
        messages.join("\n")
    } else {
        errors.join("\n")
    };
    let reworded = reworded(&message, cell);
    if reworded.is_none()
        && let Some(told) = dependency::told(&message, cell)
    {
        return vec![told];
    }
    let (text, hint) = reworded.unwrap_or_else(|| (clean(&message), None));
    let mut told = Told {
        message: text,
        hint,
        ..Told::default()
    };
    let quoted: Vec<&str> = told.message.split('`').collect();
    if let Some(range) = quoted.get(1).and_then(|name| hints::variable(cell, name)) {
        told.labels.push(Label {
            range,
            text: Words::default(),
            is_primary: true,
        });
    }
    told.hint = told
        .hint
        .take()
        .or_else(|| hints::hint(&told, cell, session));
    vec![told]
}

/// A message of evcxr's as what is wrong and what to do.
fn reworded(message: &str, cell: &str) -> Option<(Words, Option<Words>)> {
    let name = message.split('`').nth(1).unwrap_or_default();
    let of = readable(message.split('`').nth(3).unwrap_or_default());
    let with = |text: Words, hint: Words| Some((text, Some(hint)));
    if message.contains("is a closure, which cannot be persisted") {
        return with(
            words!("the closure `{name}` cannot be kept for later cells", name),
            words!(
                "To keep it, give it a type: {boxed}, or write a `fn`; or use it within this cell, \
                 inside `{{ … }}`.",
                boxed = hints::boxed_closure(cell, name, "")
                    .unwrap_or_else(|| "`Box<dyn Fn(f64) -> f64>`".to_owned())
            ),
        );
    }
    if message.starts_with("Couldn't automatically determine type of variable") {
        return with(
            words!("the type of `{name}` has to be stated", name),
            words!("Write its type, as in `let {name}: f64 = …;`.", name),
        );
    }
    if message.contains("which cannot be persisted") {
        return with(
            words!(
                "`{name}` cannot be kept for later cells: its type is `{of}`",
                name,
                of
            ),
            not_kept(name, &of),
        );
    }
    if message.starts_with("Failed to determine type of variable") {
        return with(
            words!(
                "the type of `{name}` has no name that a later cell could use",
                name
            ),
            words!(
                "Turn it into a value with a type of your own, or state one, as in \
                 `let {name}: f64 = …;`, or use it within this cell, inside `{{ … }}`.",
                name
            ),
        );
    }
    if message.starts_with("Looks like you're missing a semicolon") {
        return with(
            words!("a semicolon is missing"),
            words!("A statement ends with `;`."),
        );
    }
    if message.starts_with(HAS_ENDED) {
        let reason = ["SIGSEGV", "SIGBUS"]
            .iter()
            .any(|signal| message.contains(signal));
        let hint = if reason {
            words!(
                "Most often a function calls itself without end. The variables are gone: choose \
                 Run → Run All Above Selected Cell."
            )
        } else if message.contains("SIGKILL") {
            words!(
                "Most often it wants more memory than there is. The variables are gone: choose \
                 Run → Run All Above Selected Cell."
            )
        } else {
            words!("The variables are gone: choose Run → Run All Above Selected Cell.")
        };
        return with(
            words!("the program has ended: {how}", how = lower(message)),
            hint,
        );
    }
    None
}

fn not_kept(name: &str, of: &str) -> Words {
    let instead = if of.contains("Iter") || of.contains("Map<") || of.contains("Range") {
        words!("end it with `.collect::<Vec<_>>()`")
    } else if of.contains("View") || of.starts_with('&') {
        words!("make it a value of its own with `.to_owned()`")
    } else if of.contains("impl ") || of.contains("closure") {
        words!(
            "state a type that can be kept, as in `let {name}: Box<dyn Fn(f64) -> f64> = Box::new(…);`",
            name
        )
    } else {
        words!("state another type for it")
    };
    words!(
        "To keep it, {instead}; or use it within this cell, inside `{{ … }}`.",
        instead
    )
}

fn lower(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|c| c.to_lowercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

/// A message without what is only on this machine.
fn clean(message: &str) -> Words {
    let lines: Vec<&str> = message
        .lines()
        .filter(|line| !line.contains("evcxr") && !line.trim_start().starts_with("--> /"))
        .collect();
    let text = readable(&lines.join("\n"));
    match text.trim() {
        "" => words!("the cell could not be compiled"),
        text => Words::said(text),
    }
}

#[cfg(test)]
mod tests {
    use descent_language::{Language, speaking};

    use super::*;

    fn one(message: &str, cell: &str) -> Told {
        told(&[message], cell, &Session::default()).remove(0)
    }

    #[test]
    fn a_closure_is_shown_with_what_can_be_kept() {
        let cell = "let a = 1;\nlet h2 = |x: f64| x * 2.0;";
        let told = one(
            "The variable `h2` is a closure, which cannot be persisted.\nYou can …",
            cell,
        );
        assert_eq!(
            &*told.message,
            "the closure `h2` cannot be kept for later cells"
        );
        assert!(
            told.hint
                .as_ref()
                .is_some_and(|hint| hint.contains("Box<dyn Fn(f64) -> f64>"))
        );
        assert_eq!(told.labels[0].range, 15..17);
    }

    #[test]
    fn an_iterator_is_collected_and_a_view_copied() {
        let hint = |of: &str| {
            let message = format!("The variable `v` has type `{of}` which cannot be persisted.");
            one(&message, "let v = 1;").hint.unwrap_or_default()
        };
        assert!(hint("std::iter::Map<Iter<'_, f64>, {closure}>").contains(".collect::<Vec<_>>()"));
        assert!(hint("ArrayBase<ViewRepr<&f64>, Dim<[usize; 1]>>").contains(".to_owned()"));
    }

    #[test]
    fn a_variable_called_network_is_no_missing_network() {
        let cell = ":dep a = \"1\"\nlet network = |x: f64| x;";
        let told = one(
            "The variable `network` is a closure, which cannot be persisted.",
            cell,
        );
        assert!(
            told.message.contains("closure `network`"),
            "{}",
            told.message
        );
    }

    #[test]
    fn a_program_that_has_ended_is_told_with_its_most_common_reason() {
        let hint = |message: &str| one(message, "f(1)").hint.unwrap_or_default();
        let segment = hint("Subprocess terminated with status: signal: 11 (SIGSEGV)");
        assert!(
            segment.starts_with("Most often a function calls itself"),
            "{segment}"
        );
        let killed = hint("Subprocess terminated with status: signal: 9 (SIGKILL)");
        assert!(killed.contains("memory"), "{killed}");
        let exit = hint("Subprocess terminated with status: exit status: 3");
        assert!(exit.starts_with("The variables are gone"), "{exit}");
    }

    #[test]
    fn all_of_it_is_told_in_chinese_with_the_place_of_the_variable() {
        for (message, text, words) in [
            (
                "The variable `v` is a closure, which cannot be persisted.",
                "闭包 `v` 不能留给后面的单元格",
                "`let v: Box<dyn Fn(f64) -> f64> = Box::new(|x: f64| …);`",
            ),
            (
                "The variable `v` has type `Iter<f64>` which cannot be persisted.",
                "`v` 不能留给后面的单元格：它的类型是 `Iter<f64>`",
                "在末尾加上 `.collect::<Vec<_>>()`；",
            ),
            (
                "Couldn't automatically determine type of variable `v`.",
                "`v` 的类型要写出来",
                "`let v: f64 = …;`",
            ),
            (
                "Failed to determine type of variable `v`.",
                "`v` 的类型没有名字，后面的单元格用不了",
                "`let v: f64 = …;`",
            ),
        ] {
            let told = speaking(Language::Chinese, || one(message, "let v = |x: f64| x;"));
            assert_eq!(&*told.message, text);
            assert!(told.hint.is_some_and(|hint| hint.contains(words)));
            assert_eq!(told.labels[0].range, 4..5);
        }
        let ended = ["Subprocess terminated with status: signal: 9 (SIGKILL)"];
        let told = speaking(Language::Chinese, || one(ended[0], "f(1)"));
        assert!(
            told.message.starts_with("程序结束了：subprocess"),
            "{}",
            told.message
        );
        assert!(
            told.hint
                .is_some_and(|hint| hint.contains("内存") && hint.contains("变量都不在了"))
        );
        assert!(has_ended(&ended) && !has_ended(&["mismatched types"]));
    }

    #[test]
    fn what_evcxr_would_have_reported_to_it_is_left_out() {
        let told = one("something odd\nplease file a bug against evcxr", "1");
        assert_eq!(&*told.message, "something odd");
    }
}
