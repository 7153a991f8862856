//! The five ports of a kernel, on Jupyter's side and on evcxr's.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::ops::Range;
use std::path::Path;
use std::process;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use zeromq::util::PeerIdentity;
use zeromq::{
    DealerSocket, RepSocket, RouterSocket, Socket, SocketOptions, SocketRecv, SocketSend,
    SubSocket, XPubSocket, ZmqError,
};

use super::keyboard::Keyboard;
use super::message::{Key, Message};
use super::printed::{Printed, Printer};
use crate::words::words;

/// See <https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files>.
const PORTS: [&str; 5] = ["iopub", "shell", "control", "stdin", "hb"];
const EVCXRS_PORTS: Range<u16> = 20_000..32_000;
/// Between two attempts to reach evcxr, which opens its ports a moment after the front.
const PAUSE: Duration = Duration::from_millis(5);
/// Jupyter chooses ports that are free, but between that and the kernel's start any connection of this
/// machine's may have one for a moment: that of a client which already looks for the kernel, above
/// all, where a whole class starts at once.
const LONGEST_IN_USE: Duration = Duration::from_secs(10);

/// A connection file.
#[derive(Clone, Debug)]
pub struct Connection(Value);

impl Connection {
    pub fn read(path: &Path) -> Result<Self, String> {
        let cannot = |error: &dyn std::fmt::Display| {
            let words = words!(
                "The Rust kernel cannot read its connection file '{path}': {why}.",
                path = path.display(),
                why = error
            );
            String::from(words)
        };
        let text = fs::read_to_string(path).map_err(|error| cannot(&error))?;
        serde_json::from_str(&text)
            .map(Self)
            .map_err(|error| cannot(&error))
    }

    /// The connection file for evcxr: with free ports of this machine.
    ///
    /// They lie below those that systems give to outgoing connections. Otherwise a connection to a
    /// port that evcxr has not opened yet could be made from this very port, to itself, and evcxr
    /// would find the port in use. Kernels that start at the same time begin at different ports.
    pub fn for_evcxr(&self) -> Result<Self, String> {
        let count = EVCXRS_PORTS.len();
        let first = process::id() as usize * PORTS.len() % count;
        // Each listener keeps its port until all are chosen, so that no two are the same.
        let mut free = EVCXRS_PORTS
            .cycle()
            .skip(first)
            .take(count)
            .filter_map(|port| Some((port, TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()?)));
        let chosen: Vec<_> = free.by_ref().take(PORTS.len()).collect();
        if chosen.len() < PORTS.len() {
            return Err(words!("The Rust kernel finds no free port on this machine.").into());
        }
        let mut connection = self.0.clone();
        connection["transport"] = json!("tcp");
        connection["ip"] = json!(Ipv4Addr::LOCALHOST);
        for (name, (port, _)) in PORTS.iter().zip(&chosen) {
            connection[format!("{name}_port")] = json!(port);
        }
        Ok(Self(connection))
    }

    pub fn write(&self, path: &Path) -> Result<(), String> {
        fs::write(path, self.0.to_string()).map_err(|error| {
            let words = words!(
                "The Rust kernel cannot write '{path}': {why}.",
                path = path.display(),
                why = error
            );
            String::from(words)
        })
    }

    pub fn key(&self) -> Key {
        Key::new(self.0["key"].as_str().unwrap_or_default())
    }

    fn endpoint(&self, name: &str) -> Result<String, String> {
        let port = self.0[format!("{name}_port")].as_u64().ok_or_else(|| {
            words!(
                "The kernel's connection file has no port '{name}_port'.",
                name
            )
        })?;
        let ip = self.0["ip"].as_str().unwrap_or("127.0.0.1");
        Ok(match self.0["transport"].as_str() {
            Some("ipc") => format!("ipc://{ip}-{port}"),
            _ => format!("tcp://{ip}:{port}"),
        })
    }

    async fn bind<S: Socket>(&self, name: &str) -> Result<S, String> {
        let endpoint = self.endpoint(name)?;
        let end = Instant::now() + LONGEST_IN_USE;
        loop {
            let mut socket = S::new();
            let error = match socket.bind(&endpoint).await {
                Ok(_) => return Ok(socket),
                Err(error) => error,
            };
            if !is_in_use(&error) || Instant::now() > end {
                return Err(words!(
                    "The Rust kernel cannot open {endpoint}: {why}.",
                    endpoint,
                    why = error
                )
                .into());
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn connect<S: Socket>(&self, name: &str, mut socket: S) -> Result<S, String> {
        let endpoint = self.endpoint(name)?;
        while socket.connect(&endpoint).await.is_err() {
            tokio::time::sleep(PAUSE).await;
        }
        Ok(socket)
    }
}

fn is_in_use(error: &ZmqError) -> bool {
    matches!(error, ZmqError::Network(error) if error.kind() == io::ErrorKind::AddrInUse)
}

/// The ports that clients connect to.
pub struct Clients {
    pub shell: RouterSocket,
    pub control: RouterSocket,
    pub stdin: RouterSocket,
    pub iopub: XPubSocket,
    pub heartbeat: RepSocket,
}

impl Clients {
    pub async fn open(connection: &Connection) -> Result<Self, String> {
        Ok(Self {
            shell: connection.bind("shell").await?,
            control: connection.bind("control").await?,
            stdin: connection.bind("stdin").await?,
            iopub: connection.bind("iopub").await?,
            heartbeat: connection.bind("hb").await?,
        })
    }
}

/// What comes while a request is answered.
pub enum Output {
    /// A message that evcxr sends to all.
    Evcxrs(Message),
    /// What a cell printed.
    Printed(Printed),
}

/// A connection by whose name evcxr finds, on its port for questions, the one who sent a cell.
fn named() -> Result<DealerSocket, String> {
    let name = PeerIdentity::try_from(b"front".as_slice()).map_err(|error| error.to_string())?;
    let mut options = SocketOptions::default();
    options.peer_identity(name);
    Ok(DealerSocket::with_options(options))
}

/// Connections to evcxr's ports.
pub struct Evcxr {
    key: Key,
    shell: DealerSocket,
    stdin: DealerSocket,
    iopub: SubSocket,
    pub control: Option<DealerSocket>,
}

impl Evcxr {
    /// Waits until evcxr has opened its ports, and has been heard on the one for outputs.
    pub async fn connect(connection: &Connection) -> Result<Self, String> {
        let mut iopub: SubSocket = connection.connect("iopub", SubSocket::new()).await?;
        iopub
            .subscribe("")
            .await
            .map_err(|error| error.to_string())?;
        let mut evcxr = Self {
            key: connection.key(),
            shell: connection.connect("shell", named()?).await?,
            stdin: connection.connect("stdin", named()?).await?,
            iopub,
            control: Some(connection.connect("control", DealerSocket::new()).await?),
        };
        evcxr.wait_until_heard().await?;
        Ok(evcxr)
    }

    /// Gives evcxr the line that it has asked for.
    async fn answer_input(&mut self, question: &Message, line: &str) -> Result<(), String> {
        let mut answer = question.child("input_reply", json!({"value": line}));
        answer.identities.clear();
        let frames = self.key.write(&answer);
        let sent = self.stdin.send(frames).await;
        sent.map_err(|error| error.to_string())
    }

    async fn wait_until_heard(&mut self) -> Result<(), String> {
        let greeting = Message {
            header: json!({"session": "front"}),
            ..Message::default()
        };
        loop {
            let question = greeting.child("kernel_info_request", json!({}));
            self.send(&question).await?;
            self.shell.recv().await.map_err(|error| error.to_string())?;
            let heard = tokio::time::timeout(PAUSE * 10, async {
                while !self.next_output().await?.came_of(&question) {}
                // The other state, that it is idle, is skipped by the next request.
                Ok::<_, String>(())
            });
            if let Ok(heard) = heard.await {
                return heard;
            }
        }
    }

    /// Has evcxr answer a request; `shown` gets what it sends to all meanwhile, and what cells print.
    pub async fn ask(
        &mut self,
        request: &Message,
        printer: &mut Printer,
        keyboard: &mut Keyboard,
        mut shown: impl FnMut(Output),
    ) -> Result<Message, String> {
        self.send(request).await?;
        let mut reply = None;
        let mut question = None;
        let mut is_idle = false;
        loop {
            if is_idle && let Some(reply) = reply.take() {
                printer
                    .rest(|printed| shown(Output::Printed(printed)))
                    .await;
                return Ok(reply);
            }
            tokio::select! {
                printed = printer.next() => shown(Output::Printed(printed)),
                frames = self.shell.recv() => {
                    let message = self.key.read(frames.map_err(|error| error.to_string())?)?;
                    reply = Some(message).filter(|one| one.came_of(request)).or(reply);
                }
                frames = self.stdin.recv() => {
                    let asked = self.key.read(frames.map_err(|error| error.to_string())?)?;
                    keyboard.ask(request, &asked).await;
                    question = Some(asked);
                }
                line = keyboard.line(), if question.is_some() => {
                    if let Some(asked) = question.take() {
                        self.answer_input(&asked, &line).await?;
                    }
                }
                frames = self.iopub.recv() => {
                    let message = self.key.read(frames.map_err(|error| error.to_string())?)?;
                    if !message.came_of(request) {
                        continue;
                    }
                    if message.kind() == "status" {
                        is_idle = message.text("execution_state") == "idle";
                    } else {
                        shown(Output::Evcxrs(message));
                    }
                }
            }
        }
    }

    /// Sends a request that evcxr does not answer; `shown` gets what it sends to all until it is
    /// idle.
    pub async fn tell(
        &mut self,
        request: &Message,
        mut shown: impl FnMut(Message),
    ) -> Result<(), String> {
        self.send(request).await?;
        loop {
            let message = self.next_output().await?;
            if message.text("execution_state") == "idle" && message.came_of(request) {
                return Ok(());
            }
            if message.kind() != "status" {
                shown(message);
            }
        }
    }

    async fn send(&mut self, request: &Message) -> Result<(), String> {
        let mut request = request.clone();
        request.identities.clear();
        let frames = self.key.write(&request);
        self.shell
            .send(frames)
            .await
            .map_err(|error| error.to_string())
    }

    async fn next_output(&mut self) -> Result<Message, String> {
        self.key
            .read(self.iopub.recv().await.map_err(|error| error.to_string())?)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn a_port_that_somebody_has_for_a_moment_is_waited_for() {
        let holder = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = holder.local_addr().expect("it is bound").port();
        let connection = Connection(json!({"ip": "127.0.0.1", "hb_port": port}));
        let begin = Instant::now();
        thread::spawn(move || {
            thread::sleep(PAUSE * 40);
            drop(holder);
        });
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let opened = runtime.block_on(connection.bind::<RepSocket>("hb"));
        assert!(opened.is_ok());
        assert!(begin.elapsed() >= PAUSE * 40);
    }
}
