//! The kernel's executable. See the library of this crate for what it does around evcxr.

mod kernel;
#[cfg(unix)]
mod parent;
mod prebuild;
mod preparation;
mod refusal;
mod runner;

use std::error::Error;
use std::process::ExitCode;

use descent_language::words;

/// Why the kernel ends, in a sentence for the server's log.
type Failure = Box<dyn Error + Send + Sync>;

fn main() -> ExitCode {
    if let Some(end) = runner::run_if_asked() {
        return end;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["--control_file", connection_file, rest @ ..] => kernel::run(connection_file, rest),
        [refusal::CANNOT_START, connection_file, reason] => refusal::run(connection_file, reason),
        [prebuild::PREBUILD, rest @ ..] => prebuild::run(rest),
        ["--version"] => {
            println!("descent-kernel {}", env!("CARGO_PKG_VERSION"));
            Ok(ExitCode::SUCCESS)
        }
        _ => Err(words!(
            "This is the Rust kernel of the descent notebooks. JupyterLab starts it by itself; to \
             set it up, run 'python3 scripts/lab.py' in the checkout, or 'descent-lab' where it is \
             installed."
        )
        .into()),
    };
    result.unwrap_or_else(|message| {
        eprintln!("{message}");
        ExitCode::FAILURE
    })
}
