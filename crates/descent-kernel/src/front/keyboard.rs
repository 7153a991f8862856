//! The port for questions: lines that a cell wants to read.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use zeromq::{RouterSocket, SocketRecv, SocketSend};

use super::control::Activity;
use super::message::{Key, Message};
use crate::words::words;

/// There, in the kernel's private folder, as long as nobody can answer a cell. It holds what is said
/// to a cell that asks: the code of a cell that is kept knows no language.
const NOBODY: &str = "no-keyboard";
/// How soon an interrupt ends the waiting for an answer.
const ROUND: Duration = Duration::from_millis(50);

/// Whoever sent the cell, asked for a line.
pub struct Keyboard {
    clients: RouterSocket,
    key: Key,
    activity: Arc<Activity>,
    folder: PathBuf,
    can_answer: bool,
}

impl Keyboard {
    pub fn new(clients: RouterSocket, key: Key, activity: Arc<Activity>, folder: &Path) -> Self {
        Self {
            clients,
            key,
            activity,
            folder: folder.to_owned(),
            can_answer: true,
        }
    }

    /// Says whether whoever sends the next cell can be asked.
    pub fn set_answering(&mut self, can_answer: bool) {
        if can_answer != self.can_answer {
            self.can_answer = can_answer;
            let file = self.folder.join(NOBODY);
            let _ = match can_answer {
                true => fs::remove_file(file),
                false => fs::write(file, nobody_answers()),
            };
        }
    }

    /// Passes evcxr's question on to the one who sent the cell.
    pub async fn ask(&mut self, cell: &Message, question: &Message) {
        let asked = Message {
            identities: cell.identities.clone(),
            ..cell.child("input_request", question.content.clone())
        };
        let _ = self.clients.send(self.key.write(&asked)).await;
    }

    /// The line that comes, or an empty one when the cell is stopped meanwhile.
    pub async fn line(&mut self) -> String {
        loop {
            if !self.can_answer || self.activity.is_stopped() {
                return String::new();
            }
            let Ok(frames) = tokio::time::timeout(ROUND, self.clients.recv()).await else {
                continue;
            };
            match frames.map(|frames| self.key.read(frames)) {
                Ok(Ok(reply)) if reply.kind() == "input_reply" => {
                    return reply.text("value").to_owned();
                }
                Ok(_) => {}
                Err(_) => tokio::time::sleep(ROUND).await,
            }
        }
    }
}

/// What is said to a cell that wants to read a line.
fn nobody_answers() -> String {
    let words = words!(
        "there is no keyboard here to read a line from: write the text into the cell, as in \
         `let line = String::from(\"3.5\");`"
    );
    words.into()
}

/// What a cell does before it reads a line: it asks for one, or fails at once where nobody can
/// answer.
pub(crate) fn asking() -> String {
    format!(
        "if let Some(folder) = ::std::env::var_os(\"{}\") && let Ok(words) = \
         ::std::fs::read_to_string(::std::path::Path::new(&folder).join(\"{NOBODY}\")) \
         {{ ::std::panic!(\"{{words}}\") }} ::std::println!(\"EVCXR_INPUT_REQUEST:\");",
        crate::environment::PRIVATE_FOLDER,
    )
}
