//! evcxr's own kernel, built from the same locked sources as ours and without anything that this
//! crate does around it: what `scripts/bench.py` compares with.

use std::process::ExitCode;

fn main() -> ExitCode {
    match evcxr_jupyter::main() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
