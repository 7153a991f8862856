//! Compiled cells, kept so that a cell that ran before is not compiled again.
//!
//! Most of the time that a cell takes is rustc's. A notebook is stepped through many times, though,
//! and mostly as it was shipped: evcxr then compiles what this checkout has compiled before. The
//! wrapper of rustc keeps each compiled cell in the prebuilt folder and puts it in place when the same
//! source is compiled against the same crates with the same arguments. Also kept is that a cell
//! does not compile: evcxr tries each cell that holds a `?` in two ways.
//!
//! evcxr writes functions and variables of earlier cells into each cell, in an order that differs
//! from run to run. So a cell is compiled in an order of ours; where it fails, rustc sees it once
//! more as evcxr wrote it, because evcxr finds the place of an error by its line.
//!
//! Not needed once evcxr keeps compiled cells from run to run.

mod asked;
mod kept;
mod latest;
mod marks;
mod once;
mod order;
mod quick;
mod statics;
mod store;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use self::asked::{crates_in, path_of_library};
pub use self::kept::limit_kept_cells;
use self::latest::with_latest_implementations;
use self::marks::marked;
use self::once::{lacks_display, with_other_display, with_question_marks};
use self::order::in_order;
use self::quick::quick;
use self::statics::{Statics, are_in as statics_are_in};
use self::store::with_list_of_variables;
use crate::environment::work_in;
use crate::files::{WORK, name_of, remove_file};
use crate::front::printed::Address;
use crate::toolchain::value_of;

/// What evcxr calls the crate of a cell.
const CRATE: &str = "ctx";
/// Has rustc write another name for a cell's source into panics: a panic may come from a function,
/// a closure or a trait object of an earlier cell that is kept in a variable, and evcxr calls the
/// source of each cell the same.
const RENAMED: &str = "--remap-path-prefix=src/lib.rs=";
/// The files that rustc makes of a cell.
const MADE: [&str; 2] = ["libctx.so", "ctx.d"];

/// A cell that cargo wants to have compiled.
#[derive(Debug)]
pub struct Cell {
    arguments: Vec<String>,
    work: String,
    out: PathBuf,
    /// The cell as evcxr wrote it.
    written: String,
    /// The same in our order.
    ordered: String,
    /// Everything else that the result depends on.
    asked: String,
    /// Whether somebody reads our marks.
    has_front: bool,
}

/// What rustc said of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiled {
    /// Whether it compiles.
    pub success: bool,
    /// Standard error: messages for cargo, a line each.
    pub stderr: String,
}

impl Cell {
    /// Whether rustc is to compile, or to check, the crate of a cell.
    #[must_use]
    pub fn is_named_in(arguments: &[String]) -> bool {
        value_of(arguments, "--crate-name").is_some_and(|name| name == CRATE)
    }

    /// The cell that rustc compiles with these arguments in the working folder, if it is one.
    #[must_use]
    pub fn of(arguments: &[String], work: &Path) -> Option<Self> {
        let has = |wanted: &str| arguments.iter().any(|argument| argument == wanted);
        let is_cell = Self::is_named_in(arguments) && has("src/lib.rs");
        if !is_cell || !has("--emit=dep-info,link") {
            return None;
        }
        let out = PathBuf::from(value_of(arguments, "--out-dir")?);
        let written = fs::read_to_string(source_in(work)).ok()?;
        let written = with_latest_implementations(&written).unwrap_or(written);
        let written = with_list_of_variables(&written).unwrap_or(written);
        let library = path_of_library(arguments);
        // cargo makes this from the path of the working folder. Types of two cells are the same
        // only if it is the same for both, and these may have been compiled in two kernels.
        let arguments: Vec<String> = quick(arguments, &written)
            .into_iter()
            .map(|argument| match argument.split_once('=') {
                Some(("metadata", _)) => "metadata=cell".to_owned(),
                None if argument == "rpath" => library.clone().unwrap_or(argument),
                _ => argument,
            })
            .collect();
        let crates = crates_in(&arguments).ok()?;
        let has_front = work.parent().and_then(Address::read).is_some();
        let work = work.to_str()?.to_owned();
        let asked = format!("{}\n{RENAMED}\n\n{crates}", arguments.join("\n"));
        let asked = asked.replace(&work, WORK);
        Some(Self {
            arguments,
            work,
            out,
            ordered: in_order(&written),
            written,
            asked,
            has_front,
        })
    }

    /// Puts a compiled cell where cargo would, beside the folder of the crates, and returns what
    /// cargo says of it.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn artifact(&self) -> io::Result<Value> {
        let made = self.out.join(MADE[0]);
        let uplifted = self.out.with_file_name(MADE[0]);
        let _ = fs::remove_file(&uplifted);
        fs::hard_link(made, &uplifted)?;
        Ok(json!({
            "reason": "compiler-artifact",
            "target": {"name": CRATE},
            "filenames": [uplifted],
        }))
    }

    /// The cell kept in one of the folders `cells`, put in its place, or what `rustc` makes of it,
    /// which is then kept in the first of them. `rustc` gets its arguments.
    ///
    /// # Errors
    /// When rustc cannot be started.
    pub fn compiled(
        &self,
        cells: &[PathBuf],
        rustc: impl Fn(&[String]) -> io::Result<Compiled>,
    ) -> io::Result<Compiled> {
        // Statics lie in the libraries of one kernel.
        let cells = if statics_are_in(&self.written) {
            &[]
        } else {
            cells
        };
        let restore = |source: &str| cells.iter().find_map(|cells| self.restore(source, cells));
        // What cannot be kept is compiled again next time.
        let keep = |source: &str, compiled: &Compiled| {
            let _ = cells
                .first()
                .map(|cells| self.keep(source, cells, compiled));
        };
        let is_known_to_fail = match restore(&self.ordered) {
            Some(kept) if kept.success => return Ok(kept),
            kept => kept.is_some(),
        };
        if let Some(kept) = restore(&self.written) {
            return Ok(kept);
        }
        if !is_known_to_fail && expects_success(&self.written) {
            let compiled = self.compile_marked(&self.ordered, &rustc)?;
            keep(&self.ordered, &compiled);
            if compiled.success {
                return Ok(compiled);
            }
        }
        // Told are the lines and the columns that evcxr wrote.
        let mut compiled = self.compile(&self.written, &self.written, &rustc)?;
        if compiled.success {
            let marked = self.compile_marked(&self.written, &rustc)?;
            compiled = match marked.success {
                true => marked,
                false => self.compile(&self.written, &self.written, &rustc)?,
            };
        }
        keep(&self.written, &compiled);
        Ok(compiled)
    }

    /// What `rustc` makes of `source` with our marks, in the first way that compiles.
    fn compile_marked(
        &self,
        source: &str,
        rustc: impl Fn(&[String]) -> io::Result<Compiled>,
    ) -> io::Result<Compiled> {
        if !self.has_front {
            return self.compile(source, source, &rustc);
        }
        let marked = marked(source);
        let text = with_question_marks(&marked).unwrap_or(marked);
        let mut compiled = self.compile_with_statics(&text, source, &rustc)?;
        for other in with_other_display(&text) {
            if compiled.success || !lacks_display(&compiled.stderr) {
                break;
            }
            compiled = self.compile_with_statics(&other, source, &rustc)?;
        }
        Ok(compiled)
    }

    /// The same as [`compile`](Self::compile), with the statics of earlier cells.
    fn compile_with_statics(
        &self,
        text: &str,
        source: &str,
        rustc: impl Fn(&[String]) -> io::Result<Compiled>,
    ) -> io::Result<Compiled> {
        let private = Path::new(&self.work).parent();
        let statics = private
            .zip(self.out.parent())
            .and_then(|(private, libraries)| Statics::of(text, private, libraries));
        let Some(statics) = statics else {
            return self.compile(text, source, rustc);
        };
        let with_libraries =
            |arguments: &[String]| rustc(&[arguments, &statics.arguments].concat());
        let compiled = self.compile(&statics.text, source, with_libraries)?;
        if compiled.success {
            // If that fails, a static begins anew.
            let _ = statics.remember(&self.out.join(MADE[0]));
        }
        Ok(compiled)
    }

    /// What `rustc` makes of `text`, said of the file that evcxr wrote; `source` has the lines that
    /// its panics quote.
    fn compile(
        &self,
        text: &str,
        source: &str,
        rustc: impl Fn(&[String]) -> io::Result<Compiled>,
    ) -> io::Result<Compiled> {
        let name = self.write_source(source)?;
        fs::write(source_in(Path::new(&self.work)), text)?;
        let mut arguments = self.arguments.clone();
        arguments.push(format!("{RENAMED}{name}"));
        // It may be a link to a kept cell, through which nothing shall be written.
        remove_file(&self.out.join(MADE[0]))?;
        let mut compiled = rustc(&arguments)?;
        // evcxr finds the place of an error by the name that it gave.
        compiled.stderr = compiled.stderr.replace(&name, "src/lib.rs");
        Ok(compiled)
    }

    /// Writes the lines that panics quote under the name of this cell, which is returned.
    fn write_source(&self, source: &str) -> io::Result<String> {
        let path = source_in(Path::new(&self.work));
        let name = format!("{NAMED}{}.rs", name_of(source));
        fs::write(path.with_file_name(&name), source)?;
        Ok(name)
    }

    /// Everything that the result depends on.
    fn text(&self, source: &str) -> String {
        format!("{}\n\n{source}", self.asked)
    }
}

/// How the name of a cell's source in a panic begins, which is the same for it in every kernel.
pub(crate) const NAMED: &str = "cell-";

/// Where the sources of cells lie under their names, in a kernel's private folder.
pub(crate) fn sources(private: &Path) -> PathBuf {
    work_in(private).join("src")
}

/// Whether evcxr hopes that a cell compiles. It also compiles one that has failed once more, without
/// what catches its panics, for errors that are easier to read.
fn expects_success(source: &str) -> bool {
    source.contains("catch_unwind(")
        || !source.contains("run_user_code_")
        || source.contains("c_void {x}")
}

fn source_in(work: &Path) -> PathBuf {
    work.join("src").join("lib.rs")
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;
    use crate::files::paths_in;

    /// What evcxr writes: items of earlier cells, its own module, and variables.
    pub(super) fn written(items: [&str; 2], variables: [&str; 2], code: &str) -> String {
        let [a, b] = variables;
        let call = |way: &str, name: &str| {
            format!("evcxr_variable_store.{way}_variable::<i32>(stringify!({name})")
        };
        let lines = [
            "#![allow(unused_imports)]".to_owned(),
            items.join("\n"),
            "mod evcxr_internal_runtime {\n}".to_owned(),
            format!("vars_ok &= {});", call("check", a)),
            format!("vars_ok &= {});", call("check", b)),
            format!("let mut {a} = {});", call("take", a)),
            format!("let {b} = {});", call("take", b)),
            code.to_owned(),
            format!("{}, {a});", call("put", a)),
            format!("{}, {b});", call("put", b)),
        ];
        lines.join("\n") + "\n"
    }

    pub(super) const F: &str = "fn f() -> f64 {\n    let x = 1.0;\n    x\n}";
    pub(super) const G: &str = "/// Says so.\nfn g() {}";

    /// Two kernels' working folders and the folder of kept cells.
    pub(super) struct Kernels {
        root: PathBuf,
    }

    impl Kernels {
        pub(super) fn new(name: &str) -> io::Result<Self> {
            let root = env::temp_dir().join(format!("cells-{name}-{}", std::process::id()));
            for kernel in ["1", "2"] {
                fs::create_dir_all(root.join(kernel).join("src"))?;
                fs::create_dir_all(root.join(kernel).join("deps"))?;
                fs::write(root.join(kernel).join("src/lib.rs"), "fn cell() {}")?;
            }
            Ok(Self { root })
        }

        pub(super) fn work(&self, kernel: &str) -> PathBuf {
            self.root.join(kernel)
        }

        pub(super) fn cell(&self, kernel: &str, more: &[&str]) -> Option<Cell> {
            let deps = self.work(kernel).join("deps").display().to_string();
            let dependency = format!("dependency={deps}");
            let metadata = format!("metadata={kernel}");
            let start = ["--crate-name", "ctx", "src/lib.rs", "--emit=dep-info,link"];
            let rest = ["-C", &metadata, "--out-dir", &deps, "-L", &dependency];
            let all = start.iter().chain(&rest).chain(more);
            let arguments: Vec<String> = all.map(|one| (*one).to_owned()).collect();
            Cell::of(&arguments, &self.work(kernel))
        }

        /// What is said of a cell in this kernel, and how often rustc, which reads `files`, was
        /// asked. It refuses sources that hold the word `wrong`.
        pub(super) fn compiled(&self, kernel: &str, more: &[&str], files: &str) -> (Compiled, u32) {
            let asked = std::cell::Cell::new(0);
            let cell = self.cell(kernel, more).expect("a cell");
            let rustc = |arguments: &[String]| {
                asked.set(asked.get() + 1);
                assert!(arguments.contains(&"metadata=cell".to_owned()));
                let source = fs::read_to_string(source_in(&self.work(kernel)))?;
                if let Some(place) = source.find("wrong") {
                    let stderr = format!("{{\"code\":{{\"code\":\"E0308\"}}}} at {place}");
                    let success = false;
                    return Ok(Compiled { success, stderr });
                }
                let deps = self.work(kernel).join("deps");
                fs::write(deps.join("libctx.so"), source)?;
                fs::write(deps.join("ctx.d"), files)?;
                Ok(Compiled {
                    success: true,
                    stderr: format!("made {}/libctx.so", deps.display()),
                })
            };
            let compiled = cell.compiled(&[self.cells()], rustc);
            (compiled.expect("files can be written"), asked.get())
        }

        pub(super) fn write(&self, kernel: &str, source: &str) -> io::Result<()> {
            fs::write(source_in(&self.work(kernel)), source)
        }

        pub(super) fn cells(&self) -> PathBuf {
            self.root.join("cells")
        }
    }

    impl Drop for Kernels {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.root);
        }
    }

    #[test]
    fn a_cell_of_one_kernel_is_put_in_place_in_another() -> io::Result<()> {
        let kernels = Kernels::new("two")?;
        let list = format!(
            "{}/deps/libctx.so: src/lib.rs\n",
            kernels.work("1").display()
        );
        let (first, asked) = kernels.compiled("1", &[], &list);
        assert_eq!((first.success, asked), (true, 1));

        let (second, asked) = kernels.compiled("2", &[], "");
        assert_eq!((second.success, asked), (true, 0));
        let deps = kernels.work("2").join("deps");
        assert_eq!(second.stderr, format!("made {}/libctx.so", deps.display()));
        assert_eq!(
            fs::read_to_string(deps.join("libctx.so"))?.trim(),
            "fn cell() {}"
        );
        let list = fs::read_to_string(deps.join("ctx.d"))?;
        assert!(list.starts_with(&*deps.to_string_lossy()), "{list}");
        Ok(())
    }

    #[test]
    fn another_source_argument_or_crate_is_another_cell() -> io::Result<()> {
        let kernels = Kernels::new("other")?;
        kernels.compiled("1", &[], "");
        let asked = |more: &[&str]| kernels.compiled("2", more, "").1;
        assert_eq!(asked(&[]), 0);
        assert_eq!(asked(&["-C", "opt-level=0"]), 1);
        fs::write(kernels.work("2").join("deps/libndarray.rlib"), "")?;
        assert_eq!(asked(&[]), 1);
        fs::remove_file(kernels.work("2").join("deps/libndarray.rlib"))?;
        kernels.write("2", "fn cell() { 1 }")?;
        assert_eq!(asked(&[]), 1);
        Ok(())
    }

    #[test]
    fn the_order_that_evcxr_happens_to_choose_does_not_matter() -> io::Result<()> {
        let kernels = Kernels::new("order")?;
        kernels.write("1", &written([F, G], ["a", "b"], "let c = a;\nlet d = b;"))?;
        assert_eq!(kernels.compiled("1", &[], "").1, 1);
        let other = written([G, F], ["a", "b"], "let c = a;\nlet d = b;");
        kernels.write("2", &other)?;
        assert_eq!(kernels.compiled("2", &[], "").1, 0);
        let names = |kernel| -> io::Result<Vec<_>> {
            let all = paths_in(&kernels.work(kernel).join("src"))?.into_iter();
            let named = all.filter_map(|path| Some(path.file_name()?.to_owned()));
            Ok(named.collect())
        };
        assert_eq!(
            names("2")?,
            names("1")?,
            "panics quote the cell under one name"
        );
        // But the order of what a student wrote does.
        kernels.write("2", &written([G, F], ["a", "b"], "let d = b;\nlet c = a;"))?;
        assert_eq!(kernels.compiled("2", &[], "").1, 1);
        Ok(())
    }

    #[test]
    fn an_error_is_told_of_the_lines_that_evcxr_wrote() -> io::Result<()> {
        let kernels = Kernels::new("error")?;
        let text = written([F, G], ["a", "b"], "wrong");
        kernels.write("1", &text)?;
        let (compiled, asked) = kernels.compiled("1", &[], "");
        assert_eq!((compiled.success, asked), (false, 2));
        let place = text.find("wrong").expect("it is there");
        assert!(
            compiled.stderr.ends_with(&format!("at {place}")),
            "{}",
            compiled.stderr
        );
        assert_eq!(fs::read_to_string(source_in(&kernels.work("1")))?, text);
        // A `?` is tried like this in each kernel: the second one knows.
        kernels.write("2", &text)?;
        assert_eq!(kernels.compiled("2", &[], ""), (compiled, 0));
        Ok(())
    }

    #[test]
    fn a_cell_that_leaves_code_has_a_name_of_its_own_and_errors_are_told_under_evcxrs()
    -> io::Result<()> {
        let kernels = Kernels::new("named")?;
        let kept = "store.put_variable::<fn()>(stringify!(f), f);\nfn cell() {}\n";
        kernels.write("1", kept)?;
        let cell = kernels.cell("1", &[]).expect("a cell");
        let seen = std::cell::RefCell::new(Vec::new());
        let refuse = |arguments: &[String]| {
            let name = arguments.iter().find_map(|a| a.strip_prefix(RENAMED));
            let name = name.expect("it has a name").to_owned();
            let stderr = format!("{{\"code\":{{\"code\":\"E0308\"}}}} {name}:1:1");
            seen.borrow_mut().push(name);
            let success = false;
            Ok(Compiled { success, stderr })
        };
        let refused = cell.compiled(&[kernels.cells()], refuse)?;
        assert!(
            refused.stderr.ends_with(" src/lib.rs:1:1"),
            "{}",
            refused.stderr
        );
        let sources = source_in(&kernels.work("1"));
        for name in seen.borrow().iter() {
            assert!(name.starts_with(NAMED));
            assert!(fs::read_to_string(sources.with_file_name(name))?.contains("fn cell()"));
        }
        Ok(())
    }

    #[test]
    fn other_crates_are_no_cells() -> io::Result<()> {
        let kernels = Kernels::new("crates")?;
        let arguments = [
            "--crate-name",
            "ndarray",
            "src/lib.rs",
            "--emit=dep-info,link",
        ];
        let arguments = arguments.map(str::to_owned);
        assert!(Cell::of(&arguments, &kernels.work("1")).is_none());
        Ok(())
    }
}
