//! Bad inputs 8 to 12: too much, packed, and too slow.

use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::world::{Stored, World, read_all, sign, write_some};

use super::world;

/// The largest body that is read.
const CAP: usize = 4 * 1024 * 1024;
/// A head or a body may take so long to arrive.
const WITHIN: Duration = Duration::from_secs(10);

/// Writes for ever, as long as the other side takes it. Returns how many bytes it took, and what it answered.
fn flood(mut socket: TcpStream, head: &str) -> (usize, String) {
    let mut reading = socket.try_clone().unwrap();
    let answer = std::thread::spawn(move || read_all(&mut reading));
    assert!(write_some(&mut socket, head.as_bytes()));
    let chunk = [b"10000\r\n".as_slice(), &[b'x'; 0x10000], b"\r\n"].concat();
    let mut taken = 0;
    while taken < 1024 * CAP && write_some(&mut socket, &chunk) {
        taken += chunk.len();
    }
    (taken, answer.join().unwrap())
}

/// Writes a byte a second until the server has had enough. Returns how long that took, and what it answered.
fn dribble(mut socket: TcpStream, byte: u8) -> (Duration, String) {
    let began = Instant::now();
    socket.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    let mut answer = Vec::new();
    let mut piece = [0; 1024];
    while began.elapsed() < WITHIN * 3 {
        if !write_some(&mut socket, &[byte]) && answer.is_empty() {
            break;
        }
        match socket.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => answer.extend_from_slice(&piece[..length]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => break,
        }
    }
    (began.elapsed(), String::from_utf8_lossy(&answer).into_owned())
}

fn assert_nothing_came_of_it(world: &World) {
    assert_eq!(world.stored(), Stored::default());
    assert_eq!(world.get("/healthz")["status"], "ok");
}

#[test]
fn input_08_a_body_that_is_announced_too_large() {
    let world = world();
    let mut socket = world.socket();
    let length = CAP + 1;
    let head = format!("POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n");
    assert!(write_some(&mut socket, head.as_bytes()));
    // Answered though not one byte of the body was written.
    let answer = read_all(&mut socket);
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert_nothing_came_of_it(&world);
}

#[test]
fn input_09_an_endless_body_behind_a_small_number() {
    let world = world();
    let chunked = "POST /webhook HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n";
    let (taken, answer) = flood(world.socket(), &format!("{chunked}content-length: 10\r\n\r\n"));
    // Two lengths are one too many; whichever of the two rules bites first.
    let refused = ["HTTP/1.1 400 ", "HTTP/1.1 413 "];
    assert!(refused.iter().any(|status| answer.starts_with(status)), "{answer}");
    assert!(taken < 16 * CAP, "{taken} bytes were taken");
    let (taken, answer) = flood(world.socket(), &format!("{chunked}\r\n"));
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(taken < 16 * CAP, "{taken} bytes were taken");
    assert_nothing_came_of_it(&world);
}

#[test]
fn input_10_a_packed_body() {
    let world = world();
    let body = b"\x1f\x8b whatever is in it";
    let signature = sign(body);
    let headers = [("content-encoding", "gzip"), ("x-hub-signature-256", signature.as_str())];
    assert_eq!(world.webhook_with(body, &headers).0, 415);
    assert_nothing_came_of_it(&world);
}

#[test]
fn input_11_a_head_that_dribbles() {
    let world = world();
    let mut socket = world.socket();
    assert!(write_some(&mut socket, b"POST /webhook HTTP/1.1\r\nx-slow: "));
    let (took, answer) = dribble(socket, b'a');
    assert!(took >= WITHIN - Duration::from_secs(1) && took < WITHIN * 2, "{took:?}");
    assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_nothing_came_of_it(&world);
}

#[test]
fn input_12_a_body_that_dribbles() {
    let world = world();
    let mut socket = world.socket();
    let head = "POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n";
    assert!(write_some(&mut socket, head.as_bytes()));
    let (took, answer) = dribble(socket, b' ');
    assert!(took >= WITHIN - Duration::from_secs(1) && took < WITHIN * 2, "{took:?}");
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert_nothing_came_of_it(&world);
}
