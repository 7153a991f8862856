//! The process that runs the cells. evcxr starts this executable once more for it.
//!
//! Not needed once evcxr marks the output of the process that runs the cells.

use std::env;
use std::process::ExitCode;

/// evcxr sets this for the process that runs the cells.
const IS_RUNNER: &str = "EVCXR_IS_RUNTIME";
/// evcxr sets this for a process that shall wrap rustc.
const IS_RUSTC_WRAPPER: &str = "EVCXR_RUSTC_WRAPPER";

/// Runs cells until the kernel ends, if evcxr started this process for that.
pub fn run_if_asked() -> Option<ExitCode> {
    if env::var_os(IS_RUSTC_WRAPPER).is_none() && env::var_os(IS_RUNNER).is_none() {
        return None;
    }
    #[cfg(unix)]
    if env::var_os(IS_RUNNER).is_some()
        && let Some(folder) = descent_kernel::environment::private_folder()
    {
        unix::set_up(folder);
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

#[cfg(unix)]
mod unix {
    use std::env;
    use std::io;
    use std::os::fd::AsRawFd;
    use std::os::unix::process::CommandExt;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use descent_kernel::{Lab, become_command, remove_when_kernel_ends};

    use super::IS_RUNNER;

    /// Marks the second start, whose output is passed on by a process of its own.
    const SECOND_START: &str = "DESCENT_RUNNER_SECOND_START";

    pub fn set_up(folder: PathBuf) {
        if env::var_os(SECOND_START).is_none() {
            // If this fails, cells still run; only their panics are longer to read.
            let _ = start_with_output_passed_on(&folder);
        } else {
            // A cell may loop forever: when the kernel is killed, this process must end too.
            std::thread::spawn(move || {
                remove_when_kernel_ends(&folder);
                std::process::exit(0);
            });
        }
    }

    /// Starts this process once more, with its output going through the small tool, and without
    /// the backtrace that evcxr asks for.
    fn start_with_output_passed_on(folder: &Path) -> io::Result<()> {
        let executable = env::current_exe()?;
        let lab = Lab::of_this_process()?.ok_or(io::ErrorKind::NotFound)?;
        let (stdout, stdout_writer) = io::pipe()?;
        let (stderr, stderr_writer) = io::pipe()?;
        // Unlike `stderr`, the copy stays open in the process that is started here.
        let inherited = rustix::io::dup(&stderr)?;
        Command::new(lab.tool())
            .arg("--pass-output")
            .arg(folder)
            .arg(inherited.as_raw_fd().to_string())
            .env_remove(IS_RUNNER)
            .stdin(stdout)
            // Jupyter kills a kernel with its whole group: somebody has to remove the folder.
            .process_group(0)
            .spawn()?;
        drop((stderr, inherited));
        let mut command = Command::new(&executable);
        command
            .args(env::args_os().skip(1))
            .env(SECOND_START, "1")
            .env("RUST_BACKTRACE", "0")
            .stdout(stdout_writer)
            .stderr(stderr_writer);
        Err(become_command(command))
    }
}
