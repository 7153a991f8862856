//! Jupyter's ports, opened on behalf of evcxr.
//!
//! While a kernel starts, a Jupyter server asks it again and again who it is, each time over
//! connections that it closes at once when an answer has come. evcxr takes an answer that cannot
//! be delivered for an error: on the control port it ends, and on the shell port it never says
//! that it is idle again, for which JupyterLab then waits. So clients connect to this relay, which
//! passes every byte on and keeps its own connection to evcxr open when a client goes away.
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
const PORTS: [&str; 5] = [IOPUB, "shell_port", "control_port", "stdin_port", "hb_port"];
const IOPUB: &str = "iopub_port";
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
        let cannot_read = |error: &dyn std::fmt::Display| {
            format!(
                "The Rust kernel cannot read its connection file '{}': {error}.",
                jupyters.display()
            )
        };
        let text = fs::read_to_string(jupyters).map_err(|error| cannot_read(&error))?;
        let mut connection: Value =
            serde_json::from_str(&text).map_err(|error| cannot_read(&error))?;
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

/// Passes bytes both ways until evcxr closes the connection.
async fn pass(name: &str, client: TcpStream, evcxr: SocketAddr) -> std::io::Result<()> {
    let kernel = tokio::time::timeout(PATIENCE, connect(evcxr)).await?;
    client.set_nodelay(true)?;
    kernel.set_nodelay(true)?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_kernel, mut to_kernel) = kernel.into_split();
    // evcxr may know that a listener to its outputs has gone; it sends them to the others.
    let may_know = name == IOPUB;
    let requests = tokio::spawn(async move {
        let _ = copy(&mut from_client, &mut to_kernel).await;
        if !may_know {
            // Closes when the task is ended, not when the client goes.
            future::pending::<()>().await;
        }
    });
    let _ = copy(&mut from_kernel, &mut to_client).await;
    // Either evcxr has closed the connection, or the client has, and what comes is for nobody.
    let rest = copy(&mut from_kernel, &mut sink()).await;
    requests.abort();
    rest.map(drop)
}

async fn connect(evcxr: SocketAddr) -> TcpStream {
    loop {
        if let Ok(stream) = TcpStream::connect(evcxr).await {
            return stream;
        }
        tokio::time::sleep(PAUSE).await;
    }
}
