//! Messages of the language server protocol on a stream: headers, a blank line, JSON.
//!
//! Read here and not by `lsp-server`, which takes as much memory as a header says and ends with the first
//! message it cannot read. Invariant: whatever comes, no more than [`LONGEST`] bytes are held, and what
//! cannot be read is told and passed over.

use std::io::{self, BufRead, Read, Write};

use serde_json::{Value, json};

/// Bytes of one message: a file of an author has 1 MiB at most, and escaped not more than six times that.
const LONGEST: u64 = 16 * 1024 * 1024;
/// Bytes of one line of a header.
const HEADER: u64 = 4 * 1024;
/// Lines of a header.
const HEADERS: usize = 32;

/// What came.
#[derive(Debug, PartialEq)]
pub(super) enum Frame {
    /// A message.
    Message(Value),
    /// Something that is none, with the code and the words to answer.
    Malformed(i64, String),
}

/// The protocol's number for what is no JSON.
pub(super) const PARSE_ERROR: i64 = -32700;
/// The protocol's number for a message out of place.
pub(super) const INVALID_REQUEST: i64 = -32600;

/// The next message; `None` at the end of the stream.
///
/// # Errors
/// What the stream says, and a header without an end: nobody can tell where the next message begins.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Frame>> {
    let Some(length) = length(input)? else { return Ok(None) };
    let malformed = |code, text: String| Ok(Some(Frame::Malformed(code, text)));
    let length = match length {
        Ok(length) => length,
        Err(text) => return malformed(INVALID_REQUEST, text),
    };
    if length > LONGEST {
        io::copy(&mut input.take(length), &mut io::sink())?;
        let text = format!("a message of {length} bytes; {LONGEST} is the most");
        return malformed(INVALID_REQUEST, text);
    }
    let mut body = Vec::new();
    let got = input.take(length).read_to_end(&mut body)?;
    if (got as u64) < length {
        return Ok(None);
    }
    match serde_json::from_slice(&body) {
        Ok(message) => Ok(Some(Frame::Message(message))),
        Err(error) => malformed(PARSE_ERROR, format!("no JSON: {error}")),
    }
}

/// The length of the next message, or why it is not known; `None` at the end of the stream.
fn length(input: &mut impl BufRead) -> io::Result<Option<Result<u64, String>>> {
    let mut length = Err("a message without `Content-Length`".to_owned());
    for _ in 0..HEADERS {
        let mut line = Vec::new();
        input.take(HEADER).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        if line.last() != Some(&b'\n') {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a header without an end"));
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            return Ok(Some(length));
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        if name.trim().eq_ignore_ascii_case("content-length") {
            let value = value.trim();
            length = value.parse().map_err(|_| format!("`{value}` is no length"));
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, "a header without an end"))
}

/// Sends a message.
///
/// # Errors
/// What the stream says.
pub(super) fn write(output: &mut impl Write, message: &Value) -> io::Result<()> {
    let body = message.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    output.flush()
}

/// An answer that went well.
pub(super) fn result(id: &Value, result: Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "result": result})
}

/// An answer that did not.
pub(super) fn error(id: &Value, code: i64, message: &str) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})
}

/// Something the client is told without being asked.
pub(super) fn notification(method: &str, params: Value) -> Value {
    json!({"jsonrpc": "2.0", "method": method, "params": params})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(stream: &str) -> Vec<Frame> {
        let mut input = stream.as_bytes();
        std::iter::from_fn(|| read(&mut input).unwrap()).collect()
    }

    #[test]
    fn a_message_is_read_behind_its_header() {
        let stream = "Content-Type: x\r\ncontent-length: 2\r\n\r\n{}Content-Length:2\n\n[]";
        assert_eq!(frames(stream), [Frame::Message(json!({})), Frame::Message(json!([]))]);
        assert_eq!(frames("Content-Length: 9\r\n\r\n{}"), []);
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_next_message_is_read() {
        let good = "Content-Length: 2\r\n\r\n{}";
        for bad in ["Content-Length: 3\r\n\r\n{a}", "Content-Length: many\r\n\r\n", "hello\r\n\r\n"]
        {
            let read = frames(&format!("{bad}{good}"));
            assert!(matches!(read[0], Frame::Malformed(..)), "{bad}");
            assert_eq!(read[1], Frame::Message(json!({})), "{bad}");
        }
    }

    #[test]
    fn a_length_beyond_all_measure_takes_no_memory() {
        let stream = format!("Content-Length: {}\r\n\r\nx", u64::MAX);
        let read = frames(&stream);
        assert!(matches!(&read[0], Frame::Malformed(INVALID_REQUEST, _)), "{read:?}");
        let mut endless = io::repeat(b'a').take(1_000_000_000);
        assert!(read_all(&mut io::BufReader::new(&mut endless)).is_err());
    }

    fn read_all(input: &mut impl BufRead) -> io::Result<Option<Frame>> {
        read(input)
    }
}
