//! Starting this executable once more, with the environment that evcxr shall see.
//!
//! A running program cannot change its own environment safely. On Unix the second start replaces
//! the first in the same process; elsewhere it runs as its child.
//!
//! Not needed once evcxr takes these settings as arguments.

use std::process::Command;

/// Replaces this process by `command`; returns only if that fails, with the reason.
#[cfg(unix)]
pub fn become_command(mut command: Command) -> String {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    format!(
        "cannot start '{}' once more: {error}",
        command.get_program().display()
    )
}

/// Runs `command` and ends this process with its status; returns only if that fails.
#[cfg(not(unix))]
pub fn become_command(mut command: Command) -> String {
    match command.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => {
            format!(
                "cannot start '{}' once more: {error}",
                command.get_program().display()
            )
        }
    }
}
