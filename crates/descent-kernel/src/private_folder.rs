//! The private working folder of one kernel.
//!
//! Not needed once evcxr makes, and removes, a working folder for each kernel.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::environment::{config_in, work_in};
use crate::files::{paths_in, remove_folder};
use crate::ownership::make_private;
use crate::temporary::kernels_folder;

/// The file whose lock says that a folder's kernel is alive.
const ALIVE: &str = "alive";
/// The pause before a folder that could not be removed is tried again.
const ROUND: Duration = Duration::from_millis(50);

/// The working folder of one kernel, in a folder for temporary files.
///
/// Layout: `<temporary files>/descent-kernel-<user>/<process id>/`, holding
/// - `work/`, where evcxr compiles cells,
/// - `config/`, an empty folder that stands in for the user's evcxr and Jupyter folders,
/// - `alive`, a file that the kernel keeps locked. The system drops the lock however the kernel
///   ends, so a folder whose lock is free is a leftover.
///
/// Only its owner can enter the folder (mode 0700). It is removed when this value is dropped,
/// and leftovers of killed kernels are removed by [`PrivateFolder::create`].
#[derive(Debug)]
pub struct PrivateFolder {
    path: PathBuf,
    _alive: File,
}

impl PrivateFolder {
    /// The folder that the kernel with this process id will use, whether it exists or not.
    ///
    /// # Errors
    /// When no folder for this user's kernels can be made that nobody else can enter, and where
    /// programs may run.
    pub fn path_for(process: u32) -> io::Result<PathBuf> {
        Ok(kernels_folder()?.join(process.to_string()))
    }

    /// Makes `path`, named by [`PrivateFolder::path_for`], after removing what killed kernels
    /// left behind.
    ///
    /// # Errors
    /// When the folder cannot be made or locked, for example because the disk is full.
    pub fn create(path: &Path) -> io::Result<Self> {
        let kernels = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
        // Held until this folder is made and locked: nobody takes it for a leftover meanwhile.
        let gate = File::create(kernels.join("gate"))?;
        gate.lock()?;
        remove_leftovers(kernels);
        make_private(path)?;
        let alive = File::create(path.join(ALIVE))?;
        alive.lock()?;
        let folder = Self {
            path: path.to_owned(),
            _alive: alive,
        };
        make_private(&config_in(path))?;
        make_private(&work_in(path))?;
        Ok(folder)
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where evcxr compiles cells.
    #[must_use]
    pub fn work(&self) -> PathBuf {
        work_in(&self.path)
    }
}

impl Drop for PrivateFolder {
    fn drop(&mut self) {
        // What cannot be removed now is a leftover for the next kernel's start.
        remove(&self.path);
    }
}

/// Waits until the kernel of the folder `private` has ended, then removes the folder.
///
/// Returns at once when the folder is already gone.
pub fn remove_when_kernel_ends(private: &Path) {
    if let Ok(alive) = File::open(private.join(ALIVE))
        && alive.lock().is_ok()
    {
        remove(private);
    }
}

/// Removes the folder `private` whenever its kernel has ended, for as long as `patience`: a killed
/// kernel closes its pipes before it lets its lock go, and a compiler that outlives it may make the
/// folder anew.
pub fn remove_if_kernel_ends(private: &Path, patience: Duration) {
    let start = Instant::now();
    loop {
        if is_leftover(private) {
            remove(private);
        }
        if start.elapsed() > patience {
            return;
        }
        sleep(ROUND);
    }
}

/// Removes a folder in which a compiler may still be writing: what it makes while its folder is
/// being emptied needs another round. Gives up after ten seconds.
pub(crate) fn remove(private: &Path) {
    for _ in 0..200 {
        if remove_folder(private).is_ok() {
            return;
        }
        sleep(ROUND);
    }
}

fn is_leftover(private: &Path) -> bool {
    match File::open(private.join(ALIVE)) {
        Ok(alive) => !matches!(alive.try_lock(), Err(TryLockError::WouldBlock)),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

fn remove_leftovers(kernels: &Path) {
    for path in paths_in(kernels).unwrap_or_default() {
        if path.is_dir() && is_leftover(&path) {
            remove(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const PATIENCE: Duration = Duration::from_millis(500);

    /// A kernel's folder with a locked file, as [`PrivateFolder::create`] makes it.
    fn folder(name: &str) -> io::Result<(PathBuf, File)> {
        let path = std::env::temp_dir().join(format!("folder-{name}-{}", std::process::id()));
        fs::create_dir_all(work_in(&path))?;
        let alive = File::create(path.join(ALIVE))?;
        alive.lock()?;
        Ok((path, alive))
    }

    #[test]
    fn the_folder_of_a_kernel_that_is_still_ending_is_removed() -> io::Result<()> {
        let (path, alive) = folder("ending")?;
        std::thread::scope(|scope| {
            scope.spawn(|| remove_if_kernel_ends(&path, PATIENCE));
            sleep(PATIENCE / 4);
            drop(alive);
        });
        assert!(!path.exists());
        Ok(())
    }

    #[test]
    fn a_living_kernel_keeps_its_folder() -> io::Result<()> {
        let (path, alive) = folder("alive")?;
        remove_if_kernel_ends(&path, PATIENCE);
        assert!(work_in(&path).exists());
        drop(alive);
        fs::remove_dir_all(&path)
    }

    #[test]
    fn what_a_compiler_makes_anew_is_removed() -> io::Result<()> {
        let (path, alive) = folder("anew")?;
        drop(alive);
        std::thread::scope(|scope| {
            scope.spawn(|| remove_if_kernel_ends(&path, PATIENCE));
            sleep(PATIENCE / 4);
            fs::create_dir_all(work_in(&path))
        })?;
        assert!(!path.exists());
        Ok(())
    }
}
