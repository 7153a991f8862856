//! Compiled cells, kept so that a cell that ran before is not compiled again.
//!
//! Most of the time that a cell takes is rustc's. A notebook is stepped through many times, though,
//! and mostly as it was shipped: evcxr then compiles what this checkout has compiled before. The
//! wrapper of rustc keeps each compiled cell in the warm folder and puts it in place when the same
//! source is compiled against the same crates with the same arguments. Also kept is that a cell
//! does not compile: evcxr tries each cell that holds a `?` in two ways.
//!
//! evcxr writes functions and variables of earlier cells into each cell, in an order that differs
//! from run to run. So a cell is compiled in an order of ours; where it fails, rustc sees it once
//! more as evcxr wrote it, because evcxr finds the place of an error by its line.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ra_ap_syntax::ast::{self, HasModuleItem};
use ra_ap_syntax::{AstNode, Edition, SourceFile};
use serde_json::{Value, json};

use crate::environment;

/// What evcxr calls the crate of a cell.
const CRATE: &str = "ctx";
/// Stands for the working folder's path, which differs from kernel to kernel.
const WORK: &str = "{working folder}";
/// What is kept of a cell in a folder of its own: what was compiled and what rustc said.
const RECORD: &str = "record.json";
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
    /// The cell that rustc compiles with these arguments in the working folder, if it is one.
    #[must_use]
    pub fn of(arguments: &[String], work: &Path) -> Option<Self> {
        let value_of = |name: &str| {
            let place = arguments.iter().position(|argument| argument == name)?;
            arguments.get(place + 1)
        };
        let has = |wanted: &str| arguments.iter().any(|argument| argument == wanted);
        if value_of("--crate-name")? != CRATE || !has("src/lib.rs") || !has("--emit=dep-info,link")
        {
            return None;
        }
        let out = PathBuf::from(value_of("--out-dir")?);
        // cargo makes this from the path of the working folder. Types of two cells are the same
        // only if it is the same for both, and these may have been compiled in two kernels.
        let arguments: Vec<String> = arguments
            .iter()
            .map(|argument| match argument.split_once('=') {
                Some(("metadata", _)) => "metadata=cell".to_owned(),
                _ => argument.clone(),
            })
            .collect();
        let written = fs::read_to_string(source_in(work)).ok()?;
        let crates = crates_in(&arguments).ok()?;
        let way = way_to_toolchain(work);
        let work = work.to_str()?.to_owned();
        let asked = arguments.join("\n").replace(&work, WORK);
        Some(Self {
            arguments,
            work,
            out,
            ordered: in_order(&written),
            written,
            asked: format!("{asked}\n\n{way}\n\n{crates}"),
        })
    }

    /// The kept cell, put in its place, or what `rustc` makes of it, which is then kept. `rustc`
    /// gets its arguments.
    ///
    /// # Errors
    /// When rustc cannot be started.
    pub fn compiled(
        &self,
        cells: &Path,
        rustc: impl Fn(&[String]) -> io::Result<Compiled>,
    ) -> io::Result<Compiled> {
        let mut tries = vec![&self.ordered, &self.written];
        match self.restore(&self.ordered, cells) {
            Some(kept) if kept.success => return Ok(kept),
            // It is known not to compile; told are the lines that evcxr wrote.
            Some(_) => drop(tries.remove(0)),
            None => {}
        }
        if let Some(kept) = self.restore(&self.written, cells) {
            return Ok(kept);
        }
        for source in tries {
            // The lines of a panic are looked up there as well.
            fs::write(source_in(Path::new(&self.work)), source)?;
            let compiled = rustc(&self.arguments)?;
            // What cannot be kept is compiled again next time.
            let _ = self.keep(source, cells, &compiled);
            if compiled.success || *source == self.written {
                return Ok(compiled);
            }
        }
        unreachable!("the cell as it was written is the last that is tried")
    }

    /// Puts the kept cell in its place, if there is one.
    fn restore(&self, source: &str, cells: &Path) -> Option<Compiled> {
        let text = self.text(source);
        let kept = folder_in(cells, &text);
        let record = fs::read_to_string(kept.join(RECORD)).ok()?;
        let record: Value = serde_json::from_str(&record).ok()?;
        // Two cells may fall on the same name.
        if record["cell"].as_str()? != text {
            return None;
        }
        let compiled = Compiled {
            success: record["success"].as_bool()?,
            stderr: record["stderr"].as_str()?.replace(WORK, &self.work),
        };
        if compiled.success {
            let files = fs::read_to_string(kept.join(MADE[1])).ok()?;
            fs::write(self.out.join(MADE[1]), files.replace(WORK, &self.work)).ok()?;
            // A copy: evcxr renames what it gets, and the linker may write into it.
            let _ = fs::remove_file(self.out.join(MADE[0]));
            fs::copy(kept.join(MADE[0]), self.out.join(MADE[0])).ok()?;
            fs::write(source_in(Path::new(&self.work)), source).ok()?;
        }
        Some(compiled)
    }

    /// Keeps a cell that was just compiled, unless it depends on more than is known here.
    fn keep(&self, source: &str, cells: &Path, compiled: &Compiled) -> io::Result<()> {
        if !compiled.success && !is_error_in_source(&compiled.stderr) {
            return Ok(());
        }
        let text = self.text(source);
        let part = cells.join(format!("part-{}", std::process::id()));
        fs::create_dir_all(&part)?;
        let result = self
            .write(&text, &part, compiled)
            .and_then(|complete| match complete {
                true => fs::rename(&part, folder_in(cells, &text)),
                false => Ok(()),
            });
        // It is still there if it was not complete, or another kernel was first.
        let _ = fs::remove_dir_all(&part);
        result
    }

    /// Writes the record and the files; false if the cell is not to be kept.
    fn write(&self, text: &str, folder: &Path, compiled: &Compiled) -> io::Result<bool> {
        if compiled.success {
            let files = fs::read_to_string(self.out.join(MADE[1]))?;
            if reads_more_than_the_source(&files) {
                return Ok(false);
            }
            fs::write(folder.join(MADE[1]), files.replace(&self.work, WORK))?;
            fs::copy(self.out.join(MADE[0]), folder.join(MADE[0]))?;
        }
        let record = json!({
            "cell": text,
            "success": compiled.success,
            "stderr": compiled.stderr.replace(&self.work, WORK),
        });
        fs::write(folder.join(RECORD), record.to_string())?;
        Ok(true)
    }

    /// Everything that the result depends on.
    fn text(&self, source: &str) -> String {
        format!("{}\n\n{source}", self.asked)
    }
}

fn folder_in(cells: &Path, text: &str) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    cells.join(format!("{:016x}", hasher.finish()))
}

fn source_in(work: &Path) -> PathBuf {
    work.join("src").join("lib.rs")
}

/// The source with what evcxr writes in any order in one order: the items of earlier cells, which
/// come first, and the lines that pass variables from cell to cell.
fn in_order(source: &str) -> String {
    let end = source.find(RUNTIME).map_or(0, |place| place + 1);
    let (items, rest) = source.split_at(end);
    let mut ordered = items_in_order(items).unwrap_or_else(|| items.to_owned());
    let mut lines: Vec<&str> = rest.lines().collect();
    for run in lines
        .chunk_by_mut(|a, b| passes_variable(a).is_some_and(|way| passes_variable(b) == Some(way)))
    {
        if passes_variable(run[0]).is_some() {
            run.sort_unstable();
        }
    }
    ordered.push_str(&lines.join("\n"));
    ordered.push('\n');
    ordered
}

/// Where what evcxr adds of its own begins.
const RUNTIME: &str = "\nmod evcxr_internal_runtime {";

/// In which of three ways a line of evcxr's passes a variable from cell to cell, if it does.
fn passes_variable(line: &str) -> Option<usize> {
    const WAYS: [(&str, &str); 3] = [
        ("vars_ok &= ", "evcxr_variable_store.check_variable::<"),
        ("let ", "evcxr_variable_store.take_variable::<"),
        ("", "evcxr_variable_store.put_variable::<"),
    ];
    WAYS.iter().position(|(start, call)| {
        line.strip_prefix(start).is_some_and(|rest| {
            rest.starts_with(call)
                || *start == "let "
                    && rest
                        .split_once(" = ")
                        .is_some_and(|(_, value)| value.starts_with(call))
        })
    })
}

/// Functions, types and imports sorted by their text; `None` where their order may matter or
/// cannot be told.
fn items_in_order(source: &str) -> Option<String> {
    let parsed = SourceFile::parse(source, Edition::Edition2024);
    if !parsed.errors().is_empty() {
        return None;
    }
    let items: Vec<ast::Item> = parsed.tree().items().collect();
    let first = items.first()?.syntax().text_range().start();
    let mut texts = Vec::with_capacity(items.len());
    for item in &items {
        // A macro can be used only below the place where it stands.
        if matches!(
            item,
            ast::Item::MacroRules(_) | ast::Item::MacroCall(_) | ast::Item::MacroDef(_)
        ) {
            return None;
        }
        texts.push(item.syntax().text().to_string());
    }
    texts.sort_unstable();
    let before = &source[..usize::from(first)];
    Some(format!("{before}{}\n", texts.join("\n")))
}

/// Removes the oldest of the kept cells if they are more than `most` bytes, until half of that is
/// left.
///
/// # Errors
/// When the folder cannot be read; none need be there.
pub fn limit_kept_cells(cells: &Path, most: u64) -> io::Result<()> {
    let entries = match fs::read_dir(cells) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    let mut kept: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let size = fs::read_dir(&path)?
            .flatten()
            .filter_map(|file| file.metadata().ok())
            .map(|file| file.len())
            .sum();
        kept.push((fs::metadata(&path)?.modified()?, size, path));
    }
    kept.sort();
    let mut total: u64 = kept.iter().map(|(_, size, _)| size).sum();
    if total <= most {
        return Ok(());
    }
    for (_, size, path) in kept {
        if total <= most / 2 {
            break;
        }
        fs::remove_dir_all(path)?;
        total -= size;
    }
    Ok(())
}

/// Names the compiled crates that a cell can use: cargo's names say nothing of the contents of
/// crates in the checkout, so lengths and times stand beside them.
fn crates_in(arguments: &[String]) -> io::Result<String> {
    let mut lines = Vec::new();
    let folders = arguments
        .iter()
        .filter_map(|argument| argument.strip_prefix("dependency="));
    for folder in folders {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_crate = [".rlib", ".rmeta", ".so"]
                .iter()
                .any(|end| name.ends_with(end));
            if is_crate && name != MADE[0] {
                let file = entry.metadata()?;
                let time = file.modified()?.duration_since(SystemTime::UNIX_EPOCH);
                let time = time.unwrap_or_default().as_nanos();
                lines.push(format!("{name} {} {time}", file.len()));
            }
        }
    }
    lines.sort();
    Ok(lines.join("\n"))
}

/// How a file in the working folder names the standard library: a compiled cell finds it by a path
/// from where it lies itself.
fn way_to_toolchain(work: &Path) -> String {
    let sysroot = env::var_os(environment::SYSROOT)
        .map(PathBuf::from)
        .unwrap_or_default();
    let shared = work
        .components()
        .zip(sysroot.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = work.components().count() - shared;
    format!("{up} up, {shared} shared with {}", sysroot.display())
}

/// Whether rustc's list of what it read names more than the cell: files or variables of the
/// environment, whose contents are not known here.
fn reads_more_than_the_source(files: &str) -> bool {
    files.lines().any(|line| {
        let read = line.split_once(": ").map_or("", |(_, read)| read.trim());
        line.starts_with("# env-dep") || !(read.is_empty() || read == "src/lib.rs")
    })
}

/// Whether a cell was refused for what stands in it, and not because, say, the disk is full.
fn is_error_in_source(stderr: &str) -> bool {
    stderr.contains("\"code\":{\"code\":\"E0")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Two kernels' working folders and the folder of kept cells.
    struct Kernels {
        root: PathBuf,
    }

    impl Kernels {
        fn new(name: &str) -> io::Result<Self> {
            let root = env::temp_dir().join(format!("cells-{name}-{}", std::process::id()));
            for kernel in ["1", "2"] {
                fs::create_dir_all(root.join(kernel).join("src"))?;
                fs::create_dir_all(root.join(kernel).join("deps"))?;
                fs::write(root.join(kernel).join("src/lib.rs"), "fn cell() {}")?;
            }
            Ok(Self { root })
        }

        fn work(&self, kernel: &str) -> PathBuf {
            self.root.join(kernel)
        }

        fn cell(&self, kernel: &str, more: &[&str]) -> Option<Cell> {
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
        fn compiled(&self, kernel: &str, more: &[&str], files: &str) -> (Compiled, u32) {
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
            let compiled = cell.compiled(&self.cells(), rustc);
            (compiled.expect("files can be written"), asked.get())
        }

        fn write(&self, kernel: &str, source: &str) -> io::Result<()> {
            fs::write(source_in(&self.work(kernel)), source)
        }

        fn cells(&self) -> PathBuf {
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
    fn what_reads_files_or_variables_is_not_kept() -> io::Result<()> {
        let kernels = Kernels::new("unknown")?;
        for list in [
            "a.so: src/lib.rs data.csv\n",
            "a.so: src/lib.rs\n# env-dep:HOME=/\n",
        ] {
            assert_eq!(kernels.compiled("1", &[], list).1, 1);
        }
        assert_eq!(kernels.compiled("1", &[], "a.so: src/lib.rs\n").1, 1);
        assert_eq!(kernels.compiled("1", &[], "").1, 0);
        Ok(())
    }

    /// What evcxr writes: items of earlier cells, its own module, and variables.
    fn written(items: [&str; 2], variables: [&str; 2], code: &str) -> String {
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

    const F: &str = "fn f() -> f64 {\n    let x = 1.0;\n    x\n}";
    const G: &str = "/// Says so.\nfn g() {}";

    #[test]
    fn the_order_that_evcxr_happens_to_choose_does_not_matter() -> io::Result<()> {
        let kernels = Kernels::new("order")?;
        kernels.write("1", &written([F, G], ["a", "b"], "let c = a;\nlet d = b;"))?;
        assert_eq!(kernels.compiled("1", &[], "").1, 1);
        let other = written([G, F], ["a", "b"], "let c = a;\nlet d = b;");
        kernels.write("2", &other)?;
        assert_eq!(kernels.compiled("2", &[], "").1, 0);
        let compiled = fs::read_to_string(source_in(&kernels.work("2")))?;
        assert_ne!(compiled, other, "lines are those of what was compiled");
        assert!(compiled.contains(F) && compiled.contains(G), "{compiled}");
        // But the order of what a student wrote does.
        kernels.write("2", &written([G, F], ["a", "b"], "let d = b;\nlet c = a;"))?;
        assert_eq!(kernels.compiled("2", &[], "").1, 1);
        Ok(())
    }

    #[test]
    fn variables_in_another_order_are_the_same_cell() {
        let swapped = |text: &str| {
            let mut lines: Vec<&str> = text.lines().collect();
            let count = lines.len();
            lines.swap(count - 2, count - 1);
            lines.join("\n") + "\n"
        };
        let text = written([F, G], ["a", "b"], "");
        assert_ne!(swapped(&text), text);
        assert_eq!(in_order(&swapped(&text)), in_order(&text));
    }

    #[test]
    fn macros_stay_above_what_uses_them() {
        let text = written(
            ["macro_rules! m { () => {} }", "fn a() { m!() }"],
            ["a", "b"],
            "",
        );
        let ordered = in_order(&text);
        assert!(
            ordered.find("macro_rules") < ordered.find("fn a"),
            "{ordered}"
        );
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
    fn a_failure_by_accident_is_not_kept() -> io::Result<()> {
        let kernels = Kernels::new("accident")?;
        let cell = kernels.cell("1", &[]).expect("a cell");
        let full = |_: &[String]| {
            let stderr = "error: linking with `cc` failed: no space left".to_owned();
            let success = false;
            Ok(Compiled { success, stderr })
        };
        assert!(!cell.compiled(&kernels.cells(), full)?.success);
        assert_eq!(kernels.compiled("1", &[], "").1, 1);
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

    #[test]
    fn the_oldest_go_when_there_are_too_many() -> io::Result<()> {
        let kernels = Kernels::new("limit")?;
        limit_kept_cells(&kernels.cells(), 0)?;
        for (age, name) in ["new", "older", "oldest"].iter().enumerate() {
            let folder = kernels.cells().join(name);
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(RECORD), [0; 100])?;
            let time = SystemTime::now() - Duration::from_secs(60 * age as u64);
            fs::File::open(&folder)?.set_modified(time)?;
        }
        limit_kept_cells(&kernels.cells(), 300)?;
        assert!(kernels.cells().join("oldest").exists());
        limit_kept_cells(&kernels.cells(), 250)?;
        let left: Vec<_> = fs::read_dir(kernels.cells())?
            .flatten()
            .map(|entry| entry.file_name())
            .collect();
        assert_eq!(left, ["new"]);
        Ok(())
    }
}
