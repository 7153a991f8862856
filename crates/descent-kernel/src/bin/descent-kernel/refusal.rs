//! A kernel that cannot run cells.
//!
//! Of a kernel that ends at its start, Jupyter's clients show that it has died, and nothing of what
//! it wrote. So the process stays, as a kernel that answers each cell with the reason.

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode};

use descent_kernel::{become_command, refuse};
use descent_language::words;

use crate::Failure;
#[cfg(unix)]
use crate::parent;

/// Asks for what this module does.
pub const CANNOT_START: &str = "--cannot-start";

/// Starts this process once more as the kernel of the connection file `jupyters` that says `reason`:
/// ports that it may have opened are then free. Returns only if that fails.
pub fn begin(jupyters: &Path, reason: &str) -> Failure {
    eprintln!("{reason}");
    let executable = match env::current_exe() {
        Ok(executable) => executable,
        Err(error) => return error.into(),
    };
    let mut command = Command::new(executable);
    command.arg(CANNOT_START).arg(jupyters).arg(reason);
    become_command(command).into()
}

/// Answers each cell with `reason` until the kernel is shut down.
pub fn run(jupyters: &str, reason: &str) -> Result<ExitCode, Failure> {
    #[cfg(unix)]
    parent::end_with_it();
    refuse(Path::new(jupyters), reason)?;
    Ok(ExitCode::SUCCESS)
}

/// Why evcxr does not start, for a student.
pub fn in_plain_words(error: &str) -> String {
    if error.contains("linker `cc` not found") {
        words!(
            "The Rust kernel cannot start: there is no C compiler ('cc'), with which Rust links: \
             install one, on Debian with 'sudo apt install gcc libc6-dev', or ask whoever runs this \
             hub to."
        )
    } else if error.contains("No space left") || error.contains("os error 28") {
        words!(
            "The Rust kernel cannot start: the disk that holds the folder for temporary files is \
             full: make room, or set TMPDIR to a folder elsewhere."
        )
    } else {
        let why = error.trim_end_matches('.');
        words!("The Rust kernel cannot start: {why}.", why)
    }
}
