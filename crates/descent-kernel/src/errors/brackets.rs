//! Brackets and quotes that do not match. rustc sees those that evcxr puts around a cell, too, and
//! may complain of the wrong one.

use ra_ap_syntax::{Edition, SyntaxKind};

use super::report::line_of;
use crate::words::{Words, words};

/// What is wrong with the brackets of a cell.
#[derive(Debug, PartialEq, Eq)]
pub struct Bracket {
    /// The byte of the cell where it stands.
    pub at: usize,
    pub text: Words,
}

/// The first bracket that has no partner, or the wrong one.
pub fn problem(cell: &str) -> Option<Bracket> {
    match open_brackets(cell) {
        Err(problem) => Some(problem),
        Ok(open) => open.last().map(|&(sign, at)| Bracket {
            at,
            text: words!(
                "The `{sign}` in line {line} is not closed.",
                sign,
                line = line_of(cell, at)
            ),
        }),
    }
}

/// The brackets that are open at the end of a cell, and where they stand.
///
/// # Errors
/// When one is closed that was not opened, or by the wrong bracket.
pub fn open_brackets(cell: &str) -> Result<Vec<(char, usize)>, Bracket> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let line = |at| line_of(cell, at);
    for (kind, at, text) in tokens(cell) {
        let Some(sign) = text.chars().next().filter(|_| is_bracket(kind)) else {
            continue;
        };
        let Some(wanted) = partner(sign) else {
            open.push((sign, at));
            continue;
        };
        match open.pop() {
            Some((before, _)) if before == wanted => {}
            Some((before, start)) => {
                return Err(Bracket {
                    at: start,
                    text: words!(
                        "The `{before}` in line {start} is not closed before the `{sign}` in line \
                         {end}.",
                        before,
                        start = line(start),
                        sign,
                        end = line(at)
                    ),
                });
            }
            None => {
                return Err(Bracket {
                    at,
                    text: words!(
                        "The `{sign}` in line {line} closes nothing: it is one too many.",
                        sign,
                        line = line(at)
                    ),
                });
            }
        }
    }
    Ok(open)
}

/// Where a text begins that goes on over the end of its line: the second quote of that line is
/// missing, and all that follow change their meaning.
pub fn open_text(cell: &str) -> Option<usize> {
    let mut texts = tokens(cell).into_iter();
    let (_, at, _) = texts
        .find(|(kind, _, text)| *kind == SyntaxKind::STRING && text.contains('\n'))
        .or_else(|| {
            tokens(cell)
                .into_iter()
                .rfind(|(kind, ..)| *kind == SyntaxKind::STRING)
        })?;
    Some(at)
}

fn is_bracket(kind: SyntaxKind) -> bool {
    use SyntaxKind::{L_BRACK, L_CURLY, L_PAREN, R_BRACK, R_CURLY, R_PAREN};
    matches!(
        kind,
        L_BRACK | L_CURLY | L_PAREN | R_BRACK | R_CURLY | R_PAREN
    )
}

/// The bracket that a closing one closes.
fn partner(sign: char) -> Option<char> {
    match sign {
        ')' => Some('('),
        ']' => Some('['),
        '}' => Some('{'),
        _ => None,
    }
}

fn tokens(cell: &str) -> Vec<(SyntaxKind, usize, &str)> {
    let file = ra_ap_syntax::SourceFile::parse(cell, Edition::Edition2024).syntax_node();
    file.descendants_with_tokens()
        .filter_map(|element| element.into_token())
        .filter_map(|token| {
            let range = token.text_range();
            let (start, end) = (usize::from(range.start()), usize::from(range.end()));
            Some((token.kind(), start, cell.get(start..end)?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bracket_without_a_partner_is_named_with_its_line() {
        let text = |cell: &str| problem(cell).map(|found| String::from(found.text));
        assert_eq!(text("let s = \"(\"; // )\nf(&[1], 'a')"), None);
        assert_eq!(
            text("let a = 1;\nprintln!(\"a\"").as_deref(),
            Some("The `(` in line 2 is not closed.")
        );
        assert_eq!(
            text("fn f() {\n    g(1;\n}").as_deref(),
            Some("The `(` in line 2 is not closed before the `}` in line 3.")
        );
        assert_eq!(
            text("let z = (1 + 2));").as_deref(),
            Some("The `)` in line 1 closes nothing: it is one too many.")
        );
    }

    #[test]
    fn the_text_without_its_second_quote_is_the_first_that_goes_on() {
        assert_eq!(
            open_text("let a = \"ok\";\nlet s = \"abc;\nf(\"x\");"),
            Some(22)
        );
        assert_eq!(open_text("let s = \"abc;"), Some(8));
    }
}
