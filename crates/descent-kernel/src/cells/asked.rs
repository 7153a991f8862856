//! What the result of compiling a cell depends on, beside its source.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use super::MADE;
use crate::environment::{SYSROOT, folder};
use crate::files::{described, paths_in};

/// Names the compiled crates that a cell can use: cargo's names say nothing of the contents of
/// crates in the checkout, so lengths and times stand beside them.
pub(super) fn crates_in(arguments: &[String]) -> io::Result<String> {
    let mut lines = Vec::new();
    let folders = arguments
        .iter()
        .filter_map(|argument| argument.strip_prefix("dependency="));
    for folder in folders {
        for path in paths_in(Path::new(folder))? {
            let extension = path.extension().and_then(OsStr::to_str);
            if matches!(extension, Some("rlib" | "rmeta" | "so")) && !path.ends_with(MADE[0]) {
                lines.push(described(&path)?);
            }
        }
    }
    Ok(lines.join("\n"))
}

/// How a file in the working folder names the standard library: a compiled cell finds it by a path
/// from where it lies itself.
pub(super) fn way_to_toolchain(work: &Path) -> String {
    let sysroot = folder(SYSROOT).unwrap_or_default();
    let both = work.components().zip(sysroot.components());
    let shared = both.take_while(|(a, b)| a == b).count();
    let up = work.components().count() - shared;
    format!("{up} up, {shared} shared with {}", sysroot.display())
}

/// Whether rustc's list of what it read names more than the cell: files or variables of the
/// environment, whose contents are not known here.
pub(super) fn reads_more_than_the_source(files: &str) -> bool {
    files.lines().any(|line| {
        let read = line.split_once(": ").map_or("", |(_, read)| read.trim());
        line.starts_with("# env-dep") || !(read.is_empty() || read == "src/lib.rs")
    })
}

/// Whether a cell was refused for what stands in it, and not because, say, the disk is full.
pub(super) fn is_error_in_source(stderr: &str) -> bool {
    stderr.contains("\"code\":{\"code\":\"E0")
}
