//! The prebuilt folder: what set-up makes once so that each kernel starts quickly.
//!
//! | in `prebuilt/` | what |
//! | --- | --- |
//! | `work/` | a working folder in which evcxr has run the notebooks' `:dep` line |
//! | `library/` | the standard library's sources, made small |
//! | `toolchain/`, `stand-ins/` | stand-ins for cargo and rustc, and a wrapper of rustc |
//! | `answers/` | what the Rust tools answered |
//! | `doc/` | the documentation of the lessons' crates, in a checkout |
//! | `cells/` | the cells that kernels have compiled |
//! | `compiled/` | what rustc made of each crate, to be used again when this folder is made anew |
//! | `sysroot` | where the real Rust tools are |
//! | `cargo-home` | where cargo keeps the sources that it has downloaded |
//! | `sources` | names the sources of the crates that were compiled |
//! | `key` | names everything else that all this depends on |
//!
//! It lies beside the kernel, for every user of it: a kernel reads it, and writes its own copies of
//! what changes. Who cannot write there makes one in the user's cache.
//!
//! The key is written last, so a folder without one is half-written; a kernel uses the folder
//! only if the key is the one that it would write itself. Otherwise it starts cold, that is
//! slower. The sources are not in the key: cargo compares their times in each copy and compiles
//! again what was edited.
//!
//! An installed lab comes with a folder `compiled/` beside the kernel, so that nothing has to be
//! compiled where the same compiler is.
//!
//! Not needed once evcxr starts from compiled crates that several kernels share.

use std::env;
use std::fs;
use std::io;
use std::iter;
use std::path::{Path, PathBuf};

use crate::copy::{copy_folder, link_folder};
use crate::environment;
use crate::files::{name_of, remove_folder};
use crate::ownership::{can_hold_code, is_trusted, make_in_cache};
use crate::temporary::forbids_programs;
use crate::words::words;
use crate::{Lab, Toolchain};

mod state;

pub use state::{Reason, State, key, sources};

const KEY: &str = "key";
const SOURCES: &str = "sources";
const SYSROOT: &str = "sysroot";
const CARGO_HOME: &str = "cargo-home";
const COMPILED: &str = "compiled";
/// Its name beside the kernel, and in the user's cache.
const NAME: &str = "prebuilt";

/// The prebuilt folder of a lab, or one that is being made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrebuiltFolder {
    path: PathBuf,
}

impl PrebuiltFolder {
    /// The one beside the kernel, and the one that this user has made where that one cannot be
    /// written, whether they exist or not.
    fn all(lab: &Lab) -> Vec<Self> {
        let folders = [Some(lab.kernel().to_owned()), lab.users_folder()];
        let paths = folders.into_iter().flatten();
        paths
            .map(|folder| Self {
                path: folder.join(NAME),
            })
            .collect()
    }

    /// The one from which kernels start: the first that fits, and its state; if none does, the one
    /// beside the kernel.
    #[must_use]
    pub fn of(lab: &Lab) -> (Self, State) {
        let mut found: Vec<_> = Self::all(lab)
            .into_iter()
            .map(|one| {
                let state = one.state(lab);
                (one, state)
            })
            .collect();
        let best = |(_, state): &(Self, State)| match state {
            State::Fresh => 0,
            State::Edited => 1,
            State::Stale(_) => 2,
        };
        // Stable: of equals, the one beside the kernel.
        found.sort_by_key(best);
        found.swap_remove(0)
    }

    /// The one that this process was started with, which [`of`](Self::of) has found then; `None` if
    /// none fitted.
    #[must_use]
    pub fn in_use() -> Option<Self> {
        let answers = environment::folder(environment::ANSWERS)?;
        let path = answers.parent()?.to_owned();
        Some(Self { path })
    }

    /// The one that this user can make: beside the kernel, or else in the user's cache.
    ///
    /// # Errors
    /// When neither place can be written.
    pub fn to_make(lab: &Lab) -> io::Result<Self> {
        let folder = if can_hold_code(lab.kernel()) {
            lab.kernel().to_owned()
        } else {
            let folder = lab.users_folder().ok_or_else(|| {
                io::Error::from(words!(
                    "'{folder}' cannot be written, and there is no home folder for a cache",
                    folder = lab.kernel().display()
                ))
            })?;
            make_in_cache(&folder)?;
            folder
        };
        Ok(Self {
            path: folder.join(NAME),
        })
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder that is being made to take the place of this one.
    #[must_use]
    pub fn part(&self) -> Self {
        Self {
            path: self.path.with_extension("part"),
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

    /// The documentation of the lessons' crates, in a checkout; an installed lab comes with it.
    #[must_use]
    pub fn docs(&self) -> PathBuf {
        self.path.join("doc")
    }

    /// Where crates are looked for that the toolchain has compiled before, while this folder is made
    /// to take the place of `whole`. The first is this folder's own.
    ///
    /// # Errors
    /// When the compiler cannot be asked for its version.
    pub fn compiled(
        &self,
        lab: &Lab,
        whole: &Self,
        toolchain: &Toolchain,
    ) -> io::Result<Vec<PathBuf>> {
        let version = name_of(&toolchain.version()?);
        let own = self.path.join(COMPILED);
        let others = [whole.path.join(COMPILED), carried(lab)];
        let others = others.into_iter().filter(|folder| is_trusted(folder));
        let all = iter::once(own).chain(others);
        Ok(all.map(|folder| folder.join(&version)).collect())
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

    /// Names all that the folder was made from, the sources excepted.
    ///
    /// # Errors
    /// When the folder is not there.
    pub fn saved_key(&self) -> io::Result<String> {
        fs::read_to_string(self.path.join(KEY))
    }

    /// What cargo's own folder was when the folder was made: crates that were compiled from the
    /// sources in there are fresh for cargo only where it finds them there.
    #[must_use]
    pub fn cargo_home(&self) -> Option<PathBuf> {
        let path = fs::read_to_string(self.path.join(CARGO_HOME)).ok()?;
        Some(path.into())
    }

    /// The toolchain that the folder was made with.
    ///
    /// # Errors
    /// When the folder is not there.
    pub fn real_toolchain(&self) -> io::Result<Toolchain> {
        let sysroot = fs::read_to_string(self.path.join(SYSROOT))?;
        Ok(Toolchain::in_sysroot(sysroot.into()))
    }

    /// Fills a kernel's working folder, in which the compiled crates are links.
    ///
    /// # Errors
    /// When a file cannot be read or written. The working folder may then be half-filled; empty
    /// it before use.
    pub fn copy_into(&self, work: &Path) -> io::Result<()> {
        match forbids_programs(&self.path) {
            true => copy_folder(&self.work(), work, &|_| true),
            false => link_folder(&self.work(), work),
        }
    }

    /// Starts this folder anew, with the stand-ins for the Rust tools.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn begin(&self, lab: &Lab, toolchain: &Toolchain) -> io::Result<()> {
        remove_folder(&self.path)?;
        let bin = self.toolchain().join("bin");
        for folder in [&bin, &self.path.join("stand-ins"), &self.answers()] {
            fs::create_dir_all(folder)?;
        }
        let sysroot = toolchain.sysroot();
        fs::write(
            self.path.join(SYSROOT),
            sysroot.as_os_str().as_encoded_bytes(),
        )?;
        for tool in ["cargo", "rustc", "wrapper"] {
            link(&lab.tool(), &self.stand_in(tool))?;
        }
        link(&toolchain.tool("rustc"), &bin.join("rustc"))?;
        link(&sysroot.join("lib"), &self.toolchain().join("lib"))
    }

    /// Completes the folder, which is a [`part`](Self::part), with `work`, in which evcxr has run
    /// the notebooks' `:dep` line, and puts it in the place of `whole`.
    ///
    /// `key` and `sources` are what [`key`] and [`sources`] gave before compiling, so that what
    /// changed meanwhile counts as changed.
    ///
    /// # Errors
    /// When a file cannot be read or written. `whole` is then gone or intact, never mixed.
    pub fn complete(self, whole: &Self, work: &Path, key: &str, sources: &str) -> io::Result<()> {
        remove_folder(&self.work())?;
        copy_folder(work, &self.work(), &|path| {
            !is_of_cells(path) && !is_of_compiling(path)
        })?;
        // There is none where cargo needed nothing from a registry.
        if let Some(home) = cargo_home().filter(|home| home.is_dir()) {
            let home = home.as_os_str().as_encoded_bytes();
            fs::write(self.path.join(CARGO_HOME), home)?;
        }
        fs::write(self.path.join(SOURCES), sources)?;
        fs::write(self.path.join(KEY), key)?;
        remove_folder(&whole.path)?;
        fs::rename(self.path, &whole.path)
    }
}

/// Where an installed lab has the compiled crates that came with it.
#[must_use]
pub fn carried(lab: &Lab) -> PathBuf {
    lab.kernel().join(COMPILED)
}

/// Where cargo keeps what it has downloaded, for this process.
#[must_use]
pub fn cargo_home() -> Option<PathBuf> {
    let named = env::var_os("CARGO_HOME").filter(|name| !name.is_empty());
    named
        .map(PathBuf::from)
        .or_else(|| Some(env::home_dir()?.join(".cargo")))
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

/// Whether the file was needed while a crate was compiled, and is not afterwards: rustc's list of
/// what it read, of which cargo has made its own, and the time at which it began.
fn is_of_compiling(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "d")
        || path.ends_with("invoked.timestamp")
}

/// Whether a file or folder of a working folder belongs to compiled cells: cargo knows the cells'
/// crate by its path, so in another folder it would only be copied for nothing.
pub(crate) fn is_of_cells(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let starts = ["ctx-", "libctx", "libcode_", "code_", "ctx."];
    name == "incremental" || starts.iter().any(|start| name.starts_with(start))
}
