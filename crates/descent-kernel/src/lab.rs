//! Where set-up keeps things.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::program;

/// Where the kernel's programs lie in a checkout.
const KERNEL: &str = ".lab/kernel";

/// The folder `.lab` of a checkout, in which `scripts/lab.py` sets everything up.
///
/// The kernel's executable lies in `.lab/kernel/`, so a kernel finds its checkout from its own
/// path: nothing is passed to it, and nothing breaks when JupyterLab starts it from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lab {
    checkout: PathBuf,
}

impl Lab {
    /// The lab that `executable` was installed into, or `None` for an executable that lies
    /// elsewhere (such as cargo's `target/`).
    #[must_use]
    pub fn of_executable(executable: &Path) -> Option<Self> {
        let kernel = executable.parent()?;
        let checkout = kernel.parent()?.parent()?.to_owned();
        kernel.ends_with(KERNEL).then_some(Self { checkout })
    }

    /// The lab of the running executable.
    ///
    /// # Errors
    /// When the operating system does not tell where the executable is.
    pub fn of_this_process() -> io::Result<Option<Self>> {
        let executable = env::current_exe()?.canonicalize()?;
        Ok(Self::of_executable(&executable))
    }

    /// The checkout's root.
    #[must_use]
    pub fn checkout(&self) -> &Path {
        &self.checkout
    }

    /// The program that stands in for cargo and rustc.
    #[must_use]
    pub fn tool(&self) -> PathBuf {
        self.checkout.join(KERNEL).join(program("descent-tool"))
    }

    /// What set-up made once for all kernels, see [`prebuilt`](crate::prebuilt).
    #[must_use]
    pub fn prebuilt_folder(&self) -> PathBuf {
        self.checkout.join(KERNEL).join("prebuilt")
    }

    /// The versions of all crates.
    #[must_use]
    pub fn lock_file(&self) -> PathBuf {
        self.checkout.join("Cargo.lock")
    }

    /// The one crate that a notebook names in its `:dep` line.
    #[must_use]
    pub fn notebook_crate(&self) -> PathBuf {
        self.checkout.join("crates/descent-notebook")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installed_executable_finds_its_checkout() {
        let lab = Lab::of_executable(Path::new("/home/é x/.lab/kernel/descent-kernel"));
        assert_eq!(
            lab.expect("inside a lab").checkout(),
            Path::new("/home/é x")
        );
    }

    #[test]
    fn an_executable_in_cargos_target_folder_has_no_lab() {
        assert_eq!(
            Lab::of_executable(Path::new("/x/target/release/descent-kernel")),
            None
        );
    }
}
