//! The Rust tools that compile the cells.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::UNIX_EPOCH;

/// The compiler that set-up found, named exactly: no proxy that picks one at each call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toolchain {
    rustc: PathBuf,
}

impl Toolchain {
    /// The toolchain that `rustc` means in the current folder.
    ///
    /// # Errors
    /// When `rustc` cannot be run.
    pub fn find() -> io::Result<Self> {
        let output = Command::new("rustc")
            .args(["--print", "sysroot"])
            .output()?;
        let sysroot = String::from_utf8_lossy(&output.stdout)
            .trim_end()
            .to_owned();
        if !output.status.success() || sysroot.is_empty() {
            return Err(io::Error::other("`rustc --print sysroot` failed"));
        }
        Ok(Self::in_sysroot(Path::new(&sysroot)))
    }

    /// The toolchain of a sysroot such as `~/.rustup/toolchains/stable-x86_64-unknown-linux-gnu`.
    #[must_use]
    pub fn in_sysroot(sysroot: &Path) -> Self {
        let name = format!("rustc{}", env::consts::EXE_SUFFIX);
        Self {
            rustc: sysroot.join("bin").join(name),
        }
    }

    /// The folder that holds `bin/rustc`.
    #[must_use]
    pub fn sysroot(&self) -> &Path {
        self.rustc.ancestors().nth(2).unwrap_or(Path::new(""))
    }

    /// Names this very compiler: another version in the same place has another identity.
    ///
    /// # Errors
    /// When the compiler is not there any more.
    pub fn identity(&self) -> io::Result<String> {
        let found = fs::metadata(&self.rustc)?;
        let modified = found
            .modified()?
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Ok(format!(
            "{} {} {}",
            self.rustc.display(),
            found.len(),
            modified.as_nanos()
        ))
    }
}

/// The linker that evcxr takes: the first of mold and lld on the `PATH`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linker {
    /// <https://github.com/rui314/mold>
    Mold,
    /// <https://lld.llvm.org>
    Lld,
    /// What the C compiler takes.
    System,
}

impl Linker {
    /// The linker that evcxr would take now.
    #[must_use]
    pub fn find() -> Self {
        if cfg!(target_os = "macos") {
            Self::System
        } else if is_on_path("mold") {
            Self::Mold
        } else if is_on_path("lld") {
            Self::Lld
        } else {
            Self::System
        }
    }
}

fn is_on_path(tool: &str) -> bool {
    let file = format!("{tool}{}", env::consts::EXE_SUFFIX);
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(&file).is_file()))
}
