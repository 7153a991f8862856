//! What a crate of the lessons is compiled from.

use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};
use toml::{Table, Value};

use crate::files::{hex, paths_in};

/// The crates that one which a notebook names is built on, in the folders beside it; each is built on
/// those behind it.
const BELOW: [&str; 2] = ["descent", "descent-language"];
/// What is not compiled where a crate is a dependency, and may be left out of an installed one.
const NOT_COMPILED: [&str; 5] = ["Cargo.toml", "benches", "examples", "target", "tests"];
/// The tables of a manifest that decide what is compiled, and how.
const TABLES: [&str; 5] = [
    "build-dependencies",
    "dependencies",
    "features",
    "lib",
    "target",
];

/// A name for the contents of the crate in `folder` and of the crates below it, wherever they lie: two
/// folders with the same name compile to the same.
///
/// # Errors
/// When a file cannot be read, or a manifest is no TOML.
pub(crate) fn digest(folder: &Path) -> io::Result<String> {
    let mut digest = Sha256::new();
    let own = BELOW.iter().position(|name| folder.ends_with(name));
    let below = &BELOW[own.map_or(0, |own| own + 1)..];
    let below = below.iter().map(|name| folder.with_file_name(name));
    for folder in [folder.to_owned()].into_iter().chain(below) {
        add(&mut digest, "manifest", manifest(&folder)?.as_bytes());
        for path in paths_in(&folder)? {
            if is_compiled(&path) {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                add_all(&mut digest, &name, &path)?;
            }
        }
    }
    Ok(hex(&digest.finalize()))
}

/// Whether a file or folder of a crate's is compiled, or taken in by what is: sources, fonts, data and
/// catalogues.
pub(crate) fn is_compiled(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    !NOT_COMPILED.contains(&&*name) && !name.starts_with('.')
}

fn add_all(digest: &mut Sha256, name: &str, path: &Path) -> io::Result<()> {
    if !path.is_dir() {
        add(digest, name, &fs::read(path)?);
        return Ok(());
    }
    for inner in paths_in(path)? {
        let inner_name = inner.file_name().unwrap_or_default().to_string_lossy();
        add_all(digest, &format!("{name}/{inner_name}"), &inner)?;
    }
    Ok(())
}

/// Adds a named content; the lengths keep apart what stands side by side.
fn add(digest: &mut Sha256, name: &str, content: &[u8]) {
    for part in [name.as_bytes(), content] {
        digest.update(part.len().to_le_bytes());
        digest.update(part);
    }
}

/// What of a crate's manifest decides how it is compiled, with what it takes from its workspace.
fn manifest(folder: &Path) -> io::Result<String> {
    let own = read(&folder.join("Cargo.toml"))?;
    let workspace = folder
        .ancestors()
        .skip(1)
        .filter_map(|above| read(&above.join("Cargo.toml")).ok())
        .find_map(|manifest| manifest.get("workspace").cloned());
    let shared = |names: &[&str]| {
        let mut value = workspace.as_ref()?;
        for name in names {
            value = value.get(name)?;
        }
        Some(value.clone())
    };
    let mut decisive = Table::new();
    let edition = own
        .get("package")
        .and_then(|package| package.get("edition"));
    let edition = match edition {
        Some(Value::Table(_)) => shared(&["package", "edition"]),
        stated => stated.cloned(),
    };
    decisive.extend(edition.map(|edition| ("edition".to_owned(), edition)));
    for name in TABLES {
        decisive.extend(own.get(name).map(|table| (name.to_owned(), table.clone())));
    }
    let named = own.get("dependencies").and_then(Value::as_table);
    for name in named.into_iter().flat_map(Table::keys) {
        let place = format!("workspace dependency {name}");
        let found = shared(&["dependencies", name]).map(without_path);
        decisive.extend(found.map(|value| (place, value)));
    }
    Ok(decisive.to_string())
}

/// A dependency without the folder that it lies in.
fn without_path(mut dependency: Value) -> Value {
    if let Some(table) = dependency.as_table_mut() {
        table.remove("path");
    }
    dependency
}

fn read(manifest: &Path) -> io::Result<Table> {
    let text = fs::read_to_string(manifest)?;
    toml::from_str(&text).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    const ROOT: &str = "[workspace.package]\nedition = \"2024\"\n\
                        [workspace.dependencies]\ndescent = { path = \"crates/descent\" }\n\
                        ndarray = \"=0.17.2\"\nevcxr = \"=0.22.0\"\n";
    const CRATE: &str = "[package]\nname = \"descent-notebook\"\nedition.workspace = true\n\
                         [dependencies]\ndescent.workspace = true\nndarray.workspace = true\n";

    /// A workspace with all three crates, and the folder of the one that a notebook names.
    fn workspace(name: &str) -> io::Result<(PathBuf, PathBuf)> {
        let root = std::env::temp_dir().join(format!("sources-{name}-{}", std::process::id()));
        for name in ["descent-language", "descent", "descent-notebook"] {
            let folder = root.join("crates").join(name);
            fs::create_dir_all(folder.join("src/deep"))?;
            fs::create_dir_all(folder.join("tests"))?;
            fs::write(folder.join("Cargo.toml"), CRATE)?;
            fs::write(folder.join("src/deep/a.rs"), "1")?;
        }
        fs::write(root.join("Cargo.toml"), ROOT)?;
        let folder = root.join("crates/descent-notebook");
        Ok((root, folder))
    }

    #[test]
    fn what_is_compiled_counts_and_nothing_else() -> io::Result<()> {
        let (root, folder) = workspace("counts")?;
        let before = digest(&folder)?;
        let change = |path: &str, text: &str| -> io::Result<bool> {
            let path = root.join(path);
            let kept = fs::read(&path).ok();
            fs::write(&path, text)?;
            let differs = digest(&folder)? != before;
            match kept {
                Some(kept) => fs::write(&path, kept)?,
                None => fs::remove_file(&path)?,
            }
            Ok(differs)
        };
        for (path, text, counts) in [
            ("crates/descent-notebook/src/deep/a.rs", "2", true),
            ("crates/descent/src/deep/a.rs", "2", true),
            ("crates/descent/src/new.rs", "", true),
            ("crates/descent-language/po.po", "", true),
            ("crates/descent-notebook/data.bin", "x", true),
            ("Cargo.toml", &ROOT.replace("0.17.2", "0.17.3"), true),
            ("Cargo.toml", &ROOT.replace("2024", "2021"), true),
            (
                "crates/descent/Cargo.toml",
                &CRATE.replace("ndarray", "rand"),
                true,
            ),
            ("Cargo.toml", &ROOT.replace("0.22.0", "0.23.0"), false),
            ("crates/descent/tests/new.rs", "x", false),
            ("crates/descent-notebook/.hidden", "x", false),
            (
                "crates/descent/Cargo.toml",
                &format!("{CRATE}[[bench]]\nname = \"b\"\n"),
                false,
            ),
        ] {
            assert_eq!(change(path, text)?, counts, "{path}: {text}");
        }
        assert_eq!(digest(&folder)?, before, "all is as it was");
        let (other, moved) = workspace("moved")?;
        assert_eq!(digest(&moved)?, before);
        fs::remove_dir_all(other)?;
        fs::remove_dir_all(root)
    }
}
