//! What cells print and show, on its way from the process that runs them.
//!
//! The small tool that reads that process's output connects to a port of this machine, says the
//! word that only the kernel's private folder holds, and sends events, a line of JSON each. Between
//! two cells it is asked whether all has come.

use std::fs;
use std::net::Ipv4Addr;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::OwnedWriteHalf;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Something that a cell printed, showed or did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Printed {
    /// Text on standard output or standard error.
    Text {
        /// `stdout` or `stderr`.
        name: String,
        /// Any piece of what was printed.
        text: String,
    },
    /// A value in one or more forms.
    Shown(Shown),
    /// What the cell has shown shall go.
    Clear {
        /// With the next output, not at once.
        wait: bool,
    },
    /// The cell's own code failed.
    Failed {
        /// The kind of failure: `Panic` or `Error`.
        ename: String,
        /// What it says.
        evalue: String,
    },
    /// The cell's own code begins.
    Begun,
    /// All that was printed before the question has been sent.
    Complete,
}

/// A value in one or more forms, by MIME type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The forms.
    pub data: Map<String, Value>,
    /// Sizes and the like, by MIME type.
    #[serde(default)]
    pub metadata: Map<String, Value>,
    /// The name under which it can be updated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whether it takes the place of what was shown under its name.
    #[serde(default)]
    pub is_update: bool,
    /// Whether it is the value of the cell's last expression.
    #[serde(default)]
    pub is_result: bool,
}

/// The file that names the port and the word.
const ADDRESS: &str = "front";

/// Where the front listens, and the word that it waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// A port of this machine.
    pub port: u16,
    /// The word.
    pub word: String,
}

impl Address {
    /// The address in a kernel's private folder, if its front listens.
    #[must_use]
    pub fn read(folder: &Path) -> Option<Self> {
        let text = fs::read_to_string(folder.join(ADDRESS)).ok()?;
        let (port, word) = text.split_once(' ')?;
        Some(Self {
            port: port.parse().ok()?,
            word: word.to_owned(),
        })
    }

    /// Puts the address into the private folder, which nobody else can read.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        fs::write(folder.join(ADDRESS), format!("{} {}", self.port, self.word))
    }
}

/// The question whether all has come.
pub const IS_ALL_SENT: &[u8] = b"?\n";

/// The front's end of the way.
#[derive(Debug)]
pub struct Printer {
    events: UnboundedReceiver<Event>,
    /// The tool that is connected.
    tool: Option<OwnedWriteHalf>,
}

#[derive(Debug)]
enum Event {
    Connected(OwnedWriteHalf),
    Printed(Printed),
    Gone,
}

impl Printer {
    /// Listens, and writes the address into `folder`.
    ///
    /// # Errors
    /// When no port can be opened or the file cannot be written.
    pub async fn listen(folder: &Path, word: String) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let address = Address { port, word };
        address.write(folder)?;
        let (sender, events) = unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(receive(stream, address.word.clone(), sender.clone()));
            }
        });
        Ok(Self { events, tool: None })
    }

    /// The next thing that a cell printed, whenever it comes.
    pub async fn next(&mut self) -> Printed {
        loop {
            match self.events.recv().await {
                Some(Event::Connected(tool)) => self.tool = Some(tool),
                Some(Event::Printed(printed)) => return printed,
                Some(Event::Gone) => self.tool = None,
                None => std::future::pending().await,
            }
        }
    }

    /// All that has been printed until now; `take` gets it, thing by thing.
    pub async fn rest(&mut self, mut take: impl FnMut(Printed)) {
        let Some(tool) = &mut self.tool else {
            while let Ok(event) = self.events.try_recv() {
                match event {
                    Event::Connected(tool) => self.tool = Some(tool),
                    Event::Printed(printed) => take(printed),
                    Event::Gone => self.tool = None,
                }
            }
            return;
        };
        if tool.write_all(IS_ALL_SENT).await.is_err() {
            self.tool = None;
        }
        loop {
            match self.events.recv().await {
                Some(Event::Printed(Printed::Complete)) | None => return,
                Some(Event::Printed(printed)) => take(printed),
                Some(Event::Connected(tool)) => {
                    self.tool = Some(tool);
                    return;
                }
                Some(Event::Gone) => {
                    self.tool = None;
                    return;
                }
            }
        }
    }
}

async fn receive(stream: TcpStream, word: String, events: UnboundedSender<Event>) {
    let (reader, writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    // Nobody else may put words into the mouth of a cell.
    if !matches!(lines.next_line().await, Ok(Some(line)) if line == word) {
        return;
    }
    let _ = events.send(Event::Connected(writer));
    while let Ok(Some(line)) = lines.next_line().await {
        if let Ok(printed) = serde_json::from_str(&line) {
            let _ = events.send(Event::Printed(printed));
        }
    }
    let _ = events.send(Event::Gone);
}
