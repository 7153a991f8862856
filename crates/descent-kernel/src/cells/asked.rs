//! What the result of compiling a cell depends on, beside its source.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use super::MADE;
use crate::environment::{SYSROOT, folder};
use crate::files::{described, paths_in};
use crate::toolchain::value_of;

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

/// The argument by which a cell finds the standard library where it lies. By rustc's own it would look
/// on a way from where it lies itself, and be lost where a working folder is deeper.
pub(super) fn path_of_library(arguments: &[String]) -> Option<String> {
    let target = value_of(arguments, "--target")?;
    let library = folder(SYSROOT)?
        .join("lib/rustlib")
        .join(target)
        .join("lib");
    Some(format!("link-arg=-Wl,-rpath,{}", library.display()))
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
