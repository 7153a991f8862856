//! What rustc has made of the crates below a notebook, kept by what it was made from.
//!
//! cargo knows crates by the places in which their sources lie. Where a lab was moved, installed, or
//! carried to another machine, it would compile the same crates anew, for a minute. So while crates
//! are compiled ahead, the wrapper of rustc keeps what is made of each, and puts it in place where the
//! same compiler is to make the same once more: with the same arguments, from the same sources, upon
//! the same crates. sccache does the like, but takes another place for another crate.
//!
//! Not needed once cargo shares compiled crates between places.

use std::env;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::dependency::digest;
use crate::files::{hex, make_whole, paths_in};
use crate::toolchain::value_of;

/// What is kept of a crate beside the files: what it was made from, and what rustc said.
const RECORD: &str = "record.json";
/// Stand for the place of the sources, the place of what is made, and cargo's name for this very
/// crate, which follows from the first, in what is kept.
const SOURCES: &str = "{sources}";
const OUT: &str = "{out}";
const EXTRA: &str = "{extra}";
/// A space of a path, and how it stands in rustc's list of what it read.
const PLAIN: &str = " ";
const IN_A_LIST: &str = "\\ ";
/// By these cargo tells a crate from a registry, which is the same wherever it lies.
const OF_A_REGISTRY: [&str; 2] = [".cargo-ok", ".cargo-checksum.json"];

/// A crate that cargo wants to have compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompiledCrate {
    name: String,
    /// What cargo adds to the names of the files.
    extra: String,
    out: String,
    sources: String,
    /// Everything that the result depends on, but for the compiler.
    text: String,
}

impl CompiledCrate {
    /// The crate that rustc compiles with these arguments, whose sources lie in `sources`. `None`
    /// for another task of rustc's, and where the result depends on more than is known here.
    #[must_use]
    pub fn of(arguments: &[String], sources: &Path) -> Option<Self> {
        let extra = arguments
            .iter()
            .find_map(|argument| argument.strip_prefix("extra-filename="))?;
        let (name, out) = (
            value_of(arguments, "--crate-name")?,
            value_of(arguments, "--out-dir")?,
        );
        let place = sources.to_str()?;
        let mut text = named(sources).ok()?;
        for (argument, before) in arguments
            .iter()
            .zip([""].into_iter().chain(arguments.iter().map(String::as_str)))
        {
            let depends = match (before, argument.split_once('=')) {
                ("--out-dir", _)
                | ("-C", Some(("metadata" | "extra-filename" | "incremental", _))) => {
                    continue;
                }
                ("-L", Some(("dependency", _))) => continue,
                // What lies there may be anything.
                ("-L", _) => return None,
                ("--extern", Some((name, file))) => format!("{name}={}", digest_of(file).ok()?),
                _ => argument.replace(place, SOURCES),
            };
            writeln!(text, "{depends}").ok()?;
        }
        Some(Self {
            name: name.clone(),
            extra: extra.to_owned(),
            out: out.clone(),
            sources: place.to_owned(),
            text,
        })
    }

    /// The crate that cargo has this process compile.
    #[must_use]
    pub fn of_this_process(arguments: &[String]) -> Option<Self> {
        Self::of(arguments, Path::new(&env::var_os("CARGO_MANIFEST_DIR")?))
    }

    /// The folder of its sources, if it is one of ours.
    #[must_use]
    pub fn our_sources(&self) -> Option<&Path> {
        Some(Path::new(&self.sources)).filter(|sources| !is_of_a_registry(sources))
    }

    /// The argument by which rustc writes no place of this machine into what it makes, panics
    /// within the crate among it.
    #[must_use]
    pub fn without_places(&self) -> String {
        let folder = Path::new(&self.sources).file_name().unwrap_or_default();
        format!("--remap-path-prefix={}={}", self.sources, folder.display())
    }

    /// Puts in place what was made, if it is in one of the folders, and returns what rustc said.
    /// What is not in the first of them is kept there, too: the others may go.
    #[must_use]
    pub fn restore(&self, folders: &[PathBuf]) -> Option<String> {
        let (place, said) = folders.iter().enumerate().find_map(|(place, folder)| {
            let said = self.restore_from(&folder.join(self.file_name())).ok()?;
            Some((place, said))
        })?;
        if place > 0 {
            // If that fails, all that is needed here is in place.
            let _ = self.keep(&folders[0], &said);
        }
        Some(said)
    }

    fn restore_from(&self, kept: &Path) -> io::Result<String> {
        let record: Value = serde_json::from_slice(&fs::read(kept.join(RECORD))?)?;
        let said = match (record["crate"].as_str(), record["said"].as_str()) {
            (Some(text), Some(said)) if text == self.text => self.here(said, PLAIN),
            _ => return Err(io::ErrorKind::NotFound.into()),
        };
        for file in paths_in(kept)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let made = Path::new(&self.out).join(self.here(&name, PLAIN));
            if name.ends_with(".d") {
                fs::write(made, self.here(&fs::read_to_string(file)?, IN_A_LIST))?;
            } else if name != RECORD {
                // With the present time, by which cargo knows what was made after what.
                fs::copy(file, made)?;
            }
        }
        Ok(said)
    }

    /// Keeps in `folder` what rustc has just made, and what it said, unless it depends on more than
    /// is known here.
    ///
    /// # Errors
    /// When a file cannot be read or written; nothing is then kept.
    pub fn keep(&self, folder: &Path, said: &str) -> io::Result<()> {
        let kept = folder.join(self.file_name());
        make_whole(&kept, |part| self.copy_to(part, said))
    }

    /// Copies the files and writes the record; false if they are not to be kept.
    fn copy_to(&self, folder: &Path, said: &str) -> io::Result<bool> {
        let stem = format!("{}{}", self.name, self.extra);
        for file in paths_in(Path::new(&self.out))? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            // The crate may be called `libc`.
            let rest = [name.strip_prefix("lib"), Some(&*name)]
                .into_iter()
                .flatten()
                .find_map(|name| name.strip_prefix(&stem));
            if !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) {
                continue;
            }
            let copy = folder.join(self.anywhere(&name, PLAIN));
            if name.ends_with(".d") {
                let list = self.anywhere(&fs::read_to_string(file)?, IN_A_LIST);
                if reads_more_than_the_sources(&list) {
                    return Ok(false);
                }
                fs::write(copy, list)?;
            } else {
                fs::copy(file, copy)?;
            }
        }
        let record = json!({"crate": self.text, "said": self.anywhere(said, PLAIN)});
        fs::write(folder.join(RECORD), record.to_string())?;
        Ok(true)
    }

    /// A text of this place's, as it is kept; `space` is how a space of a path stands in it.
    fn anywhere(&self, text: &str, space: &str) -> String {
        let replace = |text: String, (place, name): (String, &str)| text.replace(&place, name);
        self.places(space)
            .into_iter()
            .fold(text.to_owned(), replace)
    }

    /// The reverse of [`anywhere`](Self::anywhere).
    fn here(&self, text: &str, space: &str) -> String {
        let replace = |text: String, (place, name): (String, &str)| text.replace(name, &place);
        self.places(space)
            .into_iter()
            .fold(text.to_owned(), replace)
    }

    /// What differs from place to place, and what stands for it.
    fn places(&self, space: &str) -> [(String, &'static str); 3] {
        [
            (&self.out, OUT),
            (&self.sources, SOURCES),
            (&self.extra, EXTRA),
        ]
        .map(|(place, name)| (place.replace(' ', space), name))
    }

    fn file_name(&self) -> String {
        let digest = hex(&Sha256::digest(&self.text));
        format!("{}-{}", self.name, &digest[..32])
    }
}

/// Names the sources in a folder: those from a registry by their version, all others by what they
/// hold.
fn named(sources: &Path) -> io::Result<String> {
    if is_of_a_registry(sources) {
        let folder = sources.file_name().unwrap_or_default();
        return Ok(format!("{}\n", folder.to_string_lossy()));
    }
    Ok(format!("{}\n", digest(sources)?))
}

fn is_of_a_registry(sources: &Path) -> bool {
    OF_A_REGISTRY.iter().any(|file| sources.join(file).exists())
}

fn digest_of(file: &str) -> io::Result<String> {
    Ok(hex(&Sha256::digest(fs::read(file)?)))
}

/// Whether rustc's list of what it read, with the places replaced, names files elsewhere, or
/// variables that say more of a machine than which version of a crate it compiles.
fn reads_more_than_the_sources(list: &str) -> bool {
    list.lines()
        .any(|line| match line.strip_prefix("# env-dep:") {
            Some(variable) => !variable.starts_with("CARGO_PKG_"),
            None => {
                let read = line.split_once(": ").map_or("", |(_, read)| read);
                let mut files = read.split_whitespace();
                files.any(|file| !file.starts_with(SOURCES) && Path::new(file).is_absolute())
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A crate below a folder of the test's own, and where cargo compiles it.
    struct Place(PathBuf);

    impl Place {
        fn new(name: &str) -> io::Result<Self> {
            let root = env::temp_dir().join(format!("compiled-{name}-{}", std::process::id()));
            let place = Self(root);
            fs::create_dir_all(place.sources().join("src"))?;
            fs::create_dir_all(place.0.join("out"))?;
            let manifest = "[package]\nname = \"libra\"\nedition = \"2024\"\n";
            fs::write(place.sources().join("Cargo.toml"), manifest)?;
            fs::write(place.sources().join("src/lib.rs"), "pub fn one() {}")?;
            for below in ["descent", "descent-language"] {
                fs::create_dir_all(place.0.join(below))?;
                fs::write(place.0.join(below).join("Cargo.toml"), "[package]\n")?;
            }
            fs::write(place.0.join("below.rlib"), "below")?;
            Ok(place)
        }

        fn sources(&self) -> PathBuf {
            self.0.join("libra")
        }

        /// Its path as rustc writes it into a list.
        fn escaped(&self) -> String {
            self.0.display().to_string().replace(' ', "\\ ")
        }

        /// What cargo asks of rustc here.
        fn asked(&self, extra: &str) -> Option<CompiledCrate> {
            let root = self.0.display();
            let line = format!(
                "--crate-name|libra|{root}/libra/src/lib.rs|-C|metadata={extra}|-C|\
                 extra-filename={extra}|--out-dir|{root}/out|-L|dependency={root}/out|--extern|\
                 below={root}/below.rlib"
            );
            let arguments: Vec<String> = line.split('|').map(str::to_owned).collect();
            CompiledCrate::of(&arguments, &self.sources())
        }

        /// Writes what rustc would make, and keeps it.
        fn keep(&self, extra: &str, kept: &Path, list: &str) -> io::Result<()> {
            let root = self.0.display();
            let out = self.0.join("out");
            fs::write(out.join(format!("liblibra{extra}.rlib")), "compiled")?;
            fs::write(out.join("libanother-1.rlib"), "another")?;
            let escaped = self.escaped();
            let list = format!("{escaped}/out/a.rlib: {escaped}/libra/src/lib.rs{list}\n");
            fs::write(out.join(format!("libra{extra}.d")), list)?;
            let said = format!("{{\"artifact\":\"{root}/out/liblibra{extra}.rlib\"}}\n");
            self.asked(extra).expect("a crate").keep(kept, &said)
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn what_was_compiled_in_one_place_serves_in_another() -> io::Result<()> {
        let (here, there) = (Place::new("just here")?, Place::new("over there")?);
        let (first, second) = (here.0.join("kept"), here.0.join("first"));
        here.keep("-aa", &first, "")?;
        let asked = there.asked("-bb").expect("a crate");
        let said = asked.restore(&[second.clone(), first]).expect("it is kept");
        let out = there.0.join("out");
        assert_eq!(
            fs::read_to_string(out.join("liblibra-bb.rlib"))?,
            "compiled"
        );
        let root = there.0.display();
        assert!(
            said.contains(&format!("{root}/out/liblibra-bb.rlib")),
            "{said}"
        );
        let list = fs::read_to_string(out.join("libra-bb.d"))?;
        assert!(
            list.ends_with(&format!(": {}/libra/src/lib.rs\n", there.escaped())),
            "{list}"
        );
        assert_eq!(paths_in(&out)?.len(), 2);
        // It is in the first folder now, from which it does not go.
        assert!(asked.restore(&[second]).is_some());
        Ok(())
    }

    #[test]
    fn other_sources_and_other_crates_below_are_compiled() -> io::Result<()> {
        let (here, there) = (Place::new("before")?, Place::new("after")?);
        let kept = [here.0.join("kept")];
        here.keep("-aa", &kept[0], "")?;
        fs::write(there.0.join("below.rlib"), "another")?;
        assert!(
            there
                .asked("-aa")
                .is_some_and(|asked| asked.restore(&kept).is_none())
        );
        fs::write(there.0.join("below.rlib"), "below")?;
        assert!(
            there
                .asked("-aa")
                .is_some_and(|asked| asked.restore(&kept).is_some())
        );
        fs::write(there.sources().join("src/lib.rs"), "pub fn two() {}")?;
        assert!(
            there
                .asked("-aa")
                .is_some_and(|asked| asked.restore(&kept).is_none())
        );
        Ok(())
    }

    #[test]
    fn what_reads_more_than_its_sources_is_not_kept() -> io::Result<()> {
        let place = Place::new("more")?;
        let kept = [place.0.join("kept")];
        for list in [
            " /etc/passwd",
            "\n# env-dep:HOME=/root",
            "\n# env-dep:OUT_DIR",
        ] {
            place.keep("-aa", &kept[0], list)?;
            assert!(
                place
                    .asked("-aa")
                    .is_some_and(|asked| asked.restore(&kept).is_none())
            );
        }
        place.keep(
            "-aa",
            &kept[0],
            " src/lib.rs\n# env-dep:CARGO_PKG_VERSION=1.0.0",
        )?;
        assert!(
            place
                .asked("-aa")
                .is_some_and(|asked| asked.restore(&kept).is_some())
        );
        Ok(())
    }

    #[test]
    fn another_task_of_rustcs_is_none() -> io::Result<()> {
        let place = Place::new("task")?;
        let version = ["--version".to_owned(), "--verbose".to_owned()];
        assert_eq!(CompiledCrate::of(&version, &place.sources()), None);
        Ok(())
    }
}
