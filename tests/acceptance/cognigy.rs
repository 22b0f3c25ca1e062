//! G1–G13: Cognigy's handover by a plain HTTP call.

use baton_simulator::{Call, Entry};
use serde_json::json;

use crate::world::{APP, INBOX, Plan, TOKEN, World, passes, says};

const WELCOME: &str =
    "Hi! Write \"agent\" to talk to a person, or \"sales\" to talk to our sales team.";
const PASSING: &str = "I am passing you to a colleague.";
const TO_INBOX: &str = "Passing the thread to the Page Inbox";
const SALES: &str = "1234567890";

fn plan() -> Plan {
    Plan::folder("examples/cognigy-http-handover").app(SALES)
}

fn world() -> World {
    plan().dev()
}

fn the_pass(world: &World) -> Entry {
    let ledger = world.ledger("anna");
    ledger.into_iter().find(|entry| entry.call == Call::Pass).expect("control was passed")
}

#[test]
fn g03_serve_names_the_missing_webhook_fields() {
    let fields = |field: &String| field != "standby" && field != "message_echoes";
    let world = plan().platform(move |setup| setup.pages[0].subscribed.retain(fields)).serve();
    world.server.wait_for("the echoes", |line| line.contains("subscribed to `message_echoes`"));
    world.server.wait_for("the copies", |line| line.contains("subscribed to `standby`"));
    let line = world.server.wait_for("what to do", |line| line.contains("/subscribed_apps"));
    assert!(line.contains("messaging_handovers"), "{line}");
}

#[test]
fn g04_the_bots_app_is_default_and_the_inbox_is_receiver() {
    let world = plan().serve();
    world.person("anna").says("hi");
    assert_eq!(world.owner("anna").as_deref(), Some(APP));
    world.person("anna").says("agent");
    assert_eq!(world.owner("anna").as_deref(), Some(INBOX));
}

#[test]
fn g05_a_plain_http_action_passes_control() {
    let world = world();
    world.person("anna").says("hi");
    world.person("anna").says("agent");
    world.expect("anna", [says(WELCOME), says(PASSING), passes(INBOX, TO_INBOX)]);
    assert_eq!(world.owner("anna").as_deref(), Some(INBOX));
}

#[test]
fn g06_the_page_token_is_put_in_and_never_logged() {
    let world = plan().env("BATON_LOG", "trace").serve();
    world.person("anna").says("hi");
    world.person("anna").says("agent");
    // The platform refuses a call without the right token, so it was there.
    assert!(the_pass(&world).result.is_accepted());
    assert!(!world.server.log().contains(TOKEN));
    assert!(!world.server.log().contains("access_token="));
}

#[test]
fn g07_the_payload_is_json() {
    let world = world();
    world.person("anna").says("hi");
    world.person("anna").says("agent");
    // A form would have made texts of everything.
    assert!(the_pass(&world).body["target_app_id"].is_u64());
    assert!(the_pass(&world).body["recipient"].is_object());
}

#[test]
fn g08_the_body_holds_id_number_and_spaces() {
    let world = world();
    world.person("anna").says("hi");
    world.person("anna").says("agent");
    let mut body = the_pass(&world).body;
    // The engine adds its proof that it holds the app's secret, as to every call with the Page's token.
    assert!(body.as_object_mut().unwrap().remove("appsecret_proof").is_some());
    let written = json!({
        "recipient": { "id": "anna" },
        "target_app_id": 263_902_037_430_900_u64,
        "metadata": TO_INBOX,
    });
    assert_eq!(body, written);
}

#[test]
fn g09_another_app_is_another_id() {
    let world = world();
    world.person("anna").says("hi");
    world.person("anna").says("sales");
    let passing = says("I am passing you to our sales team.");
    world.expect("anna", [says(WELCOME), passing, passes(SALES, "Passing the thread to sales")]);
    assert_eq!(world.owner("anna").as_deref(), Some(SALES));
}

#[test]
fn g10_mark_as_done_returns_the_thread() {
    let world = world();
    world.person("anna").says("hi");
    world.person("anna").says("agent");
    world.later("5m");
    world.person("anna").says("my parcel is late");
    world.inbox().writes("anna", "Hello, this is Maria.");
    world.skip("anna");
    world.inbox().marks_done("anna");
    assert_eq!(world.owner("anna").as_deref(), Some(APP));
    assert_eq!(world.hand("anna"), "bot");
    world.person("anna").says("sales");
    assert_eq!(world.owner("anna").as_deref(), Some(SALES));
}

#[test]
fn g11_the_return_event_is_no_miss() {
    let world = world();
    world.person("anna").says("hi");
    world.person("anna").says("agent");
    world.later("5m");
    world.skip("anna");
    world.inbox().marks_done("anna");
    let back = "Welcome back! They said: Pass thread control from Page Inbox";
    world.expect("anna", [back, WELCOME].map(says));
}

#[test]
fn g12_without_the_field_serve_says_what_will_not_arrive() {
    let fields = |field: &String| field != "messaging_handovers";
    let world = plan().platform(move |setup| setup.pages[0].subscribed.retain(fields)).serve();
    let line = world
        .server
        .wait_for("the field", |line| line.contains("not subscribed to `messaging_handovers`"));
    let without = line.split_once("messaging_handovers`").unwrap().1;
    assert!(without.len() > 20, "it says what will not arrive: {line}");
}

#[test]
fn g13_a_connection_catches_the_event() {
    let world = world();
    world.person("anna").says("hi");
    world.person("anna").says("sales");
    world.later("5m");
    world.skip("anna");
    world.app(SALES).passes("anna", APP, "sold");
    world.expect("anna", ["Welcome back from our sales team!", WELCOME].map(says));
    // The same event from another app takes the connection below.
    world.person("anna").says("sales");
    world.app(SALES).passes("anna", INBOX, "to the inbox");
    world.later("5m");
    world.skip("anna");
    world.inbox().marks_done("anna");
    world.expect("anna", ["Welcome back!", WELCOME].map(says));
}
