//! The Jupyter kernel of the descent notebooks: [evcxr](https://github.com/evcxr/evcxr),
//! pinned by this workspace's lock file and started in a working folder of its own.
//!
//! This library holds what happens around evcxr. The program `descent-kernel` hands over to evcxr,
//! behind a front on Jupyter's ports ([`Front`]); the small program `descent-tool` stands in for cargo and
//! rustc when evcxr calls them. Each module that works around evcxr says what would make it
//! unnecessary. From the top:
//!
//! - [`Lab`] knows where set-up keeps things, in a checkout or in an installed folder;
//! - [`PrivateFolder`] is the working folder of one kernel: made at its start, locked while it
//!   runs, removed at its end, or at the next kernel's start if the kernel was killed;
//! - [`PrebuiltFolder`](prebuilt::PrebuiltFolder) holds what set-up made once: compiled crates, recorded
//!   answers of the Rust tools ([`ToolCall`]), small sources of the standard library, and each
//!   [`Cell`] that a kernel has compiled;
//! - [`Pins`] keep the versions of the workspace's lock file in a kernel's working folder;
//! - [`Panics`] turn the panic of a cell into one readable line;
//! - [`errors`] tell what rustc says of a cell in terms of the cell.

mod become_command;
mod cargo_home;
mod cell_syntax;
mod cells;
mod compiled_crate;
pub mod compiler;
mod copy;
mod current_cell;
mod dependency;
mod documentation;
pub mod environment;
pub mod errors;
mod files;
mod front;
mod kept_crates;
mod lab;
#[cfg(unix)]
mod output;
pub mod ownership;
mod panics;
mod pins;
pub mod prebuilt;
mod private_folder;
mod recipe;
mod recorded_answers;
mod small_library;
mod temporary;
mod toolchain;
mod visible_packages;
mod words;

pub use become_command::become_command;
pub use cargo_home::SharedCargoHome;
pub use cells::{Cell, Compiled, limit_kept_cells};
pub use compiled_crate::CompiledCrate;
pub use dependency::dependency_on;
pub use documentation::document;
pub use front::{Facts, Front, docs_address, refuse};
pub use lab::Lab;
#[cfg(unix)]
pub use output::pass_on;
pub use panics::Panics;
pub use pins::Pins;
pub use private_folder::{PrivateFolder, remove_if_kernel_ends, remove_when_kernel_ends};
pub use recipe::{CALL, Recipe};
pub use recorded_answers::{Answer, ToolCall};
pub use small_library::write_small_library;
pub use toolchain::Toolchain;
pub use visible_packages::visible_packages;
