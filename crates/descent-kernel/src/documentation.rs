//! The documentation of the lessons' crates, for the Help menu.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Options of rustc's that rustdoc has not, or that say what rustc is to make. Each has a value.
const OF_RUSTC: [&str; 3] = ["-C", "--out-dir", "--diagnostic-width"];
/// The same, with the value behind an equals sign.
const OF_RUSTC_TOO: [&str; 3] = ["--emit", "--error-format", "--json"];

/// Writes the documentation of the crate in `sources` that rustc is to compile with these arguments
/// into a folder of the crate's own in `folder`.
///
/// # Errors
/// When rustdoc cannot be started.
pub fn document(
    rustdoc: &Path,
    arguments: &[String],
    sources: &Path,
    folder: &Path,
) -> io::Result<()> {
    // Its pages name the sources as it is told of them: by no path of this machine.
    let inside = |argument| {
        let path = Path::new(argument);
        path.strip_prefix(sources).unwrap_or(path).to_owned()
    };
    Command::new(rustdoc)
        .current_dir(sources)
        .args(for_rustdoc(arguments).into_iter().map(inside))
        .arg("--output")
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map(|_| ())
}

fn for_rustdoc(arguments: &[String]) -> Vec<&str> {
    let mut wanted = Vec::new();
    let mut all = arguments.iter().map(String::as_str);
    while let Some(argument) = all.next() {
        let (name, _) = argument.split_once('=').unwrap_or((argument, ""));
        if OF_RUSTC.contains(&argument) {
            all.next();
        } else if !OF_RUSTC_TOO.contains(&name) {
            wanted.push(argument);
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rustdoc_reads_what_rustc_compiles_and_makes_nothing_else() {
        let arguments: Vec<String> =
            "--crate-name descent --edition=2024 src/lib.rs --json=artifacts \
            --emit=dep-info,link -C opt-level=2 --cfg f --out-dir /out -L dependency=/deps"
                .split_whitespace()
                .map(str::to_owned)
                .collect();
        let wanted = "--crate-name descent --edition=2024 src/lib.rs --cfg f -L dependency=/deps";
        assert_eq!(for_rustdoc(&arguments).join(" "), wanted);
    }
}
