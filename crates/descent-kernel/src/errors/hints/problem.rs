//! An error and the student's code around it.

use std::ops::Range;

use ra_ap_syntax::ast::AstNode;
use ra_ap_syntax::{Edition, SyntaxNode, TextSize, TokenAtOffset};

use super::super::session::Session;
use super::super::told::Told;
use crate::cell_syntax::{BEFORE, parsed};
use crate::words::Words;

/// What has something to say of a problem, or nothing.
pub type Rule = fn(&Problem) -> Option<Words>;

/// An error as the rules see it.
pub struct Problem<'a> {
    pub told: &'a Told,
    /// For example `E0308`; empty for errors of syntax.
    pub code: &'a str,
    pub message: &'a str,
    /// What rustc says at the place of the error.
    pub label: &'a str,
    pub cell: &'a str,
    /// The place of the error, in bytes of the cell.
    pub at: Range<usize>,
    pub session: &'a Session,
    /// The cell, parsed when a rule asks for it.
    tree: std::cell::OnceCell<SyntaxNode>,
}

impl<'a> Problem<'a> {
    pub fn new(told: &'a Told, cell: &'a str, session: &'a Session) -> Self {
        let primary = told.primary();
        Self {
            told,
            code: &told.code,
            message: &told.message,
            label: primary.map_or("", |label| &label.text),
            cell,
            at: primary.map_or(0..0, |label| label.range.clone()),
            session,
            tree: std::cell::OnceCell::new(),
        }
    }

    /// The code that rustc points at.
    pub fn text(&self) -> &'a str {
        self.cell.get(self.at.clone()).unwrap_or_default()
    }

    /// The same as a part of a calculation: in brackets where it needs them, `x` for much code.
    pub fn operand(&self) -> String {
        const LONGEST: usize = 40;
        let text = self.wrong();
        if text.contains('\n') || text.chars().count() > LONGEST {
            "x".to_owned()
        } else if text.contains(' ') && !text.ends_with([')', ']']) {
            format!("({text})")
        } else {
            text.to_owned()
        }
    }

    /// The code before the place of the error.
    pub fn before(&self) -> &'a str {
        self.cell.get(..self.at.start).unwrap_or_default()
    }

    /// The code behind the place of the error.
    pub fn after(&self) -> &'a str {
        self.cell.get(self.at.end..).unwrap_or_default()
    }

    /// The line of the cell that holds the place of the error.
    pub fn line(&self) -> &'a str {
        let start = self.before().rfind('\n').map_or(0, |at| at + 1);
        let rest = self.cell.get(start..).unwrap_or_default();
        rest.lines().next().unwrap_or_default().trim()
    }

    /// The names, numbers and signs of a piece of the cell's code.
    pub fn tokens<'b>(&self, code: &'b str) -> Vec<&'b str> {
        let mut rest = code;
        let lexed = ra_ap_syntax::SourceFile::parse(code, Edition::Edition2024).syntax_node();
        let tokens = lexed.descendants_with_tokens();
        tokens
            .filter_map(|element| element.into_token())
            .filter_map(|token| {
                let (token_text, after) = rest.split_at(token.text().len());
                rest = after;
                (!token.kind().is_trivia()).then_some(token_text)
            })
            .collect()
    }

    /// The innermost part of this kind of the cell around the beginning of the place.
    pub fn around<T: AstNode>(&self) -> Option<T> {
        let tree = self.tree();
        let at = TextSize::try_from(BEFORE.len() + self.at.start).ok()?;
        let token = match tree.token_at_offset(at) {
            TokenAtOffset::None => return None,
            TokenAtOffset::Single(token) | TokenAtOffset::Between(_, token) => token,
        };
        token.parent_ancestors().find_map(T::cast)
    }

    /// The cell, with evcxr's commands blank.
    pub fn tree(&self) -> &SyntaxNode {
        self.tree.get_or_init(|| parsed(self.cell))
    }

    /// What is said anywhere in the error.
    pub fn says(&self, words: &str) -> bool {
        let labels = self.told.labels.iter().map(|label| &*label.text);
        let notes = self.told.notes.iter().map(|note| &*note.text);
        let helps = self.told.suggestions.iter().map(|one| &*one.text);
        let mut all = labels
            .chain(notes)
            .chain(helps)
            .chain([&*self.told.message]);
        all.any(|text| text.contains(words))
    }

    /// The names in backquotes in the message.
    pub fn quoted(&self) -> Vec<&'a str> {
        quoted(self.message)
    }

    /// The code that is not what was expected: where a call is wrong, the argument.
    pub fn wrong(&self) -> &'a str {
        let mut labels = self.told.labels.iter();
        let label = labels.find(|label| mismatch_in(&label.text).is_some());
        let range = label.map_or(self.at.clone(), |label| label.range.clone());
        self.cell.get(range).unwrap_or_default()
    }

    /// What was expected and what was found, without backquotes.
    pub fn mismatch(&self) -> Option<(&'a str, &'a str)> {
        let labels = self.told.labels.iter().map(|label| &*label.text);
        let mut all = labels.chain([self.message]);
        all.find_map(mismatch_in)
    }
}

fn mismatch_in(text: &str) -> Option<(&str, &str)> {
    let (expected, found) = text.strip_prefix("expected ")?.split_once(", found ")?;
    Some((bare(expected), bare(found)))
}

pub fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// A type in a label, without backquotes and what rustc says before them.
fn bare(text: &str) -> &str {
    quoted(text).first().copied().unwrap_or(text.trim())
}

/// Whether a type of rustc's, or its words for one, is a whole number.
pub fn is_integer(of: &str) -> bool {
    const NAMES: [&str; 14] = [
        "{integer}",
        "integer",
        "i8",
        "i16",
        "i32",
        "i64",
        "i128",
        "isize",
        "u8",
        "u16",
        "u32",
        "u64",
        "u128",
        "usize",
    ];
    NAMES.contains(&of.trim_start_matches('&'))
}

/// Whether a type of rustc's, or its words for one, is a number with a point.
pub fn is_float(of: &str) -> bool {
    const NAMES: [&str; 4] = ["{float}", "floating-point number", "f32", "f64"];
    NAMES.contains(&of.trim_start_matches('&'))
}

/// Whether code is a number without a point.
pub fn is_integer_literal(code: &str) -> bool {
    !code.is_empty()
        && code
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'_')
}
