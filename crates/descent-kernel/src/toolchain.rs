//! The Rust tools that compile the cells.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::files::program;
use crate::words::words;

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
        print(Path::new("rustc"), "sysroot").map(Self::in_sysroot)
    }

    /// The toolchain of a sysroot such as `~/.rustup/toolchains/stable-x86_64-unknown-linux-gnu`.
    #[must_use]
    pub fn in_sysroot(sysroot: PathBuf) -> Self {
        Self { sysroot }
    }

    /// The folder that holds `bin/rustc`.
    #[must_use]
    pub fn sysroot(&self) -> &Path {
        &self.sysroot
    }

    /// The program `tool`, which is `cargo` or `rustc`.
    #[must_use]
    pub fn tool(&self, tool: &str) -> PathBuf {
        self.sysroot.join("bin").join(program(tool))
    }

    /// The folder of the compiled standard library.
    ///
    /// # Errors
    /// When `rustc` cannot be run.
    pub fn compiled_library(&self) -> io::Result<PathBuf> {
        print(&self.tool("rustc"), "target-libdir")
    }

    /// All that rustc says of its version and of the system for which it compiles: equal wherever
    /// one release is installed.
    ///
    /// # Errors
    /// When `rustc` cannot be run.
    pub fn version(&self) -> io::Result<String> {
        answer(&self.tool("rustc"), &["--version", "--verbose"])
    }
}

/// What follows an option among the arguments of rustc's.
pub(crate) fn value_of<'a>(arguments: &'a [String], option: &str) -> Option<&'a String> {
    let place = arguments.iter().position(|argument| argument == option)?;
    arguments.get(place + 1)
}

fn print(rustc: &Path, what: &str) -> io::Result<PathBuf> {
    answer(rustc, &["--print", what]).map(PathBuf::from)
}

fn answer(rustc: &Path, question: &[&str]) -> io::Result<String> {
    let output = Command::new(rustc).args(question).output()?;
    let [answer, error] = [&output.stdout, &output.stderr]
        .map(|text| String::from_utf8_lossy(text).trim_end().to_owned());
    if !output.status.success() || answer.is_empty() {
        return Err(words!(
            "'rustc {question}' failed: {error}",
            question = question.join(" "),
            error
        )
        .into());
    }
    Ok(answer)
}

/// Whether evcxr has cells linked with the lld on the `PATH`, which it does unless there is mold.
/// cargo then compiles everything with another flag, so what set-up compiled depends on it; mold
/// changes no flag.
pub fn links_with_lld() -> bool {
    !cfg!(target_os = "macos") && !is_on_path("mold") && is_on_path("lld")
}

fn is_on_path(tool: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| {
        env::split_paths(&path).any(|folder| folder.join(program(tool)).is_file())
    })
}
