//! Statics that an earlier cell has defined.
//!
//! evcxr writes the items of earlier cells into each cell, a `static` with its first value, and loads
//! each cell as a library that knows of no other. So a cell that defines a static exports it under a
//! name of its own, and a later cell names it as one that lies elsewhere, and is linked with the
//! library that has it. Such a cell serves no other kernel, and is not kept.
//!
//! The cell that defines a static defines it anew when it runs again. Where evcxr starts the process
//! anew that runs the cells, all begin with their first values.
//!
//! Not needed once evcxr loads cells so that later ones find their names.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use ra_ap_syntax::ast::{self, AstNode, HasAttrs, HasModuleItem, HasName, HasVisibility};
use ra_ap_syntax::{Edition, SourceFile};
use serde::{Deserialize, Serialize};

use crate::cell_syntax::parsed;
use crate::current_cell::CurrentCell;
use crate::files::{name_of, paths_in};

const FILE: &str = "statics.json";
/// How evcxr calls the library of a cell that it loads.
const LOADED: &str = "libcode_";

/// A static of a cell that has run, or is about to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Defined {
    /// The item, as the student wrote it.
    item: String,
    /// The name under which it is exported.
    symbol: String,
    /// By this the library is known, whose file evcxr calls by another name.
    library: u64,
}

/// A cell's source in which statics keep their values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statics {
    /// What rustc shall read; no line moves.
    pub text: String,
    /// What rustc shall be told besides.
    pub arguments: Vec<String>,
    /// Those that this cell defines, by their names.
    defined: BTreeMap<String, Defined>,
    private: PathBuf,
}

/// Whether there are any in a source.
pub(super) fn are_in(source: &str) -> bool {
    !statics_in(source).is_empty()
}

impl Statics {
    /// The statics of a cell that the kernel with the private folder `private` compiles; its
    /// libraries lie in `libraries`. `None` without any.
    pub(super) fn of(source: &str, private: &Path, libraries: &Path) -> Option<Self> {
        let statics = statics_in(source);
        if statics.is_empty() {
            return None;
        }
        let known = known(private);
        let current = CurrentCell::read(private)?;
        let own: Vec<String> = parsed(&current.code)
            .descendants()
            .filter_map(ast::Static::cast)
            .filter_map(|one| Some(one.name()?.text().to_string()))
            .collect();
        let mut found = Self {
            text: source.to_owned(),
            arguments: Vec::new(),
            defined: BTreeMap::new(),
            private: private.to_owned(),
        };
        let mut places = Vec::new();
        for (name, one) in statics {
            let item = one.syntax().text().to_string();
            let earlier = known
                .get(&name)
                .filter(|earlier| earlier.item == item && !own.contains(&name))
                .and_then(|earlier| Some((earlier, library_of(earlier, libraries)?)));
            let text = match earlier {
                Some((earlier, library)) => {
                    found.link_with(&library);
                    lies_elsewhere(&one, &earlier.symbol)?
                }
                None => {
                    let symbol = found.define(&name, &item);
                    format!("#[unsafe(export_name = \"{symbol}\")] {item}")
                }
            };
            places.push((one.syntax().text_range(), text));
        }
        for (range, text) in places.into_iter().rev() {
            found
                .text
                .replace_range(std::ops::Range::<usize>::from(range), &text);
        }
        Some(found)
    }

    fn link_with(&mut self, library: &Path) {
        let argument = format!("link-arg={}", library.display());
        if !self.arguments.contains(&argument) {
            self.arguments.extend(["-C".to_owned(), argument]);
        }
    }

    fn define(&mut self, name: &str, item: &str) -> String {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let symbol = format!("{name}_{}", name_of(&format!("{item} {}", now.as_nanos())));
        let defined = Defined {
            item: item.to_owned(),
            symbol: symbol.clone(),
            library: 0,
        };
        self.defined.insert(name.to_owned(), defined);
        symbol
    }

    /// Remembers that `library`, which rustc has just made, has the statics that this cell defines.
    ///
    /// # Errors
    /// When a file cannot be read or written.
    pub(super) fn remember(self, library: &Path) -> io::Result<()> {
        let made = file_number(library)?;
        let mut known = known(&self.private);
        for (name, defined) in self.defined {
            known.insert(
                name,
                Defined {
                    library: made,
                    ..defined
                },
            );
        }
        fs::write(self.private.join(FILE), serde_json::to_vec(&known)?)
    }
}

/// The statics that earlier cells have defined.
fn known(private: &Path) -> BTreeMap<String, Defined> {
    let text = fs::read(private.join(FILE)).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// The statics outside of all functions and modules, by their names, in their order; evcxr has none
/// there. One with an attribute may be more than it seems.
fn statics_in(source: &str) -> Vec<(String, ast::Static)> {
    // Most cells need not be read for that.
    if !source.contains("static ") {
        return Vec::new();
    }
    let file = SourceFile::parse(source, Edition::Edition2024).tree();
    let statics = file.items().filter_map(|item| match item {
        ast::Item::Static(one) if one.attrs().next().is_none() => Some(one),
        _ => None,
    });
    statics
        .filter_map(|one| Some((one.name()?.text().to_string(), one)))
        .collect()
}

/// The item for a static that a library exports as `symbol`, on as many lines.
fn lies_elsewhere(one: &ast::Static, symbol: &str) -> Option<String> {
    let text = one.syntax().text().to_string();
    let visibility = one
        .visibility()
        .map(|one| format!("{} ", one.syntax().text()));
    let keyword = match one.mut_token() {
        Some(_) => "static mut",
        None => "safe static",
    };
    Some(format!(
        "unsafe extern \"Rust\" {{ #[link_name = \"{symbol}\"] {}{keyword} {}: {}; }}{}",
        visibility.unwrap_or_default(),
        one.name()?.text(),
        one.ty()?.syntax().text().to_string().replace('\n', " "),
        "\n".repeat(text.matches('\n').count()),
    ))
}

/// The library, as evcxr has called it.
fn library_of(defined: &Defined, libraries: &Path) -> Option<PathBuf> {
    let is_its = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(LOADED) && file_number(path).is_ok_and(|one| one == defined.library)
    };
    paths_in(libraries).ok()?.into_iter().find(is_its)
}

/// Stays when a file is renamed.
#[cfg(unix)]
fn file_number(path: &Path) -> io::Result<u64> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).map(|found| found.ino())
}

#[cfg(not(unix))]
fn file_number(_: &Path) -> io::Result<u64> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;

    const CODE: &str = "/// Counts.\npub static mut COUNT: u32 = 0;\nstatic NAMES: Mutex<\n    \
                        Vec<u8>> = Mutex::new(vec![]);\nfn f() {}\nmod evcxr_internal_runtime {\n}";

    /// A kernel's private folder in which `code` is at work.
    fn kernel(name: &str, code: &str) -> io::Result<PathBuf> {
        let folder = env::temp_dir().join(format!("statics-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let code = code.to_owned();
        CurrentCell { number: 1, code }.write(&folder)?;
        Ok(folder)
    }

    #[test]
    fn a_cell_exports_what_it_defines_and_a_later_one_finds_it() -> io::Result<()> {
        let folder = kernel("two", "pub static mut COUNT: u32 = 0;")?;
        let first = Statics::of(CODE, &folder, &folder).expect("it has two");
        assert_eq!(
            first.text.matches("#[unsafe(export_name").count(),
            2,
            "{}",
            first.text
        );
        assert_eq!(first.text.lines().count(), CODE.lines().count());
        assert!(first.arguments.is_empty());
        let made = folder.join("libctx.so");
        fs::write(&made, "")?;
        first.clone().remember(&made)?;
        fs::rename(&made, folder.join("libcode_3.so"))?;

        // The cell that defines it runs again; the other static is another cell's.
        let again = Statics::of(CODE, &folder, &folder).expect("it has two");
        assert_eq!(
            again.text.matches("#[unsafe(export_name").count(),
            1,
            "{}",
            again.text
        );
        assert!(
            again
                .text
                .contains("safe static NAMES: Mutex<     Vec<u8>>;")
        );

        kernel("two", "COUNT += 1;")?;
        let later = Statics::of(CODE, &folder, &folder).expect("it has two");
        let symbol = &first.defined["COUNT"].symbol;
        let expected = format!(
            "unsafe extern \"Rust\" {{ #[link_name = \"{symbol}\"] pub static mut COUNT: u32; }}\n"
        );
        assert!(later.text.starts_with(&expected), "{}", later.text);
        assert_eq!(later.text.lines().count(), CODE.lines().count());
        let library = folder.join("libcode_3.so");
        let argument = format!("link-arg={}", library.display());
        assert_eq!(later.arguments, ["-C".to_owned(), argument]);
        fs::remove_dir_all(folder)
    }

    #[test]
    fn without_its_library_a_static_begins_anew() -> io::Result<()> {
        let folder = kernel("lost", "COUNT += 1;")?;
        let made = folder.join("libctx.so");
        fs::write(&made, "")?;
        let first = Statics::of(CODE, &folder, &folder).expect("it has two");
        first.remember(&made)?;
        fs::remove_file(made)?;
        let later = Statics::of(CODE, &folder, &folder).expect("it has two");
        assert!(later.arguments.is_empty());
        assert_eq!(later.text.matches("#[unsafe(export_name").count(), 2);
        fs::remove_dir_all(folder)
    }

    #[test]
    fn what_is_no_static_of_a_students_stays() -> io::Result<()> {
        let folder = kernel("none", "")?;
        for source in [
            "fn f() { static A: u8 = 0; }\nmod evcxr_internal_runtime {\nstatic B: u8 = 0;\n}",
            "#[used]\nstatic A: u8 = 0;\nmod evcxr_internal_runtime {\n}",
            "fn f(a: &'static str) {}\nmod evcxr_internal_runtime {\n}",
        ] {
            assert_eq!(Statics::of(source, &folder, &folder), None, "{source}");
        }
        fs::remove_dir_all(folder)
    }
}
