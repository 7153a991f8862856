//! What earlier cells have done, as far as an error may come of it.

use ra_ap_syntax::ast::{self, AstNode, UnaryOp};
use ra_ap_syntax::{SyntaxKind, SyntaxNode};

use crate::cell_syntax::parsed;

/// The cells that have run, in order.
#[derive(Clone, Debug, Default)]
pub struct Session {
    cells: Vec<Cell>,
    /// The cell at which all variables went, if they did.
    lost: Option<u32>,
}

#[derive(Clone, Debug)]
struct Cell {
    count: u32,
    code: String,
    has_failed: bool,
}

/// What is known of a name that stands for nothing now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A statement of that cell took the value.
    Moved { count: u32, statement: String },
    /// The cell that was to make it has failed.
    Failed(u32),
    /// Cell `made` made it; at cell `at` all variables went.
    Lost { made: u32, at: u32 },
    /// A cell has made it, and it should be there.
    Made(u32),
}

impl Session {
    /// Takes a cell that has run without an error.
    pub fn add(&mut self, count: u32, code: &str) {
        if code.lines().any(|line| line.trim() == ":clear") {
            *self = Self::default();
        }
        self.push(count, code, false);
    }

    /// Takes a cell that has failed, and has cost all variables if it `has_ended` the program.
    pub fn add_failed(&mut self, count: u32, code: &str, has_ended: bool) {
        if has_ended {
            self.lost = Some(count);
        }
        self.push(count, code, true);
    }

    fn push(&mut self, count: u32, code: &str, has_failed: bool) {
        self.cells.push(Cell {
            count,
            code: code.to_owned(),
            has_failed,
        });
    }

    /// Whether the first cell of a lesson has run.
    pub fn has_prelude(&self) -> bool {
        let mut cells = self.cells.iter().filter(|cell| !cell.has_failed);
        cells.any(|cell| cell.code.contains("descent_notebook"))
    }

    /// The number of the last cell that has run and holds this code.
    pub fn cell_with(&self, code: &str) -> Option<u32> {
        let mut cells = self.cells.iter().rev();
        let found = cells.find(|cell| !cell.has_failed && cell.code.contains(code))?;
        Some(found.count)
    }

    /// What has become of a variable or an item of this name; `None` if no cell names one.
    pub fn fate(&self, name: &str) -> Option<Fate> {
        for cell in self
            .cells
            .iter()
            .rev()
            .filter(|cell| cell.code.contains(name))
        {
            let tree = parsed(&cell.code);
            let makes = makes(&tree, name);
            if cell.has_failed {
                if makes {
                    return Some(Fate::Failed(cell.count));
                }
                continue;
            }
            let is_lost = self.lost.filter(|lost| *lost > cell.count);
            if let Some(statement) = takes(&tree, name)
                && is_lost.is_none()
            {
                let count = cell.count;
                return Some(Fate::Moved { count, statement });
            }
            if makes {
                let made = cell.count;
                return Some(match is_lost {
                    Some(at) => Fate::Lost { made, at },
                    None => Fate::Made(made),
                });
            }
        }
        None
    }
}

/// Whether a cell makes a variable, a function or a type of this name, and not only within one.
fn makes(cell: &SyntaxNode, name: &str) -> bool {
    let Some(body) = cell.descendants().find_map(ast::StmtList::cast) else {
        return false;
    };
    body.syntax().children().any(|node| {
        let mut own = node.children().filter_map(ast::Name::cast);
        let is_item = ast::Item::can_cast(node.kind()) && own.any(|one| one.text() == name);
        let pattern = ast::LetStmt::cast(node).and_then(|made| made.pat());
        let mut names = pattern
            .iter()
            .flat_map(|pattern| pattern.syntax().descendants())
            .filter_map(ast::Name::cast);
        is_item || names.any(|one| one.text() == name)
    })
}

/// The statement of a cell that takes the value of a variable, if one does: a use by name that
/// neither borrows nor asks it for something. A name that a function, a closure or a loop makes for
/// itself is another one.
fn takes(cell: &SyntaxNode, name: &str) -> Option<String> {
    let body = cell.descendants().find_map(ast::StmtList::cast)?;
    let statements = body.syntax().children();
    let found = statements
        .filter(|statement| !ast::Item::can_cast(statement.kind()))
        .filter(|statement| {
            let mut names = statement.descendants().filter_map(ast::Name::cast);
            let mut uses = statement.descendants().filter_map(ast::PathExpr::cast);
            !names.any(|one| one.text() == name)
                && uses.any(|one| one.syntax().text() == name && is_move(one.syntax()))
        })
        .last()?;
    let text = found.text().to_string();
    Some(text.lines().next().unwrap_or_default().trim().to_owned())
}

fn is_move(path: &SyntaxNode) -> bool {
    let Some(parent) = path.parent() else {
        return false;
    };
    let is_first = parent.first_child().as_ref() == Some(path);
    match parent.kind() {
        SyntaxKind::REF_EXPR | SyntaxKind::FIELD_EXPR | SyntaxKind::MACRO_EXPR => false,
        SyntaxKind::INDEX_EXPR => !is_first,
        SyntaxKind::METHOD_CALL_EXPR => ast::MethodCallExpr::cast(parent)
            .and_then(|call| call.name_ref())
            .is_some_and(|method| method.text().starts_with("into_")),
        SyntaxKind::PREFIX_EXPR => ast::PrefixExpr::cast(parent)
            .is_some_and(|prefix| prefix.op_kind() == Some(UnaryOp::Neg)),
        SyntaxKind::BIN_EXPR => ast::BinExpr::cast(parent)
            .and_then(|binary| binary.op_kind())
            .is_some_and(|sign| match sign {
                ast::BinaryOp::ArithOp(_) => true,
                ast::BinaryOp::Assignment { .. } => !is_first,
                _ => false,
            }),
        // A name alone as the last line shows it, which borrows.
        SyntaxKind::STMT_LIST => false,
        SyntaxKind::EXPR_STMT => true,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(cells: &[&str]) -> Session {
        let mut session = Session::default();
        for (count, code) in (1..).zip(cells) {
            session.add(count, code);
        }
        session
    }

    fn moved(count: u32, statement: &str) -> Option<Fate> {
        let statement = statement.to_owned();
        Some(Fate::Moved { count, statement })
    }

    #[test]
    fn a_variable_is_moved_where_it_is_used_by_name() {
        let made = "let names: Vec<String> = vec![];";
        let taken = session(&[made, "let all = names;", "1 + 1"]);
        assert_eq!(taken.fate("names"), moved(2, "let all = names;"));
        for (cell, is_moved) in [
            ("let d = names - 1.0;", true),
            ("f(names)", true),
            ("for n in names { }", true),
            ("names.into_iter().count()", true),
            ("names", false),
            ("f(&names)", false),
            ("names.len()", false),
            ("names[0] == 1", false),
            ("println!(\"{}\", names);", false),
            ("if true { f(names); }", true),
            ("fn g(names: f64) -> f64 { names + 1.0 }", false),
            ("fn g() { let names = 1; f(names); }", false),
            ("let g = |names: f64| names + 1.0;", false),
            ("for names in all { f(names); }", false),
            ("{ let names = 1; f(names); }", false),
        ] {
            let fate = session(&[made, cell]).fate("names");
            let expected = if is_moved {
                moved(2, cell)
            } else {
                Some(Fate::Made(1))
            };
            assert_eq!(fate, expected, "{cell}");
        }
    }

    #[test]
    fn a_name_whose_cell_failed_or_whose_kernel_ended_is_missing_for_that() {
        let mut session = session(&["let x = 1.0;"]);
        session.add_failed(2, "let y = f();", false);
        assert_eq!(session.fate("y"), Some(Fate::Failed(2)));
        assert_eq!(session.fate("z"), None);
        session.add_failed(3, "loop {}", true);
        assert_eq!(session.fate("x"), Some(Fate::Lost { made: 1, at: 3 }));
        session.add(4, ":clear");
        assert_eq!(session.fate("x"), None);
    }
}
