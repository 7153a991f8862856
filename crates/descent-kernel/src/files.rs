//! What several modules do with files and their names.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Stands for a kernel's working folder in what is kept for other kernels.
pub const WORK: &str = "{working folder}";

/// The paths of what a folder holds, in order.
pub fn paths_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

/// Path, length and time of a file: another version in the same place is described otherwise.
pub fn described(file: &Path) -> io::Result<String> {
    let found = fs::metadata(file)?;
    let modified = found.modified()?.duration_since(UNIX_EPOCH);
    let time = modified.unwrap_or_default().as_nanos();
    Ok(format!("{} {} {time}", file.display(), found.len()))
}

/// Removes a folder and what it holds, if it is there.
pub fn remove_folder(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes a file or a link, if it is there.
pub fn remove_file(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The bytes in the files of a folder, and in the folders within it.
pub fn size_of(folder: &Path) -> u64 {
    let paths = paths_in(folder).unwrap_or_default();
    let sizes = paths.iter().map(|path| match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => size_of(path),
        found => found.map_or(0, |found| found.len()),
    });
    sizes.sum()
}

/// A file name made from `text`: the same for the same text.
pub fn name_of(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Makes the folder `kept` in one step, from what `write` writes into another one beside it; so nobody
/// finds it half-written. Nothing is made where `write` says false, and what is there stays.
pub fn make_whole(kept: &Path, write: impl FnOnce(&Path) -> io::Result<bool>) -> io::Result<()> {
    let part = kept.with_file_name(format!("part-{}", std::process::id()));
    fs::create_dir_all(&part)?;
    let result = write(&part).and_then(|is_whole| match is_whole {
        true => fs::rename(&part, kept),
        false => Ok(()),
    });
    // It is still there if it was not whole, or another process was first.
    let _ = fs::remove_dir_all(&part);
    result
}

/// Bytes as digits and letters.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The file name of a program.
pub fn program(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}
