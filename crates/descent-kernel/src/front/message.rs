//! Messages of the Jupyter protocol, as they travel over ZeroMQ: see
//! <https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol>.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use chrono::{SecondsFormat, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use zeromq::ZmqMessage;

use crate::files::hex;
use crate::words::Words;

const DELIMITER: &[u8] = b"<IDS|MSG>";
/// The protocol that the front speaks.
pub const VERSION: &str = "5.4";
/// Header, parent header, metadata, content.
const PARTS: usize = 4;

/// A message. What it holds beyond the names here passes through untouched.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// Whom it comes from or goes to, on a port of requests; its topic, where outputs are sent.
    pub identities: Vec<Bytes>,
    pub header: Value,
    pub parent: Value,
    pub metadata: Value,
    pub content: Value,
    pub buffers: Vec<Bytes>,
}

impl Message {
    /// What kind of message it is, for example `execute_request`.
    pub fn kind(&self) -> &str {
        self.header["msg_type"].as_str().unwrap_or_default()
    }

    /// A text of the content, empty if there is none.
    pub fn text(&self, name: &str) -> &str {
        self.content[name].as_str().unwrap_or_default()
    }

    /// A switch of the content, or `otherwise`.
    pub fn flag(&self, name: &str, otherwise: bool) -> bool {
        self.content[name].as_bool().unwrap_or(otherwise)
    }

    /// Whether this message came of `request`.
    pub fn came_of(&self, request: &Self) -> bool {
        self.parent["msg_id"] == request.header["msg_id"]
    }

    /// The answer to this request, for the one who asked.
    pub fn reply(&self, content: Value) -> Self {
        let kind = self.kind().replace("_request", "_reply");
        Self {
            identities: self.identities.clone(),
            ..self.child(&kind, content)
        }
    }

    /// What the kernel does for this request, for all who listen: `busy`, `idle`, or `starting`.
    pub fn status(&self, state: &str) -> Self {
        self.child("status", json!({"execution_state": state}))
    }

    /// Something that came of this request, for all who listen.
    pub fn child(&self, kind: &str, content: Value) -> Self {
        Self {
            identities: vec![Bytes::copy_from_slice(kind.as_bytes())],
            header: json!({
                "msg_id": new_id(),
                "session": self.header["session"].as_str().unwrap_or(&START),
                "username": "kernel",
                "date": Utc::now().to_rfc3339_opts(SecondsFormat::Micros, true),
                "msg_type": kind,
                "version": VERSION,
            }),
            // What comes of no request has an empty header here.
            parent: match &self.header {
                Value::Null => json!({}),
                header => header.clone(),
            },
            metadata: json!({}),
            content,
            buffers: Vec::new(),
        }
    }
}

/// What this process calls itself, where nobody else has named a session.
static START: LazyLock<String> =
    LazyLock::new(|| format!("{:016x}", RandomState::new().build_hasher().finish()));

/// A name that no other message has.
pub fn new_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{}-{}", *START, COUNT.fetch_add(1, Ordering::Relaxed))
}

/// What messages are signed with: the key of the connection file, empty for no signatures.
#[derive(Clone, Debug)]
pub struct Key(Option<Hmac<Sha256>>);

impl Key {
    pub fn new(key: &str) -> Self {
        let mac = Hmac::new_from_slice(key.as_bytes()).ok();
        Self(mac.filter(|_| !key.is_empty()))
    }

    /// The message in `frames`, or why there is none.
    pub fn read(&self, frames: ZmqMessage) -> Result<Message, String> {
        let mut frames = frames.into_vec();
        let delimiter = frames
            .iter()
            .position(|frame| frame == DELIMITER)
            .ok_or("a message without a delimiter")?;
        if frames.len() < delimiter + 2 + PARTS {
            return Err("a message that is too short".to_owned());
        }
        let buffers = frames.split_off(delimiter + 2 + PARTS);
        let parts = frames.split_off(delimiter + 2);
        self.verify(&frames[delimiter + 1], &parts)?;
        frames.truncate(delimiter);
        let parse = |part: &Bytes| {
            serde_json::from_slice(part)
                .map_err(|error| format!("a message that is no JSON: {error}"))
        };
        Ok(Message {
            identities: frames,
            header: parse(&parts[0])?,
            parent: parse(&parts[1])?,
            metadata: parse(&parts[2])?,
            content: parse(&parts[3])?,
            buffers,
        })
    }

    /// The frames of a message, signed.
    pub fn write(&self, message: &Message) -> ZmqMessage {
        let parts = [
            &message.header,
            &message.parent,
            &message.metadata,
            &message.content,
        ]
        .map(|part| Bytes::from(part.to_string()));
        let mut frames: Vec<Bytes> = message.identities.clone();
        frames.push(Bytes::from_static(DELIMITER));
        frames.push(Bytes::from(self.signature(&parts)));
        frames.extend(parts);
        frames.extend(message.buffers.iter().cloned());
        let mut frames = frames.into_iter();
        let mut message = ZmqMessage::from(frames.next().unwrap_or_default());
        frames.for_each(|frame| message.push_back(frame));
        message
    }

    fn digest(&self, parts: &[Bytes]) -> Option<Hmac<Sha256>> {
        let mut mac = self.0.clone()?;
        parts.iter().for_each(|part| mac.update(part));
        Some(mac)
    }

    fn signature(&self, parts: &[Bytes]) -> String {
        let bytes = self.digest(parts).map(|mac| mac.finalize().into_bytes());
        bytes.map(|bytes| hex(&bytes)).unwrap_or_default()
    }

    fn verify(&self, signature: &[u8], parts: &[Bytes]) -> Result<(), String> {
        let Some(mac) = self.digest(parts) else {
            return Ok(());
        };
        let digits = std::str::from_utf8(signature).unwrap_or_default();
        let bytes: Option<Vec<u8>> = (0..digits.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
            .collect();
        mac.verify_slice(&bytes.unwrap_or_default())
            .map_err(|_| "a message whose signature is wrong".to_owned())
    }
}

/// An error as it is sent: its kind, and the one sentence that is said of it.
pub fn failure(ename: &str, words: &Words) -> Value {
    json!({"ename": ename, "evalue": &**words, "traceback": [&**words]})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Message {
        Message {
            identities: vec![Bytes::from_static(b"client")],
            header: json!({"msg_id": "1", "session": "s", "msg_type": "execute_request"}),
            parent: json!({}),
            metadata: json!({}),
            content: json!({"code": "x₀", "silent": true, "new": [1]}),
            buffers: vec![Bytes::from_static(b"\xff")],
        }
    }

    #[test]
    fn a_message_comes_back_whole() {
        for key in [Key::new("secret"), Key::new("")] {
            let back = key.read(key.write(&request())).expect("a message");
            assert_eq!(back.content, request().content);
            assert_eq!(back.identities, request().identities);
            assert_eq!(back.buffers, request().buffers);
        }
    }

    #[test]
    fn a_message_signed_with_another_key_or_cut_short_is_refused() {
        let frames = Key::new("one").write(&request());
        assert!(Key::new("two").read(frames.clone()).is_err());
        let short = frames.into_vec().into_iter().take(4);
        let mut cut = ZmqMessage::from(b"client".to_vec());
        short.skip(1).for_each(|frame| cut.push_back(frame));
        assert!(Key::new("one").read(cut).is_err());
    }

    #[test]
    fn an_answer_goes_to_the_one_who_asked_and_names_the_request() {
        let reply = request().reply(json!({"status": "ok"}));
        assert_eq!(reply.kind(), "execute_reply");
        assert_eq!(reply.identities, request().identities);
        assert!(reply.came_of(&request()));
        assert_ne!(
            reply.header["msg_id"],
            request().child("status", json!({})).header["msg_id"]
        );
    }

    #[test]
    fn what_comes_of_no_request_is_valid_all_the_same() {
        let message = Message::default().child("status", json!({}));
        assert!(message.header["session"].is_string());
        assert_eq!(message.parent, json!({}));
    }
}
