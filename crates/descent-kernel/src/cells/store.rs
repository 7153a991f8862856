//! Where the variables of a kernel lie between two cells.
//!
//! evcxr writes its own table of them into each cell. It is a hash table, and compiling one takes
//! longer than most of what a student writes. A linked list of a few dozen names does the same.
//!
//! Not needed once evcxr compiles its table once for all cells.

const BEGIN: &str = "\nmod evcxr_internal_runtime {\n";
const LAST: &str = "\npub fn create_variable_store() ";
const END: &str = "\n}\n";
/// Holds no comment of one line, so that it can stand on one.
const STORE: &str = include_str!("variable_store.rs");

/// The source of a cell with a list instead of evcxr's table; `None` if it has no table. No line
/// moves. All cells of a kernel have to be compiled with it, or none: they pass it on from one to
/// the next.
pub(super) fn with_list_of_variables(source: &str) -> Option<String> {
    let begin = source.find(BEGIN)? + BEGIN.len();
    let last = begin + source[begin..].find(LAST)? + LAST.len();
    let end = last + source[last..].find(END)? + END.len();
    let lines = source[begin..end].matches('\n').count();
    let store = STORE.replace('\n', " ") + &"\n".repeat(lines);
    Some(format!("{}{store}{}", &source[..begin], &source[end..]))
}

#[cfg(test)]
#[allow(missing_docs, reason = "it is source for evcxr's cells")]
#[path = "variable_store.rs"]
mod list;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_moves_and_only_a_table_is_replaced() {
        let table = "use std::collections::HashMap;\n".repeat(9);
        let source = format!(
            "fn f() {{}}{BEGIN}{table}{LAST}-> *mut u8 {{\n    a()\n}}\n}}\n#[unsafe(no_mangle)]\nx"
        );
        let list = with_list_of_variables(&source).expect("there is a table");
        assert_eq!(list.lines().count(), source.lines().count());
        assert!(list.starts_with("fn f() {}\nmod evcxr_internal_runtime {\npub const"));
        assert!(!STORE.contains("//"));
        assert!(list.ends_with("\n}\n#[unsafe(no_mangle)]\nx"), "{list}");
        assert!(!list.contains("HashMap"));
        assert_eq!(with_list_of_variables("fn f() {}\n"), None);
    }

    #[test]
    fn a_variable_is_given_back_as_it_was_put_and_of_its_own_type_alone() {
        let mut list = list::VariableStore::new();
        list.put_variable("x", 1.5_f64);
        list.put_variable("names", vec!["a".to_owned()]);
        list.put_variable("x", 2.5_f64);
        assert!(list.check_variable::<f64>("x"));
        assert!(!list.check_variable::<f32>("x"));
        assert!(list.check_variable::<f32>("y"), "it is not there");
        list.put_variable("z", 1_u8);
        assert_eq!(list.take_variable::<Vec<String>>("names"), ["a"]);
        assert_eq!(list.take_variable::<f64>("x"), 2.5);
        assert_eq!(list.take_variable::<u8>("z"), 1);
        assert_eq!(*list.lazy_arc("shared", || 7), 7);
        assert_eq!(*list.lazy_arc("shared", || 8), 7);
        assert!(!list::create_variable_store().is_null());
        assert_ne!(list::VARIABLE_CHANGED_TYPE, list::USER_ERROR_OCCURRED);
    }
}
