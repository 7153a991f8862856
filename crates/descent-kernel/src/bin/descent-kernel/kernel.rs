//! The process that JupyterLab talks to.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use descent_kernel::errors::is_explaining;
use descent_kernel::prebuilt::PrebuiltFolder;
use descent_kernel::{
    Facts, Front, Lab, Pins, PrivateFolder, Toolchain, become_command, dependency_on, docs_address,
    environment,
};
use descent_language::words;

use crate::Failure;
#[cfg(unix)]
use crate::parent;
use crate::preparation::{command_for, private_folder, private_path, use_lab};
use crate::refusal;

/// Marks the second start, which has the environment that evcxr shall see.
pub const SECOND_START: &str = "--second-start";
/// How many bytes of compiled cells are kept: all lessons, several times.
const MOST_KEPT: u64 = 500_000_000;
/// Names Jupyter's connection file to the second start, which gives evcxr one of its own.
const CONNECTION_FILE: &str = "DESCENT_KERNEL_CONNECTION_FILE";

/// Runs the kernel until JupyterLab shuts it down. `rest` are the arguments after the connection
/// file. One that cannot start stays all the same, to say why in each cell.
pub fn run(connection_file: &str, rest: &[&str]) -> Result<ExitCode, Failure> {
    let jupyters = env::var_os(CONNECTION_FILE).filter(|_| rest.contains(&SECOND_START));
    let started = match &jupyters {
        None => start_anew(connection_file).map(|()| ExitCode::SUCCESS),
        Some(jupyters) => serve(Path::new(jupyters), Path::new(connection_file)),
    };
    started.map_err(|reason| {
        let jupyters = jupyters.unwrap_or(connection_file.into());
        refusal::begin(Path::new(&jupyters), &reason.to_string())
    })
}

/// Starts this process once more, in the environment that evcxr shall see.
fn start_anew(connection_file: &str) -> Result<(), Failure> {
    let private = private_path()?;
    let mut command = command_for(&private)?;
    command
        .arg("--control_file")
        .arg(private.join("connection.json"))
        .arg(SECOND_START)
        .env(CONNECTION_FILE, connection_file);
    if let Some(lab) = Lab::of_this_process()? {
        use_lab(&mut command, &lab)?;
    }
    Err(become_command(command).into())
}

/// Runs evcxr behind the front. An error says why that cannot begin.
fn serve(jupyters: &Path, evcxrs: &Path) -> Result<ExitCode, Failure> {
    let folder = private_folder()?;
    let mut facts = Facts {
        rustc: rustc(),
        read_ahead: None,
        folder: folder.path().to_owned(),
        lab: Lab::of_this_process()?,
        docs: docs_address(jupyters),
        compiles: env::var(environment::COMPILES).ok(),
    };
    if let (Some(lab), Some(prebuilt)) = (&facts.lab, PrebuiltFolder::in_use()) {
        fill(lab, &prebuilt, &folder);
        facts.read_ahead = Some(first_cell(&lab.notebook_crate()));
    }
    let front = Front::start(jupyters, evcxrs, facts)?;
    end_on_panic();
    #[cfg(unix)]
    parent::end_with_it();
    let end = evcxr_jupyter::main();
    front.finish();
    match end {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) if front.has_begun() => {
            eprintln!(
                "{}",
                words!("The Rust kernel stopped: {why}", why = format!("{error:#}"))
            );
            Ok(ExitCode::FAILURE)
        }
        Err(error) => Err(refusal::in_plain_words(&format!("{error:#}")).into()),
    }
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
        let told =
            words!("The Rust kernel has failed in the way that the lines above show, and ends.");
        eprintln!("{told}");
        std::process::exit(1);
    }));
}

/// Fills the working folder from the prebuilt one.
fn fill(lab: &Lab, prebuilt: &PrebuiltFolder, folder: &PrivateFolder) {
    if let Some(cells) = environment::folders(environment::CELLS).first() {
        // What cannot be removed is no reason not to start.
        let _ = descent_kernel::limit_kept_cells(cells, MOST_KEPT);
    }
    let pins = Pins::of(folder.path(), &folder.work());
    let filled = pins
        .start(&lab.lock_file())
        .and_then(|()| prebuilt.copy_into(&folder.work()));
    if let Err(error) = filled {
        let told = words!(
            "The Rust kernel starts slowly, as it cannot read what was compiled for it: {why}.",
            why = error
        );
        eprintln!("{told}");
        // evcxr makes what it needs in the empty folder.
        let _ = std::fs::remove_dir_all(folder.work());
        let _ = std::fs::create_dir(folder.work());
    }
}
