//! What the result of compiling a cell depends on, beside its source.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::MADE;
use crate::environment;
use crate::toolchain::described;

/// Names the compiled crates that a cell can use: cargo's names say nothing of the contents of
/// crates in the checkout, so lengths and times stand beside them.
pub(super) fn crates_in(arguments: &[String]) -> io::Result<String> {
    let mut lines = Vec::new();
    let folders = arguments.iter();
    for folder in folders.filter_map(|argument| argument.strip_prefix("dependency=")) {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let kind = path.extension().unwrap_or_default();
            let is_crate = ["rlib", "rmeta", "so"].iter().any(|known| kind == *known);
            if is_crate && !path.ends_with(MADE[0]) {
                lines.push(described(&path)?);
            }
        }
    }
    lines.sort();
    Ok(lines.join("\n"))
}

/// How a file in the working folder names the standard library: a compiled cell finds it by a path
/// from where it lies itself.
pub(super) fn way_to_toolchain(work: &Path) -> String {
    let sysroot = env::var_os(environment::SYSROOT)
        .map(PathBuf::from)
        .unwrap_or_default();
    let shared = work
        .components()
        .zip(sysroot.components())
        .take_while(|(a, b)| a == b)
        .count();
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
