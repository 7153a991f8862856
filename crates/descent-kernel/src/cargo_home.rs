//! Which of cargo's own folders a call of cargo uses.
//!
//! Compiled crates are fresh for cargo only where it finds their sources where they were when they
//! were compiled. So the kernel of a user who cannot write there reads them there, offline, and needs
//! no downloads. A `:dep` line that names what is not in there changes over to the user's own folder,
//! into which cargo can download; from then on the kernel stays with it.
//!
//! Not needed once cargo tells crates from a registry by their checksum.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::environment::{self, folder};

const HOME: &str = "CARGO_HOME";
const OFFLINE: &str = "CARGO_NET_OFFLINE";
/// There once the kernel uses the user's own folder.
const LEFT: &str = "own-cargo-home";

/// The folder that somebody else has filled, and that this user reads.
#[derive(Debug)]
pub struct SharedCargoHome {
    path: PathBuf,
    left: PathBuf,
}

impl SharedCargoHome {
    /// The one that the kernel with the private folder `private` uses at this time, if it uses one.
    #[must_use]
    pub fn of(private: &Path) -> Option<Self> {
        let left = private.join(LEFT);
        let path = folder(environment::CARGO_HOME).filter(|_| !left.exists())?;
        Some(Self { path, left })
    }

    /// Has `command`, a call of cargo, read from it.
    pub fn serve(&self, command: &mut Command) {
        command.env(HOME, &self.path).env(OFFLINE, "true");
    }

    /// Has `command` use the user's own folder, as if there were no other.
    pub fn withdraw(&self, command: &mut Command) {
        for name in [HOME, OFFLINE] {
            match std::env::var_os(name) {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
    }

    /// Has the kernel stay with the user's own folder.
    ///
    /// # Errors
    /// When that cannot be noted.
    pub fn leave(&self) -> io::Result<()> {
        fs::write(&self.left, "")
    }
}
