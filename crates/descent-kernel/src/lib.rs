//! The Jupyter kernel of the descent notebooks: [evcxr](https://crates.io/crates/evcxr_jupyter),
//! pinned by this workspace's lock file and started in a working folder of its own.
//!
//! This library holds what happens around evcxr; the binary beside it hands over to evcxr.
//! From the top:
//!
//! - [`Lab`] knows where `scripts/lab.py` keeps what it set up;
//! - [`PrivateFolder`] is the working folder of one kernel: made at its start, locked while it
//!   runs, removed at its end, or at the next kernel's start if the kernel was killed;
//! - [`warm`] keeps a working folder in which the notebooks' crates are already compiled, and
//!   copies it into a kernel's own;
//! - [`panics`] turns the panic of a cell into one readable line.
#![cfg_attr(not(unix), allow(dead_code))]

mod copy;
mod folder;
mod lab;
pub mod panics;
mod toolchain;
pub mod warm;

pub use folder::{
    PrivateFolder, config_in, remove_if_kernel_ended, remove_when_kernel_ends, work_in,
};
pub use lab::Lab;
pub use toolchain::{Linker, Toolchain};
