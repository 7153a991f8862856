//! The port for what cannot wait: interrupts and the end.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::sleep;
use zeromq::{DealerSocket, RouterSocket, SocketRecv, SocketSend};

use super::message::{Key, Message};
use super::{FAREWELL, Facts, kernel_info};
use crate::private_folder;
use crate::words::words;

/// What the kernel is doing, as far as an interrupt has to know.
#[derive(Debug, Default)]
pub struct Activity(Mutex<State>);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Idle,
    /// evcxr reads and compiles a cell.
    Compiling,
    /// The cell's own code runs.
    Running,
    /// Somebody has stopped the cell before its code ran.
    Stopped,
    /// Somebody has stopped the cell's own code, and the variables are gone.
    Killed,
}

/// How a cell was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The variables are as they were.
    BeforeItRan,
    /// The variables are gone.
    WhileItRan,
}

impl Activity {
    pub fn begin(&self) {
        self.set(State::Compiling);
    }

    /// The cell's own code runs now.
    pub fn run(&self) {
        self.set(State::Running);
    }

    /// Whether somebody has stopped the cell.
    pub fn is_stopped(&self) -> bool {
        matches!(*self.state(), State::Stopped | State::Killed)
    }

    /// The cell is over: tells whether it was stopped.
    pub fn end(&self) -> Option<Stop> {
        match std::mem::take(&mut *self.state()) {
            State::Stopped => Some(Stop::BeforeItRan),
            State::Killed => Some(Stop::WhileItRan),
            _ => None,
        }
    }

    fn set(&self, new: State) {
        *self.state() = new;
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Answers on the port for control.
pub struct Control {
    pub clients: RouterSocket,
    pub evcxr: DealerSocket,
    pub key: Key,
    pub outputs: UnboundedSender<Message>,
    pub activity: Arc<Activity>,
    pub facts: Arc<Facts>,
    /// The compiler's version.
    pub rust: Arc<str>,
    /// Set when the answer to a shutdown has been sent.
    pub is_done: Arc<AtomicBool>,
}

impl Control {
    pub async fn serve(mut self) {
        while let Ok(frames) = self.clients.recv().await {
            let request = match self.key.read(frames) {
                Ok(request) => request,
                Err(problem) => {
                    eprintln!("The Rust kernel got {problem}.");
                    continue;
                }
            };
            self.tell_state(&request, "busy");
            let Some(content) = self.answer(&request).await else {
                self.tell_state(&request, "idle");
                continue;
            };
            let reply = request.reply(content);
            let _ = self.clients.send(self.key.write(&reply)).await;
            self.tell_state(&request, "idle");
            if request.kind() == "shutdown_request" {
                self.is_done.store(true, Ordering::Relaxed);
                // evcxr ends once it has done what it is at, such as reading the crates, and Jupyter
                // kills a kernel, and all that would clean up behind it, after five seconds.
                sleep(FAREWELL).await;
                private_folder::remove(&self.facts.folder);
                std::process::exit(0);
            }
        }
    }

    fn tell_state(&self, request: &Message, state: &str) {
        let _ = self.outputs.send(request.status(state));
    }

    async fn answer(&mut self, request: &Message) -> Option<Value> {
        match request.kind() {
            "kernel_info_request" => {
                Some(kernel_info::answer(&self.rust, self.facts.docs.as_deref()))
            }
            "interrupt_request" => {
                self.interrupt(request).await;
                Some(json!({"status": "ok"}))
            }
            "shutdown_request" => {
                self.pass_on(request).await;
                Some(json!({"status": "ok", "restart": request.flag("restart", false)}))
            }
            kind if kind.ends_with("_request") => Some(unknown(kind)),
            _ => None,
        }
    }

    /// Stops the cell, at no greater cost than it must.
    async fn interrupt(&mut self, request: &Message) {
        let state = *self.activity.state();
        match state {
            State::Compiling => {
                self.activity.set(State::Stopped);
                self.facts.stop_compiler();
            }
            State::Running => {
                self.activity.set(State::Killed);
                self.pass_on(request).await;
            }
            State::Idle | State::Stopped | State::Killed => {}
        }
    }

    /// Has evcxr do what the request says, and waits until it has.
    async fn pass_on(&mut self, request: &Message) {
        let request = Message {
            identities: Vec::new(),
            ..request.clone()
        };
        if self.evcxr.send(self.key.write(&request)).await.is_ok() {
            let _ = self.evcxr.recv().await;
        }
    }
}

/// The content of the answer to a request that no Rust kernel can do.
pub fn unknown(kind: &str) -> Value {
    json!({
        "status": "error",
        "ename": "NotSupported",
        "evalue": &*words!("The Rust kernel does not know '{kind}'.", kind),
        "traceback": [],
    })
}
