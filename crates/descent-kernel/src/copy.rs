//! Copies of a folder that cargo accepts as the original.

use std::fs::{self, File, FileTimes};
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
            copy_file(&source, &target)?;
        }
    }
    Ok(())
}

fn copy_file(source: &Path, target: &Path) -> io::Result<()> {
    fs::copy(source, target)?;
    let modified = fs::metadata(source)?.modified()?;
    File::options()
        .write(true)
        .open(target)?
        .set_times(FileTimes::new().set_modified(modified))
}

/// Whether rustc wrote the file as a whole and cargo only reads it: `deps/lib….rlib` and so on.
fn is_compiled_crate(path: &Path) -> bool {
    let in_deps = path
        .parent()
        .and_then(Path::file_name)
        .is_some_and(|name| name == "deps");
    let compiled = path.extension().is_some_and(|extension| {
        ["rlib", "rmeta", "so", "dylib", "dll"]
            .iter()
            .any(|known| extension == *known)
    });
    in_deps && compiled
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
            File::options()
                .write(true)
                .open(from.join(name))?
                .set_times(FileTimes::new().set_modified(long_ago))?;
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
