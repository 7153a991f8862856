//! The cell that is at work, for the processes that have to name it.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

const FILE: &str = "cell.json";

/// A cell as the student sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CurrentCell {
    /// The number beside it.
    pub number: u32,
    /// What stands in it.
    pub code: String,
}

impl CurrentCell {
    /// The cell that is at work in the kernel with this private folder.
    pub(crate) fn read(private: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(private.join(FILE)).ok()?).ok()
    }

    /// Says that this cell is at work in the kernel with this private folder.
    pub(crate) fn write(&self, private: &Path) -> io::Result<()> {
        fs::write(private.join(FILE), serde_json::to_vec(self)?)
    }

    /// Where a line of the cell stands, from the line's text: `cell 5, line 2`.
    pub(crate) fn place_of(&self, line: &str) -> Option<String> {
        let mut lines = self.code.lines();
        let at = lines.position(|one| one.trim() == line.trim())?;
        Some(format!("cell {}, line {}", self.number, at + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_that_of_the_line_in_the_cell() {
        let cell = CurrentCell {
            number: 5,
            code: "let a = 1;\n    dbg!(a);".to_owned(),
        };
        assert_eq!(cell.place_of("dbg!(a);").as_deref(), Some("cell 5, line 2"));
        assert_eq!(cell.place_of("dbg!(b);"), None);
    }
}
