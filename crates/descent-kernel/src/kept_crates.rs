//! Compiled crates of a clone whose sources differ from the kernel's own.
//!
//! They are compiled in the first kernel that names them, and kept in the user's cache by place and
//! contents, so that the next kernel has them at once.
//!
//! Not needed once evcxr starts from compiled crates that several kernels share.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::copy::{copy_folder, link_folder};
use crate::dependency::digest;
use crate::files::{name_of, paths_in, remove_folder};
use crate::ownership::make_in_cache;
use crate::prebuilt::{PrebuiltFolder, is_of_cells};
use crate::{Lab, limit_kept_cells};

/// Where cargo compiles, in a working folder.
const TARGET: &str = "target";
/// How many bytes of compiled crates are kept: some ten states of a clone.
const MOST_KEPT: u64 = 300_000_000;

/// The compiled crates of one state of a clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeptCrates {
    folder: PathBuf,
    /// What each kernel of the lab has.
    prebuilt: PathBuf,
}

impl KeptCrates {
    /// Those of the crate in the folder `clone` as it is now. `None` where they cannot be kept.
    pub(crate) fn of(lab: &Lab, clone: &Path) -> Option<Self> {
        let prebuilt = PrebuiltFolder::in_use()?;
        let digest = digest(clone).ok()?;
        let key = prebuilt.saved_key().ok()?;
        let name = name_of(&format!("{}\n{digest}\n{key}", clone.display()));
        Some(Self {
            folder: lab.users_folder()?.join("crates").join(name),
            prebuilt: prebuilt.work(),
        })
    }

    /// Puts them where cargo looks for them in the working folder `work`. Tells whether they were
    /// kept.
    ///
    /// # Errors
    /// When a file cannot be read or written; cargo compiles then what is missing.
    pub(crate) fn restore(&self, work: &Path) -> io::Result<bool> {
        if !self.folder.is_dir() {
            return Ok(false);
        }
        let target = work.join(TARGET);
        link_folder(&self.folder, &target)?;
        renew_lists(&self.folder, &target)?;
        // The folder's time is that of its last use.
        File::open(&self.folder)?.set_modified(SystemTime::now())?;
        Ok(true)
    }

    /// Keeps what cargo has compiled in the working folder `work` beside what each kernel has.
    ///
    /// # Errors
    /// When a file cannot be read or written; nothing is then kept.
    pub(crate) fn keep(&self, work: &Path) -> io::Result<()> {
        let all = self.folder.parent().ok_or(io::ErrorKind::InvalidInput)?;
        make_in_cache(all)?;
        let part = self
            .folder
            .with_extension(format!("part-{}", std::process::id()));
        let target = work.join(TARGET);
        let is_new = |path: &Path| {
            let inside = path.strip_prefix(work).unwrap_or(path);
            path.is_dir() || !self.prebuilt.join(inside).exists()
        };
        let wanted = |path: &Path| !is_of_cells(path) && is_new(path);
        let copied = copy_folder(&target, &part, &wanted);
        let kept = copied.and_then(|()| {
            remove_folder(&self.folder)?;
            fs::rename(&part, &self.folder)
        });
        // It is still there if something failed.
        let _ = fs::remove_dir_all(&part);
        kept?;
        limit_kept_cells(all, MOST_KEPT)
    }
}

/// Gives the lists of what each crate was compiled from the present time: the sources hold what they
/// held, though they may have been written since, and cargo compares the times.
fn renew_lists(kept: &Path, target: &Path) -> io::Result<()> {
    for path in paths_in(kept)? {
        let name = path.file_name().unwrap_or_default();
        let copy = target.join(name);
        if path.is_dir() {
            renew_lists(&path, &copy)?;
        } else if name.to_string_lossy().starts_with("dep-") {
            let list = File::options().write(true).open(copy)?;
            list.set_modified(SystemTime::now())?;
        }
    }
    Ok(())
}
