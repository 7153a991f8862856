//! A working folder in which the notebooks' crates are already compiled.
//!
//! Set-up lets evcxr itself run the notebooks' `:dep` line in a private folder and saves the
//! result beside a *key*, which names everything that the compiled crates depend on. The key is
//! written last, so a folder without one is half-written; a kernel copies the folder only if the
//! key is the one that it would write itself. Otherwise it starts cold, that is slower.
//!
//! The sources of the crates are not in the key: cargo compares their times in the copy too and
//! compiles again what was edited.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::copy::copy_folder;
use crate::{Lab, Linker, Toolchain};

/// The file in the warm folder that holds its key.
const KEY: &str = "key";
/// The folder in the warm folder that holds the compiled crates.
const WORK: &str = "work";

/// Whether a kernel can start from the warm folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It can.
    Ready,
    /// It was never completed, or something that it depends on has changed.
    Stale,
}

/// Everything that compiled crates depend on, as text.
///
/// # Errors
/// When the compiler, a manifest or the lock file cannot be read.
pub fn key(lab: &Lab, toolchain: &Toolchain, linker: Linker) -> io::Result<String> {
    let mut key = format!(
        "kernel {}\ncheckout {}\nrustc {}\nlinker {linker:?}\n",
        env!("CARGO_PKG_VERSION"),
        lab.checkout().display(),
        toolchain.identity()?,
    );
    for manifest in manifests(lab.checkout())? {
        let _ = write!(
            key,
            "--- {}\n{}",
            manifest.display(),
            fs::read_to_string(&manifest)?
        );
    }
    Ok(key)
}

/// The workspace's lock file and manifests: `Cargo.lock`, `Cargo.toml`, `crates/*/Cargo.toml`.
fn manifests(checkout: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = vec![checkout.join("Cargo.lock"), checkout.join("Cargo.toml")];
    let mut members: Vec<PathBuf> = fs::read_dir(checkout.join("crates"))?
        .flatten()
        .map(|entry| entry.path().join("Cargo.toml"))
        .filter(|manifest| manifest.is_file())
        .collect();
    members.sort();
    found.append(&mut members);
    Ok(found)
}

/// Whether the saved folder is complete and up to date.
#[must_use]
pub fn state(lab: &Lab, toolchain: &Toolchain, linker: Linker) -> State {
    let saved = fs::read_to_string(lab.warm_folder().join(KEY));
    match (saved, key(lab, toolchain, linker)) {
        (Ok(saved), Ok(current)) if saved == current => State::Ready,
        _ => State::Stale,
    }
}

/// Copies the compiled crates into a kernel's working folder.
///
/// # Errors
/// When a file cannot be read or written. The working folder may then be half-filled; empty it
/// before use.
pub fn copy_into(lab: &Lab, work: &Path) -> io::Result<()> {
    copy_folder(&lab.warm_folder().join(WORK), work)
}

/// Saves `work`, in which evcxr has run the notebooks' `:dep` line, as the warm folder.
///
/// # Errors
/// When a file cannot be read or written. The previous warm folder, if any, is then gone or
/// intact, never mixed.
pub fn save(lab: &Lab, work: &Path, key: &str) -> io::Result<()> {
    let warm = lab.warm_folder();
    let part = warm.with_extension("part");
    remove_folder(&part)?;
    copy_folder(work, &part.join(WORK))?;
    remove_cells(&part.join(WORK))?;
    fs::write(part.join(KEY), key)?;
    remove_folder(&warm)?;
    fs::rename(part, warm)
}

fn remove_folder(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes what belongs to compiled cells: cargo knows the cells' crate by its path, so in
/// another folder these files would only be copied for nothing.
fn remove_cells(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let of_cells = ["ctx-", "libctx", "libcode_", "code_", "ctx."]
            .iter()
            .any(|start| name.starts_with(start))
            || name == "incremental";
        if of_cells && path.is_dir() {
            fs::remove_dir_all(&path)?;
        } else if of_cells {
            fs::remove_file(&path)?;
        } else if path.is_dir() {
            remove_cells(&path)?;
        }
    }
    Ok(())
}
