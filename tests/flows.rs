//! The support bot in `flows/`: a person's way through it, with a shop's system that answers, is down, or knows nothing.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::world::{INBOX, Plan, World, passes, says, takes};

const WHAT: &str = "What can I do for you?";
const ELSE: &str = "Is there anything else I can do?";
const ASK: &str = "What is the e-mail address you ordered with?";
const LOOKING: &str = "One moment, I am looking it up.";

/// The shop's system: what it was asked, and what it answers. It ends with the process.
struct Shop {
    url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// A request as it came.
#[derive(Debug, Clone)]
struct Asked {
    line: String,
    head: String,
    body: Value,
}

impl Shop {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let seen = Arc::clone(&seen);
                std::thread::spawn(move || serve(stream, &seen));
            }
        });
        Self { url, asked }
    }

    fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(stream: TcpStream, seen: &Mutex<Vec<Asked>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        let lower = header.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if header.trim().is_empty() {
            break;
        }
        head.push_str(&lower);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let asked = Asked { line, head, body: serde_json::from_slice(&body).unwrap_or_default() };
    let (status, answer) = answer(&asked);
    seen.lock().unwrap().push(asked);
    let answer = answer.to_string();
    let length = answer.len();
    let response = format!(
        "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{answer}"
    );
    // The engine may have given up; that is its right.
    drop((&stream).write_all(response.as_bytes()));
}

fn answer(asked: &Asked) -> (u16, Value) {
    let order = json!({ "number": "NC-12345", "status": "on its way" });
    match asked.line.as_str() {
        line if line.contains("anna%40example.com") => (200, json!({ "orders": [order] })),
        line if line.contains("nobody%40example.com") => (200, json!({ "orders": [] })),
        line if line.starts_with("GET") => (503, json!({})),
        _ => (200, json!({ "ok": true })),
    }
}

/// The bot with people who are always there.
fn world(shop: &Shop) -> World {
    let host = shop.url.trim_start_matches("http://");
    Plan::folder("flows")
        .edit("mon-fri: [\"9:00-17:00\"]", "mon-sun: [\"0:00-24:00\"]")
        .edit("    sat: [\"10:00-14:00\"]\n", "")
        .edit("    closed: [2026-12-24, 2026-12-25, 2026-12-26, 2027-01-01]\n", "")
        .env("BATON_SERVICE_SHOP_URL", &shop.url)
        .env("BATON_SERVICE_ALLOW", host)
        .env("BATON_SECRET_SHOP_KEY", "the-key-of-the-shop")
        .dev()
}

fn greeted(world: &World) {
    world.person("anna").says("hi");
    let acts = world.acts("anna");
    assert_eq!(acts.last(), Some(&says(WHAT)), "{acts:?}");
    world.skip("anna");
}

#[test]
fn an_order_is_found_in_the_shop() {
    let shop = Shop::open();
    let world = world(&shop);
    greeted(&world);
    let anna = world.person("anna");
    anna.taps("Where is my order?");
    world.expect("anna", [says(ASK)]);
    anna.says("anna at example");
    let invalid =
        "That does not look like an e-mail address. It should be something like anna@example.com.";
    world.expect("anna", [says(invalid)]);
    anna.says("it is Anna@example.com".trim_start_matches("it is "));
    world.skip("anna");
    anna.says("where is my order");
    world.skip("anna");
    anna.says("anna@example.com");
    let found = "I found it: order NC-12345 is on its way.";
    let follow = "You can follow every step of it on our page.";
    world.expect("anna", [LOOKING, found, follow, ELSE].map(says));
    let asked = shop.asked();
    let last = asked.last().unwrap();
    assert!(last.line.starts_with("GET /orders?email=anna%40example.com"), "{}", last.line);
    assert!(last.head.contains("authorization: bearer the-key-of-the-shop"), "{}", last.head);
    assert!(last.head.contains("idempotency-key:"), "{}", last.head);
}

#[test]
fn an_order_that_is_not_there_and_a_shop_that_is_down_lead_on() {
    let shop = Shop::open();
    let world = world(&shop);
    greeted(&world);
    let anna = world.person("anna");
    anna.taps("Where is my order?");
    world.skip("anna");
    anna.says("nobody@example.com");
    let none = "There is no order with nobody@example.com. Was it perhaps another address?";
    world.expect("anna", [LOOKING, none].map(says));
    anna.taps("Another address");
    world.expect("anna", [says(ASK)]);
    anna.says("down@example.com");
    let down = "I cannot reach our shop right now. Shall I try again, or fetch a colleague?";
    world.expect("anna", [LOOKING, down].map(says));
    assert_eq!(world.offers("anna"), ["Try again", "Talk to a person"]);
    // One try and two more, as the service says.
    let tries = shop.asked().iter().filter(|one| one.line.contains("down%40")).count();
    assert_eq!(tries, 3);
}

#[test]
fn a_colleague_helps_and_feedback_follows() {
    let shop = Shop::open();
    let world = world(&shop);
    greeted(&world);
    let anna = world.person("anna");
    anna.taps("Talk to a person");
    let fetching = "I am fetching a colleague. It usually takes a few minutes. Write \"bot\" if you \
                    want me back.";
    let metadata = "From the bot, wants to talk to a person";
    world.expect("anna", [says(fetching), passes(INBOX, metadata)]);
    assert_eq!(world.offers("anna"), ["Back to the bot"]);
    world.later("5m");
    anna.says("my chair arrived with three legs");
    world.later("1m");
    world.inbox().writes("anna", "Hello, this is Maria. A fourth one is on its way.");
    world.expect_nothing("anna");
    world.inbox().marks_done("anna");
    let back = "I am back. You are chatting with our assistant again.";
    let how = "How was it? From 1 (bad) to 5 (great)";
    world.expect("anna", [back, how].map(says));
    anna.says("2");
    let sorry = "I am sorry to hear that. What should we do better?";
    world.expect("anna", [says(sorry)]);
    anna.says("Four legs, \"please\".");
    world.expect("anna", ["Thank you, that helps us.", ELSE].map(says));
    let told = shop.asked().last().unwrap().body.clone();
    assert_eq!(told, json!({ "score": 2, "text": "Four legs, \"please\"." }));
}

#[test]
fn nobody_answers_and_a_message_is_left() {
    let shop = Shop::open();
    let world = world(&shop);
    greeted(&world);
    let anna = world.person("anna");
    anna.taps("Talk to a person");
    world.skip("anna");
    world.later("15m");
    let acts = world.acts("anna");
    assert!(acts.contains(&takes()), "{acts:?}");
    assert_eq!(acts.last(), Some(&says("Would you like to leave a message? We answer by e-mail.")));
    anna.taps("Leave a message");
    // Words that lead elsewhere are part of the message here.
    anna.says("My parcel is late, is that the delivery time?");
    anna.says("anna@example.com");
    let thanks =
        "Thank you. We will answer to anna@example.com on the next working day at the latest.";
    let acts = world.acts("anna");
    assert!(acts.ends_with(&[thanks, ELSE].map(says)), "{acts:?}");
    let told = shop.asked().last().unwrap().body.clone();
    let text = "My parcel is late, is that the delivery time?";
    assert_eq!(told, json!({ "from": "anna@example.com", "text": text }));
}
