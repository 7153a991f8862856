//! Whether what set-up made still fits, and why not.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::PrebuiltFolder;
use crate::dependency::sources::is_compiled;
use crate::files::{described, paths_in};
use crate::ownership::is_trusted;
use crate::toolchain::links_with_lld;
use crate::words::{Words, words};
use crate::{Lab, Toolchain};

/// How much of the prebuilt folder can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// All of it.
    Fresh,
    /// All of it, but crates were edited since, which each kernel has to compile for itself.
    Edited,
    /// Nothing.
    Stale(Reason),
}

/// Why the crates have to be compiled anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It was never done to the end.
    NeverMade,
    /// The lab lay in this folder when it was done.
    Moved(String),
    /// Another compiler, or another linker.
    Rust,
    /// Another version of the kernel.
    Kernel,
    /// Other versions or settings of crates.
    Manifests,
    /// Other sources of the lessons' crates.
    Sources,
    /// Others could have put something in there.
    Untrusted(PathBuf),
    /// This cannot be read; with the system's words for it.
    Unreadable(String),
}

/// How it stands behind 'because'.
impl fmt::Display for Reason {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&match self {
            Self::NeverMade => words!("that has not been done yet"),
            Self::Moved(from) => words!("the folder was moved here from '{from}'", from),
            Self::Rust => words!("the Rust compiler or its linker has changed"),
            Self::Kernel => words!("the kernel's program has changed"),
            Self::Manifests => words!("a Cargo.toml or the Cargo.lock has changed"),
            Self::Sources => words!("sources of the crates have changed"),
            Self::Untrusted(folder) => words!(
                "somebody else can write in '{folder}', where compiled code is kept",
                folder = folder.display()
            ),
            Self::Unreadable(what) => Words::said(what),
        })
    }
}

impl PrebuiltFolder {
    /// Whether kernels can start from this folder with the toolchain that it was made with.
    #[must_use]
    pub fn state(&self, lab: &Lab) -> State {
        if !self.path.is_dir() {
            return State::Stale(Reason::NeverMade);
        }
        if let Some(folder) = self.untrusted() {
            return State::Stale(Reason::Untrusted(folder));
        }
        let saved = |file: &str| fs::read_to_string(self.path.join(file));
        let (Ok(toolchain), Ok(saved_key)) = (self.real_toolchain(), saved(super::KEY)) else {
            return State::Stale(Reason::NeverMade);
        };
        let key = match key(lab, &toolchain) {
            Ok(key) => key,
            Err(error) => return State::Stale(Reason::Unreadable(error.to_string())),
        };
        if key != saved_key {
            return State::Stale(difference(&saved_key, &key));
        }
        if let Some(home) = self.cargo_home()
            && let Err(error) = fs::read_dir(&home)
        {
            let error = named(&home)(error);
            return State::Stale(Reason::Unreadable(error.to_string()));
        }
        match saved(super::SOURCES) {
            Ok(sources) if sources == self::sources(lab.root()) => State::Fresh,
            _ => State::Edited,
        }
    }

    /// A folder of compiled code that somebody else can write.
    fn untrusted(&self) -> Option<PathBuf> {
        let folders = [self.path.clone(), self.work(), self.toolchain()];
        let is_open = |folder: &PathBuf| folder.exists() && !is_trusted(folder);
        folders.into_iter().find(is_open)
    }
}

/// What has changed between two keys.
fn difference(saved: &str, key: &str) -> Reason {
    let line = |key: &str, name: &str| {
        let value = key.lines().find_map(|line| line.strip_prefix(name));
        value.unwrap_or_default().to_owned()
    };
    let differs = |name: &str| line(saved, name) != line(key, name);
    if differs("root ") {
        return match line(saved, "root ") {
            none if none.is_empty() => Reason::Kernel,
            from => Reason::Moved(from),
        };
    }
    if differs("rustc ") || differs("lld ") {
        Reason::Rust
    } else if differs("kernel ") {
        Reason::Kernel
    } else {
        Reason::Manifests
    }
}

/// Everything that the prebuilt folder depends on besides the crates' sources, as text.
///
/// # Errors
/// When the compiler, the kernel, a manifest or the lock file cannot be read; the error names it.
pub fn key(lab: &Lab, toolchain: &Toolchain) -> io::Result<String> {
    let describe = |file: &Path| described(file).map_err(named(file));
    let mut key = format!(
        "root {}\nkernel {}\nrustc {}\nlld {}\n",
        lab.root().display(),
        describe(&std::env::current_exe()?)?,
        describe(&toolchain.tool("rustc"))?,
        links_with_lld(),
    );
    for manifest in manifests(lab.root())? {
        let text = fs::read_to_string(&manifest).map_err(named(&manifest))?;
        key += &format!("--- {}\n{text}", manifest.display());
    }
    Ok(key)
}

/// An error that says which file it is about.
fn named(path: &Path) -> impl Fn(io::Error) -> io::Error {
    move |error| {
        let text = words!(
            "'{path}' cannot be read ({why})",
            path = path.display(),
            why = error.kind()
        );
        io::Error::new(error.kind(), String::from(text))
    }
}

/// The workspace's lock file and manifests: `Cargo.lock`, `Cargo.toml`, `crates/*/Cargo.toml`.
fn manifests(root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = vec![root.join("Cargo.lock"), root.join("Cargo.toml")];
    let folder = root.join("crates");
    let crates = paths_in(&folder).map_err(named(&folder))?;
    let members = crates.iter().map(|folder| folder.join("Cargo.toml"));
    found.extend(members.filter(|manifest| manifest.is_file()));
    Ok(found)
}

/// Names the state of all that is compiled in `crates/`, the kernel's own excepted: one line a file.
/// Sources take fonts, data and catalogues in, which lie beside `src`.
#[must_use]
pub fn sources(root: &Path) -> String {
    let mut lines = Vec::new();
    for path in paths_in(&root.join("crates")).unwrap_or_default() {
        if !path.ends_with(env!("CARGO_PKG_NAME")) {
            let parts = paths_in(&path).unwrap_or_default();
            for part in parts.iter().filter(|part| is_compiled(part)) {
                describe_folder(part, &mut lines);
            }
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

#[cfg(test)]
mod tests {
    use descent_language::{Language, speaking};

    use super::*;

    const KEY: &str = "root /a b\nkernel k 1\nrustc r 1\nlld false\n--- /a b/Cargo.toml\nkernel x";

    #[test]
    fn all_that_a_crate_takes_in_counts_and_its_tests_do_not() {
        let root = std::env::temp_dir().join(format!("state-{}", std::process::id()));
        let write = |path: &str, text: &str| {
            let path = root.join("crates/one").join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
            fs::write(path, text).expect("it can be written");
        };
        for path in [
            "src/lib.rs",
            "src/a/b.rs",
            "fonts/face.otf",
            "po/zh_CN.po",
            "tests/t.rs",
        ] {
            write(path, "a");
        }
        let before = sources(&root);
        assert_eq!(before.lines().count(), 4, "{before}");
        for path in ["src/a/b.rs", "fonts/face.otf", "po/zh_CN.po"] {
            let before = sources(&root);
            write(path, "other");
            assert_ne!(sources(&root), before, "{path}");
        }
        let before = sources(&root);
        write("tests/t.rs", "other");
        assert_eq!(sources(&root), before);
        fs::remove_dir_all(&root).expect("it can be removed");
    }

    #[test]
    fn what_has_changed_is_named() {
        for (from, to, reason) in [
            ("root /a b", "root /c", Reason::Moved("/a b".to_owned())),
            ("rustc r 1", "rustc r 2", Reason::Rust),
            ("lld false", "lld true", Reason::Rust),
            ("kernel k 1", "kernel k 2", Reason::Kernel),
            ("kernel x", "kernel y", Reason::Manifests),
        ] {
            assert_eq!(difference(KEY, &KEY.replace(from, to)), reason);
        }
        let from = Reason::Moved("/a b".to_owned());
        assert_eq!(
            speaking(Language::Chinese, || from.to_string()),
            "这个目录是从“/a b”移过来的"
        );
        // A key of an older kernel has other lines.
        assert_eq!(difference("checkout /a\n", KEY), Reason::Kernel);
    }
}
