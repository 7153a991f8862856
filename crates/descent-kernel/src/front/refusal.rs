//! A front without a kernel behind it, which answers each cell with the reason.

use std::path::Path;

use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use zeromq::{RouterSocket, SocketRecv, SocketSend};

use super::control::unknown;
use super::message::{Key, Message, failure};
use super::ports::{Clients, Connection};
use super::{beat, completeness, kernel_info, publish};
use crate::words::{Words, words};

/// Serves the clients of Jupyter's connection file until one of them shuts the kernel down; each
/// cell gets `reason` as its error.
///
/// # Errors
/// A sentence for the server's log, when a file or a port cannot be used.
pub fn refuse(connection_file: &Path, reason: &str) -> Result<(), String> {
    let connection = Connection::read(connection_file)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| words!("The Rust kernel cannot start: {why}.", why = error))?;
    runtime.block_on(async {
        let mut clients = Clients::open(&connection).await?;
        let (outputs, to_publish) = unbounded_channel();
        tokio::spawn(publish(clients.iopub, connection.key(), to_publish));
        tokio::spawn(beat(clients.heartbeat));
        let mut refusal = Refusal {
            reason,
            key: connection.key(),
            outputs,
            count: 0,
        };
        loop {
            let port = tokio::select! {
                frames = clients.shell.recv() => (&mut clients.shell, frames),
                frames = clients.control.recv() => (&mut clients.control, frames),
            };
            let (port, Ok(frames)) = port else {
                return Ok(());
            };
            match refusal.key.read(frames) {
                Ok(request) if refusal.answer(&request, port).await => return Ok(()),
                Ok(_) => {}
                Err(problem) => eprintln!("The Rust kernel got {problem}."),
            }
        }
    })
}

struct Refusal<'a> {
    reason: &'a str,
    key: Key,
    outputs: UnboundedSender<Message>,
    count: u32,
}

impl Refusal<'_> {
    /// Answers a request, and tells whether it was the last one.
    async fn answer(&mut self, request: &Message, port: &mut RouterSocket) -> bool {
        let _ = self.outputs.send(request.status("busy"));
        let content = self.content(request);
        if request.kind().ends_with("_request") {
            let _ = port.send(self.key.write(&request.reply(content))).await;
        }
        let _ = self.outputs.send(request.status("idle"));
        // What was sent needs a moment to go out.
        let is_last = request.kind() == "shutdown_request";
        if is_last {
            tokio::time::sleep(super::FAREWELL / 10).await;
        }
        is_last
    }

    fn content(&mut self, request: &Message) -> Value {
        match request.kind() {
            "kernel_info_request" => kernel_info::answer("", None),
            "execute_request" => self.error(request),
            "is_complete_request" => completeness::answer(request.text("code")),
            "complete_request" => json!({
                "status": "ok", "matches": [], "cursor_start": 0, "cursor_end": 0, "metadata": {},
            }),
            "inspect_request" => {
                json!({"status": "ok", "found": false, "data": {}, "metadata": {}})
            }
            "history_request" => json!({"status": "ok", "history": []}),
            "comm_info_request" => json!({"status": "ok", "comms": {}}),
            "interrupt_request" => json!({"status": "ok"}),
            "shutdown_request" => {
                json!({"status": "ok", "restart": request.flag("restart", false)})
            }
            kind => unknown(kind),
        }
    }

    fn error(&mut self, request: &Message) -> Value {
        let mut error = failure("CannotStart", &Words::said(self.reason));
        if !request.flag("silent", false) {
            self.count += 1;
            let input = json!({"code": request.text("code"), "execution_count": self.count});
            for (kind, content) in [("execute_input", input), ("error", error.clone())] {
                let _ = self.outputs.send(request.child(kind, content));
            }
        }
        error["status"] = json!("error");
        error["execution_count"] = json!(self.count);
        error
    }
}
