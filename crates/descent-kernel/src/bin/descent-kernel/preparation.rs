//! What the kernel finds out before evcxr starts: which tools, crates and kept cells it uses.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use descent_kernel::ownership::{is_own_program, is_trusted, is_writable, make_in_cache};
use descent_kernel::prebuilt::{PrebuiltFolder, Reason, State};
use descent_kernel::{Lab, PrivateFolder, Toolchain, environment};
use descent_language::words;

use crate::Failure;

/// Where this process, or the one that takes its place, has its private folder.
pub fn private_path() -> Result<PathBuf, Failure> {
    PrivateFolder::path_for(std::process::id()).map_err(|why| {
        words!(
            "The Rust kernel cannot make its working folder: {why}.",
            why
        )
        .into()
    })
}

/// Makes the private folder in the second start.
pub fn private_folder() -> Result<PrivateFolder, Failure> {
    let path = environment::private_folder()
        .ok_or_else(|| words!("the kernel was started in a wrong way"))?;
    PrivateFolder::create(&path).map_err(|why| {
        let path = path.display();
        words!(
            "The Rust kernel cannot make its folder '{path}': {why}.",
            path,
            why
        )
        .into()
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
    if !private.starts_with(env::temp_dir()) {
        // The linker needs a folder for temporary files, too.
        command.env("TMPDIR", private.parent().unwrap_or(private));
    }
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

/// Lets the second start use what set-up made in `lab`. If that does not fit, it is told why: its
/// first `:dep` line then takes long.
pub fn use_lab(command: &mut Command, lab: &Lab) -> Result<(), Failure> {
    let (prebuilt, state) = PrebuiltFolder::of(lab);
    match state {
        State::Fresh => {}
        State::Edited => _ = command.env(environment::COMPILES, words!("your changed crates")),
        State::Stale(reason) => return start_slowly(command, lab, &reason),
    }
    let toolchain = prebuilt.real_toolchain()?;
    use_prebuilt_folder(command, &prebuilt, &toolchain);
    command.env(environment::ANSWERS, prebuilt.answers());
    if let Some(home) = prebuilt.cargo_home() {
        // One in the lab leads to the sources there, and to no others.
        let variable = match is_writable(&home) && !home.starts_with(lab.root()) {
            true => "CARGO_HOME",
            false => environment::CARGO_HOME,
        };
        command.env(variable, home);
    }
    // Whoever wants to see how long compiling takes sets it to an empty name.
    if env::var_os(environment::CELLS).is_none()
        && let Ok(folders) = env::join_paths(kept_cells(lab, &prebuilt))
    {
        command.env(environment::CELLS, folders);
    }
    Ok(())
}

/// The folders of kept cells, that which is written to first: a user who cannot write the shared one
/// has one of her own.
fn kept_cells(lab: &Lab, prebuilt: &PrebuiltFolder) -> Vec<PathBuf> {
    let shared = prebuilt.cells();
    let own = match is_writable(prebuilt.path()) {
        true => None,
        false => lab
            .users_folder()
            .map(|folder| folder.join("cells"))
            .filter(|folder| make_in_cache(folder).is_ok()),
    };
    let may_be_used = |folder: &PathBuf| !folder.exists() || is_trusted(folder);
    own.into_iter()
        .chain([shared])
        .filter(may_be_used)
        .collect()
}

/// Lets the second start compile everything anew, if it can.
fn start_slowly(command: &mut Command, lab: &Lab, reason: &Reason) -> Result<(), Failure> {
    let advice = advice(lab, reason);
    if let Err(error) = Toolchain::find() {
        let why = match reason {
            Reason::Unreadable(_) => reason.to_string(),
            _ => words!("no Rust compiler was found ({error})", error),
        };
        return Err(match is_own_program() {
            true => words!(
                "The Rust kernel cannot start: {why}. Install Rust as https://rustup.rs says, then \
                 restart the kernel.",
                why
            ),
            false => words!(
                "The Rust kernel cannot start: {why}. Ask whoever runs this hub: every user has to \
                 be able to read the Rust toolchain.",
                why
            ),
        }
        .into());
    }
    let manifest = lab.notebook_crate().join("Cargo.toml");
    if let Err(error) = std::fs::File::open(&manifest) {
        return Err(words!(
            "The Rust kernel cannot start: the lessons' crates cannot be read ('{manifest}': {why}). \
             To put it right, {advice}.",
            manifest = manifest.display(),
            why = error.kind(),
            advice
        )
        .into());
    }
    let log = words!(
        "The Rust kernel starts slowly and has to compile the lessons' crates, because {reason}: to \
         have them ready at each start, {advice}.",
        reason,
        advice
    );
    eprintln!("{log}");
    let why = words!(
        "This kernel has to compile them, because {reason}: to have them ready at each start, \
         {advice}.",
        reason,
        advice
    );
    let what = words!("the lessons' crates");
    command.env(environment::COMPILES, format!("{what}\n{why}"));
    Ok(())
}

/// Who is to do what about a prebuilt folder that does not fit.
fn advice(lab: &Lab, reason: &Reason) -> String {
    match (is_own_program(), reason) {
        (true, _) => lab.remedy(),
        (false, Reason::Unreadable(_)) => {
            words!("ask whoever runs this hub to let every user read that")
        }
        (false, _) => {
            words!("ask whoever runs this hub to {what}", what = lab.remedy())
        }
    }
}
