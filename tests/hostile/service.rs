//! A service of the world outside, written by hand so that it may misbehave in every way.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What it does with a connection when the whole request has come.
type Answer = dyn Fn(&mut TcpStream, &Asked) + Send + Sync;

/// A service on loopback, and what it was asked. It ends with the process.
pub(super) struct Service {
    /// `http://127.0.0.1:PORT`.
    pub(super) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// Method, path and version.
    pub(super) line: String,
    /// The header lines.
    pub(super) head: Vec<String>,
    /// The body.
    pub(super) body: Vec<u8>,
}

impl Service {
    /// A service that answers like this.
    pub(super) fn open(answer: impl Fn(&mut TcpStream, &Asked) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (seen, answer): (_, Arc<Answer>) = (Arc::clone(&asked), Arc::new(answer));
        std::thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
                std::thread::spawn(move || {
                    let Some(asked) = read(&stream) else { return };
                    seen.lock().unwrap().push(asked.clone());
                    answer(&mut stream, &asked);
                });
            }
        });
        Self { url, asked }
    }

    /// Everything it was asked.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Host and port, as an operator allows them.
    pub(super) fn host(&self) -> &str {
        self.url.trim_start_matches("http://")
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let length = lines.iter().find_map(|line| {
        let lower = line.to_ascii_lowercase();
        lower.strip_prefix("content-length:")?.trim().parse().ok()
    });
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let line = lines.remove(0);
    Some(Asked { line, head: lines, body })
}

/// Writes a whole answer; whoever asked may have given up, and that is its right.
pub(super) fn reply(stream: &mut TcpStream, status: u16, head: &str, body: &[u8]) {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\n{head}\
         content-length: {length}\r\nconnection: close\r\n\r\n"
    );
    drop(stream.write_all(&[head.as_bytes(), body].concat()));
}

/// Writes for ever, as long as the other side takes it; returns how much that was.
pub(super) fn flood(stream: &mut TcpStream, head: &str, chunk: &[u8]) -> usize {
    let mut taken = 0;
    if stream.write_all(head.as_bytes()).is_ok() {
        while taken < 1 << 30 && stream.write_all(chunk).is_ok() {
            taken += chunk.len();
        }
    }
    taken
}
