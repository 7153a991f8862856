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
        let sysroot = print(Path::new("rustc"), "sysroot")?;
        Ok(Self::in_sysroot(Path::new(&sysroot)))
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
        described(&self.rustc())
    }
}

/// Path, length and time of a file.
pub(crate) fn described(path: &Path) -> io::Result<String> {
    let found = fs::metadata(path)?;
    let time = found.modified()?.duration_since(UNIX_EPOCH);
    let time = time.unwrap_or_default().as_nanos();
    Ok(format!("{} {} {time}", path.display(), found.len()))
}

fn print(rustc: &Path, what: &str) -> io::Result<String> {
    let output = Command::new(rustc).args(["--print", what]).output()?;
    let said = |bytes| String::from_utf8_lossy(bytes).trim_end().to_owned();
    let answer = said(&output.stdout);
    if !output.status.success() || answer.is_empty() {
        let error = said(&output.stderr);
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
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(&file).is_file())
}
