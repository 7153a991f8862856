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
use crate::files::{described, paths_in, remove_folder};
use crate::toolchain::links_with_lld;
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
        Self {
            path: lab.prebuilt_folder(),
        }
    }

    /// The folder that is being made to take the place of the lab's.
    #[must_use]
    pub fn part_of(lab: &Lab) -> Self {
        Self {
            path: lab.prebuilt_folder().with_extension("part"),
        }
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
            self.toolchain().join("bin")
        } else {
            self.path.join("stand-ins")
        };
        folder.join(tool)
    }

    /// The toolchain that the folder was made with.
    ///
    /// # Errors
    /// When the folder is not there.
    pub fn real_toolchain(&self) -> io::Result<Toolchain> {
        let sysroot = fs::read_to_string(self.path.join(SYSROOT))?;
        Ok(Toolchain::in_sysroot(sysroot.into()))
    }

    /// Whether kernels can start from this folder with `toolchain`.
    #[must_use]
    pub fn state(&self, lab: &Lab, toolchain: &Toolchain) -> State {
        let holds = |file: &str, text: &str| {
            fs::read_to_string(self.path.join(file)).is_ok_and(|saved| saved == text)
        };
        if !key(lab, toolchain).is_ok_and(|key| holds(KEY, &key)) {
            State::Stale
        } else if holds(SOURCES, &sources(lab.checkout())) {
            State::Fresh
        } else {
            State::Edited
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

    /// Starts a new folder beside the one of `lab`, with the stand-ins for the Rust tools.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn begin(lab: &Lab, toolchain: &Toolchain) -> io::Result<Self> {
        let part = Self::part_of(lab);
        remove_folder(&part.path)?;
        let bin = part.toolchain().join("bin");
        for folder in [&bin, &part.path.join("stand-ins"), &part.answers()] {
            fs::create_dir_all(folder)?;
        }
        let sysroot = toolchain.sysroot();
        fs::write(
            part.path.join(SYSROOT),
            sysroot.as_os_str().as_encoded_bytes(),
        )?;
        for tool in ["cargo", "rustc", "wrapper"] {
            link(&lab.tool(), &part.stand_in(tool))?;
        }
        link(&toolchain.tool("rustc"), &bin.join("rustc"))?;
        link(&sysroot.join("lib"), &part.toolchain().join("lib"))?;
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
        described(&toolchain.tool("rustc"))?,
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
    let mut found = vec![checkout.join("Cargo.lock"), checkout.join("Cargo.toml")];
    let crates = paths_in(&checkout.join("crates"))?;
    let members = crates.iter().map(|folder| folder.join("Cargo.toml"));
    found.extend(members.filter(|manifest| manifest.is_file()));
    Ok(found)
}

/// Names the state of all sources in `crates/`, the kernel's own excepted: one line a file.
#[must_use]
pub fn sources(checkout: &Path) -> String {
    let mut lines = Vec::new();
    for path in paths_in(&checkout.join("crates")).unwrap_or_default() {
        if !path.ends_with(env!("CARGO_PKG_NAME")) {
            describe_folder(&path.join("src"), &mut lines);
        }
    }
    lines.join("\n")
}

fn describe_folder(folder: &Path, lines: &mut Vec<String>) {
    for path in paths_in(folder).unwrap_or_default() {
        if path.is_dir() {
            describe_folder(&path, lines);
        } else {
            lines.extend(described(&path));
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

/// Removes what belongs to compiled cells: cargo knows the cells' crate by its path, so in
/// another folder these files would only be copied for nothing.
fn remove_cells(folder: &Path) -> io::Result<()> {
    for path in paths_in(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let starts = ["ctx-", "libctx", "libcode_", "code_", "ctx."];
        let of_cells = name == "incremental" || starts.iter().any(|start| name.starts_with(start));
        match (of_cells, path.is_dir()) {
            (true, true) => fs::remove_dir_all(&path)?,
            (true, false) => fs::remove_file(&path)?,
            (false, true) => remove_cells(&path)?,
            (false, false) => {}
        }
    }
    Ok(())
}
