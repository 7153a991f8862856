//! The standard library's sources, made small for rust-analyzer.
//!
//! evcxr learns the types of variables from rust-analyzer, and that from sources. Reading those
//! of the standard library as they are costs each kernel 1.5 s and 150 MB, above all because
//! thousands of its `impl`s come out of macros. So set-up lets rustc expand the macros once, and
//! removes what no type depends on: the bodies of functions, comments, and most attributes. The
//! result, one file for each of `core`, `alloc` and `std`, is 4.5 MB instead of 34 MB.
//!
//! Not needed once evcxr lets rust-analyzer keep what it has read from start to start.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use ra_ap_syntax::ast::{self, AstNode, HasName};
use ra_ap_syntax::{Edition, NodeOrToken, SourceFile, SyntaxKind, SyntaxNode, TextRange};

use crate::Toolchain;
use crate::files::paths_in;
use crate::words::{Words, words};

/// The crates of the standard library, each with those that it is compiled with.
const LIBRARIES: [(&str, &[&str]); 3] = [
    ("core", &[]),
    ("alloc", &["core", "compiler_builtins"]),
    (
        "std",
        &[
            "alloc",
            "core",
            "cfg_if",
            "hashbrown",
            "libc",
            "miniz_oxide",
            "addr2line",
            "object",
            "rustc_demangle",
            "std_detect",
            "unwind",
            "panic_unwind",
            "panic_abort",
            "compiler_builtins",
        ],
    ),
];

/// Attributes that change no type and no name, and that rust-analyzer therefore need not read.
const IDLE_ATTRIBUTES: [&str; 24] = [
    "allow",
    "automatically_derived",
    "cold",
    "coverage",
    "deny",
    "diagnostic",
    "doc",
    "expect",
    "inline",
    "must_use",
    "optimize",
    "rustc_allow_const_fn_unstable",
    "rustc_const_stable",
    "rustc_const_unstable",
    "rustc_diagnostic_item",
    "rustc_inherit_overflow_checks",
    "rustc_intrinsic",
    "rustc_no_implicit_autorefs",
    "rustc_nounwind",
    "rustc_on_unimplemented",
    "rustc_promotable",
    "stable",
    "track_caller",
    "warn",
];

/// A module without anything that a cell in class names: 300,000 lines of CPU instructions.
const IDLE_MODULE: &str = "core_arch";

/// Writes the small sources of `toolchain`'s standard library to the folder `to`.
///
/// # Errors
/// When the toolchain has no sources, or its sources cannot be expanded.
pub fn write_small_library(toolchain: &Toolchain, to: &Path) -> io::Result<()> {
    for (library, uses) in LIBRARIES {
        let expanded = expand(toolchain, library, uses)?;
        let source_folder = to.join(library).join("src");
        fs::create_dir_all(&source_folder)?;
        fs::write(source_folder.join("lib.rs"), without_idle_parts(&expanded))?;
    }
    Ok(())
}

fn expand(toolchain: &Toolchain, library: &str, uses: &[&str]) -> io::Result<String> {
    let compiled = paths_in(&toolchain.compiled_library()?)?;
    let mut command = Command::new(toolchain.tool("rustc"));
    command
        .args(["--crate-name", library, "--crate-type=lib"])
        .args(["--edition=2024", "-Zunpretty=expanded"])
        .arg("-Zforce-unstable-if-unmarked")
        // The standard library is written in unstable Rust, also for a stable compiler.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("STD_ENV_ARCH", std::env::consts::ARCH);
    for used in uses {
        let file = find_crate(&compiled, used)?.display();
        command.args(["--extern", &format!("{used}={file}")]);
    }
    let sources = toolchain.sysroot().join("lib/rustlib/src/rust/library");
    command.arg(sources.join(library).join("src/lib.rs"));
    let output = command.output()?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        let reason = match error.lines().next() {
            Some(line) => Words::said(line),
            None => words!("no reason given"),
        };
        return Err(words!(
            "rustc cannot expand the library '{library}': {reason}",
            library,
            reason
        )
        .into());
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}

fn find_crate<'a>(compiled: &'a [PathBuf], name: &str) -> io::Result<&'a Path> {
    let start = format!("lib{name}-");
    let is_it = |path: &&PathBuf| {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        file.starts_with(&start) && file.ends_with(".rmeta")
    };
    let found = compiled.iter().find(is_it).map(PathBuf::as_path);
    found.ok_or_else(|| words!("no crate '{name}' in the toolchain", name).into())
}

/// The same declarations, in less text.
fn without_idle_parts(source: &str) -> String {
    let file = SourceFile::parse(source, Edition::Edition2024).tree();
    let mut cuts = Vec::new();
    collect_cuts(file.syntax(), &mut cuts);
    let mut small = String::with_capacity(source.len() / 3);
    let mut at = 0;
    for (range, replacement) in cuts {
        small.push_str(&source[at..usize::from(range.start())]);
        small.push_str(replacement);
        at = usize::from(range.end());
    }
    small.push_str(&source[at..]);
    let lines: Vec<&str> = small
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

/// Finds what to cut, in the order of the text, with what to put in its place.
fn collect_cuts(node: &SyntaxNode, cuts: &mut Vec<(TextRange, &'static str)>) {
    for child in node.children_with_tokens() {
        match child {
            NodeOrToken::Token(token) if token.kind() == SyntaxKind::COMMENT => {
                cuts.push((token.text_range(), " "));
            }
            NodeOrToken::Token(_) => {}
            NodeOrToken::Node(child) => match child.kind() {
                SyntaxKind::ATTR if is_idle(&child) => cuts.push((child.text_range(), "")),
                SyntaxKind::BLOCK_EXPR if ast::Fn::can_cast(node.kind()) => {
                    cuts.push((child.text_range(), "{loop{}}"));
                }
                SyntaxKind::ITEM_LIST if is_idle_module(node) => {
                    cuts.push((child.text_range(), "{pub mod arch{}}"));
                }
                // Macros are kept as they are: their arms are no Rust yet.
                SyntaxKind::TOKEN_TREE => {}
                _ => collect_cuts(&child, cuts),
            },
        }
    }
}

fn is_idle(attribute: &SyntaxNode) -> bool {
    let text = attribute.text().to_string();
    let name: String = text
        .trim_start_matches(['#', '!', '[', ' '])
        .chars()
        .take_while(|character| character.is_alphanumeric() || *character == '_')
        .collect();
    IDLE_ATTRIBUTES.contains(&name.as_str())
}

fn is_idle_module(node: &SyntaxNode) -> bool {
    ast::Module::cast(node.clone())
        .and_then(|module| module.name())
        .is_some_and(|name| name.text() == IDLE_MODULE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_stay_and_bodies_comments_and_idle_attributes_go() {
        let source = "//! The crate.\n#![no_core]\n/// Adds.\n#[inline] #[lang = \"add\"]\n\
                      pub const fn add(a: u8) -> u8 { a + /* one */ 1 }\n\
                      pub trait T { fn f(&self) -> u8 { 1 } fn g(&self); }\n\
                      mod core_arch { pub mod x86 { pub fn avx() {} } }\n";
        assert_eq!(
            without_idle_parts(source),
            "#![no_core]\n#[lang = \"add\"]\npub const fn add(a: u8) -> u8 {loop{}}\n\
             pub trait T { fn f(&self) -> u8 {loop{}} fn g(&self); }\n\
             mod core_arch {pub mod arch{}}"
        );
    }

    #[test]
    fn macros_are_kept_as_they_are() {
        let source = "macro_rules! m { () => { fn f() { 1 } }; }";
        assert_eq!(without_idle_parts(source), source);
    }
}
