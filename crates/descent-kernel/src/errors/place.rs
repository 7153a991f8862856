//! From a place in the source that evcxr wrote to the place in the cell.
//!
//! evcxr cuts a cell into statements and items and copies each as it stands into a source of its
//! own: items to the top, below those of earlier cells, statements into a function. So the same cuts
//! are made here, and each piece is looked up in the source.

use std::ops::Range;

use ra_ap_syntax::ast::{self, AstNode, HasModuleItem};
use ra_ap_syntax::{Edition, SourceFile};

use super::diagnostic::Span;
use super::report::line_of;
use crate::cell_syntax::start_of_code;

/// What evcxr calls its source.
const SOURCE: &str = "src/lib.rs";
/// What evcxr cuts a cell in.
const BEFORE: &str = "fn f(){";
/// What evcxr writes between items and statements, in a source to run and in one to check.
const OWN: [&str; 4] = [
    "            struct EvcxrUserCodeError",
    "mod evcxr_internal_runtime {",
    "#[unsafe(no_mangle)]",
    "fn evcxr_variable_store<T",
];
/// How the function begins that holds the statements.
const BODY: [&str; 2] = [
    "pub extern \"C\" fn run_user_code_",
    "async fn evcxr_analysis_wrapper(",
];

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Bytes of the cell.
    Cell(Range<usize>),
    /// Code of an earlier cell.
    Earlier(Earlier),
    /// A line that evcxr wrote.
    Generated(String),
    /// Another crate.
    Elsewhere,
}

/// A place in a function, a type or an `impl` of an earlier cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    pub line: String,
    /// The whole item; empty where its end is not known.
    pub item: String,
}

/// A cell within the source that evcxr wrote around it.
#[derive(Debug)]
pub struct Places<'a> {
    cell: &'a str,
    source: &'a str,
    pieces: Vec<Piece>,
    /// Where evcxr's own code begins, behind the items.
    own: usize,
}

/// A statement or an item.
#[derive(Debug)]
struct Piece {
    cell: Range<usize>,
    /// Where its copy begins; `None` where evcxr wrote it anew, as it does with an import of many.
    source: Option<usize>,
    is_import: bool,
}

impl<'a> Places<'a> {
    pub fn new(source: &'a str, cell: &'a str) -> Self {
        let line_with = |starts: &[&str]| {
            let all = starts
                .iter()
                .filter_map(|start| match source.starts_with(start) {
                    true => Some(0),
                    false => source.find(&format!("\n{start}")).map(|at| at + 1),
                });
            all.min()
        };
        let body = line_with(&BODY).unwrap_or(0);
        let own = line_with(&OWN).unwrap_or(body).min(body);
        let mut pieces = Vec::new();
        let mut after = body;
        for (range, kind) in cut(cell) {
            let found = copies(source, &cell[range.clone()]);
            let place = match kind {
                Kind::Statement => found.iter().find(|at| **at >= after),
                _ => found.iter().rev().find(|at| **at < own),
            };
            let place = place.or(found.last()).copied();
            if let (Kind::Statement, Some(place)) = (kind, place) {
                after = place + range.len();
            }
            pieces.push(Piece {
                cell: range,
                source: place,
                is_import: kind == Kind::Import,
            });
        }
        Self {
            cell,
            source,
            pieces,
            own,
        }
    }

    /// The place of a span, or of the macro that wrote its code.
    pub fn of(&self, span: &Span) -> Place {
        let place = self.of_itself(span);
        if matches!(place, Place::Cell(_)) {
            return place;
        }
        // The outermost macro is the one that the cell names.
        let outer = span.expansion.as_ref().map(|by| self.of(&by.span));
        match outer {
            Some(Place::Elsewhere) | None => place,
            Some(outer) => outer,
        }
    }

    fn of_itself(&self, span: &Span) -> Place {
        if span.file_name != SOURCE {
            return Place::Elsewhere;
        }
        let (Some(start), Some(end)) = (
            self.byte(span.line_start, span.column_start),
            self.byte(span.line_end, span.column_end),
        ) else {
            return Place::Elsewhere;
        };
        if let Some(at) = self.in_cell(start) {
            let end = self
                .in_cell(end.max(start))
                .unwrap_or_else(|| self.end_of_piece(at));
            let end = end.max(at);
            return Place::Cell(at..end);
        }
        if let Some(range) = self.in_brackets(start, end) {
            return Place::Cell(range);
        }
        let line = self.source.lines().nth(span.line_start - 1);
        let line = line.unwrap_or_default().trim().to_owned();
        if start >= self.own || span.line_start == 1 {
            return Place::Generated(line);
        }
        match self.import(&self.source[start..end.max(start)]) {
            Some(range) => Place::Cell(range),
            None => Place::Earlier(Earlier {
                line,
                item: self.item_at(start),
            }),
        }
    }

    /// The line of the cell, counted from 1, that stands in this line of the source.
    pub fn line(&self, number: usize) -> Option<usize> {
        let text = self.source.lines().nth(number.checked_sub(1)?)?;
        let blank = text.chars().take_while(|c| c.is_whitespace()).count();
        let at = self.in_cell(self.byte(number, blank + 1)?)?;
        Some(line_of(self.cell, at))
    }

    /// The item around a byte of the source.
    fn item_at(&self, byte: usize) -> String {
        let items = self.source.get(..self.own).unwrap_or_default();
        let tree = SourceFile::parse(items, Edition::Edition2024).tree();
        let mut found = tree.items().map(|item| item.syntax().text_range());
        let range = found.find(|range| (range.start().into()..range.end().into()).contains(&byte));
        let text = range.map(|range| &items[usize::from(range.start())..range.end().into()]);
        text.unwrap_or_default().to_owned()
    }

    /// The byte of the source at a line and a column.
    fn byte(&self, line: usize, column: usize) -> Option<usize> {
        let mut lines = self.source.split_inclusive('\n');
        let before: usize = lines.by_ref().take(line - 1).map(str::len).sum();
        let line = lines.next().unwrap_or_default();
        let within = line.char_indices().nth(column - 1);
        let within = within.map_or(line.trim_end_matches(['\r', '\n']).len(), |(at, _)| at);
        (before <= self.source.len()).then_some(before + within)
    }

    /// The byte of the cell that was copied to this byte of the source.
    fn in_cell(&self, byte: usize) -> Option<usize> {
        let within = |piece: &Piece| Some((byte.checked_sub(piece.source?)?, piece.cell.clone()));
        let found = self.pieces.iter().filter_map(within);
        let found: Vec<_> = found.filter(|(at, cell)| *at <= cell.len()).collect();
        // The end of a piece may be the beginning of another.
        let inside = found.iter().find(|(at, cell)| *at < cell.len());
        inside.or(found.first()).map(|(at, cell)| cell.start + at)
    }

    /// The value that a cell shows, where rustc means the brackets that evcxr puts around it.
    fn in_brackets(&self, start: usize, end: usize) -> Option<Range<usize>> {
        self.pieces.iter().find_map(|piece| {
            let from = piece.source.filter(|from| start < *from && *from < end)?;
            let is_bracket = |c: char| c.is_whitespace() || "(&".contains(c);
            let text = &self.cell[piece.cell.clone()];
            let length = text.trim_end().len();
            let is_all = from + length <= end && self.source[start..from].chars().all(is_bracket);
            is_all.then(|| piece.cell.start..piece.cell.start + length)
        })
    }

    /// Where the code ends of the piece that holds this byte of the cell: rustc's place goes on in
    /// what evcxr has written behind it.
    fn end_of_piece(&self, at: usize) -> usize {
        let mut pieces = self.pieces.iter().rev();
        let piece = pieces.find(|piece| piece.cell.start <= at);
        piece.map_or(at, |piece| {
            piece.cell.start + self.cell[piece.cell.clone()].trim_end().len()
        })
    }

    /// Where an import of the cell names what a line of evcxr's imports.
    fn import(&self, path: &str) -> Option<Range<usize>> {
        let name = path.rsplit("::").next()?.trim_end_matches(';').trim();
        let imports = self.pieces.iter();
        imports
            .filter(|piece| piece.is_import && piece.source.is_none())
            .find_map(|piece| {
                let text = &self.cell[piece.cell.clone()];
                let at = text.match_indices(name).find(|(at, _)| {
                    let is_part = |c: char| c.is_alphanumeric() || c == '_';
                    !name.is_empty()
                        && !text[..*at].ends_with(is_part)
                        && !text[at + name.len()..].starts_with(is_part)
                })?;
                let start = piece.cell.start + at.0;
                Some(start..start + name.len())
            })
    }
}

/// Where whole lines of the source begin that hold a piece.
fn copies(source: &str, piece: &str) -> Vec<usize> {
    let is_line = |at: usize| {
        let end = at + piece.len();
        (at == 0 || source[..at].ends_with('\n'))
            && (piece.ends_with('\n')
                || source[end..].starts_with(['\r', '\n'])
                || end == source.len())
    };
    if piece.trim().is_empty() {
        return Vec::new();
    }
    let found: Vec<usize> = source
        .match_indices(piece)
        .map(|(at, _)| at)
        .filter(|at| is_line(*at))
        .collect();
    // Behind an attribute of the whole crate stand macros of ours, see `cells::marks`.
    match piece.trim_end() {
        attribute if found.is_empty() && attribute.starts_with("#![") => {
            source.match_indices(attribute).map(|(at, _)| at).collect()
        }
        _ => found,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Statement,
    Item,
    Import,
}

/// The pieces of a cell, with the blanks behind each, as evcxr cuts them.
pub(super) fn cut(cell: &str) -> Vec<(Range<usize>, Kind)> {
    let start = start_of_code(cell);
    let code = &cell[start..];
    let parsed = SourceFile::parse(&format!("{BEFORE}{code}\n}}"), Edition::Edition2024);
    let body = parsed.tree().items().find_map(|item| match item {
        ast::Item::Fn(function) => function.body()?.stmt_list(),
        _ => None,
    });
    let Some(body) = body else {
        return Vec::new();
    };
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut children = body.syntax().children().peekable();
    while let Some(child) = children.next() {
        let end = children.peek().map_or(code.len(), |next| {
            usize::from(next.text_range().start()) - BEFORE.len()
        });
        let end = end.min(code.len());
        if from >= end {
            break;
        }
        let kind = match ast::Item::cast(child) {
            Some(ast::Item::Use(_)) => Kind::Import,
            Some(_) => Kind::Item,
            None => Kind::Statement,
        };
        pieces.push((start + from..start + end, kind));
        from = end;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What evcxr writes for a cell.
    fn source(items: &str, statements: &str) -> String {
        format!(
            "#![allow(unused_imports)]\nfn earlier() {{ one() }}\n{items}#[unsafe(no_mangle)]\n\
             pub extern \"C\" fn run_user_code_3(\nx: u8) {{\nlet old = take();\n{statements}\
             store.put_variable::<f64>(stringify!(y), y);\n}}\n"
        )
    }

    fn span(source: &str, text: &str) -> Span {
        let at = source.find(text).expect("it is there");
        let line = source[..at].matches('\n').count();
        let column = source[..at]
            .rsplit('\n')
            .next()
            .map_or(0, |start| start.chars().count());
        Span {
            file_name: "src/lib.rs".to_owned(),
            line_start: line + 1,
            line_end: line + 1,
            column_start: column + 1,
            column_end: column + 1 + text.chars().count(),
            is_primary: true,
            label: None,
            suggested_replacement: None,
            expansion: None,
        }
    }

    fn placed(source: &str, cell: &str, text: &str) -> Place {
        Places::new(source, cell).of(&span(source, text))
    }

    #[test]
    fn two_statements_of_one_line_with_other_letters_are_found() {
        let cell = "let s = \"梯度\"; let 学习率: f64 = 3;\nfn g() {}\ny";
        let source = source(
            "fn g() {}\n",
            "let s = \"梯度\"; \nlet 学习率: f64 = 3;\n(\ny\n).evcxr_display();\n",
        );
        let at = cell.find('3').expect("a three");
        assert_eq!(placed(&source, cell, "3;"), Place::Cell(at..at + 2));
        let at = cell.find("fn g").expect("a function");
        assert_eq!(placed(&source, cell, "fn g"), Place::Cell(at..at + 4));
        let at = cell.len() - 1;
        assert_eq!(placed(&source, cell, "y\n).ev"), Place::Cell(at..at + 1));
    }

    #[test]
    fn a_place_that_ends_with_its_piece_ends_there() {
        let text = source("", "(\nf(1)\n).evcxr_display();\n");
        assert_eq!(placed(&text, "f(1)", "(1)"), Place::Cell(1..4));
        let two = source("", "let a = 2;\n(\nf(1)\n).evcxr_display();\n");
        assert_eq!(placed(&two, "let a = 2;\nf(1)", "(1)"), Place::Cell(12..15));
    }

    #[test]
    fn what_stands_in_no_line_of_the_cell_is_not_given_one() {
        let text = source("", "let y = 1.0;\n");
        let own = "store.put_variable::<f64>(stringify!(y), y);";
        assert_eq!(
            placed(&text, "let y = 1.0;", "y), y)"),
            Place::Generated(own.to_owned())
        );
        assert_eq!(
            placed(&text, "let y = 1.0;", "one()"),
            Place::Earlier(Earlier {
                line: "fn earlier() { one() }".to_owned(),
                item: "fn earlier() { one() }".to_owned(),
            })
        );
    }

    #[test]
    fn the_same_line_twice_is_the_one_that_is_meant() {
        let cell = "step();\nstep();\n";
        let text = source("", cell);
        let mut second = span(&text, "step");
        second.line_start += 1;
        second.line_end += 1;
        assert_eq!(Places::new(&text, cell).of(&second), Place::Cell(8..12));
    }

    #[test]
    fn an_import_of_many_is_found_by_its_name() {
        let cell = ":dep x\nuse ndarray::{Array, Arr};";
        let text = source("use ndarray::Array;\nuse ndarray::Arr;\n", "");
        let at = cell.rfind("Arr").expect("an import");
        assert_eq!(
            placed(&text, cell, "ndarray::Arr;"),
            Place::Cell(at..at + 3)
        );
    }
}
