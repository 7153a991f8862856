//! Who the kernel is.

use serde_json::{Value, json};

use super::message::VERSION;
use crate::words::{Words, words};

/// The content of the answer to a `kernel_info_request`; `rust` is the compiler's version, `docs` the
/// address of the documentation of the lessons' crates.
pub fn answer(rust: &str, docs: Option<&str>) -> Value {
    let version = env!("CARGO_PKG_VERSION");
    // JupyterLab would show a link within its own page, where most sites refuse to be shown. It takes
    // whatever its command for help takes.
    let link = |text: Words, url: &str| json!({"text": &*text, "url": url, "newBrowserTab": true});
    let mut links = vec![
        link(words!("The Rust Book"), "https://doc.rust-lang.org/book/"),
        link(
            words!("Rust's standard library"),
            "https://doc.rust-lang.org/std/",
        ),
        link(
            Words::said("ndarray"),
            "https://docs.rs/ndarray/latest/ndarray/",
        ),
    ];
    if let Some(docs) = docs {
        links.insert(0, link(words!("What the lessons use"), docs));
    }
    json!({
        "status": "ok",
        "protocol_version": VERSION,
        "implementation": env!("CARGO_PKG_NAME"),
        "implementation_version": version,
        "language_info": {
            "name": "rust",
            "version": rust,
            "mimetype": "text/x-rustsrc",
            "file_extension": ".rs",
            "pygments_lexer": "rust",
            "codemirror_mode": "rust",
            "nbconvert_exporter": "script",
        },
        "banner": &*words!(
            "Rust {rust}, run by evcxr 0.22 in descent-kernel {version}.\n\
             A cell's last expression is shown; 'let' keeps a variable for later cells.",
            rust,
            version
        ),
        "help_links": links,
        "supported_features": [],
        "debugger": false,
    })
}
