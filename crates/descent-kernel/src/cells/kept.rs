//! What is kept of cells.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::{Value, json};

use super::asked::{is_error_in_source, reads_more_than_the_source};
use super::{Cell, Compiled, MADE, WORK};

/// What is kept of a cell in a folder of its own: what was compiled and what rustc said.
pub(super) const RECORD: &str = "record.json";

impl Cell {
    /// Puts the kept cell in its place, if there is one.
    pub(super) fn restore(&self, source: &str, cells: &Path) -> Option<Compiled> {
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
            self.write_source(source).ok()?;
        }
        // The folder's time is that of its last use. Whoever may not write here only reads.
        let _ = fs::File::open(&kept).and_then(|folder| folder.set_modified(SystemTime::now()));
        Some(compiled)
    }

    /// Keeps a cell that was just compiled, unless it depends on more than is known here.
    pub(super) fn keep(&self, source: &str, cells: &Path, compiled: &Compiled) -> io::Result<()> {
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
}

fn folder_in(cells: &Path, text: &str) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    cells.join(format!("{:016x}", hasher.finish()))
}

/// Removes the kept cells that were not used for longest if all are more than `most` bytes, until
/// half of that is left.
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
