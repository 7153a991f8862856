//! A cell as rust-analyzer's parser reads it.

use ra_ap_syntax::{Edition, Parse, SourceFile, SyntaxNode};

/// A cell is parsed as the body of a function: it holds statements as well as items.
pub(crate) const BEFORE: &str = "fn cell(){";

/// Parses a cell, behind [`BEFORE`] and with evcxr's commands blank, so that every byte keeps its
/// place.
pub(crate) fn parse(cell: &str) -> Parse<SourceFile> {
    let start = start_of_code(cell);
    let mut text = String::with_capacity(BEFORE.len() + cell.len() + 2);
    text.push_str(BEFORE);
    for line in cell[..start].split_inclusive('\n') {
        // A comment may be that of the item below.
        match line.starts_with("//") {
            true => text.push_str(line),
            false => text.extend(line.bytes().map(|byte| match byte {
                b'\n' => '\n',
                _ => ' ',
            })),
        }
    }
    text.push_str(&cell[start..]);
    text.push_str("\n}");
    SourceFile::parse(&text, Edition::Edition2024)
}

/// The tree of a cell, see [`parse`].
pub(crate) fn parsed(cell: &str) -> SyntaxNode {
    parse(cell).syntax_node()
}

/// Where the code of a cell begins, behind evcxr's commands.
pub(crate) fn start_of_code(cell: &str) -> usize {
    let mut start = 0;
    for line in cell.split_inclusive('\n') {
        let is_command = line.trim_start_matches(' ').starts_with(':');
        let is_other = line.starts_with('!') || line.starts_with("//") || line.trim().is_empty();
        if !is_command && !is_other {
            return start;
        }
        start += line.len();
    }
    cell.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_blank_and_all_else_keeps_its_place() {
        let cell = ":dep a = \"1\" # 学\n/// Doubles.\nfn f() {}\nlet 学 = 1;";
        let text = parsed(cell).text().to_string();
        assert!(
            !text.contains("dep") && text.contains("/// Doubles."),
            "{text}"
        );
        for word in ["/// Doubles.", "fn f", "let"] {
            let place = cell.find(word).map(|at| BEFORE.len() + at);
            assert_eq!(text.find(word), place, "{word}");
        }
    }
}
