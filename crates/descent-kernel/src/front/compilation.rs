//! Crates that a cell's `:dep` line has cargo compile: said while it lasts, and kept afterwards.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::Facts;
use super::message::{Message, new_id};
use crate::dependency::Dependencies;
use crate::environment::work_in;
use crate::kept_crates::KeptCrates;
use crate::words::words;

/// What takes no longer needs no words.
const PAUSE: Duration = Duration::from_secs(1);

/// What cargo has to compile for a cell.
pub struct Compilation {
    notice: Option<Notice>,
    to_keep: Vec<KeptCrates>,
    work: PathBuf,
}

impl Compilation {
    /// Puts in place what was kept of the cell's `dependencies`, and says what has to be compiled.
    /// `pending` is what the first line that names the kernel's own crates has to have compiled.
    pub fn begin(
        facts: &Facts,
        dependencies: &Dependencies,
        pending: &mut Option<String>,
        (request, outputs): (&Message, &UnboundedSender<Message>),
    ) -> Self {
        let work = work_in(&facts.folder);
        let mut what = None;
        let mut to_keep = Vec::new();
        if dependencies.names_own {
            what = pending.take();
        }
        for clone in &dependencies.clones {
            let crates = facts
                .lab
                .as_ref()
                .and_then(|lab| KeptCrates::of(lab, clone));
            let restored = crates.as_ref().map(|crates| crates.restore(&work));
            if !matches!(restored, Some(Ok(true))) {
                what = Some(words!("your changed crates").into());
                to_keep.extend(crates);
            }
        }
        Self {
            notice: what.map(|what| Notice::begin(what, request.clone(), outputs.clone())),
            to_keep,
            work,
        }
    }

    /// The cell is over.
    pub fn end(self, has_failed: bool) {
        if let Some(notice) = self.notice {
            notice.end(has_failed);
        }
        for crates in self.to_keep.iter().filter(|_| !has_failed) {
            if let Err(error) = crates.keep(&self.work) {
                let told = words!(
                    "The compiled crates cannot be kept for the next kernel: {why}.",
                    why = error
                );
                eprintln!("{told}");
            }
        }
    }
}

/// A line below the cell that says how long it has been compiling.
struct Notice {
    what: String,
    begin: Instant,
    line: Line,
    ticking: JoinHandle<()>,
}

impl Notice {
    fn begin(what: String, request: Message, outputs: UnboundedSender<Message>) -> Self {
        let begin = Instant::now();
        let line = Line {
            id: new_id(),
            request,
            outputs,
        };
        let ticks = line.clone();
        let (what, why) = match what.split_once('\n') {
            Some((what, why)) => (what.to_owned(), format!("\n{why}")),
            None => (what, String::new()),
        };
        let text = words!("Compiling {what}: about a minute.", what);
        let ticking = tokio::spawn(async move {
            sleep(PAUSE).await;
            ticks.show("display_data", &format!("{text}{why}"));
            loop {
                sleep(PAUSE).await;
                let seconds = begin.elapsed().as_secs();
                let text = words!("{text} {seconds} s …", text, seconds);
                ticks.show("update_display_data", &format!("{text}{why}"));
            }
        });
        Self {
            what,
            begin,
            line,
            ticking,
        }
    }

    fn end(self, has_failed: bool) {
        self.ticking.abort();
        let seconds = self.begin.elapsed();
        if seconds > PAUSE {
            let (what, seconds) = (&self.what, seconds.as_secs());
            let text = match has_failed {
                true => words!("Compiling {what} ended after {seconds} s.", what, seconds),
                false => words!("Compiled {what}: {seconds} s.", what, seconds),
            };
            self.line.show("update_display_data", &text);
        }
    }
}

/// An output that is written anew in its place.
#[derive(Clone)]
struct Line {
    id: String,
    request: Message,
    outputs: UnboundedSender<Message>,
}

impl Line {
    fn show(&self, kind: &str, text: &str) {
        let content = json!({
            "data": {"text/plain": text},
            "metadata": {},
            "transient": {"display_id": self.id},
        });
        let _ = self.outputs.send(self.request.child(kind, content));
    }
}
