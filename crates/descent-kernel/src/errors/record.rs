//! What rustc said of the cell that it refused last, passed from its wrapper to the front.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// In the kernel's private folder.
const FILE: &str = "refused.json";

/// What rustc said, and of which source. evcxr compiles a cell in several ways until one is right;
/// of those that are not the last one counts.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Refused {
    /// What evcxr wrote around the cell.
    pub source: String,
    /// Messages for cargo, a line each.
    pub said: String,
}

impl Refused {
    /// Leaves this in a kernel's private folder. Without it an error is told in evcxr's words.
    pub fn write(&self, folder: &Path) {
        if let Ok(text) = serde_json::to_string(self) {
            let _ = fs::write(folder.join(FILE), text);
        }
    }

    /// What was left since the cell began, if something was.
    #[must_use]
    pub fn read(folder: &Path) -> Option<Self> {
        serde_json::from_str(&fs::read_to_string(folder.join(FILE)).ok()?).ok()
    }

    /// Takes away what an earlier cell has left.
    pub fn forget(folder: &Path) {
        let _ = fs::remove_file(folder.join(FILE));
    }
}
