//! Copies of a folder that cargo accepts as the original.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::files::remove_file;

/// Copies what is `wanted` of the folder `from` to `to`, with the times of its files: cargo compares
/// them with the times of the sources to tell what is out of date. What is there already is replaced.
///
/// What was compiled is linked instead of copied where both folders lie on one file system. This is
/// safe because rustc, cargo and linkers replace such a file by a new one and never write into it.
/// Everything else, cargo's lock and fingerprint files above all, is copied.
///
/// # Errors
/// When a file cannot be read or written.
pub fn copy_folder(from: &Path, to: &Path, wanted: &dyn Fn(&Path) -> bool) -> io::Result<()> {
    copy(from, to, wanted, &hard_link)
}

/// A copy as [`copy_folder`] makes it, which stays small on any file system: what was compiled is
/// named by symbolic links where it cannot be linked otherwise, because it lies on another file
/// system or belongs to somebody else. It needs `from`, an absolute path, as long as it is used.
///
/// # Errors
/// When a file cannot be read or written.
pub fn link_folder(from: &Path, to: &Path) -> io::Result<()> {
    copy(from, to, &|_| true, &|source, target| {
        hard_link(source, target).or_else(|_| symbolic_link(source, target))
    })
}

/// Puts a file in the place of another.
type Link<'a> = &'a dyn Fn(&Path, &Path) -> io::Result<()>;

fn copy(from: &Path, to: &Path, wanted: &dyn Fn(&Path) -> bool, link: Link) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if !wanted(&source) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&source, &target, wanted, link)?;
            continue;
        }
        // Written into, it would change whatever it is a link to.
        remove_file(&target)?;
        if !(is_compiled(&source) && link(&source, &target).is_ok()) {
            fs::copy(&source, &target)?;
            let copy = File::options().write(true).open(target)?;
            copy.set_modified(fs::metadata(source)?.modified()?)?;
        }
    }
    Ok(())
}

/// Links the file itself: a link to a link would break with it.
fn hard_link(source: &Path, target: &Path) -> io::Result<()> {
    fs::hard_link(source.canonicalize()?, target)
}

#[cfg(unix)]
pub fn symbolic_link(source: &Path, target: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(source, target)
}

// Elsewhere a user may not make any.
#[cfg(not(unix))]
pub fn symbolic_link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether a compiler wrote the file as a whole and cargo only reads it: `deps/lib….rlib` and so on,
/// and the programs `build/…/build-script-build`.
fn is_compiled(path: &Path) -> bool {
    let folder = path.parent();
    let extension = path.extension().and_then(OsStr::to_str);
    let is_crate = folder.is_some_and(|folder| folder.ends_with("deps"))
        && matches!(extension, Some("rlib" | "rmeta" | "so" | "dylib" | "dll"));
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let is_build_script = matches!(extension, None | Some("exe"))
        && (name.starts_with("build-script-") || name.starts_with("build_script_"))
        && folder
            .and_then(Path::parent)
            .is_some_and(|above| above.ends_with("build"));
    is_crate || is_build_script
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::time::{Duration, SystemTime};

    use super::*;

    const FILES: [&str; 3] = [
        "Cargo.lock",
        "deps/libndarray.rlib",
        "build/libc-1/build-script-build",
    ];

    /// A folder with [`FILES`] of long ago, each holding its name.
    fn folder(name: &str) -> io::Result<(PathBuf, SystemTime)> {
        let root = std::env::temp_dir().join(format!("copy-{name}-{}", std::process::id()));
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        for name in FILES {
            let path = root.join("from").join(name);
            fs::create_dir_all(path.parent().expect("a folder"))?;
            fs::write(&path, name)?;
            File::options()
                .write(true)
                .open(path)?
                .set_modified(long_ago)?;
        }
        Ok((root, long_ago))
    }

    #[test]
    fn a_copy_keeps_contents_and_times_and_is_independent() -> io::Result<()> {
        let (root, long_ago) = folder("whole")?;
        let (from, to) = (root.join("from"), root.join("to"));
        fs::create_dir(from.join("unwanted"))?;
        copy_folder(&from, &to, &|path| !path.ends_with("unwanted"))?;
        assert!(!to.join("unwanted").exists());
        fs::write(from.join("Cargo.lock"), "changed")?;
        fs::remove_dir_all(from)?;
        for name in FILES {
            assert_eq!(fs::read_to_string(to.join(name))?, name);
            assert_eq!(fs::metadata(to.join(name))?.modified()?, long_ago);
        }
        fs::remove_dir_all(root)
    }

    #[cfg(unix)]
    #[test]
    fn on_another_file_system_what_was_compiled_is_named_and_the_rest_copied() -> io::Result<()> {
        let (root, long_ago) = folder("linked")?;
        let (from, to) = (root.join("from"), root.join("to"));
        let refuse = |_: &Path, _: &Path| Err(io::Error::from(io::ErrorKind::CrossesDevices));
        let link = |source: &Path, target: &Path| {
            refuse(source, target).or_else(|_| symbolic_link(source, target))
        };
        copy(&from, &to, &|_| true, &link)?;
        for name in FILES {
            let is_link = fs::symlink_metadata(to.join(name))?.is_symlink();
            assert_eq!(is_link, name != FILES[0], "{name}");
            assert_eq!(fs::metadata(to.join(name))?.modified()?, long_ago);
        }
        // Once more, over what is there: nothing is written through a link.
        copy_folder(&from, &to, &|_| true)?;
        copy(&from, &to, &|_| true, &link)?;
        assert_eq!(fs::read_to_string(from.join(FILES[1]))?, FILES[1]);
        // A compiler renames what it makes.
        fs::write(to.join("new"), "new")?;
        fs::rename(to.join("new"), to.join(FILES[1]))?;
        assert_eq!(fs::read_to_string(from.join(FILES[1]))?, FILES[1]);
        fs::remove_dir_all(root)
    }
}
