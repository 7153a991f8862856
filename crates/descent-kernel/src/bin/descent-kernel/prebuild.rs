//! Making the prebuilt folder: what set-up calls.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use descent_kernel::prebuilt::{self, PrebuiltFolder, Reason, State};
use descent_kernel::{
    Lab, Pins, Toolchain, become_command, dependency_on, environment, ownership,
    write_small_library,
};
use descent_language::words;
use evcxr::CommandContext;

use crate::Failure;
use crate::kernel::SECOND_START;
use crate::preparation::{command_for, private_folder, private_path, use_prebuilt_folder};

/// Asks for what this module does.
pub const PREBUILD: &str = "--prebuild";
/// Marks a second start that shall do without the small standard library.
const PLAIN: &str = "--whole-library";
/// Cells whose types rust-analyzer can only know if it reads the standard library well.
const TYPE_CHECK: &str = r#"
let numbers = vec![1.0, 2.0];
let total = numbers.iter().map(|number| number * 2.0).sum::<f64>();
let names = "a b".split(' ').map(str::to_owned).collect::<Vec<_>>();
let power = 3u8.wrapping_add(1).pow(2);
let root = 2.0_f64.sqrt();
let first = names.first().cloned().unwrap_or_default();
let table = std::collections::HashMap::from([(1u8, "one".to_owned())]);
"#;
const TYPES: [(&str, &str); 7] = [
    ("first", "String"),
    ("names", "Vec<String>"),
    ("numbers", "Vec<f64>"),
    ("power", "u8"),
    ("root", "f64"),
    ("table", "std::collections::HashMap<u8, String>"),
    ("total", "f64"),
];

/// A cell with a variable whose type nobody knows. Of such evcxr has cargo check the crates, which it
/// does not compile for: the first one in a kernel would take half a minute. What an installed lab
/// has is linked into each student's temporary folder, file by file, and is kept small instead.
const WITHOUT_TYPE: &str = "let nothing = a_function_that_nobody_wrote();";

/// Compiles the notebooks' crates the way a kernel would, and keeps the result, unless that is
/// done. Says first why it does.
pub fn run(rest: &[&str]) -> Result<ExitCode, Failure> {
    let lab = Lab::of_this_process()?.ok_or_else(|| {
        words!("The kernel must lie in a lab, beside the lessons' crates, to compile them.")
    })?;
    ownership::share_what_is_made();
    if !rest.is_empty() {
        return compile(&lab, rest).map(|()| ExitCode::SUCCESS);
    }
    let toolchain = Toolchain::find().map_err(|error| {
        words!(
            "No Rust compiler was found, as https://rustup.rs installs it: {why}.",
            why = error
        )
    })?;
    let Some(reason) = reason(&lab, &toolchain) else {
        return Ok(ExitCode::SUCCESS);
    };
    let whole = PrebuiltFolder::to_make(&lab).map_err(cannot_write)?;
    let part = whole.part();
    let compiled = part.compiled(&lab, &whole, &toolchain)?;
    let told = match compiled[1..].iter().any(|folder| folder.is_dir()) {
        true => words!(
            "The lessons' crates are put in place, some seconds: {reason}.",
            reason
        ),
        false if prebuilt::carried(&lab).is_dir() => words!(
            "The lessons' crates are compiled, about a minute, as those that came with the kernel \
             are of another Rust: {reason}.",
            reason
        ),
        false => words!(
            "The lessons' crates are compiled, about a minute: {reason}.",
            reason
        ),
    };
    eprintln!("{told}");
    part.begin(&lab, &toolchain).map_err(cannot_write)?;
    if let Err(error) = write_small_library(&toolchain, &part.library()) {
        let told = words!(
            "The first cell of each kernel takes a second longer than it could: {why}.",
            why = error
        );
        eprintln!("{told}");
        let _ = fs::remove_dir_all(part.library());
    }
    Err(become_prebuilding(&lab, &part, &toolchain, &compiled))
}

/// Why the crates have to be compiled, if they have to.
fn reason(lab: &Lab, toolchain: &Toolchain) -> Option<Reason> {
    let (saved, state) = PrebuiltFolder::of(lab);
    match state {
        State::Stale(reason) => Some(reason),
        _ if !saved
            .real_toolchain()
            .is_ok_and(|saved| saved == *toolchain) =>
        {
            Some(Reason::Rust)
        }
        State::Edited => Some(Reason::Sources),
        State::Fresh => None,
    }
}

/// Starts this process once more, to compile with what is in `part`. Returns only if that fails.
fn become_prebuilding(
    lab: &Lab,
    part: &PrebuiltFolder,
    toolchain: &Toolchain,
    compiled: &[PathBuf],
) -> Failure {
    let prepare = || -> Result<Command, Failure> {
        let mut command = command_for(&private_path()?)?;
        use_prebuilt_folder(&mut command, part, toolchain);
        command
            .args([PREBUILD, SECOND_START])
            .env(environment::RECORD, part.answers())
            .env(environment::COMPILED, env::join_paths(compiled)?);
        if lab.is_checkout() {
            command.env(environment::DOCS, part.docs());
        }
        Ok(command)
    };
    match prepare() {
        Ok(command) => become_command(command).into(),
        Err(failure) => failure,
    }
}

fn compile(lab: &Lab, rest: &[&str]) -> Result<(), Failure> {
    let whole = PrebuiltFolder::to_make(lab).map_err(cannot_write)?;
    let part = whole.part();
    let toolchain = part.real_toolchain()?;
    let key = prebuilt::key(lab, &toolchain)?;
    let sources = prebuilt::sources(lab.root());
    let folder = private_folder()?;
    Pins::of(folder.path(), &folder.work())
        .start(&lab.lock_file())
        .map_err(cannot_write)?;
    if let Some(problem) = compile_and_check_types(lab)? {
        if rest.contains(&PLAIN) || !part.library().exists() {
            return Err(words!(
                "The Rust kernel does not find the types of variables: {problem}",
                problem
            )
            .into());
        }
        let told = words!(
            "Taking the standard library's whole sources, as the small ones fail: {problem}",
            problem
        );
        eprintln!("{told}");
        drop(folder);
        fs::remove_dir_all(part.library()).map_err(cannot_write)?;
        let mut command = command_for(&private_path()?)?;
        command
            .args([PREBUILD, SECOND_START, PLAIN])
            .env_remove("RUST_SRC_PATH");
        return Err(become_command(command).into());
    }
    part.complete(&whole, &folder.work(), &key, &sources)
        .map_err(cannot_write)
}

/// Runs the notebooks' `:dep` line, then [`TYPE_CHECK`], and returns what is wrong with the types
/// of its variables.
fn compile_and_check_types(lab: &Lab) -> Result<Option<String>, Failure> {
    let (mut context, _outputs) = CommandContext::new()?;
    let dependency = dependency_on(&lab.notebook_crate());
    context.execute(&dependency).map_err(|_| {
        words!(
            "The crate 'descent-notebook' does not compile: 'cargo check --package \
             descent-notebook' says why."
        )
    })?;
    if let Err(error) = context.execute(TYPE_CHECK) {
        return Ok(Some(error.to_string()));
    }
    let found: BTreeMap<&str, &str> = context.variables_and_types().collect();
    let problem = format!("{found:?} instead of {TYPES:?}");
    let is_known = found == BTreeMap::from(TYPES);
    if lab.is_checkout() {
        // It fails, and leaves the crates checked.
        let _ = context.execute(WITHOUT_TYPE);
    }
    Ok((!is_known).then_some(problem))
}

fn cannot_write(error: std::io::Error) -> Failure {
    let kernel = env::current_exe().unwrap_or_default();
    let kernel = kernel.display();
    words!(
        "Cannot write what was compiled beside '{kernel}': {why}.",
        kernel,
        why = error
    )
    .into()
}
