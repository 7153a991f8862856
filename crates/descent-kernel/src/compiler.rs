//! The compiler of a cell, which an interrupt ends.
//!
//! evcxr waits for cargo without looking up. So the stand-in for cargo says in the kernel's private
//! folder that it works, as the head of a group of processes, and looks there for a word to stop.
//!
//! Not needed once an interrupt of evcxr's ends the compiler and keeps the variables.

use std::fs::{self, File, TryLockError};
use std::path::Path;

/// Locked by the compiler that works; holds the number of its group.
const WORKS: &str = "compiler";
/// There as long as no compiler shall start.
const STOPPED: &str = "compiler-stopped";

/// Lets compilers start in the kernel with this private folder.
pub fn allow(folder: &Path) {
    let _ = fs::remove_file(folder.join(STOPPED));
}

/// Ends the compiler that works, if one does, and lets none start.
pub fn stop(folder: &Path) {
    let _ = fs::write(folder.join(STOPPED), "");
    let path = folder.join(WORKS);
    let is_at_work = |file: &File| matches!(file.try_lock(), Err(TryLockError::WouldBlock));
    if !File::open(&path).is_ok_and(|file| is_at_work(&file)) {
        return;
    }
    let group = fs::read_to_string(path)
        .ok()
        .and_then(|text| text.trim().parse().ok());
    #[cfg(unix)]
    if let Some(group) = group.and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

/// Whether the kernel with this private folder wants no compiler to start. Otherwise this process
/// becomes the head of a group that [`stop`] ends; what is returned has to live as long as it does.
///
/// # Errors
/// When the folder cannot be written to.
#[cfg(unix)]
pub fn begin(folder: &Path) -> std::io::Result<Option<File>> {
    use std::io::Write;

    if folder.join(STOPPED).exists() {
        return Ok(None);
    }
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .read(true)
        .open(folder.join(WORKS))?;
    file.lock()?;
    // cargo takes this process's place and keeps the lock.
    rustix::io::fcntl_setfd(&file, rustix::io::FdFlags::empty())?;
    rustix::process::setpgid(None, None)?;
    file.set_len(0)?;
    write!(&file, "{}", std::process::id())?;
    match folder.join(STOPPED).exists() {
        true => Ok(None),
        false => Ok(Some(file)),
    }
}
