//! How cargo has rustc compile a cell, remembered from one cell to the next.
//!
//! As long as the manifest stays, cargo says the same for every cell but takes longer to say it than
//! rustc to do it. So the stand-in for cargo follows the last recipe by itself.
//!
//! Not needed once evcxr calls rustc without asking cargo each time.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::files::name_of;
use crate::recorded_answers::ToolCall;

/// The variable by which the stand-in for cargo names its call to the wrapper of rustc.
pub const CALL: &str = "DESCENT_KERNEL_CALL";
const FILE: &str = "recipe.json";

/// A command line of rustc's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// The call of cargo's that it is for.
    call: String,
    /// The compiler and its arguments.
    arguments: Vec<String>,
    /// What cargo sets in its environment.
    variables: BTreeMap<String, String>,
}

impl Recipe {
    /// The name of a call: another manifest, other flags are another call.
    #[must_use]
    pub fn name_of(call: &ToolCall) -> Option<String> {
        let is_build = call.tool == "cargo" && call.arguments.first()? == "build";
        is_build
            .then(|| call.text())
            .flatten()
            .map(|text| name_of(&text))
    }

    /// Remembers the command line of this process, which cargo has started as rustc.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remember(private: &Path, arguments: &[String]) -> io::Result<()> {
        let Ok(call) = env::var(CALL) else {
            return Ok(());
        };
        let is_cargos = |name: &str| {
            // Its jobserver ends with it.
            name == "LD_LIBRARY_PATH" || name.starts_with("CARGO") && name != "CARGO_MAKEFLAGS"
        };
        let recipe = Self {
            call,
            arguments: arguments.to_owned(),
            variables: env::vars().filter(|(name, _)| is_cargos(name)).collect(),
        };
        let file = private.join(FILE);
        let part = file.with_extension("part");
        fs::write(&part, serde_json::to_vec(&recipe)?)?;
        fs::rename(part, file)
    }

    /// The recipe that was remembered for the call with this name, if its crates are still there.
    #[must_use]
    pub fn recall(private: &Path, call: &str) -> Option<Self> {
        let recipe: Self = serde_json::from_slice(&fs::read(private.join(FILE)).ok()?).ok()?;
        let crates = recipe.arguments.iter().filter_map(|argument| {
            let (_, path) = argument.split_once('=')?;
            path.ends_with(".rlib").then(|| Path::new(path))
        });
        let is_usable = recipe.call == call && crates.into_iter().all(Path::exists);
        is_usable.then_some(recipe)
    }

    /// The compiler and its arguments.
    #[must_use]
    pub fn arguments(&self) -> &[String] {
        &self.arguments
    }

    /// What cargo sets in the compiler's environment.
    #[must_use]
    pub fn variables(&self) -> &BTreeMap<String, String> {
        &self.variables
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipe_is_for_one_call_and_only_as_long_as_its_crates_are_there() -> io::Result<()> {
        let folder = env::temp_dir().join(format!("recipe-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let library = folder.join("libndarray.rlib");
        fs::write(&library, "")?;
        let recipe = Recipe {
            call: "build".to_owned(),
            arguments: vec!["rustc".to_owned(), format!("ndarray={}", library.display())],
            variables: BTreeMap::from([("CARGO_PKG_NAME".to_owned(), "ctx".to_owned())]),
        };
        fs::write(folder.join(FILE), serde_json::to_vec(&recipe)?)?;
        assert_eq!(Recipe::recall(&folder, "build"), Some(recipe));
        assert_eq!(Recipe::recall(&folder, "another"), None);
        fs::remove_file(library)?;
        assert_eq!(Recipe::recall(&folder, "build"), None);
        fs::remove_dir_all(folder)
    }
}
