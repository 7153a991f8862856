//! The `:dep` lines of a cell that mean the kernel's own crates.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};

use semver::{Version, VersionReq};
use toml::{Table, Value};

use super::{digest, line, plain};
use crate::Lab;
use crate::cell_syntax::start_of_code;

/// What marks a dependency that is meant to come from somewhere else.
const ELSEWHERE: [&str; 4] = ["git", "registry", "registry-index", "workspace"];

/// A part of a cell, and what evcxr shall read in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Replacement {
    /// The bytes of the part, which lie within one line.
    pub range: Range<usize>,
    /// One line.
    pub text: String,
}

/// What a cell's `:dep` lines name of the kernel's own crates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dependencies {
    /// Where evcxr shall read something else.
    pub replacements: Vec<Replacement>,
    /// The folders of crates with the same name and other sources, which have to be compiled.
    pub clones: Vec<PathBuf>,
    /// Whether a crate of the kernel's own is named.
    pub names_own: bool,
}

impl Dependencies {
    /// The dependencies of a cell on the crates of `lab`. Relative paths begin at the current folder,
    /// which is the notebook's.
    pub(crate) fn of(cell: &str, lab: &Lab) -> Self {
        let mut found = Self::default();
        let mut start = 0;
        for whole in cell[..start_of_code(cell)].split_inclusive('\n') {
            let line = whole.trim_end_matches('\n').trim_end_matches('\r');
            if let Some(text) = found.rewritten(line, lab)
                && text != line
            {
                let range = start..start + line.len();
                found.replacements.push(Replacement { range, text });
            }
            start += whole.len();
        }
        found
    }

    /// A line of a cell as evcxr shall get it, if it names a crate of the kernel's own.
    fn rewritten(&mut self, cell_line: &str, lab: &Lab) -> Option<String> {
        let arguments = cell_line.trim_start_matches(' ').strip_prefix(":dep ")?;
        let (name, mut table) = parsed(arguments.trim())?;
        let has = |key: &str| table.contains_key(key);
        if ELSEWHERE.iter().any(|key| has(key)) {
            return None;
        }
        let package = table.get("package").and_then(Value::as_str);
        let own_name = package.unwrap_or(&name).replace('_', "-");
        let own = lab
            .crates()
            .into_iter()
            .find(|folder| folder.ends_with(&own_name))?;
        // rustc's name for a crate is not cargo's.
        let name = match package {
            Some(_) => name,
            None => own_name,
        };
        let named = table.get("path").and_then(Value::as_str);
        let clone = named.and_then(|path| other_than(&own, Path::new(path)));
        match &clone {
            Some(clone) => self.clones.push(clone.clone()),
            None => self.names_own = true,
        }
        if clone.is_none() && table.get("version").is_some_and(is_kernels_version) {
            table.remove("version");
        }
        let path = clone.unwrap_or(own);
        table.insert("path".to_owned(), plain(&path.to_string_lossy()).into());
        // The way in which the prebuilt folder was made: its answers are for this very line.
        Some(match table.len() {
            1 => line(&name, &path),
            _ => format!(":dep {name} = {}", Value::Table(table)),
        })
    }
}

/// `cell` with its replacements made.
pub(crate) fn replaced<'a>(cell: &'a str, replacements: &[Replacement]) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(cell);
    for one in replacements.iter().rev() {
        text.to_mut().replace_range(one.range.clone(), &one.text);
    }
    text
}

/// Name and details of a dependency, as evcxr reads what stands behind `:dep`.
fn parsed(arguments: &str) -> Option<(String, Table)> {
    let Some((name, value)) = arguments.split_once('=') else {
        // A name alone, which is any version, or a folder alone.
        let is_folder = arguments.starts_with(['.', '/']);
        let name = Path::new(arguments).file_name()?.to_str()?.to_owned();
        let key = if is_folder { "path" } else { "version" };
        let value = if is_folder { arguments } else { "*" };
        return Some((name, Table::from_iter([(key.to_owned(), value.into())])));
    };
    let mut parsed: Table = toml::from_str(&format!("value = {value}")).ok()?;
    let table = match parsed.remove("value")? {
        Value::Table(table) => table,
        Value::String(version) => Table::from_iter([("version".to_owned(), version.into())]),
        _ => return None,
    };
    Some((name.trim().to_owned(), table))
}

/// Whether this requirement is met by the kernel's own crates.
fn is_kernels_version(requirement: &Value) -> bool {
    let requirement = requirement
        .as_str()
        .and_then(|text| VersionReq::parse(text).ok());
    let version = Version::parse(env!("CARGO_PKG_VERSION"));
    requirement
        .zip(version.ok())
        .is_some_and(|(requirement, version)| requirement.matches(&version))
}

/// The crate in the folder `named`, if there is one with other sources than those of `own`.
fn other_than(own: &Path, named: &Path) -> Option<PathBuf> {
    let named = named.canonicalize().ok()?;
    let is_crate = named.join("Cargo.toml").is_file();
    let is_same = || match (digest(own), digest(&named)) {
        (Ok(own), Ok(named)) => own == named,
        // cargo says what is wrong with it.
        _ => false,
    };
    (is_crate && named != own && !is_same()).then_some(named)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;

    use super::*;

    /// A lab with small crates, whose names and contents are `text`.
    fn lab(name: &str, text: &str) -> io::Result<Lab> {
        let root = std::env::temp_dir().join(format!("lines-{name}-{}", std::process::id()));
        for crate_name in ["descent-language", "descent", "descent-notebook"] {
            let folder = root.join("crates").join(crate_name);
            fs::create_dir_all(folder.join("src"))?;
            fs::write(folder.join("Cargo.toml"), "[package]\nedition = \"2024\"\n")?;
            fs::write(folder.join("src/lib.rs"), text)?;
        }
        fs::write(root.join("Cargo.toml"), "[workspace]\n")?;
        Ok(Lab::of_executable(&root.canonicalize()?.join("kernel/k")).expect("a lab"))
    }

    fn evcxrs(cell: &str, lab: &Lab) -> String {
        replaced(cell, &Dependencies::of(cell, lab).replacements).into_owned()
    }

    #[test]
    fn each_way_to_name_the_crate_means_the_kernels_own() -> io::Result<()> {
        let lab = lab("ways", "")?;
        let expected = super::super::dependency_on(&lab.notebook_crate());
        for written in [
            "descent-notebook = { path = \"../crates/descent-notebook\" }",
            "  descent-notebook={path='/no/such/folder/descent-notebook'}  # the lessons' crate",
            "descent-notebook = \"0.1\"",
            "descent-notebook = \"*\"",
            "descent-notebook = \"0.1.0\"",
            "descent-notebook = { version = \"0.1\" }",
            "descent-notebook",
            "descent_notebook",
            "../somewhere/descent-notebook",
        ] {
            assert_eq!(evcxrs(&format!(":dep {written}"), &lab), expected);
        }
        let own = evcxrs(":dep descent = { path = \"../crates/descent\" }", &lab);
        assert_eq!(own, line("descent", &lab.crates()[0]));
        fs::remove_dir_all(lab.root())
    }

    #[test]
    fn other_lines_and_other_keys_stay() -> io::Result<()> {
        let lab = lab("keys", "")?;
        let path = lab.notebook_crate().display().to_string();
        let cell = "// The crates:\r\n:dep regex = \"1\"\r\n  :dep descent-notebook = \"0.1\"\r\n\
                    use regex::Regex; // :dep descent-notebook\r\n";
        let expected = cell.replace(
            "  :dep descent-notebook = \"0.1\"",
            &format!(":dep descent-notebook = {{ path = \"{path}\" }}"),
        );
        assert_eq!(evcxrs(cell, &lab), expected);

        let more = ":dep descent-notebook = { path = \"x\", features = [\"a\", \"b\"], \
                    default-features = false }";
        let text = evcxrs(more, &lab);
        let value: Table = toml::from_str(&text.replace(":dep ", "")).expect("TOML in one line");
        let table = &value["descent-notebook"];
        assert_eq!(table["path"].as_str(), Some(&*path));
        assert_eq!(table["features"].as_array().map(Vec::len), Some(2));
        assert_eq!(table["default-features"].as_bool(), Some(false));

        let renamed = evcxrs(
            ":dep d = { package = \"descent-notebook\", path = \"x\" }",
            &lab,
        );
        assert!(
            renamed.starts_with(":dep d = {") && renamed.contains(&path),
            "{renamed}"
        );
        for other in [
            ":dep regex = \"1\"",
            ":dep descent-notebook = { git = \"https://example.org/x\" }",
            ":dep descent-notebook = { path = ",
            ":dep descent-notebook = 3",
            ":dep",
            ":dep =",
            ":dep ../..",
            "let x = 1;\n:dep descent-notebook = \"0.1\"",
        ] {
            assert_eq!(evcxrs(other, &lab), other);
        }
        // cargo says which versions there are.
        let newer = evcxrs(":dep descent-notebook = \"7\"", &lab);
        assert!(
            newer.contains(&path) && newer.contains("version = \"7\""),
            "{newer}"
        );
        fs::remove_dir_all(lab.root())
    }

    #[test]
    fn a_clone_counts_if_its_sources_differ() -> io::Result<()> {
        let (lab, clone) = (lab("own", "1")?, self::lab("clone", "1")?);
        let cell = format!(
            ":dep descent-notebook = {{ path = \"{}\" }}",
            clone.notebook_crate().display()
        );
        let found = Dependencies::of(&cell, &lab);
        assert!(found.names_own && found.clones.is_empty(), "{found:?}");
        // Also where the change is in the crate below it.
        fs::write(clone.crates()[0].join("src/lib.rs"), "2")?;
        let found = Dependencies::of(&cell, &lab);
        assert_eq!(found.clones, [clone.notebook_crate()]);
        assert_eq!(replaced(&cell, &found.replacements), cell);
        fs::remove_dir_all(clone.root())?;
        fs::remove_dir_all(lab.root())
    }
}
