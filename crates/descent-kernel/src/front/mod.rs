//! The front: what Jupyter's clients talk to.
//!
//! It owns Jupyter's ports and speaks the whole protocol. Behind it, on ports of its own, evcxr
//! does what it does well: it runs cells, completes names and looks them up, one request after the
//! other. What evcxr lacks, the front supplies: numbers from 1, history, errors that stop what is
//! queued behind them, interrupts that cost no more than they must.
//!
//! Clients come and go: a Jupyter server that waits for a kernel asks again and again who it is,
//! over connections that it closes at once. evcxr takes an answer that cannot be delivered for the
//! end; its only client is the front, which stays.
//!
//! Not needed once evcxr speaks version 5.4 of the protocol and survives clients that leave.

mod advice;
mod compilation;
mod completeness;
mod control;
mod docs;
mod history;
mod inspect;
mod kernel_info;
pub(crate) mod keyboard;
mod message;
mod names;
mod ports;
mod positions;
pub(crate) mod printed;
mod refusal;
mod shell;
mod sums;
mod visibility;

use std::future;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zeromq::{RepSocket, RouterRecvHalf, SocketRecv, SocketSend, XPubSocket, ZmqMessage};

use self::control::{Activity, Control};
pub use self::docs::address as docs_address;
use self::history::History;
use self::keyboard::Keyboard;
use self::message::{Key, Message, new_id};
use self::names::Names;
use self::ports::{Clients, Connection, Evcxr};
use self::printed::Printer;
pub use self::refusal::refuse;
use self::shell::Shell;
use crate::Lab;
use crate::compiler;
use crate::dependency::Dependencies;
use crate::errors::Session;
use crate::words::words;

/// Time for the last answer, that to a shutdown, to reach the client.
const FAREWELL: Duration = Duration::from_secs(1);

/// What the front has to know of the kernel.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The compiler of the cells.
    pub rustc: PathBuf,
    /// A cell that is never run: completing its last name makes rust-analyzer read the crates that
    /// a lesson's first cell would wait for.
    pub read_ahead: Option<String>,
    /// The kernel's private folder.
    pub folder: PathBuf,
    /// The lab with the crates that a lesson uses.
    pub lab: Option<Lab>,
    /// The address of the documentation of the lab's crates, where a server serves it.
    pub docs: Option<String>,
    /// What the first `:dep` line has to have compiled, and in a second line why; `None` if it is
    /// compiled already.
    pub compiles: Option<String>,
}

impl Facts {
    /// What evcxr shall read in place of parts of a cell.
    fn dependencies(&self, cell: &str) -> Dependencies {
        let lab = self.lab.as_ref();
        lab.map(|lab| Dependencies::of(cell, lab))
            .unwrap_or_default()
    }

    /// Sources of the crates that a lesson uses.
    fn sources(&self) -> Vec<PathBuf> {
        let crates = self.lab.iter().flat_map(Lab::crates);
        crates.map(|folder| folder.join("src")).collect()
    }

    /// Lets the compiler work again.
    fn allow_compiler(&self) {
        compiler::allow(&self.folder);
    }

    /// Ends the compiler, if it runs, and lets none start until the next cell.
    fn stop_compiler(&self) {
        compiler::stop(&self.folder);
    }
}

/// Serves Jupyter's clients for as long as the process runs.
#[derive(Debug)]
pub struct Front {
    has_begun: Arc<AtomicBool>,
    is_done: Arc<AtomicBool>,
}

impl Front {
    /// Opens the ports of the connection file `jupyters` and writes `evcxrs`, the connection file
    /// with the ports that evcxr shall open.
    ///
    /// # Errors
    /// A sentence for the server's log, when a file or a port cannot be used.
    pub fn start(jupyters: &Path, evcxrs: &Path, facts: Facts) -> Result<Self, String> {
        let connection = Connection::read(jupyters)?;
        let inner = connection.for_evcxr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| words!("The Rust kernel cannot start: {why}.", why = error))?;
        let clients = runtime.block_on(Clients::open(&connection))?;
        let printer = runtime
            .block_on(Printer::listen(&facts.folder, new_id()))
            .map_err(|error| words!("The Rust kernel cannot start: {why}.", why = error))?;
        inner.write(evcxrs)?;
        let front = Self {
            has_begun: Arc::default(),
            is_done: Arc::default(),
        };
        let (has_begun, is_done) = (Arc::clone(&front.has_begun), Arc::clone(&front.is_done));
        thread::spawn(move || {
            runtime.block_on(serve(
                clients,
                printer,
                connection.key(),
                inner,
                facts,
                (has_begun, is_done),
            ));
        });
        Ok(front)
    }

    /// Whether evcxr has answered, so that cells could be run.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.has_begun.load(Ordering::Relaxed)
    }

    /// Waits until the answer to a shutdown has been sent.
    pub fn finish(&self) {
        let start = Instant::now();
        while !self.is_done.load(Ordering::Relaxed) && start.elapsed() < FAREWELL {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

async fn serve(
    clients: Clients,
    printer: Printer,
    key: Key,
    inner: Connection,
    facts: Facts,
    (has_begun, is_done): (Arc<AtomicBool>, Arc<AtomicBool>),
) {
    let (outputs, to_publish) = unbounded_channel();
    let (requests, queue) = unbounded_channel();
    let (answers, questions) = clients.shell.split();
    let activity = Arc::new(Activity::default());
    tokio::spawn(publish(clients.iopub, key.clone(), to_publish));
    tokio::spawn(beat(clients.heartbeat));
    tokio::spawn(receive(questions, key.clone(), requests));
    let _ = outputs.send(Message::default().status("starting"));
    let rust: Arc<str> = version_of(&facts.rustc).into();
    let compiles = facts.compiles.clone();
    let facts = Arc::new(facts);
    let mut evcxr = match Evcxr::connect(&inner).await {
        Ok(evcxr) => evcxr,
        Err(problem) => {
            let told = words!("The Rust kernel does not answer: {problem}.", problem);
            return eprintln!("{told}");
        }
    };
    has_begun.store(true, Ordering::Relaxed);
    let Some(control) = evcxr.control.take() else {
        return;
    };
    let control = Control {
        clients: clients.control,
        evcxr: control,
        key: key.clone(),
        outputs: outputs.clone(),
        activity: Arc::clone(&activity),
        facts: Arc::clone(&facts),
        rust: Arc::clone(&rust),
        is_done,
    };
    tokio::spawn(control.serve());
    let keyboard = Keyboard::new(
        clients.stdin,
        key.clone(),
        Arc::clone(&activity),
        &facts.folder,
    );
    let shell = Shell {
        key,
        keyboard,
        evcxr,
        printer,
        answers,
        queue,
        outputs,
        activity,
        facts,
        rust,
        history: History::default(),
        names: Names::default(),
        private: None,
        compiles,
        session: Session::default(),
        count: 0,
    };
    if let Err(problem) = shell.serve().await {
        eprintln!(
            "{}",
            words!("The Rust kernel has failed: {problem}.", problem)
        );
    }
    future::pending::<()>().await;
}

/// The version of the compiler, for example `1.95.0`; empty if it cannot be run.
fn version_of(rustc: &Path) -> String {
    let output = Command::new(rustc).arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let text = text.unwrap_or_default();
    text.split_whitespace()
        .nth(1)
        .unwrap_or_default()
        .to_owned()
}

/// Sends to all who listen, in order, and welcomes whoever begins to: only then can a client know
/// that it will miss nothing.
async fn publish(mut port: XPubSocket, key: Key, mut messages: UnboundedReceiver<Message>) {
    loop {
        let message = tokio::select! {
            message = messages.recv() => match message {
                None => return,
                message => message,
            },
            subscription = port.recv() => subscription.ok().and_then(welcome),
        };
        if let Some(message) = message {
            // Whoever has gone away needs nothing.
            let _ = port.send(key.write(&message)).await;
        }
    }
}

/// The answer to a subscription, which is a 1 before the topic; its end is a 0.
fn welcome(subscription: ZmqMessage) -> Option<Message> {
    let frame = subscription.into_vec().pop()?;
    let topic = frame.strip_prefix(&[1])?;
    let content = json!({"subscription": String::from_utf8_lossy(topic)});
    let message = Message::default().child("iopub_welcome", content);
    Some(Message {
        identities: vec![frame.slice(1..)],
        ..message
    })
}

/// Answers each sign of life with itself.
async fn beat(mut port: RepSocket) {
    loop {
        if let Ok(sign) = port.recv().await {
            let _ = port.send(sign).await;
        }
    }
}

/// Queues the requests of all clients.
async fn receive(mut port: RouterRecvHalf, key: Key, queue: UnboundedSender<Message>) {
    while let Ok(frames) = port.recv().await {
        match key.read(frames) {
            Ok(request) => _ = queue.send(request),
            Err(problem) => eprintln!("The Rust kernel got {problem}."),
        }
    }
}
