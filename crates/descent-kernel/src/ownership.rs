//! Whose files are used, and where a user's own are kept.
//!
//! A kernel loads compiled code from folders that several users may share. So it takes nothing from
//! a folder that anybody can write but root, the user, and whoever owns the kernel's program: those
//! three decide anyway what runs here.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::words::words;

/// The folder of this product in the user's cache, whether it exists or not: `$XDG_CACHE_HOME` or
/// `~/.cache` on Linux, `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows. `None` for a user
/// without a home.
#[must_use]
pub fn user_cache() -> Option<PathBuf> {
    let named = env::var_os(if cfg!(windows) {
        "LOCALAPPDATA"
    } else {
        "XDG_CACHE_HOME"
    });
    // A relative one is not to be used, says the XDG Base Directory Specification.
    let named = named.map(PathBuf::from).filter(|path| path.is_absolute());
    let home = env::home_dir().filter(|path| path.is_absolute());
    let standard = if cfg!(target_os = "macos") {
        "Library/Caches"
    } else {
        ".cache"
    };
    let cache = named.or_else(|| Some(home?.join(standard)))?;
    Some(cache.join("descent-lab"))
}

/// Makes `folder`, which lies in the user's cache, for this user alone.
///
/// # Errors
/// When it cannot be made, or belongs to somebody else.
pub fn make_in_cache(folder: &Path) -> io::Result<()> {
    let cache = user_cache().ok_or(io::ErrorKind::NotFound)?;
    if let Some(above) = cache.parent() {
        fs::create_dir_all(above)?;
    }
    match make_private(&cache) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ if !is_private(&cache)? => {
            return Err(words!(
                "'{folder}' has to belong to you alone: chmod 700 it, or set XDG_CACHE_HOME to a \
                 folder of your own",
                folder = cache.display()
            )
            .into());
        }
        _ => {}
    }
    fs::create_dir_all(folder)
}

/// Whether this process may make files in `folder`.
#[cfg(unix)]
#[must_use]
pub fn is_writable(folder: &Path) -> bool {
    use rustix::fs::{Access, access};
    access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
#[must_use]
pub fn is_writable(folder: &Path) -> bool {
    fs::metadata(folder).is_ok_and(|found| !found.permissions().readonly())
}

/// Whether nobody can write `folder` but root, the user of this process, and the owner of its
/// program.
#[cfg(unix)]
#[must_use]
pub fn is_trusted(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let program = env::current_exe().and_then(fs::metadata);
    let owners = [
        Some(0),
        Some(rustix::process::geteuid().as_raw()),
        program.ok().map(|program| program.uid()),
    ];
    fs::metadata(folder)
        .is_ok_and(|found| owners.contains(&Some(found.uid())) && found.mode() & 0o022 == 0)
}

// Elsewhere what is shared lies where only an administrator can write.
#[cfg(not(unix))]
#[must_use]
pub fn is_trusted(folder: &Path) -> bool {
    folder.is_dir()
}

/// Whether this process can make folders in `folder` that are trusted: on a file system that knows no
/// owners, such as a Windows drive seen from Linux, everybody can write everything.
#[must_use]
pub(crate) fn can_hold_code(folder: &Path) -> bool {
    let probe = folder.join(format!("probe-{}", std::process::id()));
    let is_made = fs::create_dir(&probe).is_ok();
    let holds = is_made && is_trusted(&probe);
    is_made && fs::remove_dir(&probe).is_ok() && holds
}

/// Whether the kernel's program belongs to this user, who can then put things right.
#[cfg(unix)]
#[must_use]
pub fn is_own_program() -> bool {
    use std::os::unix::fs::MetadataExt;
    let program = env::current_exe().and_then(fs::metadata);
    program.is_ok_and(|program| program.uid() == rustix::process::geteuid().as_raw())
}

#[cfg(not(unix))]
#[must_use]
pub fn is_own_program() -> bool {
    true
}

/// Lets everybody read, and nobody else write, what this process makes from now on, whatever mask
/// the user has set.
pub fn share_what_is_made() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o022));
}

/// Makes a folder for this user alone.
#[cfg(unix)]
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(path)
}

/// Whether the folder belongs to this user, and nobody else can enter it.
#[cfg(unix)]
pub(crate) fn is_private(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::symlink_metadata(path)?;
    let ours = found.uid() == rustix::process::geteuid().as_raw();
    Ok(found.is_dir() && ours && found.mode() & 0o077 == 0)
}

#[cfg(not(unix))]
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}

#[cfg(not(unix))]
pub(crate) fn is_private(path: &Path) -> io::Result<bool> {
    Ok(fs::symlink_metadata(path)?.is_dir())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_folder_that_others_can_write_is_not_trusted() -> io::Result<()> {
        let folder = env::temp_dir().join(format!("trust-{}", std::process::id()));
        fs::create_dir(&folder)?;
        for (mode, expected) in [
            (0o755, true),
            (0o700, true),
            (0o775, false),
            (0o757, false),
            (0o1777, false),
        ] {
            fs::set_permissions(&folder, fs::Permissions::from_mode(mode))?;
            assert_eq!(is_trusted(&folder), expected, "{mode:o}");
        }
        fs::remove_dir(&folder)?;
        assert!(!is_trusted(&folder), "what is not there");
        Ok(())
    }
}
