//! The folder for the working folders of this user's kernels.
//!
//! It lies in the system's folder for temporary files, if that will do: compiled cells are loaded
//! from it, which a file system mounted `noexec` forbids, and evcxr splits its path at spaces.
//! Otherwise in the user's runtime folder, or in the user's cache.

use std::env;
use std::io;
use std::iter;
use std::path::{Path, PathBuf};

use crate::environment;
use crate::ownership::{is_private, make_in_cache, make_private, user_cache};
use crate::words::words;

/// The folder for all kernels of this user, made if it is missing.
///
/// # Errors
/// When none of the places will do: a sentence that says why for each.
pub(crate) fn kernels_folder() -> io::Result<PathBuf> {
    let places: [fn() -> Option<PathBuf>; 3] = [
        || Some(env::temp_dir()),
        || environment::folder("XDG_RUNTIME_DIR"),
        in_cache,
    ];
    first_that_does(places.iter().filter_map(|place| place()))
}

/// A place in the user's cache, which is made only if it comes to that.
fn in_cache() -> Option<PathBuf> {
    let folder = user_cache()?.join("kernels");
    make_in_cache(&folder).ok()?;
    Some(folder)
}

fn first_that_does(places: impl Iterator<Item = PathBuf>) -> io::Result<PathBuf> {
    let mut problems = Vec::new();
    for place in places {
        match folder_in(&place) {
            Ok(folder) => return Ok(folder),
            Err(problem) => problems.push(problem.to_string()),
        }
    }
    let both = |one: String, other| words!("{one}; {other}", one, other).into();
    let problems = problems.into_iter().reduce(both).unwrap_or_default();
    Err(words!(
        "{problems}: set TMPDIR to a folder of your own where programs may run",
        problems
    )
    .into())
}

/// The folder for this user's kernels in `place`.
///
/// Anybody may create names in the system's temporary folder. So a folder, or a symbolic link,
/// that somebody else planted under our name is not used: the next name is tried.
fn folder_in(place: &Path) -> io::Result<PathBuf> {
    let shown = place.display();
    if !place.is_absolute() {
        return Err(words!("'{place}' is no whole path", place = shown).into());
    }
    if place.to_string_lossy().contains(' ') {
        return Err(words!("'{place}' has a space in its name", place = shown).into());
    }
    let name = format!("descent-kernel-{}", user_name_part());
    let others = (1..10).map(|attempt| format!("{name}-{attempt}"));
    for name in iter::once(name.clone()).chain(others) {
        let path = place.join(name);
        match make_private(&path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(words!(
                    "'{place}' cannot be written ({why})",
                    place = shown,
                    why = error.kind()
                )
                .into());
            }
            _ if !is_private(&path)? => {}
            _ if forbids_programs(&path) => {
                return Err(words!(
                    "'{place}' forbids programs (it is mounted 'noexec')",
                    place = shown
                )
                .into());
            }
            _ => return Ok(path),
        }
    }
    Err(words!(
        "'{place}' holds folders '{name}…' that belong to somebody else",
        place = shown,
        name
    )
    .into())
}

/// Whether the file system that holds this file or folder lets no program run and no library be loaded.
#[cfg(target_os = "linux")]
pub(crate) fn forbids_programs(path: &Path) -> bool {
    use rustix::fs::{StatVfsMountFlags, statvfs};
    statvfs(path).is_ok_and(|system| system.f_flag.contains(StatVfsMountFlags::NOEXEC))
}

// Elsewhere folders for temporary files are not mounted like that.
#[cfg(not(target_os = "linux"))]
pub(crate) fn forbids_programs(_: &Path) -> bool {
    false
}

#[cfg(unix)]
fn user_name_part() -> String {
    rustix::process::geteuid().as_raw().to_string()
}

// Elsewhere the temporary folder itself is the user's own.
#[cfg(not(unix))]
fn user_name_part() -> String {
    "user".to_owned()
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_first_place_that_does_is_taken_or_each_is_named_with_what_is_wrong() -> io::Result<()> {
        let root = env::temp_dir().join(format!("places-{}", std::process::id()));
        let [file, spaced, good] = ["file", "a b", "good"].map(|name| root.join(name));
        for folder in [&spaced, &good] {
            fs::create_dir_all(folder)?;
        }
        fs::write(&file, "")?;
        let bad = [PathBuf::from("a/b"), file.clone(), spaced.clone()];
        let taken = first_that_does(bad.clone().into_iter().chain([good.clone()]))?;
        assert!(taken.starts_with(&good) && is_private(&taken)?);

        let error = first_that_does(bad.into_iter()).expect_err("none does");
        let text = error.to_string();
        for part in [
            "'a/b' is no whole path".to_owned(),
            format!("'{}' cannot be written (not a directory)", file.display()),
            format!("'{}' has a space in its name", spaced.display()),
            "set TMPDIR".to_owned(),
        ] {
            assert!(text.contains(&part), "{text}");
        }
        fs::remove_dir_all(root)
    }

    #[test]
    fn a_folder_that_others_can_enter_is_passed_by() -> io::Result<()> {
        let place = env::temp_dir().join(format!("planted-{}", std::process::id()));
        let planted = place.join(format!("descent-kernel-{}", user_name_part()));
        fs::create_dir_all(&planted)?;
        fs::set_permissions(
            &planted,
            std::os::unix::fs::PermissionsExt::from_mode(0o755),
        )?;
        assert_ne!(folder_in(&place)?, planted);
        fs::remove_dir_all(place)
    }
}
