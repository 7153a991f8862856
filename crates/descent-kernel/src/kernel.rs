//! The process that JupyterLab talks to.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use descent_kernel::{Lab, Linker, PrivateFolder, Toolchain, warm};

use crate::relaunch::become_command;

/// Marks the second start, which has the environment that evcxr shall see.
const PREPARED: &str = "--prepared";
/// Where the runner finds the kernel's private folder.
pub const PRIVATE_FOLDER: &str = "DESCENT_KERNEL_FOLDER";

/// Runs the kernel until JupyterLab shuts it down. `rest` are the arguments after the connection
/// file.
pub fn run(rest: &[&str]) -> Result<(), String> {
    let folder = start_in_private_folder(rest)?;
    let lab = Lab::of_this_process().ok().flatten();
    if let Some(lab) = &lab {
        fill(lab, &folder.work());
    }
    evcxr_jupyter::main().map_err(|error| format!("the Rust kernel stopped: {error:#}"))
}

/// The private folder, in a process whose environment points to it.
pub fn start_in_private_folder(rest: &[&str]) -> Result<PrivateFolder, String> {
    if rest.contains(&PREPARED)
        && let Some(path) = env::var_os(PRIVATE_FOLDER)
    {
        let path = PathBuf::from(path);
        return PrivateFolder::create(&path).map_err(|error| {
            format!(
                "the Rust kernel cannot make its folder '{}': {error}",
                path.display()
            )
        });
    }
    let path = PrivateFolder::path_for(std::process::id())
        .map_err(|error| format!("the Rust kernel cannot make its working folder: {error}"))?;
    Err(become_command(command_with_environment(&path)?))
}

fn command_with_environment(private: &Path) -> Result<Command, String> {
    let executable = env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(executable);
    let empty = descent_kernel::config_in(private);
    command
        .args(env::args_os().skip(1))
        .arg(PREPARED)
        .env(PRIVATE_FOLDER, private)
        .env("EVCXR_TMPDIR", descent_kernel::work_in(private))
        // In an empty folder evcxr finds no kernelspec to overwrite, and no configuration of the
        // user's that could break a class.
        .env("EVCXR_CONFIG_DIR", &empty)
        .env("JUPYTER_PATH", &empty)
        // The compiled crates were compiled without these.
        .env("RUSTC_WRAPPER", "")
        .env("RUSTC_WORKSPACE_WRAPPER", "")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    if let Some(lab) = Lab::of_this_process().ok().flatten()
        && lab.library().join("core").is_dir()
    {
        command.env("RUST_SRC_PATH", lab.library());
    }
    Ok(command)
}

/// Fills the working folder from the warm one, if that is up to date.
fn fill(lab: &Lab, work: &Path) {
    let ready = Toolchain::find()
        .is_ok_and(|toolchain| warm::state(lab, &toolchain, Linker::find()) == warm::State::Ready);
    let copied = ready && warm::copy_into(lab, work).is_ok();
    if !copied {
        eprintln!(
            "The Rust kernel starts slowly, because what it needs is not compiled or out of date: \
             run 'python3 scripts/lab.py --setup-only' in '{}'.",
            lab.checkout().display()
        );
    }
}
