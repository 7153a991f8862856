//! Who the kernel is.

use serde_json::{Value, json};

use super::message::VERSION;

/// The content of the answer to a `kernel_info_request`; `rust` is the compiler's version.
pub fn answer(rust: &str) -> Value {
    let version = env!("CARGO_PKG_VERSION");
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
        "banner": format!(
            "Rust {rust}, run by evcxr 0.22 in descent-kernel {version}.\n\
             A cell's last expression is shown; 'let' keeps a variable for later cells."
        ),
        "help_links": [
            {"text": "The Rust Book", "url": "https://doc.rust-lang.org/book/"},
            {"text": "Rust's standard library", "url": "https://doc.rust-lang.org/std/"},
            {"text": "ndarray", "url": "https://docs.rs/ndarray/latest/ndarray/"},
        ],
        "supported_features": [],
        "debugger": false,
    })
}
