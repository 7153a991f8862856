//! Copies of a folder that cargo accepts as the original.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Copies the folder `from` to `to`, with the times of its files: cargo compares them with the
/// times of the sources to tell what is out of date.
///
/// Compiled crates are linked instead of copied where both folders lie on one file system. This
/// is safe because rustc replaces such a file by renaming a new one over it and never writes
/// into it. Everything else, cargo's lock and fingerprint files above all, is copied.
///
/// # Errors
/// When a file cannot be read or written.
pub fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_folder(&source, &target)?;
        } else if !(is_compiled_crate(&source) && fs::hard_link(&source, &target).is_ok()) {
            fs::copy(&source, &target)?;
            let copy = File::options().write(true).open(target)?;
            copy.set_modified(fs::metadata(source)?.modified()?)?;
        }
    }
    Ok(())
}

/// Whether rustc wrote the file as a whole and cargo only reads it: `deps/lib….rlib` and so on.
fn is_compiled_crate(path: &Path) -> bool {
    let in_deps = path.parent().is_some_and(|folder| folder.ends_with("deps"));
    let extension = path.extension().and_then(OsStr::to_str);
    in_deps && matches!(extension, Some("rlib" | "rmeta" | "so" | "dylib" | "dll"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime};

    #[test]
    fn a_copy_keeps_contents_and_times_and_is_independent() -> io::Result<()> {
        let root = std::env::temp_dir().join(format!("descent-copy-{}", std::process::id()));
        let (from, to) = (root.join("from"), root.join("to"));
        fs::create_dir_all(from.join("deps"))?;
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        for name in ["Cargo.lock", "deps/libndarray.rlib"] {
            fs::write(from.join(name), name)?;
            let file = File::options().write(true).open(from.join(name))?;
            file.set_modified(long_ago)?;
        }

        copy_folder(&from, &to)?;

        for name in ["Cargo.lock", "deps/libndarray.rlib"] {
            assert_eq!(fs::read_to_string(to.join(name))?, name);
            assert_eq!(fs::metadata(to.join(name))?.modified()?, long_ago);
        }
        fs::write(to.join("Cargo.lock"), "changed")?;
        assert_eq!(fs::read_to_string(from.join("Cargo.lock"))?, "Cargo.lock");
        fs::remove_dir_all(root)
    }
}
