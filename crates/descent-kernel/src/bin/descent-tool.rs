//! Stands in for `cargo` and `rustc` where evcxr calls them, under their names; and passes on
//! what the process that runs the cells prints. Small, because it starts many times.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
#[cfg(unix)]
use std::time::Duration;

use descent_kernel::{Answer, Cell, Compiled, Pins, ToolCall, environment, visible_packages};

/// For how long a killed kernel or its compiler may still use the kernel's folder.
#[cfg(unix)]
const LAST_LOOK: Duration = Duration::from_secs(5);

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

/// Runs the compiler that cargo names, unless it would compile a cell that is kept.
fn wrap(arguments: &[OsString]) -> io::Result<ExitCode> {
    let (rustc, arguments) = arguments.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let cells = env::var_os(environment::CELLS).filter(|cells| !cells.is_empty());
    let cell = environment::private_folder()
        .zip(in_utf8(arguments))
        .and_then(|(private, arguments)| Cell::of(&arguments, &environment::work_in(&private)));
    let (Some(cells), Some(cell)) = (cells.map(PathBuf::from), cell) else {
        return run(Command::new(rustc).args(arguments));
    };
    let compiled = cell.compiled(&cells, |arguments| {
        let answer = ask(Command::new(rustc).args(arguments))?;
        io::stdout().write_all(answer.stdout.as_bytes())?;
        Ok(Compiled {
            success: answer.status == 0,
            stderr: answer.stderr,
        })
    })?;
    io::stderr().write_all(compiled.stderr.as_bytes())?;
    Ok(exit_code(Some(i32::from(!compiled.success))))
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
    let real = real_tool(tool)?;
    let (Some(private), Some(arguments)) = (environment::private_folder(), in_utf8(arguments))
    else {
        return run(Command::new(real).args(arguments));
    };
    let work = environment::work_in(&private);
    if !is_current_folder(&work) {
        return run(Command::new(real).args(arguments));
    }
    let call = ToolCall {
        tool,
        arguments: &arguments,
        work: &work,
    };
    let record = env::var_os(environment::RECORD).map(PathBuf::from);
    if record.is_none()
        && call.is_repeatable()
        && let Some(answer) =
            env::var_os(environment::ANSWERS).and_then(|folder| call.look_up(Path::new(&folder)))
    {
        return repeat(&answer);
    }
    let mut command = Command::new(real);
    command.args(&arguments);
    let is_metadata = arguments.iter().any(|argument| argument == "metadata");
    let lock = needed_lock(tool, &arguments, &private, &work)?;
    // rust-analyzer alone asks for one platform.
    let for_analysis = is_metadata && arguments.iter().any(|one| one == "--filter-platform");
    let answer = if for_analysis || (record.is_some() && call.is_repeatable()) {
        let mut answer = ask(&mut command)?;
        if for_analysis && let Some(visible) = visible_packages(&answer.stdout) {
            answer.stdout = visible;
        }
        if let Some(folder) = record {
            call.record(&answer, &folder)?;
        }
        repeat(&answer)?
    } else if lock.is_none() {
        return run(&mut command);
    } else {
        exit_code(command.status()?.code())
    };
    if let Some(Lock::OfManifest) = lock
        && answer == ExitCode::SUCCESS
    {
        Pins::of(&private, &work).remember()?;
    }
    Ok(answer)
}

/// A lock file that had to be restored.
enum Lock {
    /// The working folder's own.
    OfManifest,
    /// The copy that rust-analyzer makes for itself.
    OfAnalysis,
}

/// Restores the pins where cargo is about to choose versions for a changed manifest.
fn needed_lock(
    tool: &str,
    arguments: &[String],
    private: &Path,
    work: &Path,
) -> io::Result<Option<Lock>> {
    let chooses = arguments
        .iter()
        .any(|one| ["build", "check", "metadata"].contains(&&**one));
    let pins = Pins::of(private, work);
    let elsewhere = arguments.iter().any(|one| one == "--no-deps");
    if tool != "cargo" || !chooses || elsewhere || !pins.are_lost() {
        return Ok(None);
    }
    if let Some(copy) = env::var_os("CARGO_RESOLVER_LOCKFILE_PATH") {
        pins.restore(Path::new(&copy))?;
        return Ok(Some(Lock::OfAnalysis));
    }
    pins.restore(&pins.lock())?;
    Ok(Some(Lock::OfManifest))
}

/// Whether evcxr asks, and not a user who runs the tools in a folder of their own.
fn is_current_folder(work: &Path) -> bool {
    matches!((env::current_dir(), work.canonicalize()), (Ok(here), Ok(work)) if here == work)
}

fn real_tool(tool: &str) -> io::Result<PathBuf> {
    let sysroot = env::var_os(environment::SYSROOT)
        .map(PathBuf::from)
        .ok_or_else(|| {
            io::Error::other(format!(
                "this stand-in for {tool} works inside the Rust kernel only"
            ))
        })?;
    Ok(sysroot
        .join("bin")
        .join(format!("{tool}{}", env::consts::EXE_SUFFIX)))
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

/// Becomes the command, where the system can do that.
fn run(command: &mut Command) -> io::Result<ExitCode> {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        Err(command.exec())
    }
    #[cfg(not(unix))]
    {
        Ok(exit_code(command.status()?.code()))
    }
}

/// `--pass-output FOLDER DESCRIPTOR`: passes on the output of the kernel that has the private
/// folder FOLDER; standard input is its standard output, DESCRIPTOR its standard error.
#[cfg(unix)]
fn pass_output(arguments: &[OsString]) -> io::Result<ExitCode> {
    let [option, folder, descriptor] = arguments else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    if option != "--pass-output" {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let folder = Path::new(folder);
    let stdout = fs::File::open("/dev/fd/0")?;
    let stderr = fs::File::open(Path::new("/dev/fd").join(descriptor))?;
    let cell_source = environment::work_in(folder).join("src").join("lib.rs");
    let result = descent_kernel::pass_on(stdout, stderr, &cell_source);
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
