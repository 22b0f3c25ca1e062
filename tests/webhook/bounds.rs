//! How much, how packed and how slowly: bad inputs 8 to 12, 17.

use std::time::{Duration, Instant};

use super::{said, world};
use crate::world::{envelope, message, read_all, sign, write_some};

const CAP: usize = 4 * 1024 * 1024;

/// Longer than the server's ten seconds, with room for a loaded machine.
const TOO_LONG: Duration = Duration::from_secs(25);

#[test]
fn input_08_a_body_that_is_announced_too_large_is_not_read() {
    let world = world();
    let mut socket = world.socket();
    let head = format!("POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", CAP + 1);
    assert!(write_some(&mut socket, head.as_bytes()));
    // Not one byte of the body is sent.
    assert!(read_all(&mut socket).starts_with("HTTP/1.1 413"));
}

#[test]
fn input_09_a_body_without_an_end_is_cut() {
    let world = world();
    let mut socket = world.socket();
    let head = "POST /webhook HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    assert!(write_some(&mut socket, head.as_bytes()));
    let chunk = [b"10000\r\n".as_slice(), &[b'x'; 0x10000], b"\r\n"].concat();
    let mut written = 0;
    // A gigabyte, if anybody took it.
    while written < 1024 * 1024 * 1024 && write_some(&mut socket, &chunk) {
        written += chunk.len();
    }
    let answer = read_all(&mut socket);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    // What the kernel holds between the two ends comes on top.
    assert!(written < CAP + 32 * 1024 * 1024, "{written} bytes were taken");
    assert_eq!(world.get("/healthz")["status"], "ok");
}

#[test]
fn input_10_a_packed_body_is_not_unpacked() {
    let world = world();
    let body = b"\x1f\x8b\x08\x00 whatever this unpacks to";
    let headers = [("content-encoding", "gzip"), ("x-hub-signature-256", &sign(body))];
    assert_eq!(world.webhook_with(body, &headers).0, 415);
}

#[test]
fn inputs_11_and_12_a_dribbled_head_and_a_dribbled_body_are_closed() {
    let world = world();
    let began = Instant::now();
    let mut head = world.socket();
    let mut body = world.socket();
    for socket in [&head, &body] {
        // Reading is the pause between two bytes.
        socket.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    }
    assert!(write_some(&mut head, b"POST /webhook HTTP/1.1\r\n"));
    let announced = b"POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n";
    assert!(write_some(&mut body, announced));
    let (mut head_ended, mut body_answer) = (None, None);
    while (head_ended.is_none() || body_answer.is_none()) && began.elapsed() < TOO_LONG {
        if head_ended.is_none() {
            let open = write_some(&mut head, b"x") && !ended(&mut head, &mut String::new());
            head_ended = (!open).then(|| began.elapsed());
        }
        if body_answer.is_none() {
            let mut answer = String::new();
            let open = write_some(&mut body, b"x") && !ended(&mut body, &mut answer);
            body_answer = (!open || !answer.is_empty()).then_some(answer);
        }
    }
    let head_ended = head_ended.expect("the dribbled head is closed");
    assert!(head_ended > Duration::from_secs(8), "{head_ended:?}");
    let answer = body_answer.expect("the dribbled body is closed");
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert_eq!(world.get("/healthz")["status"], "ok");
}

/// Reads what is there; whether the other side has closed.
fn ended(socket: &mut std::net::TcpStream, answer: &mut String) -> bool {
    use std::io::{ErrorKind, Read};
    let mut piece = [0; 1024];
    match socket.read(&mut piece) {
        Ok(0) => true,
        Ok(length) => {
            answer.push_str(&String::from_utf8_lossy(&piece[..length]));
            false
        }
        Err(error) => !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
    }
}

#[test]
fn input_17_a_thousand_items_in_one_post() {
    let world = world();
    world.person("c0").says("hi");
    let contacts: Vec<_> = (0..50).map(|n| format!("c{n}")).collect();
    for contact in &contacts[1..] {
        world.person(contact).says_at_once("hi");
    }
    world.quiet();
    let items: Vec<_> = (0..1000)
        .map(|n| message(&contacts[n % 50], &format!("m_{n}"), &format!("n{n}")))
        .collect();
    let began = Instant::now();
    assert_eq!(world.webhook(&envelope(&items)), 200);
    // Half a second in a release build on a machine of its own; this one is neither.
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    for (at, contact) in contacts.iter().enumerate() {
        let numbers = (at..1000).step_by(50).map(|n| format!("got {n}"));
        let expected: Vec<_> = std::iter::once("Ready.".to_owned()).chain(numbers).collect();
        assert_eq!(said(&world, contact), expected, "{contact}");
    }
}
