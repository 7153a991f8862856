//! Jupyter's ports, opened on behalf of evcxr.
//!
//! While a kernel starts, a Jupyter server asks it again and again who it is, each time over
//! connections that it closes at once when an answer has come. evcxr takes an answer that cannot
//! be delivered for an error: on the control port it ends, and on the shell port it never says
//! that it is idle again, for which JupyterLab then waits. So clients connect to this relay, which
//! passes every byte on and takes evcxr's answers in the place of a client that has gone away.
//!
//! Not needed once evcxr goes on when an answer cannot be delivered.

use std::fs;
use std::future;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::ops::Range;
use std::path::Path;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{copy, sink};
use tokio::net::TcpStream;

/// The ports of a connection file, see
/// <https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files>.
const PORTS: [&str; 5] = ["iopub_port", "shell_port", "control_port", STDIN, "hb_port"];
const STDIN: &str = "stdin_port";
const EVCXRS_PORTS: Range<u16> = 20_000..32_000;
/// Between two attempts to reach evcxr, which opens its ports a moment after the relay.
const PAUSE: Duration = Duration::from_millis(5);
/// How long evcxr may take to open its ports on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// Time for the last answer, that to a shutdown, to reach the client.
const FAREWELL: Duration = Duration::from_secs(1);

/// Passes on what clients and evcxr send each other, for as long as the process runs.
#[derive(Debug, Default)]
pub struct Relay {
    /// Connections over which evcxr may still send something.
    open: Arc<AtomicUsize>,
}

impl Relay {
    /// Opens the ports of the connection file `jupyters` and writes `evcxrs`, the connection file
    /// with the ports that evcxr shall open instead. Without TCP, it is a copy.
    pub fn start(jupyters: &Path, evcxrs: &Path) -> Result<Self, String> {
        let connection = fs::read_to_string(jupyters).and_then(|text| Ok(text.parse()?));
        let mut connection: Value = connection.map_err(|error| {
            format!(
                "The Rust kernel cannot read its connection file '{}': {error}.",
                jupyters.display()
            )
        })?;
        let relay = Self::default();
        if connection["transport"] == "tcp" {
            relay.open_ports(&mut connection)?;
        }
        fs::write(evcxrs, connection.to_string()).map_err(|error| {
            format!(
                "The Rust kernel cannot write '{}': {error}.",
                evcxrs.display()
            )
        })?;
        Ok(relay)
    }

    /// Opens the ports of `connection` and puts free ones of this machine in their place.
    fn open_ports(&self, connection: &mut Value) -> Result<(), String> {
        let ip = connection["ip"].as_str().unwrap_or("127.0.0.1").to_owned();
        let mut ports = Vec::new();
        let mut all_reserved = Vec::new();
        let mut free = free_ports();
        for name in PORTS {
            let port = connection[name]
                .as_u64()
                .and_then(|port| u16::try_from(port).ok())
                .ok_or_else(|| format!("The kernel's connection file has no port '{name}'."))?;
            let cannot_open =
                |error| format!("The Rust kernel cannot open port {port} of {ip}: {error}.");
            let clients = TcpListener::bind((ip.as_str(), port)).map_err(cannot_open)?;
            clients.set_nonblocking(true).map_err(cannot_open)?;
            let (evcxr, reserved) = free
                .next()
                .ok_or("The Rust kernel finds no free port on this machine.")?;
            ports.push((name, clients, evcxr));
            // Until all are chosen, so that no two are the same.
            all_reserved.push(reserved);
        }
        connection["ip"] = json!(Ipv4Addr::LOCALHOST);
        for (name, _, evcxr) in &ports {
            connection[*name] = json!(evcxr.port());
        }
        // Not in the thread below: evcxr opens its ports before that may run.
        drop(all_reserved);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| format!("The Rust kernel cannot start: {error}."))?;
        let open = Arc::clone(&self.open);
        thread::spawn(move || {
            runtime.block_on(async {
                for (name, clients, evcxr) in ports {
                    if let Ok(clients) = tokio::net::TcpListener::from_std(clients) {
                        tokio::spawn(accept(name, clients, evcxr, Arc::clone(&open)));
                    }
                }
                future::pending::<()>().await;
            });
        });
        Ok(())
    }

    /// Waits until what evcxr sent before its end has been passed on.
    pub fn finish(&self) {
        let start = Instant::now();
        while self.open.load(Ordering::Relaxed) > 0 && start.elapsed() < FAREWELL {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Free ports of this machine, each with a listener that keeps it until it is dropped.
///
/// They lie below those that systems give to outgoing connections. Otherwise a connection to a port
/// that evcxr has not opened yet could be made from this very port, to itself, and evcxr would find
/// the port in use. Kernels that start at the same time begin at different ports.
fn free_ports() -> impl Iterator<Item = (SocketAddr, TcpListener)> {
    let count = EVCXRS_PORTS.len();
    let first = process::id() as usize * PORTS.len() % count;
    let ports = EVCXRS_PORTS.cycle().skip(first).take(count);
    ports.filter_map(|port| {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Some((address, TcpListener::bind(address).ok()?))
    })
}

async fn accept(
    name: &'static str,
    clients: tokio::net::TcpListener,
    evcxr: SocketAddr,
    open: Arc<AtomicUsize>,
) {
    loop {
        let Ok((client, _)) = clients.accept().await else {
            // Too many open files, for example.
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let open = Arc::clone(&open);
        tokio::spawn(async move {
            open.fetch_add(1, Ordering::Relaxed);
            // A connection that fails concerns its client alone, who connects again.
            let _ = pass(name, client, evcxr).await;
            open.fetch_sub(1, Ordering::Relaxed);
        });
    }
}

/// Passes bytes both ways until evcxr closes the connection. It does so when nothing more comes
/// and all that came is answered: it takes no look at a connection while it owes an answer.
async fn pass(name: &'static str, client: TcpStream, evcxr: SocketAddr) -> std::io::Result<()> {
    let kernel = tokio::time::timeout(PATIENCE, connect(evcxr)).await?;
    client.set_nodelay(true)?;
    kernel.set_nodelay(true)?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_kernel, mut to_kernel) = kernel.into_split();
    let answers = tokio::spawn(async move {
        let _ = copy(&mut from_kernel, &mut to_client).await;
        // Either evcxr has closed the connection, or the client has, and what comes is for nobody.
        let _ = copy(&mut from_kernel, &mut sink()).await;
    });
    let no_more_answers = answers.abort_handle();
    let requests = tokio::spawn(async move {
        let _ = copy(&mut from_client, &mut to_kernel).await;
        if name == STDIN {
            // evcxr looks at this port only when a cell asks for input, and does without it. Its
            // own end stays open until then: one descriptor for each client.
            no_more_answers.abort();
        }
    });
    let _ = answers.await;
    requests.abort();
    Ok(())
}

async fn connect(evcxr: SocketAddr) -> TcpStream {
    loop {
        if let Ok(stream) = TcpStream::connect(evcxr).await {
            return stream;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::io::{self, Read, Write};
    use std::net::TcpStream;

    use super::*;

    const CLIENTS: usize = 200;

    fn descriptors() -> io::Result<usize> {
        Ok(fs::read_dir("/proc/self/fd")?.count())
    }

    /// A port that answers each byte and closes when nothing more comes, as evcxr's do.
    fn echo(port: u64) -> io::Result<()> {
        let evcxr = TcpListener::bind(("127.0.0.1", u16::try_from(port).unwrap_or_default()))?;
        thread::spawn(move || {
            for mut client in evcxr.incoming().flatten() {
                thread::spawn(move || {
                    let mut byte = [0];
                    while client.read_exact(&mut byte).is_ok() && client.write_all(&byte).is_ok() {}
                });
            }
        });
        Ok(())
    }

    #[test]
    fn clients_that_have_gone_leave_no_descriptors() -> Result<(), Box<dyn std::error::Error>> {
        let folder = std::env::temp_dir().join(format!("relay-{}", process::id()));
        fs::create_dir_all(&folder)?;
        let (jupyters, evcxrs) = (folder.join("jupyters.json"), folder.join("evcxrs.json"));
        let mut connection = json!({"transport": "tcp", "ip": "127.0.0.1"});
        for name in PORTS {
            // The system's choice, which nobody else gets so soon after.
            let free = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            connection[name] = json!(free);
        }
        fs::write(&jupyters, connection.to_string())?;
        let relay = Relay::start(&jupyters, &evcxrs)?;
        let evcxr: Value = serde_json::from_str(&fs::read_to_string(&evcxrs)?)?;
        for name in PORTS {
            echo(evcxr[name].as_u64().ok_or("no port")?)?;
        }
        let before = descriptors()?;
        for name in PORTS.iter().cycle().take(CLIENTS) {
            let port = u16::try_from(connection[*name].as_u64().ok_or("no port")?)?;
            let mut client = TcpStream::connect(("127.0.0.1", port))?;
            client.write_all(b"?")?;
            client.read_exact(&mut [0])?;
        }
        let start = Instant::now();
        // Other tests open a few files at the same time.
        let most = before + CLIENTS / 10;
        let is_done = || {
            Ok::<_, io::Error>(relay.open.load(Ordering::Relaxed) == 0 && descriptors()? <= most)
        };
        while !is_done()? && start.elapsed() < Duration::from_secs(10) {
            thread::sleep(PAUSE);
        }
        assert!(is_done()?, "{} after {before}", descriptors()?);
        fs::remove_dir_all(folder)?;
        Ok(())
    }

    #[test]
    fn an_answer_that_comes_after_its_client_has_gone_can_be_sent() -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (clients, evcxr) = (
            TcpListener::bind("127.0.0.1:0")?,
            TcpListener::bind("127.0.0.1:0")?,
        );
        clients.set_nonblocking(true)?;
        let (address, evcxrs) = (clients.local_addr()?, evcxr.local_addr()?);
        thread::spawn(move || {
            runtime.block_on(async {
                let clients = tokio::net::TcpListener::from_std(clients)?;
                accept("shell_port", clients, evcxrs, Arc::default()).await;
                io::Result::Ok(())
            })
        });
        let mut client = TcpStream::connect(address)?;
        client.write_all(b"?")?;
        let (mut kernel, _) = evcxr.accept()?;
        kernel.set_read_timeout(Some(Duration::from_secs(10)))?;
        drop(client);
        // The question, then the news that the client has gone.
        assert_eq!(kernel.read_to_end(&mut Vec::new())?, 1);
        for _ in 0..100 {
            kernel.write_all(&[0; 1 << 12])?;
            thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }
}
