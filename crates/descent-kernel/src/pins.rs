//! The versions of the workspace's lock file, kept in a kernel's working folder.
//!
//! evcxr rewrites the working folder's manifest many times: without dependencies at start-up,
//! with the one dependency of a `:dep` line to try it, then with all of them. Each time cargo
//! drops from `Cargo.lock` what that manifest does not need, so the pins would be lost before
//! the first `:dep` line. Here they are put back whenever the manifest has changed; cargo then
//! takes the versions that it needs from them. Versions that cargo chose for dependencies of the
//! user's own are remembered in the same way.
//!
//! Not needed once evcxr keeps `Cargo.lock` when it rewrites the manifest.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The pins of one kernel.
#[derive(Debug)]
pub struct Pins {
    /// All versions chosen so far, as a lock file.
    known: PathBuf,
    /// The manifest that the working folder's lock file belongs to.
    manifest: PathBuf,
    work: PathBuf,
}

impl Pins {
    /// The pins of the kernel with the private folder `private`, whose cells are compiled in
    /// `work`.
    #[must_use]
    pub fn of(private: &Path, work: &Path) -> Self {
        Self {
            known: private.join("known.lock"),
            manifest: private.join("locked-manifest.toml"),
            work: work.to_owned(),
        }
    }

    /// Starts with the versions of a workspace's lock file.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub fn start(&self, workspace_lock: &Path) -> io::Result<()> {
        fs::copy(workspace_lock, &self.known).map(drop)
    }

    /// Whether the manifest has changed since the working folder's lock file was made for it.
    #[must_use]
    pub fn are_lost(&self) -> bool {
        self.known.exists()
            && fs::read(self.work.join("Cargo.toml")).ok() != fs::read(&self.manifest).ok()
    }

    /// Writes all known versions to `lock`, for cargo to choose from.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn restore(&self, lock: &Path) -> io::Result<()> {
        fs::copy(&self.known, lock).map(drop)
    }

    /// Remembers the versions that cargo has chosen for the present manifest.
    ///
    /// # Errors
    /// When a file cannot be read or written.
    pub fn remember(&self) -> io::Result<()> {
        let chosen = fs::read_to_string(self.lock())?;
        let merged = merge(&fs::read_to_string(&self.known)?, &chosen);
        fs::write(&self.known, merged)?;
        fs::copy(self.work.join("Cargo.toml"), &self.manifest).map(drop)
    }

    /// The working folder's lock file.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.work.join("Cargo.lock")
    }
}

/// The start of each package in a lock file.
const PACKAGE: &str = "[[package]]\n";
/// What evcxr calls the crate of the cells, and the crate that tries a dependency.
const CELLS: [&str; 2] = ["name = \"ctx\"\n", "name = \"evcxr_dummy_validate_dep\"\n"];

/// All packages of two lock files; of equal ones, the first file's.
fn merge(first: &str, second: &str) -> String {
    let head = first.split(PACKAGE).next().unwrap_or_default();
    let mut packages = BTreeMap::new();
    for lock in [second, first] {
        for package in lock.split(PACKAGE).skip(1) {
            if !CELLS.iter().any(|name| package.starts_with(name)) {
                packages.insert(identity(package), package.trim_end());
            }
        }
    }
    let mut merged = head.trim_end().to_owned();
    for package in packages.values() {
        merged += &format!("\n\n{PACKAGE}{package}");
    }
    merged + "\n"
}

/// Name, version and source: the lines of a package before its checksum and dependencies.
fn identity(package: &str) -> String {
    package
        .lines()
        .take_while(|line| line.contains(" = \"") && !line.starts_with("checksum"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NDARRAY: &str = "[[package]]\nname = \"ndarray\"\nversion = \"0.17.2\"\nsource = \"r\"\n\
                           checksum = \"1\"\ndependencies = [\n \"rawpointer\",\n]\n";
    const OTHER_NDARRAY: &str = "[[package]]\nname = \"ndarray\"\nversion = \"0.16.0\"\n\
                                 source = \"r\"\nchecksum = \"2\"\n";
    const CELL: &str = "[[package]]\nname = \"ctx\"\nversion = \"1.0.0\"\n";

    #[test]
    fn a_merged_lock_has_every_version_once_and_no_cells() {
        let head = "# made by cargo\nversion = 4\n\n";
        let first = format!("{head}{NDARRAY}");
        let second = format!("{head}{CELL}\n{NDARRAY}\n{OTHER_NDARRAY}");
        let merged = merge(&first, &second);
        assert!(merged.starts_with("# made by cargo\nversion = 4\n"));
        assert_eq!(merged.matches("[[package]]").count(), 2);
        assert!(merged.contains("0.17.2") && merged.contains("0.16.0") && !merged.contains("ctx"));
        assert_eq!(merge(&merged, &first), merged);
    }

    #[test]
    fn pins_are_lost_when_the_manifest_changes_and_only_then() -> io::Result<()> {
        let private = std::env::temp_dir().join(format!("pins-{}", std::process::id()));
        let work = private.join("work");
        fs::create_dir_all(&work)?;
        let pins = Pins::of(&private, &work);
        assert!(!pins.are_lost(), "a kernel without pins loses none");
        fs::write(
            private.join("workspace.lock"),
            format!("version = 4\n\n{NDARRAY}"),
        )?;
        pins.start(&private.join("workspace.lock"))?;
        fs::write(work.join("Cargo.toml"), "[dependencies]\n")?;
        assert!(pins.are_lost());

        pins.restore(&pins.lock())?;
        assert!(fs::read_to_string(pins.lock())?.contains("0.17.2"));
        fs::write(pins.lock(), format!("version = 4\n\n{CELL}"))?; // as cargo does
        pins.remember()?;
        assert!(!pins.are_lost());

        fs::write(work.join("Cargo.toml"), "[dependencies]\nndarray = \"*\"\n")?;
        assert!(pins.are_lost());
        pins.restore(&pins.lock())?;
        assert!(fs::read_to_string(pins.lock())?.contains("0.17.2"));
        fs::remove_dir_all(private)
    }
}
