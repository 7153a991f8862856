//! The prebuilt folder: what set-up makes once so that each kernel starts quickly.
//!
//! | in `.lab/kernel/prebuilt/` | what |
//! | --- | --- |
//! | `work/` | a working folder in which evcxr has run the notebooks' `:dep` line |
//! | `library/` | the standard library's sources, made small |
//! | `toolchain/`, `stand-ins/` | stand-ins for cargo and rustc, and a wrapper of rustc |
//! | `answers/` | what the Rust tools answered |
//! | `cells/` | the cells that kernels have compiled |
//! | `sysroot` | where the real Rust tools are |
//! | `sources` | names the sources of the crates that were compiled |
//! | `key` | names everything else that all this depends on |
//!
//! The key is written last, so a folder without one is half-written; a kernel uses the folder
//! only if the key is the one that it would write itself. Otherwise it starts cold, that is
//! slower. The sources are not in the key: cargo compares their times in each copy and compiles
//! again what was edited.
//!
//! Not needed once evcxr starts from compiled crates that several kernels share.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::copy::copy_folder;
use crate::toolchain::{described, links_with_lld};
use crate::{Lab, Toolchain};

const KEY: &str = "key";
const SOURCES: &str = "sources";
const SYSROOT: &str = "sysroot";

/// How much of the prebuilt folder can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// All of it.
    Fresh,
    /// All of it, but crates were edited since, which each kernel has to compile for itself.
    Edited,
    /// Nothing: it was never completed, or something that it depends on has changed.
    Stale,
}

/// The prebuilt folder of a lab, or one that is being made.
#[derive(Clone, Debug)]
pub struct PrebuiltFolder {
    path: PathBuf,
}

impl PrebuiltFolder {
    /// The prebuilt folder of `lab`, whether it exists or not.
    #[must_use]
    pub fn of(lab: &Lab) -> Self {
        let path = lab.prebuilt_folder();
        Self { path }
    }

    /// The folder that is being made to take the place of the lab's.
    #[must_use]
    pub fn part_of(lab: &Lab) -> Self {
        let path = lab.prebuilt_folder().with_extension("part");
        Self { path }
    }

    /// The folder in which the crates are compiled.
    #[must_use]
    pub fn work(&self) -> PathBuf {
        self.path.join("work")
    }

    /// The sources of the standard library.
    #[must_use]
    pub fn library(&self) -> PathBuf {
        self.path.join("library")
    }

    /// The recorded answers of the Rust tools.
    #[must_use]
    pub fn answers(&self) -> PathBuf {
        self.path.join("answers")
    }

    /// The compiled cells.
    #[must_use]
    pub fn cells(&self) -> PathBuf {
        self.path.join("cells")
    }

    /// A toolchain for rustup whose cargo is the stand-in.
    #[must_use]
    pub fn toolchain(&self) -> PathBuf {
        self.path.join("toolchain")
    }

    /// The stand-in `tool`, which is `cargo`, `rustc` or `wrapper`.
    #[must_use]
    pub fn stand_in(&self, tool: &str) -> PathBuf {
        let folder = if tool == "cargo" {
            "toolchain/bin"
        } else {
            "stand-ins"
        };
        self.path.join(folder).join(tool)
    }

    /// The toolchain that the folder was made with.
    ///
    /// # Errors
    /// When the folder is not there.
    pub fn real_toolchain(&self) -> io::Result<Toolchain> {
        let sysroot = fs::read_to_string(self.path.join(SYSROOT))?;
        Ok(Toolchain::in_sysroot(Path::new(&sysroot)))
    }

    /// Whether kernels can start from this folder with `toolchain`.
    #[must_use]
    pub fn state(&self, lab: &Lab, toolchain: &Toolchain) -> State {
        let saved = fs::read_to_string(self.path.join(KEY));
        match (saved, key(lab, toolchain)) {
            (Ok(saved), Ok(current)) if saved == current => {}
            _ => return State::Stale,
        }
        match fs::read_to_string(self.path.join(SOURCES)) {
            Ok(saved) if saved == sources(lab.checkout()) => State::Fresh,
            _ => State::Edited,
        }
    }

    /// Copies the compiled crates into a kernel's working folder.
    ///
    /// # Errors
    /// When a file cannot be read or written. The working folder may then be half-filled; empty
    /// it before use.
    pub fn copy_into(&self, work: &Path) -> io::Result<()> {
        copy_folder(&self.work(), work)
    }

    /// Starts a new folder beside the one of `lab`, with the stand-ins that `tool` plays.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn begin(lab: &Lab, tool: &Path, toolchain: &Toolchain) -> io::Result<Self> {
        let part = Self::part_of(lab);
        remove_folder(&part.path)?;
        for folder in ["toolchain/bin", "stand-ins", "answers"] {
            fs::create_dir_all(part.path.join(folder))?;
        }
        let sysroot = toolchain.sysroot().as_os_str();
        fs::write(part.path.join(SYSROOT), sysroot.as_encoded_bytes())?;
        for name in ["cargo", "rustc", "wrapper"] {
            link(tool, &part.stand_in(name))?;
        }
        link(&toolchain.rustc(), &part.toolchain().join("bin/rustc"))?;
        let library = toolchain.sysroot().join("lib");
        link(&library, &part.toolchain().join("lib"))?;
        Ok(part)
    }

    /// Completes the folder with `work`, in which evcxr has run the notebooks' `:dep` line, and
    /// puts it in the place of the lab's.
    ///
    /// `key` and `sources` are what [`key`] and [`sources`] gave before compiling, so that what
    /// changed meanwhile counts as changed.
    ///
    /// # Errors
    /// When a file cannot be read or written. The lab's prebuilt folder is then gone or intact,
    /// never mixed.
    pub fn complete(self, lab: &Lab, work: &Path, key: &str, sources: &str) -> io::Result<()> {
        remove_folder(&self.work())?;
        copy_folder(work, &self.work())?;
        remove_cells(&self.work())?;
        fs::write(self.path.join(SOURCES), sources)?;
        fs::write(self.path.join(KEY), key)?;
        remove_folder(&lab.prebuilt_folder())?;
        fs::rename(self.path, lab.prebuilt_folder())
    }
}

/// Everything that the prebuilt folder depends on besides the crates' sources, as text.
///
/// # Errors
/// When the compiler, the kernel, a manifest or the lock file cannot be read.
pub fn key(lab: &Lab, toolchain: &Toolchain) -> io::Result<String> {
    let mut key = format!(
        "checkout {}\nkernel {}\nrustc {}\nlld {}\n",
        lab.checkout().display(),
        described(&std::env::current_exe()?)?,
        toolchain.identity()?,
        links_with_lld(),
    );
    for manifest in manifests(lab.checkout())? {
        let text = fs::read_to_string(&manifest)?;
        key += &format!("--- {}\n{text}", manifest.display());
    }
    Ok(key)
}

/// The workspace's lock file and manifests: `Cargo.lock`, `Cargo.toml`, `crates/*/Cargo.toml`.
fn manifests(checkout: &Path) -> io::Result<Vec<PathBuf>> {
    let crates = fs::read_dir(checkout.join("crates"))?.flatten();
    let members = crates.map(|entry| entry.path().join("Cargo.toml"));
    let mut found: Vec<PathBuf> = members.filter(|manifest| manifest.is_file()).collect();
    found.extend(["Cargo.lock", "Cargo.toml"].map(|file| checkout.join(file)));
    found.sort();
    Ok(found)
}

/// Names the state of all sources in `crates/`, the kernel's own excepted: one line a file.
#[must_use]
pub fn sources(checkout: &Path) -> String {
    let mut lines = Vec::new();
    for entry in fs::read_dir(checkout.join("crates"))
        .into_iter()
        .flatten()
        .flatten()
    {
        if entry.file_name() != env!("CARGO_PKG_NAME") {
            describe_folder(&entry.path().join("src"), &mut lines);
        }
    }
    lines.sort();
    lines.join("\n")
}

fn describe_folder(folder: &Path, lines: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            describe_folder(&path, lines);
        } else if let Ok(line) = described(&path) {
            lines.push(line);
        }
    }
}

#[cfg(unix)]
fn link(original: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(original, link)
}

/// Elsewhere there are no stand-ins: the real tools are used.
#[cfg(not(unix))]
fn link(_original: &Path, _link: &Path) -> io::Result<()> {
    Ok(())
}

fn remove_folder(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes what belongs to compiled cells: cargo knows the cells' crate by its path, so in
/// another folder these files would only be copied for nothing.
fn remove_cells(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let of_cells = ["ctx-", "libctx", "libcode_", "code_", "ctx."]
            .iter()
            .any(|start| name.starts_with(start))
            || name == "incremental";
        if of_cells && path.is_dir() {
            fs::remove_dir_all(&path)?;
        } else if of_cells {
            fs::remove_file(&path)?;
        } else if path.is_dir() {
            remove_cells(&path)?;
        }
    }
    Ok(())
}
