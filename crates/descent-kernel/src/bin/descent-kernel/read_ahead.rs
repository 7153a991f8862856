//! Work that the first cell would wait for, done between the kernel's start and that cell.
//!
//! The first cell of a notebook names the notebook crate and lets rust-analyzer read it and the
//! standard library. Whoever has just opened the notebook still reads its first lines then. So
//! the kernel asks itself, as a client would, for the completions of such a cell: that reads the
//! same sources and changes nothing that a user sees.
//!
//! Not needed once evcxr loads rust-analyzer before the first cell.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use descent_kernel::dependency_on;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use zeromq::{DealerSocket, Socket, SocketRecv, SocketSend, SubSocket, ZmqMessage};

use crate::Failure;

/// Until then somebody has asked the kernel who it is, or nobody uses it.
const PATIENCE: Duration = Duration::from_secs(60);
/// Time for those who ask more than once; they would have to wait for the completions.
const PAUSE: Duration = Duration::from_millis(100);
const DELIMITER: &[u8] = b"<IDS|MSG>";

/// Starts the work in the background. If it fails, the first cell takes longer, no more.
pub fn start(connection_file: &str, notebook_crate: &Path) {
    let connection_file = PathBuf::from(connection_file);
    let code = format!(
        "{}\n\
         use descent_notebook::prelude::*;\n\
         let start = array![1.0, 2.0];\n\
         let path = gradient_descent(|x: &Array1<f64>| x.sum(), &start, 0.1, 10)?;\n\
         path.",
        dependency_on(notebook_crate)
    );
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime
            .block_on(async { tokio::time::timeout(PATIENCE, ask(&connection_file, &code)).await? })
    });
}

async fn ask(connection_file: &Path, code: &str) -> Result<(), Failure> {
    let connection: Value = serde_json::from_str(&fs::read_to_string(connection_file)?)?;
    let mut events = SubSocket::new();
    connect(&mut events, &connection, "iopub_port").await?;
    events.subscribe("").await?;
    if !is_asked_who_it_is(&mut events).await? {
        return Ok(());
    }
    tokio::time::sleep(PAUSE).await;
    let mut shell = DealerSocket::new();
    connect(&mut shell, &connection, "shell_port").await?;
    let key = connection["key"].as_str().unwrap_or_default();
    shell.send(completion_request(code, key)?).await?;
    shell.recv().await?;
    Ok(())
}

/// Connects to the kernel in this process, which may still be about to open its ports.
async fn connect(socket: &mut impl Socket, connection: &Value, port: &str) -> Result<(), Failure> {
    let ip = connection["ip"].as_str().ok_or("no address")?;
    let port = connection[port].as_u64().ok_or("no port")?;
    let endpoint = format!("tcp://{ip}:{port}");
    while socket.connect(&endpoint).await.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

/// Waits until a client has been told who the kernel is. `false` if one already runs a cell.
async fn is_asked_who_it_is(events: &mut SubSocket) -> Result<bool, Failure> {
    loop {
        let event = events.recv().await?.into_vec();
        let start = event.iter().position(|part| part == DELIMITER);
        let start = start.ok_or("no delimiter")?;
        let part = |at: usize| -> Result<Value, Failure> {
            let part = event.get(start + at).ok_or("too short")?;
            Ok(serde_json::from_slice(part)?)
        };
        let (parent, content) = (part(3)?, part(5)?);
        if parent["msg_type"] == "execute_request" {
            return Ok(false);
        }
        if parent["msg_type"] == "kernel_info_request" && content["execution_state"] == "idle" {
            return Ok(true);
        }
    }
}

/// A signed message of the Jupyter protocol, see
/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html>.
fn completion_request(code: &str, key: &str) -> Result<ZmqMessage, Failure> {
    let header = json!({
        "msg_id": "read-ahead",
        "session": "read-ahead",
        "username": "kernel",
        "msg_type": "complete_request",
        "version": "5.3",
    });
    let content = json!({ "code": code, "cursor_pos": code.chars().count() });
    let parts = [header, json!({}), json!({}), content].map(|part| part.to_string());
    let mut signature = Hmac::<Sha256>::new_from_slice(key.as_bytes())?;
    for part in &parts {
        signature.update(part.as_bytes());
    }
    let digest = signature.finalize().into_bytes();
    let signature: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut message = ZmqMessage::from(DELIMITER.to_vec());
    message.push_back(signature.into_bytes().into());
    for part in parts {
        message.push_back(part.into_bytes().into());
    }
    Ok(message)
}
