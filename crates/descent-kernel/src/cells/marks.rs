//! What a cell is made to tell the front beyond what evcxr has it tell.
//!
//! The lines of a cell stay where they are: evcxr finds the place of an error by its line.
//!
//! Not needed once evcxr tells the beginning of a cell's code from its compilation, an error that a
//! `?` meets from other text, and keeps the order of the two outputs.

use ra_ap_syntax::ast;
use ra_ap_syntax::{AstNode, Edition, SourceFile};

use super::once::with_value_marked;
use crate::front::keyboard::asking;

/// Standard error goes to standard output, with its length: in two pipes the order in which a cell
/// prints would be lost.
const MACROS: &str = "\
macro_rules! eprint { ($($text:tt)*) => {{ let text = ::std::format!($($text)*); \
::std::print!(\"EVCXR_STDERR {}\\n{}\\n\", text.len(), text); }}; } \
macro_rules! eprintln { () => { eprint!(\"\\n\") }; ($($text:tt)*) => {{ \
let text = ::std::format!($($text)*); \
::std::print!(\"EVCXR_STDERR {}\\n{}\\n\\n\", text.len() + 1, text); }}; } \
macro_rules! dbg { () => { eprintln!(\"[{}:{}]\", file!(), line!()) }; \
($value:expr $(,)?) => { match $value { value => { eprintln!(\"[{}:{}] {} = {:#?}\", \
file!(), line!(), stringify!($value), &value); value } } }; \
($($value:expr),+ $(,)?) => { ($(dbg!($value)),+,) }; }";
/// Where the code begins that evcxr calls.
const CODE: &str = "pub extern \"C\" fn run_user_code_";
const BEGUN: &str = " ::std::println!(\"EVCXR_CELL_BEGUN\"); let _evcxr_end = EvcxrEnd;";
/// At the end of the code, text shows that was printed without a line end. Code that drops an error
/// would take longer to compile.
const END: &str = "struct EvcxrEnd; impl Drop for EvcxrEnd { fn drop(&mut self) { \
::std::mem::forget(::std::io::Write::flush(&mut ::std::io::stdout())); } }";
/// What evcxr writes around the value of a last expression that has no method to show it.
const SENT: [(&str, &str); 2] = [
    (
        "(b\"EVCXR_BEGIN_CONTENT text/plain\\n\")",
        "(b\"EVCXR_VALUE\\nEVCXR_BEGIN_CONTENT text/plain\\n\")",
    ),
    (
        "(b\"\\nEVCXR_END_CONTENT\\n\")",
        "(b\"\\nEVCXR_END_CONTENT\\nEVCXR_RESULT\\n\")",
    ),
];
/// Where evcxr prints the error that a `?` has met.
const FAILED: &str = "println!(\"{}\", evcxr_internal_runtime::USER_ERROR_OCCURRED);";
const ERROR: [&str; 2] = [
    "::std::println!(\"EVCXR_BEGIN_CONTENT application/vnd.descent.error\\n",
    "\\nEVCXR_END_CONTENT\", error);",
];

/// Ways to read from the keyboard for which a line has to be asked for.
const READING: [&str; 2] = ["read_line", "lines"];

/// The source of a cell with these marks.
pub(super) fn marked(source: &str) -> String {
    let mut marked = asking_for_lines(source).unwrap_or_else(|| source.to_owned());
    if let Some(with_value) = with_value_marked(&marked) {
        marked = with_value;
    }
    if let Some(failed) = marked.find(FAILED)
        && let Some(start) = marked[..failed].rfind("eprintln!(\"")
        && let Some(format) = marked[start..failed].split('"').nth(1)
    {
        let error = format!("{}{format}{}", ERROR[0], ERROR[1]);
        let end = start + marked[start..failed].trim_end().len();
        marked.replace_range(start..end, &error);
    }
    for (text, with_mark) in SENT {
        marked = marked.replace(text, with_mark);
    }
    let mut has_code = false;
    if let Some(code) = marked.find(CODE)
        && let Some(body) = marked[code..].find("{\n")
    {
        marked.insert_str(code + body + 1, BEGUN);
        has_code = true;
    }
    // Behind the attributes of the crate, which come first.
    let attributes = marked.lines().take_while(|line| line.starts_with("#!["));
    let end: usize = attributes.map(|line| line.len() + 1).sum();
    if end > 0 && has_code {
        marked.insert_str(end - 1, END);
    }
    if end > 0 && (marked.contains("eprint") || marked.contains("dbg!")) {
        marked.insert_str(end - 1, MACROS);
    }
    if end > 0 && marked.contains("evcxr_ask!()") {
        let ask = format!("macro_rules! evcxr_ask {{ () => {{ {} }}; }}", asking());
        marked.insert_str(end - 1, &ask);
    }
    marked
}

/// The source with a question before each reading of a line; `None` if it reads none.
///
/// The process that runs the cells gets its orders on its standard input, where a line that a cell
/// waits for would never come by itself.
fn asking_for_lines(source: &str) -> Option<String> {
    if !source.contains("stdin") {
        return None;
    }
    let file = SourceFile::parse(source, Edition::Edition2024).syntax_node();
    let mut places: Vec<(usize, &str)> = file
        .descendants()
        .filter_map(ast::MethodCallExpr::cast)
        .filter(|call| {
            let name = call.name_ref().map(|name| name.text().to_string());
            let is_other = name.as_deref() == Some("lines")
                && !call
                    .receiver()
                    .is_some_and(|one| one.syntax().text().to_string().contains("stdin"));
            name.is_some_and(|name| READING.contains(&&*name)) && !is_other
        })
        .flat_map(|call| {
            let range = call.syntax().text_range();
            [
                (range.start().into(), "({ evcxr_ask!(); "),
                (range.end().into(), " })"),
            ]
        })
        .collect();
    places.sort_unstable();
    let mut asking = source.to_owned();
    for (place, text) in places.iter().rev() {
        asking.insert_str(*place, text);
    }
    Some(asking)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: &str = "#![allow(unused)]\nfn f() { eprintln!(\"f\"); }\n\
        impl<T: std::fmt::Display> From<T> for EvcxrUserCodeError {\n\
        fn from(error: T) -> Self {\n    eprintln!(\"{}\", error);\n    \
        println!(\"{}\", evcxr_internal_runtime::USER_ERROR_OCCURRED);\n}\n}\n\
        #[unsafe(no_mangle)]\npub extern \"C\" fn run_user_code_3(\nx: *mut u8) -> *mut u8 {\nf();\nx\n}\n";

    #[test]
    fn every_line_stays_where_it_is() {
        let marked = marked(CELL);
        assert_eq!(marked.lines().count(), CELL.lines().count());
        let mut lines = marked.lines();
        assert!(
            lines
                .next()
                .expect("a line")
                .contains("macro_rules! eprintln")
        );
        assert_eq!(lines.next(), Some("fn f() { eprintln!(\"f\"); }"));
        assert!(marked.contains(
            "{ ::std::println!(\"EVCXR_CELL_BEGUN\"); let _evcxr_end = EvcxrEnd;\nf();\n"
        ));
    }

    #[test]
    fn the_error_of_a_question_mark_is_a_value_and_no_text() {
        let marked = marked(CELL);
        assert!(!marked.contains("eprintln!(\"{}\", error)"), "{marked}");
        assert!(marked.contains("vnd.descent.error\\n{}\\nEVCXR_END_CONTENT\", error);\n"));
    }

    #[test]
    fn before_a_line_is_read_it_is_asked_for() {
        let reads = CELL.replace(
            "f();\n",
            "let mut line = String::new();\nstd::io::stdin().read_line(&mut line)?;\n",
        );
        let asks = marked(&reads);
        let call = "({ evcxr_ask!(); std::io::stdin().read_line(&mut line) })?;";
        assert!(asks.contains(call), "{asks}");
        assert_eq!(asks.lines().count(), CELL.lines().count() + 1);
        let text = CELL.replace(
            "f();",
            "let all: Vec<&str> = text.lines().collect(); // no stdin",
        );
        assert!(!marked(&text).contains("evcxr_ask"));
    }

    #[test]
    fn a_cell_without_code_of_its_own_has_no_mark() {
        let items = "#![allow(unused)]\nfn g() {}\npub extern \"C\" fn run_user_code_1(\nx: *mut u8) -> *mut u8 {x}\n";
        assert_eq!(marked(items), items);
    }
}
