//! While people have the thread nothing leaves, whatever happens.

use super::{with_people, world};

#[test]
fn nothing_is_sent_by_words_keywords_or_the_fallback() {
    let world = world();
    with_people(&world, "anna");
    world.later("1m");
    for word in ["hours", "gibberish", "hi", "A person", "5"] {
        world.person("anna").says(word);
    }
    world.person("anna").sends_a_photo();
    world.expect_nothing("anna");
    assert_eq!(world.hand("anna"), "people");
}

#[test]
fn nothing_is_sent_by_timers() {
    let world = world();
    with_people(&world, "anna");
    world.later("1m");
    world.inbox().writes("anna", "Hello, this is Maria.");
    // Longer than the module's `no_reply` and than `pickup_timeout`.
    world.later("30m");
    world.expect_nothing("anna");
}

#[test]
fn nothing_is_sent_by_taps_on_old_buttons_and_the_menu() {
    let world = world();
    with_people(&world, "anna");
    world.later("1m");
    world.person("anna").presses("The desk", "1.welcome.the_desk");
    world.person("anna").presses("Start over", "1.@menu.start_over");
    world.person("anna").gets_started();
    world.expect_nothing("anna");
    assert_eq!(world.hand("anna"), "people");
}

#[test]
fn the_same_timer_speaks_when_nobody_has_the_thread() {
    // What `nothing_is_sent_by_timers` relies on: without a handover the timer does send.
    let world = world();
    super::welcomed(&world, "anna");
    world.later("10m");
    world.expect(
        "anna",
        ["Are you there?", "Take your time.", super::HELLO].map(crate::world::says),
    );
}
