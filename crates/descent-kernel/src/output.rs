//! What the process that runs the cells prints, sent to the front.
//!
//! evcxr reads that process's output line by line, in two threads, shows one value a cell, and
//! takes the cell for done when a certain line comes, whatever is still under way. So all output
//! goes through here: what is for Jupyter goes to the front, in the order in which it came; evcxr
//! gets the lines alone by which it knows what its cell did.
//!
//! Not needed once evcxr passes on all that a cell prints before it reports the cell as done.

mod parser;

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use self::parser::{Event, Parser};
use crate::cells;
use crate::current_cell::CurrentCell;
use crate::front::printed::{Address, Printed};
use crate::panics::Panics;
use crate::words::{Words, words};

const BUFFER: usize = 1 << 16;
/// Text is sent at most this often: a browser draws no faster.
const ROUND: Duration = Duration::from_millis(20);
/// A cell may print this much as fast as it likes …
const AT_ONCE: usize = 4_000_000;
/// … and from then on so many bytes a second: what an endless loop prints would fill the memory of
/// everything behind it, and the next cell would wait until it is through.
const RATE: f64 = 1_000_000.0;
/// A line counts as so many bytes: a browser draws each.
const LINE: usize = 400;

/// Sends what comes on `stdout` and `stderr` to the front whose private folder is `folder`, until
/// both end; without a front, to this process's own.
///
/// # Errors
/// When reading or writing fails, for example because the kernel has ended.
pub fn pass_on(mut stdout: File, mut stderr: File, folder: &Path) -> io::Result<()> {
    let Some(address) = Address::read(folder) else {
        let errors = std::thread::spawn(move || io::copy(&mut stderr, &mut io::stderr()));
        io::copy(&mut stdout, &mut io::stdout())?;
        return errors.join().map_or(Ok(()), |copied| copied.map(drop));
    };
    let mut front = TcpStream::connect((Ipv4Addr::LOCALHOST, address.port))?;
    front.set_nodelay(true)?;
    writeln!(front, "{}", address.word)?;
    Passing {
        stdout,
        stderr: Some(stderr),
        front,
        parser: Parser::default(),
        folder: folder.to_owned(),
        cell: None,
        panics: Panics::in_cells(&cells::sources(folder)),
        errors: Vec::new(),
        is_within_line: false,
        report: String::new(),
        text: None,
        sent: Instant::now(),
        printed: 0,
    }
    .run()
}

/// The output of a process on its way.
struct Passing {
    stdout: File,
    /// `None` once it has ended.
    stderr: Option<File>,
    front: TcpStream,
    parser: Parser,
    /// The kernel's private folder.
    folder: PathBuf,
    /// The cell that is at work, once something of it is to be named.
    cell: Option<CurrentCell>,
    panics: Panics,
    /// Bytes of standard error that are not yet a line.
    errors: Vec<u8>,
    /// Whether the beginning of that line has been passed on.
    is_within_line: bool,
    /// The report of a panic, until it is known whether it ended the cell.
    report: String,
    /// Text that is not yet sent, and where it was printed.
    text: Option<(&'static str, String)>,
    /// When text was sent last.
    sent: Instant,
    /// How much this cell has printed.
    printed: usize,
}

/// Who has something to say.
struct Ready {
    stdout: bool,
    stderr: bool,
    front: bool,
}

impl Passing {
    fn run(mut self) -> io::Result<()> {
        let mut chunk = vec![0; BUFFER];
        loop {
            let ready = self.wait()?;
            if ready.stderr {
                self.read_stderr(&mut chunk)?;
            }
            if ready.stdout {
                let count = self.stdout.read(&mut chunk)?;
                if count == 0 {
                    break;
                }
                for event in self.parser.take(&chunk[..count]) {
                    self.handle(event, &mut chunk)?;
                }
            }
            if ready.front && !ready.stdout && !ready.stderr {
                if self.front.read(&mut chunk)? == 0 {
                    break;
                }
                self.finish_text()?;
                self.send(&Printed::Complete)?;
            }
            if self.sent.elapsed() >= ROUND {
                self.send_text()?;
            }
        }
        while self.stderr.is_some() {
            self.read_stderr(&mut chunk)?;
        }
        self.finish_text()
    }

    /// Waits until somebody has something to say, or until text has waited long enough.
    fn wait(&self) -> io::Result<Ready> {
        let mut watched = vec![
            PollFd::new(&self.stdout, PollFlags::IN),
            PollFd::new(&self.front, PollFlags::IN),
        ];
        watched.extend(
            self.stderr
                .iter()
                .map(|file| PollFd::new(file, PollFlags::IN)),
        );
        let patience = self.text.as_ref().map(|_| timespec(ROUND));
        while let Err(error) = poll(&mut watched, patience.as_ref()) {
            if error != rustix::io::Errno::INTR {
                return Err(error.into());
            }
        }
        let is_ready = |at: usize| watched.get(at).is_some_and(|fd| !fd.revents().is_empty());
        Ok(Ready {
            stdout: is_ready(0),
            front: is_ready(1),
            stderr: is_ready(2),
        })
    }

    fn handle(&mut self, event: Event, chunk: &mut [u8]) -> io::Result<()> {
        match event {
            Event::Text(text) => self.add("stdout", &text)?,
            Event::ErrorText(text) => {
                let shown = match text.starts_with('[') {
                    true => {
                        let read = || CurrentCell::read(&self.folder).unwrap_or_default();
                        let cell = self.cell.get_or_insert_with(read);
                        self.panics.debugged(&text, cell)
                    }
                    false => None,
                };
                self.add("stderr", shown.as_ref().unwrap_or(&text))?;
            }
            Event::Shown(shown) => {
                self.send_text()?;
                self.send(&Printed::Shown(shown))?;
            }
            Event::Clear { wait } => {
                self.send_text()?;
                self.send(&Printed::Clear { wait })?;
            }
            Event::ForEvcxr(line) => self.tell_evcxr(&line)?,
            Event::ChangedType(name) => {
                let words = words!(
                    "The type of the variable {name} was redefined, so was lost.",
                    name
                );
                self.add("stderr", &format!("{words}\n"))?;
                self.tell_evcxr(&format!("{}{name}", parser::CHANGED_TYPE))?;
            }
            Event::Begun => {
                self.cell = None;
                self.send(&Printed::Begun)?;
            }
            Event::Panicked => {
                self.drain_stderr(chunk)?;
                let report = std::mem::take(&mut self.report);
                self.fail("Panic", report)?;
                self.tell_evcxr(parser::PANICKED)?;
            }
            Event::Failed(message) => {
                self.drain_stderr(chunk)?;
                self.fail("Error", message)?;
                self.tell_evcxr(parser::FAILED)?;
            }
            Event::Done => {
                self.drain_stderr(chunk)?;
                self.finish_text()?;
                self.printed = 0;
                self.tell_evcxr(parser::DONE)?;
            }
        }
        Ok(())
    }

    fn fail(&mut self, ename: &str, evalue: String) -> io::Result<()> {
        self.send_text()?;
        let evalue = match (evalue.trim_end(), ename) {
            ("", "Panic") => words!(
                "panicked, and a panic hook that a cell has set keeps the reason to itself: \
                 `let _ = std::panic::take_hook();` takes the hook away"
            ),
            ("", _) => {
                words!("a `?` has met an error that has no words, and has ended the cell")
            }
            (said, _) => Words::said(said),
        };
        self.send(&Printed::Failed {
            ename: ename.to_owned(),
            evalue: evalue.into(),
        })
    }

    /// Reads what there is of standard error.
    fn drain_stderr(&mut self, chunk: &mut [u8]) -> io::Result<()> {
        while let Some(stderr) = &self.stderr
            && poll(
                &mut [PollFd::new(stderr, PollFlags::IN)],
                Some(&Timespec::default()),
            )? > 0
        {
            self.read_stderr(chunk)?;
        }
        Ok(())
    }

    fn read_stderr(&mut self, chunk: &mut [u8]) -> io::Result<()> {
        let Some(stderr) = &mut self.stderr else {
            return Ok(());
        };
        let count = stderr.read(chunk)?;
        if count == 0 {
            self.stderr = None;
        }
        self.errors.extend_from_slice(&chunk[..count]);
        while let Some(end) = self.errors.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.errors.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line).into_owned();
            if std::mem::take(&mut self.is_within_line) {
                self.add("stderr", &line)?;
            } else {
                let shown = self.panics.line(line.trim_end_matches(['\r', '\n']));
                self.add_error(&shown)?;
            }
        }
        if !self.panics.may_begin_with(&self.errors) && self.report.is_empty() {
            let text = parser::complete_characters(&mut self.errors);
            self.is_within_line |= !text.is_empty();
            self.add("stderr", &text)?;
        }
        Ok(())
    }

    /// Lines of standard error: a panic and what follows it wait for the cell's end.
    fn add_error(&mut self, text: &str) -> io::Result<()> {
        if self.report.is_empty() && !self.panics.is_report() {
            return self.add("stderr", text);
        }
        self.report += text;
        Ok(())
    }

    fn add(&mut self, name: &'static str, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        self.printed += text.len() + LINE * text.matches('\n').count();
        match &mut self.text {
            Some((known, waiting)) if *known == name && waiting.len() < BUFFER => *waiting += text,
            _ => {
                self.send_text()?;
                self.text = Some((name, text.to_owned()));
            }
        }
        Ok(())
    }

    /// Sends all text: what was held back as well.
    fn finish_text(&mut self) -> io::Result<()> {
        for event in self.parser.finish() {
            match event {
                Event::Text(text) => self.add("stdout", &text)?,
                Event::Shown(shown) => {
                    self.send_text()?;
                    self.send(&Printed::Shown(shown))?;
                }
                _ => {}
            }
        }
        let report = std::mem::take(&mut self.report) + &self.panics.finish();
        self.add("stderr", &report)?;
        let rest = std::mem::take(&mut self.errors);
        self.add("stderr", &String::from_utf8_lossy(&rest))?;
        self.send_text()
    }

    fn send_text(&mut self) -> io::Result<()> {
        let Some((name, text)) = self.text.take() else {
            return Ok(());
        };
        if self.printed > AT_ONCE {
            let size = (text.len() + LINE * text.matches('\n').count()) as f64;
            std::thread::sleep(Duration::from_secs_f64(size / RATE));
        }
        self.sent = Instant::now();
        let name = name.to_owned();
        self.send(&Printed::Text { name, text })
    }

    fn send(&mut self, printed: &Printed) -> io::Result<()> {
        let mut line = serde_json::to_vec(printed)?;
        line.push(b'\n');
        self.front.write_all(&line)
    }

    fn tell_evcxr(&self, line: &str) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{line}")?;
        stdout.flush()
    }
}

fn timespec(duration: Duration) -> Timespec {
    Timespec {
        tv_sec: 0,
        tv_nsec: duration.subsec_nanos().into(),
    }
}
