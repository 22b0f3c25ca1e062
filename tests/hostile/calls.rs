//! Bad inputs 50 and 53 to 59: where a call of a service must not lead, what must not come along, and answers that
//! would hurt whoever takes them in without care. The flow always hears `failed` and goes on.

use std::io::{Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::service::{Asked, Service, flood, reply};
use crate::world::{Act, Plan, World, says};

/// Asks a service with whatever it is told.
const BOT: &str = r#"
bot: asking
start: a
variables: { word: text, got: text }
services:
  it: { url: "https://it.example/v1", timeout: 10s, retries: 0 }
fallback: { say: Pardon? }
modules:
  a:
    say: Ready.
    connections:
      - when: { matches: "get (?P<word>(?s:.+))" }
        to: getting
      - when: { matches: "post (?P<word>(?s:.+))" }
        to: posting
      - when: { matches: "head (?P<word>(?s:.+))" }
        to: heading
  getting:
    actions:
      - http: { get: "it/things/{{input.word}}?q={{input.word}}", save: { got: name } }
    connections: &FAILED
    to: fine
  posting:
    actions:
      - http: { post: it/things, json: { text: "{{input.word}}", admin: no } }
    connections: &FAILED
    to: fine
  heading:
    actions:
      - http: { get: it/things, headers: { X-Word: "{{input.word}}" } }
    connections: &FAILED
    to: fine
  fine:
    say: "Fine: {{http.status}} {{http.error}}"
    to: a
  failed:
    say: "Failed: {{http.status}} {{http.error}}"
    to: a
"#;

fn bot() -> String {
    let failed = "\n      - when: { outcome: failed }\n        to: failed\n      - when: { outcome: not_found }\n        to: failed";
    BOT.replace(" &FAILED", failed)
}

/// A world in which the service has this address, and these hosts are allowed.
fn at(url: &str, allow: &str) -> World {
    let plan = Plan::yaml(&bot()).env("BATON_SERVICE_IT_URL", url);
    let world = plan.env("BATON_SERVICE_ALLOW", allow).dev();
    world.person("anna").says("hi");
    world.expect("anna", [says("Ready.")]);
    world
}

fn with(service: &Service) -> World {
    at(&format!("{}/v1", service.url), service.host())
}

/// What came of a word.
#[track_caller]
fn assert_comes(world: &World, word: &str, answer: &str) {
    world.person("anna").says(word);
    world.expect("anna", [says(answer), says("Ready.")]);
}

/// A service that answers everything with this.
fn always(status: u16, head: &'static str, body: &'static [u8]) -> Service {
    Service::open(move |stream, _| reply(stream, status, head, body))
}

#[test]
fn input_50_addresses_of_this_machine_in_every_spelling() {
    let trap = always(200, "", b"{}");
    let port = trap.host().rsplit_once(':').unwrap().1.to_owned();
    for host in [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "localhost",
        "localhost.",
        "169.254.169.254",
        "0.0.0.0",
    ] {
        for scheme in ["https", "http"] {
            let world = at(&format!("{scheme}://{host}:{port}"), "crm.internal");
            // One text for all of them: nothing is learned about the network inside.
            assert_comes(&world, "get x", "Failed: 0 blocked");
        }
    }
    assert!(trap.asked().is_empty(), "{:?}", trap.asked());
}

#[test]
fn input_53_a_redirect_to_a_place_inside() {
    let inside = always(200, "", b"{\"name\":\"secret\"}");
    let location = format!("location: {}/latest/meta-data\r\n", inside.url);
    let service = Service::open(move |stream, _| reply(stream, 302, &location, b""));
    let world = with(&service);
    world.person("anna").says("get x");
    let acts = world.acts("anna");
    assert!(acts.contains(&says("Failed: 302 ")), "{acts:?}");
    assert_eq!(service.asked().len(), 1);
    assert!(inside.asked().is_empty(), "{:?}", inside.asked());
}

#[test]
fn input_54_hosts_that_only_look_allowed() {
    let trap = always(200, "", b"{}");
    let host = trap.host().to_owned();
    // A name before an `@` is no host: such an address is refused before the server starts.
    let server = crate::world::baton(
        &["dev", "bot"],
        crate::world::repository(),
        &[("BATON_SERVICE_IT_URL".to_owned(), format!("http://good.example@{host}/"))],
    );
    let output = { server }.output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("BATON_SERVICE_IT_URL"), "{told}");
    let world = at("https://good.example.localhost/", "good.example");
    assert_comes(&world, "get x", "Failed: 0 blocked");
    let world = at(&format!("http://{host}"), "127.0.0.1:1,good.example");
    assert_comes(&world, "get x", "Failed: 0 blocked");
    assert!(trap.asked().is_empty());
}

#[test]
fn input_55_a_word_that_would_be_a_header_of_its_own() {
    let service = always(200, "", b"{}");
    let world = with(&service);
    for word in ["1\r\nX-Admin: 1", "1\nX-Admin: 1", "1\u{0}2"] {
        world.person("anna").says(&format!("head {word}"));
        let acts = world.acts("anna");
        assert_eq!(acts[acts.len() - 2], says("Failed: 0 not_called"), "{word:?}: {acts:?}");
    }
    assert!(service.asked().is_empty(), "{:?}", service.asked());
    world.skip("anna");
    assert_comes(&world, "head plain", "Fine: 200 ");
    assert!(service.asked()[0].head.iter().any(|line| line == "x-word: plain"));
}

#[test]
fn input_56_a_word_that_would_be_a_path() {
    let service = always(200, "", b"{\"name\":\"x\"}");
    let world = with(&service);
    for word in ["a&b=c#d/../", "../../admin", "..", "%2e%2e/x", "a?b", "x\\..\\y"] {
        world.person("anna").says(&format!("get {word}"));
    }
    let lines: Vec<_> = service.asked().into_iter().map(|asked| asked.line).collect();
    assert_eq!(lines[0], "GET /v1/things/a%26b%3Dc%23d%2F..%2F?q=a%26b%3Dc%23d%2F..%2F HTTP/1.1");
    for line in &lines {
        let path = line.split([' ', '?']).nth(1).unwrap();
        assert!(path.starts_with("/v1/things/"), "{line}");
        let climbs = |segment: &str| {
            let plain = segment.to_ascii_lowercase().replace("%2e", ".");
            plain == ".." || plain == "."
        };
        assert!(!path.split(['/', '\\']).any(climbs), "{line}");
    }
}

#[test]
fn input_57_a_word_that_would_be_more_of_a_body() {
    let service = always(200, "", b"{}");
    let world = with(&service);
    assert_comes(&world, "post \",\"admin\":true,\"", "Fine: 200 ");
    let asked = service.asked();
    let body: Value = serde_json::from_slice(&asked[0].body).unwrap();
    assert_eq!(body, serde_json::json!({ "text": "\",\"admin\":true,\"", "admin": "no" }));
    assert_eq!(String::from_utf8_lossy(&asked[0].body).matches("\"admin\"").count(), 1);
}

/// The largest answer that is taken in.
const CAP: usize = 256 * 1024;

#[test]
fn input_58_an_answer_without_an_end() {
    let taken = Arc::new(AtomicUsize::new(0));
    let most = Arc::clone(&taken);
    let ways = Mutex::new(0);
    let service = Service::open(move |stream, _| {
        let mut way = ways.lock().unwrap();
        *way += 1;
        // Ten gigabytes are announced, and then none of it is the end.
        let announced = match *way {
            1 => "content-length: 10737418240",
            _ => "transfer-encoding: chunked",
        };
        let head =
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{announced}\r\n\r\n");
        let chunk = [b"10000\r\n".as_slice(), &[b'1'; 0x10000], b"\r\n"].concat();
        most.fetch_max(flood(stream, &head, &chunk), Ordering::SeqCst);
    });
    let world = with(&service);
    assert_comes(&world, "get x", "Failed: 200 too_large");
    assert_comes(&world, "get x", "Failed: 200 too_large");
    // What lies in the buffers of the system between us counts as well.
    let taken = taken.load(Ordering::SeqCst);
    assert!(taken < 64 * CAP, "{taken} bytes were taken");
}

#[test]
fn input_58_an_answer_that_is_packed() {
    // 32 MiB of zeros in less than may come.
    let packed = gzip_of_zeros(32 << 20);
    assert!(packed.len() < CAP, "{}", packed.len());
    let service = Service::open(move |stream, _| {
        reply(stream, 200, "content-encoding: gzip\r\n", &packed);
    });
    let world = with(&service);
    let began = Instant::now();
    assert_comes(&world, "get x", "Failed: 200 too_large");
    assert!(began.elapsed() < Duration::from_secs(9), "{:?}", began.elapsed());
}

#[test]
fn input_58_an_answer_that_dribbles() {
    let service = Service::open(|stream, _| {
        let head =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n";
        drop(stream.write_all(head.as_bytes()));
        // A byte a second, until whoever reads has had enough and closes.
        stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
        while stream.write_all(b" ").is_ok() && !matches!(stream.read(&mut [0]), Ok(0)) {}
    });
    let world = with(&service);
    let began = Instant::now();
    world.person("anna").says_at_once("get x");
    let failed =
        |world: &World| world.acts("anna").contains(&says("Failed: 0 timeout")).then_some(());
    world.wait_until("the end of the answer", failed);
    let took = began.elapsed();
    assert!((9..25).contains(&took.as_secs()), "{took:?}");
}

#[test]
fn input_59_an_answer_that_is_none() {
    let bodies: [&'static [u8]; 7] = [
        b"{\"name\":",
        b"NaN",
        b"{\"name\":Infinity}",
        b"\xff\xfe\x00",
        b"{\"name\":\"\\ud800\"}",
        b"{\"name\":\"a\"}{\"name\":\"b\"}",
        b"<html>",
    ];
    let next = AtomicUsize::new(0);
    let service = Service::open(move |stream, _: &Asked| {
        match bodies.get(next.fetch_add(1, Ordering::SeqCst)) {
            Some(body) => reply(stream, 200, "", body),
            None => reply(stream, 200, "", &[b'['; 10_000]),
        }
    });
    let world = with(&service);
    for _ in 0..8 {
        assert_comes(&world, "get x", "Failed: 200 not_json");
    }
    assert_eq!(service.asked().len(), 8);
    assert_eq!(world.counter("poison") + world.counter("request_panicked"), 0);
    let refused = |act: &Act| matches!(act, Act::Refused(..));
    assert!(!world.acts("anna").iter().any(refused));
}

/// So many zeros, packed: one block of fixed codes in which nearly everything is "the same as before", 258 at a time
/// (RFC 1951 3.2.6, RFC 1952).
fn gzip_of_zeros(count: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.put(0b011, 3);
    // A zero byte: literal 0, code 00110000, most significant bit first.
    bits.put_code(0b0011_0000, 8);
    let again = (count - 1) / 258;
    for _ in 0..again {
        // Length 258: code 285, 11000101; distance 1: code 0, five bits.
        bits.put_code(0b1100_0101, 8);
        bits.put_code(0, 5);
    }
    // The end: code 256, seven zeros.
    bits.put_code(0, 7);
    let mut packed = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff".to_vec();
    packed.extend(bits.bytes);
    // Its sum is not worth calculating: whoever reads so far has been caught already.
    packed.extend([0; 8]);
    packed
}

/// Bits in the order deflate wants them.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    fn put(&mut self, value: u32, count: u32) {
        for at in 0..count {
            self.put_bit(value >> at & 1 == 1);
        }
    }

    fn put_code(&mut self, code: u32, count: u32) {
        for at in (0..count).rev() {
            self.put_bit(code >> at & 1 == 1);
        }
    }

    fn put_bit(&mut self, is_one: bool) {
        if self.used.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if is_one {
            *self.bytes.last_mut().unwrap() |= 1 << (self.used % 8);
        }
        self.used += 1;
    }
}
