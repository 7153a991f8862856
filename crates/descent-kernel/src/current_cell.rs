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
}
