//! What is kept of cells.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::{Value, json};

use super::asked::{is_error_in_source, reads_more_than_the_source};
use super::{Cell, Compiled, MADE};
use crate::copy::symbolic_link;
use crate::files::{WORK, make_whole, name_of, paths_in, remove_file, size_of};
use crate::temporary::forbids_programs;

/// What is kept of a cell in a folder of its own: what was compiled and what rustc said.
const RECORD: &str = "record.json";

impl Cell {
    /// Puts the kept cell in its place, if there is one.
    pub(super) fn restore(&self, source: &str, cells: &Path) -> Option<Compiled> {
        let text = self.text(source);
        let kept = cells.join(name_of(&text));
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
            self.place(&kept.join(MADE[0])).ok()?;
            self.write_source(source).ok()?;
        }
        // The folder's time is that of its last use. Whoever may not write here only reads.
        let _ = fs::File::open(&kept).and_then(|folder| folder.set_modified(SystemTime::now()));
        Some(compiled)
    }

    /// Has the compiled cell `kept` where rustc would make it: by a link, so that it takes no room
    /// and all kernels share one in memory. A cell that runs again is copied, as a library that is
    /// loaded already would go on with what its statics hold; so is one on a file system that lets
    /// nothing be loaded.
    fn place(&self, kept: &Path) -> io::Result<()> {
        let made = self.out.join(MADE[0]);
        remove_file(&made)?;
        // evcxr gives each cell that it loads another name there.
        let loaded = self.out.parent().map(paths_in).transpose()?;
        let is_loaded = |path: &PathBuf| fs::read_link(path).is_ok_and(|link| link == kept);
        let has_to_be_own = loaded.iter().flatten().any(is_loaded) || forbids_programs(kept);
        if has_to_be_own || symbolic_link(kept, &made).is_err() {
            fs::copy(kept, &made)?;
        }
        Ok(())
    }

    /// Keeps a cell that was just compiled, unless it depends on more than is known here.
    pub(super) fn keep(&self, source: &str, cells: &Path, compiled: &Compiled) -> io::Result<()> {
        if !compiled.success && !is_error_in_source(&compiled.stderr) {
            return Ok(());
        }
        let text = self.text(source);
        let kept = cells.join(name_of(&text));
        make_whole(&kept, |part| self.write(&text, part, compiled))
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
}

/// Removes the kept cells, or other folders in `cells`, that were not used for longest if all are more
/// than `most` bytes, until half of that is left.
///
/// # Errors
/// When the folder cannot be read; none need be there.
pub fn limit_kept_cells(cells: &Path, most: u64) -> io::Result<()> {
    if !cells.exists() {
        return Ok(());
    }
    let mut kept: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
    for path in paths_in(cells)? {
        let size = size_of(&path);
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::tests::Kernels;
    use super::*;

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

    #[test]
    fn a_failure_by_accident_is_not_kept() -> io::Result<()> {
        let kernels = Kernels::new("accident")?;
        let cell = kernels.cell("1", &[]).expect("a cell");
        let full = |_: &[String]| {
            let stderr = "error: linking with `cc` failed: no space left".to_owned();
            let success = false;
            Ok(Compiled { success, stderr })
        };
        assert!(!cell.compiled(&[kernels.cells()], full)?.success);
        assert_eq!(kernels.compiled("1", &[], "").1, 1);
        Ok(())
    }

    #[test]
    fn those_not_used_for_longest_go_when_there_are_too_many() -> io::Result<()> {
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

    #[test]
    fn a_lesson_that_is_used_stays_however_long_ago_it_was_compiled() -> io::Result<()> {
        let kernels = Kernels::new("used")?;
        kernels.compiled("1", &[], "");
        let lesson = fs::read_dir(kernels.cells())?.flatten().next();
        let lesson = lesson.expect("it is kept").path();
        let age = |folder: &Path, minutes: u64| {
            let time = SystemTime::now() - Duration::from_secs(60 * minutes);
            fs::File::open(folder)?.set_modified(time)
        };
        age(&lesson, 9_000)?;
        let own = kernels.cells().join("a student's own cell");
        fs::create_dir_all(&own)?;
        fs::write(own.join(RECORD), [0; 2_000])?;
        age(&own, 10)?;
        // The lesson is run once more, and then the limit is reached.
        assert_eq!(kernels.compiled("2", &[], "").1, 0);
        limit_kept_cells(&kernels.cells(), 2_000)?;
        assert!(lesson.exists() && !own.exists());
        Ok(())
    }
}
