//! The environment variables that the kernel's processes share.

use std::env;
use std::path::{Path, PathBuf};

/// The kernel's private folder.
pub const PRIVATE_FOLDER: &str = "DESCENT_KERNEL_FOLDER";
/// The folder of the real toolchain.
pub const SYSROOT: &str = "DESCENT_KERNEL_SYSROOT";
/// Where recorded answers lie; set if what set-up made can be used.
pub const ANSWERS: &str = "DESCENT_KERNEL_ANSWERS";
/// Where compiled cells are kept: folders, listed as in `PATH`. The first is written to, too.
pub const CELLS: &str = "DESCENT_KERNEL_CELLS";
/// What a kernel's first `:dep` line has to have compiled, and in a second line why; set if it has
/// to.
pub const COMPILES: &str = "DESCENT_KERNEL_COMPILES";
/// Where answers are to be recorded.
pub const RECORD: &str = "DESCENT_KERNEL_RECORD";
/// Where compiled crates are kept, while crates are compiled ahead: folders, listed as in `PATH`. The
/// first is written to, too.
pub const COMPILED: &str = "DESCENT_KERNEL_COMPILED";
/// Where the documentation of our own crates is written, while they are compiled ahead.
pub const DOCS: &str = "DESCENT_KERNEL_DOCS";
/// Where cargo had the sources of the compiled crates; set if this user cannot write there.
pub const CARGO_HOME: &str = "DESCENT_KERNEL_CARGO_HOME";

/// The folders that a variable lists; empty names are none.
#[must_use]
pub fn folders(variable: &str) -> Vec<PathBuf> {
    let list = env::var_os(variable).unwrap_or_default();
    let names = env::split_paths(&list).filter(|name| !name.as_os_str().is_empty());
    names.collect()
}

/// The folder that a variable names; an empty name is none.
#[must_use]
pub fn folder(variable: &str) -> Option<PathBuf> {
    let name = env::var_os(variable).filter(|name| !name.is_empty())?;
    Some(PathBuf::from(name))
}

/// The private folder of the kernel that this process belongs to.
#[must_use]
pub fn private_folder() -> Option<PathBuf> {
    folder(PRIVATE_FOLDER)
}

/// Where evcxr compiles cells, in a kernel's private folder.
#[must_use]
pub fn work_in(private: &Path) -> PathBuf {
    private.join("work")
}

/// The empty folder that stands in for the user's configuration, in a kernel's private folder.
#[must_use]
pub fn config_in(private: &Path) -> PathBuf {
    private.join("config")
}
