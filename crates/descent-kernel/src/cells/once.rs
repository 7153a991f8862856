//! A cell that evcxr would compile twice, compiled once.
//!
//! evcxr learns from errors. A cell with a `?` is compiled as if it had none, then inside a
//! function that can return an error; the value of a last expression is shown by its method
//! `evcxr_display`, then, if it has none, as `{:?}`. Each time cargo starts anew. The wrapper of
//! rustc knows what comes, and writes the second form at once.
//!
//! The lines of the cell stay where they are.
//!
//! Not needed once evcxr knows a `?` by its own parser, and a value without the method by one
//! compilation.

use std::ops::Range;

use ra_ap_syntax::ast::{self, HasName};
use ra_ap_syntax::{AstNode, Edition, NodeOrToken, SourceFile, SyntaxKind, SyntaxNode};
use serde_json::Value;

/// What evcxr writes before and behind the code that may panic, with and without variables.
const AROUND: [(&str, &str); 2] = [
    ("  std::panic::AssertUnwindSafe(||{\n", "\n})) { \n"),
    ("if std::panic::catch_unwind(||{\n", "\n}).is_err() {\n"),
];
/// The function that evcxr calls.
const CODE: &str = "run_user_code_";
/// The error that a `?` has met: evcxr's own, which says so as a value of ours.
const FAILURE: &str = "struct EvcxrUserCodeError {} impl<T: ::std::fmt::Display> From<T> for \
EvcxrUserCodeError { fn from(error: T) -> Self { \
::std::println!(\"EVCXR_BEGIN_CONTENT application/vnd.descent.error\\n{}\\nEVCXR_END_CONTENT\\n\
EVCXR_ERROR_OCCURRED\", error); EvcxrUserCodeError {} } }";
const TRY: &str = " let _ = (|| -> ::std::result::Result<(), EvcxrUserCodeError> {";
const TRIED: &str = "Ok(())})(); ";
/// How the value of a last expression is shown: by its method; by the trait that gives the method to
/// arrays and numbers, where rustc does not know the type yet when it looks for methods, as in
/// `2.0 * array![1.0]`; and by `{:?}`.
const BY_METHOD: &str = "evcxr_value.evcxr_display();";
const BY_TRAIT: &str = "::descent_notebook::Show::evcxr_display(evcxr_value);";
const BY_DEBUG: &str = "::std::println!(\"EVCXR_BEGIN_CONTENT text/plain\\n{:?}\\nEVCXR_END_CONTENT\", \
evcxr_value);";
const VALUE: &str = "evcxr_value";
const METHOD: &str = "evcxr_display";

/// The cell inside a function that can return an error, if a `?` of its own wants one.
pub(super) fn with_question_marks(source: &str) -> Option<String> {
    if !source.contains('?') || source.contains("EvcxrUserCodeError") {
        return None;
    }
    let (start, end) = AROUND.iter().find_map(|(before, behind)| {
        Some((source.find(before)? + before.len(), source.rfind(behind)?))
    })?;
    let first_line = source.find('\n').filter(|line| *line < start)?;
    let file = SourceFile::parse(source, Edition::Edition2024).syntax_node();
    let cell = file
        .descendants()
        .filter_map(ast::Fn::cast)
        .find(|function| {
            function
                .name()
                .is_some_and(|name| name.text().starts_with(CODE))
        })?;
    let is_the_cells = |mark: &SyntaxNode| {
        let around = mark.ancestors().skip(1).find(|node| {
            ast::ClosureExpr::can_cast(node.kind())
                || ast::Fn::can_cast(node.kind())
                || ast::BlockExpr::cast(node.clone())
                    .is_some_and(|block| block.async_token().is_some())
        });
        around.is_some_and(|node| {
            ast::ClosureExpr::can_cast(node.kind())
                && usize::from(node.text_range().start()) < start
        })
    };
    let parts = cell.syntax().descendants_with_tokens();
    let mut marks = parts.filter_map(|part| match part {
        NodeOrToken::Node(node) => ast::TryExpr::can_cast(node.kind()).then_some(node),
        // What a macro is given is tokens to the parser: `println!("{}", x?)`.
        NodeOrToken::Token(token) => token.parent().filter(|node| {
            token.kind() == SyntaxKind::QUESTION && ast::TokenTree::can_cast(node.kind())
        }),
    });
    marks.any(|mark| is_the_cells(&mark)).then(|| {
        [
            &source[..first_line],
            FAILURE,
            &source[first_line..start - 1],
            TRY,
            &source[start - 1..=end],
            TRIED,
            &source[end + 1..],
        ]
        .concat()
    })
}

/// The cell with the value of its last expression shown in the other ways, if it has one.
pub(super) fn with_other_display(source: &str) -> Vec<String> {
    let mut ways = vec![BY_DEBUG];
    if source.contains("descent_notebook") {
        ways.insert(0, BY_TRAIT);
    }
    ways.retain(|_| source.contains(BY_METHOD));
    ways.iter()
        .map(|way| source.replace(BY_METHOD, way))
        .collect()
}

/// The cell with marks before and behind the value of its last expression.
pub(super) fn with_value_marked(source: &str) -> Option<String> {
    let [opening, closing] = display_call(source)?;
    let value = format!(
        ") {{ {VALUE} => {{ ::std::println!(\"EVCXR_VALUE\"); {BY_METHOD} \
         ::std::println!(\"EVCXR_RESULT\"); }} }}"
    );
    Some(
        [
            &source[..opening.start],
            "match &(",
            &source[opening.end..closing.start],
            &value,
            &source[closing.end..],
        ]
        .concat(),
    )
}

/// Whether rustc says that the value of the last expression cannot be shown in this way, and nothing
/// else.
pub(super) fn lacks_display(messages: &str) -> bool {
    let mut errors = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["level"] == "error" && !message["code"].is_null())
        .peekable();
    errors.peek().is_some() && errors.all(|error| is_about_display(&error))
}

/// Whether an error lies where a value is shown.
fn is_about_display(error: &Value) -> bool {
    let spans = error["spans"].as_array().into_iter().flatten();
    let mut lines = spans
        .filter(|span| span["is_primary"] == true)
        .map(|span| span["text"][0]["text"].as_str().unwrap_or_default())
        .peekable();
    lines.peek().is_some() && lines.all(|line| line.contains(VALUE))
}

/// The brackets and the call by which evcxr has the last expression show itself: `(` on a line of
/// its own, and `).evcxr_display();`.
fn display_call(source: &str) -> Option<[Range<usize>; 2]> {
    let closing = source.rfind("\n).evcxr_display();")? + 1;
    let file = SourceFile::parse(source, Edition::Edition2024).syntax_node();
    let call = file
        .descendants()
        .filter_map(ast::MethodCallExpr::cast)
        .filter(|call| call.name_ref().is_some_and(|name| name.text() == METHOD))
        .find(|call| {
            let range = call.syntax().text_range();
            (usize::from(range.start())..usize::from(range.end())).contains(&closing)
        })?;
    let receiver = call.receiver()?.syntax().text_range();
    let opening = usize::from(receiver.start());
    let end = closing + source[closing..].find(';')? + 1;
    (usize::from(receiver.end()) == closing + 1).then_some([opening..opening + 1, closing..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cell as evcxr writes it.
    fn cell(code: &str) -> String {
        format!(
            "#![allow(unused)]\nfn f() -> Option<u8> {{ None?; None }}\n\
             pub extern \"C\" fn run_user_code_3(\nx: *mut u8) -> *mut u8 {{\n\
             match std::panic::catch_unwind(\n  std::panic::AssertUnwindSafe(||{{\n\
             {code}\n}})) {{ \n  Ok(_) => {{}}\n  Err(_) => {{\n}}}}\nx\n}}\n"
        )
    }

    #[test]
    fn a_question_mark_of_the_cells_own_is_tried_in_a_function_and_no_line_moves() {
        let code = "let x = \"1\".parse::<i32>()?;\nx;";
        let tried = with_question_marks(&cell(code)).expect("it has one");
        assert_eq!(tried.lines().count(), cell(code).lines().count());
        let line = tried.lines().position(|line| line.contains("parse"));
        assert_eq!(
            line,
            cell(code).lines().position(|line| line.contains("parse"))
        );
        assert!(
            tried.contains("AssertUnwindSafe(||{ let _ = (|| ->"),
            "{tried}"
        );
        assert!(tried.contains("\nOk(())})(); })) { \n"), "{tried}");
        let parsed = SourceFile::parse(&tried, Edition::Edition2024);
        assert!(parsed.errors().is_empty(), "{:?}", parsed.errors());
    }

    #[test]
    fn one_within_a_macro_is_the_cells_own() {
        for code in [
            "for i in 0..3 { println!(\"{}\", f(i)?); }",
            "let v = vec![f(1)?, 2];",
            "assert_eq!(f(1)?, 1);",
        ] {
            assert!(with_question_marks(&cell(code)).is_some(), "{code}");
        }
    }

    #[test]
    fn other_question_marks_are_nobodys_business() {
        for code in [
            "let a = 1;",
            "let g = |t: &str| -> Option<char> { t.chars().next()?; None };",
            "fn h() -> Option<u8> { None?; None }",
            "println!(\"why?\");",
            "let g = |t: &str| -> Option<String> { Some(format!(\"{}\", t.chars().next()?)) };",
        ] {
            assert_eq!(with_question_marks(&cell(code)), None, "{code}");
        }
    }

    #[test]
    fn the_value_of_a_last_expression_is_marked_and_shown_by_method_or_debug_and_no_line_moves() {
        let source = cell("(\nvec![\n(1, 2)\n]\n).evcxr_display();");
        let marked = with_value_marked(&source).expect("it shows something");
        let [shown] = &with_other_display(&marked)[..] else {
            panic!("there is no crate with the trait");
        };
        for text in [&marked, shown] {
            assert_eq!(text.lines().count(), source.lines().count());
            assert!(
                text.contains("match &(\nvec![\n(1, 2)\n]\n) { evcxr_value =>"),
                "{text}"
            );
            let parsed = SourceFile::parse(text, Edition::Edition2024);
            assert!(parsed.errors().is_empty(), "{:?}", parsed.errors());
        }
        assert!(shown.contains("{:?}") && !shown.contains(METHOD), "{shown}");
        assert_eq!(with_value_marked(&cell("figure.evcxr_display();")), None);
    }

    #[test]
    fn only_errors_where_a_value_is_shown_are_about_that() {
        let error = |line: &str| {
            format!(
                r#"{{"level":"error","code":{{"code":"E0599"}},"spans":[{{"is_primary":true,"text":[{{"text":"{line}"}}]}}]}}"#
            )
        };
        let missing = error(") { evcxr_value => { evcxr_value.evcxr_display(); } }");
        let summary = r#"{"level":"error","code":null,"message":"aborting"}"#;
        assert!(lacks_display(&format!("{missing}\n{summary}\n")));
        let other = error("let x: i32 = 1.0;");
        assert!(!lacks_display(&format!("{missing}\n{other}\n")));
        assert!(!lacks_display(summary));
    }
}
