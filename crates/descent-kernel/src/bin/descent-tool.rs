//! Stands in for `cargo` and `rustc` where evcxr calls them, under their names; and passes on
//! what the process that runs the cells prints. Small, because it starts many times.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
#[cfg(unix)]
use std::time::Duration;

use descent_kernel::errors::{Refused, without_warnings};
use descent_kernel::{
    Answer, CALL, Cell, Compiled, CompiledCrate, Pins, Recipe, SharedCargoHome, ToolCall,
    Toolchain, become_command, document, environment, ownership, visible_packages,
};
use descent_language::words;

/// For how long a killed kernel or its compiler may still use the kernel's folder.
#[cfg(unix)]
const LAST_LOOK: Duration = Duration::from_secs(5);

/// Otherwise rustc cuts long types, and names a file on this machine that holds them.
const TYPES_IN_FULL: [&str; 2] = ["--diagnostic-width", "1000"];

fn main() -> ExitCode {
    let mut arguments = env::args_os();
    let name = arguments.next().map(PathBuf::from).unwrap_or_default();
    let arguments: Vec<OsString> = arguments.collect();
    let result = match name.file_stem().and_then(|stem| stem.to_str()) {
        Some(tool @ ("cargo" | "rustc")) => stand_in_for(tool, &arguments),
        Some("wrapper") => wrap(&arguments),
        _ => pass_output(&arguments),
    };
    result.unwrap_or_else(|error| {
        eprintln!("descent-tool: {error}");
        ExitCode::FAILURE
    })
}

/// Runs the compiler that cargo names, unless it would compile a cell that is kept. What it says of
/// a cell that it refuses is left for the front.
fn wrap(arguments: &[OsString]) -> io::Result<ExitCode> {
    let in_a_kernel = environment::private_folder().zip(in_utf8(arguments));
    if let Some((private, arguments)) = in_a_kernel
        && Cell::is_named_in(&arguments)
        && let Some((rustc, rest)) = arguments.split_first()
    {
        let cell = Cell::of(rest, &environment::work_in(&private));
        if cell.is_some() {
            Recipe::remember(&private, &arguments)?;
        }
        return compile(&private, rest, cell.as_ref(), || Command::new(rustc)).map(exit_of);
    }
    let (rustc, rest) = arguments.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(rustc);
    command.args(rest);
    let folders = environment::folders(environment::COMPILED);
    if let Some(own) = folders.first()
        && let Some(rest) = in_utf8(rest)
        && let Some(made) = CompiledCrate::of_this_process(&rest)
    {
        let end = compile_ahead(&made, own, &folders, &mut command)?;
        if let Some(docs) = environment::folder(environment::DOCS)
            && let Some(sources) = made.our_sources()
        {
            document(&real_tool("rustdoc")?, &rest, sources, &docs)?;
        }
        return Ok(end);
    }
    Err(become_command(command))
}

/// Puts a crate in place if it is in one of the folders; otherwise has it compiled, and keeps it in
/// `own`.
fn compile_ahead(
    made: &CompiledCrate,
    own: &Path,
    folders: &[PathBuf],
    rustc: &mut Command,
) -> io::Result<ExitCode> {
    if let Some(said) = made.restore(folders) {
        io::stderr().write_all(said.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut rustc = rustc
        .arg(made.without_places())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut said = String::new();
    if let Some(stderr) = rustc.stderr.take() {
        // cargo compiles the next crate as soon as it hears that this one can be used.
        for line in io::BufReader::new(stderr).lines() {
            let line = line? + "\n";
            io::stderr().write_all(line.as_bytes())?;
            said += &line;
        }
    }
    let status = rustc.wait()?;
    if status.success() {
        // A disk that is full keeps no crate from being compiled.
        let _ = made.keep(own, &said);
    }
    Ok(exit_code(status.code()))
}

/// Compiles a cell as cargo had the last one compiled, and says what cargo would say of it. `None`
/// if cargo has to be asked.
fn compile_without_cargo(private: &Path, call: &str) -> io::Result<Option<ExitCode>> {
    let work = environment::work_in(private);
    if let Some(recipe) = Recipe::recall(private, call)
        && let Some((rustc, rest)) = recipe.arguments().split_first()
        && let Some(cell) = Cell::of(rest, &work)
    {
        let success = compile(private, rest, Some(&cell), || {
            let mut command = Command::new(rustc);
            command.current_dir(&work).envs(recipe.variables());
            command
        })?;
        if success {
            println!("{}", cell.artifact()?);
        }
        return Ok(Some(exit_of(success)));
    }
    Ok(None)
}

/// Compiles the cell, or without one checks its crate, with these arguments of rustc's, which is
/// started by `rustc`. Tells whether there are no errors.
fn compile(
    private: &Path,
    arguments: &[String],
    cell: Option<&Cell>,
    rustc: impl Fn() -> Command,
) -> io::Result<bool> {
    // What is kept is for everybody who may read where it is kept.
    ownership::share_what_is_made();
    let run = |arguments: &[String]| {
        let answer = ask(rustc().args(arguments).args(TYPES_IN_FULL))?;
        io::stdout().write_all(answer.stdout.as_bytes())?;
        Ok(Compiled {
            success: answer.status == 0,
            stderr: answer.stderr,
        })
    };
    let Compiled { success, stderr } = match cell {
        Some(cell) => cell.compiled(&environment::folders(environment::CELLS), run)?,
        None => run(arguments)?,
    };
    io::stderr().write_all(without_warnings(&stderr).as_bytes())?;
    if !success {
        let source = environment::work_in(private).join("src").join("lib.rs");
        let source = fs::read_to_string(source).unwrap_or_default();
        let said = stderr;
        Refused { source, said }.write(private);
    }
    Ok(success)
}

fn exit_of(success: bool) -> ExitCode {
    ExitCode::from(u8::from(!success))
}

/// The arguments as text, if all of them are.
fn in_utf8(arguments: &[OsString]) -> Option<Vec<String>> {
    arguments
        .iter()
        .map(|argument| argument.to_str().map(str::to_owned))
        .collect()
}

/// Does what the tool would do, or lets it do it.
fn stand_in_for(tool: &str, arguments: &[OsString]) -> io::Result<ExitCode> {
    let mut command = Command::new(real_tool(tool)?);
    command.args(arguments);
    let (Some(private), Some(arguments)) = (environment::private_folder(), in_utf8(arguments))
    else {
        return Err(become_command(command));
    };
    let work = environment::work_in(&private);
    if !is_current_folder(&work) {
        return Err(become_command(command));
    }
    let call = ToolCall {
        tool,
        arguments: &arguments,
        work: &work,
    };
    let record = environment::folder(environment::RECORD);
    if record.is_none()
        && call.is_repeatable()
        && let Some(answers) = environment::folder(environment::ANSWERS)
        && let Some(answer) = call.look_up(&answers)
    {
        return repeat(&answer);
    }
    // An interrupt ends this process, and all that it starts.
    #[cfg(unix)]
    let _works = match call.compiles() {
        true => match descent_kernel::compiler::begin(&private)? {
            None => return Ok(ExitCode::FAILURE),
            works => works,
        },
        false => None,
    };
    let name = Recipe::name_of(&call).filter(|_| record.is_none());
    if let Some(name) = name {
        if let Some(end) = compile_without_cargo(&private, &name)? {
            return Ok(end);
        }
        command.env(CALL, name);
    }
    let shared = SharedCargoHome::of(&private).filter(|_| tool == "cargo");
    if let Some(shared) = &shared {
        shared.serve(&mut command);
    }
    let pins = Pins::of(&private, &work);
    let chooses_versions = restore(&pins, &call)?;
    let has = |wanted: &str| arguments.iter().any(|argument| argument == wanted);
    // rust-analyzer alone asks for one platform.
    let for_analysis = has("metadata") && has("--filter-platform");
    let is_new_dependency = has("metadata") && shared.is_some();
    let end = if for_analysis || is_new_dependency || (record.is_some() && call.is_repeatable()) {
        let mut answer = ask(&mut command)?;
        if answer.status != 0
            && let Some(shared) = &shared
        {
            shared.withdraw(&mut command);
            let own = ask(&mut command)?;
            if own.status == 0 {
                shared.leave()?;
            }
            answer = own;
        }
        if for_analysis && let Some(visible) = visible_packages(&answer.stdout) {
            answer.stdout = visible;
        }
        if let Some(folder) = record {
            call.record(&answer, &folder)?;
        }
        repeat(&answer)?
    } else if chooses_versions {
        exit_code(command.status()?.code())
    } else {
        return Err(become_command(command));
    };
    if chooses_versions && end == ExitCode::SUCCESS {
        pins.remember()?;
    }
    Ok(end)
}

/// Restores the pins where cargo is about to choose versions for a changed manifest. Tells whether
/// they go into the working folder's lock file, not into the copy that rust-analyzer has made.
fn restore(pins: &Pins, call: &ToolCall) -> io::Result<bool> {
    let has = |wanted: &[&str]| call.arguments.iter().any(|one| wanted.contains(&&**one));
    let chooses = call.tool == "cargo" && has(&["build", "check", "metadata"]);
    if !chooses || has(&["--no-deps"]) || !pins.are_lost() {
        return Ok(false);
    }
    let copy = env::var_os("CARGO_RESOLVER_LOCKFILE_PATH").map(PathBuf::from);
    pins.restore(copy.as_ref().unwrap_or(&pins.lock()))?;
    Ok(copy.is_none())
}

/// Whether evcxr asks, and not a user who runs the tools in a folder of their own.
fn is_current_folder(work: &Path) -> bool {
    matches!((env::current_dir(), work.canonicalize()), (Ok(here), Ok(work)) if here == work)
}

fn real_tool(tool: &str) -> io::Result<PathBuf> {
    let sysroot = environment::folder(environment::SYSROOT).ok_or_else(|| {
        io::Error::other(words!(
            "this stand-in for {tool} works inside the Rust kernel only",
            tool
        ))
    })?;
    Ok(Toolchain::in_sysroot(sysroot).tool(tool))
}

fn ask(command: &mut Command) -> io::Result<Answer> {
    let output = command.stdin(Stdio::null()).output()?;
    Ok(Answer {
        status: output.status.code().unwrap_or(1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

fn repeat(answer: &Answer) -> io::Result<ExitCode> {
    io::stderr().write_all(answer.stderr.as_bytes())?;
    io::stdout().write_all(answer.stdout.as_bytes())?;
    io::stdout().flush()?;
    Ok(exit_code(Some(answer.status)))
}

fn exit_code(status: Option<i32>) -> ExitCode {
    status
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from)
}

/// `--pass-output FOLDER DESCRIPTOR`: passes on the output of the kernel that has the private
/// folder FOLDER; standard input is its standard output, DESCRIPTOR its standard error.
#[cfg(unix)]
fn pass_output(arguments: &[OsString]) -> io::Result<ExitCode> {
    let option = OsString::from("--pass-output");
    let Some([folder, descriptor]) = arguments.strip_prefix(&[option]) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let folder = Path::new(folder);
    let stdout = fs::File::open("/dev/fd/0")?;
    let stderr = fs::File::open(Path::new("/dev/fd").join(descriptor))?;
    let result = descent_kernel::pass_on(stdout, stderr, folder);
    // evcxr waits for the end of both before it starts the next process.
    let nowhere = fs::File::options().write(true).open("/dev/null")?;
    rustix::stdio::dup2_stdout(&nowhere)?;
    rustix::stdio::dup2_stderr(&nowhere)?;
    // The process that ran the cells has ended, perhaps because the kernel was killed.
    descent_kernel::remove_if_kernel_ends(folder, LAST_LOOK);
    result.map(|()| ExitCode::SUCCESS)
}

#[cfg(not(unix))]
fn pass_output(_arguments: &[OsString]) -> io::Result<ExitCode> {
    Err(io::ErrorKind::Unsupported.into())
}
