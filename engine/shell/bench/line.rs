//! One keep-alive connection of the driver: an HTTP/1.1 exchange with no more work than the wire
//! needs.
//!
//! Invariant: only for servers of our own on loopback, whose answers carry their length. What the
//! driver burns is taken from whom it measures, so there is no general client here.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The longest answer; ours are a word or a small JSON.
const ANSWER: usize = 64 * 1024;

/// A connection.
pub(super) struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Line {
    pub(super) async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(2048) })
    }

    /// Posts a signed webhook; the status.
    pub(super) async fn post(&mut self, body: &[u8], signature: &str) -> io::Result<u16> {
        use std::io::Write;
        self.buffer.clear();
        let length = body.len();
        write!(
            self.buffer,
            "POST /webhook HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             x-hub-signature-256: {signature}\r\ncontent-length: {length}\r\n\r\n"
        )?;
        self.buffer.extend_from_slice(body);
        self.exchange().await
    }

    /// Asks for a path; the status.
    pub(super) async fn get(&mut self, path: &str) -> io::Result<u16> {
        use std::io::Write;
        self.buffer.clear();
        write!(self.buffer, "GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n")?;
        self.exchange().await
    }

    /// Sends what is in the buffer and reads the answer to its end.
    async fn exchange(&mut self) -> io::Result<u16> {
        self.stream.write_all(&self.buffer).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if let Some((status, whole)) = measured(&self.buffer)?
                && self.buffer.len() >= whole
            {
                return Ok(status);
            }
            if self.buffer.len() > ANSWER {
                return Err(io::Error::other("an answer without an end"));
            }
        }
    }
}

/// Status of an answer and its whole length; `None` while its head is not whole.
fn measured(bytes: &[u8]) -> io::Result<Option<(u16, usize)>> {
    let strange = || io::Error::other("no HTTP answer with a length");
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(&bytes[..end]).map_err(|_| strange())?;
    let status = head.get(9..12).and_then(|digits| digits.parse().ok()).ok_or_else(strange)?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    Ok(Some((status, end + 4 + length.ok_or_else(strange)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_its_body_is() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        assert_eq!(measured(&answer[..20]).unwrap(), None);
        assert_eq!(measured(answer).unwrap(), Some((200, answer.len())));
        assert!(measured(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
