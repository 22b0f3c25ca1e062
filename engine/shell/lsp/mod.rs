//! The language server: what an editor asks by the Language Server Protocol (microsoft.github.io/language-server-protocol,
//! 3.17), answered by `baton_core::language::assist`.
//!
//! One thread reads messages, one answers them in their order. Invariant: whatever an editor sends, the server
//! answers or passes over it and goes on, until it is told to end.

mod answer;
mod bots;
mod client;
mod documents;
mod position;
mod show;
mod tell;
mod wire;

use std::io::{self, BufReader, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::mpsc::{self, TryRecvError};

use serde::de::DeserializeOwned;
use serde_json::Value;

pub use bots::Reading;
use client::Client;
use tell::Desk;
use wire::Frame;

/// Messages that wait for their answer; a client that sends more waits itself.
const WAITING: usize = 64;

/// Why a request has no result.
#[derive(Debug)]
struct Refused {
    code: i64,
    message: String,
}

impl Refused {
    fn unknown(method: &str) -> Self {
        Self { code: -32601, message: format!("`{method}` is nothing this server does") }
    }

    fn params(error: &serde_json::Error) -> Self {
        Self { code: -32602, message: error.to_string() }
    }

    /// It was understood, and is not done.
    fn failed(message: impl Into<String>) -> Self {
        Self { code: -32803, message: message.into() }
    }
}

/// How far client and server are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Before,
    Running,
    ShutDown,
}

/// Serves an editor until it says `exit` or goes away. `true` where it said `shutdown` before, as it should.
///
/// # Errors
/// What the streams say.
pub fn serve(
    input: impl Read + Send + 'static,
    mut output: impl Write,
    reading: Reading,
    bot: Option<PathBuf>,
) -> io::Result<bool> {
    let (sender, receiver) = mpsc::sync_channel(WAITING);
    std::thread::spawn(move || {
        let mut input = BufReader::new(input);
        while let Ok(Some(frame)) = wire::read(&mut input) {
            if sender.send(frame).is_err() {
                return;
            }
        }
    });
    let mut server = Server { desk: Desk::new(reading, bot), phase: Phase::Before };
    loop {
        let frame = match receiver.try_recv() {
            Ok(frame) => Ok(frame),
            // Nothing waits: now there is time to look at what was changed.
            Err(TryRecvError::Empty) => {
                for message in server.findings() {
                    wire::write(&mut output, &message)?;
                }
                receiver.recv()
            }
            Err(TryRecvError::Disconnected) => Err(mpsc::RecvError),
        };
        let Ok(frame) = frame else { return Ok(server.phase == Phase::ShutDown) };
        let message = match frame {
            Frame::Message(message) => message,
            Frame::Malformed(code, text) => {
                wire::write(&mut output, &wire::error(&Value::Null, code, &text))?;
                continue;
            }
        };
        if message["method"] == "exit" {
            return Ok(server.phase == Phase::ShutDown);
        }
        for answer in server.take(&message) {
            wire::write(&mut output, &answer)?;
        }
    }
}

/// A server and its one client.
struct Server {
    desk: Desk,
    phase: Phase,
}

impl Server {
    /// What is to be sent for a message.
    fn take(&mut self, message: &Value) -> Vec<Value> {
        let id = message.get("id").filter(|id| id.is_string() || id.is_number());
        let Some(method) = message["method"].as_str() else {
            // An answer to what we asked needs none.
            let is_answer = message.get("result").is_some() || message.get("error").is_some();
            let text = "a message without `method`";
            let told = || wire::error(id.unwrap_or(&Value::Null), wire::INVALID_REQUEST, text);
            return if is_answer { Vec::new() } else { vec![told()] };
        };
        let params = message.get("params").cloned().unwrap_or(Value::Null);
        match id {
            Some(id) => {
                let answer = match self.answer(method, params) {
                    Ok(result) => wire::result(id, result),
                    Err(refused) => wire::error(id, refused.code, &refused.message),
                };
                vec![answer]
            }
            None => self.note(method, params),
        }
    }

    fn answer(&mut self, method: &str, params: Value) -> Result<Value, Refused> {
        match (self.phase, method) {
            (Phase::Before, "initialize") => {
                let client = Client::read(read(params)?);
                let result = client.answer();
                self.desk.client = client;
                self.phase = Phase::Running;
                Ok(result)
            }
            (Phase::Before, _) => {
                Err(Refused { code: -32002, message: "`initialize` comes first".to_owned() })
            }
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            (Phase::Running, _) => {
                let desk = &mut self.desk;
                unharmed(|| answer::answer(desk, method, params)).unwrap_or_else(|| {
                    Err(Refused {
                        code: -32603,
                        message: format!("`{method}` met a fault of ours"),
                    })
                })
            }
            (Phase::ShutDown, _) => Err(Refused {
                code: wire::INVALID_REQUEST,
                message: "the server is shut down".to_owned(),
            }),
        }
    }

    /// Takes what needs no answer; what is unknown or wrong is passed over, as the protocol says.
    fn note(&mut self, method: &str, params: Value) -> Vec<Value> {
        if self.phase != Phase::Running {
            return Vec::new();
        }
        let desk = &mut self.desk;
        match unharmed(|| answer::note(desk, method, params)) {
            Some(Ok(messages)) => messages,
            Some(Err(refused)) => {
                let text = format!("{method}: {}", refused.message);
                vec![wire::notification(
                    "window/logMessage",
                    serde_json::json!({"type": 2, "message": text}),
                )]
            }
            None => Vec::new(),
        }
    }

    fn findings(&mut self) -> Vec<Value> {
        let desk = &mut self.desk;
        unharmed(|| desk.findings()).unwrap_or_default()
    }
}

/// What comes of something, or nothing where a fault of ours ends it: one file must not end the editor's server.
fn unharmed<T>(act: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(act)).ok()
}

/// Params as the protocol has them.
fn read<T: DeserializeOwned>(params: Value) -> Result<T, Refused> {
    serde_json::from_value(params).map_err(|error| Refused::params(&error))
}
