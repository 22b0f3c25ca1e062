//! F1–F16: Chatfuel's Conversation Handover.

use crate::world::{APP, Plan, World, passes, says, takes};

const WELCOME: &str = "Hi! I am the bot for general talk.";
const LIVE: &str = "You are in the live chat now. Write \"bot\" to leave it.";
const LEFT: &str = "You have left the live chat.";
const HAPPY: &str = "How happy are you with it, from 1 to 5?";
const CHAT: &str = "1234567890";
const SALES: &str = "2345678901";

fn plan() -> Plan {
    Plan::folder("examples/chatfuel-conversation-handover").app(CHAT).app(SALES)
}

fn world() -> World {
    plan().dev()
}

/// A person in the live chat; nothing of it is compared.
fn in_live_chat(world: &World, contact: &str) {
    world.person(contact).says("hi");
    world.person(contact).taps("Live support");
    world.skip(contact);
    assert_eq!(world.owner(contact).as_deref(), Some(CHAT));
}

#[test]
fn f03_several_receivers_by_name() {
    let world = world();
    in_live_chat(&world, "anna");
    world.person("bob").says("hi");
    world.person("bob").taps("Sales");
    assert_eq!(world.owner("anna").as_deref(), Some(CHAT));
    assert_eq!(world.owner("bob").as_deref(), Some(SALES));
}

#[test]
fn f04_the_handover_is_an_action_in_a_list() {
    let world = world();
    world.person("anna").says("hi");
    world.person("anna").taps("Live support");
    world.expect("anna", [says(WELCOME), says(LIVE), passes(CHAT, "")]);
}

#[test]
fn f05_a_receiver_is_a_name_or_an_id() {
    let id = format!("target_app_id: {SALES}");
    let world = plan().edit("receiver: sales_desk", &id).dev();
    in_live_chat(&world, "anna");
    world.person("bob").says("hi");
    world.person("bob").taps("Sales");
    assert_eq!(world.owner("bob").as_deref(), Some(SALES));
}

#[test]
fn f06_the_timeout_takes_control_even_after_a_restart() {
    let world = world();
    in_live_chat(&world, "anna");
    world.later("29m");
    world.expect_nothing("anna");
    world.later("1m");
    world.expect("anna", [takes(), says(LEFT), says(HAPPY)]);

    let mut world = plan().edit("timeout: 30m", "timeout: 2s").serve();
    world.person("anna").says("hi");
    world.person("anna").taps("Live support");
    world.crash();
    let end = |world: &World| (world.acts("anna").last() == Some(&says(HAPPY))).then_some(());
    world.wait_until("the return by timeout", end);
    let all = [says(WELCOME), says(LIVE), passes(CHAT, ""), takes(), says(LEFT), says(HAPPY)];
    world.expect("anna", all);
}

#[test]
fn f07_a_changed_timeout_affects_later_handovers_only() {
    let mut world = plan().serve();
    let timeout = |world: &World, contact: &str| {
        let shown = world.shown(contact);
        let moment = |value: &serde_json::Value| {
            value.as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_second()
        };
        moment(&shown["deadlines"]["timeout"]) - moment(&shown["since"])
    };
    in_live_chat(&world, "anna");
    let before = world.shown("anna")["deadlines"]["timeout"].clone();
    world.edit_bot("timeout: 30m", "timeout: 5m");
    world.restart();
    in_live_chat(&world, "bob");
    assert_eq!(world.shown("anna")["deadlines"]["timeout"], before);
    assert!((1799..=1801).contains(&timeout(&world, "anna")));
    assert!((299..=301).contains(&timeout(&world, "bob")));
}

#[test]
fn f08_the_other_side_returns_early_by_graph_or_by_our_api() {
    let world = world();
    in_live_chat(&world, "anna");
    world.app(CHAT).passes("anna", APP, "solved");
    world.expect("anna", [LEFT, HAPPY].map(says));
    in_live_chat(&world, "bob");
    let (status, answer) = world.operator().returns("bob");
    assert_eq!(status, 200, "{answer}");
    world.expect("bob", [takes(), says(LEFT), says(HAPPY)]);
    assert_eq!(world.owner("bob").as_deref(), Some(APP));
}

#[test]
fn f09_a_keyword_brings_the_conversation_back() {
    let world = world();
    in_live_chat(&world, "anna");
    world.person("anna").says("stop chat");
    world.expect("anna", [takes(), says(LEFT), says(HAPPY)]);
}

#[test]
fn f10_keywords_work_in_any_script_and_spelling() {
    let world = world();
    let typed = ["Bot!", "zuruck", "ZURÜCK", "БОТ", "الروبوت", "ボット", "机器人", "Stop  Chat"];
    for (number, word) in typed.iter().enumerate() {
        let contact = format!("person-{number}");
        in_live_chat(&world, &contact);
        world.person(&contact).says(word);
        assert_eq!(world.owner(&contact).as_deref(), Some(APP), "{word}");
        world.expect(&contact, [takes(), says(LEFT), says(HAPPY)]);
    }
}

#[test]
fn f11_a_keyword_typed_on_standby_takes_control() {
    let world = world();
    in_live_chat(&world, "anna");
    world.later("5m");
    world.person("anna").says("hello?");
    world.expect_nothing("anna");
    world.person("anna").says("bot");
    world.expect("anna", [takes(), says(LEFT), says(HAPPY)]);
    assert_eq!(world.owner("anna").as_deref(), Some(APP));
}

#[test]
fn f12_a_keyword_typed_by_the_agent_does_nothing() {
    let world = world();
    in_live_chat(&world, "anna");
    world.later("5m");
    world.app(CHAT).writes("anna", "bot");
    world.expect_nothing("anna");
    assert_eq!(world.hand("anna"), "people");
}

#[test]
fn f13_the_text_behind_the_handover_follows_the_return() {
    let world = world();
    in_live_chat(&world, "anna");
    world.app(CHAT).passes("anna", APP, "");
    world.expect("anna", [LEFT, HAPPY].map(says));
}

#[test]
fn f14_the_list_goes_on_after_every_kind_of_return() {
    let world = world();
    for contact in ["by-agent", "by-keyword", "by-operator", "by-timeout"] {
        in_live_chat(&world, contact);
    }
    world.app(CHAT).passes("by-agent", APP, "");
    world.expect("by-agent", [LEFT, HAPPY].map(says));
    world.person("by-keyword").says("bot");
    world.expect("by-keyword", [takes(), says(LEFT), says(HAPPY)]);
    world.operator().returns("by-operator");
    world.expect("by-operator", [takes(), says(LEFT), says(HAPPY)]);
    world.expect_nothing("by-timeout");
    world.later("30m");
    world.expect("by-timeout", [takes(), says(LEFT), says(HAPPY)]);
}

#[test]
fn f15_feedback_is_asked_and_the_flow_goes_on() {
    let world = world();
    in_live_chat(&world, "anna");
    world.person("anna").says("bot");
    world.skip("anna");
    world.person("anna").says("great");
    world.expect("anna", [says("A number from 1 to 5, please.")]);
    world.person("anna").says("5");
    world.expect("anna", ["Thank you for the feedback!", WELCOME].map(says));
    in_live_chat(&world, "bob");
    world.person("bob").says("bot");
    world.skip("bob");
    world.person("bob").says("1");
    world.expect("bob", ["I am sorry to hear that. We will do better.", WELCOME].map(says));
}

#[test]
fn f16_a_second_handover_is_refused() {
    let world = world();
    in_live_chat(&world, "anna");
    let (status, answer) = world.operator().hands_over("anna", "sales_desk");
    assert_eq!(status, 409, "{answer}");
    assert!(answer["error"]["code"].is_string(), "{answer}");
    assert!(answer["error"]["message"].as_str().is_some_and(|text| text.len() > 10), "{answer}");
    world.expect_nothing("anna");
    assert_eq!(world.owner("anna").as_deref(), Some(CHAT));
}
