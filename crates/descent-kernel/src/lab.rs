//! Where set-up keeps things.

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::{name_of, program};
use crate::ownership::user_cache;
use crate::words::words;

/// Where the kernel's programs lie in a checkout, and where in an installed lab.
const IN_CHECKOUT: &str = ".lab/kernel";
const INSTALLED: &str = "kernel";
/// The crate that a notebook names, and the one below it, in every lab.
const NOTEBOOK_CRATE: &str = "crates/descent-notebook";
const MATHEMATICS: &str = "crates/descent";

/// What a kernel belongs to: the sources of the lessons' crates with their lock file, and a folder
/// with the kernel's programs and what they keep.
///
/// The root is a checkout, with the kernel in `.lab/kernel/`, or an installed folder such as
/// `share/descent-lab` of a Python environment, with the kernel in `kernel/`. A kernel finds its
/// lab from its own path: nothing is passed to it, and nothing breaks when JupyterLab starts it
/// from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lab {
    root: PathBuf,
    kernel: PathBuf,
}

impl Lab {
    /// The lab that `executable` was installed into, or `None` for an executable that lies
    /// elsewhere (such as cargo's `target/`).
    #[must_use]
    pub fn of_executable(executable: &Path) -> Option<Self> {
        let kernel = executable.parent()?;
        let above = kernel.parent()?;
        let root = if kernel.ends_with(IN_CHECKOUT) {
            above.parent()?
        } else if kernel.ends_with(INSTALLED) && above.join(NOTEBOOK_CRATE).is_dir() {
            above
        } else {
            return None;
        };
        Some(Self {
            root: root.to_owned(),
            kernel: kernel.to_owned(),
        })
    }

    /// The lab of the running executable.
    ///
    /// # Errors
    /// When the operating system does not tell where the executable is.
    pub fn of_this_process() -> io::Result<Option<Self>> {
        let executable = env::current_exe()?.canonicalize()?;
        Ok(Self::of_executable(&executable))
    }

    /// The folder of the manifest and the lock file.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the kernel's programs.
    #[must_use]
    pub fn kernel(&self) -> &Path {
        &self.kernel
    }

    /// The program that stands in for cargo and rustc.
    #[must_use]
    pub fn tool(&self) -> PathBuf {
        self.kernel.join(program("descent-tool"))
    }

    /// Where this user keeps what cannot be written beside the kernel: in the user's cache, under a
    /// name of this lab's own. `None` for a user without a home.
    #[must_use]
    pub fn users_folder(&self) -> Option<PathBuf> {
        Some(user_cache()?.join(name_of(&self.root.to_string_lossy())))
    }

    /// The versions of all crates.
    #[must_use]
    pub fn lock_file(&self) -> PathBuf {
        self.root.join("Cargo.lock")
    }

    /// The one crate that a notebook names in its `:dep` line.
    #[must_use]
    pub fn notebook_crate(&self) -> PathBuf {
        self.root.join(NOTEBOOK_CRATE)
    }

    /// The two crates that a lesson uses.
    #[must_use]
    pub fn crates(&self) -> [PathBuf; 2] {
        [MATHEMATICS, NOTEBOOK_CRATE].map(|folder| self.root.join(folder))
    }

    /// Whether it is a checkout, where what a lab needs is made.
    #[must_use]
    pub fn is_checkout(&self) -> bool {
        self.kernel.ends_with(IN_CHECKOUT)
    }

    /// What to run when something is missing or out of date, for whoever may write here.
    #[must_use]
    pub fn remedy(&self) -> String {
        let what = match self.is_checkout() {
            true => words!(
                "run 'python3 scripts/lab.py --setup-only' in '{folder}'",
                folder = self.root.display()
            ),
            false => words!("run 'descent-lab --setup-only'"),
        };
        what.into()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn an_executable_of_a_checkout_finds_its_root() {
        let lab = Lab::of_executable(Path::new("/home/é x/.lab/kernel/descent-kernel"));
        let lab = lab.expect("inside a lab");
        assert_eq!(lab.root(), Path::new("/home/é x"));
        assert!(lab.remedy().contains("lab.py"));
    }

    #[test]
    fn an_installed_executable_finds_its_root_beside_the_crates_and_nowhere_else() -> io::Result<()>
    {
        let root = env::temp_dir().join(format!("lab-{}", std::process::id()));
        let executable = root.join("kernel/descent-kernel");
        assert_eq!(Lab::of_executable(&executable), None);
        fs::create_dir_all(root.join(NOTEBOOK_CRATE))?;
        let lab = Lab::of_executable(&executable).expect("inside a lab");
        assert_eq!((lab.root(), lab.kernel()), (&*root, &*root.join("kernel")));
        assert!(lab.remedy().contains("descent-lab"));
        fs::remove_dir_all(root)
    }

    #[test]
    fn an_executable_in_cargos_target_folder_has_no_lab() {
        assert_eq!(
            Lab::of_executable(Path::new("/x/target/release/descent-kernel")),
            None
        );
    }
}
