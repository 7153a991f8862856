//! The line of a notebook that names its crate.
//!
//! A lesson names it by a path from its own folder. The kernel has the crate compiled, though, and a
//! notebook may lie anywhere: copied, moved, in a clone. So what evcxr gets is the path of the
//! kernel's own crate, unless the line names one with other sources.
//!
//! Not needed once evcxr finds a crate by name in what the kernel has compiled.

mod lines;
pub(crate) mod sources;

use std::path::Path;

use serde_json::Value;

pub(crate) use lines::{Dependencies, Replacement, replaced};
pub(crate) use sources::digest;

/// The `:dep` line for the crate `descent-notebook` in the folder `path`.
///
/// ```
/// use descent_kernel::dependency_on;
/// use std::path::Path;
///
/// let line = dependency_on(Path::new("/home/a \"b\"/crates/descent-notebook"));
/// let path = r#"{ path = "/home/a \"b\"/crates/descent-notebook" }"#;
/// assert_eq!(line, format!(":dep descent-notebook = {path}"));
/// ```
#[must_use]
pub fn dependency_on(path: &Path) -> String {
    line("descent-notebook", path)
}

/// The `:dep` line for a crate in the folder `path`.
fn line(name: &str, path: &Path) -> String {
    let path = plain(&path.to_string_lossy());
    // A JSON string is a basic string of TOML: backslashes and quotes are escaped alike.
    format!(":dep {name} = {{ path = {} }}", Value::from(path))
}

/// A Windows path without the prefix that `canonicalize` gives it, `\\?\C:\…` or
/// `\\?\UNC\server\…`, which cargo does not take in a manifest; any other path as it is.
fn plain(path: &str) -> String {
    let Some(rest) = path.strip_prefix(r"\\?\") else {
        return path.to_owned();
    };
    match (rest.strip_prefix(r"UNC\"), rest.as_bytes()) {
        (Some(share), _) => format!(r"\\{share}"),
        (None, [drive, b':', b'\\', ..]) if drive.is_ascii_alphabetic() => rest.to_owned(),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_windows_is_written_as_cargo_takes_it() {
        for (path, written) in [
            (r"\\?\C:\Users\é x\lab", r"C:\\Users\\é x\\lab"),
            (r"C:\lab", r"C:\\lab"),
            (r"\\?\UNC\server\share\lab", r"\\\\server\\share\\lab"),
            // A volume without a letter has no other name.
            (r"\\?\Volume{1}\lab", r"\\\\?\\Volume{1}\\lab"),
            ("/home/é x/lab", "/home/é x/lab"),
        ] {
            let line = dependency_on(Path::new(path));
            assert_eq!(
                line,
                format!(":dep descent-notebook = {{ path = \"{written}\" }}")
            );
        }
    }
}
