//! What the process that runs the cells prints, passed on to evcxr.
//!
//! evcxr reads the process's standard output and standard error in two threads, and takes a cell
//! for done when a certain line comes on standard output. What the cell wrote to standard error
//! just before may then still be under way, and a client that stops listening at the cell's end
//! never shows it. So all output goes through here, and that line is held back until standard
//! error is empty.
//!
//! Not needed once evcxr reports a cell as done only after it has passed on all that the cell printed.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::ioctl_fionread;

use crate::panics::Panics;

/// evcxr's mark for the end of a cell.
const CELL_DONE: &[u8] = b"EVCXR_EXECUTION_COMPLETE";
/// How long evcxr takes at most to pass on a line of standard error that it has read, also on a
/// machine where many kernels compile at once.
const HEAD_START: Duration = Duration::from_millis(30);
/// How long evcxr may take to read standard error.
const PATIENCE: Duration = Duration::from_secs(1);
const BUFFER: usize = 1 << 14;
/// A cell may print this many lines as fast as it likes …
const LINES_AT_ONCE: u32 = 5_000;
/// … and from then on takes this long for each, about as long as evcxr and a browser do.
///
/// evcxr keeps every line that it has read until it has shown it: the lines of an endless loop
/// would fill the memory, and the next cell would wait for minutes until they are through. A cell
/// that prints has to wait instead, and an interrupt ends it at once.
const LINE_TIME: Duration = Duration::from_micros(500);

/// Passes `stdout` and `stderr` on to this process's own until both end, with panics made
/// readable. `cell_source` is the code that evcxr compiled last.
///
/// # Errors
/// When reading or writing fails, for example because evcxr has ended.
pub fn pass_on(mut stdout: File, stderr: File, cell_source: &Path) -> io::Result<()> {
    let mut errors = Errors {
        input: stderr,
        rest: Vec::new(),
        open: true,
        panics: Panics::in_cells(cell_source),
    };
    let mut out = io::stdout().lock();
    let mut pending = Vec::new();
    let mut chunk = vec![0; BUFFER];
    let mut errors_shown = false;
    let mut lines = 0;
    loop {
        let (stdout_ready, stderr_ready) = wait(&stdout, errors.open.then_some(&errors.input))?;
        if stderr_ready {
            errors_shown |= errors.pass_chunk()?;
        }
        if !stdout_ready {
            continue;
        }
        let count = stdout.read(&mut chunk)?;
        if count == 0 {
            break;
        }
        pending.extend_from_slice(&chunk[..count]);
        let mut read = 0;
        while let Some(end) = pending.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = pending.drain(..=end).collect();
            if line.trim_ascii_end() == CELL_DONE {
                while errors.open && is_ready(&errors.input)? {
                    errors_shown |= errors.pass_chunk()?;
                }
                if std::mem::take(&mut errors_shown) {
                    wait_until_shown();
                }
                lines = 0;
            }
            out.write_all(&line)?;
            lines = (lines + 1).min(LINES_AT_ONCE);
            read += 1;
        }
        out.flush()?;
        if lines == LINES_AT_ONCE {
            std::thread::sleep(LINE_TIME * read);
        }
    }
    out.write_all(&pending)?;
    out.flush()?;
    while errors.open {
        errors.pass_chunk()?;
    }
    Ok(())
}

/// Standard error and what of it is not yet passed on.
struct Errors {
    input: File,
    rest: Vec<u8>,
    open: bool,
    panics: Panics,
}

impl Errors {
    /// Reads what is there and passes the complete lines on; tells whether there were any.
    fn pass_chunk(&mut self) -> io::Result<bool> {
        let mut chunk = vec![0; BUFFER];
        let count = self.input.read(&mut chunk)?;
        self.rest.extend_from_slice(&chunk[..count]);
        let mut shown = String::new();
        while let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            // evcxr stops reading at bytes that are not UTF-8.
            shown += &self
                .panics
                .line(String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']));
        }
        if count == 0 {
            self.open = false;
            if !self.rest.is_empty() {
                shown += &self.panics.line(&String::from_utf8_lossy(&self.rest));
            }
            shown += &self.panics.finish();
        }
        let mut stderr = io::stderr().lock();
        stderr.write_all(shown.as_bytes())?;
        stderr.flush()?;
        Ok(!shown.is_empty())
    }
}

/// Waits until evcxr has passed on what was written to standard error.
fn wait_until_shown() {
    let start = Instant::now();
    let is_unread = || ioctl_fionread(io::stderr()).is_ok_and(|bytes| bytes > 0);
    while is_unread() && start.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(HEAD_START);
}

/// Waits until one of the two has something to read, or has ended.
fn wait(stdout: &File, stderr: Option<&File>) -> io::Result<(bool, bool)> {
    let mut watched = vec![PollFd::new(stdout, PollFlags::IN)];
    watched.extend(stderr.map(|stderr| PollFd::new(stderr, PollFlags::IN)));
    while let Err(error) = poll(&mut watched, None) {
        if error != rustix::io::Errno::INTR {
            return Err(error.into());
        }
    }
    let ready = |at: usize| watched.get(at).is_some_and(|fd| !fd.revents().is_empty());
    Ok((ready(0), ready(1)))
}

fn is_ready(file: impl AsFd) -> io::Result<bool> {
    Ok(poll(
        &mut [PollFd::new(&file, PollFlags::IN)],
        Some(&Timespec::default()),
    )? > 0)
}
