//! Where the server that started the kernel serves the documentation of the lessons' crates.

use std::env;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// Jupyter serves what lies beside a kernelspec, here in its folder `doc`.
const PLACE: &str = "kernelspecs/descent-rust/doc/descent_notebook/prelude/index.html";

/// The documentation's address without the host, if a server started the kernel: papermill, say, is
/// none.
pub fn address(connection_file: &Path) -> Option<String> {
    let server = env::var("JPY_PARENT_PID").ok()?;
    address_on(connection_file, &server)
}

/// A server describes itself in a file beside the kernels' connection files, named by its process.
fn address_on(connection_file: &Path, server: &str) -> Option<String> {
    let file = connection_file.with_file_name(format!("jpserver-{server}.json"));
    let server: Value = serde_json::from_slice(&fs::read(file).ok()?).ok()?;
    let base = server["base_url"].as_str()?;
    Some(format!("{base}{PLACE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_known_by_the_file_in_which_it_describes_itself() -> std::io::Result<()> {
        let folder = env::temp_dir().join(format!("docs-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let kernel = folder.join("kernel-1.json");
        assert_eq!(address_on(&kernel, "7"), None);
        fs::write(
            folder.join("jpserver-7.json"),
            r#"{"base_url": "/user/one/", "port": 8888, "token": ""}"#,
        )?;
        let address = address_on(&kernel, "7");
        assert_eq!(address, Some(format!("/user/one/{PLACE}")));
        assert_eq!(address_on(&kernel, "8"), None);
        fs::remove_dir_all(folder)
    }
}
