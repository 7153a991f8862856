//! The process that runs the cells. evcxr starts this executable once more for it.

use std::env;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use descent_kernel::{panics, remove_if_kernel_ended, remove_when_kernel_ends, work_in};

use crate::kernel::PRIVATE_FOLDER;
use crate::relaunch::become_command;

/// evcxr sets this for the process that runs the cells.
const IS_RUNNER: &str = "EVCXR_IS_RUNTIME";
/// evcxr sets this for a process that shall wrap rustc.
const IS_RUSTC_WRAPPER: &str = "EVCXR_RUSTC_WRAPPER";
/// Marks the second start, whose standard error is rewritten.
const PREPARED: &str = "DESCENT_RUNNER_PREPARED";

/// Runs cells until the kernel ends, if evcxr started this process for that.
pub fn run_if_asked() -> Option<ExitCode> {
    if env::var_os(IS_RUSTC_WRAPPER).is_none() && env::var_os(IS_RUNNER).is_none() {
        return None;
    }
    if env::var_os(IS_RUNNER).is_some()
        && let Some(folder) = env::var_os(PRIVATE_FOLDER)
    {
        if env::var_os(PREPARED).is_none() {
            // If this fails, cells still run; their panics are only longer to read.
            let _ = start_with_rewritten_panics(Path::new(&folder));
        } else {
            end_with_kernel(folder.into());
        }
    }
    // For both roles, evcxr ends the process in here.
    match evcxr_jupyter::main() {
        Ok(()) => Some(ExitCode::SUCCESS),
        Err(error) => {
            eprintln!("{error:#}");
            Some(ExitCode::FAILURE)
        }
    }
}

/// Starts this process once more, with its standard error going through [`rewrite_panics`] and
/// without the backtrace that evcxr asks for.
fn start_with_rewritten_panics(folder: &Path) -> io::Result<()> {
    let executable = env::current_exe()?;
    let (reader, writer) = io::pipe()?;
    Command::new(&executable)
        .arg("--rewrite-panics")
        .arg(folder)
        .env_remove(IS_RUNNER)
        .stdin(reader)
        .stdout(Stdio::null())
        .spawn()?;
    let mut command = Command::new(&executable);
    command
        .args(env::args_os().skip(1))
        .env(PREPARED, "1")
        .env("RUST_BACKTRACE", "0")
        .stderr(writer);
    Err(io::Error::other(become_command(command)))
}

/// A cell may loop forever: when the kernel is killed, this process must end all the same.
fn end_with_kernel(folder: std::path::PathBuf) {
    std::thread::spawn(move || {
        remove_when_kernel_ends(&folder);
        std::process::exit(0);
    });
}

/// Copies standard input to standard error, with panics made readable, until the process that
/// runs the cells ends. Then removes the kernel's folder, if the kernel has ended too.
pub fn rewrite_panics(folder: &Path) -> Result<(), String> {
    let cell_source = work_in(folder).join("src").join("lib.rs");
    let result = panics::rewrite(io::stdin().lock(), io::stderr(), &cell_source);
    remove_if_kernel_ended(folder);
    result.map_err(|error| error.to_string())
}
