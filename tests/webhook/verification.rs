//! Bad inputs 24 and 25: the platform's question whether this is our webhook, asked by somebody else.

use crate::world::{VERIFY_TOKEN, World, read_all, write_some};

use super::world;

fn ask(world: &World, token: &str, challenge: &str) -> (u16, String) {
    let query = format!("hub.mode=subscribe&{token}&hub.challenge={challenge}");
    let (status, answer, _) = world.verification(&query);
    (status, answer)
}

#[test]
fn the_platforms_own_question_is_answered() {
    let (status, answer, headers) = world().verification(&format!(
        "hub.mode=subscribe&hub.verify_token={VERIFY_TOKEN}&hub.challenge=1158201444"
    ));
    assert_eq!((status, answer.as_str()), (200, "1158201444"));
    assert!(headers["content-type"].to_str().unwrap().starts_with("text/plain"));
    assert_eq!(headers["x-content-type-options"], "nosniff");
}

#[test]
fn input_24_a_wrong_endless_or_manifold_token() {
    let world = world();
    let refused = (403, String::new());
    assert_eq!(ask(&world, "hub.verify_token=wrong", "1"), refused);
    assert_eq!(ask(&world, "hub.verify_token=", "1"), refused);
    assert_eq!(ask(&world, "other=1", "1"), refused);
    assert_eq!(ask(&world, &format!("hub.verify_token[]={VERIFY_TOKEN}"), "1"), refused);
    assert_eq!(ask(&world, &format!("hub.verify_token%5B%5D={VERIFY_TOKEN}"), "1"), refused);
    let twice = format!("hub.verify_token={VERIFY_TOKEN}&hub.verify_token={VERIFY_TOKEN}");
    assert_eq!(ask(&world, &twice, "1"), refused);
    let long = format!("hub.verify_token={}", "x".repeat(16 * 1024));
    assert_eq!(ask(&world, &long, "1"), refused);
}

#[test]
fn input_24_a_token_of_a_megabyte() {
    let world = world();
    let mut socket = world.socket();
    let mut reading = socket.try_clone().unwrap();
    let answer = std::thread::spawn(move || read_all(&mut reading));
    let token = "x".repeat(1024 * 1024);
    let head = format!("GET /webhook?hub.verify_token={token} HTTP/1.1\r\nhost: x\r\n\r\n");
    write_some(&mut socket, head.as_bytes());
    // The address is cut off long before anybody looks for a token in it.
    let answer = answer.join().unwrap();
    let refused = ["HTTP/1.1 403 ", "HTTP/1.1 414 ", "HTTP/1.1 431 "];
    assert!(refused.iter().any(|status| answer.starts_with(status)), "{answer}");
    assert_eq!(world.get("/healthz")["status"], "ok");
}

#[test]
fn input_25_a_challenge_that_would_be_a_page() {
    let world = world();
    for challenge in ["<script>", "%3Cscript%3Ealert(1)%3C/script%3E", "a%0d%0ab", "", "a b"] {
        let (status, answer) = ask(&world, &format!("hub.verify_token={VERIFY_TOKEN}"), challenge);
        assert_eq!((status, answer.as_str()), (403, ""), "{challenge}");
    }
}
