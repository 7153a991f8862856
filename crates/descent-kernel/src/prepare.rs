//! Making the warm folder: what `scripts/lab.py` calls.

use descent_kernel::{Lab, Linker, Toolchain, warm};
use evcxr::CommandContext;

use crate::kernel::start_in_private_folder;

/// Compiles the notebooks' crates the way a kernel would, and keeps the result.
pub fn run(rest: &[&str]) -> Result<(), String> {
    let lab = Lab::of_this_process()
        .map_err(|error| error.to_string())?
        .ok_or("the kernel must be installed in the folder '.lab/kernel' to be prepared")?;
    let toolchain = Toolchain::find().map_err(|error| format!("cannot run rustc: {error}"))?;
    let linker = Linker::find();
    let key = warm::key(&lab, &toolchain, linker).map_err(|error| error.to_string())?;
    if warm::state(&lab, &toolchain, linker) == warm::State::Ready {
        return Ok(());
    }
    let folder = start_in_private_folder(rest)?;
    std::fs::copy(
        lab.checkout().join("Cargo.lock"),
        folder.work().join("Cargo.lock"),
    )
    .map_err(|error| format!("cannot copy Cargo.lock: {error}"))?;
    let (mut context, _outputs) = CommandContext::new().map_err(|error| error.to_string())?;
    let dependency = format!(
        ":dep descent-notebook = {{ path = \"{}\" }}",
        lab.notebook_crate().display()
    );
    context
        .execute(&dependency)
        .map_err(|error| error.to_string())?;
    warm::save(&lab, &folder.work(), &key)
        .map_err(|error| format!("cannot save the compiled crates: {error}"))
}
