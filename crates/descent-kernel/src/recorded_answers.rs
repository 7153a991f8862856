//! Answers of cargo and rustc, recorded once and repeated.
//!
//! At start-up and at each `:dep` line evcxr asks the Rust tools a dozen questions, such as which
//! target they compile for. A kernel with the same toolchain, lock file and manifests gets the
//! same answers, so the prebuilt folder keeps them. Only questions are kept, never anything that
//! compiles; and only those that were asked while the prebuilt folder was made, so that whatever a
//! user adds later is asked for real.
//!
//! Not needed once evcxr asks each of these once for a toolchain, not once for a kernel.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::files::{WORK, name_of};

/// One call of a tool.
#[derive(Debug)]
pub struct ToolCall<'a> {
    /// `cargo` or `rustc`.
    pub tool: &'a str,
    /// Its arguments.
    pub arguments: &'a [String],
    /// The kernel's working folder.
    pub work: &'a Path,
}

/// What a tool answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The exit status.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl ToolCall<'_> {
    /// Whether the answer depends on nothing but the toolchain, the lock file and manifests.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        // Elsewhere paths may be written in several ways.
        cfg!(unix)
            && match (self.tool, arguments.as_slice()) {
                ("cargo", ["metadata" | "locate-project" | "--version", ..]) => true,
                ("cargo", ["-Z", "unstable-options", "config", "get", ..]) => true,
                ("cargo", ["rustc", "-Z", "unstable-options", "--print", ..]) => true,
                ("rustc", all) => all
                    .iter()
                    .any(|one| one.starts_with("--print") || *one == "-vV"),
                _ => false,
            }
    }

    /// Whether cargo is to compile something.
    #[must_use]
    pub fn compiles(&self) -> bool {
        let mut arguments = self.arguments.iter();
        self.tool == "cargo" && arguments.any(|one| ["build", "check", "rustc"].contains(&&**one))
    }

    /// The recorded answer, if this was asked when `folder` was recorded.
    #[must_use]
    pub fn look_up(&self, folder: &Path) -> Option<Answer> {
        let (work, text) = (self.work.to_str()?, self.text()?);
        let recorded = fs::read_to_string(file_in(folder, &text)).ok()?;
        let recorded: Value = serde_json::from_str(&recorded).ok()?;
        // Two calls may fall on the same file name.
        if recorded["call"].as_str()? != text {
            return None;
        }
        Some(Answer {
            status: i32::try_from(recorded["status"].as_i64()?).ok()?,
            stdout: recorded["stdout"].as_str()?.replace(WORK, work),
            stderr: recorded["stderr"].as_str()?.replace(WORK, work),
        })
    }

    /// Keeps an answer in `folder`, unless it is a failure that may have passed next time.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn record(&self, answer: &Answer, folder: &Path) -> io::Result<()> {
        let (Some(work), Some(text)) = (self.work.to_str(), self.text()) else {
            return Ok(());
        };
        // A stable cargo always refuses to show its configuration; other failures may pass.
        if answer.status != 0 && !self.arguments.iter().any(|argument| argument == "config") {
            return Ok(());
        }
        let recorded = json!({
            "call": &text,
            "status": answer.status,
            "stdout": answer.stdout.replace(work, WORK),
            "stderr": answer.stderr.replace(work, WORK),
        });
        fs::create_dir_all(folder)?;
        fs::write(file_in(folder, &text), recorded.to_string())
    }

    /// Everything that the answer may depend on: a change of the manifest is another call.
    pub(crate) fn text(&self) -> Option<String> {
        let manifest = fs::read_to_string(self.work.join("Cargo.toml")).unwrap_or_default();
        let rustflags = std::env::var("RUSTFLAGS").unwrap_or_default();
        let asked = format!("{} {}", self.tool, self.arguments.join("\n"));
        let text = format!("{asked}\n\n{rustflags}\n\n{manifest}");
        Some(text.replace(self.work.to_str()?, WORK))
    }
}

fn file_in(folder: &Path, text: &str) -> PathBuf {
    folder.join(name_of(text) + ".json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_repeated_for_another_working_folder() -> io::Result<()> {
        let root = std::env::temp_dir().join(format!("answers-{}", std::process::id()));
        let (first, second) = (root.join("1"), root.join("2"));
        for work in [&first, &second] {
            fs::create_dir_all(work)?;
            fs::write(work.join("Cargo.toml"), "[dependencies]\n")?;
        }
        let arguments = |work: &Path| vec!["metadata".to_owned(), work.display().to_string()];
        let answer = |work: &Path| Answer {
            status: 0,
            stdout: format!("{{\"root\": \"{}\"}}", work.display()),
            stderr: String::new(),
        };
        let asked = arguments(&first);
        let call = ToolCall {
            tool: "cargo",
            arguments: &asked,
            work: &first,
        };
        assert!(call.is_repeatable());
        call.record(&answer(&first), &root)?;

        let asked = arguments(&second);
        let call = ToolCall {
            tool: "cargo",
            arguments: &asked,
            work: &second,
        };
        assert_eq!(call.look_up(&root), Some(answer(&second)));

        fs::write(
            second.join("Cargo.toml"),
            "[dependencies]\nitertools = \"*\"\n",
        )?;
        assert_eq!(
            call.look_up(&root),
            None,
            "another manifest is another call"
        );
        fs::remove_dir_all(root)
    }

    #[test]
    fn what_compiles_is_never_repeated() {
        let arguments = ["build", "--target", "x"].map(str::to_owned);
        let call = ToolCall {
            tool: "cargo",
            arguments: &arguments,
            work: Path::new("/w"),
        };
        assert!(!call.is_repeatable());
    }
}
