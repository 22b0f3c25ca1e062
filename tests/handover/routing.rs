//! The three ways a page routes conversations, told or learned.

use super::{BACK, COLLEAGUE, HELLO, HOW, plan};
use crate::world::{APP, DEFAULT_ELSEWHERE, INBOX, passes, says, takes};

#[test]
fn default_app_the_inbox_gets_control_and_gives_it_back() {
    let world = plan().routing("default_app").dev();
    super::with_people(&world, "anna");
    world.inbox().marks_done("anna");
    world.expect("anna", [BACK, HOW].map(says));
    assert_eq!(world.owner("anna").as_deref(), Some(APP));
}

#[test]
fn other_default_the_bot_waits_until_it_is_given_the_thread() {
    let world = plan().routing("other_default").dev();
    world.person("anna").says("hi");
    world.expect_nothing("anna");
    world.app(DEFAULT_ELSEWHERE).passes("anna", APP, "please take over");
    world.expect("anna", [says(HELLO)]);
    world.person("anna").taps("A person");
    world.expect("anna", [says(COLLEAGUE), passes(INBOX, "order 17, late")]);
    world.person("anna").says("bot");
    world.expect("anna", [takes(), says(BACK), says(HOW)]);
    assert_eq!(world.owner("anna").as_deref(), Some(APP));
}

#[test]
fn other_default_an_idle_thread_is_not_ours_to_speak_in() {
    let world = plan().routing("other_default").dev();
    world.person("anna").says("hi");
    world.app(DEFAULT_ELSEWHERE).passes("anna", APP, "");
    world.person("anna").taps("The desk");
    world.skip("anna");
    // A day later nobody owns the thread any more, and the engine asks.
    world.later("24h");
    assert_eq!(world.owner("anna"), None);
    assert_eq!(world.hand("anna"), "bot");
    // The handover's own timeout would have come now.
    world.later("7h");
    world.person("anna").says("anybody?");
    world.expect_nothing("anna");
}

#[test]
fn shared_the_handover_is_the_bots_own_silence() {
    let world = plan().routing("shared").dev();
    world.person("anna").says("hi");
    world.person("anna").taps("A person");
    world.expect("anna", [HELLO, COLLEAGUE].map(says));
    assert_eq!(world.hand("anna"), "people");
    world.later("1m");
    world.person("anna").says("hours");
    world.inbox().writes("anna", "Hello, this is Maria.");
    world.person("anna").says("hours");
    world.expect_nothing("anna");
    // Nothing was passed, so nothing is taken.
    world.person("anna").says("bot");
    world.expect("anna", [BACK, HOW].map(says));
}

#[test]
fn shared_the_times_bring_it_back_as_everywhere() {
    let world = plan().routing("shared").dev();
    world.person("anna").says("hi");
    world.person("anna").taps("A person");
    world.skip("anna");
    world.later("10m");
    world.expect("anna", [BACK, "Everybody is busy.", HELLO].map(says));
    world.person("anna").taps("A person");
    world.later("5m");
    world.inbox().writes("anna", "Hello, this is Maria.");
    world.skip("anna");
    world.later("1h");
    world.expect("anna", [BACK, HOW].map(says));
}

#[test]
fn shared_an_agent_who_writes_silences_the_bot_until_it_is_idle() {
    let world = plan().routing("shared").dev();
    super::welcomed(&world, "anna");
    world.later("1m");
    world.inbox().writes("anna", "Hello, this is Maria.");
    assert_eq!(world.hand("anna"), "people");
    world.person("anna").says("hours");
    world.expect_nothing("anna");
    world.person("anna").says("bot");
    world.expect("anna", ["The assistant is back.", HELLO].map(says));
}

#[test]
fn auto_learns_that_nobody_is_the_default_app() {
    // The platform shares the thread; the engine is told nothing and begins as if it were the default app.
    let world = plan()
        .platform(|setup| setup.pages[0].routing = baton_simulator::Routing::NoDefault)
        .serve();
    world.person("anna").says("hi");
    world.person("anna").taps("A person");
    world.skip("anna");
    assert_eq!(world.get("/readyz")["pages"][0]["routing"], "default_app");
    world.person("anna").says("bot");
    world.server.wait_for("that it has learned", |line| line.contains("routing learned"));
    world.quiet();
    assert_eq!(world.get("/readyz")["pages"][0]["routing"], "shared");
    // The next handover knows: nothing is passed that could never be taken back.
    world.person("bob").says("hi");
    world.person("bob").taps("A person");
    world.expect("bob", [HELLO, COLLEAGUE].map(says));
    assert_eq!(world.hand("bob"), "people");
}
