//! What a client asks about when it asks about a place in a cell.

use ra_ap_syntax::ast::{self, HasArgList};
use ra_ap_syntax::{AstNode, Edition, SyntaxKind, SyntaxNode, SyntaxToken};

use crate::cell_syntax::{BEFORE, parsed};
use crate::words::{Words, words};

/// A name or a word of Rust's at a place in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The name alone.
    pub word: String,
    /// The name with what stands before it in its path or its chain of methods.
    pub whole: String,
    /// The byte of the cell behind the name.
    pub end: usize,
    /// Whether the name stands by itself, as those of variables and functions do.
    pub is_plain: bool,
}

/// What stands at the byte `at` of a cell; between the arguments of a call, what is called.
pub fn asked(code: &str, at: usize) -> Option<Asked> {
    let file = parsed(code);
    let place = BEFORE.len() + at.min(code.len());
    let token = file
        .token_at_offset(u32::try_from(place).ok()?.into())
        .filter(is_word)
        .last()
        .or_else(|| called(&file, place))?;
    let end = usize::from(token.text_range().end()) - BEFORE.len();
    let whole = whole(&token);
    Some(Asked {
        is_plain: whole == token.text(),
        word: token.text().to_owned(),
        whole,
        end,
    })
}

fn is_word(token: &SyntaxToken) -> bool {
    token.kind() == SyntaxKind::IDENT || token.kind().is_keyword(Edition::Edition2024)
}

/// The name of the function, the method or the macro between whose arguments the place lies.
fn called(file: &SyntaxNode, place: usize) -> Option<SyntaxToken> {
    let place = u32::try_from(place).ok()?.into();
    let mut token = file.token_at_offset(place).left_biased()?;
    while token.kind().is_trivia() {
        token = token.prev_token()?;
    }
    // A call that is being written has no closing bracket yet.
    let is_within = |arguments: &SyntaxNode| {
        let last = arguments.last_token();
        let close = last.filter(|last| matches!(last.text(), ")" | "]" | "}"));
        arguments.text_range().start() < place
            && close.is_none_or(|close| place <= close.text_range().start())
    };
    token.parent_ancestors().find_map(|node| {
        if let Some(call) = ast::CallExpr::cast(node.clone()) {
            let list = call.arg_list().filter(|list| is_within(list.syntax()));
            return list.and_then(|_| last_name(call.expr()?.syntax()));
        }
        if let Some(call) = ast::MethodCallExpr::cast(node.clone()) {
            let list = call.arg_list().filter(|list| is_within(list.syntax()));
            return list.and_then(|_| last_name(call.name_ref()?.syntax()));
        }
        let call = ast::MacroCall::cast(node)?;
        let list = call.token_tree().filter(|list| is_within(list.syntax()));
        list.and_then(|_| last_name(call.path()?.syntax()))
    })
}

fn last_name(node: &SyntaxNode) -> Option<SyntaxToken> {
    node.descendants_with_tokens()
        .filter_map(|one| one.into_token())
        .filter(|token| token.kind() == SyntaxKind::IDENT)
        .last()
}

/// The path or the chain of methods that ends with this name.
fn whole(token: &SyntaxToken) -> String {
    let chain = token.parent_ancestors().find_map(|node| {
        if let Some(call) = ast::MethodCallExpr::cast(node.clone())
            && call
                .name_ref()
                .is_some_and(|name| name.text() == token.text())
        {
            return Some(format!(
                "{}.{}",
                call.receiver()?.syntax().text(),
                token.text()
            ));
        }
        if let Some(field) = ast::FieldExpr::cast(node.clone())
            && field
                .name_ref()
                .is_some_and(|name| name.text() == token.text())
        {
            return Some(field.syntax().text().to_string());
        }
        let path = ast::Path::cast(node)?;
        let name = path.segment()?.name_ref()?;
        (name.text() == token.text()).then(|| path.syntax().text().to_string())
    });
    chain.unwrap_or_else(|| token.text().to_owned())
}

/// Each item of a cell: its name, and its comment and its head as a student wrote them.
pub fn items(cell: &SyntaxNode) -> impl Iterator<Item = (String, String)> {
    cell.descendants()
        .filter_map(ast::Item::cast)
        .filter_map(|item| {
            let name = item.syntax().children().find_map(ast::Name::cast)?;
            (name.text() != "cell").then(|| (name.text().to_string(), described(item.syntax())))
        })
}

fn described(item: &SyntaxNode) -> String {
    let comment: Vec<String> = ast::DocCommentIter::from_syntax_node(item)
        .filter_map(|comment| {
            comment
                .doc_comment()
                .map(|(text, _)| text.trim().to_owned())
        })
        .collect();
    let body = item.children().find(|node| {
        matches!(
            node.kind(),
            SyntaxKind::BLOCK_EXPR | SyntaxKind::ASSOC_ITEM_LIST
        )
    });
    let start = item
        .children_with_tokens()
        .find(|one| {
            !matches!(
                one.kind(),
                SyntaxKind::COMMENT | SyntaxKind::WHITESPACE | SyntaxKind::ATTR
            )
        })
        .map_or(item.text_range().start(), |one| one.text_range().start());
    let end = body.map_or(item.text_range().end(), |body| body.text_range().start());
    let range = ra_ap_syntax::TextRange::new(start, end) - item.text_range().start();
    let head = item.text().slice(range).to_string();
    match comment.is_empty() {
        true => head.trim().to_owned(),
        false => format!("{}\n\n{}", head.trim(), comment.join("\n")),
    }
}

/// What a word of Rust's means, for those that begin.
pub fn keyword(word: &str) -> Option<Words> {
    Some(match word {
        "as" => words!("Turns a number into another type: `3 as f64`."),
        "break" => words!("Leaves the innermost loop."),
        "const" => {
            words!(
                "Names a value that never changes; its type is stated: `const RATE: f64 = 0.1;`."
            )
        }
        "continue" => words!("Goes on with the next round of the innermost loop."),
        "dyn" => words!("A value of any type that has a trait, as in `Box<dyn Fn(f64) -> f64>`."),
        "else" => words!("What happens if the condition of the `if` before does not hold."),
        "enum" => words!("A type with a fixed list of variants."),
        "false" | "true" => words!("A value of the type `bool`."),
        "fn" => words!("Begins a function: `fn square(x: f64) -> f64 {{ x * x }}`."),
        "for" => words!("Does something with each element: `for step in 0..20 {{ … }}`."),
        "if" => {
            words!(
                "Does something only if a condition holds; it is also a value: `if a > b {{ a }} else {{ b }}`."
            )
        }
        "impl" => {
            words!(
                "Gives functions to a type: `impl Net {{ … }}`; or a trait: `impl Area for Square {{ … }}`."
            )
        }
        "in" => words!("Stands between the name and the elements of a `for`."),
        "let" => words!("Names a value: `let x = 3.0;`. In a notebook it is kept for later cells."),
        "loop" => words!("Repeats until a `break`."),
        "match" => words!(
            "Looks which pattern a value fits: `match n {{ 0 => \"none\", _ => \"some\" }}`."
        ),
        "mod" => words!("A place of its own for functions and types."),
        "move" => words!("Gives a closure the variables that it uses, instead of lending them."),
        "mut" => words!(
            "Allows a variable to change: `let mut x = 0.0;`; `&mut x` lends it for changing."
        ),
        "pub" => words!("Makes something visible outside of its module."),
        "ref" => words!("Lends the part of a value that a pattern names."),
        "return" => {
            words!("Leaves a function with a value; the last expression of a function needs none.")
        }
        "self" | "Self" => words!("The value, or the type, whose function this is."),
        "static" => {
            words!("A variable of the whole program, which keeps its value from cell to cell.")
        }
        "struct" => words!("A type made of named parts: `struct Point {{ x: f64, y: f64 }}`."),
        "trait" => words!("A set of functions that several types can have."),
        "type" => words!("Another name for a type."),
        "unsafe" => words!("Allows what the compiler cannot check; lessons do without it."),
        "use" => words!("Makes names known: `use ndarray::Axis;`."),
        "where" => words!("What a generic type must be able to do."),
        "while" => words!("Repeats as long as a condition holds."),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use descent_language::{Language, speaking};

    use super::*;

    fn words(code: &str, at: usize) -> Option<(String, String)> {
        asked(code, at).map(|asked| (asked.word, asked.whole))
    }

    #[test]
    fn a_name_is_found_from_its_first_byte_to_its_last() {
        let code = "let y = mine.sum();";
        for at in 8..=12 {
            assert_eq!(
                words(code, at),
                Some(("mine".into(), "mine".into())),
                "{at}"
            );
        }
        for at in 13..=16 {
            assert_eq!(
                words(code, at),
                Some(("sum".into(), "mine.sum".into())),
                "{at}"
            );
        }
        let (code, at) = (
            "学习率 + SimpleNet::random(2)",
            "学习率 + SimpleNet::ran".len(),
        );
        let found = words(code, at);
        assert_eq!(found, Some(("random".into(), "SimpleNet::random".into())));
        assert_eq!(
            words("array![1.0]", 2),
            Some(("array".into(), "array".into()))
        );
    }

    #[test]
    fn between_arguments_what_is_called_is_asked_about() {
        for (code, wanted) in [
            ("gradient_descent(1.0, ", "gradient_descent"),
            ("f(1.0, 2.0)", "f"),
            ("g(1.0, x.h(2.0, ))", "x.h"),
            ("array![1.0, 2.0]", "array"),
        ] {
            let at = code.rfind(", ").expect("a comma") + 2;
            assert_eq!(
                words(code, at).map(|(_, whole)| whole).as_deref(),
                Some(wanted),
                "{code}"
            );
        }
        assert_eq!(words("1 + 2", 2), None);
    }

    #[test]
    fn words_of_rusts_are_explained() {
        let word = asked("for i in 0..3 {}", 1).expect("a word").word;
        assert!(keyword(&word).is_some_and(|text| text.contains("each element")));
        assert_eq!(keyword("gradient"), None);
        let chinese = speaking(Language::Chinese, || keyword("while"));
        assert_eq!(chinese.as_deref(), Some("条件成立时一直重复。"));
    }

    #[test]
    fn an_item_is_described_by_its_head_and_its_comment() {
        let code = "/// Doubles.\n#[inline]\nfn dbl(x: f64) -> f64 { 2.0 * x }\n\
                    /// A net.\nstruct Net { w: f64 }";
        let expected = [
            ("dbl", "fn dbl(x: f64) -> f64\n\nDoubles."),
            ("Net", "struct Net { w: f64 }\n\nA net."),
        ];
        let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(items(&parsed(code)).collect::<Vec<_>>(), expected);
    }
}
