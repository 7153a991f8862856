//! The Rust tools that compile the cells.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::UNIX_EPOCH;

/// A Rust toolchain, named by its folder: no proxy that picks one at each call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toolchain {
    sysroot: PathBuf,
}

impl Toolchain {
    /// The toolchain that `rustc` means in the current folder.
    ///
    /// # Errors
    /// When `rustc` cannot be run.
    pub fn find() -> io::Result<Self> {
        Ok(Self::in_sysroot(Path::new(&print(
            Path::new("rustc"),
            "sysroot",
        )?)))
    }

    /// The toolchain of a sysroot such as `~/.rustup/toolchains/stable-x86_64-unknown-linux-gnu`.
    #[must_use]
    pub fn in_sysroot(sysroot: &Path) -> Self {
        Self {
            sysroot: sysroot.to_owned(),
        }
    }

    /// The folder that holds `bin/rustc`.
    #[must_use]
    pub fn sysroot(&self) -> &Path {
        &self.sysroot
    }

    /// The compiler.
    #[must_use]
    pub fn rustc(&self) -> PathBuf {
        self.sysroot
            .join("bin")
            .join(format!("rustc{}", env::consts::EXE_SUFFIX))
    }

    /// The standard library's sources, if they are installed.
    #[must_use]
    pub fn library_sources(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib/src/rust/library")
    }

    /// The folder of the compiled standard library.
    ///
    /// # Errors
    /// When `rustc` cannot be run.
    pub fn compiled_library(&self) -> io::Result<PathBuf> {
        print(&self.rustc(), "target-libdir").map(PathBuf::from)
    }

    /// Names this very compiler: another version in the same place has another identity.
    ///
    /// # Errors
    /// When the compiler is not there any more.
    pub fn identity(&self) -> io::Result<String> {
        let rustc = self.rustc();
        let found = fs::metadata(&rustc)?;
        let modified = found
            .modified()?
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Ok(format!(
            "{} {} {}",
            rustc.display(),
            found.len(),
            modified.as_nanos()
        ))
    }
}

fn print(rustc: &Path, what: &str) -> io::Result<String> {
    let output = Command::new(rustc).args(["--print", what]).output()?;
    let answer = String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned();
    if !output.status.success() || answer.is_empty() {
        let error = String::from_utf8_lossy(&output.stderr)
            .trim_end()
            .to_owned();
        return Err(io::Error::other(format!(
            "'rustc --print {what}' failed: {error}"
        )));
    }
    Ok(answer)
}

/// Whether evcxr has cells linked with the lld on the `PATH`, which it does unless there is mold.
/// cargo then compiles everything with another flag, so what set-up compiled depends on it; mold
/// changes no flag.
#[must_use]
pub fn links_with_lld() -> bool {
    !cfg!(target_os = "macos") && !is_on_path("mold") && is_on_path("lld")
}

fn is_on_path(tool: &str) -> bool {
    let file = format!("{tool}{}", env::consts::EXE_SUFFIX);
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(&file).is_file()))
}
