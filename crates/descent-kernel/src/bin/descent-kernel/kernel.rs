//! The process that JupyterLab talks to.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use descent_kernel::errors::is_explaining;
use descent_kernel::prebuilt::{PrebuiltFolder, State};
use descent_kernel::{
    Facts, Front, Lab, Pins, PrivateFolder, Toolchain, become_command, dependency_on, environment,
};

use crate::Failure;
#[cfg(unix)]
use crate::parent;

/// Marks the second start, which has the environment that evcxr shall see.
pub const SECOND_START: &str = "--second-start";
/// How many bytes of compiled cells are kept: all lessons, several times.
const MOST_KEPT: u64 = 500_000_000;
/// Names Jupyter's connection file to the second start, which gives evcxr one of its own.
const CONNECTION_FILE: &str = "DESCENT_KERNEL_CONNECTION_FILE";

/// Runs the kernel until JupyterLab shuts it down. `rest` are the arguments after the connection
/// file.
pub fn run(connection_file: &str, rest: &[&str]) -> Result<(), Failure> {
    if !rest.contains(&SECOND_START) {
        let private = private_path()?;
        let mut command = command_for(&private)?;
        command
            .arg("--control_file")
            .arg(private.join("connection.json"))
            .arg(SECOND_START)
            .env(CONNECTION_FILE, connection_file);
        if let Some((prebuilt, toolchain)) = usable_prebuilt_folder() {
            use_prebuilt_folder(&mut command, &prebuilt, &toolchain);
            command.env(environment::ANSWERS, prebuilt.answers());
            // Whoever wants to see how long compiling takes sets it to an empty name.
            if env::var_os(environment::CELLS).is_none() {
                command.env(environment::CELLS, prebuilt.cells());
            }
        }
        return Err(become_command(command).into());
    }
    let folder = private_folder()?;
    let jupyters = env::var_os(CONNECTION_FILE).ok_or("the kernel was started in a wrong way")?;
    let mut facts = Facts {
        rustc: rustc(),
        read_ahead: None,
        folder: folder.path().to_owned(),
        sources: Vec::new(),
    };
    if env::var_os(environment::ANSWERS).is_some()
        && let Ok(Some(lab)) = Lab::of_this_process()
    {
        fill(&lab, &folder);
        facts.read_ahead = Some(first_cell(&lab.notebook_crate()));
        let crates = lab.checkout().join("crates");
        facts.sources = ["descent", "descent-notebook"]
            .map(|name| crates.join(name).join("src"))
            .into();
    }
    let front = Front::start(Path::new(&jupyters), Path::new(connection_file), facts)?;
    end_on_panic();
    #[cfg(unix)]
    parent::end_with_it();
    let end = evcxr_jupyter::main();
    front.finish();
    end.map_err(|error| format!("The Rust kernel stopped: {error:#}").into())
}

/// The compiler of the cells: that of the prebuilt folder, or whichever is found.
fn rustc() -> PathBuf {
    environment::folder(environment::SYSROOT).map_or("rustc".into(), |sysroot| {
        Toolchain::in_sysroot(sysroot).tool("rustc")
    })
}

/// What a lesson's first cell makes rust-analyzer read: the crates, and the standard library for
/// the type of a variable.
fn first_cell(notebook_crate: &Path) -> String {
    format!(
        "{}\n\
         use descent_notebook::prelude::*;\n\
         let start = array![1.0, 2.0];\n\
         let path = gradient_descent(|x: &Array1<f64>| x.sum(), &start, 0.1, 10)?;\n\
         path.",
        dependency_on(notebook_crate)
    )
}

/// Ends the process when a thread of evcxr panics, as rust-analyzer does at times when it completes
/// a name.
///
/// evcxr would live on without answering anything. A kernel that ends is started again by
/// JupyterLab at once.
fn end_on_panic() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        report(panic);
        if is_explaining() {
            return;
        }
        eprintln!("The Rust kernel has failed in the way that the lines above show, and ends.");
        std::process::exit(1);
    }));
}

/// Where this process, or the one that takes its place, has its private folder.
pub fn private_path() -> Result<PathBuf, Failure> {
    PrivateFolder::path_for(std::process::id())
        .map_err(|error| format!("The Rust kernel cannot make its working folder: {error}.").into())
}

/// Makes the private folder in the second start.
pub fn private_folder() -> Result<PrivateFolder, Failure> {
    let path = environment::private_folder().ok_or("the kernel was started in a wrong way")?;
    PrivateFolder::create(&path).map_err(|error| {
        let path = path.display();
        format!("The Rust kernel cannot make its folder '{path}': {error}.").into()
    })
}

/// The second start of this process, in an environment that keeps evcxr inside the private
/// folder. Its arguments are left to the caller.
pub fn command_for(private: &Path) -> io::Result<Command> {
    let mut command = Command::new(env::current_exe()?);
    let empty = environment::config_in(private);
    command
        .env(environment::PRIVATE_FOLDER, private)
        .env("EVCXR_TMPDIR", environment::work_in(private))
        // In an empty folder evcxr finds no kernelspec to overwrite, and no configuration of the
        // user's that could break a class.
        .env("EVCXR_CONFIG_DIR", &empty)
        .env("JUPYTER_PATH", &empty)
        // The compiled crates were compiled without these.
        .env("RUSTC_WRAPPER", "")
        .env("RUSTC_WORKSPACE_WRAPPER", "")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        // cargo shall not look for configuration or workspaces in the folders above, where
        // anybody may put files.
        .env("__CARGO_TEST_ROOT", private);
    Ok(command)
}

/// Lets the second start use the tools and the library of a prebuilt folder.
pub fn use_prebuilt_folder(
    command: &mut Command,
    prebuilt: &PrebuiltFolder,
    toolchain: &Toolchain,
) {
    if prebuilt.library().join("core").is_dir() {
        command.env("RUST_SRC_PATH", prebuilt.library());
    }
    if !prebuilt.stand_in("cargo").exists() {
        return;
    }
    let mut path = vec![prebuilt.toolchain().join("bin")];
    path.extend(env::var_os("PATH").iter().flat_map(env::split_paths));
    if let Ok(path) = env::join_paths(path) {
        command.env("PATH", path);
    }
    command
        .env(environment::SYSROOT, toolchain.sysroot())
        .env("RUSTUP_TOOLCHAIN", prebuilt.toolchain())
        .env("CARGO", prebuilt.stand_in("cargo"))
        .env("RUSTC", prebuilt.stand_in("rustc"))
        // An empty name would do to keep the user's wrapper out, but then cargo would ask rustc
        // six times a cell what it remembers otherwise.
        .env("RUSTC_WRAPPER", prebuilt.stand_in("wrapper"))
        .env_remove("RUSTC_WORKSPACE_WRAPPER");
}

/// The prebuilt folder, if it is complete and up to date. Otherwise says in the server's log why the
/// kernel starts slowly.
fn usable_prebuilt_folder() -> Option<(PrebuiltFolder, Toolchain)> {
    let lab = Lab::of_this_process().ok()??;
    let prebuilt = PrebuiltFolder::of(&lab);
    if let Ok(toolchain) = prebuilt.real_toolchain()
        && prebuilt.state(&lab, &toolchain) != State::Stale
    {
        return Some((prebuilt, toolchain));
    }
    tell_that_start_is_slow(&lab);
    None
}

fn tell_that_start_is_slow(lab: &Lab) {
    eprintln!(
        "The Rust kernel starts slowly, because what set-up compiled for it is missing or out of \
         date: run 'python3 scripts/lab.py --setup-only' in '{}'.",
        lab.checkout().display()
    );
}

/// Fills the working folder from the prebuilt one.
fn fill(lab: &Lab, folder: &PrivateFolder) {
    // What cannot be removed is no reason not to start.
    let _ = descent_kernel::limit_kept_cells(&PrebuiltFolder::of(lab).cells(), MOST_KEPT);
    let pins = Pins::of(folder.path(), &folder.work());
    let filled = pins
        .start(&lab.lock_file())
        .and_then(|()| PrebuiltFolder::of(lab).copy_into(&folder.work()));
    if filled.is_err() {
        tell_that_start_is_slow(lab);
        // evcxr makes what it needs in the empty folder.
        let _ = std::fs::remove_dir_all(folder.work());
        let _ = std::fs::create_dir(folder.work());
    }
}
