//! What a student cannot use of the lessons' crates.
//!
//! rust-analyzer takes crates in the checkout for code that is being edited, and completes their
//! private fields and methods as well.
//!
//! Not needed once evcxr asks it not to (`enable_private_editable`).

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use ra_ap_syntax::ast::{self, HasName, HasVisibility};
use ra_ap_syntax::{AstNode, Edition, SourceFile, SyntaxNode};

use crate::files::paths_in;

/// Completions that name something private, such as `points` and `push(point, value)`.
#[derive(Clone, Debug, Default)]
pub struct Private(HashSet<String>);

impl Private {
    /// Reads the sources in these folders.
    pub fn in_crates(folders: &[PathBuf]) -> Self {
        let mut found = Found::default();
        for folder in folders {
            found.read_folder(folder);
        }
        let Found { private, public } = found;
        Self(private.difference(&public).cloned().collect())
    }

    /// Whether a completion names something private.
    pub fn has(&self, completion: &str) -> bool {
        self.0.contains(completion)
    }
}

#[derive(Debug, Default)]
struct Found {
    private: HashSet<String>,
    public: HashSet<String>,
}

impl Found {
    fn read_folder(&mut self, folder: &Path) {
        for path in paths_in(folder).unwrap_or_default() {
            if path.is_dir() {
                self.read_folder(&path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && let Ok(text) = std::fs::read_to_string(&path)
            {
                self.read(&SourceFile::parse(&text, Edition::Edition2024).syntax_node());
            }
        }
    }

    fn read(&mut self, file: &SyntaxNode) {
        for node in file.descendants() {
            if let Some(method) = ast::Fn::cast(node.clone())
                && let Some(list) = method.param_list()
                && list.self_param().is_some()
                && let Some(name) = method.name()
            {
                let names = list.params().filter_map(|one| one.pat());
                let names: Vec<String> = names.map(|one| one.syntax().text().to_string()).collect();
                let text = format!("{}({})", name.text(), names.join(", "));
                // Methods of a trait are as public as the trait.
                let is_traits = node.ancestors().any(|around| {
                    ast::Trait::can_cast(around.kind())
                        || ast::Impl::cast(around).is_some_and(|one| one.trait_().is_some())
                });
                self.take(text, is_traits || is_public(&method));
            }
            if let Some(field) = ast::RecordField::cast(node)
                && let Some(name) = field.name()
            {
                self.take(name.text().to_string(), is_public(&field));
            }
        }
    }

    fn take(&mut self, completion: String, is_public: bool) {
        match is_public {
            true => self.public.insert(completion),
            false => self.private.insert(completion),
        };
    }
}

fn is_public(item: &impl HasVisibility) -> bool {
    let visibility = item.visibility();
    visibility.is_some_and(|one| one.syntax().text() == "pub")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_fields_and_methods_are_known_by_their_completions() {
        let source = "pub struct Walk { points: Vec<f64>, pub w: f64 }\n\
                      impl Walk {\n pub fn points(&self) -> &[f64] { &self.points }\n\
                      pub(crate) fn push(&mut self, point: f64, value: f64) {}\n\
                      fn check(&self, step: usize) {} }\n\
                      impl Clone for Walk { fn clone(&self) -> Self { todo!() } }";
        let mut found = Found::default();
        found.read(&SourceFile::parse(source, Edition::Edition2024).syntax_node());
        let private = Private(found.private.difference(&found.public).cloned().collect());
        for hidden in ["points", "push(point, value)", "check(step)"] {
            assert!(private.has(hidden), "{hidden}");
        }
        for shown in ["points()", "w", "clone()", "push(value)"] {
            assert!(!private.has(shown), "{shown}");
        }
    }
}
