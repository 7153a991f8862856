//! Another program in the place of this one: the tool that a stand-in stands for, or this program
//! once more with the environment that evcxr shall see. A running one cannot change its own safely.
//!
//! Not needed once evcxr takes these settings as arguments.

use std::io;
use std::process::Command;

/// Replaces this process by `command`; where the system cannot do that, runs `command` and ends
/// this process with its status. Returns only if that fails, with the reason.
pub fn become_command(mut command: Command) -> io::Error {
    #[cfg(unix)]
    let error = std::os::unix::process::CommandExt::exec(&mut command);
    #[cfg(not(unix))]
    let error = match command.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => error,
    };
    let program = command.get_program().display();
    io::Error::new(error.kind(), format!("cannot start '{program}': {error}"))
}
